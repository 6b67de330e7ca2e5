"""A course is a folder: found by name, by environment, or by walking up."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_cpd.course import Course
from mentor_cpd.errors import CpdError
from tests.house import ROOT
from tests.practice.playing import COURSE


def test_the_folder_that_is_named_comes_before_environment_and_place(
    course: Course,
) -> None:
    env = {"MENTOR_CPD_COURSE": str(COURSE)}
    assert Course.find(course.root, env=env, start=COURSE) == course
    assert Course.find(env=env, start=course.root) == Course(COURSE)
    assert Course.find(env={}, start=course.root / "modules") == course


def test_a_folder_that_is_named_and_is_no_course_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CpdError, match="is no course: it has no folders scenarios/ and modules/"):
        Course.find(tmp_path, env={})


def test_without_a_course_anywhere_the_remedy_is_told(tmp_path: Path) -> None:
    with pytest.raises(CpdError, match="set MENTOR_CPD_COURSE"):
        Course.find(env={}, start=tmp_path)


def test_modules_introduce_themselves_in_their_own_order(course: Course) -> None:
    notebook = (course.root / "modules" / "listening.ipynb").read_text(encoding="utf-8")
    first = notebook.replace('"order": 1', '"order": 0').replace('"Listening"', '"Before"')
    (course.root / "modules" / "welcome.ipynb").write_text(first, encoding="utf-8")
    assert [module.name for module in course.modules()] == ["welcome", "listening"]
    listening = course.module("listening")
    assert listening.cases == ("too-quiet", "second-thoughts")
    assert (listening.title, listening.minutes) == ("Listening", 40)


def test_what_the_modules_that_ship_name_is_there_and_meant_for_that_use() -> None:
    ours = Course(ROOT)
    assert ours.unreadable() == ()
    for module in ours.modules():
        for use, cases in (("practice", module.cases), ("assessed", module.assessed)):
            for case in cases:
                scenario = ours.case(case).parsed().scenario
                assert scenario is not None, case
                assert (scenario.use, scenario.module) == (use, module.name)


def test_a_notebook_that_says_nothing_of_itself_is_no_module(course: Course) -> None:
    (course.root / "modules" / "scratch.ipynb").write_text('{"metadata": {}}', encoding="utf-8")
    assert [module.name for module in course.modules()] == ["listening"]
    assert course.unreadable() == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        '{"metadata": {"mentor_cpd": {"order": 1}}}',
        '{"metadata": {"mentor_cpd": {"title": "A", "minuts": 5}}}',
    ],
)
def test_a_damaged_notebook_is_told_of_and_does_not_hide_the_others(
    course: Course, text: str
) -> None:
    broken = course.root / "modules" / "broken.ipynb"
    broken.write_text(text, encoding="utf-8")
    assert [module.name for module in course.modules()] == ["listening"]
    (problem,) = course.unreadable()
    assert str(problem).startswith(f"{broken} cannot be read as a module")


def test_a_module_or_case_that_is_not_there_is_told_with_what_is(course: Course) -> None:
    with pytest.raises(CpdError, match="There are: listening"):
        course.module("lisening")
    with pytest.raises(CpdError, match="A case is a file"):
        course.case("no-such-case")


def test_pages_about_the_format_are_no_cases(course: Course) -> None:
    (course.scenarios / "listening" / "README.md").write_text("# Notes", encoding="utf-8")
    assert [path.stem for path in course.cases()] == ["second-thoughts", "too-quiet"]
