"""Conditions and effects as data: evaluate them, apply them, put them into words.

A :class:`State` is what conditions can see of a playthrough. Everything in it is
bounded (meters stop at their ends; facts, visits and open errors are sets over
names that the scenario declares), so the states of a scenario are finite and
``explore`` can visit them all.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

import msgspec

from .model import (
    All,
    AnyOf,
    Choice,
    Condition,
    Effect,
    EndingIs,
    EndingKind,
    Holds,
    Level,
    Meter,
    Not,
    Scenario,
    Shift,
    Unrepaired,
    Visited,
)

_COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class State(msgspec.Struct, frozen=True):
    """What choices have made of the story so far.

    ``meters`` maps meter id to level, in the scenario's order; ``visited`` holds
    only scenes that some condition of the scenario names, so that two paths that
    no condition can tell apart are one state; ``unrepaired`` holds critical errors
    made and not repaired since.
    """

    meters: tuple[tuple[str, int], ...] = ()
    facts: frozenset[str] = frozenset()
    visited: frozenset[str] = frozenset()
    unrepaired: frozenset[str] = frozenset()

    def level(self, meter: str) -> int:
        """The meter's level; ``KeyError`` when the scenario has no such meter."""
        for name, level in self.meters:
            if name == meter:
                return level
        raise KeyError(meter)


def holds(condition: Condition, state: State, ending: EndingKind | None = None) -> bool:
    """Whether ``condition`` holds in ``state``; ``ending`` is the present scene's kind."""
    match condition:
        case Holds(fact=fact):
            return fact in state.facts
        case Level(meter=meter, is_=is_, than=than):
            return _COMPARE[is_](state.level(meter), than)
        case Visited(scene=scene):
            return scene in state.visited
        case EndingIs(kind=kind):
            return ending == kind
        case Unrepaired(error=error):
            return error in state.unrepaired
        case Not(part=part):
            return not holds(part, state, ending)
        case All(parts=parts):
            return all(holds(part, state, ending) for part in parts)
        case AnyOf(parts=parts):
            return any(holds(part, state, ending) for part in parts)


def apply(effect: Effect, state: State, meters: Mapping[str, Meter]) -> State:
    """The state after one effect; a meter stops at its own bounds."""
    if isinstance(effect, Shift):
        meter = meters[effect.meter]
        moved = min(meter.high, max(meter.low, state.level(meter.id) + effect.by))
        levels = tuple((n, moved if n == meter.id else v) for n, v in state.meters)
        return msgspec.structs.replace(state, meters=levels)
    facts = state.facts | {effect.fact} if effect.to else state.facts - {effect.fact}
    return msgspec.structs.replace(state, facts=facts)


def after(choice: Choice, state: State, meters: Mapping[str, Meter]) -> State:
    """The state after all that a choice changes, in the order it is written.

    Repairs come before the choice's own error: a choice that both mends and makes
    the same error leaves it open.
    """
    for effect in choice.effects:
        state = apply(effect, state, meters)
    unrepaired = state.unrepaired - set(choice.repairs)
    if choice.error:
        unrepaired |= {choice.error}
    return msgspec.structs.replace(state, unrepaired=unrepaired)


def parts_of(condition: Condition) -> list[Condition]:
    """The condition and every condition inside it, outermost first."""
    found = [condition]
    for part in found:
        if isinstance(part, Not):
            found.append(part.part)
        elif isinstance(part, All | AnyOf):
            found.extend(part.parts)
    return found


def conditions_of(scenario: Scenario) -> list[Condition]:
    """Every condition that stands in the scenario, wherever it stands."""
    found: list[Condition | None] = []
    for scene in scenario.scenes:
        found += [passage.when for passage in scene.passages]
        for choice in scene.choices:
            found.append(choice.when)
            found += [detour.when for detour in choice.detours]
    for rule in scenario.rules:
        found += [rule.never, rule.holds]
    found += [feature.holds for feature in scenario.key_features]
    return [condition for condition in found if condition is not None]


def watched_scenes(scenario: Scenario) -> frozenset[str]:
    """The scenes that some condition asks about with ``visited``."""
    return frozenset(
        part.scene
        for condition in conditions_of(scenario)
        for part in parts_of(condition)
        if isinstance(part, Visited)
    )


def in_words(condition: Condition) -> str:
    """The condition as a trainer would write it; parsing it gives it back."""
    match condition:
        case Holds(fact=fact):
            return fact
        case Level(meter=meter, is_=is_, than=than):
            return f"{meter} {is_} {than}"
        case Visited(scene=scene):
            return f"visited {scene}"
        case EndingIs(kind=kind):
            return f"ending is {kind}"
        case Unrepaired(error=error):
            return f"unrepaired {error}"
        case Not(part=part):
            return f"not {_inner(part)}"
        case All(parts=parts):
            return " and ".join(_inner(part) for part in parts)
        case AnyOf(parts=parts):
            return " or ".join(_inner(part) for part in parts)


def _inner(condition: Condition) -> str:
    words = in_words(condition)
    return f"({words})" if isinstance(condition, All | AnyOf) else words
