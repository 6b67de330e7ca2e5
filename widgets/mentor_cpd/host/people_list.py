"""A list of people as a spreadsheet saves it: read line by line, and nothing written."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..errors import CpdError
from ..language import _
from ..records.people import ROLES, People
from ..records.store import Unreadable
from .roles import LABELS

MOST: Final = 1000
_COLUMNS: Final = {"name": "name", "account": "account", "roles": "roles", "role": "roles"}
_ROLES: Final = {
    **{role: role for role in ROLES},
    **{label.casefold(): role for role, label in LABELS.items()},
    "learning mentor": "mentor",
    "dsl": "safeguarding-lead",
    "admin": "administrator",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list; ``wrong`` says what has to be mended."""

    number: int
    name: str
    account: str
    roles: tuple[str, ...]
    said_roles: str
    wrong: str


class Listed(NamedTuple):
    """A list as it was understood. ``amiss`` is what is wrong with the list as a whole."""

    text: str
    lines: list[Line]
    amiss: str = ""

    @property
    def wrong(self) -> bool:
        return bool(self.amiss or any(one.wrong for one in self.lines))


def read_list(sent: str | bytes, people: People) -> Listed:
    """Read a list whose first line names its columns: name, account, roles."""
    text = sent if isinstance(sent, str) else _decoded(sent)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = text.lstrip("\n").partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark, strict=True))
    except csv.Error as error:
        return Listed(text, [], _("It cannot be read as a table: {why}.").format(why=error))
    numbered = [(place, row) for place, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if not numbered:
        return Listed(text, [], _("There is nothing in it."))
    columns = [_COLUMNS.get(cell.strip().casefold(), "") for cell in numbered[0][1]]
    for wanted in ("name", "account"):
        if wanted not in columns:
            says = _("Its first line has to name the columns: name, account, roles.")
            return Listed(text, [], says)
    if len(numbered) == 1:
        return Listed(text, [], _("It has the names of columns, and no people."))
    if len(numbered) > MOST + 1:
        says = _("It has more than {most} people. Send it in parts.").format(most=MOST)
        return Listed(text, [], says)
    taken: dict[str, int] = {}
    lines = [_line(place, row, columns, people, taken) for place, row in numbered[1:]]
    return Listed(text, lines)


def _line(
    number: int, row: list[str], columns: list[str], people: People, taken: dict[str, int]
) -> Line:
    said = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name}
    name, account = said.get("name", ""), said.get("account", "")
    roles, unknown = _roles(said.get("roles", ""))
    wrong = []
    if any(cell.strip() for cell in row[len(columns) :]):
        wrong.append(
            _("There are more cells than columns. Put a space between roles, and no comma.")
        )
    if unknown:
        says = _("“{role}” is no role. The roles are {roles}.")
        wrong.append(says.format(role=unknown, roles=", ".join(ROLES)))
    try:
        plain = people.refuse_to_add(account, name, roles or ("mentor",))
    except Unreadable:
        raise
    except CpdError as error:
        wrong.append(str(error))
    else:
        if plain in taken:
            says = _("Line {number} has the same account.")
            wrong.append(says.format(number=taken[plain]))
        taken.setdefault(plain, number)
    return Line(number, name, account, roles, said.get("roles", ""), " ".join(wrong))


def _roles(said: str) -> tuple[tuple[str, ...], str]:
    """The roles that a cell names, and the first word that names none; an empty one: mentor."""
    if said.strip().casefold() in _ROLES:
        return (_ROLES[said.strip().casefold()],), ""
    parts = said.replace(";", ",").replace("|", ",").replace("/", ",")
    named = parts.split(",") if "," in parts else parts.split()
    found = []
    for one in filter(None, (part.strip() for part in named)):
        role = _ROLES.get(" ".join(one.casefold().split()))
        if role is None:
            return (), one
        found.append(role)
    return tuple(dict.fromkeys(found)) or ("mentor",), ""


def _decoded(sent: bytes) -> str:
    """As spreadsheets write it: UTF-8, or what older ones on Windows use."""
    for code in (
        ("utf-8-sig", "utf-16") if sent[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",)
    ):
        try:
            return sent.decode(code)
        except UnicodeDecodeError:
            continue
    return sent.decode("cp1252", "replace")
