"""Marks in files: the same in each kind of file as in nbgrader's own export, and no formulas."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from mentor_cpd.assess.export import KINDS, no_formula, write
from mentor_cpd.assess.outcomes import release
from mentor_cpd.errors import CpdError
from mentor_cpd.records.people import People
from tests.assess.grading import School, school
from tests.assess.house import MODULE, TESS, mark, message, submitted
from tests.assess.making import GOOD, PROMISED, REPAIRED
from tests.house import ROOT

FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, stocked: Path) -> Iterator[School]:
    """One released, one marked, one only replayed."""
    found = school(tmp_path_factory.mktemp("school"), stocked)
    people = People(found.store)
    one, two, _three = (
        submitted(found.store, *way, person=people.add(account, name, ("mentor",), by="test"))
        for account, name, way in (
            ("ada", FORMULA, GOOD),
            ("ben", "Ben Achebe", PROMISED),
            ("cal", "Cal Orme", REPAIRED),
        )
    )
    found.grade()
    mark(found.store, one, level=3)
    mark(found.store, two, level=1)
    assert release(found.store, TESS, [one], message=message()).done
    found.grade()
    yield found
    found.store.close()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def exported(made: School, path: Path, *words: str) -> Path:
    result = made.run("export", "marks", str(path), *words)
    assert result.exit_code == 0, result.output
    assert f"written  {path}" in result.output
    return path


def test_the_csv_agrees_with_nbgraders_export(made: School, tmp_path: Path) -> None:
    ours = {row["mentor"]: row for row in rows(exported(made, tmp_path / "marks.csv"))}
    theirs_path = tmp_path / "theirs.csv"
    (made.course.root / "assessments" / "nbgrader_config.py").write_text(
        (ROOT / "assessments" / "nbgrader_config.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    subprocess.run(
        [Path(sys.executable).parent / "nbgrader", "export", "--to", str(theirs_path)],
        cwd=made.course.root / "assessments",
        env={**os.environ, "MENTOR_CPD_DATA": str(made.data)},
        check=True,
        capture_output=True,
    )
    theirs = {row["student_id"]: row for row in rows(theirs_path)}
    assert ours.keys() == theirs.keys()
    assert len(ours) == 3
    for mentor, row in theirs.items():
        assert ours[mentor]["assignment"] == row["assignment"] == MODULE
        for column in ("raw_score", "max_score"):
            assert float(ours[mentor][column]) == pytest.approx(float(row[column])), column
        assert ours[mentor]["handed_in"] == row["timestamp"].partition(".")[0]


def test_every_kind_of_file_holds_the_same(made: School, tmp_path: Path) -> None:
    plain = rows(exported(made, tmp_path / "marks.csv"))
    book = openpyxl.load_workbook(exported(made, tmp_path / "marks.xlsx"))
    head, *sheet = book["marks"].iter_rows(values_only=True)
    table = pd.read_parquet(exported(made, tmp_path / "marks.parquet"))
    assert list(plain[0]) == list(head) == list(table.columns)
    for row, cells, (_n, kept) in zip(plain, sheet, table.iterrows(), strict=True):
        for (name, text), cell in zip(row.items(), cells, strict=True):
            assert _same(text, cell), (name, text, cell)
            assert _same(text, kept[name]), (name, text, kept[name])
    assert str(table["critical_errors"].dtype) == "Int64"
    assert str(table["handed_in"].dtype).startswith("datetime64")


def _same(text: str, value: Any) -> bool:
    if text == "":
        return value is None or bool(pd.isna(value))
    if isinstance(value, bool) or str(value) in ("True", "False"):
        return text == str(value)
    if isinstance(value, pd.Timestamp):
        return text == f"{value:%Y-%m-%d %H:%M:%S}"
    try:
        return float(text) == float(value)
    except (TypeError, ValueError):
        return text == str(value)


def test_every_column_is_in_the_dictionary(made: School, tmp_path: Path) -> None:
    path = exported(made, tmp_path / "marks.csv", "--names")
    told = rows(tmp_path / "marks.dictionary.csv")
    assert [row["column"] for row in told] == list(rows(path)[0])
    assert all(row["means"].endswith(".") for row in told)
    book = openpyxl.load_workbook(exported(made, tmp_path / "marks.xlsx"))
    assert book.sheetnames == ["marks", "dictionary"]
    (head, *_rest) = book["marks"].iter_rows(values_only=True)
    assert [row[0] for row in book["dictionary"].iter_rows(min_row=2, values_only=True)] == list(
        head
    )


def test_nobody_is_named_unless_names_are_asked_for(made: School, tmp_path: Path) -> None:
    plain = exported(made, tmp_path / "marks.csv").read_text(encoding="utf-8")
    assert not re.search(r"\bada\b|\bben\b|Achebe", plain)
    (ben,) = [
        r for r in rows(exported(made, tmp_path / "n.csv", "--names")) if r["account"] == "ben"
    ]
    assert ben["name"] == "Ben Achebe"
    assert ben["critical_errors"] == "1"
    assert ben["written_passes"] == "False"


def test_a_name_that_is_a_formula_is_text(made: School, tmp_path: Path) -> None:
    names = [row["name"] for row in rows(exported(made, tmp_path / "n.csv", "--names"))]
    assert "'" + FORMULA in names
    book = openpyxl.load_workbook(exported(made, tmp_path / "n.xlsx", "--names"))
    cells = [cell for row in book["marks"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    for text in ("=1", "+1", "-1", "@x", "\tx", "\rx"):
        assert no_formula(text) == "'" + text
    assert no_formula("x=1") == "x=1"


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights another way")
@pytest.mark.parametrize("kind", KINDS)
def test_only_its_owner_can_read_the_marks(made: School, tmp_path: Path, kind: str) -> None:
    (tmp_path / f"marks{kind}").touch(mode=0o644)
    exported(made, tmp_path / f"marks{kind}", "--names")
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit on a file's size")
@pytest.mark.parametrize("kind", KINDS)
def test_where_there_is_no_room_the_file_is_as_it_was(
    made: School, tmp_path: Path, kind: str
) -> None:
    """And nothing is said after the one line: warnings are errors here."""
    import resource

    path = tmp_path / f"marks{kind}"
    path.write_text("of last term", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(CpdError, match="cannot be written: File too large"):
            write(made.store, path, names=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [left.name for left in tmp_path.iterdir()] == [path.name]
    assert path.read_text(encoding="utf-8") == "of last term"


def test_an_ending_that_says_nothing_is_one_line(made: School, tmp_path: Path) -> None:
    result = made.run("export", "marks", str(tmp_path / "marks.doc"))
    assert result.exit_code == 2
    assert "Give the name one of these: .csv, .xlsx, .parquet." in result.output


def test_a_record_without_submissions_has_the_columns_all_the_same(
    tmp_path: Path, stocked: Path
) -> None:
    empty = school(tmp_path / "school", stocked)
    path = exported(empty, tmp_path / "marks.parquet")
    table = pd.read_parquet(path)
    empty.store.close()
    assert len(table) == 0
    assert {"submission", "raw_score", "released"} <= set(table.columns)
