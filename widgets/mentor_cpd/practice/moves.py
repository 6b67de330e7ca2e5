"""A move of a player and its event in the log, each made from the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, assert_never

from ..records.events import Event
from ..scenario.transcript import AnyMove, Chose, Explained, WentBack, Wrote

WHY = "why"  # the part under which the text of an explanation is kept


def to_log(move: AnyMove) -> tuple[str, Mapping[str, Any], Mapping[str, str]]:
    """The kind, body and texts of the move's event."""
    match move:
        case Chose(scene=scene, choice=choice):
            return "chose", {"scene": scene, "choice": choice}, {}
        case Explained(text=text, sure=sure):
            return "explained", {"sure": sure}, {WHY: text} if text else {}
        case Wrote(kind=kind, parts=parts):
            return "wrote", {"ask": kind}, {part: text for part, text in parts.items() if text}
        case WentBack(to=to):
            return "went-back", {"to": to}, {}
        case _:
            assert_never(move)


def from_log(
    events: Iterable[Event], texts: Mapping[int, Mapping[str, str]]
) -> tuple[AnyMove, ...]:
    """The moves of one attempt. What was written and has been erased since is empty."""
    found: list[AnyMove] = []
    for event in events:
        written = texts.get(event.turn or 0, {})
        match event.kind:
            case "chose":
                found.append(Chose(event.body["scene"], event.body["choice"]))
            case "explained":
                found.append(Explained(written.get(WHY, ""), event.body["sure"]))
            case "wrote":
                found.append(Wrote(event.body["ask"], dict(written)))
            case "went-back":
                found.append(WentBack(event.body["to"]))
    return tuple(found)
