"""The notebooks of the assessments: made from cases and rubric, and never written twice."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner, Result
from nbgrader.nbgraderformat import MetadataValidator

from mentor_cpd.assess import assignment
from mentor_cpd.assess import rubric as rubrics
from mentor_cpd.assess.cells import cells_of
from mentor_cpd.cli import group
from mentor_cpd.course import Course
from mentor_cpd.errors import CpdError
from mentor_cpd.scenario.reading import grade
from tests.assess.making import assessed_course, case_of, edit
from tests.practice.playing import CASE

ROOT = Path(__file__).parents[2]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return assessed_course(tmp_path / "course")


def build(course: Course, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.setenv("MENTOR_CPD_COURSE", str(course.root))
    return CliRunner().invoke(group, ["assignment", "build", *words])


def test_what_is_committed_is_what_it_builds() -> None:
    """After a change to an assessed case or the rubric: `mentor-cpd assignment build`."""
    course = Course(ROOT)
    outdated = [source.name for source in assignment.sources(course) if not source.is_current]
    assert outdated == []
    assert assignment.strays(course) == ()


def test_every_module_that_ships_has_an_assessment() -> None:
    course = Course(ROOT)
    assert assignment.names(course) == tuple(module.name for module in course.modules())


@pytest.mark.parametrize("name", assignment.names(Course(ROOT)))
def test_a_notebook_holds_the_cells_of_the_list_as_nbgrader_wants_them(name: str) -> None:
    course = Course(ROOT)
    (source,) = assignment.sources(course, name)
    notebook = nbformat.reads(source.made.decode("utf-8"), as_version=4)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    points = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points
        for cell in notebook.cells
        if "points" in cell.metadata.get("nbgrader", {})
    }
    first = case_of(course, course.module(name).assessed[0])
    cells = cells_of(first, rubrics.of_course(course))
    assert points == {cell.grade_id: cell.points for cell in cells}


@pytest.mark.parametrize("name", assignment.names(Course(ROOT)))
def test_a_notebook_gives_nothing_of_the_case_away(name: str) -> None:
    """No choice, no key feature, no commentary, no name of anybody in it."""
    course = Course(ROOT)
    (source,) = assignment.sources(course, name)
    text = json.dumps(json.loads(source.made), ensure_ascii=False)
    case = case_of(course, course.module(name).assessed[0])
    told = text.replace(case.content_note, "")
    secret = [feature.says for feature in case.key_features]
    secret += [choice.because for scene in case.scenes for choice in scene.choices]
    secret += [choice.text for scene in case.scenes for choice in scene.choices]
    secret += [person.name for person in case.cast]
    assert [words for words in secret if words in told] == []


def test_what_mentors_are_told_and_asked_is_easy_to_read() -> None:
    course = Course(ROOT)
    for criterion in rubrics.of_course(course).criteria:
        assert grade(criterion.prompt) <= 8, criterion.id
    for source in assignment.sources(course):
        for cell in nbformat.reads(source.made.decode("utf-8"), as_version=4).cells:
            if cell.cell_type == "markdown" and "\n" in cell.source:
                assert grade(cell.source.replace("\n- ", ". ")) <= 8, (source.name, cell.id)


def test_building_writes_what_is_missing_and_leaves_what_is_current(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = course.root / "assessments" / "source" / "listening" / "listening.ipynb"
    assert build(course, monkeypatch, "--check").exit_code == 1
    assert not path.exists()
    assert "written" in build(course, monkeypatch).output
    first = path.read_bytes()
    assert "up to date" in build(course, monkeypatch, "listening").output
    assert build(course, monkeypatch, "--check").exit_code == 0
    assert path.read_bytes() == first


def test_a_change_to_the_case_or_the_rubric_is_seen(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(course, monkeypatch)
    edit(course.scenarios / "competencies.yml", "What next?", "And now?")
    checked = build(course, monkeypatch, "--check")
    assert checked.exit_code == 1
    assert "OUTDATED    assessments/source/listening/listening.ipynb" in checked.output
    build(course, monkeypatch)
    edit(course.case(CASE).path, "wellbeing-aspiration]", "wellbeing-aspiration, record-share]")
    assert build(course, monkeypatch, "--check").exit_code == 1


@pytest.mark.parametrize("name", ["gone/gone.ipynb", "listening/transcript.json"])
def test_a_file_that_nothing_makes_is_named_and_not_deleted(
    course: Course, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Beside a notebook it would be copied over what mentors hand in."""
    stray = course.root / "assessments" / "source" / name
    stray.parent.mkdir(parents=True)
    stray.write_text("{}", encoding="utf-8")
    built = build(course, monkeypatch)
    assert built.exit_code == 0
    assert f"STRAY       assessments/source/{name}" in built.output
    assert build(course, monkeypatch, "--check").exit_code == 1
    assert stray.exists()


def test_a_course_without_assessments_has_nothing_to_make(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(course.root / "modules" / "listening.ipynb", f'"assessed": ["{CASE}"]', '"assessed": []')
    built = build(course, monkeypatch)
    assert (built.exit_code, built.output) == (0, "")
    assert not (course.root / "assessments").exists()


def why(course: Course, only: str = "") -> str:
    with pytest.raises(CpdError) as no:
        assignment.sources(course, only)
    return str(no.value)


def test_an_unknown_assessment_is_told_with_those_there_are(course: Course) -> None:
    assert why(course, "lisening") == (
        'There is no assessment "lisening" in this course. There are: listening.'
    )


def test_a_case_for_practice_is_not_assessed(course: Course) -> None:
    edit(course.case(CASE).path, "use: assessed", "use: practice")
    assert "must say use: assessed and module: listening" in why(course)


def test_a_case_that_cannot_be_read_is_told_with_its_line(course: Course) -> None:
    edit(course.case(CASE).path, "(#the-bag", "(#the-bug")
    edit(course.case(CASE).path, "use: assessed", "use: assessd")
    assert "too-quiet.md:" in why(course)


def test_a_rubric_that_does_not_add_up_makes_no_notebook(course: Course) -> None:
    edit(course.scenarios / "competencies.yml", "passing_total: 6", "passing_total: 99")
    assert "Nobody can pass" in why(course)


def other_form(course: Course, old: str, new: str) -> None:
    """A second assessed case in the module, which differs from the first in this."""
    page = course.case(CASE).path
    text = page.read_text(encoding="utf-8").replace(f"id: {CASE}", "id: other")
    assert old in text
    page.with_name("other.md").write_text(text.replace(old, new), encoding="utf-8")
    edit(course.root / "modules" / "listening.ipynb", f'["{CASE}"]', f'["{CASE}", "other"]')


def test_another_form_shows_what_the_first_shows(course: Course) -> None:
    other_form(course, "edition: 1", "edition: 2")
    assert [source.name for source in assignment.sources(course)] == ["listening"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("wellbeing-aspiration", "record-share", 'shows nothing of "wellbeing-aspiration"'),
        ("asks: concern-record", "asks: free-text", "only one of the two asks for a concern"),
    ],
)
def test_a_form_that_could_not_be_marked_by_the_same_cells_is_refused(
    course: Course, old: str, new: str, says: str
) -> None:
    other_form(course, old, new)
    told = why(course)
    assert '"other" is no other form of "too-quiet"' in told
    assert says in told
