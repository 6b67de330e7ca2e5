"""A case drawn as a picture: scenes in rows, every choice a line with its number.

A scene's box lists its choices by number, and the line of each leaves the box from that
number. So every line can be told from every other, in black and white too, without
words along it. The kinds of ending differ in shape and say what they are.

The picture can be put into a page as it is: no ``style`` attribute, no script, ids of
its own prefix, and colours from the page's design tokens. With ``alone`` it is a file
by itself, with its colours in it, for light and dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from ..language import _, ngettext
from .condition import in_words
from .drawing.card import (
    DOT,
    LEAD,
    PAD,
    SMALL,
    TITLE,
    WORDS,
    Card,
    Entry,
    Way,
    blank,
    card,
    kind_in_words,
    ways_seen,
    ways_written,
)
from .drawing.ink import Ink, Type
from .drawing.layout import Route, arrange
from .drawing.lettering import wide
from .drawing.pen import Point
from .drawing.pen import number as n
from .drawing.rows import Line
from .model import EndingKind, Scenario
from .play import Step

MARGIN = 22.0
NARROW = 320.0  # the least room for what is written above and below
HEADING = 17.0  # the size of its type
DETOUR, BACK = "7 4", "2 4"  # dashes
GROUNDS: dict[EndingKind, tuple[str, str]] = {  # fill and outline
    "good": ("accent-soft", "accent"),
    "mixed": ("card", "edge"),
    "poor": ("care-soft", "care"),
    "unsafe": ("bad-soft", "bad"),
}


def draw(
    scenario: Scenario,
    *,
    path: Sequence[Step] | None = None,
    hide_unvisited: bool = False,
    heading: str = "",
    prefix: str = "picture",
    alone: bool = False,
) -> str:
    """The case as SVG.

    ``path`` is marked, with the number of each step. ``hide_unvisited`` tells no more
    than whoever took the path has met: scenes that it does not enter are blank, and
    choices that were closed and conditions are left out. ``heading`` is written above;
    ``prefix`` keeps ids apart when a page holds several pictures.
    """
    return _Drawing(scenario, path, hide_unvisited and path is not None, Ink(alone)).svg(
        heading, prefix
    )


def describe(scenario: Scenario, path: Iterable[Step] | None = None) -> list[str]:
    """The picture in words, in order: the steps of the path, or else every scene's choices."""
    if path is None:
        return [line for scene in scenario.scenes for line in _scene_in_words(scenario, scene.id)]
    told = []
    here = scenario.start
    for step in path:
        choice = here.choice(step.choice)
        there = scenario.scene(step.to)
        told.append(
            _("In “{scene}”: {choice} This led to “{to}”.").format(
                scene=here.title,
                choice=_sentence(choice.text if choice else step.choice),
                to=there.title,
            )
        )
        here = there
    if here.ending:
        ended = _("The story ended in “{scene}”: {kind}.")
        told.append(ended.format(scene=here.title, kind=kind_in_words(here.ending).lower()))
    else:
        told.append(_("The story is in “{scene}” now.").format(scene=here.title))
    return told


def _scene_in_words(scenario: Scenario, name: str) -> Iterator[str]:
    scene = scenario.scene(name)
    if scene.ending:
        yield _("“{scene}” is an ending: {kind}.").format(
            scene=scene.title, kind=kind_in_words(scene.ending).lower()
        )
    for choice in scene.choices:
        leads = [_("to “{to}”").format(to=scenario.scene(choice.to).title)]
        leads += [
            _("to “{to}” if {condition}").format(
                to=scenario.scene(detour.to).title, condition=in_words(detour.when)
            )
            for detour in choice.detours
        ]
        yield _("In “{scene}”, “{choice}” leads {leads}.").format(
            scene=scene.title, choice=choice.id, leads=", ".join(leads)
        )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”", "…", '"')) else f"{text}."


class Badge(NamedTuple):
    """The steps that take a line, about the middle of a frame that is 17 high."""

    x: float
    y: float
    half: float
    words: str

    def meets(self, other: Badge) -> bool:
        return abs(self.x - other.x) < self.half + other.half + 1 and abs(self.y - other.y) < 18

    def lies_on(self, card: Card, at: Point) -> bool:
        return (
            at[0] - self.half < self.x < at[0] + card.width + self.half
            and at[1] - 8.5 < self.y < at[1] + card.height + 8.5
        )


class _Drawing:
    """One picture while it is drawn."""

    def __init__(
        self, scenario: Scenario, path: Sequence[Step] | None, hides: bool, ink: Ink
    ) -> None:
        self.scenario, self.path, self.ink = scenario, path, ink
        self.visited = {scenario.start.id, *(step.to for step in path or ())}
        self.ways = list(ways_seen(scenario, path or ()) if hides else ways_written(scenario))
        self.cards = list(self._cards(hides))
        self.entries = [(c, entry) for c in self.cards for entry in c.entries]
        self.layout = arrange(
            [c.box for c in self.cards],
            [Line(c.scene.id, e.way.to, e.middle, e.way.room) for c, e in self.entries],
        )
        self.steps = self._steps()
        self.badges = self._badges()

    def _cards(self, hides: bool) -> Iterator[Card]:
        leaving: dict[str, list[Way]] = {}
        for way in self.ways:
            leaving.setdefault(way.scene, []).append(way)
        led_to = {way.to for way in self.ways}
        for scene in self.scenario.scenes:
            if not hides or scene.id in self.visited:
                over = _("Start") if scene is self.scenario.start else ""
                over = kind_in_words(scene.ending) if scene.ending else over
                yield card(scene, leaving.get(scene.id, []), over)
            elif scene.id in led_to:
                yield blank(scene)

    def _steps(self) -> dict[Way, list[int]]:
        """For every way that the path takes, the steps that take it."""
        steps: dict[Way, list[int]] = {}
        known = {(way.scene, way.choice.id, way.to): way for way in reversed(self.ways)}
        for count, step in enumerate(self.path or (), start=1):
            if way := known.get((step.scene, step.choice, step.to)):
                steps.setdefault(way, []).append(count)
        return steps

    def svg(self, heading: str, prefix: str) -> str:
        head = 34.0 if heading else 0.0
        # a line that is taken often has a long badge, which may reach past the boxes
        left = max([0.0, *(badge.half - badge.x for badge in self.badges)])
        right = max([self.layout.width, *(badge.x + badge.half for badge in self.badges)])
        room = max(left + right, NARROW, wide(heading, HEADING, bold=True))
        legend, foot = self._legend(head + self.layout.height + 30, room)
        width, height = room + 2 * MARGIN, foot + 2 * MARGIN
        title, desc = f"{prefix}-title", f"{prefix}-desc"
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="cpd-map" '
                f"aria-labelledby={quoteattr(f'{title} {desc}')} "
                f'viewBox="0 0 {n(width)} {n(height)}" width="{n(width)}" height="{n(height)}" '
                f"{self.ink.family()}>",
                f"<title id={quoteattr(title)}>{escape(heading or self._called())}</title>",
                f"<desc id={quoteattr(desc)}>{escape(self._described())}</desc>",
                *self._ground(),
                f'<g transform="translate({n(MARGIN)} {n(MARGIN)})">',
                self.ink.words(0, 14, heading, Type(HEADING, bold=True)) if heading else "",
                f'<g transform="translate({n(left)} {n(head)})">',
                *self._lines(),
                *map(self._card, self.cards),
                *self._numbers(),
                *map(self._badge, self.badges),
                "</g>",
                *legend,
                "</g></svg>",
            )
        )

    def _ground(self) -> Iterator[str]:
        if self.ink.alone:
            yield self.ink.style()
            yield f'<rect width="100%" height="100%" {self.ink.of(fill="paper")}/>'

    # in words

    def _called(self) -> str:
        return _("Picture of the case “{title}”").format(title=self.scenario.title)

    def _described(self) -> str:
        """How much there is, and the path; a picture that stands alone tells all of it."""
        endings = sum(bool(scene.ending) for scene in self.scenario.scenes)
        scenes = len(self.scenario.scenes) - endings
        choices = sum(len(scene.choices) for scene in self.scenario.scenes)
        said = _("{scenes}, {choices} and {endings}.").format(
            scenes=ngettext("{n} scene", "{n} scenes", scenes).format(n=scenes),
            choices=ngettext("{n} choice", "{n} choices", choices).format(n=choices),
            endings=ngettext("{n} ending", "{n} endings", endings).format(n=endings),
        )
        if self.ink.alone:
            return " ".join((said, *describe(self.scenario, self.path)))
        if self.path is None:
            return said
        steps = len(self.path)
        taken = ngettext(
            "The path that was taken has {n} step.", "The path that was taken has {n} steps.", steps
        )
        return " ".join((said, taken.format(n=steps), describe(self.scenario, self.path)[-1]))

    # lines

    def _lines(self) -> Iterator[str]:
        """Lines that were not taken first, so that the path lies over them."""
        drawn = [
            (entry.way in self.steps, self._line(route, entry.way))
            for (_card, entry), route in zip(self.entries, self.layout.routes, strict=True)
        ]
        yield from (line for taken, line in drawn if not taken)
        yield from (line for taken, line in drawn if taken)

    def _line(self, route: Route, way: Way) -> str:
        taken = way in self.steps
        faint = self.path is not None and not taken
        colour = "accent" if taken else "edge" if faint else "ink-quiet"
        dashes = BACK if route.back else DETOUR if way.dashed else ""
        looks = f'stroke-width="{2.8 if taken else 1 if faint else 1.25}"'
        if dashes:
            looks += f' stroke-dasharray="{dashes}"'
        if taken or route.back:
            looks += ' stroke-linecap="round"'
        return (
            f'<path d="{route.path}" {self.ink.of(stroke=colour)} {looks}/>'
            f'<path d="{_head(route, 4.5 if taken else 3.6)}" {self.ink.of(fill=colour)}/>'
        )

    def _numbers(self) -> Iterator[str]:
        """The number of every way where its line leaves."""
        for (_card, entry), route in zip(self.entries, self.layout.routes, strict=True):
            yield self._number(route, entry.way)

    def _number(self, route: Route, way: Way) -> str:
        taken = way in self.steps
        fill, stroke, ink = (
            ("accent", "accent", "on-accent") if taken else ("card", "ink-quiet", "ink")
        )
        x, y = route.start
        return (
            f'<rect x="{n(x - way.room / 2)}" y="{n(y - DOT)}" width="{n(way.room)}" '
            f'height="{n(2 * DOT)}" rx="{n(DOT)}" {self.ink.of(fill=fill, stroke=stroke)}/>'
            + self.ink.words(x, y + SMALL * 0.36, way.number, Type(SMALL, ink, middle=True))
        )

    def _badges(self) -> list[Badge]:
        """The steps of the path, each beside the line that it takes."""
        taken = [
            (route, entry.way, ", ".join(map(str, self.steps[entry.way])))
            for (_card, entry), route in zip(self.entries, self.layout.routes, strict=True)
            if entry.way in self.steps
        ]
        # numbers first, so that no badge lies on a number that the path takes
        placed = [Badge(*route.start, DOT, "") for route, _way, _words in taken]
        for route, way, words in taken:
            placed.append(self._placed(route, way, words, placed))
        return placed[len(taken) :]

    def _placed(self, route: Route, way: Way, words: str, placed: Sequence[Badge]) -> Badge:
        """Where neither a box nor another badge is, if there is such a place."""
        half = max(8.5, wide(words, WORDS, bold=True) / 2 + 4.5)
        x, y = route.start
        if route.back:
            # above or below its line, further out where others are, or over the box
            outs = [x + DOT + 3 + half + further for further in (0, 20, 40)]
            places = [(out, y + down) for out in outs for down in (-10, 10)]
            top = self.layout.places[way.scene][1]
            places += [(x + aside, top - 13) for aside in (half + 4, -half)]
        else:
            places = [(x + aside, y + 20) for aside in (half + 4, -half - 4)]
            # away from the next line of the path, if there is one close by
            near = [other.x for other in placed if other.y == y and other.x != x]
            places.sort(key=lambda place: any(abs(place[0] - other) < half for other in near))
            # and further out, a step at a time, as far as it takes
            outs = [half + 4 + further for further in range(20, 400, 20)]
            places += [(x + aside, y + 20) for out in outs for aside in (out, -out)]
        badges = [Badge(*place, half, words) for place in places]
        free = (
            badge
            for badge in badges
            if not any(badge.meets(other) for other in placed)
            and not any(badge.lies_on(c, self.layout.places[c.scene.id]) for c in self.cards)
        )
        return next(free, badges[0])

    def _badge(self, badge: Badge) -> str:
        x, y, half, words = badge
        return (
            f'<rect x="{n(x - half)}" y="{n(y - 8.5)}" width="{n(2 * half)}" height="17" rx="4" '
            f'{self.ink.of(fill="accent", stroke="card")} stroke-width="1.5"/>'
            + self.ink.words(
                x, y + WORDS * 0.36, words, Type(WORDS, "on-accent", bold=True, middle=True)
            )
        )

    # cards

    def _card(self, card: Card) -> str:
        x, y = self.layout.places[card.scene.id]
        return (
            f'<g transform="translate({n(x)} {n(y)})">'
            f"{self._outline(card)}{''.join(self._words(card))}</g>"
        )

    def _outline(self, card: Card) -> str:
        ending = None if card.blank else card.scene.ending
        fill, stroke = GROUNDS[ending] if ending else ("card", "edge")
        looks = 'stroke-width="1.2" stroke-linejoin="round"'
        if card.blank:
            looks += ' stroke-dasharray="3 3"'
        elif self.path is not None and card.scene.id in self.visited:
            stroke = stroke if ending else "accent"
            looks = looks.replace("1.2", "2.6")
        ink = self.ink.of(fill=fill, stroke=stroke)
        if ending:
            return f'<path d="{_shape(ending, card.width, card.height)}" {ink} {looks}/>'
        return f'<rect width="{n(card.width)}" height="{n(card.height)}" rx="9" {ink} {looks}/>'

    def _words(self, card: Card) -> Iterator[str]:
        centred = bool(card.scene.ending) or card.blank
        x = card.width / 2 if centred else PAD
        if card.over:
            tone = GROUNDS[card.scene.ending][1] if card.scene.ending else "accent"
            tone = "ink-quiet" if tone == "edge" else tone
            small = Type(SMALL, tone, bold=True, middle=centred)
            yield self.ink.words(x, PAD + SMALL * 0.8, card.over, small)
        quiet = self.path is not None and card.scene.id not in self.visited
        large = Type(TITLE, "ink-quiet" if quiet else "ink", bold=not card.blank, middle=centred)
        for at, line in enumerate(card.title):
            yield self.ink.words(x, card.title_top + TITLE * (at * LEAD + 0.92), line, large)
        for entry in card.entries:
            yield self._entry(entry, card.indent)

    def _entry(self, entry: Entry, indent: float) -> str:
        taken = entry.way in self.steps
        base = entry.top + WORDS * 0.86
        small = Type(SMALL, "accent" if taken else "ink-quiet", bold=taken)
        plain = Type(WORDS, "accent" if taken else "ink", bold=taken, italic=entry.way.dashed)
        words = (
            self.ink.words(PAD + indent, base + at * WORDS * LEAD, line, plain)
            for at, line in enumerate(entry.lines)
        )
        return (
            f"<g><title>{escape(self._told(entry.way))}</title>"
            f"{self.ink.words(PAD, base, entry.way.number, small)}{''.join(words)}</g>"
        )

    def _told(self, way: Way) -> str:
        """The whole of what an entry is short for, for a pointer that rests on it."""
        told = way.choice.text
        if way.dashed:
            return f"{told} ({way.words})"
        if way.when is not None:
            when = _("when {condition}").format(condition=in_words(way.when))
            return f"{told} ({when})"
        return told

    # what stands below

    def _legend(self, y: float, room: float) -> tuple[list[str], float]:
        """What the marks mean, in words; and where that ends."""
        marks = [("", _("a choice, by its number in the box"))]
        if any(way.dashed for way in self.ways):
            marks.append((DETOUR, _("where it leads instead, if its condition holds")))
        if any(route.back for route in self.layout.routes):
            marks.append((BACK, _("back to an earlier scene")))
        if self.steps:
            marks.append(("taken", _("the path that was taken, step by step")))
        said, x = [], 0.0
        for dashes, words in marks:
            length = 38 + wide(words, WORDS) + 16
            if x and x + length > room:
                x, y = 0.0, y + 18
            taken = dashes == "taken"
            looks = f'stroke-width="{2.8 if taken else 1.25}"'
            if dashes and not taken:
                looks += f' stroke-dasharray="{dashes}"'
            ink = self.ink.of(stroke="accent" if taken else "ink-quiet")
            said.append(f'<path d="M{n(x)} {n(y)}h30" {ink} {looks}/>')
            said.append(self.ink.words(x + 38, y + 3.6, words, Type(WORDS, "ink-quiet")))
            x += length
        return said, y + 4


def _head(route: Route, size: float) -> str:
    """An arrowhead: downwards, or leftwards when the line leads back."""
    start = f"M{n(route.end[0])} {n(route.end[1])}"
    if route.back:
        return f"{start}l{n(size * 1.9)} {n(-size)}v{n(size * 2)}z"
    return f"{start}l{n(-size)} {n(-size * 1.9)}h{n(size * 2)}z"


def _shape(kind: EndingKind, w: float, h: float) -> str:
    """The outline of an ending: each kind has a shape of its own."""
    cut = min(13.0, h / 3)
    match kind:
        case "good":  # round ends
            r = n(h / 2)
            arc = f"a{r} {r} 0 0 1 0"
            return f"M{r} 0H{n(w - h / 2)}{arc} {n(h)}H{r}{arc} {n(-h)}z"
        case "mixed":  # pointed ends
            sides = f"L{n(w)} {n(h / 2)}L{n(w - cut)} {n(h)}H{n(cut)}L0 {n(h / 2)}z"
            return f"M{n(cut)} 0H{n(w - cut)}{sides}"
        case "poor":  # leaning
            return f"M{n(cut)} 0H{n(w)}L{n(w - cut)} {n(h)}H0z"
        case "unsafe":  # a stop sign
            right = f"H{n(w - cut)}L{n(w)} {n(cut)}V{n(h - cut)}L{n(w - cut)} {n(h)}"
            return f"M{n(cut)} 0{right}H{n(cut)}L0 {n(h - cut)}V{n(cut)}z"
