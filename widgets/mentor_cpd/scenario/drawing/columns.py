"""Columns: a long story folded like the columns of a newspaper, to fit on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from .rows import Slot, height, sweeps

BESIDE = 18.0  # between boxes of a row
BELOW = 31.0  # between rows, at the least
MOST = 6  # columns
TORN = 6.0  # what a line torn by a fold weighs against a shorter column


class Column(NamedTuple):
    """Rows ``first`` to ``last``, this one included."""

    first: int
    last: int


def foldings(rows: Sequence[Sequence[Slot]]) -> Iterator[list[Column]]:
    """Ways to fold the rows: into one column, two, three ..., each of much the same height."""
    heights = [height(row) + BELOW for row in rows]
    torn = [sum(bool(slot.after) for slot in row) * TORN for row in rows]

    @cache
    def best(first: int, columns: int) -> tuple[float, tuple[int, ...]]:
        """The cost of the rows from ``first`` on, and the last rows of all columns but one."""
        if columns == 1:
            return sum(heights[first:]), ()
        options, tall = [], 0.0
        for last in range(first, len(rows) - columns + 1):
            tall += heights[last]
            cost, folds = best(last + 1, columns - 1)
            options.append((max(tall, cost) + torn[last], (last, *folds)))
        return min(options)

    for columns in range(1, min(MOST, len(rows)) + 1):
        folds = (-1, *best(0, columns)[1], len(rows) - 1)
        yield [Column(before + 1, last) for before, last in pairwise(folds)]


def spread(rows: Sequence[Sequence[Slot]]) -> None:
    """Give the slots of one column their places across: near what they are joined to."""
    members = {slot for row in rows for slot in row}
    for row in rows:
        _settle(row, [0.0 for _ in row])
    for sweep in range(sweeps(rows, 16)):
        down = sweep % 2 == 0
        for row in rows if down else rows[::-1]:
            joined = [
                [other.x for other in (slot.before if down else slot.after) if other in members]
                for slot in row
            ]
            _settle(row, [sum(xs) / len(xs) if xs else None for xs in joined])


def _settle(row: Sequence[Slot], wanted: Sequence[float | None]) -> None:
    """Place a row as near to what is ``wanted`` as its order and its widths allow.

    Least squares: slots that push each other become one block, at their mean. Lanes
    weigh more than boxes, so that they stay straight; a slot that wants nothing weighs
    next to nothing, and keeps close to the others.
    """
    known = [want for want in wanted if want is not None]
    if not known:
        return
    middle = sum(known) / len(known)
    offsets = [0.0]
    for left, right in pairwise(row):
        gap = BESIDE if left.box and right.box else BESIDE * 0.7
        offsets.append(offsets[-1] + left.width / 2 + left.margin + gap + right.width / 2)
    blocks: list[tuple[float, float, int]] = []  # weighted sum, weight, how many slots
    for slot, want, offset in zip(row, wanted, offsets, strict=True):
        weight = 0.01 if want is None else 1.0 if slot.box else 4.0
        total, count = ((middle if want is None else want) - offset) * weight, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / weight:
            more = blocks.pop()
            total, weight, count = total + more[0], weight + more[1], count + more[2]
        blocks.append((total, weight, count))
    places = [total / weight for total, weight, count in blocks for _ in range(count)]
    for slot, place, offset in zip(row, places, offsets, strict=True):
        slot.x = place + offset
