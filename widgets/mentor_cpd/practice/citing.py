"""A source as pages name it: title, edition, nation, and the days that matter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import msgspec

from ..language import _
from .grounds import Source


class Cited(msgspec.Struct, frozen=True):
    """The words for one source. ``check`` is there where the register asks for checking."""

    title: str
    facts: str
    check: str = ""
    note: str = ""


def cited(source: Source) -> Cited:
    """What stands wherever a page names the source."""
    days = (
        source.in_force_from
        and _("in force from {day}").format(day=day_in_words(source.in_force_from)),
        source.checked_on and _("looked up {day}").format(day=day_in_words(source.checked_on)),
    )
    facts = "; ".join(filter(None, (source.edition, source.nation, *days)))
    return Cited(
        title=source.title,
        facts=facts and f"{facts}.",
        check=_("For checking.") if source.for_checking else "",
        note=source.note,
    )


def all_cited(names: Collection[str], sources: Mapping[str, Source]) -> list[Cited]:
    """Those of the names that are known, each once, in their order."""
    return [cited(sources[name]) for name in dict.fromkeys(names) if name in sources]


def day_in_words(day: str) -> str:
    """``2025-09-01`` as it is said: 1 September 2025."""
    when = date.fromisoformat(day)
    months = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"),
        _("August"), _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    return _("{day} {month} {year}").format(
        day=when.day, month=months[when.month - 1], year=when.year
    )
