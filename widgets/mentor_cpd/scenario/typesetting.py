"""What a keyboard types, as a printer would set it."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?!\w)")  # didn't; four hours' sleep
_Told = TypeVar("_Told", bound=msgspec.Struct)


def typeset(told: _Told) -> _Told:
    """The value with an apostrophe wherever a word has the typewriter's stroke (didn't,
    hours').

    Done once, when a case, a drill or a register is read, so that page, picture,
    terminal and debrief agree. Ids have no such strokes.
    """
    said = msgspec.json.encode(told).decode("utf-8")
    return msgspec.json.decode(_APOSTROPHE.sub("\u2019", said), type=type(told))
