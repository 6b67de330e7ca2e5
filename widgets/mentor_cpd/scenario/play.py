"""Playing a scenario: a playthrough is a value, and a choice makes the next one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import msgspec

from ..errors import CpdError
from ..language import _
from .condition import State, after, holds, watched_scenes
from .model import Choice, EndingKind, Meter, Passage, Scenario, Scene


class NotOpen(CpdError):
    """The choice does not exist here, or its condition does not hold."""


class Step(NamedTuple):
    """One choice taken, and the scene that it led to. All three are ids."""

    scene: str
    choice: str
    to: str


class Game:
    """A scenario made ready to play: its lookups, built once and shared."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.scenes: dict[str, Scene] = {scene.id: scene for scene in scenario.scenes}
        self.meters: dict[str, Meter] = {meter.id: meter for meter in scenario.meters}
        self._watched = watched_scenes(scenario)

    @cached_property
    def start(self) -> Playthrough:
        """Before the first choice."""
        state = State(meters=tuple((m.id, m.start) for m in self.scenario.meters))
        return Playthrough(self, self.scenario.start, self.entering(self.scenario.start.id, state))

    def entering(self, scene: str, state: State) -> State:
        """The state once ``scene`` has been entered."""
        if scene not in self._watched or scene in state.visited:
            return state
        return msgspec.structs.replace(state, visited=state.visited | {scene})

    def lead(self, choice: Choice, state: State) -> tuple[str, State]:
        """Where an open choice leads from ``state``: the scene's id, and the state there."""
        state = after(choice, state, self.meters)
        to = next((d.to for d in choice.detours if holds(d.when, state)), choice.to)
        return to, self.entering(to, state)

    def open_choices(self, scene: Scene, state: State) -> tuple[Choice, ...]:
        """The choices of ``scene`` that ``state`` opens, in the order written."""
        return tuple(c for c in scene.choices if c.when is None or holds(c.when, state))


@dataclass(frozen=True, slots=True)
class Playthrough:
    """Where a player stands: the scene, the state, and the line of steps that led here.

    Nothing in it was chosen by anyone but the player; everything else about it
    follows from the scenario.
    """

    game: Game
    scene: Scene
    state: State
    line: tuple[Step, ...] = ()

    @property
    def ending(self) -> EndingKind | None:
        """The kind of ending reached, or ``None`` while the story goes on."""
        return self.scene.ending

    @property
    def passages(self) -> tuple[Passage, ...]:
        """What is told here: the scene's passages whose conditions hold."""
        return tuple(
            passage
            for passage in self.scene.passages
            if passage.when is None or holds(passage.when, self.state, self.ending)
        )

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen here."""
        return self.game.open_choices(self.scene, self.state)

    def choose(self, id: str) -> Playthrough:
        """The playthrough after the choice of that id.

        Raises :class:`NotOpen` when the scene has no such choice or it is not open.
        """
        choice = next((c for c in self.choices if c.id == id), None)
        if choice is None:
            raise NotOpen(
                _('"{choice}" is not a choice in "{scene}" now.').format(
                    choice=id, scene=self.scene.id
                ),
                _("Open here: {choices}.").format(
                    choices=", ".join(c.id for c in self.choices) or _("nothing")
                ),
            )
        to, state = self.game.lead(choice, self.state)
        step = Step(self.scene.id, choice.id, to)
        return Playthrough(self.game, self.game.scenes[to], state, (*self.line, step))


def play(scenario: Scenario, *choices: str) -> Playthrough:
    """The playthrough that takes these choices from the start.

    Raises :class:`NotOpen` at the first choice that is not open.
    """
    here = Game(scenario).start
    for choice in choices:
        here = here.choose(choice)
    return here
