"""Everything that the page of one submission shows to one reader, looked up at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..assess import marking, outcomes, results, ways
from ..assess import rubric as rubrics
from ..assess.marking import Given, Marking
from ..assess.may import NotAllowed
from ..assess.results import Results
from ..assess.rubric import Criterion, Rubric
from ..assess.submission import Observed, Submission, To
from ..language import _
from ..records.people import People, Person
from ..records.store import Store
from . import desk_boxes as boxes
from .desk_queue import flags, state_of
from .desk_reading import Reading, read


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that somebody said of the submission, and what it changed of the marks."""

    who: str
    given: Given
    changed: tuple[str, ...]
    rubric: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the page shows of the submission to this reader."""

    one: Submission
    reading: Reading
    rubric: Rubric
    criteria: tuple[Criterion, ...]
    results: Results
    flags: tuple[str, ...]
    state: str
    entries: tuple[Entry, ...]
    by_others: bool
    """Whether somebody else has marked it to the end."""
    values: Mapping[str, str]
    doubts: Mapping[str, str]
    done: bool
    """Whether the reader has."""
    may_not: str
    """Why the reader may not mark it now; empty when they may."""
    next_step: To
    told: Mapping[str, str]
    name: str
    """Whose it is: only where that is called for."""
    observed: tuple[tuple[Observed, str, str], ...]
    signed: bool
    only: bool
    """Whether no other attempt was begun since."""


def sheet(store: Store, people: People, reader: Person, one: Submission) -> Sheet:
    """Look everything up that the page of the submission shows to this reader."""
    rubric = rubrics.present(store)
    names = {person.id: person.name for person in people.all()}
    way = ways.way_of(store, one.mentor, one.assignment)
    came = results.results_of(store, one.id)
    said = marking.history(store, one.id)
    mine, may_not = None, ""
    try:
        mine = Marking(store, reader, one.id)
    except NotAllowed as no:
        may_not = str(no)
    values, doubts = _boxes(store, reader, one, mine)
    state = state_of(one, any(values[box] for box in mine.boxes) if mine else False)
    return Sheet(
        one=one,
        reading=read(store, one, rubric),
        rubric=rubric,
        criteria=ways.criteria(store, one, rubric),
        results=came,
        flags=tuple(flags(one)),
        state=state,
        entries=tuple(_entries(store, said, names)),
        by_others=any(mark.done for mark in one.marks if mark.marker != reader.id),
        values=values,
        doubts=doubts,
        done=bool(mine and mine.done),
        may_not=may_not,
        next_step=outcomes.next_step(store, one),
        told=_told(store, one, names),
        name=names.get(one.mentor, "") if _named(reader, one) else "",
        observed=tuple(
            (talk, names.get(talk.by, ""), results.words(store, talk.id, talk.seq).get("note", ""))
            for talk in way.observed
        ),
        signed=way.signed is not None,
        only=way.under_way is None and way.latest is not None and way.latest.id == one.id,
    )


def _boxes(
    store: Store, reader: Person, one: Submission, mine: Marking | None
) -> tuple[dict[str, str], dict[str, str]]:
    """What stands in every box for this reader, and what it may tell of somebody."""
    values = boxes.notes(store, reader.id, one.id)
    known = mine.known_names if mine else frozenset[str]()
    if mine:
        values |= boxes.standing(mine)
    doubts = {box: boxes.doubt(store, text, known) for box, text in values.items() if text}
    return values, {box: words for box, words in doubts.items() if words}


def _named(reader: Person, one: Submission) -> bool:
    """Whether the reader has to know whose it is: the lead, of what may be real; and who
    talks it over with a mentor who has been told that they are referred. Nobody who marks."""
    if one.held and "safeguarding-lead" in reader.roles:
        return True
    return bool(
        one.referred and one.referred.seq < one.released and not one.changed and not one.held
    )


def _told(store: Store, one: Submission, names: Mapping[str, str]) -> dict[str, str]:
    """Who was told that it may be real, when, and how the lead closed it."""
    if one.concern is None:
        return {}
    found = {
        "by": names.get(one.concern.by, ""),
        "told": results.words(store, one.concern.id, one.concern.seq).get("told", ""),
        "when": _when(one.concern.when),
    }
    for event in store.events(kinds=["may-be-real-closed"], about=one.id):
        if event.attempt and event.seq > one.concern.seq:
            found["closed"] = in_words(event.at)
            found["closed_by"] = names.get(event.person, "")
            found["note"] = results.words(store, event.attempt, event.seq).get("note", "")
    return found


def _when(written: str) -> str:
    """In words; as it stands in the log where it is no moment. (A mistyped year was once
    taken, and written with three digits.)"""
    try:
        return in_words(datetime.fromisoformat(written))
    except (ValueError, OverflowError, OSError):  # the latter two: a day out of all reach
        return written


def in_words(moment: datetime) -> str:
    """Day and time where the school is."""
    here = moment.astimezone()
    return _("{day} {month}, {hour}.{minute}").format(
        day=here.day, month=f"{here:%B %Y}", hour=f"{here:%H}", minute=f"{here:%M}"
    )


def _entries(
    store: Store, said: Mapping[str, tuple[Given, ...]], names: Mapping[str, str]
) -> list[Entry]:
    found = []
    for marker, given in said.items():
        before: Given | None = None
        for one in given:
            rubric = rubrics.load(store, one.rubric)
            changed = tuple(_changes(before, one, rubric)) if before else ()
            found.append(Entry(names.get(marker, _("Somebody")), one, changed, one.rubric[:8]))
            before = one
    return sorted(found, key=lambda entry: entry.given.seq)


def _changes(before: Given, now: Given, rubric: Rubric) -> list[str]:
    """What was changed from one saying to the next, in words."""
    found = []
    for one in rubric.criteria:
        was, level = before.levels.get(one.id), now.levels.get(one.id)
        if was != level:
            found.append(
                _("{criterion}: level {level}").format(criterion=one.label, level=level)
                if was is None
                else _("{criterion}: from level {was} to {level}").format(
                    criterion=one.label, was=was, level=level
                )
            )
    if before.texts != now.texts:
        found.append(_("words"))
    return found
