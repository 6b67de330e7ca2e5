"""The registers that cases refer to: read whole, with a line for every mistake."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from mentor_cpd.scenario.criteria import Criterion
from mentor_cpd.scenario.register import (
    CITATIONS,
    COMPETENCIES,
    GLOSSARY,
    Citation,
    Competency,
    CriticalError,
    Term,
    read_register,
)
from tests.scenario.wet_coat import course_register

MODULES = Path(__file__).parents[2] / "modules"
TEXTS = {
    COMPETENCIES: """\
# notes are welcome
competencies:
  active-listening: {label: Listening, gathers: Listening and rapport.}
critical_errors:
  promise-of-secrecy: {label: A promise of secrecy, means: Promising what cannot be kept.}
concern_reported: [by-voice]
criteria:
  evidence:
    label: Evidence
    prompt: What happened?
    least: 1
    levels: [vague, retells, selects, weighs other accounts]
  action:
    label: Action
    prompt: What next?
    least: 2
    levels: [none, do better, dated, reviewed]
  concern-record:
    label: The concern record
    prompt: The record.
    least: 2
    apart: true
    levels: [missing, mixed, whole, brief]
passing_total: 4
""",
    CITATIONS: """\
kcsie-2025:
  title: Keeping children safe in education
  edition: 2025
  nation: England
  in_force_from: 2025-09-01
  checked_on: 2026-11-01
  address: https://www.gov.uk/
  note: Part one.
""",
    GLOSSARY: """\
DSL: {stands_for: designated safeguarding lead, means: Who is told of every worry.}
""",
}


def said(name: str, old: str, new: str) -> list[str]:
    assert old in TEXTS[name]
    _register, found = read_register({**TEXTS, name: TEXTS[name].replace(old, new)}, "scenarios")
    return [str(one) for one in found]


def test_what_the_files_say_becomes_values() -> None:
    register, found = read_register(TEXTS)
    assert found == ()
    assert list(register.competencies.values()) == [
        Competency("active-listening", "Listening", "Listening and rapport.")
    ]
    assert list(register.critical_errors.values()) == [
        CriticalError(
            "promise-of-secrecy", "A promise of secrecy", "Promising what cannot be kept."
        )
    ]
    assert register.criteria["evidence"] == Criterion(
        "evidence",
        "Evidence",
        ("vague", "retells", "selects", "weighs other accounts"),
        "What happened?",
        1,
    )
    assert register.criteria["concern-record"].apart
    assert (register.passing_total, register.reports) == (4, ("by-voice",))
    assert list(register.citations.values()) == [
        Citation(
            "kcsie-2025",
            "Keeping children safe in education",
            "2025",
            "England",
            date(2025, 9, 1),
            date(2026, 11, 1),
            "https://www.gov.uk/",
            "Part one.",
        )
    ]
    assert list(register.glossary.values()) == [
        Term("DSL", "designated safeguarding lead", "Who is told of every worry.")
    ]


def test_a_day_of_force_may_be_left_out_and_a_term_may_be_the_schools_own() -> None:
    texts = {
        CITATIONS: TEXTS[CITATIONS].replace("  in_force_from: 2025-09-01\n", ""),
        GLOSSARY: TEXTS[GLOSSARY].replace("{stands_for", "{in_your_school: lead, stands_for"),
    }
    register, found = read_register(texts)
    assert found == ()
    assert register.citations["kcsie-2025"].in_force_from is None
    assert register.glossary["DSL"].in_your_school == "lead"


def test_a_file_that_is_absent_or_empty_leaves_its_part_empty() -> None:
    register, found = read_register({COMPETENCIES: TEXTS[COMPETENCIES], GLOSSARY: ""})
    assert found == ()
    assert register.competencies
    assert not register.citations
    assert not register.glossary


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (COMPETENCIES, "critical_errors:", "critical_erors:", 'Did you mean "critical_errors"?'),
        (COMPETENCIES, "label: Listening", "lable: Listening", 'Did you mean "label"?'),
        (COMPETENCIES, ", means: Promising what cannot be kept.", "", 'has no "means"'),
        (COMPETENCIES, "vague, retells", "retells", "lists 3; it must list 4"),
        (COMPETENCIES, "    least: 1\n", "", 'criterion "evidence" has no "least"'),
        (COMPETENCIES, "least: 1", "least: 4", "a whole number from 0 to 3"),
        (COMPETENCIES, "passing_total: 4\n", "", "7: S108 There are criteria, and no total"),
        (COMPETENCIES, "total: 4", "total: 7", "24: S109 Nobody can pass: 7 is needed"),
        (COMPETENCIES, "total: 4", "total: 2", "24: S109 A total of 2 says nothing"),
        (COMPETENCIES, "reviewed]", "reviewed]\n    apart: true", "7: S109 action, concern-record"),
        (COMPETENCIES, "  active-listening:", "  Active listening:", '"active-listening"'),
        (
            COMPETENCIES,
            "{label: Listening, gathers: Listening and rapport.}",
            "Listening",
            "a table of its own",
        ),
        (CITATIONS, "2026-11-01", "1 November 2026", "write a day as 2025-09-01"),
        (CITATIONS, "  nation: England\n", "", 'has no "nation"'),
        (CITATIONS, "2025-09-01", "September 2025", "write a day as 2025-09-01"),
        (GLOSSARY, "{stands_for", "{in_your_school: head, stands_for", "must be one of"),
        (GLOSSARY, "DSL: {", "DSL: {stands_for: x}\nDSL: {", 'gives "DSL" twice'),
        (GLOSSARY, "DSL:", "DSL", "cannot be read"),
        (GLOSSARY, "means: Who", "means: *who", "an anchor or alias"),
        (GLOSSARY, "means: Who", "means: @who", "cannot be read"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_remedy(
    name: str, old: str, new: str, says: str
) -> None:
    found = said(name, old, new)
    assert any(one.startswith(f"scenarios/{name}:") and says in one for one in found), found


@pytest.mark.parametrize("total", [3, 6])
def test_a_total_may_be_all_that_can_be_reached_or_no_more_than_the_leasts(total: int) -> None:
    assert said(COMPETENCIES, "passing_total: 4", f"passing_total: {total}") == []


def test_a_course_may_have_no_rubric() -> None:
    text = "competencies:\n  active-listening: {label: Listening}\n"
    register, found = read_register({COMPETENCIES: text})
    assert found == ()
    assert (register.criteria, register.passing_total) == ({}, 0)


def test_a_register_that_is_not_text_is_a_diagnostic() -> None:
    (found,) = read_register({**TEXTS, GLOSSARY: b"DSL: caf\xe9"})[1]
    assert str(found).startswith(f"{GLOSSARY}:1: S101 ")


def test_the_registers_of_this_course_are_whole() -> None:
    register = course_register()
    assert "promise-of-secrecy" in register.critical_errors
    assert len(register.criteria) >= 5
    assert register.glossary["DSL"].stands_for == "designated safeguarding lead"


def test_every_source_that_a_module_names_is_in_the_register() -> None:
    """``[words](cite:kcsie-2025)`` with a slip in it would show no more than its words."""
    known = course_register().citations
    for path in MODULES.glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose = "".join("".join(cell["source"]) for cell in cells)
        for name in re.findall(r"\]\(cite:([^)]*)\)", prose):
            assert name in known, f"{path.name}: {name}"
