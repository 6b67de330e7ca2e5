"""A player who tries everything, and random small scenarios to try it on.

The brute player knows nothing of packed states, knots or orderings: it plays real
playthroughs, keeps every position it has seen, and answers each question in the
plainest way there is. Slow, and so easy to believe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from hypothesis import strategies as st

from mentor_cpd.scenario.condition import State, after, holds
from mentor_cpd.scenario.model import (
    All,
    AnyOf,
    Ask,
    Choice,
    Comparison,
    Condition,
    Detour,
    Effect,
    EndingIs,
    EndingKind,
    Evidence,
    Holds,
    KeyFeature,
    Level,
    Mark,
    Meter,
    Not,
    Passage,
    Rule,
    Scenario,
    Scene,
    Shift,
    Unrepaired,
    Visited,
)
from mentor_cpd.scenario.play import Game, Playthrough

KINDS: tuple[EndingKind, ...] = ("good", "mixed", "poor", "unsafe")

Position = tuple[str, State]


def scenario(*scenes: Scene, **others: Any) -> Scenario:
    """A scenario of these scenes, with nothing else unless it is given."""
    given: dict[str, Any] = {
        "id": "case",
        "title": "A case",
        "module": "listening",
        "edition": 1,
        "use": "practice",
        "minutes": 5,
        "content_note": "",
        "cast": (),
        "meters": (),
        "facts": (),
        "competencies": (),
        "key_features": (),
        "rules": (),
        "debrief": (),
        "cites": (),
    }
    return Scenario(**{**given, **others}, scenes=scenes)


def scene(
    id: str,
    *choices: Choice,
    ending: EndingKind | None = None,
    passages: tuple[Passage, ...] = (),
    **others: Any,
) -> Scene:
    return Scene(id, id.replace("-", " ").capitalize(), passages, choices, ending, **others)


def choice(id: str, to: str, *effects: Effect, earns: int = 0, **others: Any) -> Choice:
    """A choice; ``earns`` are its points for the competency *listening*."""
    evidence = (Evidence("listening", earns),) if earns else ()
    given: dict[str, Any] = {
        "text": f"Do {id}.",
        "effects": effects,
        "evidence": evidence,
        "because": ".",
    }
    return Choice(id, to=to, **{**given, **others})


class Brute:
    """Everything a player can do in a scenario, found by doing it."""

    def __init__(self, scenario: Scenario, most: int = 3_000) -> None:
        self.scenario = scenario
        # the least number of choices that leads to a position
        self.distance: dict[Position, int] = {}
        self.exits: dict[Position, list[tuple[Choice, Position]]] = {}
        here = [Game(scenario).start]
        self.start = self._key(here[0])
        self.distance[self.start] = 0
        while here:
            following = []
            for playthrough in here:
                key = self._key(playthrough)
                self.exits[key] = []
                if playthrough.ending:
                    continue
                for choice in playthrough.choices:
                    there = playthrough.choose(choice.id)
                    self.exits[key].append((choice, self._key(there)))
                    if self._key(there) not in self.distance:
                        self.distance[self._key(there)] = self.distance[key] + 1
                        following.append(there)
            here = following
            if len(self.distance) > most:
                raise OverflowError

    def _key(self, playthrough: Playthrough) -> Position:
        return playthrough.scene.id, playthrough.state

    def ending(self, position: Position) -> EndingKind | None:
        return self.scenario.scene(position[0]).ending

    def holds(self, condition: Condition, position: Position) -> bool:
        return holds(condition, position[1], self.ending(position))

    def nearest(self, positions: Iterable[Position]) -> int | None:
        """The fewest choices to any of the positions; ``None`` when there are none."""
        return min((self.distance[p] for p in positions), default=None)

    def detour(self, choice: Choice, position: Position) -> int | None:
        """Which detour the choice takes here; ``None`` when it leads where its link says."""
        meters = {meter.id: meter for meter in self.scenario.meters}
        then = after(choice, position[1], meters)
        taken = [n for n, detour in enumerate(choice.detours) if holds(detour.when, then)]
        return taken[0] if taken else None

    def ahead(self, position: Position) -> set[Position]:
        """Every position that can follow, this one included."""
        seen, todo = {position}, [position]
        while todo:
            for _choice, there in self.exits[todo.pop()]:
                if there not in seen:
                    seen.add(there)
                    todo.append(there)
        return seen

    def is_dead_end(self, position: Position) -> bool:
        return not self.ending(position) and not self.exits[position]

    def is_trapped(self, position: Position) -> bool:
        """Neither an ending nor a dead end is ahead: the story goes round for ever."""
        return not any(self.ending(p) or self.is_dead_end(p) for p in self.ahead(position))

    def can_end(self, position: Position) -> bool:
        return any(self.ending(p) for p in self.ahead(position))

    def points(self, choice: Choice, competency: str) -> int:
        return sum(e.points for e in choice.evidence if e.competency == competency)

    def is_endless(self, competency: str) -> bool:
        """Some choice earns points, leads back to itself, and still lets the story end."""
        return any(
            self.points(choice, competency) and here in self.ahead(there) and self.can_end(here)
            for here, exits in self.exits.items()
            for choice, there in exits
        )

    def bounds(self, competency: str) -> tuple[int, int] | None:
        """The least and most points of complete paths, by walking on until nothing is new.

        What matters of a walk is where it is and what it has earned. Evidence must not
        be endless, so that there are only so many such pairs.
        """
        seen, todo = {(self.start, 0)}, [(self.start, 0)]
        sums = set()
        while todo:
            here, earned = todo.pop()
            if self.ending(here):
                sums.add(earned)
            for choice, there in self.exits[here]:
                then = there, earned + self.points(choice, competency)
                if then not in seen and self.can_end(there):
                    seen.add(then)
                    todo.append(then)
        return (min(sums), max(sums)) if sums else None

    def complete_paths(self) -> Iterator[tuple[Choice, ...]]:
        """Every complete path's choices, one by one; only for stories without loops."""
        todo: list[tuple[Position, tuple[Choice, ...]]] = [(self.start, ())]
        while todo:
            here, path = todo.pop()
            if self.ending(here):
                yield path
            todo += [(there, (*path, choice)) for choice, there in self.exits[here]]

    def has_loop_that_ends(self) -> bool:
        return any(
            here in self.ahead(there) and self.can_end(here)
            for here, exits in self.exits.items()
            for _choice, there in exits
        )


def ids(prefix: str, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.integers(1, most).map(lambda n: tuple(f"{prefix}-{i}" for i in range(n)))


def conditions(
    scenes: Sequence[str], meters: Sequence[Meter], facts: Sequence[str], errors: Sequence[str]
) -> st.SearchStrategy[Condition]:
    """Conditions over these names, two levels deep at most."""
    single: st.SearchStrategy[Condition] = st.one_of(
        st.sampled_from(facts).map(Holds),
        st.builds(
            Level,
            st.sampled_from([m.id for m in meters]),
            st.sampled_from(get_args(Comparison)),
            st.integers(-1, 4),
        ),
        st.sampled_from(scenes).map(Visited),
        st.sampled_from(errors).map(Unrepaired),
        st.sampled_from(KINDS).map(EndingIs),
    )
    return st.recursive(
        single,
        lambda part: st.one_of(
            part.map(Not),
            st.lists(part, max_size=3).map(tuple).map(All),
            st.lists(part, max_size=3).map(tuple).map(AnyOf),
        ),
        max_leaves=4,
    )


@st.composite
def meters(draw: st.DrawFn, id: str) -> Meter:
    low = draw(st.integers(-1, 1))
    high = low + draw(st.integers(1, 3))
    return Meter(id, id, low, high, draw(st.integers(low, high)))


@st.composite
def scenarios(draw: st.DrawFn, forwards: bool = False, asks: bool = False) -> Scenario:
    """Small whole scenarios: loops, dead ends and contradictions included.

    ``forwards`` leaves out loops: choices lead to later scenes only. ``asks`` lets
    choices ask for writing.
    """
    scene_ids = tuple(f"s{i}" for i in range(draw(st.integers(2, 6))))
    have = [draw(meters(name)) for name in draw(ids("m", 2))]
    facts, errors = draw(ids("f", 2)), ("e-0", "e-1")
    condition = conditions(scene_ids, have, facts, errors)
    effect = st.one_of(
        st.builds(Shift, st.sampled_from([m.id for m in have]), st.sampled_from([-2, -1, 1, 2])),
        st.builds(Mark, st.sampled_from(facts), st.booleans()),
    )
    sometimes = st.one_of(st.none(), st.none(), condition)

    def choices(number: int, place: int) -> st.SearchStrategy[Choice]:
        later = scene_ids[place + 1 :] if forwards else scene_ids
        to = st.sampled_from(later)
        return st.builds(
            Choice,
            id=st.just(f"c{number}"),
            text=st.just("Do it."),
            to=to,
            detours=st.lists(st.builds(Detour, condition, to), max_size=2).map(tuple),
            when=sometimes,
            effects=st.lists(effect, max_size=2).map(tuple),
            asks=st.sampled_from(
                [None, Ask("free-text", "Say."), Ask("concern-record", "Write.")]
                if asks
                else [None]
            ),
            error=st.sampled_from(["", "", "", *errors]),
            repairs=st.lists(st.sampled_from(errors), max_size=1).map(tuple),
            evidence=st.dictionaries(
                st.sampled_from(["listening", "boundaries"]), st.integers(0, 3), max_size=2
            ).map(lambda found: tuple(Evidence(c, p) for c, p in found.items())),
        )

    scenes = []
    for place, name in enumerate(scene_ids):
        last = place == len(scene_ids) - 1
        is_ending = last or (place > 0 and draw(st.integers(0, 3)) == 0)
        passages = tuple(Passage("Told.", when=draw(sometimes)) for _ in range(2))
        count = 0 if is_ending else draw(st.integers(0, 3))
        scenes.append(
            Scene(
                name,
                name,
                passages,
                tuple(draw(choices(number, place)) for number in range(count)),
                draw(st.sampled_from(KINDS)) if is_ending else None,
            )
        )
    rules = (
        Rule("r-never", "Never.", never=draw(condition)),
        Rule("r-kind", "At.", at=draw(st.sampled_from(KINDS)), holds=draw(condition)),
        Rule("r-scene", "There.", at=draw(st.sampled_from(scene_ids)), holds=draw(condition)),
    )
    return scenario(
        *scenes,
        meters=tuple(have),
        facts=facts,
        competencies=("listening", "boundaries"),
        key_features=(KeyFeature("k", "Key.", draw(condition)),),
        rules=rules,
    )
