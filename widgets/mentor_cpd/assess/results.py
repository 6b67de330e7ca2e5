"""The results of a submission, with everybody's words: as they stand, or as they were told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..language import _
from ..records.store import NotTheirs, Store
from . import rubric as rubrics
from . import ways
from .marking import Given, history
from .rubric import Rubric, Verdict, verdict
from .submission import Submission


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a submission.

    ``given`` is what the markers said whose marks count, in their words; empty while
    nothing is agreed. ``rubric`` is the edition by which they marked, ``verdict`` what
    their levels come to. ``debrief`` is the note of a referral.
    """

    submission: Submission
    given: tuple[Given, ...] = ()
    rubric: Rubric | None = None
    verdict: Verdict | None = None
    debrief: str = ""

    @property
    def levels(self) -> Mapping[str, int]:
        """The levels that count, by criterion."""
        return self.given[0].levels if self.given else {}

    @property
    def single_marked(self) -> bool:
        return len(self.given) == 1


def results_of(store: Store, submission: str) -> Results:
    """The results as they stand now, for whoever marks and for the gradebook."""
    return _results(store, ways.submission(store, submission))


def results_for(store: Store, person: str, submission: str) -> Results:
    """The results as they were last released to the mentor, and as nobody has changed them
    since. Raises :class:`CpdError` when they are not theirs, or not released."""
    one = ways.submission(store, submission, told=True)
    if one.mentor != person:
        raise NotTheirs(_("These results belong to somebody else."))
    if not one.released:
        raise NotTheirs(_("These results have not been released yet."))
    return _results(store, one)


def reflections(store: Store, submission: str) -> Mapping[str, str]:
    """What the mentor wrote about it, by criterion. What was erased since is not there."""
    for event in store.events(attempt=submission, kinds=["submitted", "received"]):
        return store.texts(submission).get(event.turn or 0, {})
    return {}


def words(store: Store, id: str, seq: int) -> Mapping[str, str]:
    """The texts of a trainer's decision: of the event ``seq`` under the decision's id."""
    turn = next((event.turn for event in store.events(attempt=id) if event.seq == seq), None)
    return store.texts(id).get(turn, {}) if turn is not None else {}


def _results(store: Store, one: Submission) -> Results:
    debrief = words(store, one.referred.id, one.referred.seq) if one.referred else {}
    note = debrief.get("note", "")
    if one.agreed is None:
        return Results(one, debrief=note)
    said = {given.seq: given for each in history(store, one.id).values() for given in each}
    rubric = rubrics.load(store, one.agreed.rubric)
    record = rubric.record is not None and rubric.record.id in one.agreed.levels
    return Results(
        one,
        tuple(said[marked.seq] for marked in one.agreed.markers),
        rubric,
        verdict(one.agreed.levels, rubric, record=record),
        note,
    )
