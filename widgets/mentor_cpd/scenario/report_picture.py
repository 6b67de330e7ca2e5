"""The report as a drawing: a row for each case, with its paths, its evidence and its guessers.

Paths are drawn by tens: from one mark of the scale to the next it is a thousand times as
many. A guesser's cell has the colour of the ending that it came to, and a letter besides,
so that nothing hangs on seeing colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from xml.sax.saxutils import escape

from ..language import _
from .drawing.card import kind_in_words
from .drawing.ink import Ink, Type
from .drawing.lettering import fold, shorten, wide
from .drawing.pen import number as n
from .figures import CaseFigures, Span
from .guessers import GUESSERS, Guessed
from .model import EndingKind
from .picture import GROUNDS
from .report import cases_in_words, habit_in_short, letter_of, verdict
from .report_tables import Report, guessed_in_words, paths_in_words, use_in_words

MARGIN = 24.0
TITLE, WORDS, SMALL = 13.0, 11.0, 10.0  # sizes of type
NAMES = 196.0  # the room for a case's name
PATHS, PATHS_WIDE = 212.0, 140.0  # where the bars of paths begin, and the room for them
EVIDENCE, LABELS, EVIDENCE_WIDE = 386.0, 138.0, 126.0
MATRIX, CELL = 696.0, 48.0
HEAD = 94.0  # from the top to the first row
LINE, GAP = 17.0, 14.0
KINDS: tuple[EndingKind, ...] = ("good", "mixed", "poor", "unsafe")
WIDTH = MATRIX + CELL * len(GUESSERS)


def draw_report(report: Report) -> str:
    """The report's cases as an SVG file that stands alone, for light and dark."""
    return _Drawing(report, Ink(alone=True)).svg()


def describe_report(report: Report) -> str:
    """The drawing in words, a sentence for each case."""
    told = [_("{cases}. {verdict}").format(cases=cases_in_words(report), verdict=verdict(report))]
    for case in report.cases:
        evidence = "; ".join(
            _("{competency} {low} to {high}").format(
                competency=competency, low=n(span.low), high=n(span.high)
            )
            for competency, span in case.evidence.items()
        )
        guessed = "; ".join(
            f"{guesser.label}: {guessed_in_words(at)}"
            for guesser, at in zip(GUESSERS, case.guessed, strict=True)
        )
        told.append(
            _("{title}. Paths: {paths}. Evidence: {evidence}. {guessed}.").format(
                title=case.title, paths=paths_in_words(case), evidence=evidence, guessed=guessed
            )
        )
    return " ".join(told)


class _Drawing:
    """One drawing while it is made."""

    def __init__(self, report: Report, ink: Ink) -> None:
        self.report, self.ink = report, ink
        spans = [span.high for case in report.cases for span in case.evidence.values()]
        self.tens = max([1, *(len(str(case.routes)) for case in report.cases)])
        self.most = max([1, *spans])

    def svg(self) -> str:
        rows = list(self._rows())
        foot = HEAD + sum(height for height, _marks in rows)
        width, height = WIDTH + 2 * MARGIN, foot + 62 + 2 * MARGIN
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
                f'aria-labelledby="report-title report-desc" '
                f'viewBox="0 0 {n(width)} {n(height)}" width="{n(width)}" height="{n(height)}" '
                f"{self.ink.family()}>",
                f'<title id="report-title">{escape(_("The course in figures"))}</title>',
                f'<desc id="report-desc">{escape(describe_report(self.report))}</desc>',
                self.ink.style(),
                f'<rect width="100%" height="100%" {self.ink.of(fill="paper")}/>',
                f'<g transform="translate({n(MARGIN)} {n(MARGIN)})">',
                *self._head(),
                *(mark for _height, marks in rows for mark in marks),
                *self._foot(foot + 22),
                "</g></svg>",
                "",
            )
        )

    def _head(self) -> Iterator[str]:
        yield self.ink.words(0, 15, _("The course in figures"), Type(18, bold=True))
        for x, words, quiet in (
            (PATHS, _("Paths"), _("from mark to mark, × 1,000")),
            (EVIDENCE, _("Evidence"), _("the least and the most of any path")),
            (MATRIX, _("Guessers"), _("and the kind of ending they reach")),
        ):
            yield self.ink.words(x, 42, words, Type(TITLE, bold=True))
            yield self.ink.words(x, 57, quiet, Type(SMALL, "ink-quiet"))
        for column, guesser in enumerate(GUESSERS):
            x = MATRIX + CELL * (column + 0.5)
            small = Type(SMALL, "ink-quiet", middle=True)
            yield self.ink.words(x, HEAD - 14, habit_in_short(guesser), small)

    def _rows(self) -> Iterator[tuple[float, list[str]]]:
        """Each case's row: its height, and its marks."""
        y = HEAD
        for case in self.report.cases:
            name = shorten(case.title, TITLE, NAMES, 2, bold=True)
            height = LINE * max(len(name) + 2, len(case.evidence)) + GAP
            yield height, list(self._row(case, name, y))
            y += height

    def _row(self, case: CaseFigures, name: list[str], y: float) -> Iterator[str]:
        line = f'x1="0" x2="{n(WIDTH)}" y1="{n(y - 6)}" y2="{n(y - 6)}"'
        yield f'<line {line} {self.ink.of(stroke="edge")} stroke-width="0.6"/>'
        for at, words in enumerate(name):
            yield self.ink.words(0, y + LINE * (at + 0.7), words, Type(TITLE, bold=True))
        for at, words in enumerate(
            (
                f"{case.module}, {use_in_words(case)}",
                _("{scenes} scenes, {decisions} decisions").format(
                    scenes=case.scenes, decisions=case.decisions
                ),
            ),
            start=len(name),
        ):
            yield self.ink.words(0, y + LINE * (at + 0.7), words, Type(SMALL, "ink-quiet"))
        yield from self._paths(case, y)
        for at, (competency, span) in enumerate(case.evidence.items()):
            yield from self._evidence(competency, span, y + LINE * at)
        for column, guessed in enumerate(case.guessed):
            yield self._cell(guessed, MATRIX + CELL * column, y)

    def _paths(self, case: CaseFigures, y: float) -> Iterator[str]:
        """The number, and a bar that is as long as the number has tens."""
        said = f"{case.routes:,}" + ("" if case.paths is not None else f" {_('and loops')}")
        lines = fold(said, WORDS, PATHS_WIDE + 16)
        for at, words in enumerate(lines):
            yield self.ink.words(PATHS, y + LINE * (at + 0.7), words, Type(WORDS))
        top = y + LINE * len(lines) + 3
        yield self._track(PATHS, top, PATHS_WIDE)
        long = PATHS_WIDE * log10(max(case.routes, 1)) / self.tens
        yield self._bar(PATHS, top, long)
        for ten in range(0, self.tens + 1, 3):
            x = PATHS + PATHS_WIDE * ten / self.tens
            mark = f'x1="{n(x)}" x2="{n(x)}" y1="{n(top - 2)}" y2="{n(top + 10)}"'
            yield f'<line {mark} {self.ink.of(stroke="ink-quiet")} stroke-width="0.8"/>'

    def _evidence(self, competency: str, span: Span, y: float) -> Iterator[str]:
        """The competency, and a bar from the least to the most that is earned for it."""
        words = shorten(competency, SMALL, LABELS - 8, 1)[0]
        yield self.ink.words(EVIDENCE, y + LINE * 0.7, words, Type(SMALL))
        left = EVIDENCE + LABELS
        step = EVIDENCE_WIDE / self.most
        yield self._track(left, y + 3, EVIDENCE_WIDE)
        yield self._bar(left + step * span.low, y + 3, step * (span.high - span.low))
        told = _("{low} to {high}").format(low=n(span.low), high=n(span.high))
        yield self.ink.words(left + EVIDENCE_WIDE + 6, y + LINE * 0.7, told, Type(SMALL))

    def _track(self, x: float, y: float, long: float) -> str:
        ink = self.ink.of(fill="card", stroke="edge")
        return (
            f'<rect x="{n(x)}" y="{n(y)}" width="{n(long)}" height="8" rx="2" {ink} '
            'stroke-width="0.7"/>'
        )

    def _bar(self, x: float, y: float, long: float) -> str:
        ink = self.ink.of(fill="accent")
        return f'<rect x="{n(x)}" y="{n(y)}" width="{n(max(long, 2))}" height="8" rx="2" {ink}/>'

    def _cell(self, guessed: Guessed, x: float, y: float) -> str:
        told = escape(guessed_in_words(guessed))
        return f"<g><title>{told}</title>{self._letter(guessed.kind, x + 4, y + 4)}</g>"

    def _letter(self, kind: EndingKind | None, x: float, y: float) -> str:
        """A box in the colour of the ending, with its letter."""
        fill, stroke = GROUNDS[kind] if kind else ("card", "edge")
        colour = "ink" if stroke == "edge" else stroke
        ink, high = self.ink.of(fill=fill, stroke=stroke), 28
        return (
            f'<rect x="{n(x)}" y="{n(y)}" width="{n(CELL - 8)}" height="{high}" rx="5" {ink} '
            f'stroke-width="1.2"/>'
            + self.ink.words(
                x + CELL / 2 - 4,
                y + high / 2 + 5,
                letter_of(kind),
                Type(14, colour, bold=True, middle=True),
            )
        )

    def _foot(self, y: float) -> Iterator[str]:
        x = 0.0
        for kind in KINDS:
            words = kind_in_words(kind)
            yield self._letter(kind, x, y - 18)
            yield self.ink.words(x + CELL, y, words, Type(WORDS))
            x += CELL + wide(words, WORDS) + 22
        yield self.ink.words(0, y + 34, verdict(self.report), Type(TITLE, bold=True))
