"""What a trainer marks in what a mentor wrote, as the course's register says it."""

from __future__ import annotations

import msgspec

LEVELS = 4  # of a criterion: habitual action, understanding, reflection, critical reflection
HIGHEST = LEVELS - 1


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something a trainer marks; ``levels`` describe 0, 1, 2 and 3.

    ``prompt`` is what the mentor is asked, ``least`` the least level that passes. One that
    stands ``apart`` is outside the total: it is marked where a case asks for a concern
    record, and of that record. Old rubrics are read for ever: a field that is added later
    needs a default.
    """

    id: str
    label: str
    levels: tuple[str, ...]
    prompt: str
    least: int
    apart: bool = False
