"""The marks that trainers give, in nbgrader's gradebook and out of it.

What was last written there is noted beside it: whatever else stands there now somebody
gave in formgrader, and it is never written over. ``mentor-cpd marks take`` brings it into
the log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ...language import _
from ..marking import Given
from ..outcomes import alias
from ..submission import Submission
from .course import Places

WRITTEN: Final = "written"

Marks = dict[str, tuple[float | None, str]]
"""By criterion, the points and the comment."""

_NOTHING: Final = (None, "")


@dataclass(frozen=True, slots=True)
class Cells:
    """What nbgrader has of a submission's cells, by the cells' names."""

    grades: Mapping[str, Any]
    comments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the gradebook for a submission, and what was written there."""

    there: Marks
    written: Marks
    overruled: tuple[str, ...] = ()
    """Cells that are marked by replay, and that somebody gave other points."""

    @property
    def foreign(self) -> Marks:
        """What somebody gave in formgrader since."""
        return {
            criterion: marks
            for criterion, marks in self.there.items()
            if marks not in (_NOTHING, self.written.get(criterion))
        }


def read(cells: Cells, places: Places, one: Submission, of: Mapping[str, str]) -> Found:
    """What there is of the submission; ``of`` says which criterion a manual cell marks."""
    grades, comments = cells.grades, cells.comments
    there = {
        of[name]: (grade.manual_score, _comment(comments.get(name)))
        for name, grade in grades.items()
        if name in of
    }
    overruled = tuple(
        name
        for name, grade in grades.items()
        if name not in of
        and grade.manual_score is not None
        and grade.manual_score != grade.auto_score
    )
    return Found(there, _written(places, one.id), overruled)


def write(
    cells: Cells, places: Places, one: Submission, given: Given | None, of: Mapping[str, str]
) -> list[str]:
    """Write the marks that count, or take away what was written once none do any more.

    What was given in formgrader stays; a line says so.
    """
    found = read(cells, places, one, of)
    foreign = found.foreign
    wanted: Marks = (
        {
            criterion: (float(level), given.texts.get(criterion, ""))
            for criterion, level in given.levels.items()
            if criterion in found.there
        }
        if given
        else {}
    )
    unfinished = any(mark.through == "formgrader" and not mark.done for mark in one.marks)
    grades, comments = cells.grades, cells.comments
    for name, grade in grades.items():
        criterion = of.get(name)
        if not criterion or (criterion in foreign and foreign[criterion] != wanted.get(criterion)):
            continue
        # What was taken from formgrader and is not finished stays where it was given.
        stays = found.there[criterion] if unfinished else _NOTHING
        points, comment = wanted.get(criterion, stays)
        if grade.manual_score != points:
            grade.manual_score = points
        # A regrade flags every cell that has a manual mark.
        grade.needs_manual_grade = criterion not in wanted
        if name in comments:
            comments[name].manual_comment = comment or None
    kept = wanted if wanted else found.written if foreign or unfinished else {}
    if kept != found.written:
        _note(places, one.id, kept)
    lines = []
    if any(marks != wanted.get(criterion) for criterion, marks in foreign.items()):
        lines.append(
            _(
                "{alias}: marks were given in formgrader that the record does not have; they"
                " stay. Take them with mentor-cpd marks take."
            ).format(alias=alias(one.id))
        )
    if found.overruled:
        lines.append(
            _(
                "{alias}: formgrader gives other points for {cells}, which replay marks. Mend"
                " the key instead; only the record counts."
            ).format(alias=alias(one.id), cells=", ".join(found.overruled))
        )
    return lines


def note_taken(places: Places, one: Submission, found: Found) -> None:
    """What was found there is in the log now."""
    _note(places, one.id, found.written | found.foreign)


def noted(places: Places, submission: str) -> Path:
    """Where it is noted what was written."""
    return places.step(WRITTEN) / f"{submission}.json"


def _comment(comment: Any) -> str:
    return (comment.manual_comment or "") if comment is not None else ""


def _note(places: Places, submission: str, marks: Marks) -> None:
    path = noted(places, submission)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_text(json.dumps(marks, ensure_ascii=False), encoding="utf-8")
    half.replace(path)


def _written(places: Places, submission: str) -> Marks:
    path = noted(places, submission)
    try:
        told: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {name: (points, str(comment)) for name, (points, comment) in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
