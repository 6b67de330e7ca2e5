"""The course's registers: competencies, critical errors, criteria, citations, glossary.

They lie beside the cases, so that a case can name a competency or a source by its id
and be held to it. Text in, values out: whoever calls has read the files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

import msgspec

from ..language import _
from .criteria import HIGHEST, LEVELS, Criterion
from .diagnostic import Diagnostic, Findings, listed
from .ids import Cell, check_id
from .parse import read_text
from .sheet import compose
from .table import Table

COMPETENCIES = "competencies.yml"
CITATIONS = "citations.yml"
GLOSSARY = "glossary.yml"
FILES = (COMPETENCIES, CITATIONS, GLOSSARY)
MOST_TOTAL = 300  # a rubric of a hundred criteria: more than anybody reads
IN_YOUR_SCHOOL = ("lead", "lado")  # what of a school's settings a term may be told with


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


class Citation(msgspec.Struct, frozen=True):
    """A document that something rests on, in the edition that was read.

    ``in_force_from`` is the day from which a rule binds. A source on practice has none,
    nor has a rule of which the day is not known.
    """

    id: str
    title: str
    edition: str
    nation: str
    in_force_from: date | None
    checked_on: date | None
    address: str = ""
    note: str = ""


class Term(msgspec.Struct, frozen=True):
    """A short form that mentors meet, such as DSL.

    ``in_your_school`` is ``lead`` or ``lado`` where pages add who that is in the reader's
    school.
    """

    short: str
    stands_for: str
    means: str = ""
    in_your_school: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that the cases of a course may refer to, by id.

    ``passing_total`` is the least total of levels that passes; ``reports`` are the key
    features, by id, that say when a concern was passed on.
    """

    competencies: Mapping[str, Competency] = field(default_factory=dict)
    critical_errors: Mapping[str, CriticalError] = field(default_factory=dict)
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    citations: Mapping[str, Citation] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    passing_total: int = 0
    reports: tuple[str, ...] = ()


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
    whole = replace(register, citations=cited, glossary=terms)
    return whole, tuple(found)


_Entry = TypeVar("_Entry")


def _competencies(table: Table | None, findings: Findings) -> Register:
    if table is None:
        return Register()
    table.expect(
        ("competencies",), ("critical_errors", "criteria", "passing_total", "concern_reported")
    )
    criteria = _named(table.tables("criteria", _("criterion")), findings, _criterion)
    total = table.whole("passing_total", 0, MOST_TOTAL)
    _add_up(criteria, total, table, findings)
    return Register(
        _named(table.tables("competencies", _("competency")), findings, _competency),
        _named(table.tables("critical_errors", _("critical error")), findings, _critical_error),
        criteria,
        passing_total=total,
        reports=tuple(cell.text for cell in table.cells("concern_reported")),
    )


def _competency(id: str, row: Table) -> Competency:
    row.expect(("label",), ("gathers",))
    return Competency(id, row.text("label"), row.text("gathers"))


def _critical_error(id: str, row: Table) -> CriticalError:
    row.expect(("label", "means"))
    return CriticalError(id, row.text("label"), row.text("means"))


def _criterion(id: str, row: Table) -> Criterion:
    row.expect(("label", "prompt", "least", "levels"), ("apart",))
    return Criterion(
        id,
        row.text("label"),
        row.texts("levels", exactly=LEVELS),
        row.text("prompt"),
        row.whole("least", 0, HIGHEST),
        row.flag("apart", default=False),
    )


def _add_up(
    criteria: Mapping[str, Criterion], total: int, table: Table, findings: Findings
) -> None:
    """Report a rubric that nobody can pass, or whose total says nothing."""
    if not criteria:
        return
    line = table.line_of("passing_total")
    if not table.has("passing_total"):
        findings.report(
            "S108",
            table.line_of("criteria"),
            _("There are criteria, and no total that passes."),
            _('Add a line that begins "passing_total:".'),
        )
        return
    apart = [one.id for one in criteria.values() if one.apart]
    if len(apart) > 1:
        findings.report(
            "S109",
            table.line_of("criteria"),
            _("{criteria} all stand apart from the total; only one may, for a record.").format(
                criteria=listed(apart)
            ),
            _("Leave apart: true with the one that marks a concern record."),
        )
    counted = [one for one in criteria.values() if not one.apart]
    most, least = HIGHEST * len(counted), sum(one.least for one in counted)
    if total > most:
        findings.report(
            "S109",
            line,
            _("Nobody can pass: {total} is needed, and {count} criteria make {most}.").format(
                total=total, count=len(counted), most=most
            ),
            _("Lower passing_total to {most} or less.").format(most=most),
        )
    elif total < least:
        findings.report(
            "S109",
            line,
            _("A total of {total} says nothing: the leasts of the criteria make {least}.").format(
                total=total, least=least
            ),
            _("Raise passing_total to {least} or more, or lower a least.").format(least=least),
        )


def _citation(id: str, row: Table) -> Citation:
    row.expect(("title", "edition", "nation", "checked_on", "address"), ("in_force_from", "note"))
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
        row.expect(("stands_for",), ("means", "in_your_school"))
        whose = row.one_of("in_your_school", IN_YOUR_SCHOOL, "")
        terms.append(Term(short, row.text("stands_for"), row.text("means"), whose))
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
