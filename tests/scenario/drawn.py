"""What a picture shows, and where: its SVG read back, for tests that look at it."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as Xml
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mentor_cpd.scenario.drawing.lettering import wide

SVG = "{http://www.w3.org/2000/svg}"
CLOSE = 0.3  # numbers in a picture are rounded

Point = tuple[float, float]


class Area(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, other: Area) -> bool:
        return (
            other.left >= self.left - CLOSE
            and other.top >= self.top - CLOSE
            and other.right <= self.right + CLOSE
            and other.bottom <= self.bottom + CLOSE
        )

    def meets(self, other: Area) -> bool:
        """Whether they share more than an edge."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > CLOSE
            and min(self.bottom, other.bottom) - max(self.top, other.top) > CLOSE
        )

    def hides(self, points: Sequence[Point]) -> bool:
        """Whether some of the points lie inside it, and not only at its edge."""
        return any(
            self.left + 1 < x < self.right - 1 and self.top + 1 < y < self.bottom - 1
            for x, y in points
        )


class Shape(NamedTuple):
    """A shape or words, where they stand on the sheet.

    ``group`` holds the numbers of the groups that it lies in, each of which was moved
    into its place: two shapes of one card have the same.
    """

    kind: str
    area: Area
    points: tuple[Point, ...]
    looks: dict[str, str]
    words: str
    group: tuple[int, ...]

    def has(self, **looks: str) -> bool:
        return all(self.looks.get(name.replace("_", "-")) == said for name, said in looks.items())


def shapes(svg: str) -> list[Shape]:
    """All that is drawn, in its order; not the ground."""
    numbers = itertools.count()

    def within(element: Xml.Element, at: Point, group: tuple[int, ...]) -> Iterator[Shape]:
        if moved := re.fullmatch(r"translate\((\S+) (\S+)\)", element.get("transform", "")):
            at = at[0] + float(moved[1]), at[1] + float(moved[2])
            group = (*group, next(numbers))
        kind = element.tag.removeprefix(SVG)
        if kind in ("rect", "circle", "path", "text", "line") and group:
            yield _shape(kind, element, at, group)
        said = [element.text if kind in ("svg", "g") else "", *(one.tail for one in element)]
        assert not "".join(one or "" for one in said).strip(), "words that are in no text"
        for child in element:
            yield from within(child, at, group)

    return list(within(Xml.fromstring(svg), (0.0, 0.0), ()))


def sheet(svg: str) -> Area:
    """The whole of the picture."""
    root = Xml.fromstring(svg)
    left, top, width, height = map(float, root.get("viewBox", "").split())
    assert (root.get("width"), root.get("height")) == tuple(root.get("viewBox", "").split()[2:])
    return Area(left, top, left + width, top + height)


def along(path: str) -> list[Point]:
    """Points along an SVG path, close together."""
    points: list[Point] = []
    first: Point = (0.0, 0.0)
    for letter, said in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        sizes = [float(size) for size in said.split()]
        x, y = points[-1] if points else (0.0, 0.0)
        match letter:
            case "M":
                first = sizes[0], sizes[1]
                points.append(first)
            case "L":
                points += _straight((x, y), (sizes[0], sizes[1]))
            case "l":
                points += _straight((x, y), (x + sizes[0], y + sizes[1]))
            case "H":
                points += _straight((x, y), (sizes[0], y))
            case "h":
                points += _straight((x, y), (x + sizes[0], y))
            case "V":
                points += _straight((x, y), (x, sizes[0]))
            case "v":
                points += _straight((x, y), (x, y + sizes[0]))
            case "Q" | "C":
                points += _bent([(x, y), *zip(sizes[::2], sizes[1::2], strict=True)])
            case "a":  # half a circle, downwards or upwards
                points += [(x + sizes[6] / 2, y + sizes[6] / 2), (x + sizes[5], y + sizes[6])]
            case "z":
                points += _straight((x, y), first)
    return points


def _straight(start: Point, end: Point) -> list[Point]:
    steps = 1 + int(max(abs(end[0] - start[0]), abs(end[1] - start[1])) / 5)
    return [
        (
            start[0] + (end[0] - start[0]) * step / steps,
            start[1] + (end[1] - start[1]) * step / steps,
        )
        for step in range(1, steps + 1)
    ]


def _bent(ends: Sequence[Point]) -> Iterator[Point]:
    """Twenty points of a Bézier curve, after its first."""
    for step in range(1, 21):
        between = list(ends)
        while len(between) > 1:
            between = [
                (a[0] + (b[0] - a[0]) * step / 20, a[1] + (b[1] - a[1]) * step / 20)
                for a, b in itertools.pairwise(between)
            ]
        yield between[0]


def _shape(kind: str, element: Xml.Element, at: Point, group: tuple[int, ...]) -> Shape:
    looks, words, points = dict(element.attrib), "", []
    number = {name: float(said) for name, said in looks.items() if re.fullmatch(r"-?[\d.]+", said)}
    x, y = at[0] + number.get("x", 0.0), at[1] + number.get("y", 0.0)
    if kind == "text":
        words, size = element.text or "", number["font-size"]
        width = wide(words, size, bold="font-weight" in looks)
        x -= {"middle": width / 2, "end": width}.get(looks.get("text-anchor", ""), 0.0)
        area = Area(x, y - size * 0.75, x + width, y + size * 0.22)
    elif kind == "rect":
        area = Area(x, y, x + number["width"], y + number["height"])
    elif kind == "circle":
        x, y, r = at[0] + number["cx"], at[1] + number["cy"], number["r"]
        area = Area(x - r, y - r, x + r, y + r)
    else:
        if kind == "path":
            points = along(looks["d"])
        else:
            points = [(number[f"x{end}"], number[f"y{end}"]) for end in (1, 2)]
        points = [(at[0] + across, at[1] + down) for across, down in points]
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        area = Area(min(xs), min(ys), max(xs), max(ys))
    return Shape(kind, area, tuple(points), looks, words, group)
