"""The map of a curriculum: every item of the job, with the modules that practise it.

A card for each competency lists its items. What is practised has a tick in a full disc,
and says in which modules; what is not has an empty square, and says *not yet*. So the
two differ in shape and in words, and nothing is told by colour alone. Three columns of
cards fit a sheet of A4 or A3, upright.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from ..language import _, ngettext
from .coverage import Coverage, Tally
from .curriculum import Item
from .drawing.ink import Ink, Type
from .drawing.lettering import fold, wide
from .drawing.pen import number as n

MARGIN, GAP, PAD = 24.0, 18.0, 12.0
COLUMNS, COLUMN = 3, 336.0
WIDTH = COLUMNS * COLUMN + (COLUMNS - 1) * GAP
HEADING, WORDS, SMALL = 14.0, 11.0, 9.5  # sizes of type
LEAD = 1.26  # from line to line, in sizes of type
MARK = 5.0  # half the width of a mark
INDENT = 2 * MARK + 8
ROOM = COLUMN - 2 * PAD - INDENT  # for the words of an item
BAR = 5.0  # the height of a bar
# On paper: one sheet, whatever its size.
PRINTED = "<style>@page{margin:8mm}@media print{.cpd-map{width:100vw;height:99vh}}</style>"


def draw_map(
    coverage: Coverage,
    competencies: Mapping[str, str],
    modules: Mapping[str, str],
    *,
    heading: str = "",
    prefix: str = "curriculum",
) -> str:
    """The map as an SVG file that stands alone.

    ``competencies`` and ``modules`` give labels by id, in the order in which they are
    shown; an id without a label is shown as it is.
    """
    return _Map(coverage, competencies, modules, Ink(alone=True)).svg(heading, prefix)


def describe_map(
    coverage: Coverage, competencies: Mapping[str, str], modules: Mapping[str, str]
) -> list[str]:
    """The map in words: a sentence for the whole, and two for each competency."""
    told = [summary(coverage)]
    for one in coverage.competencies(competencies):
        label = competencies.get(one, one)
        said = of_all(coverage.tally(competency=one))
        told.append(_("{competency}: {count} practised.").format(competency=label, count=said))
        practised = [item for item in coverage.curriculum.of(one) if coverage.of(item)]
        told += [
            _("{item}: {where}.").format(item=item.item, where=where(coverage, item, modules))
            for item in practised
        ]
        missing = [item.item for item in coverage.not_yet(competency=one)]
        if missing:
            told.append(_("Not yet: {items}.").format(items="; ".join(missing)))
    return told


def summary(coverage: Coverage) -> str:
    """How much of the curriculum is practised, in a sentence."""
    tally = coverage.tally()
    return ngettext(
        "{practised} of {n} item is practised in a decision or a drill question.",
        "{practised} of {n} items are practised in a decision or a drill question.",
        tally.items,
    ).format(practised=tally.practised, n=tally.items)


def of_all(tally: Tally) -> str:
    return _("{practised} of {items}").format(practised=tally.practised, items=tally.items)


def where(coverage: Coverage, item: Item, modules: Mapping[str, str]) -> str:
    """The modules that practise an item, each with its number of places."""
    counts = coverage.modules_of(item)
    order = dict.fromkeys((*(one for one in modules if one in counts), *counts))
    return " · ".join(
        _("{module} {count}").format(module=modules.get(one, one), count=counts[one])
        for one in order
    )


class _Row(NamedTuple):
    """An item as its card shows it. ``beside``: the small words follow on its last line."""

    item: Item
    lines: list[str]
    small: list[str]
    beside: bool
    height: float


class _Card(NamedTuple):
    competency: str
    title: list[str]
    rows: list[_Row]
    height: float


class _Map:
    """One map while it is drawn."""

    def __init__(
        self,
        coverage: Coverage,
        competencies: Mapping[str, str],
        modules: Mapping[str, str],
        ink: Ink,
    ) -> None:
        self.coverage, self.competencies, self.modules = coverage, competencies, modules
        self.ink = ink
        self.cards = [self._card(one) for one in coverage.competencies(competencies)]

    def svg(self, heading: str, prefix: str) -> str:
        title, desc = f"{prefix}-title", f"{prefix}-desc"
        heading = heading or _("What this course practises")
        words = " ".join(describe_map(self.coverage, self.competencies, self.modules))
        top, y = self._top(heading)
        columns = _columns(self.cards)
        drawn = [self._column(cards, at * (COLUMN + GAP), y) for at, cards in enumerate(columns)]
        foot = y + max(map(_height, columns))
        width, height = WIDTH + 2 * MARGIN, foot + 2 * MARGIN
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="cpd-map" '
                f"aria-labelledby={quoteattr(f'{title} {desc}')} "
                f'viewBox="0 0 {n(width)} {n(height)}" width="{n(width)}" height="{n(height)}" '
                f"{self.ink.family()}>",
                f"<title id={quoteattr(title)}>{escape(heading)}</title>",
                f"<desc id={quoteattr(desc)}>{escape(words)}</desc>",
                self.ink.style(),
                PRINTED,
                f'<rect width="100%" height="100%" {self.ink.of(fill="paper")}/>',
                f'<g transform="translate({n(MARGIN)} {n(MARGIN)})">',
                *top,
                *(piece for column in drawn for piece in column),
                "</g></svg>",
            )
        )

    # above the cards

    def _top(self, heading: str) -> tuple[list[str], float]:
        """The heading, the sum, a bar for each kind of item, and what the marks mean."""
        said = [
            self.ink.words(0, 18, heading, Type(21, bold=True)),
            self.ink.words(0, 40, summary(self.coverage), Type(13)),
        ]
        y = 62.0
        kinds = self.coverage.kinds()
        room = (WIDTH - (len(kinds) - 1) * GAP) / max(len(kinds), 1)
        for at, kind in enumerate(kinds):
            x, tally = at * (room + GAP), self.coverage.tally(kind=kind)
            label = kinds_in_words()[kind]
            said.append(self.ink.words(x, y + 8, label, Type(WORDS, bold=True)))
            said.append(self._count(x + room, y + 8, tally))
            said.append(self._bar(x, y + 15, room, tally))
        y += 45
        marks = (
            (True, _("practised, with the number of decisions and questions")),
            (False, _("not yet")),
        )
        for at, (practised, words) in enumerate(marks):
            x = at * (COLUMN + GAP) + MARK
            said.append(self._mark(x, y, practised))
            said.append(self.ink.words(x + 13, y + 3.6, words, Type(WORDS, "ink-quiet")))
        words = _("bold: ESCO calls it essential")
        x = 2 * (COLUMN + GAP)
        said.append(self.ink.words(x, y + 3.6, words, Type(WORDS, "ink-quiet", bold=True)))
        return said, y + 20

    def _count(self, right: float, y: float, tally: Tally) -> str:
        words = of_all(tally)
        return self.ink.words(right, y, words, Type(WORDS, "ink-quiet", end=True))

    def _bar(self, x: float, y: float, room: float, tally: Tally) -> str:
        """How many of how many, as a length; the numbers stand beside it."""
        full = room * tally.practised / tally.items
        shape = f'x="{n(x)}" y="{n(y)}" height="{n(BAR)}" rx="{n(BAR / 2)}"'
        said = f'<rect {shape} width="{n(room)}" {self.ink.of(fill="card", stroke="edge")}/>'
        if full:
            said += f'<rect {shape} width="{n(max(full, BAR))}" {self.ink.of(fill="accent")}/>'
        return said

    # cards

    def _card(self, competency: str) -> _Card:
        label = self.competencies.get(competency, competency)
        count = of_all(self.coverage.tally(competency=competency))
        room = COLUMN - 2 * PAD - wide(count, WORDS) - 10
        title = fold(label, HEADING, room, bold=True)
        rows = [self._row(item) for item in self.coverage.curriculum.of(competency)]
        height = PAD + len(title) * HEADING * LEAD + 16 + sum(r.height for r in rows) + PAD - 4
        return _Card(competency, title, rows, height)

    def _row(self, item: Item) -> _Row:
        practised = bool(self.coverage.of(item))
        said = where(self.coverage, item, self.modules) if practised else _("not yet")
        bold = item.need == "essential"
        lines = fold(item.item, WORDS, ROOM, bold=bold)
        taken = wide(lines[-1], WORDS, bold=bold) + 10
        beside = taken + wide(said, SMALL) <= ROOM
        small = fold(said, SMALL, ROOM)
        height = len(lines) * WORDS * LEAD + (not beside) * len(small) * SMALL * LEAD + 5
        return _Row(item, lines, small, beside, height)

    def _column(self, cards: Iterable[_Card], x: float, y: float) -> Iterator[str]:
        for card in cards:
            yield f'<g transform="translate({n(x)} {n(y)})">'
            yield (
                f'<rect width="{n(COLUMN)}" height="{n(card.height)}" rx="8" '
                f"{self.ink.of(fill='card', stroke='edge')}/>"
            )
            yield from self._inside(card)
            yield "</g>"
            y += card.height + GAP

    def _inside(self, card: _Card) -> Iterator[str]:
        y = PAD
        for line in card.title:
            yield self.ink.words(PAD, y + HEADING * 0.86, line, Type(HEADING, bold=True))
            y += HEADING * LEAD
        tally = self.coverage.tally(competency=card.competency)
        yield self._count(COLUMN - PAD, PAD + HEADING * 0.86, tally)
        yield self._bar(PAD, y, COLUMN - 2 * PAD, tally)
        y += 16
        for row in card.rows:
            yield from self._item(row, y)
            y += row.height

    def _item(self, row: _Row, y: float) -> Iterator[str]:
        practised, bold = bool(self.coverage.of(row.item)), row.item.need == "essential"
        yield self._mark(PAD + MARK, y + WORDS * 0.55, practised)
        x = PAD + INDENT
        colour = "ink" if practised else "ink-quiet"
        for line in row.lines:
            yield self.ink.words(x, y + WORDS * 0.88, line, Type(WORDS, colour, bold=bold))
            y += WORDS * LEAD
        looks = Type(
            SMALL, "accent" if practised else "ink-quiet", italic=not practised, end=row.beside
        )
        if row.beside:
            y -= WORDS * (LEAD - 0.88)
            yield self.ink.words(COLUMN - PAD, y, row.small[0], looks)
            return
        for line in row.small:
            yield self.ink.words(x, y + SMALL * 0.8, line, looks)
            y += SMALL * LEAD

    def _mark(self, x: float, y: float, practised: bool) -> str:
        """A tick in a full disc, or an empty square."""
        if not practised:
            side = 2 * MARK - 2
            return (
                f'<rect x="{n(x - side / 2)}" y="{n(y - side / 2)}" width="{n(side)}" '
                f'height="{n(side)}" {self.ink.of(fill="card", stroke="ink-quiet")}/>'
            )
        tick = f"M{n(x - 2.4)} {n(y + 0.2)}l1.8 2l3.2 -4.2"
        return (
            f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(MARK)}" {self.ink.of(fill="accent")}/>'
            f'<path d="{tick}" {self.ink.of(stroke="on-accent")} stroke-width="1.5" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )


def kinds_in_words() -> dict[str, str]:
    """What the record's kinds of item are called above a number of them."""
    return {
        "knowledge": _("Knowledge"),
        "skill": _("Skills"),
        "responsibility": _("Responsibilities"),
        "quality": _("Qualities"),
        "barrier": _("Barriers"),
    }


def _height(cards: Iterable[_Card]) -> float:
    heights = [card.height for card in cards]
    return sum(heights) + GAP * max(len(heights) - 1, 0)


def _columns(cards: Sequence[_Card]) -> list[Sequence[_Card]]:
    """The cards in columns, in their order: each as low as can be, the tallest first of all.

    Of several ways the one that fills the left: few cards do not stand at the right.
    """
    most = len(cards)
    splits = [
        (cards[:one], cards[one:two], cards[two:])
        for one in range(most, -1, -1)
        for two in range(most, one - 1, -1)
    ]
    return list(min(splits, key=lambda split: sorted(map(_height, split), reverse=True)))
