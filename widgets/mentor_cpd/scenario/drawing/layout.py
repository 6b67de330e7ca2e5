"""Where the boxes of a picture stand, and how the lines between them run.

A line leaves its box at the foot and enters the top of the next; one that leads back in
the story leaves at the side, beside its words, and enters at the side. Where a line
passes from one column to another it runs along the foot, up between the columns, and
along the head, on a track of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .columns import BELOW, BESIDE, Column, foldings, spread
from .pen import BEND, Pen, Point
from .rows import TRACK, Box, Line, Rows, Slot, height, in_rows

PAGE = (1000.0, 1414.0)  # the shape of a sheet of paper, which may lie either way
TORN = 0.005  # how much smaller a picture may be for one line less from column to column


_Stream = tuple[str, bool]  # the lines to one box, onwards or back


class Route(NamedTuple):
    """A line in its place: an SVG path, where it starts and ends, and whether it leads back."""

    path: str
    start: Point
    end: Point
    back: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """``places`` holds the top left corner of every box; ``routes`` follow the lines given."""

    places: dict[str, Point]
    routes: tuple[Route, ...]
    width: float
    height: float


def arrange(boxes: Sequence[Box], lines: Sequence[Line]) -> Layout:
    """Place the boxes and run the lines. The first box is where the story starts."""
    rows = in_rows(boxes, lines)
    best = max(foldings(rows.rows), key=lambda columns: _Sheet(boxes, lines, rows, columns).fit)
    return _Sheet(boxes, lines, rows, best).layout()


class _Sheet:
    """The rows in one folding, with everything in its place."""

    def __init__(
        self, boxes: Sequence[Box], lines: Sequence[Line], rows: Rows, columns: list[Column]
    ) -> None:
        self.lines, self.columns = lines, columns
        self.rows, self.passed, self.back = rows
        self.heights = [height(row) for row in self.rows]
        self.boxes = {box.id: box for box in boxes}
        self.down: dict[str, list[int]] = {box.id: [] for box in boxes}  # lines, by source
        self.up: dict[str, list[int]] = {box.id: [] for box in boxes}
        for number, line in enumerate(lines):
            (self.up if number in self.back else self.down)[line.source].append(number)
        self.entered = {lines[number].target for number in self.back}
        self.slots = {slot.box.id: slot for row in self.rows for slot in row if slot.box}
        self.column = {
            row: number
            for number, (first, last) in enumerate(columns)
            for row in range(first, last + 1)
        }
        self.torn = [self._torn(column.last) for column in columns]
        self.head = max(map(self._room, self.torn))
        self.tracks: list[dict[_Stream, int]] = []  # of the streams that leave a column
        self.tops: list[float] = []  # of the rows
        self.feet: list[float] = []  # of the columns
        self.rights: list[float] = []  # of the columns
        self._place()
        self.starts = {number: start for box in boxes for number, start in self._leave(box)}

    def _torn(self, last: int) -> dict[_Stream, list[Slot]]:
        """The streams that a fold below row ``last`` tears, with what they leave there."""
        torn: dict[_Stream, list[Slot]] = {}
        for number, passed in enumerate(self.passed):
            if passed[0].row <= last < passed[-1].row:
                leaves = passed[last - passed[0].row]
                torn.setdefault(self._stream(number), []).append(leaves)
        return torn

    def _stream(self, number: int) -> _Stream:
        return self.lines[number].target, number in self.back

    @staticmethod
    def _room(tracks: Sized) -> float:
        return 2 * BEND + TRACK * len(tracks) if tracks else 0.0

    def _place(self) -> None:
        left = 0.0
        for column, torn in zip(self.columns, self.torn, strict=True):
            rows = self.rows[column.first : column.last + 1]
            spread(rows)
            shift = left - min(slot.left for row in rows for slot in row)
            y = self.head
            for number, row in enumerate(rows, start=column.first):
                for slot in row:
                    slot.x += shift
                self.tops.append(y)
                across = max((abs(a.x - b.x - shift) for a in row for b in a.after), default=0)
                y += self.heights[number]
                if row is not rows[-1]:
                    y += BELOW + min(36.0, across / 14)
            self.feet.append(y)
            self.rights.append(max(slot.right + slot.margin for row in rows for slot in row))
            left = self.rights[-1] + BESIDE + self._room(torn)
            # the rightmost outermost, so that streams do not cross each other
            order = sorted(torn, key=lambda s: -sum(slot.x for slot in torn[s]) / len(torn[s]))
            self.tracks.append({stream: track for track, stream in enumerate(order)})

    @property
    def width(self) -> float:
        return self.rights[-1]

    @property
    def height(self) -> float:
        return max(foot + self._room(t) for foot, t in zip(self.feet, self.torn, strict=True))

    @property
    def fit(self) -> float:
        """How large it can be printed on one page, whichever way that lies.

        Less for lines from column to column: they are harder to follow.
        """
        short, long = PAGE
        size = max(
            min(short / self.width, long / self.height),
            min(long / self.width, short / self.height),
        )
        return size / (1 + TORN * sum(map(len, self.torn)))

    def _foot(self, row: int) -> float:
        return self.tops[row] + self.heights[row]

    def _leave(self, box: Box) -> Iterator[tuple[int, Point]]:
        """Where each line leaves the box: at its words when it leads back, else at the foot."""
        slot, top = self.slots[box.id], self.tops[self.slots[box.id].row]
        for number in self.up[box.id]:
            yield number, (slot.right, top + self.lines[number].out)
        down = sorted(self.down[box.id], key=self._heads_for)
        taken = sum(self.lines[number].room for number in down)
        gap = min(14.0, (box.width - taken) / (len(down) + 1))
        x = slot.x - (taken + gap * (len(down) - 1)) / 2
        for number in down:
            room = self.lines[number].room
            yield number, (x + room / 2, top + box.height)
            x += room + gap

    def _heads_for(self, number: int) -> float:
        """Where across the sheet a line goes from its box; in this order, none cross."""
        above, below = self.passed[number][:2]
        return below.x if self.column[above.row] == self.column[below.row] else float("inf")

    def layout(self) -> Layout:
        routes = tuple(
            self._backwards(number) if number in self.back else self._onwards(number)
            for number in range(len(self.lines))
        )
        places = {name: (slot.left, self.tops[slot.row]) for name, slot in self.slots.items()}
        return Layout(places, routes, self.width, self.height)

    def _onwards(self, number: int) -> Route:
        passed, start = self.passed[number], self.starts[number]
        end = passed[-1].x, self.tops[passed[-1].row]
        pen = Pen(start)
        pen.line(start[0], self._foot(passed[0].row))
        for above, below in pairwise(passed):
            self._pass(pen, number, above.row, below.row, below.x)
            if below is not passed[-1]:
                pen.line(below.x, self._foot(below.row))
        return Route(pen.path, start, end, back=False)

    def _backwards(self, number: int) -> Route:
        line, passed, start = self.lines[number], self.passed[number], self.starts[number]
        source, target = self.slots[line.source], self.slots[line.target]
        end = target.right, self.tops[target.row] + self.boxes[line.target].side
        x = source.right + TRACK * self._place_beside(number)
        pen = Pen(start)
        pen.corner(x, start[1])
        if source is not target:  # then it stands in a row below
            pen.line(x, self.tops[source.row])
            for below, above in pairwise(reversed(passed)):
                x = target.right + TRACK if above is target else above.x
                self._pass(pen, number, below.row, above.row, x)
                if above is not target:
                    pen.line(x, self.tops[above.row])
        pen.corner(x, end[1])
        pen.line(*end)
        return Route(pen.path, start, end, back=True)

    def _place_beside(self, number: int) -> int:
        """Which track beside its box a line that leads back takes: 1 is the nearest.

        The nearest is for what enters the box; then the lines whose words stand higher.
        """
        name = self.lines[number].source
        leaving = sorted(self.up[name], key=lambda other: self.lines[other].out)
        return leaving.index(number) + 1 + (name in self.entered)

    def _pass(self, pen: Pen, number: int, row: int, to: int, x: float) -> None:
        """Draw on from ``row`` to ``x`` in the next, down or up, over a fold if there is one."""
        upper = min(row, to)
        column = self.column[upper]
        y = self.tops[to] if to > row else self._foot(to)
        if column == self.column[upper + 1]:
            pen.curve(x, y)
            return
        tracks = self.tracks[column]
        track = tracks[self._stream(number)]
        gutter = self.rights[column] + 2 * BEND + TRACK * track
        low = self.feet[column] + 2 * BEND + TRACK * track
        high = self.head - 2 * BEND - TRACK * (len(tracks) - 1 - track)
        first, last = (low, high) if to > row else (high, low)
        pen.corner(pen.x, first)
        pen.corner(gutter, first)
        pen.corner(gutter, last)
        pen.corner(x, last)
        pen.line(x, y)
