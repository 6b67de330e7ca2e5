"""Marks that were given in formgrader, brought into the log in the name of whoever gave them.

nbgrader keeps one mark a cell and forgets who gave it, so somebody has to say. Whoever marks
in formgrader sees what stands there: theirs are never blind marks.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

from nbgrader.api import MissingEntry

from ...errors import CpdError
from ...language import _
from ...records.people import Person
from ...records.store import Store
from ...scenario.transcript import Illegal
from .. import grading, ways
from ..marking import OVERALL, Marking
from ..outcomes import alias
from ..submission import Submission
from . import manual
from .grader import Grader


@dataclass(frozen=True, slots=True)
class Took:
    """What came of one submission's marks."""

    what: Literal["taken", "left"]
    says: str


class Taker:
    """Takes the marks of one marker. ``why`` says why they change what was done before."""

    def __init__(self, store: Store, grader: Grader, marker: Person, why: str) -> None:
        self.store = store
        self.grader = grader
        self.marker = marker
        self.why = why

    def take(self, assignment: str = "", *, dry: bool = False) -> list[Took]:
        """Everything that was given there since grading last wrote, or took."""
        came = []
        for id in grading.submissions(self.store, assignment):  # noqa: A001 -- as the log calls it
            one = ways.submission(self.store, id)
            if self.grader.holds(one):
                try:
                    cells = self.grader.cells(one)
                    found = manual.read(cells, self.grader.places, one, self.grader.manual)
                except MissingEntry:
                    continue
                if found.foreign:
                    came.append(self._take(one, found, dry=dry))
        return came

    def _take(self, one: Submission, found: manual.Found, *, dry: bool) -> Took:
        name = alias(one.id)
        try:
            marking = Marking(self.store, self.marker, one.id, through="formgrader")
            levels = dict(marking.last.levels) if marking.last else {}
            texts = dict(marking.last.texts) if marking.last else {}
            for criterion, (points, comment) in found.foreign.items():
                if points is not None:
                    levels[criterion] = _level(criterion, points)
                if comment:
                    texts[criterion] = comment
            shown = ", ".join(f"{criterion} {level}" for criterion, level in levels.items())
            if dry:
                return Took("taken", f"{name}: {shown}")
            asked = {criterion.id for criterion in marking.criteria}
            done = marking.done or (levels.keys() == asked and set(OVERALL) <= texts.keys())
            told = json.dumps([levels, texts, marking.turn], sort_keys=True)
            outcome = marking.mark(
                levels,
                texts,
                done=done,
                why=self.why,
                turn=marking.turn,
                message=f"formgrader-{hashlib.sha256(told.encode()).hexdigest()[:24]}",
            )
        except CpdError as no:
            return Took("left", f"{name}: {no}")
        if outcome.state != "saved":
            return Took("left", f"{name}: {outcome.say}")
        manual.note_taken(self.grader.places, one, found)
        unfinished = "" if done else " " + _("Finish it on the desk: what the mentor is told.")
        return Took("taken", f"{name}: {shown}.{unfinished}")


def _level(criterion: str, points: float) -> int:
    if points != int(points):
        raise Illegal(
            _("{points} is no level of {criterion}.").format(points=points, criterion=criterion),
            _("Give 0, 1, 2 or 3 in formgrader."),
        )
    return int(points)
