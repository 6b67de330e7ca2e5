"""Exploring a scenario: every position that any player can reach, and what is proved by it.

A *position* is a scene together with a state. There are finitely many, so all of
them are visited (:mod:`.positions`), breadth first: the first way found to
anything is a shortest one. What is said here is therefore a proof about every
path, and every finding carries a path that shows it.

The scenario must make sense by itself first: every scene, meter and fact that it
names exists, and endings have no choices. ``check`` sees to that.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from .evidence import Knots, points_by_way
from .model import Condition, Not, Scenario, Unrepaired
from .play import Step
from .positions import Positions, visit

_Key = TypeVar("_Key")

Witness = tuple[Step, ...]
"""Steps from the start of the story, each open when it is taken."""


class Found(msgspec.Struct, frozen=True):
    """Something wrong that a player can meet, and a shortest way to it.

    ``what`` is the id of what is wrong: the scene, the rule, the critical error or
    the competency. ``scene`` is where the witness arrives. ``loop``, for evidence
    without end, leads from there back to the same position.
    """

    what: str
    scene: str
    witness: Witness
    loop: Witness = ()


class Bounds(msgspec.Struct, frozen=True):
    """The least and the most evidence that any complete path earns, with a path for each."""

    lowest: int
    highest: int
    lowest_path: Witness = ()
    highest_path: Witness = ()


class Proof(msgspec.Struct, frozen=True):
    """What is kept beside an edition: its bounds never have to be computed again.

    ``endings`` maps every ending's scene to a shortest path there; ``paths`` counts
    the complete paths, ``None`` when a loop makes them countless.
    """

    positions: int
    paths: int | None
    bounds: dict[str, Bounds]
    endings: dict[str, Witness]


class Exploration(msgspec.Struct, frozen=True):
    """All that was learned of a scenario.

    When ``finished`` is false there were more positions than the limit. What was
    found with a witness is then still true; nothing else is claimed: ``never_*``,
    ``trapped``, ``bounds`` and ``endless`` are empty, and ``proof`` is ``None``.
    """

    finished: bool
    positions: int
    # scene -> a shortest path that enters it
    reached: dict[str, Witness] = {}
    # a scene that is no ending, with nothing open; one for a scene
    dead_ends: tuple[Found, ...] = ()
    # the story goes round for ever: neither an ending nor a dead end is ahead;
    # one for a loop, `what` being the scene by which it is entered
    trapped: tuple[Found, ...] = ()
    # (scene, choice), (scene, passage from 0), (scene, choice, detour from 0), in scenes
    # that are reached; a choice that is never open is not named again for its detours
    never_open: tuple[tuple[str, str], ...] = ()
    never_told: tuple[tuple[str, int], ...] = ()
    never_detoured: tuple[tuple[str, str, int], ...] = ()
    # (scene, choice) that always takes a detour, and never leads where its link says
    never_direct: tuple[tuple[str, str], ...] = ()
    # by rule id; by critical error that is open at a good ending
    broken_rules: tuple[Found, ...] = ()
    good_with_error: tuple[Found, ...] = ()
    # critical error -> a shortest path that makes it
    errors_made: dict[str, Witness] = {}
    # key feature -> a shortest complete path at whose end it holds, or does not
    features_met: dict[str, Witness] = {}
    features_missed: dict[str, Witness] = {}
    # competency -> bounds over all complete paths; none for those in `endless`,
    # and none at all when no ending can be reached
    bounds: dict[str, Bounds] = {}
    # by competency: evidence that can be earned again and again on the way to an ending
    endless: tuple[Found, ...] = ()
    # how many complete paths there are; `None` when a loop makes them countless
    paths: int | None = None
    proof: Proof | None = None


def explore(scenario: Scenario, *, limit: int = 200_000) -> Exploration:
    """Visit every position of the scenario, unless there are more than ``limit``."""
    positions = visit(scenario, limit)
    entered = _entered(positions)
    reached = {scene: positions.path_to(first) for scene, first in entered.items()}
    found = Exploration(
        finished=positions.finished,
        positions=len(positions),
        reached=reached,
        dead_ends=_dead_ends(positions),
        broken_rules=_broken_rules(positions),
        good_with_error=_good_with_error(positions),
        errors_made=_errors_made(positions),
        features_met=_features(positions, met=True),
        features_missed=_features(positions, met=False),
    )
    if not positions.finished:
        return found
    knots = Knots(positions)
    bounds, endless = _evidence(knots)
    paths = knots.complete_paths()
    endings = {s.id: reached[s.id] for s in scenario.scenes if s.ending and s.id in reached}
    return msgspec.structs.replace(
        found,
        trapped=_trapped(knots),
        never_open=_never_open(positions, entered),
        never_told=_never_told(positions, entered),
        never_detoured=_never_detoured(positions),
        never_direct=_never_direct(positions),
        bounds=bounds,
        endless=endless,
        paths=paths,
        proof=None if endless else Proof(len(positions), paths, bounds, endings),
    )


def _found(positions: Positions, what: str, position: int) -> Found:
    return Found(what, positions.scene(position).id, positions.path_to(position))


def _entered(positions: Positions) -> dict[str, int]:
    """For every scene that is reached, the first position in it."""
    first: dict[str, int] = {}
    for position in range(len(positions)):
        first.setdefault(positions.scene(position).id, position)
    return first


def _first_where(
    positions: Positions, asked: dict[str, list[tuple[_Key, Condition]]]
) -> dict[_Key, int]:
    """For every key whose condition holds somewhere: the first position where it does.

    ``asked`` says what to ask in which scene. The answers keep no particular order.
    """
    packing = positions.packing
    tests = [
        [(key, packing.test(condition, scene.ending)) for key, condition in asked.get(scene.id, ())]
        for scene in packing.scenario.scenes
    ]
    first: dict[_Key, int] = {}
    for position in range(len(positions)):
        for key, test in tests[positions.scene_number(position)]:
            if key not in first and test(positions.state(position)):
                first[key] = position
    return first


def _dead_ends(positions: Positions) -> tuple[Found, ...]:
    first: dict[str, Found] = {}
    for position in positions.looked_into:
        scene = positions.scene(position)
        if not (scene.ending or positions.exits(position) or scene.id in first):
            first[scene.id] = _found(positions, scene.id, position)
    return tuple(first.values())


def _trapped(knots: Knots) -> tuple[Found, ...]:
    """One finding for every set of scenes that the story can go round in for ever."""
    positions = knots.positions
    first: dict[frozenset[str], Found] = {}
    for knot in knots.without_way_out():
        scenes = frozenset(positions.scene(position).id for position in knot)
        if scenes not in first:
            first[scenes] = _found(positions, positions.scene(knot[0]).id, knot[0])
    return tuple(first.values())


def _broken_rules(positions: Positions) -> tuple[Found, ...]:
    scenario = positions.packing.scenario
    asked: dict[str, list[tuple[str, Condition]]] = {scene.id: [] for scene in scenario.scenes}
    for rule in scenario.rules:
        for scene in scenario.scenes:
            if rule.never is not None:
                asked[scene.id].append((rule.id, rule.never))
            if rule.holds is not None and rule.at in (scene.ending, scene.id):
                asked[scene.id].append((rule.id, Not(rule.holds)))
    first = _first_where(positions, asked)
    return tuple(_found(positions, r.id, first[r.id]) for r in scenario.rules if r.id in first)


def _good_with_error(positions: Positions) -> tuple[Found, ...]:
    scenario = positions.packing.scenario
    errors = scenario.errors()
    asked: dict[str, list[tuple[str, Condition]]] = {
        scene.id: [(error, Unrepaired(error)) for error in errors]
        for scene in scenario.scenes
        if scene.ending == "good"
    }
    first = _first_where(positions, asked)
    return tuple(_found(positions, error, first[error]) for error in errors if error in first)


def _errors_made(positions: Positions) -> dict[str, Witness]:
    made: dict[str, Witness] = {}
    for number, position in positions.first_taken.items():
        way = positions.all_ways[number]
        if way.choice.error and way.choice.error not in made:
            made[way.choice.error] = (*positions.path_to(position), way.step)
    return made


def _features(positions: Positions, *, met: bool) -> dict[str, Witness]:
    scenario = positions.packing.scenario
    asked: dict[str, list[tuple[str, Condition]]] = {
        scene.id: [(f.id, f.holds if met else Not(f.holds)) for f in scenario.key_features]
        for scene in scenario.scenes
        if scene.ending
    }
    first = _first_where(positions, asked)
    return {f.id: positions.path_to(first[f.id]) for f in scenario.key_features if f.id in first}


def _never_open(positions: Positions, entered: dict[str, int]) -> tuple[tuple[str, str], ...]:
    opened = _opened(positions)
    return tuple(
        (scene.id, choice.id)
        for scene in positions.packing.scenario.scenes
        for choice in scene.choices
        if scene.id in entered and not scene.ending and (scene.id, choice.id) not in opened
    )


def _never_told(positions: Positions, entered: dict[str, int]) -> tuple[tuple[str, int], ...]:
    asked: dict[str, list[tuple[tuple[str, int], Condition]]] = {
        scene.id: [
            ((scene.id, number), passage.when)
            for number, passage in enumerate(scene.passages)
            if passage.when is not None
        ]
        for scene in positions.packing.scenario.scenes
    }
    told = _first_where(positions, asked)
    return tuple(
        key
        for scene, conditions in asked.items()
        for key, _ in conditions
        if scene in entered and key not in told
    )


def _opened(positions: Positions) -> set[tuple[str, str]]:
    taken = (positions.all_ways[number] for number in positions.first_taken)
    return {(way.scene, way.choice.id) for way in taken}


def _never_detoured(positions: Positions) -> tuple[tuple[str, str, int], ...]:
    opened = _opened(positions)
    return tuple(
        (way.scene, way.choice.id, way.detour)
        for number, way in enumerate(positions.all_ways)
        if way.detour is not None
        and number not in positions.first_taken
        and (way.scene, way.choice.id) in opened
    )


def _never_direct(positions: Positions) -> tuple[tuple[str, str], ...]:
    opened = _opened(positions)
    return tuple(
        (way.scene, way.choice.id)
        for number, way in enumerate(positions.all_ways)
        if way.detour is None
        and number not in positions.first_taken
        and (way.scene, way.choice.id) in opened
    )


def _evidence(knots: Knots) -> tuple[dict[str, Bounds], tuple[Found, ...]]:
    """Bounds by competency, and the competencies that have none for being endless."""
    positions = knots.positions
    bounds: dict[str, Bounds] = {}
    endless: list[Found] = []
    for competency, points in points_by_way(positions).items():
        again = knots.earned_again(points)
        if again is not None:
            here, out = again
            found = _found(positions, competency, here)
            endless.append(msgspec.structs.replace(found, loop=knots.loop(here, out)))
            continue
        ends = knots.bounds(points)
        if ends is not None:
            (lowest, lowest_path), (highest, highest_path) = ends
            bounds[competency] = Bounds(lowest, highest, lowest_path, highest_path)
    return bounds, tuple(endless)
