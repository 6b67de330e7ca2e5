"""The balance of the cast: whom the course shows harmed, doing harm and helping.

No group of people should be there only to be hurt, to hurt, or to be looked up to. What
a story does not tell of somebody is not guessed, and not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from ..language import _
from .cast import DOES_HARM, HARMED, HELPS, Member
from .diagnostic import Diagnostic
from .limits import CAST

WEIGHED = (HARMED, DOES_HARM, HELPS)
ENOUGH = 4  # people, before a share of them says anything


class Share(msgspec.Struct, frozen=True):
    """How many of a group there are in the course, and in each of the parts weighed."""

    kind: str
    group: str
    people: int
    parts: dict[str, int]


class Balance(msgspec.Struct, frozen=True):
    """All the groups, and how many people there are in each part, whatever their group."""

    people: int
    parts: dict[str, int]
    shares: tuple[Share, ...]


def weigh(members: Sequence[Member]) -> Balance:
    """The balance of everybody in the register."""
    shares = []
    for kind in ("gender", "background", "group"):
        counts = Counter(group for member in members for group in _groups(member, kind))
        for group, people in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
            of = [member for member in members if group in _groups(member, kind)]
            shares.append(Share(kind, group, people, _parts(of)))
    return Balance(len(members), _parts(members), tuple(shares))


def _parts(members: Iterable[Member]) -> dict[str, int]:
    counts = Counter(part for member in members for part in member.parts)
    return {part: counts[part] for part in WEIGHED}


def _groups(member: Member, kind: str) -> tuple[str, ...]:
    if kind == "group":
        return member.groups
    told = member.gender if kind == "gender" else member.background
    return (told,) if told else ()


def is_over_half(share: Share, part: str, balance: Balance) -> bool:
    """Whether the group is more than half of a part in which there are enough people."""
    people = balance.parts[part]
    return people >= ENOUGH and 2 * share.parts[part] > people


def is_too_much(share: Share, part: str, balance: Balance) -> bool:
    """Whether that is a warning.

    Nearly everybody is of one of two genders, so one of the two is nearly always more
    than half. The warning begins where it is more than twice the rest.
    """
    if share.kind == "gender":
        return (
            is_over_half(share, part, balance) and 3 * share.parts[part] > 2 * balance.parts[part]
        )
    return is_over_half(share, part, balance)


def nobody_is_only_one_thing(members: Sequence[Member], file: str = CAST) -> Iterator[Diagnostic]:
    """Groups that are more than half of a part, and people of whom nothing good is told."""
    balance = weigh(members)
    for share in balance.shares:
        for part, count in share.parts.items():
            if is_too_much(share, part, balance):
                yield Diagnostic(
                    "S705",
                    file,
                    1,
                    _('{count} of the {all} people under "{part}" are "{group}".').format(
                        count=count, all=balance.parts[part], part=part, group=share.group
                    ),
                    _("Give such parts to others as well."),
                )
    for member in members:
        if not member.strength:
            yield Diagnostic(
                "S706",
                file,
                member.line,
                _("nothing says what {name} is good at.").format(name=member.name),
                _("Let the story show it, and say it here in a few words."),
            )
