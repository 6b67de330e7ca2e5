"""Exploring a scenario: every position that any player can reach, and what is proved by it.

A *position* is a scene together with a state. There are finitely many, so all of
them are visited (:mod:`.positions`), breadth first: the first way found to
anything is a shortest one. What is said here is therefore a proof about every
path, and every finding carries a path that shows it.

The scenario must make sense by itself first: every scene, meter and fact that it
names exists, and endings have no choices. ``check`` sees to that.
"""

from __future__ import annotations

import msgspec

from .model import Scenario
from .play import Step

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
    raise NotImplementedError
