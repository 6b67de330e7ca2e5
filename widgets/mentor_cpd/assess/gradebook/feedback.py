"""nbgrader's feedback pages, made so that they ask nobody for anything and run nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from ...language import _
from ..submission import Submission
from .course import Places

KEPT: Final = "told"
_SCRIPT: Final = re.compile(r"<script\b.*?</script\s*>", re.IGNORECASE | re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK: Final = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_STYLE: Final = re.compile(r"<style\b.*?</style\s*>", re.IGNORECASE | re.DOTALL)
_BODY: Final = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_HEAD: Final = re.compile(r"</head\s*>", re.IGNORECASE)
# What nbgrader's page lacks for readers: links that are told from text, headings that hold
# all their words, and lines that wrap where there is no room, for nothing can be scrolled
# to by keyboard.
_SEEN: Final = """<style>
a, a:visited { color: #0b4f6c; text-decoration: underline; }
.panel .panel-heading { background: #174a73; color: #fff; }
.panel .panel-heading { height: auto !important; }
.panel .panel-heading .pull-right { float: none !important; display: block; }
.panel .panel-heading :is(a, a:visited, .pull-right) { color: #fff !important; }
pre, .highlight { white-space: pre-wrap !important; overflow: visible !important; }
div { overflow-x: visible !important; }
</style>"""
_FETCHED: Final = re.compile(r"@import\s[^;]*;|url\(\s*['\"]?(?!data:|#)[^)]*\)", re.IGNORECASE)


def made_plain(html: str) -> str:
    """The page without MathJax, which it would fetch, and without any other script.

    What people wrote in it has been cleaned before (``cleaning.py``); what goes here is
    nbgrader's and nbconvert's own.
    """
    for what in (_SCRIPT, _COMMENT, _LINK):
        html = what.sub("", html)
    html = _STYLE.sub(lambda style: _FETCHED.sub("", style[0]), html)
    html = _HEAD.sub(lambda end: _SEEN + end[0], html, count=1)
    return html.replace("<html>", '<html lang="en-GB">', 1)  # a screen reader wants to know


def labelled(html: str, one: Submission) -> str:
    """The page with what has to be said wherever its results stand."""
    said = "".join(f'<p role="note"><strong>{escape(words)}</strong></p>' for words in _labels(one))
    said = f'<div class="container">{said}</div>' if said else ""  # as wide as the rest of it
    return _BODY.sub(lambda body: body[0] + said, html, count=1)


def page(places: Places, submission: str, released: int) -> Path:
    """Where the page of a submission lies, as it was released by the event of that place."""
    return places.step(KEPT) / f"{submission}-{released}.html"


def keep(path: Path, html: str) -> None:
    """Put it there, whole; those of earlier releases go."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_text(html, encoding="utf-8")
    half.replace(path)
    for other in path.parent.glob(f"{path.stem.rpartition('-')[0]}-*.html"):
        if other != path:
            other.unlink()


def forget(places: Places, submission: str) -> None:
    """Take away what is kept of a submission."""
    for path in places.step(KEPT).glob(f"{submission}-*.html"):
        path.unlink()


def _labels(one: Submission) -> Iterator[str]:
    if one.single_marked:
        yield _("Single-marked: one trainer has marked it.")
    if one.unwitnessed:
        yield _("Unwitnessed: it came as files.")
