"""Every position of a scenario that can be reached, each one whole number, found breadth first."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from .model import Choice, Scenario, Scene
from .packing import Names, Open, Packing
from .play import Step


class Way(NamedTuple):
    """One place that a choice can lead to: by its own link, or by one of its detours."""

    scene: str
    choice: Choice
    detour: int | None
    to: str

    @property
    def step(self) -> Step:
        return Step(self.scene, self.choice.id, self.to)


@dataclass
class Positions:
    """The positions that were reached, numbered in the order of their shortest paths.

    What is led to from position ``p`` stands in ``ways`` and ``leads_to`` at
    ``exits(p)``, that is from ``first_exit[p]`` up to ``first_exit[p + 1]``. ``came_from``
    and ``came_by`` say how a position was first reached. Arrays, because lists of objects
    would take ten times the memory.
    """

    packing: Packing
    all_ways: list[Way]
    packed: list[int] = field(default_factory=list)
    finished: bool = True
    ways: array[int] = field(default_factory=lambda: array("i"))
    leads_to: array[int] = field(default_factory=lambda: array("i"))
    came_from: array[int] = field(default_factory=lambda: array("i"))
    came_by: array[int] = field(default_factory=lambda: array("i"))
    first_exit: array[int] = field(default_factory=lambda: array("i", [0]))

    def __len__(self) -> int:
        return len(self.packed)

    @property
    def looked_into(self) -> range:
        """The positions whose choices were tried: all of them, when finished."""
        return range(len(self.first_exit) - 1)

    def exits(self, position: int) -> range:
        return range(self.first_exit[position], self.first_exit[position + 1])

    def scene_number(self, position: int) -> int:
        return self.packed[position] & (1 << self.packing.scene_bits) - 1

    def scene(self, position: int) -> Scene:
        return self.packing.scenario.scenes[self.scene_number(position)]

    @cached_property
    def in_scene(self) -> list[list[int]]:
        """The positions in each scene, by the scene's number."""
        found: list[list[int]] = [[] for _ in self.packing.scenario.scenes]
        mask = (1 << self.packing.scene_bits) - 1
        for position, packed in enumerate(self.packed):
            found[packed & mask].append(position)
        return found

    @cached_property
    def endings(self) -> bytearray:
        """By position: 1 where the story has ended, else 0."""
        found = bytearray(len(self))
        for scene, positions in zip(self.packing.scenario.scenes, self.in_scene, strict=True):
            if scene.ending:
                for position in positions:
                    found[position] = 1
        return found

    @cached_property
    def first_taken(self) -> dict[int, int]:
        """For every way that can be taken, the first position from which it is."""
        first: dict[int, int] = {}
        for out, way in enumerate(self.ways):
            if way not in first:
                first[way] = bisect_right(self.first_exit, out) - 1
        return first

    def path_to(self, position: int) -> tuple[Step, ...]:
        """A shortest path from the start."""
        steps = []
        while position:
            steps.append(self.all_ways[self.came_by[position]].step)
            position = self.came_from[position]
        return tuple(reversed(steps))


def visit(scenario: Scenario, limit: int, names: Names | None = None) -> Positions:
    """Visit positions breadth first, until all are found or there are more than ``limit``.

    With ``names``, positions that differ in nothing else are one. As long as ``names``
    hold all that is :func:`steering`, every path of the story is still there, as itself.
    """
    packing = Packing(scenario, names)
    ways = list(_ways(scenario))
    number = {(way.scene, way.choice.id, way.detour): n for n, way in enumerate(ways)}
    choices = [_choices(packing, scene, number) for scene in scenario.scenes]
    found = Positions(packing, ways, [packing.start])
    found.came_from.append(0)
    found.came_by.append(-1)
    known = {packing.start: 0}
    scene_bits, scene_mask = packing.scene_bits, (1 << packing.scene_bits) - 1
    for here, position in enumerate(found.packed):  # grows as it is read
        state = position >> scene_bits
        for test, keep, put, shifts, direct, detours in choices[position & scene_mask]:
            if not test(state):
                continue
            then = state & keep | put
            for at, mask, by, low, high in shifts:
                level = then >> at & mask
                moved = level + by
                moved = low if moved < low else moved
                moved = high if moved > high else moved
                then += (moved - level) << at
            way, entered = direct
            for holds, detour, to in detours:
                if holds(then):
                    way, entered = detour, to
                    break
            there = then << scene_bits | entered
            target = known.get(there)
            if target is None:
                if len(known) >= limit:
                    found.finished = False
                    return found
                target = known[there] = len(known)
                found.packed.append(there)
                found.came_from.append(here)
                found.came_by.append(way)
            found.ways.append(way)
            found.leads_to.append(target)
        found.first_exit.append(len(found.ways))
    return found


def _ways(scenario: Scenario) -> Iterator[Way]:
    for scene in scenario.scenes:
        for choice in scene.choices:
            yield Way(scene.id, choice, None, choice.to)
            for number, detour in enumerate(choice.detours):
                yield Way(scene.id, choice, number, detour.to)


def _choices(
    packing: Packing, scene: Scene, number: dict[tuple[str, str, int | None], int]
) -> list[Open]:
    if scene.ending:
        return []
    return [
        packing.open(
            choice,
            {
                detour: number[scene.id, choice.id, detour]
                for detour in (None, *range(len(choice.detours)))
            },
        )
        for choice in scene.choices
    ]
