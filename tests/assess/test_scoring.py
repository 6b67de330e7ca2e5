"""What a finished case shows, and the points it earns."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentor_cpd.assess import rubric as rubrics
from mentor_cpd.assess.cells import Cell, cells_of
from mentor_cpd.assess.judging import Judged, Library, judge
from mentor_cpd.assess.saying import said_of
from mentor_cpd.assess.scoring import Scores, points
from mentor_cpd.course import Course
from mentor_cpd.practice import shelf
from mentor_cpd.records.store import Store
from mentor_cpd.scenario.model import Scenario
from mentor_cpd.scenario.play import play
from mentor_cpd.scenario.transcript import Chose, Illegal, Transcript, Wrote
from tests.assess.making import (
    GOOD,
    PROMISED,
    RECORD,
    REPAIRED,
    assessed_course,
    case_of,
    edit,
    transcript,
)
from tests.practice.playing import CASE

SHIPPED = Course(Path(__file__).parents[2])


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return assessed_course(tmp_path / "course")


@pytest.fixture
def store(tmp_path: Path, course: Course) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}") as opened:
        shelf.stock(course, opened)
        yield opened


def judged(course: Course, store: Store, *choices: str, **record: str) -> Judged:
    told = transcript(case_of(course), choices, RECORD | record)
    return judge(told, "listening", Library(store))


def shown(course: Course, store: Store, *choices: str, **record: str) -> Scores:
    return judged(course, store, *choices, **record).scores


def earned(course: Course, scores: Scores) -> dict[str, float]:
    cells = cells_of(case_of(course), rubrics.of_course(course))
    return {c.grade_id: points(c, scores) for c in cells if c.kind == "autograded"}


def test_the_cells_of_an_assignment_are_one_list(course: Course) -> None:
    cells = cells_of(case_of(course), rubrics.of_course(course))
    assert [(c.grade_id, c.kind, c.points) for c in cells] == [
        ("competency-active-listening", "autograded", 3),
        ("competency-wellbeing-aspiration", "autograded", 3),
        ("key-features", "autograded", 10),
        ("critical-errors", "autograded", 5),
        ("reflection-evidence", "manual", 3),
        ("reflection-childs-view", "manual", 3),
        ("reflection-action", "manual", 3),
        ("concern-record", "manual", 3),
    ]


def test_a_case_that_asks_for_no_record_has_no_cell_for_one(course: Course) -> None:
    edit(course.case(CASE).path, "asks: concern-record", "asks: free-text")
    cells = cells_of(case_of(course), rubrics.of_course(course))
    assert "concern-record" not in {cell.grade_id for cell in cells}


def test_the_best_way_earns_everything(course: Course, store: Store) -> None:
    scores = shown(course, store, *GOOD)
    assert earned(course, scores) == {
        "competency-active-listening": 3.0,
        "competency-wellbeing-aspiration": 3.0,
        "key-features": 10.0,
        "critical-errors": 5.0,
    }
    assert scores.ending == "good"


def test_a_competency_earns_by_where_it_lies_between_least_and_most(
    course: Course, store: Store
) -> None:
    """Listening runs from 1 to 4 over all ways; this one shows 2."""
    scores = shown(course, store, *PROMISED[:1], "thank", "take-it-back", "corridor")
    listening = scores.competency("active-listening")
    assert listening is not None
    assert (listening.lowest, listening.earned, listening.highest) == (1, 2, 4)
    assert earned(course, scores)["competency-active-listening"] == 1.0


def test_a_critical_error_that_was_not_put_right_earns_nothing(
    course: Course, store: Store
) -> None:
    scores = shown(course, store, *PROMISED)
    assert [error.id for error in scores.open_errors] == ["promise-of-secrecy"]
    assert earned(course, scores)["critical-errors"] == 0.0


def test_a_critical_error_that_was_put_right_says_when(course: Course, store: Store) -> None:
    scores = shown(course, store, *REPAIRED)
    (error,) = scores.errors
    assert (error.turn, error.repaired) == (1, 3)
    assert scores.open_errors == ()
    assert earned(course, scores)["critical-errors"] == 3.0


def test_a_key_feature_says_since_when_it_stands(course: Course, store: Store) -> None:
    """So it shows when in the story the concern was reported."""
    scores = shown(course, store, *GOOD)
    reported = scores.reported(rubrics.of_course(course).reports)
    assert reported is not None
    assert (reported.id, reported.met) == ("tutor-told", True)
    assert (reported.turn, reported.scene) == (2, "The stamps")
    assert scores.reported(["by-voice"]) is None


def test_a_must_that_was_missed_is_named_and_another_feature_costs_nothing(
    course: Course, store: Store
) -> None:
    scores = shown(course, store, "ask-lunch", "press")
    assert [one.id for one in scores.missed] == ["tutor-told"]
    assert [(one.id, one.met, one.turn) for one in scores.features] == [
        ("tutor-told", False, 0),
        ("heard-first", False, 0),
    ]
    assert earned(course, scores)["key-features"] == 0.0


def test_the_concern_record_is_told_with_what_is_missing_and_what_is_quoted(
    course: Course, store: Store
) -> None:
    record = shown(course, store, *GOOD, opinion=" ", told="").record
    assert record is not None
    assert record.left_out == ("Your opinion, marked as opinion", "Who was told, and when")
    assert record.kept_words == ("They changed the group chat and they didn’t add me to it.",)
    assert {name: text for name, _label, text in record.parts}["when"] == RECORD["when"]


def test_words_that_nobody_said_are_no_quotation(course: Course, store: Store) -> None:
    record = shown(course, store, *GOOD, words="He was left out of a group chat.").record
    assert record is not None
    assert not record.quoted


def test_a_path_that_asks_for_no_record_has_none(course: Course, store: Store) -> None:
    scores = shown(course, store, *PROMISED)
    assert scores.record is None
    assert scores.asked_for_record


def test_a_competency_that_every_way_shows_alike_is_not_held_against_anybody() -> None:
    from mentor_cpd.practice.findings import Earned

    flat = Earned("x", "X", "", 2, 2, 2, "")
    scores = Scores("good", "The end", (flat,), (), ())
    assert points(Cell("", "autograded", 3, "competency", "x"), scores) == 3.0
    assert points(Cell("", "autograded", 3, "competency", "y"), scores) == 0.0


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The assessed cases of the course that ships, on a shelf."""
    place = tmp_path_factory.mktemp("real") / "record.sqlite"
    with Store.open(f"sqlite:///{place.as_posix()}") as opened:
        assessed = [case for module in SHIPPED.modules() for case in module.assessed]
        shelf.stock(SHIPPED, opened, only=assessed)
        yield Library(opened)


@pytest.mark.parametrize("name", [module.name for module in SHIPPED.modules()])
def test_whichever_way_one_goes_a_cell_gives_no_less_than_nothing_and_no_more_than_its_points(
    real: Library, name: str
) -> None:
    """nbgrader refuses to grade a notebook in which a cell gives more."""
    case = case_of(SHIPPED, SHIPPED.module(name).assessed[0])
    auto = [c for c in cells_of(case, rubrics.of_course(SHIPPED)) if c.kind == "autograded"]
    chance = random.Random(name)  # noqa: S311 -- nothing secret: the same ways each time
    seen: dict[str, set[float]] = {cell.grade_id: set() for cell in auto}
    for _way in range(60):
        scores = judge(transcript(case, wander(case, chance)), name, real).scores
        for cell in auto:
            earned_ = points(cell, scores)
            assert 0 <= earned_ <= cell.points
            assert said_of(cell, scores)
            seen[cell.grade_id].add(earned_)
    assert all(len(values) > 1 for values in seen.values()), seen


def wander(case: Scenario, chance: random.Random) -> list[str]:
    """The choices of somebody who takes any that is open."""
    here, taken = play(case), list[str]()
    while here.ending is None:
        taken.append(chance.choice(here.choices).id)
        here = here.choose(taken[-1])
    return taken


# Which transcripts count


def refused(told: Transcript, store: Store, assignment: str = "listening") -> str:
    with pytest.raises(Illegal) as no:
        judge(told, assignment, Library(store))
    return str(no.value)


def test_a_transcript_that_nobody_can_have_played_counts_for_nothing(
    course: Course, store: Store
) -> None:
    """A choice that was not open: nobody can take back a promise that was never made."""
    good = transcript(case_of(course), GOOD)
    moves = (good.moves[0], Chose("the-stamps", "take-it-back"), *good.moves[2:])
    assert "Turn 2" in refused(Transcript(good.scenario, good.edition, good.engine, moves), store)


def test_a_case_that_was_left_before_its_end_counts_for_nothing(
    course: Course, store: Store
) -> None:
    assert "to its end" in refused(transcript(case_of(course), GOOD[:2]), store)


def test_a_record_that_was_asked_for_and_left_out_ends_nothing(
    course: Course, store: Store
) -> None:
    good = transcript(case_of(course), GOOD)
    moves = tuple(move for move in good.moves if not isinstance(move, Wrote))
    assert "to its end" in refused(
        Transcript(good.scenario, good.edition, good.engine, moves), store
    )


def test_an_edition_that_never_was_counts_for_nothing(course: Course, store: Store) -> None:
    good = transcript(case_of(course), GOOD)
    forged = Transcript(good.scenario, "f" * 64, good.engine, good.moves)
    assert "ffffffffffff, is not known here" in refused(forged, store)


def test_a_case_of_another_assessment_or_one_for_practice_counts_for_nothing(
    course: Course, store: Store
) -> None:
    assert "no case of the assessment" in refused(
        transcript(case_of(course), GOOD), store, "safeguarding"
    )
    edit(course.case(CASE).path, "use: assessed", "use: practice")
    shelf.stock(course, store)
    assert "no case of the assessment" in refused(transcript(case_of(course), GOOD), store)


# Keys


def test_a_mended_key_marks_what_was_played_before(course: Course, store: Store) -> None:
    told = transcript(case_of(course), PROMISED)
    before = judge(told, "listening", Library(store))
    edit(course.case(CASE).path, "    holds: told-form-tutor", "    holds: visited the-bag")
    edit(course.case(CASE).path, "edition: 1", "edition: 2")
    shelf.stock(course, store)
    after = judge(told, "listening", Library(store))
    assert before.key == told.edition != after.key
    assert [bool(j.scores.missed) for j in (before, after)] == [True, False]
    assert after.edition.digest == told.edition


def test_another_story_leaves_what_was_played_with_its_own_key(
    course: Course, store: Store
) -> None:
    told = transcript(case_of(course), GOOD)
    edit(course.case(CASE).path, "if trust >= 3:", "if trust >= 4:")
    edit(course.case(CASE).path, "    holds: told-form-tutor", "    holds: visited the-bag")
    shelf.stock(course, store)
    assert judge(told, "listening", Library(store)).key == told.edition


def test_the_edition_on_the_shelf_goes_before_one_that_was_withdrawn(
    course: Course, store: Store
) -> None:
    told = transcript(case_of(course), GOOD)
    page = course.case(CASE).path
    edit(page, "active-listening 2\n", "active-listening 3\n")
    shelf.stock(course, store)
    edit(page, "active-listening 3\n", "active-listening 2\n")
    shelf.stock(course, store)
    assert judge(told, "listening", Library(store)).key == told.edition
