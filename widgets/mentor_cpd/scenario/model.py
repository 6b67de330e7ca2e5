"""What a scenario is once it has been read: frozen values, no text format, no I/O.

Every type is a frozen ``msgspec.Struct``, so the canonical JSON of a scenario, its
published JSON Schema and its validation on the way back in all come from these
declarations (:mod:`mentor_cpd.scenario.canon`).
"""

from __future__ import annotations

from typing import Literal

import msgspec

EndingKind = Literal["good", "mixed", "poor", "unsafe"]
Use = Literal["practice", "assessed"]
AskKind = Literal["free-text", "concern-record"]
Comparison = Literal["=", "!=", "<", "<=", ">", ">="]


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a scenario: compared by value, never changed."""


# Conditions: what must hold. Data, never evaluated code.


class Holds(Value, frozen=True, tag="fact"):
    """A fact has been set."""

    fact: str


class Level(Value, frozen=True, tag="meter", rename={"is_": "is"}):
    """A meter compared with a whole number: ``trust >= 3``."""

    meter: str
    is_: Comparison
    than: int


class Visited(Value, frozen=True, tag="visited"):
    """The scene has been entered at least once, now included."""

    scene: str


class EndingIs(Value, frozen=True, tag="ending"):
    """The present scene is an ending of this kind; false in every other scene."""

    kind: EndingKind


class Unrepaired(Value, frozen=True, tag="unrepaired"):
    """A critical error was made and has not been repaired since."""

    error: str


class Not(Value, frozen=True, tag="not"):
    part: Condition


class All(Value, frozen=True, tag="and"):
    """Every part holds; no parts, and it holds."""

    parts: tuple[Condition, ...]


class AnyOf(Value, frozen=True, tag="or"):
    """At least one part holds."""

    parts: tuple[Condition, ...]


Condition = Holds | Level | Visited | EndingIs | Unrepaired | Not | All | AnyOf


# Effects: what a choice changes.


class Shift(Value, frozen=True, tag="shift"):
    """Move a meter by a whole number, stopping at its bounds."""

    meter: str
    by: int


class Mark(Value, frozen=True, tag="mark"):
    """Set a fact, or take it back (``to=False``)."""

    fact: str
    to: bool = True


Effect = Shift | Mark


class Person(Value, frozen=True):
    """One of the cast."""

    id: str
    name: str
    who: str
    tells: str = ""


class Meter(Value, frozen=True):
    """A bounded whole number that choices move.

    ``words`` describe its levels from lowest to highest, spread evenly over
    ``low..high``; a meter that is shown has at least two of them.
    """

    id: str
    label: str
    low: int
    high: int
    start: int
    shown: bool = False
    words: tuple[str, ...] = ()


class KeyFeature(Value, frozen=True):
    """A critical step that learners get wrong; judged at the end of the path."""

    id: str
    says: str
    holds: Condition
    must: bool = True


class Rule(Value, frozen=True):
    """A safety rule that is proved on every path.

    Either ``never`` (the condition holds in no reachable scene and state), or
    ``at`` with ``holds``: the condition holds at every ending of that kind, or
    every time the scene of that id is entered.
    """

    id: str
    says: str
    never: Condition | None = None
    at: str = ""
    holds: Condition | None = None
    cites: tuple[str, ...] = ()


class Passage(Value, frozen=True):
    """A piece of a scene: prose, or speech when ``speaker`` names one of the cast.

    ``text`` is inline Markdown (emphasis and nothing else). ``speaker`` is a cast
    id, ``"you"`` for the mentor, or empty.
    """

    text: str
    speaker: str = ""
    when: Condition | None = None


class Ask(Value, frozen=True):
    """Writing that must be done before the story goes on."""

    kind: AskKind
    prompt: str


class Evidence(Value, frozen=True):
    """Points, zero or more, that a choice earns for a competency."""

    competency: str
    points: int


class Detour(Value, frozen=True):
    """Where a choice leads instead, when ``when`` holds after its effects."""

    when: Condition
    to: str


class Choice(Value, frozen=True):
    id: str
    text: str
    to: str
    detours: tuple[Detour, ...] = ()
    when: Condition | None = None
    effects: tuple[Effect, ...] = ()
    asks: Ask | None = None
    error: str = ""
    repairs: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    because: str = ""


class Scene(Value, frozen=True):
    """A moment of the story; an ending when ``ending`` says which kind.

    ``decides`` names the key features that the decision is about (a *key
    decision*); ``expert`` is what an expert would weigh or say there, shown in
    the debrief only. ``asks_why``: whoever chooses here is asked why, and how sure
    they are, before they see what comes of it.
    """

    id: str
    title: str
    passages: tuple[Passage, ...]
    choices: tuple[Choice, ...] = ()
    ending: EndingKind | None = None
    decides: tuple[str, ...] = ()
    expert: str = ""
    cites: tuple[str, ...] = ()
    asks_why: bool = False

    def choice(self, id: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == id), None)


class Scenario(Value, frozen=True):
    """A whole case. The first scene is where it starts."""

    id: str
    title: str
    module: str
    edition: int
    use: Use
    minutes: int
    content_note: str
    cast: tuple[Person, ...]
    meters: tuple[Meter, ...]
    facts: tuple[str, ...]
    competencies: tuple[str, ...]
    key_features: tuple[KeyFeature, ...]
    rules: tuple[Rule, ...]
    debrief: tuple[str, ...]
    cites: tuple[str, ...]
    scenes: tuple[Scene, ...]

    @property
    def start(self) -> Scene:
        return self.scenes[0]

    def scene(self, id: str) -> Scene:
        """The scene of that id; ``KeyError`` when there is none."""
        for scene in self.scenes:
            if scene.id == id:
                return scene
        raise KeyError(id)

    def errors(self) -> tuple[str, ...]:
        """The critical errors that choices name, in the order of the story."""
        named = (c.error for s in self.scenes for c in s.choices if c.error)
        return tuple(dict.fromkeys(named))
