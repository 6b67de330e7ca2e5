"""A state packed into one whole number, and conditions and choices that work on it.

A state is a handful of bits: a field for each meter, one bit for each fact, each scene
that a condition asks about, and each critical error. Packed, a condition is an ``&``,
and a hundred thousand positions are visited in a second; as
:class:`~.condition.State` values they would take ten. That the two ways of playing
agree is what ``tests/scenario/test_explore.py`` is about.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from typing import NamedTuple

from .condition import parts_of, watched_scenes
from .model import (
    All,
    AnyOf,
    Choice,
    Condition,
    EndingIs,
    EndingKind,
    Holds,
    Level,
    Mark,
    Not,
    Scenario,
    Unrepaired,
    Visited,
)

Test = Callable[[int], bool]
Names = frozenset[tuple[str, str]]
"""What conditions ask about: the kind of each thing, and its name."""


def always(_state: int) -> bool:
    return True


def never(_state: int) -> bool:
    return False


def named(conditions: Iterable[Condition]) -> Names:
    """Everything that these conditions ask about."""
    found = set()
    for part in (part for condition in conditions for part in parts_of(condition)):
        match part:
            case Holds(fact=name):
                found.add(("fact", name))
            case Level(meter=name):
                found.add(("meter", name))
            case Visited(scene=name):
                found.add(("visited", name))
            case Unrepaired(error=name):
                found.add(("unrepaired", name))
    return frozenset(found)


def steering(scenario: Scenario) -> Names:
    """What decides which choices are open and where they lead."""
    choices = [choice for scene in scenario.scenes for choice in scene.choices]
    conditions = [detour.when for choice in choices for detour in choice.detours]
    conditions += [choice.when for choice in choices if choice.when is not None]
    return named(conditions)


class _Field(NamedTuple):
    """Where a meter's level stands in a packed state, and the level that is kept as 0."""

    at: int
    mask: int
    base: int


class _Shift(NamedTuple):
    at: int
    mask: int
    by: int
    low: int
    high: int


class Open(NamedTuple):
    """A choice made ready to take: the packed state in, the packed position out."""

    test: Test
    keep: int
    put: int
    shifts: tuple[_Shift, ...]
    # where it leads: a way's number, and the bits of the scene that it enters
    direct: tuple[int, int]
    # tried in order, before `direct`
    detours: tuple[tuple[Test, int, int], ...]


class Packing:
    """How one scenario's states become whole numbers, and conditions tests on them.

    With ``names`` nothing else is kept of a state, and only they may be asked about.
    """

    def __init__(self, scenario: Scenario, names: Names | None = None) -> None:
        self.scenario = scenario
        self._names = names
        self.scenes = {scene.id: number for number, scene in enumerate(scenario.scenes)}
        self.scene_bits = max(1, (len(scenario.scenes) - 1).bit_length())
        self._width = 0
        self._bits: dict[tuple[str, str], int] = {}
        self._watched = watched_scenes(scenario)
        self._fields = {}
        self._start = 0
        for meter in scenario.meters:
            if not self._keeps("meter", meter.id):
                continue
            levels = (meter.low, meter.high, meter.start)
            base = min(levels)
            mask = (1 << (max(levels) - base).bit_length()) - 1
            self._fields[meter.id] = _Field(self._width, mask, base)
            self._start |= (meter.start - base) << self._width
            self._width += mask.bit_length()
        self._meters = {meter.id: meter for meter in scenario.meters}

    @property
    def start(self) -> int:
        """The position before the first choice."""
        return self._start << self.scene_bits | self.entering(self.scenario.start.id)

    def entering(self, scene: str) -> int:
        """The bits that entering ``scene`` puts into a position."""
        visit = self.bit("visited", scene) if scene in self._watched else 0
        return visit << self.scene_bits | self.scenes[scene]

    def _keeps(self, kind: str, name: str) -> bool:
        return self._names is None or (kind, name) in self._names

    def bit(self, kind: str, name: str) -> int:
        """The bit of a fact, a visited scene or an open error, given out as they are met.

        None, that is 0, for what is not kept: it may be changed, and never asked about.
        """
        if not self._keeps(kind, name):
            return 0
        if (kind, name) not in self._bits:
            self._bits[kind, name] = 1 << self._width
            self._width += 1
        return self._bits[kind, name]

    def test(self, condition: Condition | None, ending: EndingKind | None = None) -> Test:
        """The condition as a test of packed states in scenes with this ``ending``.

        What is settled by the ending alone becomes :func:`always` or :func:`never`.
        """
        match condition:
            case None:
                return always
            case Holds(fact=fact):
                return self._bit_test("fact", fact)
            case Visited(scene=scene):
                return self._bit_test("visited", scene)
            case Unrepaired(error=error):
                return self._bit_test("unrepaired", error)
            case Level():
                return self._level_test(condition)
            case EndingIs(kind=kind):
                return always if ending == kind else never
            case Not(part=part):
                return _not(self.test(part, ending))
            case All(parts=parts):
                return _all([self.test(part, ending) for part in parts])
            case AnyOf(parts=parts):
                return _not(_all([_not(self.test(part, ending)) for part in parts]))

    def _bit_test(self, kind: str, name: str) -> Test:
        bit = self.bit(kind, name)
        if not bit:
            raise KeyError(name)  # an answer about what is not kept would be made up
        return lambda state: state & bit != 0

    def _level_test(self, level: Level) -> Test:
        at, mask, base = self._fields[level.meter]
        than = level.than - base
        compare = {
            "=": operator.eq,
            "!=": operator.ne,
            "<": operator.lt,
            "<=": operator.le,
            ">": operator.gt,
            ">=": operator.ge,
        }[level.is_]
        return lambda state: compare(state >> at & mask, than)

    def open(self, choice: Choice, ways: dict[int | None, int]) -> Open:
        """``choice`` made ready; ``ways`` numbers its detours, and ``None`` its own link."""
        keep, put, shifts = -1, 0, []
        for effect in choice.effects:
            if isinstance(effect, Mark):
                bit = self.bit("fact", effect.fact)
                keep, put = keep & ~bit, (put | bit if effect.to else put & ~bit)
            elif effect.meter in self._fields:
                at, mask, base = self._fields[effect.meter]
                meter = self._meters[effect.meter]
                shifts.append(_Shift(at, mask, effect.by, meter.low - base, meter.high - base))
        for error in choice.repairs:
            keep &= ~self.bit("unrepaired", error)
        if choice.error:
            put |= self.bit("unrepaired", choice.error)
        direct = ways[None], self.entering(choice.to)
        detours = tuple(
            (self.test(detour.when), ways[number], self.entering(detour.to))
            for number, detour in enumerate(choice.detours)
        )
        return Open(self.test(choice.when), keep, put, tuple(shifts), direct, detours)


def _not(test: Test) -> Test:
    if test is always:
        return never
    if test is never:
        return always
    return lambda state: not test(state)


def _all(tests: list[Test]) -> Test:
    tests = [test for test in tests if test is not always]
    if not tests:
        return always
    if never in tests:
        return never
    if len(tests) == 1:
        return tests[0]
    first, second, *more = tests
    if not more:
        return lambda state: first(state) and second(state)
    return lambda state: all(test(state) for test in tests)
