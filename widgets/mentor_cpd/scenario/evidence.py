"""The least and the most evidence that complete paths can earn, exactly.

A complete path leads from the start to an ending. There may be endlessly many when
the story has loops, so paths are not listed: positions that lead round to each other
are taken together as one *knot*. Between knots the story only goes forwards, and
inside a knot no evidence is earned (or it could be earned without end, which is
reported instead), so one pass backwards over the knots gives both bounds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from .play import Step
from .positions import Positions

Path = tuple[Step, ...]


class Knots:
    """The positions of a finished visit, gathered into knots (Tarjan's components).

    ``of[p]`` is the knot of position ``p``. Knots are numbered backwards through the
    story: whatever a position leads to has the same number or a lower one.
    """

    def __init__(self, positions: Positions) -> None:
        self.positions = positions
        self.of = of = _tie(positions)
        # positions from the end of the story to its beginning
        self.backwards = sorted(range(len(positions)), key=of.__getitem__)
        count = max(of) + 1
        self.can_end = can_end = bytearray(count)
        self.loops = loops = bytearray(count)
        self.leaves = leaves = bytearray(count)
        endings, leads_to = positions.endings, positions.leads_to
        for here in self.backwards:
            knot = of[here]
            can_end[knot] |= endings[here]
            for out in positions.exits(here):
                to = of[leads_to[out]]
                if to == knot:
                    loops[knot] = 1
                else:
                    leaves[knot] = 1
                    can_end[knot] |= can_end[to]
        # of the knots with a loop in them, which are few
        self.members: dict[int, list[int]] = {}
        for here in self.backwards if any(loops) else ():
            if loops[of[here]]:
                self.members.setdefault(of[here], []).append(here)

    def without_way_out(self) -> list[list[int]]:
        """The knots in which the story goes round for ever, as their positions."""
        endless = [
            sorted(members)
            for knot, members in self.members.items()
            if not self.leaves[knot] and not self.can_end[knot]
        ]
        return sorted(endless)

    def complete_paths(self) -> int | None:
        """How many complete paths there are; ``None`` when a loop makes them countless."""
        if any(self.can_end[knot] for knot in self.members):
            return None
        first, leads_to = self.positions.first_exit, self.positions.leads_to
        paths = list(self.positions.endings)
        for here in self.backwards:
            if not paths[here] and self.can_end[self.of[here]]:
                paths[here] = sum([paths[to] for to in leads_to[first[here] : first[here + 1]]])
        return paths[0]

    def routes(self) -> int:
        """How many complete paths there are when what happens inside a loop is not told apart.

        Each stands for at least one path, so where paths are countless this is a number
        that can be given. Without loops it is that of :meth:`complete_paths`.
        """
        positions, of = self.positions, self.of
        ahead = [0] * len(self.can_end)
        for here in self.backwards:
            knot = of[here]
            ahead[knot] += positions.endings[here]
            for out in positions.exits(here):
                to = of[positions.leads_to[out]]
                if to != knot:
                    ahead[knot] += ahead[to]
        return ahead[of[0]]

    def earned_again(self, points: Sequence[int]) -> tuple[int, int] | None:
        """The first position and out that earn points inside a knot that can still end."""
        positions, of = self.positions, self.of
        can_end = (members for knot, members in self.members.items() if self.can_end[knot])
        for here in sorted(here for members in can_end for here in members):
            for out in positions.exits(here):
                if points[positions.ways[out]] and of[positions.leads_to[out]] == of[here]:
                    return here, out
        return None

    def loop(self, here: int, out: int) -> Path:
        """The choice at ``out`` and then a shortest way back to ``here``, within the knot."""
        positions, knot = self.positions, self.of[here]
        first = positions.all_ways[positions.ways[out]].step
        back = shortest(
            positions,
            positions.leads_to[out],
            lambda position: position == here,
            lambda _, there, __: self.of[there] == knot,
        )
        return (first, *back)

    def bounds(self, points: Sequence[int]) -> tuple[tuple[int, Path], tuple[int, Path]] | None:
        """The least and the most points of any complete path, and a shortest path for each.

        ``points`` are earned by way. ``None`` when no ending can be reached.
        """
        if not self.can_end[self.of[0]]:
            return None
        return self._bound(points, min), self._bound(points, max)

    def _bound(self, points: Sequence[int], better: Callable[[int, int], int]) -> tuple[int, Path]:
        positions, of = self.positions, self.of
        ahead: list[int | None] = [None] * len(self.can_end)  # best points still to come
        for here in self.backwards:
            knot = of[here]
            best = ahead[knot]
            if positions.endings[here]:
                best = 0
            for out in positions.exits(here):
                to = of[positions.leads_to[out]]
                rest = ahead[to]
                if to != knot and rest is not None:
                    sum_ = points[positions.ways[out]] + rest
                    best = sum_ if best is None else better(best, sum_)
            ahead[knot] = best

        def stays_best(here: int, there: int, way: int) -> bool:
            rest = ahead[of[there]]
            return rest is not None and ahead[of[here]] == points[way] + rest

        path = shortest(positions, 0, positions.endings.__getitem__, stays_best)
        best = ahead[of[0]]
        assert best is not None  # noqa: S101 — bounds() asked whether an ending can be reached
        return best, path


def shortest(
    positions: Positions,
    start: int,
    arrived: Callable[[int], object],
    may: Callable[[int, int, int], bool],
) -> Path:
    """A shortest path from ``start`` to where it has ``arrived``, by exits that it ``may`` take.

    ``may`` is asked with the position, the one it leads to, and the way. There must be a path.
    """
    came: dict[int, tuple[int, int]] = {start: (start, -1)}
    queue = deque([start])
    while not arrived(here := queue.popleft()):
        for out in positions.exits(here):
            there, way = positions.leads_to[out], positions.ways[out]
            if there not in came and may(here, there, way):
                came[there] = here, way
                queue.append(there)
    steps = []
    while here != start:
        here, way = came[here]
        steps.append(positions.all_ways[way].step)
    return tuple(reversed(steps))


def _tie(positions: Positions) -> list[int]:
    """The knot of every position: Tarjan's algorithm with a stack of our own.

    A story may be longer than Python's stack is deep.
    """
    leads_to = positions.leads_to
    count = len(positions)
    met = [0] * count  # when a position was met, from 1
    low = [0] * count
    knot = [-1] * count
    knots = 0
    untied: list[int] = []
    met[0] = low[0] = now = 1
    untied.append(0)
    trail: list[tuple[int, Iterator[int]]] = [(0, iter(positions.exits(0)))]
    while trail:
        here, exits = trail[-1]
        for out in exits:
            there = leads_to[out]
            if not met[there]:
                now += 1
                met[there] = low[there] = now
                untied.append(there)
                trail.append((there, iter(positions.exits(there))))
                break
            if knot[there] < 0 and met[there] < low[here]:
                low[here] = met[there]
        else:
            trail.pop()
            if trail and low[here] < low[trail[-1][0]]:
                low[trail[-1][0]] = low[here]
            if low[here] == met[here]:
                while knot[here] < 0:
                    knot[untied.pop()] = knots
                knots += 1
    return knot


def points_by_way(positions: Positions) -> dict[str, list[int]]:
    """For every competency, declared or earned: the points that each way earns."""
    ways = positions.all_ways
    named = dict.fromkeys(positions.packing.scenario.competencies)
    named.update({e.competency: None for way in ways for e in way.choice.evidence})
    return {
        competency: [
            sum(e.points for e in way.choice.evidence if e.competency == competency) for way in ways
        ]
        for competency in named
    }
