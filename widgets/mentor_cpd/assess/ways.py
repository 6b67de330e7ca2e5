"""The ways that a store knows, and what each comes to: joins the log with the pure rules."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import CpdError
from ..language import _
from ..practice import edition as editions
from ..records.events import ASSESSMENT, MARKING, SUBMITTED, Event
from ..records.store import Store
from . import offered
from . import rubric as rubrics
from .cells import asks_for_record
from .practised import practised
from .rubric import Criterion, Rubric
from .standing import FOLDED, Standings, as_told, fold
from .submission import Submission
from .way import Practised, State, Way, missing, state_of


class Judgement(NamedTuple):
    """Where a mentor stands, and what the criteria still lack, in words."""

    state: State
    missing: tuple[str, ...] = ()


def standings(store: Store) -> Standings:
    """Everything, as whoever marks may know it."""
    return fold(store.events(kinds=FOLDED))


def way_of(store: Store, mentor: str, assignment: str) -> Way:
    """One mentor's way, as whoever marks may know it."""
    return fold(_events(store, mentor)).way(mentor, assignment)


def all_told_to(store: Store, person: str) -> Standings:
    """All the person's own ways, as far as they may know them: nothing before it was released.

    Who has begun nothing that counts costs no more than looking.
    """
    mine = store.events(person=person, kinds=["attempted"])
    if not any("assignment" in event.body for event in mine) and not any(
        event.body.get("mentor") == person for event in store.events(kinds=["received"])
    ):
        return Standings()
    return fold(as_told(_events(store, person)))


def told_to(store: Store, person: str, assignment: str) -> Way:
    """One of them."""
    return all_told_to(store, person).way(person, assignment)


def _events(store: Store, mentor: str) -> list[Event]:
    """All that one mentor's ways are made of; what they practised by others is not read."""
    mine = store.events(person=mentor, kinds=["attempted"])
    return sorted((*mine, *store.events(kinds=ASSESSMENT)), key=lambda event: event.seq)


def judge(store: Store, way: Way) -> Judgement:
    """What the way comes to now. Replays practice where the answer hangs on it."""
    done, rubric = Practised(met=False), None
    settled = way.signed is not None or way.under_way is not None
    if way.latest and way.latest.decided and not settled:
        known = offered.assignments(store).get(way.assignment)
        done = practised(store, way.mentor, known.practice if known else ())
        rubric = _rubric(store, way)
    state = state_of(way, store.clock(), rubric, done)
    if state not in ("marked", "referred"):
        return Judgement(state)
    return Judgement(state, missing(way, rubric, done))


def awaiting_sign_off(store: Store) -> list[Way]:
    """The ways whose criteria are met and that nobody has signed off yet.

    Practice is replayed only for those who lack nothing else.
    """
    now = store.clock()
    return [
        way
        for way in standings(store).ways()
        if state_of(way, now, _rubric(store, way), Practised(met=True)) == "criteria-met"
        and judge(store, way).state == "criteria-met"
    ]


def _rubric(store: Store, way: Way) -> Rubric | None:
    """The rubric edition of the marks that count, where there are any."""
    counted = way.latest.agreed if way.latest else None
    return rubrics.load(store, counted.rubric) if counted else None


def submission(store: Store, id: str, *, told: bool = False) -> Submission:
    """One submission; with ``told``, as far as its mentor may know it. Raises
    :class:`CpdError` when there is none of that id."""
    own = store.events(attempt=id, kinds=["attempted", SUBMITTED])
    about = store.events(kinds=MARKING, about=id)
    events = sorted((*own, *about), key=lambda event: event.seq)
    found = fold(as_told(events) if told else events).submissions.get(id)
    if found is None:
        raise CpdError(_("There is no such submission."))
    return found


def criteria(store: Store, one: Submission, rubric: Rubric) -> tuple[Criterion, ...]:
    """The criteria that the submission is marked by: the concern record's where its case
    asks for one."""
    scenario = editions.load(store, one.edition).scenario
    return rubric.asked(record=asks_for_record(scenario))
