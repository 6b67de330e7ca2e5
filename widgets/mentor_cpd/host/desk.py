"""The desk: the queue of what was handed in, releasing a batch of it, and opening again."""

from __future__ import annotations

import re
import secrets
from typing import Any

from ..assess import may, outcomes, taking, ways
from ..assess.may import NotAllowed
from ..assess.submission import Submission
from ..errors import CpdError
from ..language import _, ngettext
from ..practice.citing import day_in_words
from ..practice.prose import spans
from ..records.people import Person
from ..records.store import NotSaved, Unreadable
from .accounts import Form
from .desk_queue import STATES, TO_DO, Queue, Row, State, queue
from .sorry import Sorry

_MOST_IN_A_BATCH = 500


class DeskDoor(Form):
    """What every page of the desk asks first. The roles are the account's as it is now."""

    async def prepare(self) -> None:
        await super().prepare()
        written = self.request.headers.get("X-Writer") or self.get_body_argument("writer", "")
        if self.request.method == "POST" and written not in ("", self.visitor.writer):
            raise Sorry(
                403,
                _("Somebody else has signed in on this computer since"),
                _("What stands on that page was written as another person. Nothing was changed."),
                _("Go back, sign in as whoever wrote it, in another tab, and send it again."),
            )

    @property
    def me(self) -> Person:
        return self.visitor.person

    @property
    def marks(self) -> bool:
        """Whether this is somebody who marks and decides."""
        return "trainer" in self.me.roles

    def check_reader(self) -> None:
        if self.me.roles.isdisjoint(may.READERS):
            raise Sorry(
                403,
                _("The desk is for those who mark"),
                _("What you submitted yourself is under Assessments, in My learning."),
                _("If you are to mark, ask whoever looks after mentor-cpd for the role."),
            )

    async def queue(self) -> Queue:
        return await self.house.off(queue, self.house.store, self.house.people, self.me)

    async def submission(self, id: str) -> Submission:
        """The submission, if the reader may open it."""
        self.check_reader()
        try:
            one = await self.house.off(ways.submission, self.house.store, id)
        except (NotSaved, Unreadable):
            raise
        except CpdError as error:
            raise Sorry(
                404,
                _("There is no such submission"),
                _("The address may have a mistake in it."),
                _("Look for it on the desk."),
            ) from error
        if one.mentor == self.me.id:
            raise Sorry(
                403,
                _("This is your own work"),
                _("Another trainer marks it, and you read the results when they are released."),
            )
        if not one.concern and self.me.roles.isdisjoint({"trainer", "head"}):
            raise Sorry(
                403,
                _("You cannot open this"),
                _("The safeguarding lead opens what somebody has marked as “may be real”."),
            )
        return one

    def message(self) -> str:
        """The id of what this form asks for; the same form sent twice asks once."""
        said = self.get_body_argument("message", "")
        return f"desk-{said[:64]}" if said else f"desk-{secrets.token_hex(12)}"

    def desk_context(self) -> dict[str, Any]:
        """What every page of the desk is given besides."""
        return {
            "message": secrets.token_hex(12),
            "spans": spans,
            "day": taking.day,
            "date": lambda one: day_in_words(one.isoformat()),
            "clock": lambda one: f"{one.astimezone():%H.%M}",
            "marks": self.marks,
            "state_words": state_words,
        }


def state_words(state: str) -> str:
    """A state of the queue, in words."""
    return {
        "to-mark": _("To mark"),
        "in-progress": _("In progress"),
        "done": _("Done"),
        "released": _("Released"),
        "held": _("May be real"),
        "refused": _("Refused"),
        "lapsed": _("Lapsed"),
    }[state]


class Desk(DeskDoor):
    async def get(self) -> None:
        self.check_reader()
        whole = await self.queue()
        wanted = self.get_query_argument("assignment", "")
        if wanted not in whole.titles:
            wanted = ""
        within = whole.within(wanted)
        asked = self.get_query_argument("state", "")
        state = next((one for one in STATES if one == asked), first(within))
        sent = self.get_query_argument("sent", "")
        notice = ""
        if re.fullmatch(r"[0-9]{1,3}", sent) and 0 < int(sent) <= _MOST_IN_A_BATCH:
            notice = ngettext("{count} was released.", "{count} were released.", int(sent)).format(
                count=int(sent)
            )
        if self.get_query_argument("opened", ""):
            notice = _("The attempt is open again, and its mentor sees that.")
        self.show(
            "desk",
            **self.desk_context(),
            queue=within,
            all=whole,
            assignment=wanted,
            state=state,
            states=STATES,
            notice=notice,
            errors=_nothing_ticked(within) if sent == "none" else {},
            today=self.house.store.clock().astimezone().date(),
        )


def _nothing_ticked(queue: Queue) -> dict[str, str]:
    """Said by the first that could be ticked."""
    says = _("Nothing was ticked, so nothing was released. Tick what is to go out.")
    return {f"tick-{row.id}": says for row in queue.standing("done")[:1]} or {"form": says}


def first(queue: Queue) -> State:
    """What is looked at when nobody says what: what stands still, then what is to be done."""
    order: tuple[State, ...] = ("held", *TO_DO, "done")
    return next((state for state in order if queue.count(state)), "to-mark")


def _within(assignment: str) -> str:
    return f"&assignment={assignment}" if assignment.replace("-", "").isalnum() else ""


class Release(DeskDoor):
    """A batch is ticked, then looked at once more, then sent."""

    async def post(self) -> None:
        self.check_reader()
        self.check_trainer()
        ticked = dict.fromkeys(self.get_body_arguments("submission")[:_MOST_IN_A_BATCH])
        assignment = self.get_body_argument("assignment", "")
        rows = {row.id: row for row in (await self.queue()).rows}
        chosen = [rows[one] for one in ticked if one in rows]
        if not chosen:
            where = _within(assignment)
            self.redirect(f"{self.house.base}desk?state=done&sent=none{where}", status=303)
            return
        if self.get_body_argument("sure", "") != "yes":
            sending, staying = self.sorted(chosen)
            self.ask(sending, staying, assignment)
            return
        done = await self.house.off(
            outcomes.release,
            self.house.store,
            self.me,
            [row.id for row in chosen],
            message=self.message(),
        )
        if done.left:
            staying = [(rows[one], why) for one, why in done.left.items()]
            self.ask([], staying, assignment, sent=len(done.done))
            return
        self.redirect(
            f"{self.house.base}desk?state=released&sent={len(done.done)}{_within(assignment)}",
            status=303,
        )

    def check_trainer(self) -> None:
        if not self.marks:
            raise Sorry(403, _("Only a trainer can do this"), _("Nothing was changed."))

    def sorted(self, rows: list[Row]) -> tuple[list[Row], list[tuple[Row, str]]]:
        """Those that can be sent now, and why the others cannot."""
        sending, staying = [], []
        for row in rows:
            try:
                may.release(self.me, row.submission)
            except NotAllowed as no:
                staying.append((row, str(no)))
            else:
                sending.append(row)
        return sending, staying

    def ask(
        self, sending: list[Row], staying: list[tuple[Row, str]], assignment: str, sent: int = 0
    ) -> None:
        self.show(
            "desk_release",
            **self.desk_context(),
            sending=sending,
            staying=staying,
            assignment=assignment,
            sent=sent,
        )


class Reopen(DeskDoor):
    """An attempt that lapsed is opened again, for as long as an attempt has."""

    async def post(self) -> None:
        self.check_reader()
        key = self.get_body_argument("attempt", "")
        lapsed = next((one for one in (await self.queue()).lapsed if one.key == key), None)
        if lapsed is None:
            raise Sorry(
                404,
                _("There is no such attempt"),
                _("It may have been opened again already."),
                _("Look on the desk, under Lapsed."),
            )
        try:
            await self.house.off(
                outcomes.reopen, self.house.store, self.me, lapsed.attempt, message=self.message()
            )
        except NotAllowed as no:
            raise Sorry(403, _("It stays closed"), no.what, no.remedy) from no
        self.redirect(f"{self.house.base}desk?state=lapsed&opened=1", status=303)
