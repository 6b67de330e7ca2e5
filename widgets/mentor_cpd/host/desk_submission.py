"""The page of one submission: read, marked, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec
from tornado.web import HTTPError

from ..assess import may, outcomes
from ..assess.lived import words_in
from ..assess.marking import OVERALL, Marking, level_box
from ..assess.may import NotAllowed
from ..assess.rubric import HIGHEST, Criterion
from ..assess.submission import Submission
from ..language import _, ngettext
from ..practice.allowance import MOST_CHARACTERS
from ..practice.sitting import Outcome
from . import desk_boxes as boxes
from .desk import DeskDoor
from .desk_sheet import in_words, sheet

SAVE, DONE = "save", "done"
_STATUS: Final = {"refused": 400, "not-saved": 503, "behind": 409}


class SubmissionPage(DeskDoor):
    """Reading it, and giving the marks."""

    async def get(self, submission: str) -> None:
        one = await self.submission(submission)
        said = self.get_query_argument("said", "")
        before = self.get_query_argument("before", "")
        await self.draw(one, notice=await self.notice(said, before))

    async def notice(self, said: str, before: str) -> str:
        """What is said of what was done just now, on the page that follows."""
        if before:
            try:
                name = outcomes.alias((await self.submission(before)).id)
            except HTTPError:
                return ""
            whole = await self.queue()
            return _("{alias} is done. {marked} of {of} are marked.").format(
                alias=name, marked=whole.marked, of=whole.of
            )
        return {
            "saved": _("Saved. Go on whenever you like."),
            "done": _("Done. What you said is in the record."),
            "critical": _(
                "Done. A critical error was not put right: say here whether the mentor is referred."
            ),
            "refer": _("Referred. The mentor is told when it is released."),
            "withdraw": _("The referral was taken back."),
            "observed": _("The conversation is in the record."),
            "hold": _("Held back: it stays out of every release until you allow it again."),
            "let-go": _("It can be released again."),
            "may-be-real": _("Stopped. Nothing of it is marked, released or erased now."),
            "close": _("Closed. Marking can go on."),
        }.get(said, "")

    async def post(self, submission: str) -> None:
        """Say it: kept for going on later, or done."""
        one = await self.submission(submission)
        do = self.get_body_argument("do", SAVE)
        answer = await self.house.off(self.say, one, do)
        if answer.outcome.state == "saved":
            await self.go_on(one.id, do)
            return
        one = await self.submission(submission)
        await self.draw(
            one,
            status=_STATUS[answer.outcome.state],
            errors=answer.errors,
            values=answer.values,
            others=answer.others,
        )

    async def go_on(self, id: str, do: str) -> None:
        where = f"{self.house.base}desk/"
        brief = "&brief=1" if self.get_body_argument("brief", "") else ""
        if do == SAVE:
            self.redirect(f"{where}{id}?said=saved{brief}", status=303)
            return
        one = await self.submission(id)
        if one.critical and not one.referred:
            self.redirect(f"{where}{id}?said=critical{brief}#follows", status=303)
            return
        following = (await self.queue()).within(one.assignment).after(id)
        if following is None:
            self.redirect(f"{where}{id}?said=done{brief}", status=303)
            return
        self.redirect(f"{where}{following.id}?before={id}{brief}", status=303)

    def typed(self, names: Mapping[str, str] | frozenset[str]) -> dict[str, str]:
        """What was typed into each box, as it was typed."""
        longest = MOST_CHARACTERS + 1
        return {
            box: self.get_body_argument(box, "", strip=False).replace("\r\n", "\n")[:longest]
            for box in names
        }

    def say(self, one: Submission, do: str) -> _Answer:
        """Off the event loop: merge the form with what stands there, and record it."""
        store, me, message = self.house.store, self.me, self.message()
        try:
            mine = Marking(store, me, one.id)
        except NotAllowed as no:
            return _Answer(Outcome("refused"), {"form": str(no)})
        if any(event.message == message for event in store.events(attempt=mine.id)):
            return _Answer(Outcome("saved"))
        with boxes.ONE_AT_A_TIME:
            mine.catch_up()
            now = boxes.standing(mine)
            now["why"] = boxes.notes(store, me.id, one.id)["why"]
            seen = {box: self.get_body_argument(f"is-{box}", boxes.mark("")) for box in now}
            typed = self.typed(frozenset(now))
            both = boxes.merged(now, typed, seen)
            errors = self.clashes(mine, both) or self.amiss(mine, both.values, do)
            if errors:
                outcome = Outcome("behind" if both.others else "refused")
                if not both.others:
                    self.keep_all(mine, both.values, now)
            else:
                # What is done is changed by saying why; until then it is a draft.
                if mine.done and do == SAVE:
                    outcome = self.keep_all(mine, both.values, now)
                else:
                    outcome = self.record(mine, both.values, do, message)
                errors = {} if outcome.state == "saved" else {"form": outcome.say}
        return _Answer(outcome, errors, both.values, both.others)

    def record(self, mine: Marking, values: Mapping[str, str], do: str, message: str) -> Outcome:
        levels = {
            one.id: int(values[level_box(one.id)])
            for one in mine.criteria
            if values[level_box(one.id)]
        }
        texts = {box: values[box] for box in (*(one.id for one in mine.criteria), *OVERALL)}
        outcome = mine.mark(
            levels,
            texts,
            done=do == DONE,
            turn=mine.turn,
            message=message,
            why=values["why"] if mine.done else "",
        )
        if outcome.state == "saved":
            boxes.drop_note(mine.store, self.me.id, mine.submission.id, "why")
        return outcome

    def keep_all(self, mine: Marking, values: Mapping[str, str], now: Mapping[str, str]) -> Outcome:
        """Keep as drafts what was changed; it has not been said yet."""
        for box in mine.boxes:
            if values[box] != now[box]:
                kept = mine.keep_draft(box, values[box] or " ", turn=mine.turn)
                if kept.state != "saved":
                    return kept
        if values["why"] == now["why"]:
            return Outcome("saved")
        own = mine.submission.id
        return boxes.put_note(mine.store, self.me.id, own, "why", values["why"])

    def clashes(self, mine: Marking, both: boxes.Merged) -> dict[str, str]:
        return {
            box: _("In another tab something else was put into “{box}”. Both are shown.").format(
                box=label(mine.criteria, box)
            )
            for box in both.others
        }

    def amiss(self, mine: Marking, values: Mapping[str, str], do: str) -> dict[str, str]:
        """What is wrong with a form, box by box."""
        errors = {}
        for one in mine.criteria:
            level = values[level_box(one.id)]
            if level and level not in _LEVELS:
                errors[level_box(one.id)] = _("A level is a number from 0 to {most}.").format(
                    most=HIGHEST
                )
            elif not level and do == DONE:
                errors[level_box(one.id)] = _("Choose a level for “{criterion}”.").format(
                    criterion=one.label
                )
        if do == DONE:
            asked = {
                "strength": _("Say one strength."),
                "change": _("Say one change."),
                "task": _("Say one practice task."),
            }
            if mine.done:
                asked["why"] = _("These marks were done already: say why you change them.")
            errors |= {box: words for box, words in asked.items() if not values[box]}
        return errors

    async def draw(
        self,
        one: Submission,
        *,
        status: int = 200,
        notice: str = "",
        errors: Mapping[str, str] | None = None,
        values: Mapping[str, str] | None = None,
        others: Mapping[str, str] | None = None,
    ) -> None:
        """Show the page; ``values`` are what was typed, where it is shown again."""
        house = self.house
        shown = await house.off(sheet, house.store, house.people, self.me, one)
        # What a page has seen is what stands in the record; of a box that two tabs
        # filled, the other's, which is shown beside it.
        seen = {box: boxes.mark(text) for box, text in shown.values.items()}
        if values:
            shown = replace(shown, values={**shown.values, **values})
        whole = await self.queue()
        within = whole.within(one.assignment)
        self.show(
            "desk_submission",
            status=status,
            **self.desk_context(),
            sheet=shown,
            alias=outcomes.alias(one.id),
            assignment=whole.titles.get(one.assignment, one.assignment),
            queue=within,
            following=within.after(one.id),
            notice=notice,
            refer_now=self.get_query_argument("said", "") == "critical",
            brief=bool(self.get_argument("brief", "")),
            errors=dict(errors or {}),
            others=dict(others or {}),
            seen=seen,
            level_box=level_box,
            overall=overall(),
            in_words=in_words,
            words=count_words,
            may_say=not self.me.roles.isdisjoint(may.READERS),
            leads="safeguarding-lead" in self.me.roles,
            now=f"{house.store.clock().astimezone():%Y-%m-%dT%H:%M}",
        )


_LEVELS: Final = tuple(str(level) for level in range(HIGHEST + 1))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of a form."""

    outcome: Outcome
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)


def label(criteria: tuple[Criterion, ...], box: str) -> str:
    """What a box is called on the page."""
    for one in criteria:
        if box == one.id:
            return _("{criterion}: comment").format(criterion=one.label)
        if box == level_box(one.id):
            return _("{criterion}: level").format(criterion=one.label)
    return {name: words for name, words, _hint in overall()}.get(box, _("Why you change it"))


def overall() -> tuple[tuple[str, str, str], ...]:
    """The boxes about the whole: name, label, and a hint."""
    return (
        ("strength", _("One strength"), _("What worked, and for whom.")),
        ("change", _("One change"), _("What would have made the most difference.")),
        ("task", _("One practice task"), _("Something to do this week, small enough to be done.")),
    )


def count_words(text: str) -> str:
    count = words_in(text)
    return ngettext("{count} word", "{count} words", count).format(count=count)


class Box(DeskDoor):
    """Keeps a box of the page as it is filled: asked by its script."""

    plain = True

    class Saying(msgspec.Struct, forbid_unknown_fields=True):
        box: str
        text: str
        seen: str

    async def post(self, submission: str) -> None:
        one = await self.submission(submission)
        try:
            saying = msgspec.json.decode(self.request.body, type=self.Saying)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise HTTPError(400) from None
        kept = await self.house.off(self.keep, one, saying)
        status = {"saved": 200, **_STATUS}[kept.outcome.state]
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        stands = kept.stands if kept.outcome.state == "behind" else boxes.plain(saying.text)
        self.write(
            json.dumps(
                {
                    "state": kept.outcome.state,
                    "say": kept.outcome.say,
                    "other": kept.stands,
                    "seen": boxes.mark(stands),
                }
            )
        )

    def keep(self, one: Submission, saying: Saying) -> boxes.Kept:
        store, me = self.house.store, self.me
        if saying.box in boxes.NOTES:
            return boxes.keep_note(
                store, me.id, one.id, saying.box, text=saying.text, seen=saying.seen
            )
        try:
            mine = Marking(store, me, one.id)
        except NotAllowed as no:
            return boxes.Kept(Outcome("refused", str(no)))
        if saying.box.startswith("level-") and saying.text not in _LEVELS:
            return boxes.Kept(Outcome("refused", _("There is no such level.")))
        return boxes.keep(mine, saying.box, saying.text, saying.seen)
