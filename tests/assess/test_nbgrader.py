"""The real course under nbgrader's own commands, from the release to a CSV of marks.

Stock everything: a kernel runs the notebooks that were handed in, and asks for the marks.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import nbformat
import pytest

from mentor_cpd.assess import assignment, handed_in
from mentor_cpd.assess import rubric as rubrics
from mentor_cpd.assess.cells import cells_of
from mentor_cpd.assess.gradebook.course import steps
from mentor_cpd.assess.judging import Library, judge
from mentor_cpd.assess.scoring import Scores, points
from mentor_cpd.course import Course
from mentor_cpd.practice import shelf
from mentor_cpd.records.store import Store
from mentor_cpd.scenario.transcript import Chose, Transcript
from tests.assess.making import case_of, planned

ROOT = Path(__file__).parents[2]
NAME = "safeguarding"  # its case asks for a concern record as well
BIN = Path(sys.executable).parent
SCRIPTS = "<script>alert(1)</script>"
GENERATE = """
import sys
from nbgrader.apps import GenerateAssignmentApp

for name in sys.argv[1:]:
    GenerateAssignmentApp.launch_instance([name])
    GenerateAssignmentApp.clear_instance()
"""


@dataclass(frozen=True)
class Desk:
    """A trainer's computer: a copy of the course, a data folder, and nbgrader."""

    course: Course
    data: Path

    def nbgrader(self, *words: str, ends: int = 0) -> str:
        """What the command prints."""
        return self._run(ends, BIN / "nbgrader", *words)

    def generate(self, *names: str) -> None:
        """``nbgrader generate_assignment`` for each, in one process."""
        self._run(0, Path(sys.executable), "-c", GENERATE, *names)

    def _run(self, ends: int, *command: Path | str) -> str:
        env = {
            **os.environ,
            "MENTOR_CPD_DATA": str(self.data),
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        }
        ran = subprocess.run(
            command,
            cwd=assignment.folder(self.course),
            env=env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode == ends, ran.stderr
        return ran.stdout + ran.stderr

    def step(self, *parts: str) -> Path:
        return self.data.joinpath("assessments", *parts)

    def hand_in(self, student: str, transcript: bytes | None) -> None:
        """What a mentor's JupyterLab sends: the release, written in, and the transcript."""
        folder = self.step("submitted", student, NAME)
        folder.mkdir(parents=True)
        notebook = nbformat.read(self.step("release", NAME, f"{NAME}.ipynb"), as_version=4)
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = f"I looked at it again. {SCRIPTS}"
        nbformat.write(notebook, folder / f"{NAME}.ipynb")
        (folder / "timestamp.txt").write_text("2026-11-20 10:00:00.000000 UTC", encoding="utf-8")
        if transcript is not None:
            (folder / handed_in.FILE).write_bytes(transcript)

    def gradebook(self, student: str) -> dict[str, Any]:
        """What stock nbgrader's gradebook has for each cell."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.step('gradebook.db').as_posix()}") as gradebook:
            submission = gradebook.find_submission(NAME, student)
            return {
                grade.name: (grade.auto_score, grade.needs_manual_grade)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    for name in ("modules", "scenarios", "assessments"):
        shutil.copytree(ROOT / name, folder / "course" / name)
    made = Desk(Course(folder / "course"), folder / "data")
    made.nbgrader("generate_assignment", NAME)
    made.generate(*(name for name in assignment.names(made.course) if name != NAME))
    return made


@dataclass(frozen=True)
class Shown:
    """A transcript, and what it shows."""

    transcript: Transcript
    scores: Scores

    @property
    def raw(self) -> bytes:
        return handed_in.write(self.transcript)


@pytest.fixture(scope="module")
def find(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Callable[[Scores], bool]], Shown]:
    """Finds somebody, among those who play the case's testplan, who did this."""
    case = desk.course.module(NAME).assessed[0]
    place = tmp_path_factory.mktemp("record") / "record.sqlite"
    with Store.open(f"sqlite:///{place.as_posix()}") as store:
        shelf.stock(desk.course, store, only=[case])
        library = Library(store)
        played = [
            Shown(told, judge(told, NAME, library).scores)
            for _plan, told in planned(desk.course, case)
        ]

    def find_(did: Callable[[Scores], bool]) -> Shown:
        return next(one for one in played if did(one.scores))

    return find_


@pytest.fixture(scope="module")
def graded(desk: Desk, find: Callable[[Callable[[Scores], bool]], Shown]) -> dict[str, Shown]:
    """Five people hand in, and stock nbgrader marks them."""
    good = find(lambda s: s.ending == "good" and not s.errors)
    promised = find(lambda s: "promise-of-secrecy" in {error.id for error in s.open_errors})
    repaired = find(lambda s: bool(s.errors) and not s.open_errors)
    first, *moves = good.transcript.moves
    assert isinstance(first, Chose)
    never = msgspec.structs.replace(
        good.transcript, moves=(Chose(first.scene, "be-somewhere-else"), *moves)
    )
    desk.hand_in("good", good.raw)
    desk.hand_in("promised", promised.raw)
    desk.hand_in("repaired", repaired.raw)
    desk.hand_in("impossible", handed_in.write(never))
    desk.hand_in("nothing", None)
    desk.nbgrader("autograde", NAME)
    return {"good": good, "promised": promised, "repaired": repaired}


def test_every_assessment_is_known_to_the_gradebook_with_the_cells_of_the_list(
    desk: Desk,
) -> None:
    from nbgrader.api import Gradebook

    rubric = rubrics.of_course(desk.course)
    with Gradebook(f"sqlite:///{desk.step('gradebook.db').as_posix()}") as gradebook:
        for name in assignment.names(desk.course):
            (notebook,) = gradebook.find_assignment(name).notebooks
            known = {cell.name: cell.max_score for cell in notebook.grade_cells}
            known |= {cell.name: cell.max_score for cell in notebook.task_cells}
            first = case_of(desk.course, desk.course.module(name).assessed[0])
            assert known == {cell.grade_id: cell.points for cell in cells_of(first, rubric)}


def test_a_release_holds_no_key_and_asks_for_every_reflection(desk: Desk) -> None:
    for name in assignment.names(desk.course):
        folder = desk.step("release", name)
        assert [path.name for path in folder.iterdir()] == [f"{name}.ipynb"]
        text = (folder / f"{name}.ipynb").read_text(encoding="utf-8")
        case = case_of(desk.course, desk.course.module(name).assessed[0])
        assert all(feature.says not in text for feature in case.key_features)
        assert "YOUR ANSWER HERE" not in text
        assert text.count("Write here.") == len(rubrics.of_course(desk.course).reflection)


def test_nbgrader_stops_when_it_cannot_be_told_where_things_lie(desk: Desk, tmp_path: Path) -> None:
    """It would go on by itself, and write what people handed in into the course."""
    taken = tmp_path / "data"
    taken.write_text("a file, and no folder", encoding="utf-8")
    before = {path.name for path in assignment.folder(desk.course).iterdir()}
    said = Desk(desk.course, taken).nbgrader("generate_assignment", NAME, ends=1)
    assert f"mentor-cpd: The data folder {taken} cannot be written to" in said
    assert {path.name for path in assignment.folder(desk.course).iterdir()} == before


@pytest.mark.usefixtures("graded")
def test_grading_plays_nothing_and_writes_nothing_into_the_record(desk: Desk) -> None:
    notebook = nbformat.read(desk.step("autograded", "good", NAME, f"{NAME}.ipynb"), as_version=4)
    (play,) = [cell for cell in notebook.cells if cell.id == "play"]
    assert play.outputs == []
    assert not (desk.data / "record.sqlite").exists()


def test_another_step_can_stand_in_the_place_of_running_the_notebook() -> None:
    from nbgrader.converters import Autograde
    from nbgrader.preprocessors import Execute
    from traitlets.config import Config

    class Replay(Execute):  # type: ignore[misc]  # nbgrader's classes have no types
        pass

    told = Config()
    told.Autograde.autograde_preprocessors = steps(Replay)
    stock = Autograde.autograde_preprocessors.default_args[0]
    assert told.Autograde.autograde_preprocessors == [
        Replay if step is Execute else step for step in stock
    ]
    assert Execute in stock


@pytest.mark.usefixtures("graded")
def test_nothing_that_nbgrader_makes_is_in_the_course(desk: Desk) -> None:
    there = {path.name for path in assignment.folder(desk.course).iterdir()}
    assert there <= {"nbgrader_config.py", "source", "__pycache__"}


def test_validate_says_that_the_case_has_not_been_played(desk: Desk) -> None:
    """It ends with 0 either way, so what it prints is what counts."""
    source = assignment.folder(desk.course) / "source" / NAME / f"{NAME}.ipynb"
    said = desk.nbgrader("validate", str(source))
    assert "VALIDATION FAILED ON 5 CELL(S)" in said
    assert "Traceback" not in said


def test_validate_passes_the_notebook_of_whoever_got_everything_right(
    desk: Desk, graded: dict[str, Shown], tmp_path: Path
) -> None:
    """As far as it can be: no way through the case shows every competency at its most."""
    good = graded["good"]
    shutil.copy(desk.step("release", NAME, f"{NAME}.ipynb"), tmp_path)
    (tmp_path / handed_in.FILE).write_bytes(good.raw)
    said = desk.nbgrader("validate", str(tmp_path / f"{NAME}.ipynb"))
    assert 'Marks("safeguarding").errors()' not in said
    assert 'Marks("safeguarding").features()' not in said
    assert "There is no transcript" not in said


def test_what_stock_nbgrader_marks_is_what_replaying_marks(
    desk: Desk, graded: dict[str, Shown]
) -> None:
    case = case_of(desk.course, desk.course.module(NAME).assessed[0])
    cells = cells_of(case, rubrics.of_course(desk.course))
    for student, shown in graded.items():
        marks = desk.gradebook(student)
        for cell in cells:
            if cell.kind == "autograded":
                assert marks[cell.grade_id] == (points(cell, shown.scores), False), student
            else:
                assert marks[cell.grade_id] == (None, True), student


@pytest.mark.usefixtures("graded")
def test_a_good_path_gets_full_marks_for_features_and_errors(desk: Desk) -> None:
    marks = desk.gradebook("good")
    assert marks["key-features"] == (10.0, False)
    assert marks["critical-errors"] == (5.0, False)


@pytest.mark.usefixtures("graded")
def test_a_promise_of_secrecy_gets_nothing_for_critical_errors(desk: Desk) -> None:
    assert desk.gradebook("promised")["critical-errors"] == (0.0, False)


@pytest.mark.usefixtures("graded")
def test_an_error_that_was_put_right_gets_part_of_the_points(desk: Desk) -> None:
    assert desk.gradebook("repaired")["critical-errors"] == (3.0, False)


@pytest.mark.usefixtures("graded")
@pytest.mark.parametrize(
    ("student", "says"), [("impossible", "counts for nothing"), ("nothing", "no transcript here")]
)
def test_a_transcript_that_is_impossible_or_missing_gets_nothing_and_says_why(
    desk: Desk, student: str, says: str
) -> None:
    marks = desk.gradebook(student)
    auto = {name: mark for name, mark in marks.items() if not mark[1]}
    assert set(auto) >= {"key-features", "critical-errors"}
    assert {score for score, _needs in auto.values()} == {0.0}
    notebook = json.loads(
        desk.step("autograded", student, NAME, f"{NAME}.ipynb").read_text(encoding="utf-8")
    )
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade") and cell["cell_type"] == "code":
            printed, result = cell["outputs"]
            assert (printed["name"], result["output_type"]) == ("stdout", "execute_result")
            assert says in "".join(printed["text"])


@pytest.mark.usefixtures("graded")
def test_the_concern_record_is_shown_above_the_cell_that_marks_it(
    desk: Desk,
) -> None:
    notebook = nbformat.read(desk.step("autograded", "good", NAME, f"{NAME}.ipynb"), as_version=4)
    (shown,) = [cell for cell in notebook.cells if cell.id == "concern-record-shown"]
    (printed,) = shown.outputs
    assert "Tuesday, 12.50" in printed.text
    assert "Nothing that was said is quoted word for word" in printed.text


def test_a_model_transcript_among_the_sources_does_not_mark_everybody(
    desk: Desk, graded: dict[str, Shown]
) -> None:
    """nbgrader copies what lies in source/ over what was handed in; not this file."""
    planted = assignment.folder(desk.course) / "source" / NAME / handed_in.FILE
    planted.write_bytes(graded["good"].raw)
    try:
        desk.nbgrader("autograde", NAME, "--student", "promised", "--force")
    finally:
        planted.unlink()
    assert desk.gradebook("promised")["critical-errors"] == (0.0, False)


@pytest.mark.usefixtures("graded")
def test_release_feedback_and_export_run(desk: Desk, tmp_path: Path) -> None:
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    if sys.platform != "win32":  # nbgrader has no exchange there
        desk.nbgrader("release_assignment", NAME, f"--Exchange.root={exchange}")
        assert (exchange / "mentor-cpd" / "outbound" / NAME / f"{NAME}.ipynb").is_file()
    desk.nbgrader("generate_feedback", NAME)
    feedback = desk.step("feedback", "good", NAME, f"{NAME}.html").read_text(encoding="utf-8")
    assert "I looked at it again." in feedback
    assert SCRIPTS not in feedback
    out = tmp_path / "marks.csv"
    desk.nbgrader("export", "--to", str(out))
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file) if row["assignment"] == NAME}
    auto = [score for score, needs in desk.gradebook("good").values() if not needs]
    assert float(rows["good"]["raw_score"]) == pytest.approx(sum(auto))
    assert float(rows["impossible"]["raw_score"]) == 0.0


def test_replaying_marks_what_running_the_notebook_marks(
    desk: Desk, graded: dict[str, Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same submissions, good, bad, impossible and empty; the same marks, the same words."""

    def everything() -> dict[str, Any]:
        return {
            student: (desk.gradebook(student), [_outputs(cell) for cell in cells(student)])
            for student in (*graded, "impossible", "nothing")
        }

    def cells(student: str) -> list[Any]:
        path = desk.step("autograded", student, NAME, f"{NAME}.ipynb")
        return [cell for cell in nbformat.read(path, as_version=4).cells if "outputs" in cell]

    stock = everything()
    monkeypatch.setenv("MENTOR_CPD_REPLAY", "1")
    for student in stock:
        place = desk.step("submitted", student, NAME, f"{NAME}.ipynb")
        notebook = nbformat.read(place, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":  # so that anything that is run can be seen
                cell.source += f"\n__import__('pathlib').Path({str(desk.data)!r}, 'ran').touch()"
        nbformat.write(notebook, place)
    desk.nbgrader("autograde", NAME, "--force")
    assert everything() == stock
    assert not (desk.data / "ran").exists()


def _outputs(cell: Any) -> list[Any]:
    """What the cell shows, without what differs from run to run."""
    told = json.loads(json.dumps(cell.outputs))
    for output in told:
        output.pop("execution_count", None)
        output.pop("metadata", None)
    return [told, cell.metadata.get("nbgrader", {}).get("grade_id")]
