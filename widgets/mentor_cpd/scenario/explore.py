"""Exploring a scenario: every position that any player can reach, and what is proved by it.

A *position* is a scene together with a state. There are finitely many, so all of
them are visited (:mod:`.positions`), breadth first: the first way found to
anything is a shortest one. What is said here is therefore a proof about every
path, and every finding carries a path that shows it. What is said of evidence comes
from :mod:`.evidence`.

The scenario must make sense by itself first: every scene, meter and fact that it
names exists, and endings have no choices. ``check`` sees to that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from typing import TypeVar, cast

import msgspec

from .evidence import Knots, points_by_way
from .model import Condition, Not, Scenario, Scene, Unrepaired
from .packing import Names, named, never, steering
from .play import Step
from .positions import Positions, visit

_Key = TypeVar("_Key")
_Asked = dict[_Key, list[tuple[Scene, Condition]]]
"""By key, the scenes to look in and what to look for in each."""

Witness = tuple[Step, ...]
"""Steps from the start of the story, each open when it is taken."""


class Found(msgspec.Struct, frozen=True):
    """Something wrong that a player can meet, and a shortest way to it.

    ``what`` is the id of what is wrong: the scene, the rule, the critical error or
    the competency. ``scene`` is where the witness arrives. ``loop``, for evidence
    without end, leads from there back to it, and can be taken again and again.
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

    When ``finished`` is false there were too many positions for the limit. What was
    found with a witness is then still true; nothing else is claimed: ``never_*``,
    ``trapped``, ``bounds`` and ``endless`` are empty, and ``proof`` is ``None``.
    ``positions`` counts those that were visited at once.
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
    # the same with each loop taken as one place: what can be counted of a story with loops
    routes: int = 0
    proof: Proof | None = None


def explore(scenario: Scenario, *, limit: int = 200_000) -> Exploration:
    """Visit every position of the scenario.

    The story itself depends on few facts; most are only asked about at its end. So when
    there are more positions than ``limit``, each question (a rule, a key feature ...) is
    answered by a visit that knows only what steers the story and what is asked. Only
    when that is too much as well is the exploration not finished.
    """
    visits = _Visits(scenario, limit)
    story = visits.story
    entered = _entered(story)
    reached = {scene: story.path_to(first) for scene, first in entered.items()}
    told = _told(visits)
    found = Exploration(
        reached=reached,
        dead_ends=_dead_ends(story),
        broken_rules=_broken_rules(visits),
        good_with_error=_good_with_error(visits),
        errors_made=_errors_made(story),
        features_met=_features(visits, met=True),
        features_missed=_features(visits, met=False),
        finished=visits.finished,  # last: what is asked above may have been too much
        positions=visits.positions,
    )
    if not found.finished:
        return found
    knots = Knots(story)
    bounds, endless = _evidence(knots)
    paths = knots.complete_paths()
    endings = {s.id: reached[s.id] for s in scenario.scenes if s.ending and s.id in reached}
    return msgspec.structs.replace(
        found,
        trapped=_trapped(knots),
        never_open=_never_open(story, entered),
        never_told=_never_told(scenario, entered, told),
        never_detoured=_never_detoured(story),
        never_direct=_never_direct(story),
        bounds=bounds,
        endless=endless,
        paths=paths,
        routes=knots.routes() if paths is None else paths,
        proof=None if endless else Proof(found.positions, paths, bounds, endings),
    )


class _Visits:
    """The visits that exploring pays to a scenario.

    ``story`` knows only what steers it, and serves for everything about its paths;
    ``whole`` knows everything.
    """

    PATIENCE = 5  # how many times the limit all visits together may take

    def __init__(self, scenario: Scenario, limit: int) -> None:
        self.scenario, self.limit = scenario, limit
        self.steering = steering(scenario)
        self.story = visit(scenario, limit, self.steering)
        self.whole = visit(scenario, limit)
        self.finished = self.story.finished
        self.left = self.PATIENCE * limit
        self._others: dict[Names, Positions] = {self.steering: self.story}

    @property
    def positions(self) -> int:
        """How many there are; where they were never visited all at once, the most that were."""
        most = max(map(len, self._others.values()))
        return len(self.whole) if self.whole.finished or not self.finished else most

    def asking(self, conditions: Iterable[Condition]) -> Positions:
        """A visit that knows what these conditions ask about."""
        names = self.steering | named(conditions)
        if self.whole.finished or not self.finished:
            return self.whole
        if names not in self._others:
            found = visit(self.scenario, min(self.limit, self.left), names)
            self.left -= len(found)
            self.finished = found.finished
            self._others[names] = found
        return self._others[names]


def _first_where(visits: _Visits, asked: _Asked[_Key]) -> dict[_Key, Found]:
    """For every key with a condition that holds somewhere: a shortest way to where it does."""
    first: dict[_Key, Found] = {}
    for key, places in asked.items():
        positions = visits.asking(condition for _scene, condition in places)
        packing, packed, bits = positions.packing, positions.packed, positions.packing.scene_bits
        found: list[int] = []
        for scene, condition in places:
            test = packing.test(condition, scene.ending)
            if test is not never:
                there = positions.in_scene[packing.scenes[scene.id]]
                found += islice((p for p in there if test(packed[p] >> bits)), 1)
        if found:
            first[key] = _found(positions, str(key), min(found))
    return first


def _found(positions: Positions, what: str, position: int) -> Found:
    return Found(what, positions.scene(position).id, positions.path_to(position))


def _entered(positions: Positions) -> dict[str, int]:
    """For every scene that is reached, the first position in it."""
    scenes = zip(positions.packing.scenario.scenes, positions.in_scene, strict=True)
    entered = [(found[0], scene.id) for scene, found in scenes if found]
    return {scene: first for first, scene in sorted(entered)}


def _dead_ends(positions: Positions) -> tuple[Found, ...]:
    first: dict[str, Found] = {}
    for position in positions.looked_into:
        if not positions.exits(position) and not positions.endings[position]:
            scene = positions.scene(position).id
            first.setdefault(scene, _found(positions, scene, position))
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


def _broken_rules(visits: _Visits) -> tuple[Found, ...]:
    asked: _Asked[str] = {}
    for rule in visits.scenario.rules:
        places = asked.setdefault(rule.id, [])
        for scene in visits.scenario.scenes:
            if rule.never is not None:
                places.append((scene, rule.never))
            if rule.holds is not None and rule.at in (scene.ending, scene.id):
                places.append((scene, Not(rule.holds)))
    return tuple(_first_where(visits, asked).values())


def _good_with_error(visits: _Visits) -> tuple[Found, ...]:
    good = [scene for scene in visits.scenario.scenes if scene.ending == "good"]
    asked = {
        error: [(scene, cast("Condition", Unrepaired(error))) for scene in good]
        for error in visits.scenario.errors()
    }
    return tuple(_first_where(visits, asked).values())


def _errors_made(positions: Positions) -> dict[str, Witness]:
    made: dict[str, Witness] = {}
    for number, position in positions.first_taken.items():
        way = positions.all_ways[number]
        if way.choice.error and way.choice.error not in made:
            made[way.choice.error] = (*positions.path_to(position), way.step)
    return made


def _features(visits: _Visits, *, met: bool) -> dict[str, Witness]:
    endings = [scene for scene in visits.scenario.scenes if scene.ending]
    asked = {
        feature.id: [(end, feature.holds if met else Not(feature.holds)) for end in endings]
        for feature in visits.scenario.key_features
    }
    return {feature: found.witness for feature, found in _first_where(visits, asked).items()}


def _never_open(positions: Positions, entered: dict[str, int]) -> tuple[tuple[str, str], ...]:
    opened = _opened(positions)
    return tuple(
        (scene.id, choice.id)
        for scene in positions.packing.scenario.scenes
        for choice in scene.choices
        if scene.id in entered and not scene.ending and (scene.id, choice.id) not in opened
    )


def _told(visits: _Visits) -> Collection[tuple[str, int]]:
    """The passages with a condition that somebody is told: scene, and number from 0."""
    asked = {
        (scene.id, number): [(scene, passage.when)]
        for scene in visits.scenario.scenes
        for number, passage in enumerate(scene.passages)
        if passage.when is not None
    }
    return _first_where(visits, asked)


def _never_told(
    scenario: Scenario, entered: dict[str, int], told: Collection[tuple[str, int]]
) -> tuple[tuple[str, int], ...]:
    return tuple(
        (scene.id, number)
        for scene in scenario.scenes
        for number, passage in enumerate(scene.passages)
        if scene.id in entered and passage.when is not None and (scene.id, number) not in told
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
