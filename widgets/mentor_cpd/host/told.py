"""What a mentor is told of an assessment once it is released: results, and what follows.

Nothing else comes here: every value is asked for as its mentor may know it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ..assess import results, ways
from ..assess.judging import Judged, Library, judge
from ..assess.outcomes import alias
from ..assess.recorded import transcript_of
from ..assess.results import Results
from ..assess.submission import Observed
from ..errors import CpdError
from ..practice.debrief import Debrief, debrief
from ..practice.decisions import Looked
from ..practice.findings import Error
from ..practice.others import others
from ..records.store import NotSaved, Store, Unreadable
from .desk_reading import picture


@dataclass(frozen=True, slots=True)
class Mistake:
    """A critical error, with the decision in which it was made."""

    error: Error
    decision: Looked | None


@dataclass(frozen=True, slots=True)
class Told:
    """One submission's results. ``debrief`` is not there when it cannot be replayed."""

    results: Results
    case: str
    reflections: Mapping[str, str]
    mistakes: tuple[Mistake, ...] = ()
    debrief: Debrief | None = None
    picture: Markup = Markup("")  # noqa: RUF009 - empty, and never changed

    @property
    def id(self) -> str:
        """What its parts are called on the page."""
        return alias(self.results.submission.id)


@dataclass(frozen=True, slots=True)
class Followed:
    """What came after the results: conversations, each with its note, and the sign-off."""

    talks: tuple[tuple[Observed, str], ...] = ()
    signed: str = ""


def told(store: Store, person: str, released: tuple[str, ...]) -> list[Told]:
    """The results that were released to the person, the latest first."""
    library = Library(store)
    return [_told(store, person, one, library) for one in reversed(released)]


def followed(store: Store, person: str, assignment: str) -> Followed:
    """The conversations that were observed, and whether the head has signed off: when."""
    way = ways.told_to(store, person, assignment)
    return Followed(
        tuple(
            (talk, results.words(store, talk.id, talk.seq).get("note", "")) for talk in way.observed
        ),
        way.signed.at.astimezone().date().isoformat() if way.signed else "",
    )


def _told(store: Store, person: str, id: str, library: Library) -> Told:
    came = results.results_for(store, person, id)
    one = came.submission
    written = results.reflections(store, id)
    try:
        judged = judge(transcript_of(store, one), one.assignment, library)
    except (NotSaved, Unreadable):
        raise
    except CpdError:
        return Told(came, one.case, written)
    looked = _look_back(store, person, judged)
    decisions = {decision.turn: decision for decision in looked.decisions}
    return Told(
        came,
        judged.edition.scenario.title,
        written,
        tuple(Mistake(error, decisions.get(error.turn)) for error in looked.errors),
        looked,
        picture(judged, prefix=f"way-{alias(id)}", hide_unvisited=True),
    )


def _look_back(store: Store, person: str, judged: Judged) -> Debrief:
    scenario = judged.edition.scenario
    chosen = others(store, scenario.id, but=person)
    return debrief(judged.lived, scenario, judged.edition.grounds, chosen)
