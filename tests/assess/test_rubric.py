"""The rubric: what passes, in words, and what an old mark was given by."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_cpd.assess import rubric as rubrics
from mentor_cpd.assess.rubric import Rubric, verdict
from mentor_cpd.course import Course
from mentor_cpd.errors import CpdError
from mentor_cpd.records.store import Store
from tests.assess.making import CRITERIA, assessed_course, edit

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def real() -> Rubric:
    """The rubric of the course that ships."""
    return rubrics.of_course(Course(ROOT))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return assessed_course(tmp_path / "course")


def levels(evidence: int, view: int, reasoning: int, self_: int, action: int) -> dict[str, int]:
    names = ("evidence", "childs-view", "reasoning", "self-and-bias", "action")
    return dict(zip(names, (evidence, view, reasoning, self_, action), strict=True))


def test_the_rubric_that_ships_is_that_of_the_domain(real: Rubric) -> None:
    assert {one.id: one.least for one in real.reflection} == levels(1, 2, 1, 1, 2)
    assert (real.most, real.passing_total) == (15, 9)
    assert real.record is not None
    assert (real.record.id, real.record.least) == ("concern-record", 2)
    assert all(len(one.levels) == 4 for one in real.criteria)


def test_nine_with_every_least_passes_and_eight_does_not(real: Rubric) -> None:
    assert verdict(levels(2, 2, 2, 1, 2), real).passes
    short = verdict(levels(1, 2, 2, 1, 2), real)
    assert short.missing == ("8 of 15 in all; 9 or more are needed.",)


def test_a_high_total_does_not_make_up_for_the_childs_view(real: Rubric) -> None:
    judged = verdict(levels(3, 1, 3, 3, 3), real)
    assert (judged.passes, judged.total) == (False, 13)
    assert judged.missing == ("The child’s view: level 1; 2 or more is needed.",)


def test_the_concern_record_stands_outside_the_total_and_needs_two(real: Rubric) -> None:
    good = levels(2, 2, 2, 1, 2)
    assert verdict({**good, "concern-record": 3}, real, record=True).total == 9
    assert verdict({**good, "concern-record": 1}, real, record=True).missing == (
        "The concern record: level 1; 2 or more is needed.",
    )
    assert verdict(good, real, record=True).missing == ("The concern record has not been marked.",)


def test_what_has_not_been_marked_is_said(real: Rubric) -> None:
    half = verdict({"evidence": 3, "childs-view": 3, "reasoning": 3}, real)
    assert half.missing == ("Self and bias has not been marked.", "Action has not been marked.")


@pytest.mark.parametrize("wrong", [{"evidence": 4}, {"evidence": -1}, {"spelling": 2}])
def test_a_level_that_the_rubric_does_not_have_is_no_mark(
    real: Rubric, wrong: dict[str, int]
) -> None:
    with pytest.raises(ValueError, match="none of this rubric's"):
        verdict(wrong, real)


def test_an_old_edition_can_be_read_after_the_rubric_has_changed(
    course: Course, tmp_path: Path
) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}") as store:
        before = rubrics.of_course(course)
        first = rubrics.keep(store, before)
        edit(course.scenarios / "competencies.yml", "What next?", "And now?")
        after = rubrics.of_course(course)
        second = rubrics.keep(store, after)
        assert first != second
        assert rubrics.load(store, first) == before
        assert rubrics.present(store) == after
        assert store.verify() == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("passing_total: 6", "passing_total: 10", "Nobody can pass: 10 is needed"),
        ("passing_total: 6", "passing_total: 4", "the leasts of the criteria make 5"),
        ("levels: [a, b, c, d]}\n  childs", "levels: [a, b]}\n  childs", "must list 4"),
    ],
)
def test_a_rubric_that_does_not_add_up_is_one_line_with_its_place(
    course: Course, old: str, new: str, says: str
) -> None:
    edit(course.scenarios / "competencies.yml", old, new)
    with pytest.raises(CpdError, match=rf"competencies\.yml:\d+: S109 .*{says}"):
        rubrics.of_course(course)


def test_a_course_without_criteria_says_where_they_go(course: Course) -> None:
    edit(course.scenarios / "competencies.yml", CRITERIA, "")
    with pytest.raises(CpdError, match="under criteria"):
        rubrics.of_course(course)


def test_nothing_is_marked_by_a_rubric_that_was_never_kept(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}") as store:
        with pytest.raises(CpdError, match="No rubric"):
            rubrics.present(store)
        with pytest.raises(CpdError, match="not in the record"):
            rubrics.load(store, "0" * 64)
