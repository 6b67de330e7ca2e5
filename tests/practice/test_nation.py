"""Safeguarding cases are played where their rules hold, and withheld elsewhere."""

from __future__ import annotations

import pytest

from mentor_cpd.course import Course
from mentor_cpd.errors import CpdError
from mentor_cpd.practice import shelf
from mentor_cpd.practice.attempt import Attempt
from mentor_cpd.practice.grounds import Source
from mentor_cpd.practice.progress import overview
from mentor_cpd.practice.safeguarding import nations_of, why_withheld
from mentor_cpd.practice.school import School
from mentor_cpd.records.store import Store
from tests.practice.playing import CASE, message, started, take
from tests.practice.safe_course import PRACTISED, add_to


@pytest.fixture
def school(store: Store, course: Course) -> Store:
    add_to(course.root)
    shelf.stock(course, store)
    return store


def rule(nation: str) -> Source:
    return Source("A rule", nation=nation, in_force_from="2025-09-01")


def test_a_school_is_in_england_until_it_says_otherwise(school: Store) -> None:
    assert School.of(school).nation == "England"
    assert PRACTISED in shelf.offered(school)
    assert shelf.withheld(school) == {}


def test_in_another_nation_only_safeguarding_is_withheld_and_says_why(school: Store) -> None:
    School(nation="Wales").keep(school)
    assert CASE in shelf.offered(school)
    assert PRACTISED not in shelf.offered(school)
    why = shelf.why_not(school, PRACTISED)
    assert "the safeguarding rules of England, and your school is in Wales" in why


def test_who_asks_for_it_directly_is_told_why(school: Store) -> None:
    School(nation="Scotland").keep(school)
    with pytest.raises(CpdError, match="your school is in Scotland"):
        Attempt.begin(school, "ada", PRACTISED, message=message())


def test_home_says_why_and_offers_another_module_as_next(school: Store, course: Course) -> None:
    School(nation="Northern Ireland").keep(school)
    listening, safeguarding = overview(school, course, "ada")
    assert "Northern Ireland" in safeguarding.withheld
    assert not safeguarding.mending, "it is not broken"
    assert listening.next
    assert listening.withheld == ""
    take(started(school), "ask-lunch", "press")
    take(started(school, scenario="second-thoughts"), "come-in")
    assert [m.next for m in overview(school, course, "ada")] == [False, False]


def test_work_that_was_begun_can_still_be_read_and_finished(school: Store, course: Course) -> None:
    take(started(school, scenario=PRACTISED), "sit-beside")
    School(nation="Wales").keep(school)
    attempt = Attempt.latest(school, "ada", PRACTISED)
    assert attempt
    assert attempt.played.here.scene.title == "The stamps"
    _listening, safeguarding = overview(school, course, "ada")
    assert (safeguarding.state, safeguarding.cases[0].standing) == ("started", "started")


def test_a_case_is_for_the_nations_in_which_all_that_binds_it_is_in_force() -> None:
    both = rule("England and Wales")
    assert nations_of([both, rule("England")]) == ("England",)
    assert nations_of([both]) == ("England", "Wales")
    assert nations_of([both, Source("Practice", nation="Scotland")]) == ("England", "Wales")
    assert nations_of([rule("United Kingdom"), rule("Wales")]) == ("Wales",)
    assert nations_of([Source("Practice", nation="Australia")]) == ("England",)
    assert nations_of([rule("Wales"), rule("Scotland")]) == ()


def test_a_case_of_mixed_rules_is_withheld_everywhere() -> None:
    assert "mixes the rules" in why_withheld((), "England")
    assert why_withheld(("England", "Wales"), "Wales") == ""
