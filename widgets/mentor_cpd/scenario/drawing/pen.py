"""A pen that draws SVG paths: straight lines, round corners, and curves that leave upright."""

from __future__ import annotations

BEND = 8.0  # the radius of a corner

Point = tuple[float, float]


class Pen:
    """Draws one path from ``start``, and remembers where it stands."""

    def __init__(self, start: Point) -> None:
        self.x, self.y = start
        self._said = [f"M{spot(self.x, self.y)}"]
        self._corner: Point | None = None

    @property
    def path(self) -> str:
        return "".join(self._said)

    def line(self, x: float, y: float) -> None:
        self._turn(x, y)
        if (x, y) != (self.x, self.y):
            self._said.append(f"L{spot(x, y)}")
        self.x, self.y = x, y

    def corner(self, x: float, y: float) -> None:
        """A straight line to a corner, which what comes next makes round."""
        self._turn(x, y)
        self._corner = x, y

    def curve(self, x: float, y: float) -> None:
        """To a point above or below, leaving and arriving upright."""
        if abs(x - self.x) < 0.5:
            self.line(x, y)
            return
        self._turn(x, y)
        middle = (self.y + y) / 2
        self._said.append(f"C{spot(self.x, middle)} {spot(x, middle)} {spot(x, y)}")
        self.x, self.y = x, y

    def _turn(self, x: float, y: float) -> None:
        """Round the corner that is waiting, on the way to (x, y)."""
        if self._corner is None:
            return
        corner, self._corner = self._corner, None
        before = _towards(corner, (self.x, self.y))
        after = _towards(corner, (x, y))
        self._said.append(f"L{spot(*before)}Q{spot(*corner)} {spot(*after)}")
        self.x, self.y = after


def _towards(start: Point, end: Point) -> Point:
    """The point that lies one bend, or half the way, from ``start`` towards ``end``."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = (across**2 + down**2) ** 0.5
    if not length:
        return start
    share = min(BEND, length / 2) / length
    return start[0] + across * share, start[1] + down * share


def spot(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"


def number(size: float) -> str:
    """A number as SVG needs it: one decimal, and that only where it says something."""
    said = f"{size:.1f}".removesuffix(".0")
    return "0" if said == "-0" else said
