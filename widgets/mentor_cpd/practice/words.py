"""Endings, sureness and levels, in words."""

from __future__ import annotations

from ..language import _
from ..scenario.model import EndingKind, Meter


def ending_in_words(kind: EndingKind) -> str:
    return {
        "good": _("This ended well."),
        "mixed": _("This ended partly well."),
        "poor": _("This did not end well."),
        "unsafe": _("This ended with someone unsafe."),
    }[kind]


def sureness_in_words(sure: int) -> str:
    """A level of sureness from 1 to 4; empty when it was left open."""
    return ("", _("A guess"), _("Not very sure"), _("Fairly sure"), _("Certain"))[sure]


def level_in_words(meter: Meter, level: int) -> str:
    """The meter's word for a level; its words are spread evenly from lowest to highest."""
    if not meter.words:
        return str(level)
    place = (level - meter.low) * len(meter.words) // (meter.high - meter.low + 1)
    return meter.words[place]
