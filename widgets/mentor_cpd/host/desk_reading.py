"""A submission as whoever marks reads it: the way that was taken, and what the machine found.

Everything is replayed, so what is shown is what was done, whatever a file may claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from ..assess import results
from ..assess.judging import Judged, Library, judge
from ..assess.lived import Moment, lived
from ..assess.recorded import transcript_of
from ..assess.rubric import Rubric
from ..assess.scoring import Met
from ..assess.submission import Submission
from ..errors import CpdError
from ..practice import edition as editions
from ..practice.words import ending_in_words
from ..records.store import NotSaved, Store, Unreadable
from ..scenario.picture import describe, draw


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that was said to the mentor; ``quoted``: their record has it word for word."""

    name: str
    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What there is to read. ``judged`` is not there when it cannot be replayed: ``why_not``."""

    case: str
    reflections: Mapping[str, str]
    judged: Judged | None = None
    why_not: str = ""
    moments: tuple[Moment, ...] = ()
    ended: str = ""
    picture: Markup = field(default_factory=Markup)
    path: tuple[str, ...] = ()
    reported: Met | None = None
    heard: tuple[Heard, ...] = ()


def read(store: Store, one: Submission, rubric: Rubric) -> Reading:
    """All that can be read of the submission."""
    case = editions.load(store, one.edition).scenario.title
    written = results.reflections(store, one.id)
    try:
        judged = judge(transcript_of(store, one), one.assignment, Library(store))
    except (NotSaved, Unreadable):
        raise
    except CpdError as error:
        return Reading(case, written, why_not=str(error))
    scenario, played = judged.edition.scenario, judged.lived
    line = played.here.line
    return Reading(
        case,
        written,
        judged,
        moments=lived(played, scenario),
        ended=ending_in_words(judged.scores.ending),
        picture=picture(judged),
        path=tuple(describe(scenario, line)),
        reported=judged.scores.reported(rubric.reports),
        heard=_heard(judged),
    )


def picture(judged: Judged, *, prefix: str = "way", hide_unvisited: bool = False) -> Markup:
    """The case, and on it the way that was taken. Its words are the course's only."""
    scenario, line = judged.edition.scenario, judged.lived.here.line
    drawn = draw(scenario, path=line, hide_unvisited=hide_unvisited, prefix=prefix)
    return Markup(drawn)  # noqa: S704 - escaped by its drawer


def _heard(judged: Judged) -> tuple[Heard, ...]:
    """What others said up to the concern record, or to the end where none was written."""
    record = judged.scores.record
    kept = record.kept_words if record else ()
    names = {person.id: person.name for person in judged.edition.scenario.cast}
    return tuple(
        Heard(names.get(said.speaker, ""), said.text, any(words in said.text for words in kept))
        for decision in judged.lived.decisions
        if record is None or decision.turn <= record.turn
        for said in decision.before.passages
        if said.speaker not in ("", "you")
    )
