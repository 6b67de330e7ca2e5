"""Cards: a scene as a box that lists its choices by number, and how large that makes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...language import _
from ..condition import in_words
from ..model import Choice, Condition, EndingKind, Scenario, Scene
from ..play import Step, play
from .lettering import fold, shorten, wide
from .rows import Box

WIDEST, NARROWEST = 156.0, 96.0
PAD = 8.0
TITLE, WORDS, SMALL = 12.5, 10.5, 9.0  # sizes of type
LEAD = 1.24  # from line to line, in sizes of type
DOT = 6.5  # half the height of a number


class Way(NamedTuple):
    """One way out of a scene: a choice's own, or one of its detours (dashed).

    ``number`` names it in the picture: 1, 2, 2a for the first detour of 2. ``when`` is
    what has to hold for it to be open, where that may be told.
    """

    scene: str
    choice: Choice
    to: str
    number: str
    words: str
    dashed: bool = False
    when: Condition | None = None

    @property
    def room(self) -> float:
        """The width of its number."""
        return max(2 * DOT, wide(self.number, SMALL) + 5)


class Entry(NamedTuple):
    """A way as its card lists it: its lines, below the card's top."""

    way: Way
    lines: list[str]
    top: float

    @property
    def middle(self) -> float:
        return self.top + WORDS * LEAD / 2


@dataclass(frozen=True, slots=True)
class Card:
    """A scene's box. ``over`` stands small above its title; a ``blank`` one hides it."""

    scene: Scene
    over: str
    title: list[str]
    entries: list[Entry]
    width: float
    height: float
    blank: bool = False

    @property
    def indent(self) -> float:
        """Where the words of the entries begin, right of their numbers."""
        return _indent(entry.way for entry in self.entries)

    @property
    def title_top(self) -> float:
        return PAD + (SMALL * LEAD if self.over else 0)

    @property
    def box(self) -> Box:
        return Box(self.scene.id, self.width, self.height, self.title_top + TITLE * LEAD / 2)


def card(scene: Scene, ways: Sequence[Way], over: str) -> Card:
    """The card of a scene with these ways out."""
    room, indent = WIDEST - 2 * PAD, _indent(ways)
    title = fold(scene.title, TITLE, room, bold=True)
    y = PAD + len(title) * TITLE * LEAD + (SMALL * LEAD if over else 0) + 5
    entries = []
    for way in ways:
        said = way.words == way.choice.text  # at length, and in bold where it was taken
        most = 2 if said or way.dashed else 4
        lines = shorten(way.words, WORDS, room - indent, most, bold=said)
        entries.append(Entry(way, lines, y))
        y += len(lines) * WORDS * LEAD + 2.5
    widest = max(
        wide(over, SMALL, bold=True),
        *(wide(line, TITLE, bold=True) for line in title),
        *(indent + wide(line, WORDS, bold=True) for entry in entries for line in entry.lines),
    )
    numbers = sum(way.room + 3 for way in ways) + 3
    width = max(NARROWEST, min(WIDEST, widest + 2 * PAD), numbers)
    width += 2 * PAD if scene.ending else 0  # room for slanting sides
    return Card(scene, over, title, entries, width, y + (DOT + 5 if entries else PAD - 5))


def blank(scene: Scene) -> Card:
    """The card of a scene that is not shown."""
    return Card(scene, "", [_("not visited")], [], NARROWEST, 2 * PAD + TITLE * LEAD, True)


def _indent(ways: Iterable[Way]) -> float:
    return max((wide(way.number, SMALL, bold=True) for way in ways), default=0.0) + 7


def ways_written(scenario: Scenario) -> Iterator[Way]:
    """Every way out of every scene, as an author wrote them."""
    for scene in scenario.scenes:
        for n, choice in enumerate(scene.choices, start=1):
            yield Way(scene.id, choice, choice.to, str(n), choice.id, when=choice.when)
            for m, detour in enumerate(choice.detours):
                words = _("if {condition}").format(condition=in_words(detour.when))
                yield Way(scene.id, choice, detour.to, _lettered(n, m), words, dashed=True)


def ways_seen(scenario: Scenario, path: Iterable[Step]) -> Iterator[Way]:
    """The ways that were open along the path, and where each would have led just then.

    What was closed, and on what a way depended, is not told.
    """
    seen: dict[tuple[str, str], list[str]] = {}
    here = play(scenario)
    for choice in (*(step.choice for step in path), None):
        for open_ in here.choices:
            to = here.choose(open_.id).scene.id
            places = seen.setdefault((here.scene.id, open_.id), [])
            if to not in places:
                places.append(to)
        if choice is not None:
            here = here.choose(choice)
    for scene in scenario.scenes:
        n = 0
        for choice_ in scene.choices:
            places = seen.get((scene.id, choice_.id), [])
            n += bool(places)
            for m, to in enumerate(places):
                number = _lettered(n, m - 1) if m else str(n)
                words = _("another time") if m else choice_.text
                yield Way(scene.id, choice_, to, number, words)


def _lettered(number: int, letter: int) -> str:
    """2a, 2b ...; 2z is followed by 2-27, which nobody needs and nothing breaks on."""
    return f"{number}{chr(ord('a') + letter)}" if letter < 26 else f"{number}-{letter + 1}"


def kind_in_words(kind: EndingKind) -> str:
    return {
        "good": _("Good ending"),
        "mixed": _("Mixed ending"),
        "poor": _("Poor ending"),
        "unsafe": _("Unsafe ending"),
    }[kind]
