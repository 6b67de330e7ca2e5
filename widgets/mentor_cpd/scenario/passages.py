"""A paragraph into a passage: when it is told, who speaks, and the words."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from ..language import _
from .diagnostic import listed
from .front import YOU
from .ids import Cell
from .inline import one_line, refuse, refuse_inside
from .model import Condition, Passage
from .names import shortened
from .page import Page

_WHEN = re.compile(r"([*_])When\s+(.+?):\1\s*(.*)", re.DOTALL)
_WHEN_AMISS = re.compile(r"([*_]+)[Ww]hen\b[^*_]*(?:\1\s*:|:\1)")
_SPEAKER = re.compile(r"\*\*([^*]+?):\*\*\s*(.*)", re.DOTALL)
_SPEAKER_AMISS = re.compile(r"\*\*([^*:]+)\*\*\s*:|__([^_:]+):?__\s*:?|([A-Z][\w .'’-]{0,40}):\s")
_MENTOR = "You"  # the name that stands before what the mentor says


def read_prose(block: SyntaxTreeNode, page: Page) -> Passage:
    """The passage of a paragraph that stands by itself."""
    text, condition = _told_when(block, page)
    said = _SPEAKER.match(text)
    if said and said[1].strip() in {*(page.names.cast or ()), _MENTOR}:
        page.report(
            "S117",
            page.line(block),
            _("{name} speaks outside a quote.").format(name=said[1].strip()),
            _("Begin the paragraph with > and a space."),
        )
    return _passage(text, "", condition, block, page)


def read_speech(block: SyntaxTreeNode, page: Page) -> list[tuple[Passage, int]]:
    """The passages of a quote, each with its line. Whoever has begun goes on speaking."""
    found = []
    speaker = ""
    for part in block.children:
        if part.type != "paragraph":
            refuse(part, page.line(part), page.findings)
            continue
        text, condition = _told_when(part, page)
        speaker, words = _speaker(text, part, page, before=speaker)
        found.append((_passage(words, speaker, condition, part, page), page.line(part)))
    return found


def _told_when(block: SyntaxTreeNode, page: Page) -> tuple[str, Condition | None]:
    """The paragraph's text, and the condition that stood before it."""
    line = page.line(block)
    refuse_inside(block.children[0], line, page.findings, emphasis=True)
    text = one_line(block.children[0].content)
    when = _WHEN.fullmatch(text)
    if when:
        return when[3], page.names.condition(Cell(when[2], line), page.findings)
    if _WHEN_AMISS.match(text):
        page.report(
            "S114",
            line,
            _("this paragraph begins with a condition that is not understood."),
            _("Write it in single stars with the colon inside: *When trust >= 3:* She turns."),
        )
    return text, None


def _speaker(text: str, block: SyntaxTreeNode, page: Page, *, before: str) -> tuple[str, str]:
    """Who speaks (an id, empty when nobody known does), and the words."""
    said = _SPEAKER.fullmatch(text)
    if said is None:
        if not before or _SPEAKER_AMISS.match(text):
            page.report(
                "S117",
                page.line(block),
                _("nobody is named before these words."),
                _("Begin with who speaks, the colon inside the stars: > **You:** …"),
            )
        return before, text
    name, words = said[1].strip(), said[2]
    known = page.names.cast
    if name == _MENTOR:
        return YOU, words
    if known is not None and name not in known:
        names = [*known, _MENTOR]
        page.report(
            "S117",
            page.line(block),
            _('"{name}" is nobody in the cast.').format(name=shortened(name)),
            page.findings.nearest(
                name, names, _("The cast is {names}.").format(names=listed(names))
            ),
        )
    return (known or {}).get(name, ""), words


def _passage(
    text: str, speaker: str, condition: Condition | None, block: SyntaxTreeNode, page: Page
) -> Passage:
    if not text:
        page.report(
            "S127",
            page.line(block),
            _("this paragraph tells nothing."),
            _("Write what is told, or take it out."),
        )
    return Passage(text, speaker, condition)
