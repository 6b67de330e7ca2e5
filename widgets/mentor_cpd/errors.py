"""The errors that reach a person: each says what happened and how to mend it."""

from __future__ import annotations


class CpdError(Exception):
    """Something a person can mend. ``str()`` is one line: what, then the remedy."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what} {remedy}".strip())
