"""Who may do what with a submission. Each raises :class:`CpdError`, or says nothing.

A role is looked at whenever something is done, on the account as it stands then.
"""

from __future__ import annotations

from ..language import _
from ..records.people import Person
from ..scenario.transcript import Illegal
from .submission import Submission
from .way import Way

READERS = ("trainer", "head", "safeguarding-lead")


class NotAllowed(Illegal):
    """This person may not do this, or nobody may now."""


def mark(by: Person, one: Submission) -> None:
    _as_trainer(by)
    _for_another(by, one.mentor)
    _not_held(one)
    if one.refused:
        raise NotAllowed(
            _("This submission was refused, so it gets no marks: {why}").format(why=one.refused)
        )


def decide(by: Person, one: Submission) -> None:
    """Refer it, hold it back or let it go."""
    _as_trainer(by)
    _for_another(by, one.mentor)
    _not_held(one)


def release(by: Person, one: Submission) -> None:
    decide(by, one)
    if one.held_back:
        raise NotAllowed(_("It is held back."), _("Allow its release first."))
    if not one.decided:
        raise NotAllowed(
            _("There is nothing to release yet: it is not fully marked."),
            _("Where several have marked it, their levels have to agree."),
        )
    if one.queue == "released":
        raise NotAllowed(_("It has been released, and nothing has changed since."))


def observe(by: Person, mentor: str) -> None:
    _as_trainer(by)
    _for_another(by, mentor)


def say_it_may_be_real(by: Person) -> None:
    _active(by)
    if by.roles.isdisjoint(READERS):
        raise NotAllowed(_("Whoever marks can say this."), _("Tell your safeguarding lead."))


def close(by: Person, one: Submission) -> None:
    _active(by)
    if "safeguarding-lead" not in by.roles:
        raise NotAllowed(_("Only the safeguarding lead can close this."))
    if not one.held:
        raise NotAllowed(_("Nothing is held here."))


def name_signers(by: Person) -> None:
    _active(by)
    if "head" not in by.roles:
        raise NotAllowed(_("Only the head says who may sign off."))


def sign_off(by: Person, way: Way, named: frozenset[str]) -> None:
    _active(by)
    if "head" not in by.roles and by.id not in named:
        raise NotAllowed(_("Only the head, or whom the head has named, can sign off."))
    _for_another(by, way.mentor)
    for one in way.submissions:
        _not_held(one)


def _as_trainer(by: Person) -> None:
    _active(by)
    if "trainer" not in by.roles:
        raise NotAllowed(_("Only a trainer can do this."))


def _active(by: Person) -> None:
    if by.disabled:
        raise NotAllowed(_("This account is switched off."))


def _for_another(by: Person, mentor: str) -> None:
    if by.id == mentor:
        raise NotAllowed(_("This is your own work."), _("Ask another trainer."))


def _not_held(one: Submission) -> None:
    if one.held:
        raise NotAllowed(
            _(
                "Somebody has said that something in this may be about a real child, so it is "
                "stopped."
            ),
            _("It goes on when the safeguarding lead has closed it."),
        )
