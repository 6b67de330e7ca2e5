"""The curriculum: what the founding documents ask of a learning mentor, item by item.

Each item names the decisions and drill questions in which the course practises it, or
none yet. Text in, values out: whoever calls has read the file. Whether the options of
those decisions do differ on the item is judged in :mod:`mentor_cpd.scenario.coverage`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

import msgspec

from ..language import _
from .diagnostic import Diagnostic, Findings
from .ids import Cell, is_id
from .limits import CURRICULUM
from .parse import read_text
from .register import COMPETENCIES
from .sheet import compose
from .table import Table

KINDS = ("knowledge", "skill", "responsibility", "quality", "barrier")
NEEDS = ("essential", "optional", "described", "sometimes")
REQUIRED = ("item", "source", "kind", "need", "competency", "practised_in")
OPTIONAL = ("note",)

_NUMBER = re.compile(r"[A-Z][0-9]{3}")


class Place(NamedTuple):
    """A decision or a question: the page's id, and the scene's or question's on it."""

    page: str
    scene: str

    def __str__(self) -> str:
        return f"{self.page}/{self.scene}"


class Item(msgspec.Struct, frozen=True):
    """One thing that the record says a mentor does, knows, is, or helps with.

    ``source``, ``kind`` and ``need`` are the record's own. ``practised_in`` gives the
    line of each place in the file. ``note`` says why there is no place, where a course
    of cases could never be one.
    """

    id: str
    item: str
    source: str
    kind: str
    need: str
    competency: str
    practised_in: tuple[tuple[Place, int], ...] = ()
    note: str = ""


class Curriculum(msgspec.Struct, frozen=True):
    """The items, in the order of the file; ``file`` is what diagnostics name."""

    file: str
    items: tuple[Item, ...] = ()

    def of(self, competency: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.competency == competency)


def read_curriculum(
    text: str | bytes, file: str, competencies: Collection[str] | None = None
) -> tuple[Curriculum, tuple[Diagnostic, ...]]:
    """The curriculum that the file makes, and what is wrong with how it is written.

    ``competencies`` are the ids that the course knows; without them any is taken on trust.
    """
    findings = Findings(file)
    words = read_text(text, findings)
    table = compose(words, findings, what=CURRICULUM) if words else None
    items: dict[tuple[str, str], Item] = {}
    for number, row in table.each(_("item")) if table else ():
        item = _item(number, row, findings, competencies)
        first = items.setdefault((item.source, item.item), item)
        if item.item and first is not item:
            findings.report(
                "S802",
                row.line,
                _('"{id}" says the same as "{other}": {item}.').format(
                    id=number, other=first.id, item=item.item
                ),
                _("Keep one, with the decisions of both."),
            )
    return Curriculum(file, tuple(items.values())), findings.in_order()


def _item(id: str, row: Table, findings: Findings, competencies: Collection[str] | None) -> Item:
    if not _NUMBER.fullmatch(id):
        findings.report(
            "S801",
            row.line,
            _('"{id}" is not the number of an item.').format(id=id),
            _("Write the record's own: a capital letter and three digits, such as C042."),
        )
    row.expect(REQUIRED, OPTIONAL)
    competency = row.id("competency")
    if competencies is not None and is_id(competency) and competency not in competencies:
        findings.report(
            "S401",
            row.line_of("competency"),
            _('"{id}" is not in {file}.').format(id=competency, file=COMPETENCIES),
            findings.nearest(competency, competencies, _("Name one that is there.")),
        )
    return Item(
        id,
        row.text("item"),
        row.text("source"),
        row.one_of("kind", KINDS, KINDS[0]),
        row.one_of("need", NEEDS, NEEDS[0]),
        competency,
        tuple(_places(row, findings)),
        row.text("note"),
    )


def _places(row: Table, findings: Findings) -> Iterator[tuple[Place, int]]:
    """The places of an item, each once."""
    said = set()
    for cell in row.cells("practised_in"):
        place = _place(cell)
        if place is None:
            findings.report(
                "S803",
                cell.line,
                _('"{text}" names no decision.').format(text=cell.text),
                _("Write the page and the scene, such as period-five/the-map."),
            )
        elif place in said:
            findings.report(
                "S111",
                cell.line,
                _('{what} names "{place}" twice.').format(what=row.what, place=place),
                _("Keep one."),
            )
        else:
            said.add(place)
            yield place, cell.line


def _place(cell: Cell) -> Place | None:
    page, _slash, scene = cell.text.partition("/")
    return Place(page, scene) if is_id(page) and is_id(scene) else None
