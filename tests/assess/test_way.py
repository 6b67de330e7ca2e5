"""The pass rule, part by part: every part has to be there, and nothing makes up for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mentor_cpd.assess.rubric import Rubric
from mentor_cpd.assess.standing import fold
from mentor_cpd.assess.submission import (
    Agreed,
    Feature,
    Graded,
    Marked,
    Observed,
    Referred,
    Submission,
    Taken,
)
from mentor_cpd.assess.way import Practised, Way, missing, state_of
from mentor_cpd.scenario.criteria import Criterion

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LEVELS = ("None.", "Some.", "Enough.", "More.")
LEAST = {"evidence": 1, "childs-view": 2, "reasoning": 1, "self-and-bias": 1, "action": 2}
RUBRIC = Rubric(
    (
        *(Criterion(name, name, LEVELS, "?", least) for name, least in LEAST.items()),
        Criterion("concern-record", "concern-record", LEVELS, "?", 2, apart=True),
    ),
    passing_total=9,
)
PASSING = {"evidence": 2, "childs-view": 2, "reasoning": 2, "self-and-bias": 1, "action": 2}
DONE = Practised(met=True)
GRADED = Graded(2, NOW, {}, (), (Feature("told", "You told the lead.", True, True),), "key", "rub")


def marked(levels: dict[str, int], **more: object) -> Marked:
    said = Marked("m-1", "p-tess", levels, True, "rub", "desk", 0, 3, NOW, 3)
    return replace(said, **more)  # type: ignore[arg-type] # fields of the class, by name


def handed_in(
    *, levels: dict[str, int] | None = None, graded: Graded | None = GRADED, **more: object
) -> Submission:
    one = Submission("s-1", "p-ada", "listening", "case", "e-1", "app", 1, NOW, graded, latest=3)
    marks = (marked(PASSING if levels is None else levels),)
    return replace(one, marks=marks, **more)  # type: ignore[arg-type] # as above


def way(*submissions: Submission, **more: object) -> Way:
    return replace(Way("p-ada", "listening"), submissions=submissions, **more)  # type: ignore[arg-type] # as above


def state(way: Way, practised: Practised = DONE) -> str:
    return state_of(way, NOW, RUBRIC, practised)


def test_who_has_everything_awaits_sign_off() -> None:
    assert missing(way(handed_in()), RUBRIC, DONE) == ()
    assert state(way(handed_in())) == "criteria-met"


@pytest.mark.parametrize(
    ("levels", "says"),
    [
        (PASSING | {"childs-view": 1, "evidence": 3}, "childs-view: level 1; 2 or more"),
        (PASSING | {"action": 1, "evidence": 3}, "action: level 1; 2 or more"),
        (PASSING | {"evidence": 0, "action": 3, "reasoning": 3}, "evidence: level 0; 1 or more"),
        (PASSING | {"reasoning": 0, "action": 3, "evidence": 3}, "reasoning: level 0"),
        (PASSING | {"self-and-bias": 0, "action": 3}, "self-and-bias: level 0"),
        (PASSING | {"evidence": 1}, "8 of 15 in all; 9 or more"),
        (PASSING | {"concern-record": 1}, "concern-record: level 1; 2 or more"),
        ({**dict.fromkeys(PASSING, 3), "childs-view": 0}, "childs-view: level 0"),
    ],
)
def test_no_high_mark_makes_up_for_a_low_one(levels: dict[str, int], says: str) -> None:
    (lacking,) = missing(way(handed_in(levels=levels)), RUBRIC, DONE)
    assert says in lacking
    assert state(way(handed_in(levels=levels))) == "marked"


def test_the_record_counts_apart_and_only_where_it_is_asked_for() -> None:
    eight = PASSING | {"evidence": 1, "concern-record": 3}
    (lacking,) = missing(way(handed_in(levels=eight)), RUBRIC, DONE)
    assert "8 of 15" in lacking


def test_top_marks_do_not_outweigh_a_critical_error() -> None:
    broken = replace(GRADED, open_errors=("A promise of secrecy",))
    one = handed_in(levels=dict.fromkeys(PASSING, 3), graded=broken)
    assert missing(way(one), RUBRIC, DONE) == (
        "Critical error, not put right: A promise of secrecy",
    )
    assert one.critical


def test_a_must_feature_is_needed_in_the_unseen_case_and_one_that_is_no_must_is_not() -> None:
    features = (
        Feature("told", "You told the lead.", True, False),
        Feature("first", "You let her speak.", False, False),
    )
    one = handed_in(graded=replace(GRADED, features=features))
    assert missing(way(one), RUBRIC, DONE) == ("In the assessed case: You told the lead.",)


def test_and_in_a_practised_case_too() -> None:
    lacking = Practised(False, ("In practice: You told the lead.",))
    assert missing(way(handed_in()), RUBRIC, lacking) == lacking.missing
    assert state(way(handed_in()), lacking) == "marked"


def test_everything_that_is_missing_is_said_at_once() -> None:
    broken = replace(GRADED, open_errors=("An error",), features=())
    lacking = missing(
        way(handed_in(levels=dict.fromkeys(PASSING, 0), graded=broken)),
        RUBRIC,
        Practised(False, ("Practice.",)),
    )
    assert len(lacking) == 1 + 5 + 1 + 1


def test_an_earlier_error_does_not_count_once_a_retake_is_clean() -> None:
    first = handed_in(
        graded=replace(GRADED, open_errors=("An error",)),
        referred=Referred("r", "p-tess", "retake", 4, NOW),
    )
    retake = replace(handed_in(), id="s-2", seq=9, latest=12)
    assert state(way(first)) == "referred"
    assert state(way(first, retake)) == "criteria-met"


def test_only_a_conversation_since_the_referral_counts() -> None:
    one = handed_in(referred=Referred("r", "p-tess", "observed", 9, NOW))
    early = Observed("o-1", "p-tess", True, "2026-11-01", 5, NOW)
    assert state(way(one, observed=(early,))) == "referred"
    assert state(way(one, observed=(early, replace(early, seq=10)))) == "criteria-met"
    again = (replace(early, seq=10), replace(early, seq=11, met=False))
    assert state(way(one, observed=again)) == "referred"


def test_the_states_follow_the_attempts() -> None:
    taken = Taken("a-1", "p-ada", "listening", "case", NOW, NOW + timedelta(days=1), 1)
    assert state(way()) == "not-begun"
    assert state(way(attempts=(taken,))) == "in-progress"
    assert state(way(attempts=(replace(taken, until=NOW - timedelta(seconds=1)),))) == "lapsed"
    done = replace(taken, submitted=True)
    assert state(way(handed_in(graded=None), attempts=(done,))) == "submitted"
    retake = replace(taken, id="a-2", seq=20)
    assert state(way(handed_in(), attempts=(done, retake))) == "in-progress"


def test_one_who_is_done_is_single_marked_and_half_a_marking_does_not_count() -> None:
    half = marked({"evidence": 0}, id="m-2", marker="p-tom", done=False, finished=0)
    one = replace(handed_in(), marks=(marked(PASSING), half))
    assert one.agreed == Agreed(PASSING, "rub", (marked(PASSING),))
    assert one.single_marked
    assert replace(one, marks=(half,)).agreed is None


def test_no_events_come_to_nothing() -> None:
    nothing = fold([])
    assert nothing.submissions == {}
    assert nothing.ways() == []
    assert missing(nothing.way("p-ada", "listening"), None, DONE) == (
        "Nothing has been submitted yet.",
    )
