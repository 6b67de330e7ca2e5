"""Inline emphasis as a list of typed spans, so that the page builds text and never markup."""

from __future__ import annotations

import re
from typing import NotRequired, TypedDict

# `**strong**` before `*em*`; a backslash makes the next character plain.
_MARK = re.compile(r"\\([^\w\s])|\*\*(?=\S)(.+?)(?<=\S)\*\*|\*(?=\S)(.+?)(?<=\S)\*", re.DOTALL)


Span = TypedDict("Span", {"text": str, "as": NotRequired[str]})


def spans(text: str) -> list[Span]:
    """The text in order, each piece plain, ``em`` or ``strong``."""
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
        plain, strong, em = match.groups()
        put(plain or strong or em, "strong" if strong else "em" if em else "")
        end = match.end()
    put(text[end:])
    return found


def plain(text: str) -> str:
    """The text without its emphasis marks."""
    return "".join(span["text"] for span in spans(text))
