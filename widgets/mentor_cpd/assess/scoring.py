"""What a finished case shows, and the points it earns: a replay in, marks out. Pure.

Competencies, key features, critical errors and the concern record each stand as
themselves; nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..practice import writing
from ..practice.decisions import heard
from ..practice.findings import Earned, Error, errors_made, evidence, moments
from ..practice.grounds import Grounds
from ..scenario.condition import holds
from ..scenario.model import EndingKind, KeyFeature, Scenario
from ..scenario.transcript import Replay
from .cells import COMPETENCY, ERRORS, FEATURES, REPAIRED, Cell, asks_for_record


class Met(msgspec.Struct, frozen=True):
    """A key feature, judged at the end of the path.

    ``turn`` is that of the decision since which it has stood as it stands, and ``scene``
    the title of where that was; 0 and empty when it stood so from the beginning.
    """

    id: str
    says: str
    must: bool
    met: bool
    turn: int = 0
    scene: str = ""


class Record(msgspec.Struct, frozen=True):
    """The concern record that was written, and what a machine can say of it.

    ``parts`` are name, label and text of each that is there; ``left_out`` the labels of
    those that are not; ``kept_words`` the sentences quoted as they were said.
    """

    turn: int
    parts: tuple[tuple[str, str, str], ...]
    left_out: tuple[str, ...]
    kept_words: tuple[str, ...]

    @property
    def quoted(self) -> bool:
        """Whether anything that was said stands there, word for word."""
        return bool(self.kept_words)


class Scores(msgspec.Struct, frozen=True):
    """All that a machine can say of one finished attempt.

    ``asked_for_record``: the case can ask for one, whether or not this path came to it.
    """

    ending: EndingKind
    ending_title: str
    competencies: tuple[Earned, ...]
    features: tuple[Met, ...]
    errors: tuple[Error, ...]
    record: Record | None = None
    asked_for_record: bool = False

    @property
    def open_errors(self) -> tuple[Error, ...]:
        """The critical errors that were never put right."""
        return tuple(error for error in self.errors if not error.repaired)

    @property
    def missed(self) -> tuple[Met, ...]:
        """The key features that must be met, and were not."""
        return tuple(one for one in self.features if one.must and not one.met)

    def competency(self, id: str) -> Earned | None:
        return next((one for one in self.competencies if one.id == id), None)

    def reported(self, reports: Sequence[str]) -> Met | None:
        """The key feature that says when the concern was passed on, where the case has one.

        ``reports`` are the ids that the rubric gives for it.
        """
        return next((one for one in self.features if one.id in reports), None)


def score(lived: Replay, judged: Replay, key: Scenario, grounds: Grounds) -> Scores:
    """What the attempt shows.

    ``lived`` is the attempt on the edition that was played: what was heard and written is
    read there. ``judged`` is the same attempt on the edition whose key serves (the same
    replay, mostly), ``grounds`` what was proved of that one. Both must have reached an
    ending.
    """
    here = judged.here
    if here.ending is None or lived.here.ending is None:
        raise ValueError("only a finished case can be scored")
    return Scores(
        ending=here.ending,
        ending_title=lived.here.scene.title,
        competencies=evidence(judged.decisions, key, grounds),
        features=tuple(_met(feature, judged) for feature in key.key_features),
        errors=errors_made(judged.decisions, grounds),
        record=_record(lived),
        asked_for_record=asks_for_record(key),
    )


def _met(feature: KeyFeature, played: Replay) -> Met:
    held = [holds(feature.holds, m.state, m.ending) for m in moments(played)]
    met = held[-1]
    # The last moment at which it stood otherwise; the decision after it changed that.
    other = max((n for n, h in enumerate(held) if h != met), default=-1)
    since = played.decisions[other] if other >= 0 else None
    return Met(
        feature.id,
        feature.says,
        feature.must,
        met,
        since.turn if since else 0,
        since.before.scene.title if since else "",
    )


def _record(lived: Replay) -> Record | None:
    """The last concern record on the path."""
    for n in range(len(lived.decisions), 0, -1):
        line = lived.decisions[:n]
        wrote = line[-1].wrote
        if wrote and wrote.kind == "concern-record":
            return Record(
                line[-1].turn,
                tuple(
                    (part.name, part.label, wrote.parts[part.name].strip())
                    for part in writing.parts_of(wrote.kind)
                    if wrote.parts.get(part.name, "").strip()
                ),
                tuple(part.label for part in writing.missing(wrote.kind, wrote.parts)),
                writing.kept_words(wrote.parts.get("words", ""), heard(line)),
            )
    return None


# Points.


def points(cell: Cell, scores: Scores) -> float:
    """What an autograded cell earns, from 0 to the cell's points."""
    match cell.what:
        case "competency":
            earned = scores.competency(cell.of)
            return round(COMPETENCY * _share(earned), 2) if earned else 0.0
        case "features":
            must = [one for one in scores.features if one.must]
            met = sum(one.met for one in must)
            return round(FEATURES * met / len(must), 2) if must else float(FEATURES)
        case "errors":
            if scores.open_errors:
                return 0.0
            return float(REPAIRED if scores.errors else ERRORS)
    raise ValueError(f"{cell.grade_id} is marked by a trainer")


def _share(earned: Earned) -> float:
    """Where the evidence lies between the least and the most of all paths, from 0 to 1."""
    span = earned.highest - earned.lowest
    return (earned.earned - earned.lowest) / span if span else 1.0
