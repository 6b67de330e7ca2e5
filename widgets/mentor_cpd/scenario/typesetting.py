"""What a keyboard types, as a printer would set it."""

from __future__ import annotations

import re

import msgspec

from .model import Scenario

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def typeset(scenario: Scenario) -> Scenario:
    """The scenario with an apostrophe wherever a word has the typewriter's stroke (didn't).

    Done once, when a case is read, so that page, picture, terminal and debrief agree.
    Ids have no such strokes.
    """
    said = msgspec.json.encode(scenario).decode("utf-8")
    return msgspec.json.decode(_APOSTROPHE.sub("\u2019", said), type=Scenario)
