"""The words inside a block: what may stand among them, and their plain text."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from ..language import _
from .diagnostic import Findings

_EMPHASIS = ("em", "strong")
_TEXT = ("text", "text_special", "softbreak", "hardbreak")


def _what(kind: str) -> tuple[str, str]:
    """What a piece of Markdown is called, and what to do instead of it."""
    return {
        "image": (_("an image"), _("Say in words what is seen.")),
        "html_inline": (_("HTML"), _("Write plain words; a < alone is written &lt;.")),
        "html_block": (_("HTML"), _("Write plain words.")),
        "table": (_("a table"), _("Write sentences.")),
        "code_inline": (_("code"), _('Take out the backticks; use "quotes".')),
        "code_block": (_("code"), _("Take out the spaces before the words.")),
        "fence": (_("code"), _("Take out the lines of backticks.")),
        "link": (_("a link outside a choice"), _("Write the words without the link.")),
        "em": (_("emphasis here"), _("Take out the stars; these words are shown as they are.")),
        "strong": (_("emphasis here"), _("Take out the stars; these words are shown as they are.")),
        "s": (_("struck-out text"), _("Take it out.")),
        "hr": (_("a line across the page"), _("Take it out; a ## heading begins a scene.")),
        "ordered_list": (
            _("a numbered list"),
            _('Choices begin with a hyphen: - [What the mentor does.](#scene "choice-id")'),
        ),
        "bullet_list": (_("a list here"), _("Write sentences.")),
        "blockquote": (_("a quote inside a quote"), _("Use one > and no more.")),
        "paragraph": (_("a paragraph here"), _("Make it a bullet, or write it before the list.")),
        "heading": (_("a heading here"), _("Scenes begin at the start of a line with ##.")),
    }.get(kind, (kind, _("Write sentences.")))


def refuse(block: SyntaxTreeNode, line: int, findings: Findings) -> None:
    """Report a block that the format does not have."""
    what, remedy = _what(block.type)
    findings.report(
        "S118", line, _("the format has no place for {what}.").format(what=what), remedy
    )


def refuse_inside(inline: SyntaxTreeNode, line: int, findings: Findings, *, emphasis: bool) -> None:
    """Report what may not stand among words: all but text, and emphasis where it may."""
    allowed = {*_TEXT, *(_EMPHASIS if emphasis else ())}
    below = 0
    for piece in inline.walk(include_self=False):
        below += piece.type in ("softbreak", "hardbreak")
        if piece.type not in allowed:
            refuse(piece, line + below, findings)


def text_of(piece: SyntaxTreeNode) -> str:
    """The text of one piece; a line break is a space."""
    return " " if piece.type in ("softbreak", "hardbreak") else piece.content


def plain(inline: SyntaxTreeNode) -> str:
    """The words alone, on one line, without any Markdown."""
    words = [
        text_of(piece)
        for piece in inline.walk(include_self=False)
        if piece.type in (*_TEXT, "code_inline")
    ]
    return " ".join("".join(words).split())


def one_line(source: str) -> str:
    """Inline Markdown with its line breaks taken out; emphasis stays as it is written."""
    return " ".join(re.sub(r"\\\n", "\n", source).split())
