"""The cells of an assignment: one list for its notebook, for replaying, gradebook and desk.

A cell's ``grade_id`` is nbgrader's name for it; what it marks is named by our own ids.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..scenario.model import Scenario
from .rubric import HIGHEST, Rubric

Kind = Literal["autograded", "manual"]
What = Literal["competency", "features", "errors", "reflection", "record"]

COMPETENCY = 3  # points for each competency, by where the evidence lies
FEATURES = 10  # for all key features that must be met, by the share that was
ERRORS = 5  # for making no critical error
REPAIRED = 3  # of those, where every one was put right


class Cell(msgspec.Struct, frozen=True):
    """A cell that gives points. ``of`` is the id of the competency or criterion it marks.

    ``autograded`` cells are code, marked by replay. ``manual`` ones are marked by a
    trainer: a reflection is a *manually graded answer* of nbgrader's, in which the mentor
    writes; a concern record is a *manually graded task*, for it was written in the case
    and is shown above its cell.
    """

    grade_id: str
    kind: Kind
    points: int
    what: What
    of: str = ""


def cells_of(scenario: Scenario, rubric: Rubric) -> tuple[Cell, ...]:
    """The cells of the assignment whose first form this case is, in their order."""
    found = [
        Cell(f"competency-{competency}", "autograded", COMPETENCY, "competency", competency)
        for competency in scenario.competencies
    ]
    if any(feature.must for feature in scenario.key_features):
        found.append(Cell("key-features", "autograded", FEATURES, "features"))
    found.append(Cell("critical-errors", "autograded", ERRORS, "errors"))
    found += [
        Cell(f"reflection-{one.id}", "manual", HIGHEST, "reflection", one.id)
        for one in rubric.reflection
    ]
    if rubric.record and asks_for_record(scenario):
        found.append(Cell("concern-record", "manual", HIGHEST, "record", rubric.record.id))
    return tuple(found)


def manual_cells(rubric: Rubric) -> dict[str, str]:
    """Which criterion each cell that a trainer marks is of, in any assignment."""
    found = {f"reflection-{one.id}": one.id for one in rubric.reflection}
    return found | ({"concern-record": rubric.record.id} if rubric.record else {})


def autograded(grade_id: str) -> Cell | None:
    """What the autograded cell of that name marks. How many points it gives, a notebook says."""
    if grade_id == "key-features":
        return Cell(grade_id, "autograded", FEATURES, "features")
    if grade_id == "critical-errors":
        return Cell(grade_id, "autograded", ERRORS, "errors")
    before, found, competency = grade_id.partition("competency-")
    if found and not before:
        return Cell(grade_id, "autograded", COMPETENCY, "competency", competency)
    return None


def asks_for_record(scenario: Scenario) -> bool:
    """Whether a choice of the case asks for a concern record."""
    return any(
        choice.asks is not None and choice.asks.kind == "concern-record"
        for scene in scenario.scenes
        for choice in scene.choices
    )
