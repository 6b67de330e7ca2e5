"""Whether something that a mentor does comes back late, as it does in the work itself.

A late consequence is a passage, a choice or a detour that asks about a fact, a meter, a
visited scene or a critical error at least :data:`LATE` choices after the one that set it,
by the shortest way there is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from ..language import _
from .condition import parts_of
from .diagnostic import Diagnostic
from .model import Choice, Condition, Holds, Level, Scenario, Scene, Shift, Unrepaired, Visited
from .subject import Subject

LATE = 3


def something_comes_late(subject: Subject) -> Iterator[Diagnostic]:
    """Some choice is answered by the story at least three choices later."""
    scenario = subject.scenario
    ways = {scene.id: _next_scenes(scene) for scene in scenario.scenes}
    causes = _causes(scenario)
    distances = {start: _distances(ways, start) for start in ways}
    for read, scene, more in set(_reads(scenario)):
        for start in causes.get(read, ()):
            if scene in distances[start] and distances[start][scene] + more >= LATE:
                return
    yield subject.at(
        code="S308",
        says=_("nothing that a mentor does comes back {count} or more choices later.").format(
            count=LATE
        ),
        remedy=_("Tell a passage, open a choice or take a detour on something set long before."),
    )


Named = tuple[str, str]  # what kind of thing, and its id


def _causes(scenario: Scenario) -> dict[Named, set[str]]:
    """For all that a choice can change: the scenes just after it."""
    causes: dict[Named, set[str]] = {}
    for scene in scenario.scenes:
        for choice in scene.choices:
            changes: list[Named] = [("error", choice.error)] if choice.error else []
            for effect in choice.effects:
                if isinstance(effect, Shift):
                    changes.append(("meter", effect.meter))
                else:
                    changes.append(("fact", effect.fact))
            for to in _leads(choice):
                for change in [*changes, ("scene", to)]:
                    causes.setdefault(change, set()).add(to)
    return causes


def _reads(scenario: Scenario) -> Iterator[tuple[Named, str, int]]:
    """All that the story asks about: what, in which scene, and how many choices on."""
    for scene in scenario.scenes:
        asked: list[tuple[Condition, int]]
        asked = [(passage.when, 0) for passage in scene.passages if passage.when]
        for choice in scene.choices:
            asked += [(choice.when, 0)] if choice.when else []
            asked += [(detour.when, 1) for detour in choice.detours]
        for condition, more in asked:
            for part in parts_of(condition):
                match part:
                    case Holds(fact=name):
                        yield ("fact", name), scene.id, more
                    case Level(meter=name):
                        yield ("meter", name), scene.id, more
                    case Unrepaired(error=name):
                        yield ("error", name), scene.id, more
                    case Visited(scene=name):
                        yield ("scene", name), scene.id, more


def _leads(choice: Choice) -> tuple[str, ...]:
    return (choice.to, *(detour.to for detour in choice.detours))


def _next_scenes(scene: Scene) -> frozenset[str]:
    return frozenset(to for choice in scene.choices for to in _leads(choice))


def _distances(ways: dict[str, frozenset[str]], start: str) -> dict[str, int]:
    """The fewest choices from one scene to each that can follow it."""
    far = {start: 0}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there in ways[here]:
            if there not in far:
                far[there] = far[here] + 1
                queue.append(there)
    return far
