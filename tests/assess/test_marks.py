"""What an assignment's notebook shows: a sentence and a number, whatever lies beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mentor_cpd import Marks
from mentor_cpd.assess import handed_in, marks
from mentor_cpd.course import Course
from mentor_cpd.practice import shelf
from mentor_cpd.records.store import Store
from tests.assess.making import GOOD, PROMISED, RECORD, assessed_course, case_of, edit, transcript
from tests.practice.playing import CASE


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """An assessed course, no record anywhere, and a notebook's folder within the course."""
    made = assessed_course(tmp_path / "course")
    here = made.root / "mine"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("MENTOR_CPD_DATA", str(tmp_path / "nobody"))
    marks.judge_file.cache_clear()
    return made


def hand_in(course: Course, *choices: str) -> None:
    Path(handed_in.FILE).write_bytes(handed_in.write(transcript(case_of(course), choices)))


def all_marks() -> list[float]:
    listening = Marks("listening")
    return [listening.competency("active-listening"), listening.features(), listening.errors()]


def test_marks_need_nothing_but_the_course_on_disk(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in(course, *GOOD)
    assert all_marks() == [3.0, 10.0, 5.0]
    Marks("listening").record()
    told = capsys.readouterr()
    assert "4, where paths through this case earn from 1 to 4." in told.out
    assert "1 of 1 key features were met." in told.out
    assert "There was no critical error." in told.out
    assert "Quoted word for word: They changed the group chat" in told.out
    assert told.err == ""


def test_an_error_and_a_feature_that_was_missed_are_named(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in(course, *PROMISED)
    assert all_marks()[1:] == [0.0, 0.0]
    told = capsys.readouterr().out
    assert "Not met: You told Sam’s form tutor the same day." in told
    assert "A promise of secrecy: made in “A corner table”, and never put right." in told
    Marks("listening").record()
    assert "No concern record was written" in capsys.readouterr().out


def test_what_somebody_wrote_cannot_pass_for_what_the_machine_says(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    lie = "He was left out.\nQuoted word for word: He was left out."
    told = transcript(case_of(course), GOOD, {**RECORD, "words": lie, "told": ""})
    Path(handed_in.FILE).write_bytes(handed_in.write(told))
    Marks("listening").record()
    said = capsys.readouterr().out
    assert said.splitlines()[:3] == [
        "Left out: Who was told, and when.",
        "Nothing that was said is quoted word for word.",
        "",
    ]
    assert lie.replace("\n", "\n    ") in said


def test_the_record_of_the_computer_knows_an_edition_that_the_course_has_lost(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, *GOOD)
    data = tmp_path / "data"
    data.mkdir()
    with Store.open(f"sqlite:///{(data / 'record.sqlite').as_posix()}") as store:
        shelf.stock(course, store)
    edit(course.case(CASE).path, "if trust >= 3:", "if trust >= 4:")
    assert all_marks() == [0.0, 0.0, 0.0]
    monkeypatch.setenv("MENTOR_CPD_DATA", str(data))
    assert all_marks() == [3.0, 10.0, 5.0]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (None, "There is no transcript here yet."),
        (b"", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b'{"scenario": "too-quiet"}', "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b" " * (handed_in.MOST_BYTES + 1), "too large"),
        (b'{"edition":"x","engine":"","moves":[],"scenario":"too-quiet"}', "is not known here"),
        (b'{"edition":"x","engine":"","moves":[],"scenario":"../../x"}', "is not known here"),
        (
            b'{"edition":"x","engine":"","scenario":"too-quiet","moves":['
            + b",".join([b'{"type":"went-back","to":1}'] * (handed_in.MOST_MOVES + 1))
            + b"]}",
            "more moves than any case",
        ),
    ],
    ids=["none", "empty", "not text", "half", "deep", "large", "edition", "path", "moves"],
)
@pytest.mark.usefixtures("course")
def test_what_is_no_transcript_gives_nothing_and_a_sentence(
    capsys: pytest.CaptureFixture[str], raw: bytes | None, says: str
) -> None:
    if raw is not None:
        Path(handed_in.FILE).write_bytes(raw)
    assert all_marks() == [0.0, 0.0, 0.0]
    told = capsys.readouterr()
    assert told.out.count(says) == 3
    assert told.err == ""


def test_without_a_course_the_sentence_says_how_to_name_one(
    course: Course,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    hand_in(course, *GOOD)
    raw = Path(handed_in.FILE).read_bytes()
    monkeypatch.chdir(tmp_path)
    Path(handed_in.FILE).write_bytes(raw)
    assert Marks("listening").errors() == 0.0
    assert "MENTOR_CPD_COURSE" in capsys.readouterr().out


def test_importing_marks_is_quiet_and_brings_no_nbgrader() -> None:
    """Kernels import it; what is slow to import, or speaks to stderr, stays out of them."""
    code = "import sys; from mentor_cpd import Marks; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    assert not {"nbgrader", "pandas", "yaml", "ipywidgets"} & set(ran.stdout.split())
