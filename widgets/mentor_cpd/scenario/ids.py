"""Ids: what may be one, and the one that a text could have been."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ..language import _
from .diagnostic import Findings

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class Cell(NamedTuple):
    """A text and the line where it stands."""

    text: str
    line: int


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def as_id(text: str) -> str:
    """The id nearest to what was written; empty when no letter is in it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    return re.sub(r"^[0-9-]+", "", "-".join(words))


def check_id(cell: Cell, findings: Findings) -> bool:
    """Report a text that is no id; the remedy is the id it could be."""
    if is_id(cell.text):
        return True
    if cell.text:
        findings.report(
            "S110",
            cell.line,
            _('"{text}" is not an id.').format(text=cell.text),
            _('Write small letters, digits and single hyphens, such as "{id}".').format(
                id=as_id(cell.text) or "asked-open-question"
            ),
        )
    return False
