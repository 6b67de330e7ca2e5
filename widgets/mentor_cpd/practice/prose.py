"""Emphasis and terms as a list of typed spans, so that the page builds text and never markup."""

from __future__ import annotations

import re
from html import unescape
from typing import NotRequired, TypedDict

from .terms import Note, Terms

# What a case's words may hold beside text (scenario/inline.py): emphasis in stars or
# underscores, and the two ways of writing a character that would mean something else.
_MARK = re.compile(
    r"\\(?P<plain>[^\w\s])"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});)"
    r"|\*\*(?=\S)(?P<strong>.+?)(?<=\S)\*\*"
    r"|\*(?=\S)(?P<em>.+?)(?<=\S)\*"
    r"|(?<!\w)__(?=\S)(?P<strong_>.+?)(?<=\S)__(?!\w)"
    r"|(?<!\w)_(?=\S)(?P<em_>.+?)(?<=\S)_(?!\w)"
)


Span = TypedDict("Span", {"text": str, "as": NotRequired[str], "term": NotRequired[Note]})


def spans(text: str, terms: Terms | None = None) -> list[Span]:
    """The text in order, each piece plain, ``em`` or ``strong``.

    With the ``terms`` of a section, a short form that stands there for the first time
    is a piece of its own, with the note that opens there.
    """
    pieces = _emphasised(text)
    if terms is None:
        return pieces
    found: list[Span] = []
    for piece in pieces:
        for words, note in terms.pieces(piece["text"]):
            part: Span = {**piece, "text": words}
            if note:
                part["term"] = note
            found.append(part)
    return found


def _emphasised(text: str) -> list[Span]:
    found: list[Span] = []
    end = 0

    def put(piece: str, kind: str = "") -> None:
        if not piece:
            return
        if found and found[-1].get("as", "") == kind:
            found[-1]["text"] += piece
        else:
            found.append({"text": piece, "as": kind} if kind else {"text": piece})

    for match in _MARK.finditer(text):
        put(text[end : match.start()])
        if strong := match["strong"] or match["strong_"]:
            put(plain(strong), "strong")
        elif em := match["em"] or match["em_"]:
            put(plain(em), "em")
        else:
            put(match["plain"] or unescape(match["entity"]))
        end = match.end()
    put(text[end:])
    return found


def plain(text: str) -> str:
    """The text without its emphasis."""
    return "".join(span["text"] for span in _emphasised(text))
