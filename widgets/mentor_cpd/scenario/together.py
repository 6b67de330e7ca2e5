"""What shows only when all the pages of a course are seen together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .balance import nobody_is_only_one_thing
from .cast import read_cast
from .cast_on_pages import hold_to_pages
from .diagnostic import Diagnostic
from .guessers import nobody_wins_by_habit
from .limits import CAST
from .parse import Parsed


def check_together(
    pages: Sequence[Parsed], cast: str | bytes | None, file: str = CAST
) -> Iterator[Diagnostic]:
    """Everything wrong with the pages as a course.

    ``cast`` is the text of the cast register, ``file`` the path that diagnostics name;
    ``None`` in a course that keeps none.
    """
    if cast is not None:
        members, amiss = read_cast(cast, file)
        yield from amiss
        # A line that is not understood names somebody, but nobody can tell whom.
        if not amiss:
            yield from hold_to_pages(members, pages, file)
            yield from nobody_is_only_one_thing(members, file)
    yield from nobody_wins_by_habit(pages)
