"""Drawing from the command line: an SVG file, or SVG on the screen."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as Xml
from pathlib import Path

import pytest

from mentor_cpd import cli

COURSE = Path(__file__).parents[1] / "practice" / "course"
CASE = COURSE / "scenarios" / "listening" / "too-quiet.md"
SVG = "{http://www.w3.org/2000/svg}"


def picture(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["mentor-cpd", "picture", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_the_picture_is_written_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(COURSE)
    there = tmp_path / "case.svg"
    assert picture(monkeypatch, "too-quiet", "-o", str(there)) == 0
    assert capsys.readouterr() == ("", "")
    root = Xml.fromstring(there.read_bytes())
    assert root.findtext(f"{SVG}title") == "Too quiet in the library"
    assert root.findtext(f"{SVG}desc")


@pytest.mark.parametrize("words", [(), ("-o", "-")])
def test_without_a_file_it_goes_to_standard_output(words: tuple[str, ...]) -> None:
    """As UTF-8, whatever the console speaks."""
    run = "import sys; from mentor_cpd.cli import main; sys.argv[0] = 'mentor-cpd'; main()"
    ended = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", run, "picture", str(CASE), *words],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert Xml.fromstring(ended.stdout).findtext(f"{SVG}title") == "Too quiet in the library"
    assert "’".encode() in ended.stdout


def test_a_place_that_cannot_be_written_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    there = tmp_path / "no" / "such" / "case.svg"
    assert picture(monkeypatch, str(CASE), "-o", str(there)) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"mentor-cpd: {there} cannot be written: ")
    assert len(said.splitlines()) == 1


def test_a_missing_case_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert picture(monkeypatch, str(tmp_path / "none.md")) == 2
    assert capsys.readouterr().err.startswith("mentor-cpd: There is no file ")


def test_a_broken_case_is_all_its_problems(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Path(__file__).parent / "broken" / "S104-choice-leads-nowhere.md"
    assert picture(monkeypatch, str(broken)) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "S104" in said.err
