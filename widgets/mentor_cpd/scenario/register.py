"""The course's registers: competencies, critical errors, criteria, citations, glossary.

They lie beside the cases, so that a case can name a competency or a source by its id
and be held to it. Text in, values out: whoever calls has read the files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import msgspec

from ..language import _
from .diagnostic import Diagnostic, Findings
from .ids import Cell, check_id
from .parse import read_text
from .sheet import compose
from .table import Table

COMPETENCIES = "competencies.yml"
CITATIONS = "citations.yml"
GLOSSARY = "glossary.yml"
FILES = (COMPETENCIES, CITATIONS, GLOSSARY)
LEVELS = 4  # of a criterion: habitual action, understanding, reflection, critical reflection


class Competency(msgspec.Struct, frozen=True):
    """What mentors learn to do; ``gathers`` says which parts of the job belong to it."""

    id: str
    label: str
    gathers: str = ""


class CriticalError(msgspec.Struct, frozen=True):
    """A mistake that is never averaged away."""

    id: str
    label: str
    means: str


class Criterion(msgspec.Struct, frozen=True):
    """Something a trainer marks in a reflection; ``levels`` describe 0, 1, 2 and 3."""

    id: str
    label: str
    levels: tuple[str, ...]


class Citation(msgspec.Struct, frozen=True):
    """A document that a rule comes from, in the edition that was read."""

    id: str
    title: str
    edition: str
    nation: str
    in_force_from: date | None
    checked_on: date | None
    address: str = ""
    note: str = ""


class Term(msgspec.Struct, frozen=True):
    """A short form that mentors meet, such as DSL."""

    short: str
    stands_for: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that the cases of a course may refer to, by id."""

    competencies: Mapping[str, Competency] = field(default_factory=dict)
    critical_errors: Mapping[str, CriticalError] = field(default_factory=dict)
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    citations: Mapping[str, Citation] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)


def read_register(
    texts: Mapping[str, str | bytes], folder: str = ""
) -> tuple[Register, tuple[Diagnostic, ...]]:
    """The register that these files make, and what is wrong with them.

    ``texts`` maps the names in :data:`FILES` to what the files hold; a file that is
    absent leaves its part of the register empty. ``folder`` goes before the names in
    diagnostics.
    """
    found: list[Diagnostic] = []

    def table(name: str) -> tuple[Table | None, Findings]:
        findings = Findings(f"{folder}/{name}" if folder else name)
        words = read_text(texts[name], findings) if name in texts else ""
        words = words or ""
        return compose(words, findings, what=name) if words else None, findings

    competencies, findings = table(COMPETENCIES)
    register = _competencies(competencies, findings)
    found += findings.in_order()
    citations, findings = table(CITATIONS)
    rows = citations.each(_("citation")) if citations else []
    cited = _named(rows, findings, _citation)
    found += findings.in_order()
    glossary, findings = table(GLOSSARY)
    terms = {term.short: term for term in _terms(glossary)}
    found += findings.in_order()
    whole = Register(*register, citations=cited, glossary=terms)
    return whole, tuple(found)


_Entry = TypeVar("_Entry")
_Competencies = tuple[dict[str, Competency], dict[str, CriticalError], dict[str, Criterion]]


def _competencies(table: Table | None, findings: Findings) -> _Competencies:
    if table is None:
        return {}, {}, {}
    table.expect(("competencies",), ("critical_errors", "criteria"))
    return (
        _named(table.tables("competencies", _("competency")), findings, _competency),
        _named(table.tables("critical_errors", _("critical error")), findings, _critical_error),
        _named(table.tables("criteria", _("criterion")), findings, _criterion),
    )


def _competency(id: str, row: Table) -> Competency:
    row.expect(("label",), ("gathers",))
    return Competency(id, row.text("label"), row.text("gathers"))


def _critical_error(id: str, row: Table) -> CriticalError:
    row.expect(("label", "means"))
    return CriticalError(id, row.text("label"), row.text("means"))


def _criterion(id: str, row: Table) -> Criterion:
    row.expect(("label", "levels"))
    return Criterion(id, row.text("label"), row.texts("levels", exactly=LEVELS))


def _citation(id: str, row: Table) -> Citation:
    row.expect(("title", "edition", "nation", "in_force_from", "checked_on", "address"), ("note",))
    return Citation(
        id,
        row.text("title"),
        row.text("edition"),
        row.text("nation"),
        row.day("in_force_from"),
        row.day("checked_on"),
        row.text("address"),
        row.text("note"),
    )


def _terms(table: Table | None) -> list[Term]:
    terms = []
    for short, row in table.each(_("short form")) if table else ():
        row.expect(("stands_for",), ("means",))
        terms.append(Term(short, row.text("stands_for"), row.text("means")))
    return terms


def _named(
    rows: list[tuple[str, Table]], findings: Findings, read: Callable[[str, Table], _Entry]
) -> dict[str, _Entry]:
    """Every row read, by its id."""
    entries = {}
    for name, row in rows:
        check_id(Cell(name, row.line), findings)
        entries[name] = read(name, row)
    return entries
