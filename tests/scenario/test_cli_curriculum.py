"""``mentor-cpd curriculum``, and what ``check --course`` says of the curriculum."""

from __future__ import annotations

import csv
import io
import json
import sys
import xml.etree.ElementTree as Xml
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentor_cpd import cli
from tests.scenario import waiting_drill
from tests.scenario.test_curriculum import ONE, OTHER
from tests.scenario.wet_coat import line_of

WRONG = ONE.replace("the-wet-coat/the-wet-coat", "the-wet-coat/a-dry-coat")


@pytest.fixture
def course(small_course: Path) -> Path:
    """The taught case and drill with the real registers, and a curriculum of two items."""
    drill = small_course / "scenarios" / "listening" / "waiting-drill.md"
    drill.write_text(waiting_drill.DRILL, "utf-8")
    curriculum(small_course).write_text(ONE + OTHER, "utf-8")
    return small_course


def curriculum(course: Path) -> Path:
    return course / "scenarios" / "curriculum.yml"


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.group, words)


@pytest.mark.usefixtures("course")
def test_the_table_shows_every_item_with_what_practises_it_and_then_counts_them() -> None:
    result = run("curriculum")
    assert (result.exit_code, result.stderr) == (0, "")
    told = [line.split("│") for line in result.stdout.splitlines()]
    rows = {cells[1].strip(): cells[4].strip() for cells in told if len(cells) == 6}
    assert rows["C010"].startswith("the-wet-coat: the-wet-coat")
    assert rows["C083"] == "not yet"
    assert "waiting-drill: the-bell" in result.stdout
    assert "1 of 2 items are practised" in result.stdout


@pytest.mark.usefixtures("course")
def test_csv_has_a_line_for_each_item() -> None:
    rows = list(csv.DictReader(io.StringIO(run("curriculum", "--csv").stdout)))
    assert [row["id"] for row in rows] == ["C010", "C083"]
    assert rows[0]["practised"] == "yes"
    assert rows[0]["practised_in"] == "the-wet-coat/the-wet-coat waiting-drill/the-bell"
    assert (rows[1]["practised"], rows[1]["practised_in"]) == ("not yet", "")


def test_a_spreadsheet_takes_no_item_for_a_sum(course: Path) -> None:
    curriculum(course).write_text(OTHER.replace("Bullying", '"=1+1"'), "utf-8")
    (row,) = csv.DictReader(io.StringIO(run("curriculum", "--csv").stdout))
    assert row["item"] == "'=1+1"


def test_the_map_is_drawn_where_it_is_asked_for(course: Path) -> None:
    result = run("curriculum", "--draw", "map.svg")
    assert (result.exit_code, result.stdout) == (0, "")
    root = Xml.fromstring((course / "map.svg").read_bytes())
    told = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert "Listening: 1 of 1 practised." in told
    assert run("curriculum", "--draw", "-").stdout_bytes == (course / "map.svg").read_bytes()


def test_what_does_not_hold_is_said_first_and_not_counted(course: Path) -> None:
    curriculum(course).write_text(WRONG, "utf-8")
    result = run("curriculum", "--csv")
    assert result.exit_code == 1
    line = line_of(WRONG, "practised_in")
    assert result.stderr.startswith(f"scenarios/curriculum.yml:{line}: S804 ")
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert row["practised_in"] == "waiting-drill/the-bell"


def test_a_course_without_a_curriculum_is_one_line(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    curriculum(course).unlink()
    monkeypatch.setattr(sys, "argv", ["mentor-cpd", "curriculum"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("mentor-cpd: This course has no curriculum: ")


def test_a_place_that_cannot_be_written_is_one_line(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = course / "no" / "such" / "map.svg"
    monkeypatch.setattr(sys, "argv", ["mentor-cpd", "curriculum", "--draw", str(there)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith(f"mentor-cpd: {there} cannot be written: ")


# check --course


@pytest.mark.usefixtures("course")
def test_checking_a_course_says_how_much_is_practised_and_what_is_not() -> None:
    result = run("check", "--course", "--sound-only", "--today=2026-11-22")
    assert result.exit_code == 0, result.stdout
    assert "1 of 2 items are practised in a decision or a drill question." in result.stdout
    table = result.stdout.partition("Kind")[2].partition("Not practised yet")
    skills = next(line for line in table[0].splitlines() if "Skills" in line)
    assert skills.split("│")[1:-1] == [" Skills   ", "    1 of 1 ", "           ", " 1 of 1 "]
    assert "C083 Bullying" in table[2]


def test_checking_a_course_fails_when_its_curriculum_does_not_hold(course: Path) -> None:
    curriculum(course).write_text(WRONG, "utf-8")
    result = run("check", "--course", "--sound-only", "--today=2026-11-22")
    assert result.exit_code == 1
    line = line_of(WRONG, "practised_in")
    assert f"scenarios/curriculum.yml:{line}: S804 nothing is decided in" in result.stdout
    assert "1 error" in result.stderr


@pytest.mark.usefixtures("course")
def test_json_gives_the_counts_and_what_is_not_practised() -> None:
    told = json.loads(
        run("check", "--course", "--sound-only", "--today=2026-11-22", "--format=json").stdout
    )
    assert told["curriculum"] == {
        "items": 2,
        "practised": 1,
        "by_kind": {"skill": [1, 1], "barrier": [0, 1]},
        "by_need": {"essential": [1, 1], "described": [0, 1]},
        "not_yet": ["C083"],
    }


@pytest.mark.usefixtures("course")
def test_checking_one_case_leaves_the_curriculum_alone() -> None:
    result = run("check", "--sound-only", "scenarios", "--today=2026-11-22")
    assert (result.exit_code, result.stdout) == (0, "")
