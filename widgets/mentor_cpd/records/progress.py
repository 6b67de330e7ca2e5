"""Progress: what the events say about who has done what. Pure folds, nothing stored.

Whether a case is *finished* takes a replay, which needs the scenario: ``practice``
adds that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from .events import DRILL, MOVES, SUBMITTED, Event


@dataclass(frozen=True, slots=True)
class AttemptSoFar:
    """One attempt at a case or drill, so far. ``seq`` is its latest event: newer is greater."""

    id: str
    person: str
    scenario: str
    edition: str | None
    engine: str
    use: str
    began: datetime
    last: datetime
    turn: int
    seq: int
    drilled: bool = False


def attempts(events: Iterable[Event]) -> list[AttemptSoFar]:
    """Every attempt, the one that was played last at the end."""
    found: dict[str, AttemptSoFar] = {}
    for event in events:
        if event.attempt is None or event.turn is None:
            continue
        if event.kind in ("attempted", "drilled"):
            found[event.attempt] = AttemptSoFar(
                id=event.attempt,
                person=event.person,
                scenario=event.body.get("scenario") or event.body["drill"],
                edition=event.edition,
                engine=event.body["engine"],
                use=event.body.get("use", "practice"),
                began=event.at,
                last=event.at,
                turn=0,
                seq=event.seq,
                drilled=event.kind == "drilled",
            )
        elif event.kind in (*MOVES, *DRILL, SUBMITTED) and event.attempt in found:
            found[event.attempt] = replace(
                found[event.attempt], last=event.at, turn=event.turn, seq=event.seq
            )
    return sorted(found.values(), key=lambda attempt: attempt.seq)


def latest(events: Iterable[Event]) -> dict[str, AttemptSoFar]:
    """For each scenario, the attempt that was played last."""
    return {attempt.scenario: attempt for attempt in attempts(events)}


def opened(events: Iterable[Event]) -> dict[str, datetime]:
    """For each module, when it was last opened."""
    return {event.body["module"]: event.at for event in events if event.kind == "opened"}


def first_choices(events: Iterable[Event], *, excluding: str = "") -> dict[str, dict[str, int]]:
    """What people chose when they first stood in each scene: scene to choice to persons.

    The events are those of one case. Each person counts once a scene, by their first
    choice there: who goes back, or plays again, already knows what comes of it.
    """
    first: dict[tuple[str, str], str] = {}
    for event in events:
        if event.kind == "chose" and event.person != excluding:
            first.setdefault((event.person, event.body["scene"]), event.body["choice"])
    counted: dict[str, dict[str, int]] = {}
    for (_person, scene), choice in first.items():
        there = counted.setdefault(scene, {})
        there[choice] = there.get(choice, 0) + 1
    return counted
