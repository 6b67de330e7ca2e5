"""A table of YAML: what is asked of it is read, and what is amiss has its line and remedy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mentor_cpd.scenario import limits
from mentor_cpd.scenario.diagnostic import Findings
from mentor_cpd.scenario.ids import Cell
from mentor_cpd.scenario.sheet import compose
from mentor_cpd.scenario.table import Table


def table(text: str) -> tuple[Table, Findings]:
    findings = Findings("sheet.yml")
    found = compose(text, findings, what="the sheet")
    assert found is not None
    return found, findings


def said(text: str, ask: Callable[[Table], object]) -> list[str]:
    """What is reported when the table is asked."""
    found, findings = table(text)
    ask(found)
    return [str(one).removeprefix("sheet.yml:") for one in findings.in_order()]


WHOLE = """\
# a note
title: A  title
  over two lines
edition: 12
use: practice
shown: Yes
day: 2025-09-01
one: alone
cites: [a, b]
empty:
people:
  sam: {name: Sam}
  kim: {name: Kim}
rules:
  - id: first
  - id: second
"""


def test_each_kind_of_value_is_read() -> None:
    sheet, findings = table(WHOLE)
    assert sheet.cell("title") == Cell("A title over two lines", 2)
    assert sheet.whole("edition", 1, 12) == 12
    assert sheet.one_of("use", ("practice", "assessed"), "assessed") == "practice"
    assert sheet.flag("shown", default=False)
    assert sheet.day("day") == date(2025, 9, 1)
    assert sheet.cells("one") == [Cell("alone", 8)]
    assert sheet.ids("cites") == [Cell("a", 9), Cell("b", 9)]
    assert sheet.texts("cites", exactly=2) == ("a", "b")
    people = [(name, row.text("name"), row.line) for name, row in sheet.tables("people", "x")]
    assert people == [("sam", "Sam", 12), ("kim", "Kim", 13)]
    assert [(row.id("id"), row.line) for row in sheet.rows("rules", "x")] == [
        ("first", 15),
        ("second", 16),
    ]
    assert findings.found == []


@pytest.mark.parametrize("key", ["empty", "absent"])
def test_what_is_not_said_has_its_default_and_no_finding(key: str) -> None:
    sheet, findings = table(WHOLE)
    assert (sheet.whole(key, 3, 9), sheet.whole(key, 3, 9, default=5)) == (3, 5)
    assert sheet.flag(key, default=True)
    assert sheet.one_of(key, ("a", "b"), "b") == "b"
    assert sheet.day(key) is None
    assert (sheet.cells(key), sheet.texts(key, exactly=2)) == ([], ())
    assert (sheet.tables(key, "x"), sheet.rows(key, "x")) == ([], [])
    assert not sheet.has(key)
    assert findings.found == []


@pytest.mark.parametrize(
    ("text", "ask", "says"),
    [
        ("a: [b]", lambda t: t.text("a"), '1: S109 "a" of the sheet must be words.'),
        ("\na: 10", lambda t: t.whole("a", 1, 9), '2: S109 "a" of the sheet is "10"; it must be'),
        ("\na: 0", lambda t: t.whole("a", 1, 9), '2: S109 "a" of the sheet is "0"; it must be'),
        ("a: 1.5", lambda t: t.whole("a", 1, 9), "a whole number from 1 to 9."),
        ("\na: maybe", lambda t: t.flag("a", True), '2: S109 "a" of the sheet is "maybe"; it'),
        (
            "\na: bets",
            lambda t: t.one_of("a", ("best", "worst"), "best"),
            '2: S109 "a" of the sheet is "bets"; it must be one of best, worst. '
            'Did you mean "best"?',
        ),
        ("\na: today", lambda t: t.day("a"), '2: S109 "a" of the sheet is "today"; write a day'),
        ("\na: {b: c}", lambda t: t.cells("a"), '2: S109 "a" of the sheet must be a list.'),
        (
            "a:\n  - b\n  - c: d",
            lambda t: t.cells("a"),
            '3: S109 "a" of the sheet has an entry that is not plain words. '
            'Words that hold a colon stand in "quotes".',
        ),
        ("a:\n  - b\n  -", lambda t: t.cells("a"), "3: S109 "),
        (
            "\na: [b, c]",
            lambda t: t.texts("a", exactly=3),
            '2: S109 "a" of the sheet lists 2; it must list 3.',
        ),
        (
            "a:\n  - b\n  - b",
            lambda t: t.ids("a"),
            '3: S111 "a" of the sheet lists "b" twice. Keep one.',
        ),
        ("a:\n  - b\n  - B", lambda t: t.ids("a"), '3: S110 "B" is not an id.'),
        ("a: A b", lambda t: t.id("a"), '1: S110 "A b" is not an id.'),
        ("\na: b", lambda t: t.tables("a", "x"), '2: S109 "a" of the sheet must be a table of'),
        (
            "a:\n  b: {c: d}\n  e: f",
            lambda t: t.tables("a", "x"),
            '3: S109 "e" in "a" must be a table of its own.',
        ),
        ("\na: b", lambda t: t.rows("a", "x"), '2: S109 "a" of the sheet must be a list.'),
        (
            "a:\n  - b: c\n  - d",
            lambda t: t.rows("a", "x"),
            '3: S109 "a" of the sheet must list tables.',
        ),
        (
            "a: b\nc: d",
            lambda t: t.expect(("a",), ("b",)),
            '2: S107 the sheet has the key "c", which the format does not know. The keys are a, b.',
        ),
        (
            "a: b",
            lambda t: t.expect(("a", "b")),
            '1: S108 the sheet has no "b". Add a line that begins "b:".',
        ),
        ("a: b\nc:", lambda t: t.expect(("a", "c")), '2: S108 "c" of the sheet is empty.'),
        ("a: b\n\na: c", lambda t: t.text("a"), '3: S111 the sheet gives "a" twice. Keep one.'),
        ("a: b\n[c]: d", lambda t: t.text("a"), "2: S109 the sheet has a key that is not a word."),
    ],
)
def test_what_is_amiss_is_told_at_its_line(
    text: str, ask: Callable[[Table], object], says: str
) -> None:
    (found,) = said(text, ask)
    assert says in found
    assert found.startswith(says[:3]) or ":" not in says[:3]


def test_rows_and_tables_say_in_whom_something_is_amiss() -> None:
    row = "a:\n  - b: c\n"
    assert said(row, lambda t: t.rows("a", "a rule")[0].expect(("id",))) == [
        '2: S107 a rule has the key "b", which the format does not know. The keys are id.',
        '2: S108 a rule has no "id". Add a line that begins "id:".',
    ]
    named = "a:\n  sam: {id: c}\n"
    assert said(named, lambda t: t.tables("a", "pupil")[0][1].expect(("name",), ("id",))) == [
        '2: S108 pupil "sam" has no "name". Add a line that begins "name:".'
    ]


def test_what_is_read_wrongly_has_its_default() -> None:
    sheet, _findings = table("a: 99\nb: maybe\nc: bets\nd: +3\ne: NO")
    assert (sheet.whole("a", 1, 9), sheet.whole("a", 1, 9, default=4)) == (1, 4)
    assert (sheet.flag("b", default=True), sheet.flag("b", default=False)) == (True, False)
    assert sheet.one_of("c", ("best",), "worst") == "worst"
    assert sheet.whole("d", 3, 9) == 3
    assert table("a: [b]")[0].text("a") == ""
    assert not sheet.flag("e", default=True)


def test_a_sign_that_yaml_does_not_know_is_told_without_its_line() -> None:
    findings = Findings("sheet.yml")
    assert compose("a: b\nc: \ufffe", findings, what="the sheet") is None
    (found,) = findings.found
    assert (found.code, found.line) == ("S105", 1)


MOST = limits.ENTRIES


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("  k{}: v", lambda t: t.tables("a", "x")),
        ("  - k{}", lambda t: t.cells("a")),
        ("  - k: v{}", lambda t: t.rows("a", "x")),
    ],
    ids=["a table", "a list", "a list of tables"],
)
@pytest.mark.parametrize("count", [MOST, MOST + 1])
def test_a_place_has_so_many_entries_and_the_rest_is_left_out(
    line: str, read: Callable[[Table], list[object]], count: int
) -> None:
    text = "\na:\n" + "".join(line.format(number) + "\n" for number in range(count))
    sheet, findings = table(text)
    rows = read(sheet)
    capped = [str(one) for one in findings.found if one.code == "S103"]
    entries = rows if "- " in line else [one for one in findings.found if one.code == "S109"]
    assert len(entries) == MOST
    where = "the sheet" if "- " in line else '"a"'
    says = f"sheet.yml:2: S103 {where} has {count} entries in one place, and {MOST} is the most."
    assert capped == [f"{says} Split the case in two."] * (count - MOST)
