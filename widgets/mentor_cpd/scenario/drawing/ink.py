"""Ink: colours, type, and marks as pieces of SVG.

In a page a colour is the page's own design token, with ours behind it; in a file that
stands alone it is ours, and a style sheet changes it for dark screens and for paper.
Nothing here writes a ``style`` attribute, which a strict content policy forbids.
"""

from __future__ import annotations

from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from .pen import number

# The design tokens of ui/tokens.css that a picture uses: in light, in dark.
COLOURS = {
    "paper": ("#f8f2e8", "#1e1a17"),
    "card": ("#fffdf8", "#282320"),
    "ink": ("#271f1a", "#f2eadd"),
    "ink-quiet": ("#5d5247", "#bfb3a3"),
    "edge": ("#83735f", "#978977"),
    "accent": ("#0b5b5d", "#82d1c6"),
    "accent-soft": ("#dcebe5", "#1d3a38"),
    "on-accent": ("#ffffff", "#052b2a"),
    "bad": ("#9c2518", "#ffa595"),
    "bad-soft": ("#fae5dd", "#472019"),
    "care": ("#7a4e00", "#efcb78"),
    "care-soft": ("#f9e9c6", "#3b2f15"),
}
_SANS = "Seravek, 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', Ubuntu, sans-serif"


class Type(NamedTuple):
    """How words are set: from their place on, on both sides of it, or up to it (``end``)."""

    size: float
    colour: str = "ink"
    bold: bool = False
    italic: bool = False
    middle: bool = False
    end: bool = False


class Ink(NamedTuple):
    """What marks are made with; ``alone`` when the picture is a file by itself."""

    alone: bool = False

    def family(self) -> str:
        return f"font-family={quoteattr(_SANS if self.alone else f'var(--cpd-sans, {_SANS})')}"

    def of(self, *, fill: str = "none", stroke: str = "") -> str:
        """Attributes for a shape in these colours."""
        said = [self._attribute("fill", fill)]
        if stroke:
            said.append(self._attribute("stroke", stroke))
        if self.alone:
            names = [f"f-{fill}"] * (fill != "none") + [f"s-{stroke}"] * bool(stroke)
            said.append(f'class="{" ".join(names)}"')
        return " ".join(said)

    def _attribute(self, name: str, colour: str) -> str:
        if colour == "none":
            return f'{name}="none"'
        ours = COLOURS[colour][0]
        return f'{name}="{ours}"' if self.alone else f'{name}="var(--cpd-{colour}, {ours})"'

    def words(self, x: float, y: float, words: str, type: Type) -> str:
        """Words on the baseline ``y``."""
        looks = (
            ' font-weight="600"' * type.bold
            + ' font-style="italic"' * type.italic
            + ' text-anchor="middle"' * type.middle
            + ' text-anchor="end"' * type.end
        )
        return (
            f'<text x="{number(x)}" y="{number(y)}" font-size="{number(type.size)}"{looks} '
            f"{self.of(fill=type.colour)}>{escape(words)}</text>"
        )

    def style(self) -> str:
        """The style sheet of a picture that stands alone."""
        dark = "".join(
            f".f-{name}{{fill:{colour}}}.s-{name}{{stroke:{colour}}}"
            for name, (_light, colour) in COLOURS.items()
        )
        return (
            f"<style>@media screen and (prefers-color-scheme:dark){{{dark}}}"
            "@media print{.f-paper{fill:#fff}}</style>"
        )
