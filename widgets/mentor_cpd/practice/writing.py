"""What a mentor is asked to write: its parts, and what a machine can say about it.

A machine checks that the parts are there and that a child's words were kept. Whether
fact and opinion are held apart is for a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from ..language import _
from ..scenario.model import AskKind
from .prose import plain

# Fewer words than this are anybody's: "It's fine", "I don't know".
_FEWEST_WORDS = 4


class Part(msgspec.Struct, frozen=True):
    """One box of a form. ``name`` is what it is kept under."""

    name: str
    label: str
    hint: str = ""
    lines: int = 1


def parts_of(kind: AskKind) -> tuple[Part, ...]:
    """The boxes of a form, in the order in which they are filled."""
    if kind == "free-text":
        return (Part("text", _("What you would say or write"), lines=5),)
    return (
        Part("when", _("When"), _("The day and the time, as near as you know.")),
        Part("where", _("Where"), _("The place, and who else was there.")),
        Part(
            "words",
            _("The exact words"),
            _("What the child said, in the child’s own words."),
            lines=3,
        ),
        Part(
            "questions",
            _("The questions you asked"),
            _("Every one, as you asked it. If you asked none, say so."),
            lines=2,
        ),
        Part(
            "seen", _("What you saw"), _("Only what anyone in the room could have seen."), lines=2
        ),
        Part(
            "opinion",
            _("Your opinion, marked as opinion"),
            _("What you think it may mean, and why. If you have none, say so."),
            lines=2,
        ),
        Part("told", _("Who was told, and when"), _("Name, role, and the time you spoke.")),
    )


def missing(kind: AskKind, written: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts that were left empty."""
    return tuple(part for part in parts_of(kind) if not written.get(part.name, "").strip())


def kept_words(written: str, said: Iterable[str]) -> tuple[str, ...]:
    """The sentences that were said in the story and stand in what was written, word for word.

    Case, spacing and the shape of quotation marks and apostrophes are forgiven; words
    are not. Very short sentences prove nothing, and are not looked for.
    """
    have = f" {' '.join(_words(written))} "
    sentences = (s.strip() for text in said for s in re.split(r"(?<=[.!?…])\s+", plain(text)))
    found = (s for s in sentences if len(_words(s)) >= _FEWEST_WORDS)
    return tuple(dict.fromkeys(s for s in found if f" {' '.join(_words(s))} " in have))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.replace("’", "'").casefold())
