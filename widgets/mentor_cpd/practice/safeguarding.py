"""Where cases about safeguarding may be played: in the nations whose rules they rest on.

What to do about a child at risk is a matter of law, and the law differs. Cases of other
modules may cite the same documents; they are not withheld, since they teach something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..language import _
from .grounds import Source
from .school import ENGLAND, NATIONS

MODULE: Final = "safeguarding"


def is_about_safeguarding(module: str) -> bool:
    """Whether a case or drill of this module is about safeguarding."""
    return module == MODULE


def nations_of(sources: Iterable[Source]) -> tuple[str, ...]:
    """The nations in which every source that binds a safeguarding case is in force.

    Sources on practice bind nobody anywhere. Of a case that names none that does we
    know only that this course was written in England.
    """
    held = [
        frozenset(nation for nation in NATIONS if nation in source.nation)
        for source in sources
        if source.binds
    ]
    named = [nations for nations in held if nations]
    if not named:
        return (ENGLAND,)
    everywhere = frozenset.intersection(*named)
    return tuple(nation for nation in NATIONS if nation in everywhere)


def why_withheld(nations: Iterable[str], nation: str) -> str:
    """Why a safeguarding case of those nations is not offered in this one; else nothing."""
    held = tuple(nations)
    if nation in held:
        return ""
    if not held:
        return _("It mixes the rules of several nations, so it is withheld in {nation}.").format(
            nation=nation
        )
    return _(
        "It rests on the safeguarding rules of {nations}, and your school is in {nation}. "
        "It is withheld until its text has been checked against the rules of {nation}."
    ).format(nations=_(" and ").join(held), nation=nation)
