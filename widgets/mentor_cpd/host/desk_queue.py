"""The desk's queue: what was handed in, where it stands, and what was never handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple, get_args

from ..assess import may, offered, receiving, ways
from ..assess import rubric as rubrics
from ..assess.marking import marking_id
from ..assess.outcomes import alias
from ..assess.rubric import Verdict, verdict
from ..assess.standing import Standings
from ..assess.submission import Submission
from ..language import _
from ..practice import shelf
from ..practice.school import School
from ..records.people import People, Person
from ..records.store import Store

State = Literal["to-mark", "in-progress", "done", "released", "held", "refused", "lapsed"]
STATES: Final[tuple[State, ...]] = get_args(State)
TO_DO: Final[tuple[State, ...]] = ("to-mark", "in-progress")
WITHIN: Final = 10  # working days, in which a mentor is told


@dataclass(frozen=True, slots=True)
class Row:
    """A submission, as the queue tells of it: under its alias.

    ``flags`` say in words what is to be looked at first; ``found`` are the marks, and
    ``comes_to`` whether they pass; ``due`` until when the mentor is to be told.
    """

    submission: Submission
    state: State
    alias: str
    case: str
    flags: tuple[str, ...]
    found: str
    comes_to: str
    due: date

    @property
    def id(self) -> str:
        return self.submission.id

    @property
    def assignment(self) -> str:
        return self.submission.assignment


@dataclass(frozen=True, slots=True)
class Lapsed:
    """An attempt that was not handed in in time. Nothing of it is being marked, so that
    its mentor, who asks for it, is named; ``key`` does not give away its later alias."""

    key: str
    attempt: str
    mentor: str
    name: str
    assignment: str
    until: datetime


class TurnedAway(NamedTuple):
    """Files that were refused before they became a submission. There is nothing to mark, and
    ``whose``, as the files themselves say, is who hands in better ones."""

    whose: str
    assignment: str
    why: str


@dataclass(frozen=True, slots=True)
class Queue:
    rows: tuple[Row, ...]
    lapsed: tuple[Lapsed, ...]
    turned_away: tuple[TurnedAway, ...]
    titles: Mapping[str, str]
    """The assignments, by name."""

    def within(self, assignment: str) -> Queue:
        """What of it belongs to the assignment; all of it for none."""
        if not assignment:
            return self
        return Queue(
            tuple(row for row in self.rows if row.assignment == assignment),
            tuple(one for one in self.lapsed if one.assignment == assignment),
            tuple(one for one in self.turned_away if one.assignment == assignment),
            self.titles,
        )

    def count(self, state: State) -> int:
        if state == "lapsed":
            return len(self.lapsed)
        others = len(self.turned_away) if state == "refused" else 0
        return others + sum(row.state == state for row in self.rows)

    def standing(self, state: State) -> list[Row]:
        """Those that stand so; in the order in which they are due."""
        return [row for row in self.rows if row.state == state]

    @property
    def to_do(self) -> list[Row]:
        return [row for row in self.rows if row.state in TO_DO]

    @property
    def marked(self) -> int:
        return self.count("done") + self.count("released")

    @property
    def of(self) -> int:
        """How many there are to be marked, those that are marked among them."""
        return self.marked + len(self.to_do)

    def after(self, id: str) -> Row | None:
        """The next that is to be marked, after this one where it is in the queue."""
        ids = [row.id for row in self.rows]
        place = ids.index(id) + 1 if id in ids else 0
        later = [*self.rows[place:], *self.rows[:place]]
        return next((row for row in later if row.state in TO_DO and row.id != id), None)


class Glance(NamedTuple):
    """The queue in numbers, for home."""

    marked: int
    of: int
    done: int
    held: int


def at_a_glance(store: Store, people: People, person: Person) -> Glance | None:
    """How the desk stands; nothing for whom it does not concern."""
    if person.roles.isdisjoint(may.READERS):
        return None
    whole = queue(store, people, person)
    return Glance(whole.marked, whole.of, whole.count("done"), whole.count("held"))


def queue(store: Store, people: People, reader: Person) -> Queue:
    """Everything that the reader may see of it: nobody sees their own work here, and the
    safeguarding lead, who marks nothing, only what may be real."""
    standings = ways.standings(store)
    everybody = {person.id: person for person in people.all()}
    reads_all = not reader.roles.isdisjoint({"trainer", "head"})
    seen = [
        one
        for one in standings.submissions.values()
        if one.mentor != reader.id and (reads_all or one.concern)
    ]
    in_hand = _in_hand(store, seen, everybody.values())
    known = offered.assignments(store)
    titles = {name: one.title for name, one in known.items()}
    titles |= {one.assignment: one.assignment for one in seen if one.assignment not in titles}
    cases = {case: one.title for case, one in shelf.offered(store).items()}
    rubric = {digest: rubrics.load(store, digest) for digest in _rubrics(seen)}
    works_on = School.of(store).works_on
    rows = [_row(one, one.id in in_hand, cases, rubric, works_on) for one in seen]
    return Queue(
        tuple(sorted(rows, key=lambda row: row.submission.seq)),
        tuple(_lapsed(store, standings, everybody, reader)) if reads_all else (),
        tuple(_turned_away(store, everybody, reader)) if reads_all else (),
        titles,
    )


def _in_hand(store: Store, seen: Iterable[Submission], people: Iterable[Person]) -> set[str]:
    """The submissions of which somebody has begun to write, and not yet said anything."""
    waiting = [one.id for one in seen if not one.marks]
    found = set()
    for person in people:
        if "trainer" in person.roles and waiting:
            written = {place.partition(":")[0] for place in store.drafts(person.id)}
            found |= {one for one in waiting if marking_id(one, person.id) in written}
    return found


def _rubrics(seen: Iterable[Submission]) -> set[str]:
    return {one.agreed.rubric for one in seen if one.agreed}


def _row(
    one: Submission,
    in_hand: bool,
    cases: Mapping[str, str],
    rubric: Mapping[str, rubrics.Rubric],
    works_on: Collection[int],
) -> Row:
    said = None
    if one.agreed:
        edition = rubric[one.agreed.rubric]
        record = edition.record is not None and edition.record.id in one.agreed.levels
        said = verdict(one.agreed.levels, edition, record=record)
    return Row(
        one,
        state_of(one, in_hand),
        alias(one.id),
        cases.get(one.case, one.case),
        tuple(flags(one)),
        _found(one, said),
        _comes_to(one, said),
        due(one.at.astimezone().date(), works_on),
    )


def state_of(one: Submission, in_hand: bool = False) -> State:
    """Where it stands on the desk; ``in_hand``: somebody has begun to write about it."""
    if one.held:
        return "held"
    if one.refused and not one.decided:
        return "refused"
    if one.queue == "to-mark" and in_hand:
        return "in-progress"
    return one.queue


def flags(one: Submission) -> Iterable[str]:
    """What stands out about it, in words; what is most serious first."""
    if one.held:
        yield _("May be real: stopped")
    if one.refused:
        yield _("Refused by the replay")
    for error in one.graded.open_errors if one.graded else ():
        yield _("Critical error: {error}").format(error=error)
    if one.referred:
        yield (
            _("Referred: retake")
            if one.referred.to == "retake"
            else _("Referred: observed conversation")
        )
    if one.unwitnessed:
        yield _("Unwitnessed: it came as files")
    if one.graded is None and not one.refused:
        yield _("Not yet replayed")
    if one.held_back:
        yield _("Held back")
    if one.changed:
        yield _("Changed since it was released")
    if one.agreed is None and len([mark for mark in one.marks if mark.done]) > 1:
        yield _("Its markers do not say the same")


def _found(one: Submission, said: Verdict | None) -> str:
    if said is None:
        return ""
    told = _("{total} of {most}").format(total=said.total, most=said.most)
    if one.single_marked:
        told = _("{marks}, single-marked").format(marks=told)
    return told


def _comes_to(one: Submission, said: Verdict | None) -> str:
    if said is None:
        return ""
    if one.critical:
        return _("A critical error was not put right")
    if one.graded and one.graded.missed:
        return _("An essential key feature was not met")
    return _("What was written passes") if said.passes else _("What was written does not pass yet")


def due(handed_in: date, works_on: Collection[int] = range(5)) -> date:
    """The day by which feedback is owed: so many of the school's working days later."""
    day, left = handed_in, WITHIN
    while left:
        day += timedelta(days=1)
        left -= day.weekday() in works_on
    return day


def _turned_away(
    store: Store, people: Mapping[str, Person], reader: Person
) -> Iterable[TurnedAway]:
    names = {person.account: person.name for person in people.values()}
    names |= {person.id: person.name for person in people.values()}
    for refused in receiving.refusals(store):
        student = refused["student"]
        if student not in (reader.id, reader.account):
            yield TurnedAway(names.get(student, student), refused["assignment"], refused["why"])


def _lapsed(
    store: Store, standings: Standings, people: Mapping[str, Person], reader: Person
) -> Iterable[Lapsed]:
    now = store.clock()
    for way in standings.ways():
        taken = way.under_way
        if taken is None or not taken.lapsed(now) or taken.mentor == reader.id or way.signed:
            continue
        person = people.get(taken.mentor)
        yield Lapsed(
            hashlib.sha256(f"{taken.id}\nreopen".encode()).hexdigest()[:24],
            taken.id,
            taken.mentor,
            person.name if person else _("Somebody who has no account any more"),
            taken.assignment,
            taken.until,
        )
