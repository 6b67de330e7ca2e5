"""A key: what a case says about evidence, key features and critical errors.

A key can be mended after a case was played, and marks computed anew; the story cannot.
So an edition's key serves for what was played on another one where both tell the same
story: whoever made these choices there, would have gone the same way here.
"""

from __future__ import annotations

from collections.abc import Iterable

from .condition import parts_of
from .model import Choice, Condition, Effect, Holds, Level, Mark, Scenario, Unrepaired


def same_story(one: Scenario, other: Scenario) -> bool:
    """Whether the same moves lead through the same scenes, by the same choices, in both.

    Scenes and choices have the same ids, and choices the same words; what decides which
    are open and where they lead is the same. The wording of the telling, the commentary,
    and facts that decide nothing in the story may differ: they are the key's, or nobody's.
    """
    return _story(one) == _story(other)


def _story(scenario: Scenario) -> tuple[object, ...]:
    """All that decides the way of a story, without its key."""
    steers = _steers(scenario)
    return (
        scenario.id,
        scenario.use,
        scenario.start.id,
        {
            (meter.id, meter.low, meter.high, meter.start)
            for meter in scenario.meters
            if ("meter", meter.id) in steers
        },
        {
            scene.id: (
                scene.ending,
                [(passage.speaker, passage.when) for passage in scene.passages],
                {choice.id: _way(choice, steers) for choice in scene.choices},
            )
            for scene in scenario.scenes
        },
    )


def _way(choice: Choice, steers: set[tuple[str, str]]) -> tuple[object, ...]:
    """What a choice is, and all that it does to the story."""
    return (
        choice.text,
        choice.to,
        choice.detours,
        choice.when,
        tuple(effect for effect in choice.effects if _named(effect) in steers),
        choice.asks.kind if choice.asks else None,
        {("error", choice.error)} & steers,
        {("error", error) for error in choice.repairs} & steers,
    )


def _named(effect: Effect) -> tuple[str, str]:
    return ("fact", effect.fact) if isinstance(effect, Mark) else ("meter", effect.meter)


def _steers(scenario: Scenario) -> set[tuple[str, str]]:
    """The facts, meters and errors that a choice, a detour or a passage asks about."""
    asked: list[Condition] = []
    for scene in scenario.scenes:
        asked += [passage.when for passage in scene.passages if passage.when is not None]
        for choice in scene.choices:
            asked += [choice.when] if choice.when is not None else []
            asked += [detour.when for detour in choice.detours]
    return set(_names(asked))


def _names(conditions: Iterable[Condition]) -> Iterable[tuple[str, str]]:
    """What is asked about; scenes and endings are not: they are compared whole."""
    for condition in conditions:
        for part in parts_of(condition):
            match part:
                case Holds(fact=fact):
                    yield "fact", fact
                case Level(meter=meter):
                    yield "meter", meter
                case Unrepaired(error=error):
                    yield "error", error
