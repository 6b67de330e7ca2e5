"""Where each part of a case stands in its file."""

from __future__ import annotations


class Lines:
    """Line numbers by place: ``lines.of("scene", "a-shrug", "choice", "wait")``.

    A place that has no line of its own (a default, a part that is absent) has the
    line of the nearest place around it, and line 1 at the last.
    """

    def __init__(self) -> None:
        self._lines: dict[tuple[str, ...], int] = {}

    def note(self, line: int, *place: str) -> None:
        """Remember where ``place`` stands; the first time counts."""
        self._lines.setdefault(place, line)

    def of(self, *place: str) -> int:
        for end in range(len(place), 0, -1):
            if place[:end] in self._lines:
                return self._lines[place[:end]]
        return 1
