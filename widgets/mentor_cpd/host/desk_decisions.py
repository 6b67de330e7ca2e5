"""What is decided about a submission, each by a form of its own on the submission's page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from ..assess import outcomes
from ..assess.submission import Submission
from ..errors import CpdError
from ..language import _
from ..practice.sitting import not_saved
from ..records.store import NotSaved, Unreadable
from . import desk_boxes as boxes
from .desk_submission import SubmissionPage


class Amiss(Exception):
    """A field of the form was left open, or cannot be read."""

    def __init__(self, box: str, words: str) -> None:
        super().__init__(words)
        self.box = box


class Decision(SubmissionPage):
    """Refer it, take that back, record a conversation, hold it back, stop it, close it."""

    async def get(self, submission: str, decision: str) -> None:  # type: ignore[override] # the address says what is decided
        """A page that was loaded again after its form was refused."""
        await self.submission(submission)
        assert decision in DECISIONS  # the route knows no other  # noqa: S101
        self.redirect(f"{self.house.base}desk/{submission}", status=303)

    async def post(self, submission: str, decision: str) -> None:  # type: ignore[override] # as above
        one = await self.submission(submission)
        decide = DECISIONS[decision]
        typed = self.typed(frozenset(boxes.NOTES)) | self.said("met", "on", "when")
        try:
            await self.house.off(decide, self, one, typed)
        except Amiss as amiss:
            errors = {amiss.box: str(amiss)}
            await self.draw(one, status=400, errors=errors, values=_filled(typed))
            return
        except NotSaved as error:
            errors = {"form": not_saved(error).say}
            await self.draw(one, status=503, errors=errors, values=_filled(typed))
            return
        except Unreadable:
            raise
        except CpdError as no:
            one = await self.submission(submission)
            await self.draw(one, status=403, errors={"form": str(no)}, values=_filled(typed))
            return
        note = _NOTE_OF.get(decision)
        if note:
            drop = boxes.drop_note
            await self.house.off(drop, self.house.store, self.me.id, one.id, note)
        self.redirect(f"{self.house.base}desk/{submission}?said={decision}", status=303)

    # Each of them, off the event loop.

    def refer(self, one: Submission, typed: Mapping[str, str]) -> None:
        note = _needs(typed, "note-refer", _("Write the debrief note: what happened, and what to"
            " practise."))  # fmt: skip
        outcomes.refer(self.house.store, self.me, one.id, note=note, message=self.message())

    def withdraw(self, one: Submission, typed: Mapping[str, str]) -> None:
        why = _needs(typed, "note-withdraw", _("Say why you take it back."))
        outcomes.withdraw(self.house.store, self.me, one.id, why=why, message=self.message())

    def observed(self, one: Submission, typed: Mapping[str, str]) -> None:
        if typed["met"] not in ("yes", "no"):
            raise Amiss("met", _("Say whether the criteria were met."))
        try:
            on = date.fromisoformat(typed["on"])
        except ValueError:
            raise Amiss("on", _("Enter the day of the conversation.")) from None
        note = _needs(typed, "note-observed", _("Say in a sentence or two what you heard."))
        outcomes.observe(
            self.house.store,
            self.me,
            one.mentor,
            one.assignment,
            met=typed["met"] == "yes",
            on=on,
            note=note,
            message=self.message(),
        )

    def hold(self, one: Submission, _typed: Mapping[str, str]) -> None:
        self._hold(one, held=True)

    def let_go(self, one: Submission, _typed: Mapping[str, str]) -> None:
        self._hold(one, held=False)

    def _hold(self, one: Submission, *, held: bool) -> None:
        message = self.message()
        outcomes.hold_back(self.house.store, self.me, one.id, held=held, message=message)

    def may_be_real(self, one: Submission, typed: Mapping[str, str]) -> None:
        told = _needs(typed, "told", _("Say whom you told. Tell the safeguarding lead first, by"
            " voice."))  # fmt: skip
        try:
            when = datetime.fromisoformat(typed["when"]).astimezone()
        except (ValueError, OverflowError, OSError):  # the latter two: a day out of all reach
            raise Amiss("when", _("Enter the day and time at which you told them.")) from None
        outcomes.may_be_real(
            self.house.store, self.me, one.id, told=told, when=when, message=self.message()
        )

    def close(self, one: Submission, typed: Mapping[str, str]) -> None:
        note = _needs(typed, "note-close", _("Say how it was dealt with, without naming anybody."))
        outcomes.close(self.house.store, self.me, one.id, note=note, message=self.message())


DECISIONS: Final[Mapping[str, Callable[[Decision, Submission, Mapping[str, str]], None]]] = {
    "refer": Decision.refer,
    "withdraw": Decision.withdraw,
    "observed": Decision.observed,
    "hold": Decision.hold,
    "let-go": Decision.let_go,
    "may-be-real": Decision.may_be_real,
    "close": Decision.close,
}
_NOTE_OF: Final = {
    "refer": "note-refer",
    "withdraw": "note-withdraw",
    "observed": "note-observed",
    "may-be-real": "told",
    "close": "note-close",
}


def _needs(typed: Mapping[str, str], box: str, otherwise: str) -> str:
    if not typed[box].strip():
        raise Amiss(box, otherwise)
    return typed[box]


def _filled(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed into this form; what stands in the others stays as it is."""
    return {box: text for box, text in typed.items() if text}
