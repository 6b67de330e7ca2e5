"""Whether the cast register and the casts of the pages say the same of everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..language import _
from .cast import Member
from .diagnostic import Diagnostic
from .limits import CAST
from .model import Person
from .parse import Parsed

_NUMBERS = (
    *("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
)
_AGED = re.compile(rf"\baged (\d{{1,3}}|{'|'.join(_NUMBERS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"\bYear (\d{1,2}) pupil\b|, in Year (\d{1,2})\b")
_BEFORE_YEAR_1 = 4  # a pupil of Year 1 is five, and turns six in it; England's years


def hold_to_pages(
    members: Iterable[Member], pages: Iterable[Parsed], file: str = CAST
) -> Iterator[Diagnostic]:
    """Everything in which the register and the casts of the pages differ.

    A page that could not be read at all is left out: that is told of the page itself.
    """
    register = {(member.page, member.id): member for member in members}
    unread = set()
    for page in pages:
        told = page.drill or page.draft
        if told is None or not told.id:
            unread.add(page.file.rpartition("/")[2].removesuffix(".md"))
            continue
        for person in told.cast:
            member = register.pop((told.id, person.id), None)
            if member is None:
                yield Diagnostic(
                    "S702",
                    page.file,
                    page.lines.of("cast", person.id),
                    _('"{name}" has no line in {file}.').format(name=person.name, file=CAST),
                    _("Add one that begins: {start}").format(
                        start=f"{told.id},{person.id},{person.name},"
                    ),
                )
            else:
                yield from _differs(member, person, file)
    for member in register.values():
        if member.page not in unread:
            yield Diagnostic(
                "S703",
                file,
                member.line,
                _('"{id}" of "{page}" is nobody in the course.').format(
                    id=member.id, page=member.page
                ),
                _("Mend the ids, or take the line out."),
            )


def _differs(member: Member, person: Person, file: str) -> Iterator[Diagnostic]:
    if _plain(member.name) != _plain(person.name):
        yield Diagnostic(
            "S704",
            file,
            member.line,
            _('the register says "{name}", and the page says "{other}".').format(
                name=member.name, other=person.name
            ),
            _("Let both say the same."),
        )
    ages = ages_of(person.who)
    if ages and not (member.youngest in ages and member.oldest in ages):
        yield Diagnostic(
            "S704",
            file,
            member.line,
            _('the register says that {name} is {age}, and the page says "{who}".').format(
                name=member.name, age=member.age, who=person.who
            ),
            _("By the page it is {age}.").format(
                age=str(ages[0]) if len(ages) == 1 else f"{ages[0]}-{ages[-1]}"
            ),
        )


def _plain(name: str) -> str:
    return name.replace("’", "'").strip()


def ages_of(who: str) -> range:
    """The ages that these words allow: of a number, or else of a year of school; or none."""
    if aged := _AGED.search(who):
        word = aged[1].lower()
        age = int(word) if word.isdigit() else _NUMBERS.index(word)
        return range(age, age + 1)
    if year := _YEAR.search(who):
        age = int(year[1] or year[2]) + _BEFORE_YEAR_1
        return range(age, age + 2)
    return range(0)
