"""``mentor-cpd check``: what it says, in three formats, and what it exits with."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentor_cpd import cli
from tests.scenario.wet_coat import CASE, PLANS, line_of

TODAY = "--today=2026-11-22"
BAD_LINK = CASE.replace('(#by-the-radiator "ask-who")', '(#by-the-radiater "ask-who")')
LINE = line_of(CASE, '"ask-who"')
ROOM = {"S308", "S316", "S317", "S318", "S319"}


@pytest.fixture
def course(small_course: Path) -> Path:
    return small_course


def check(*words: str) -> Result:
    return CliRunner().invoke(cli.group, ["check", TODAY, *words])


def wet_coat(course: Path) -> Path:
    return course / "scenarios" / "listening" / "the-wet-coat.md"


@pytest.mark.usefixtures("course")
def test_a_clean_case_is_silent_and_exits_with_0() -> None:
    result = check("--sound-only", "scenarios/listening/the-wet-coat.md")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 case checked: nothing found.\n"


@pytest.mark.usefixtures("course")
def test_warnings_are_findings_unless_only_soundness_is_asked() -> None:
    result = check("scenarios")
    assert result.exit_code == 1
    assert set(re.findall(r": (S\d+) ", result.stdout)) == ROOM
    assert result.stderr == "1 case checked: 0 errors, 5 warnings.\n"


def test_a_problem_is_one_line_that_begins_with_its_place(course: Path) -> None:
    wet_coat(course).write_text(BAD_LINK, "utf-8")
    result = check("--sound-only", "scenarios/listening/the-wet-coat.md")
    assert result.exit_code == 1
    assert result.stdout == (
        f'scenarios/listening/the-wet-coat.md:{LINE}: S104 choice "ask-who" leads to '
        '"by-the-radiater", which is no scene. Did you mean "by-the-radiator"?\n'
    )


def test_the_way_to_see_a_problem_stands_below_it(course: Path) -> None:
    broken = CASE.replace("    holds: told-tutor\n  - id: no-", "    holds: made-room\n  - id: no-")
    wet_coat(course).write_text(broken, "utf-8")
    result = check("--sound-only", "scenarios")
    assert "S208" in result.stdout
    assert "\n    To see it, choose: promise, say-so, ask-again.\n" in result.stdout


def test_json_says_the_same_for_programs(course: Path) -> None:
    wet_coat(course).write_text(BAD_LINK, "utf-8")
    told = json.loads(check("--format=json", "--sound-only", "scenarios").stdout)
    assert (told["cases"], told["errors"], told["warnings"]) == (1, 1, 0)
    assert told["diagnostics"] == [
        {
            "code": "S104",
            "name": "choice-leads-nowhere",
            "severity": "error",
            "file": "scenarios/listening/the-wet-coat.md",
            "line": LINE,
            "sentence": 'choice "ask-who" leads to "by-the-radiater", which is no scene.',
            "remedy": 'Did you mean "by-the-radiator"?',
            "witness": [],
        }
    ]


def test_json_gives_the_witness_step_by_step(course: Path) -> None:
    broken = CASE.replace("    holds: told-tutor\n  - id: no-", "    holds: made-room\n  - id: no-")
    wet_coat(course).write_text(broken, "utf-8")
    (found,) = json.loads(check("--format=json", "--sound-only", "scenarios").stdout)["diagnostics"]
    assert found["witness"][0] == {
        "scene": "the-wet-coat",
        "choice": "promise",
        "to": "by-the-radiator",
    }


def test_github_shows_each_problem_at_its_line(course: Path) -> None:
    wet_coat(course).write_text(BAD_LINK.replace("It is kindly meant.", "Wrong!"), "utf-8")
    lines = check("--format=github", "scenarios").stdout.splitlines()
    assert lines[0].startswith(
        f"::error file=scenarios/listening/the-wet-coat.md,line={LINE},title=S104::"
    )
    assert any(line.startswith("::warning ") and "title=S307" in line for line in lines)


def test_github_commands_cannot_be_broken_out_of(course: Path) -> None:
    odd = course / "scenarios" / "listening" / "a,b%.md"
    odd.write_text(CASE.replace("Ending: poor", "Ending: 100%::error"), "utf-8")
    (line,) = [
        line
        for line in check("--format=github", "--sound-only", str(odd)).stdout.splitlines()
        if "S125" in line
    ]
    place, said = line.removeprefix("::error ").split("::", 1)
    assert "a%2Cb%25.md,line=" in place
    assert said.startswith('"100%25::error" is no kind of ending.')


def test_a_whole_course_is_found_from_inside_it(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course / "scenarios" / "listening")
    assert check("--course", "--sound-only").exit_code == 0
    monkeypatch.delenv("MENTOR_CPD_COURSE", raising=False)
    monkeypatch.chdir("/")
    result = CliRunner().invoke(cli.group, ["check", "--course"])
    assert result.exit_code != 0


def test_pages_about_cases_are_no_cases(course: Path) -> None:
    (course / "scenarios" / "FORMAT.md").write_text("# How to", "utf-8")
    (course / "scenarios" / "listening" / "README.md").write_text("# About", "utf-8")
    assert check("--sound-only", ".").exit_code == 0


@pytest.mark.usefixtures("course")
def test_naming_a_testplan_checks_its_case() -> None:
    result = check("--sound-only", "scenarios/listening/the-wet-coat.testplan")
    assert result.stderr == "1 case checked: nothing found.\n"


def test_a_plan_that_fails_is_told_in_the_testplan(course: Path) -> None:
    plan = wet_coat(course).with_suffix(".testplan")
    plan.write_text(PLANS.replace("ends a-nod", "ends a-dry-coat"), "utf-8")
    result = check("--sound-only", "scenarios")
    assert result.exit_code == 1
    assert result.stdout.startswith("scenarios/listening/the-wet-coat.testplan:24: S503 ")


def test_mistakes_in_a_register_are_told_once_for_all_cases(course: Path) -> None:
    other = CASE.replace("id: the-wet-coat", "id: the-dry-coat")
    (course / "scenarios" / "listening" / "the-dry-coat.md").write_text(other, "utf-8")
    glossary = course / "scenarios" / "glossary.yml"
    glossary.write_text(glossary.read_text("utf-8") + "\nXYZ: {stand_for: nothing}\n", "utf-8")
    result = check("--sound-only", "scenarios")
    assert result.stdout.count('Did you mean "stands_for"?') == 1
    assert "scenarios/glossary.yml:" in result.stdout


def test_two_cases_of_one_id_are_told(course: Path) -> None:
    again = course / "scenarios" / "negotiation"
    again.mkdir()
    (again / "the-wet-coat.md").write_text(
        CASE.replace("module: listening", "module: negotiation"), "utf-8"
    )
    result = check("--sound-only", "scenarios")
    assert "negotiation/the-wet-coat.md:1: S111 " in result.stdout


def test_a_case_outside_any_course_is_checked_and_says_so_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        text = CASE.replace("id: the-wet-coat", f"id: {name}").replace(
            "module: listening", "module: loose"
        )
        (tmp_path / "loose").mkdir(exist_ok=True)
        (tmp_path / "loose" / f"{name}.md").write_text(text, "utf-8")
    result = check("--sound-only", str(tmp_path / "loose"))
    assert result.exit_code == 0
    assert result.stderr.count("were taken on trust") == 1


def test_a_case_named_from_its_own_folder_is_held_to_that_folder(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wet_coat(course).write_text(CASE.replace("module: listening", "module: safety"), "utf-8")
    monkeypatch.chdir(course / "scenarios" / "listening")
    assert "the-wet-coat.md:4: S112 " in check("--sound-only", "the-wet-coat.md").stdout


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    "words", [[], ["--course", "scenarios"], ["nowhere.md"], ["--format=xml", "scenarios"]]
)
def test_arguments_that_make_no_sense_exit_with_2(words: list[str]) -> None:
    assert check(*words).exit_code == 2


def test_nothing_to_check_exits_with_2(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "empty").mkdir()
    monkeypatch.setattr("sys.argv", ["mentor-cpd", "check", "empty"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("mentor-cpd: There is no case in empty.")


def test_a_file_far_too_large_is_not_read_whole(course: Path) -> None:
    with wet_coat(course).open("ab") as file:
        file.truncate(1 << 32)
    result = check("--sound-only", "scenarios")
    assert "S103 the file has 262145 bytes or more" in result.stdout


def test_the_help_names_every_option() -> None:
    told = check("--help").stdout
    for option in ("--course", "--format", "--sound-only", "--today"):
        assert option in told
