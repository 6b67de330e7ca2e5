"""A sheet of YAML is a table and nothing else, and what is wrong with it has a line."""

from __future__ import annotations

import pytest

from mentor_cpd.scenario.diagnostic import Findings
from mentor_cpd.scenario.limits import DEPTH
from mentor_cpd.scenario.sheet import compose
from mentor_cpd.scenario.table import Table


def composed(text: str) -> tuple[Table | None, list[tuple[str, int]]]:
    """The table, and the code and line of everything that is wrong with it."""
    findings = Findings("f.yml")
    table = compose(text, findings, what="the sheet")
    return table, [(one.code, one.line) for one in findings.in_order()]


def nested(depth: int) -> str:
    return "a: " + "{a: " * (depth - 1) + "1" + "}" * (depth - 1)


def test_keys_are_found_with_their_lines() -> None:
    table, amiss = composed("\none: 1\ntwo: 2\n")
    assert table is not None
    assert amiss == []
    assert (table.text("two"), table.line_of("two")) == ("2", 3)
    assert table.line_of("three") == 1, "what is absent has the line of the table"


@pytest.mark.parametrize("text", ["", "# Nothing yet.\n"])
def test_an_empty_sheet_is_a_table_without_keys(text: str) -> None:
    table, amiss = composed(text)
    assert table is not None
    assert (list(table.names()), amiss) == ([], [])


def test_a_sheet_may_be_nested_as_deep_as_the_limit_and_no_deeper() -> None:
    assert composed(nested(DEPTH))[1] == []
    assert composed(nested(DEPTH + 1)) == (None, [("S103", 1)])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("one: 1\ntwo: &name 2\n", "S106"),
        ("one: 1\ntwo: *name\n", "S106"),
        ("one: 1\ntwo: !!python/name:os.system\n", "S106"),
        ("one: 1\ntwo: [2\n", "S105"),
    ],
)
def test_what_is_not_plain_is_told_once_at_its_line_and_not_read(text: str, code: str) -> None:
    table, ((found, line),) = composed(text)
    assert table is None
    assert found == code
    assert line == (3 if text.endswith("[2\n") else 2)


@pytest.mark.parametrize("text", ["- one\n- two\n", "one", "\x00"])
def test_what_is_no_table_is_told(text: str) -> None:
    assert composed(text) == (None, [("S105", 1)])
