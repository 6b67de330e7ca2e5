"""What a case refers to is in the registers, and in date; a slip is told where it stands."""

from __future__ import annotations

from datetime import date

import pytest

from mentor_cpd.scenario.parse import parse
from mentor_cpd.scenario.register import Citation, Competency, CriticalError, Register
from mentor_cpd.scenario.registers import (
    citations_are_in_date,
    citations_are_known,
    competencies_are_known,
    critical_errors_are_known,
)
from mentor_cpd.scenario.subject import Subject
from tests.scenario.wet_coat import CASE, FILE, line_of

TODAY = date(2026, 11, 22)
KCSIE = Citation("kcsie-2025", "Keeping children safe", "2025", "England", None, TODAY)
OARS = Citation("oars", "Open questions", "1", "any", None, TODAY)
REGISTER = Register(
    competencies={
        name: Competency(name, name.title()) for name in ("active-listening", "trust-boundaries")
    },
    critical_errors={
        "promise-of-secrecy": CriticalError("promise-of-secrecy", "A promise", "Of secrecy.")
    },
    citations={"kcsie-2025": KCSIE, "oars-listening": OARS},
)
RULES = (competencies_are_known, critical_errors_are_known, citations_are_known)


def subject(text: str, register: Register = REGISTER, today: date = TODAY) -> Subject:
    parsed = parse(text, FILE)
    assert parsed.draft is not None
    return Subject(parsed.draft, FILE, parsed.lines, today, register)


def said(text: str) -> list[str]:
    return [str(one) for rule in RULES for one in rule(subject(text))]


def test_a_case_that_names_what_is_there_is_silent() -> None:
    assert said(CASE) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        (
            "competencies: [active-listening, trust-boundaries]",
            "competencies: [active-listenin, trust-boundaries]",
            "competencies: [",
            '"active-listenin" is not in competencies.yml. Did you mean "active-listening"?',
        ),
        (
            "  - error: promise-of-secrecy",
            "  - error: rough-play",
            "  - error: ",
            '"rough-play" is not in competencies.yml. Write it there, or name one that is there.',
        ),
        (
            "cites: [kcsie-2025]",
            "cites: [kcsie-2052]",
            "cites: [",
            '"kcsie-2052" is not in citations.yml. Did you mean "kcsie-2025"?',
        ),
        (
            "    holds: told-tutor\n  - id: no-",
            "    holds: told-tutor\n    cites: [kcsie-2052]\n  - id: no-",
            "  - id: tutor-knows",
            '"kcsie-2052" is not in citations.yml. Did you mean "kcsie-2025"?',
        ),
        (
            "Cites: oars-listening",
            "Cites: oars-speaking",
            "Cites: oars-",
            '"oars-speaking" is not in citations.yml.',
        ),
    ],
    ids=["competency", "critical error", "case", "rule", "scene"],
)
def test_an_id_that_is_not_there_is_told_where_it_stands(
    old: str, new: str, at: str, says: str
) -> None:
    assert CASE.count(old) == 1
    text = CASE.replace(old, new)
    (found,) = said(text)
    assert found.startswith(f"{FILE}:{line_of(text, at)}: S401 {says}")


def test_an_error_that_is_not_there_is_told_once() -> None:
    text = CASE.replace("  - sets: trust -1\n", "  - error: rough-play\n")
    again = text.replace("  - error: promise-of-secrecy", "  - error: rough-play")
    (found,) = said(again)
    assert found.startswith(f"{FILE}:{again[: again.index('rough-play')].count(chr(10)) + 1}: S401")


def test_a_source_that_is_out_of_date_is_told_once_where_it_is_cited_first() -> None:
    old = Citation("kcsie-2025", "Keeping children safe", "2025", "England", None, date(2025, 1, 1))
    register = Register(citations={"oars-listening": OARS, "kcsie-2025": old})
    (found,) = map(str, citations_are_in_date(subject(CASE, register)))
    assert found == (
        f"{FILE}:{line_of(CASE, 'cites: [')}: S402 "
        'citation "kcsie-2025" was last checked on 2025-01-01, over a year ago. '
        "Read the present edition and bring citations.yml up to date."
    )


def test_a_source_that_is_not_there_or_in_date_does_not_hide_the_next() -> None:
    old = Citation("oars", "Open questions", "1", "any", None, date(2025, 1, 1))
    for register in (
        Register(citations={"oars-listening": old}),
        Register(citations={"kcsie-2025": KCSIE, "oars-listening": old}),
    ):
        (found,) = map(str, citations_are_in_date(subject(CASE, register)))
        assert found.startswith(f"{FILE}:{line_of(CASE, 'Cites: oars-')}: S402 ")


def test_a_source_is_in_date_for_a_year_to_the_day() -> None:
    assert list(citations_are_in_date(subject(CASE, today=date(2027, 11, 22)))) == []
    late = list(citations_are_in_date(subject(CASE, today=date(2027, 11, 23))))
    assert [one.code for one in late] == ["S402", "S402"]


def test_a_rule_binds_from_its_day() -> None:
    binding = Citation("kcsie-2025", "Keeping safe", "2025", "England", date(2025, 9, 1), None)
    register = Register(citations={"kcsie-2025": binding})
    assert list(citations_are_in_date(subject(CASE, register, date(2025, 9, 1)))) == []
    (found,) = map(str, citations_are_in_date(subject(CASE, register, date(2025, 8, 31))))
    assert 'S402 citation "kcsie-2025" is not in force before 2025-09-01.' in found
