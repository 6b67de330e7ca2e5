"""Rows: how far into the story each box stands, and in which order beside the others.

A line leads downwards, from row to row; one that leads back in the story is found out
first and set apart. A line that passes rows takes a *lane* in each, and lines to the
same box share their lanes, so that many choices with one consequence are one stream.

Rows, then an order in which few lines cross, then places across, is the method of
K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual understanding of hierarchical
system structures", IEEE Transactions on Systems, Man and Cybernetics 11, 1981.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

LANE = 10.0  # the width of a lane
TRACK = 9.0  # between lines that run side by side
EFFORT = 100_000  # slots looked at to put rows in order, so that no story takes for ever


class Box(NamedTuple):
    """What is to be placed. ``side`` is how far below its top lines enter from the side."""

    id: str
    width: float
    height: float
    side: float


class Line(NamedTuple):
    """A line from box to box.

    ``out`` is how far below the top of its box its words stand; ``room`` is the width
    that it needs where it leaves.
    """

    source: str
    target: str
    out: float
    room: float


@dataclass(eq=False, slots=True)
class Slot:
    """A place in a row: a box's, or a lane's on the way to the box ``target``."""

    target: str
    row: int
    width: float
    box: Box | None = None
    margin: float = 0.0  # kept free at its right, for lines that lead back
    x: float = 0.0  # of its middle
    before: list[Slot] = field(default_factory=list)  # joined to it in the row above
    after: list[Slot] = field(default_factory=list)  # and in the row below

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width / 2


class Rows(NamedTuple):
    """The rows from the first; for each line, the slots that it passes from above to below.

    ``back`` holds the lines that lead back in the story, by their numbers.
    """

    rows: list[list[Slot]]
    passed: list[list[Slot]]
    back: frozenset[int]


def in_rows(boxes: Sequence[Box], lines: Sequence[Line]) -> Rows:
    """Put the boxes into rows. The first box is where the story starts."""
    order, back = _walk(boxes, lines)
    found = _slots(boxes, lines, back, _depths(order, boxes[0], lines, back))
    _untangle(found.rows)
    return found


def height(row: Iterable[Slot]) -> float:
    return max((slot.box.height for slot in row if slot.box), default=0.0)


def _walk(boxes: Sequence[Box], lines: Sequence[Line]) -> tuple[list[str], frozenset[int]]:
    """All boxes, each before those that it leads on to, and the lines that lead back.

    Depth first with a stack of its own: a story may be longer than Python's.
    """
    leaving: dict[str, list[int]] = {box.id: [] for box in boxes}
    for number, line in enumerate(lines):
        leaving[line.source].append(number)
    left: list[str] = []
    back: set[int] = set()
    met: dict[str, bool] = {}  # whether the walk is still inside it
    for box in boxes:
        if box.id in met:
            continue
        met[box.id] = True
        trail = [(box.id, iter(leaving[box.id]))]
        while trail:
            here, numbers = trail[-1]
            for number in numbers:
                target = lines[number].target
                if target not in met:
                    met[target] = True
                    trail.append((target, iter(leaving[target])))
                    break
                if met[target]:
                    back.add(number)
            else:
                met[here] = False
                left.append(here)
                trail.pop()
    return left[::-1], frozenset(back)


def _depths(
    order: Sequence[str], start: Box, lines: Sequence[Line], back: frozenset[int]
) -> dict[str, int]:
    """The row of every box: below all that lead on to it, and close to what it leads to."""
    before: dict[str, set[str]] = {name: set() for name in order}
    after: dict[str, set[str]] = {name: set() for name in order}
    for number, line in enumerate(lines):
        if number not in back:
            before[line.target].add(line.source)
            after[line.source].add(line.target)
    row: dict[str, int] = {}
    for name in order:
        row[name] = max((row[source] + 1 for source in before[name]), default=0)
    for name in reversed(order):
        if len(after[name]) > len(before[name]) and name != start.id:
            row[name] = min(row[target] for target in after[name]) - 1
    return row


def _slots(
    boxes: Sequence[Box], lines: Sequence[Line], back: frozenset[int], depth: dict[str, int]
) -> Rows:
    rows: list[list[Slot]] = [[] for _ in range(max(depth.values()) + 1)]
    of_box = {box.id: _slot(box, depth[box.id], lines, back) for box in boxes}
    for slot in of_box.values():
        rows[slot.row].append(slot)
    lanes: dict[tuple[str, bool, int], Slot] = {}
    passed: list[list[Slot]] = []
    for number, line in enumerate(lines):
        ends = of_box[line.source], of_box[line.target]
        upper, lower = ends[::-1] if number in back else ends
        way = [upper]
        for row in range(upper.row + 1, lower.row):
            key = line.target, number in back, row
            if key not in lanes:
                lanes[key] = Slot(line.target, row, LANE)
                rows[row].append(lanes[key])
            way.append(lanes[key])
        if lower.row > upper.row:
            way.append(lower)
        for above, below in pairwise(way):
            if below not in above.after:
                above.after.append(below)
                below.before.append(above)
        passed.append(way)
    return Rows(rows, passed, back)


def _slot(box: Box, row: int, lines: Sequence[Line], back: frozenset[int]) -> Slot:
    beside = sum(lines[n].source == box.id for n in back)
    beside += any(lines[n].target == box.id for n in back)
    return Slot(box.id, row, box.width, box, margin=TRACK * (beside + 1) if beside else 0.0)


def _untangle(rows: list[list[Slot]]) -> None:
    """Put every row into an order in which few lines cross.

    Up and down the rows, each slot goes to the mean place of what it is joined to; the
    best order met on the way is kept.
    """
    best, fewest = [list(row) for row in rows], crossings(rows)
    for sweep in range(sweeps(rows, 24)):
        down = sweep % 2 == 0
        for fixed, row in pairwise(rows if down else rows[::-1]):
            place = {slot: n for n, slot in enumerate(fixed)}
            mean = {}
            for n, slot in enumerate(row):
                joined = [place[other] for other in (slot.before if down else slot.after)]
                mean[slot] = sum(joined) / len(joined) if joined else n
            row.sort(key=mean.__getitem__)
        if (now := crossings(rows)) < fewest:
            best, fewest = [list(row) for row in rows], now
    rows[:] = best


def sweeps(rows: Sequence[Sequence[Slot]], most: int) -> int:
    """How often to go up or down the rows: ``most`` times, less often through many slots."""
    return min(most, 2 + EFFORT // sum(map(len, rows)))


def crossings(rows: Sequence[Sequence[Slot]]) -> int:
    """How often lines cross between the rows."""
    total = 0
    for above, below in pairwise(rows):
        place = {slot: n for n, slot in enumerate(below)}
        passed: list[int] = []
        for slot in above:
            ends = [place[other] for other in slot.after]
            total += sum(len(passed) - bisect_right(passed, end) for end in ends)
            for end in ends:
                insort(passed, end)
    return total
