"""The cast register: everybody in every case and drill, in one table for the whole course.

Each page shows its own people; only the register shows that all who are harmed are boys,
or that nobody who helps is disabled. It lies beside the pages as ``cast.csv``. Text in,
values out: whoever calls has read the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

import msgspec

from ..language import _
from .diagnostic import Diagnostic, Findings, listed, nearest
from .limits import CAST
from .parse import read_text

COLUMNS = (
    "page",
    "id",
    "name",
    "age",
    "stands",
    "gender",
    "background",
    "groups",
    "parts",
    "strength",
)
NEEDED = ("page", "id", "name", "age", "stands", "parts")
STANDS = ("pupil", "parent or carer", "sibling", "friend", "staff", "professional", "other")
GENDERS = ("female", "male", "other")
HARMED, DOES_HARM, HELPS, OTHER = PARTS = ("harmed", "does harm", "helps", "other")
ADULT = "adult"

_AGE = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")


class Member(msgspec.Struct, frozen=True):
    """One line: somebody in the cast of the case or drill ``page``.

    ``youngest`` and ``oldest`` are the ages that the line allows, both ``None`` for an
    adult of no told age. ``gender`` and ``background`` are empty where the story does
    not tell. ``parts`` are what they are in the story, and may be several.
    """

    line: int
    page: str
    id: str
    name: str
    youngest: int | None
    oldest: int | None
    stands: str
    gender: str
    background: str
    groups: tuple[str, ...]
    parts: tuple[str, ...]
    strength: str

    @property
    def age(self) -> str:
        """As it stands in the register."""
        if self.youngest is None:
            return ADULT
        return str(self.youngest) + (f"-{self.oldest}" if self.oldest != self.youngest else "")


def read_cast(
    text: str | bytes, file: str = CAST
) -> tuple[tuple[Member, ...], tuple[Diagnostic, ...]]:
    """The lines of the register that are understood, and what is wrong with the others."""
    findings = Findings(file)
    words = read_text(text, findings, rows=True)
    if words is None:
        return (), findings.in_order()
    members: dict[tuple[str, str], Member] = {}
    for number, cells in _numbered(words):
        if number == 1:
            if tuple(cell.strip() for cell in cells) != COLUMNS:
                findings.report(
                    "S701",
                    1,
                    _("the first line does not name the columns."),
                    _("It is: {columns}").format(columns=",".join(COLUMNS)),
                )
                return (), findings.in_order()
            continue
        member = _member(number, cells, findings)
        if member is not None:
            first = members.setdefault((member.page, member.id), member)
            if first is not member:
                findings.report(
                    "S701",
                    number,
                    _('"{id}" of "{page}" has a line already, line {first}.').format(
                        id=member.id, page=member.page, first=first.line
                    ),
                    _("Make one line of the two."),
                )
    return tuple(members.values()), findings.in_order()


def _numbered(words: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line on which it begins."""
    rows = csv.reader(io.StringIO(words))
    begins = 1
    for cells in rows:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = rows.line_num + 1


def _member(number: int, cells: Sequence[str], findings: Findings) -> Member | None:
    """What a line says; ``None``, and the reasons reported, when it is not understood."""
    if len(cells) != len(COLUMNS):
        findings.report(
            "S701",
            number,
            _("the line has {count} cells, and there are {all} columns.").format(
                count=len(cells), all=len(COLUMNS)
            ),
            _('A cell that holds a comma stands in "quotes".'),
        )
        return None
    told = {column: cell.strip() for column, cell in zip(COLUMNS, cells, strict=True)}
    for column in NEEDED:
        if not told[column]:
            findings.report(
                "S701",
                number,
                _('the line has no "{column}".').format(column=column),
                _("Say it, from the story."),
            )
            return None
    parts = _listed(told["parts"])
    known = (
        _is_one_of(told["stands"], STANDS, "stands", number, findings),
        _is_one_of(told["gender"], ("", *GENDERS), "gender", number, findings),
        *(_is_one_of(part, PARTS, "parts", number, findings) for part in parts),
    )
    age = _AGE.fullmatch(told["age"])
    youngest = int(age[1]) if age else None
    oldest = int(age[2] or age[1]) if age else None
    if (not age and told["age"] != ADULT) or (youngest or 0) > (oldest or 0):
        findings.report(
            "S701",
            number,
            _('"{age}" is no age.').format(age=told["age"]),
            _("Write 11, or 11-12, or adult."),
        )
        return None
    if not all(known):
        return None
    return Member(
        number,
        told["page"],
        told["id"],
        told["name"],
        youngest,
        oldest,
        told["stands"],
        told["gender"],
        told["background"],
        _listed(told["groups"]),
        parts,
        told["strength"],
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for part in cell.split(";") if (word := part.strip())))


def _is_one_of(
    word: str, known: Sequence[str], column: str, number: int, findings: Findings
) -> bool:
    if word in known:
        return True
    near = nearest(word, filter(None, known))
    findings.report(
        "S701",
        number,
        _('"{word}" is not understood under "{column}".').format(word=word, column=column),
        _('Did you mean "{near}"?').format(near=near)
        if near
        else _("Write one of: {known}.").format(known=listed(filter(None, known))),
    )
    return False
