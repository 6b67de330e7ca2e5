"""Sign-off: the head, or whom the head named, says for the school that somebody has passed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..assess import offered, outcomes, results, taking, ways
from ..assess.results import Results
from ..assess.way import Way
from ..errors import CpdError
from ..language import _
from ..records.people import People, Person
from ..records.store import NotSaved, Store, Unreadable
from .accounts import Form
from .sorry import Sorry


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has met the criteria of an assignment. Nothing is marked here, so that
    they are named."""

    key: str
    mentor: str
    name: str
    assignment: str
    title: str
    results: Results
    mine: bool
    held: bool

    @property
    def released(self) -> bool:
        return self.results.submission.queue == "released"


def sign_offs(store: Store, person: Person) -> int | None:
    """For how many the person can sign off now; nothing where that is not theirs to do."""
    if not outcomes.may_sign(store, person):
        return None
    return sum(way.mentor != person.id for way in ways.awaiting_sign_off(store))


def waiting(store: Store, people: People, reader: Person) -> list[Waiting]:
    """Everybody who awaits sign-off, those who have waited longest first.

    The reader is among them only by what they have been told as a mentor.
    """
    names = {person.id: person.name for person in people.all()}
    titles = {name: one.title for name, one in offered.assignments(store).items()}
    found = (_waiting(store, way, reader, names, titles) for way in ways.awaiting_sign_off(store))
    return [one for one in found if one.released or not one.mine]


def _waiting(
    store: Store, way: Way, reader: Person, names: Mapping[str, str], titles: Mapping[str, str]
) -> Waiting:
    assert way.latest  # criteria were met by it  # noqa: S101
    return Waiting(
        f"{way.mentor}:{way.assignment}",
        way.mentor,
        names.get(way.mentor, _("Somebody who has no account any more")),
        way.assignment,
        titles.get(way.assignment, way.assignment),
        results.results_of(store, way.latest.id),
        way.mentor == reader.id,
        any(one.held for one in way.submissions),
    )


class SignOff(Form):
    async def get(self) -> None:
        await self.check_signer()
        notice = {
            "signed": _("Signed off. The mentor sees that they have passed."),
            "named": _("They can sign off now."),
            "taken": _("They can no longer sign off."),
        }.get(self.get_query_argument("said", ""), "")
        await self.draw(notice=notice)

    async def post(self) -> None:
        """Sign one off."""
        await self.check_signer()
        key = self.get_body_argument("who", "")
        house, me = self.house, self.visitor.person
        found = await house.off(waiting, house.store, house.people, me)
        one = next((each for each in found if each.key == key), None)
        if one is None:
            await self.draw(
                status=409,
                errors={"form": _("Nobody here waits for that now. Look at the list again.")},
            )
            return
        await self.decide(
            "signed",
            outcomes.sign_off,
            house.store,
            me,
            one.mentor,
            one.assignment,
            message=self.message(),
        )

    async def decide(self, said: str, do: Any, *args: Any, **given: Any) -> None:
        """Do it, and show the page again, with what came of it."""
        try:
            await self.house.off(do, *args, **given)
        except (NotSaved, Unreadable):
            raise
        except CpdError as no:
            await self.draw(status=403, errors={"form": str(no)})
            return
        self.redirect(f"{self.house.base}sign-off?said={said}", status=303)

    async def check_signer(self) -> None:
        if not await self.house.off(outcomes.may_sign, self.house.store, self.visitor.person):
            raise Sorry(
                403,
                _("This page is for your head"),
                _("The head, or whom the head has named, signs off here."),
                _("Ask your head, if you are to sign off for them."),
            )

    def message(self) -> str:
        return f"sign-off-{self.get_body_argument('message', '')[:64] or secrets.token_hex(12)}"

    async def draw(
        self, *, status: int = 200, notice: str = "", errors: Mapping[str, str] | None = None
    ) -> None:
        house, me = self.house, self.visitor.person
        is_head = "head" in me.roles
        people = await house.off(house.people.all) if is_head else []
        named = await house.off(outcomes.signers, house.store) if is_head else frozenset()
        others = [one for one in people if "head" not in one.roles and not one.disabled]
        self.show(
            "sign_off",
            status=status,
            waiting=await house.off(waiting, house.store, house.people, me),
            is_head=is_head,
            named=[one for one in people if one.id in named],
            others=[one for one in others if one.id not in named],
            notice=notice,
            errors=dict(errors or {}),
            message=secrets.token_hex(12),
            day=taking.day,
        )


class Signers(SignOff):
    """The head names who signs off besides, or no longer."""

    async def get(self) -> None:
        await self.check_signer()
        self.redirect(f"{self.house.base}sign-off", status=303)

    async def post(self) -> None:
        await self.check_signer()
        house, me = self.house, self.visitor.person
        who = await house.off(house.people.person, self.get_body_argument("who", ""))
        named = self.get_body_argument("do", "") == "name"
        if who is None:
            await self.draw(status=400, errors={"who": _("Choose who may sign off.")})
            return
        await self.decide(
            "named" if named else "taken",
            outcomes.name_signer,
            house.store,
            me,
            who,
            named=named,
            message=self.message(),
        )
