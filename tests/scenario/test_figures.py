"""Figures: what is measured of a case or drill, held against counting by hand."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from mentor_cpd.scenario.explore import explore
from mentor_cpd.scenario.figures import (
    SECONDS_A_DECISION,
    WORDS_A_MINUTE,
    CaseFigures,
    Span,
    case_figures,
    drill_figures,
    minutes_of,
)
from mentor_cpd.scenario.guessers import GUESSERS
from mentor_cpd.scenario.model import Passage, Scenario
from mentor_cpd.scenario.parse import parse
from mentor_cpd.scenario.play import Game, Playthrough, play
from tests.scenario.brute import choice, scenario, scenarios, scene
from tests.scenario.waiting_drill import DRILL
from tests.scenario.waiting_drill import FILE as DRILL_FILE
from tests.scenario.wet_coat import CASE, FILE, PLANS


def figures(case: Scenario, plans: str | None = None) -> CaseFigures:
    return case_figures(case, explore(case), plans)


@pytest.fixture(scope="module")
def wet_coat() -> Scenario:
    found = parse(CASE, FILE).scenario
    assert found is not None
    return found


def ways(case: Scenario) -> int:
    """Every complete path, taken one after the other, of a story in which no loop can end.

    A loop that leads nowhere is left where it closes: nothing that ends lies beyond.
    """

    def from_here(here: Playthrough, met: frozenset[object]) -> int:
        place = (here.scene.id, here.state)
        if here.ending or place in met:
            return int(here.ending is not None)
        return sum(from_here(here.choose(one.id), met | {place}) for one in here.choices)

    return from_here(Game(case).start, frozenset())


def test_the_taught_case_in_figures(wet_coat: Scenario) -> None:
    found = figures(wet_coat, PLANS)
    assert (found.scenes, found.decisions) == (6, 3)
    assert found.endings == {"good": 1, "mixed": 1, "poor": 1}
    assert found.paths == found.routes == ways(wet_coat) == 16
    assert found.evidence["active-listening"] == Span(0, 3)
    assert [guessed.guesser for guessed in found.guessed] == [one.id for one in GUESSERS]
    assert (found.habits.decisions, found.habits.first) == (3, 1)


def test_minutes_are_words_and_decisions_of_one_way() -> None:
    """200 words told, 100 offered and 100 at the ending; one decision of two."""
    case = scenario(
        scene(
            "start",
            choice("a", "end", text="word " * 60),
            choice("b", "end", text="word " * 40),
            passages=(Passage("word " * 200),),
        ),
        scene("end", ending="good", passages=(Passage("word " * 100),)),
    )
    way = play(case, "a").line
    assert minutes_of(case, way) == pytest.approx(400 / WORDS_A_MINUTE + SECONDS_A_DECISION / 60)


def test_a_scene_that_leaves_no_choice_is_no_decision() -> None:
    case = scenario(scene("start", choice("on", "end", text="On.")), scene("end", ending="good"))
    assert minutes_of(case, play(case, "on").line) == pytest.approx(1 / WORDS_A_MINUTE)
    assert figures(case).decisions == 0


def test_every_decision_on_the_way_takes_its_time() -> None:
    case = scenario(
        *(
            scene(f"s{n}", choice("a", f"s{n + 1}", text="A."), choice("b", f"s{n + 1}", text="B."))
            for n in range(3)
        ),
        scene("s3", ending="good"),
    )
    took = 6 / WORDS_A_MINUTE + 3 * SECONDS_A_DECISION / 60
    assert minutes_of(case, play(case, "a", "b", "a").line) == pytest.approx(took)
    found = figures(case).minutes
    assert found.low == found.high == pytest.approx(took), "without a plan, the shortest way"


def test_what_cannot_be_timed_or_graded_is_nought() -> None:
    """No way that ends, and no scene with words enough to say how hard they read."""
    found = figures(scenario(scene("start", choice("on", "start")), scene("end", ending="good")))
    assert found.minutes == Span(0, 0)
    assert found.hardest == 0


def test_the_hardest_scene_is_the_hardest_of_those_with_words_enough() -> None:
    def said(words: str) -> CaseFigures:
        long = scene("long", choice("on", "end", text=""), passages=(Passage("I go. " * 60),))
        return figures(scenario(long, scene("end", ending="good", passages=(Passage(words),))))

    hard = "Extraordinarily complicated considerations notwithstanding. "
    assert said(hard * 12).hardest > said(hard * 12).grade > said("").hardest
    few = said(hard)
    assert few.hardest == said("").hardest, "a title's worth of words is not graded"
    assert few.grade > said("").grade, "but all the words together are"


def test_minutes_run_from_the_quickest_testplan_to_the_slowest(wet_coat: Scenario) -> None:
    quick = (
        "plan: Quick\n  choose promise\n  choose leave-it\n  choose wave\n  ends the-pond-again\n"
    )
    one, all_ = figures(wet_coat, quick).minutes, figures(wet_coat, PLANS).minutes
    assert one.low == one.high
    assert all_.low < all_.high
    assert 0.5 < all_.low < all_.high < 5


def test_a_plan_that_fails_is_not_timed(wet_coat: Scenario) -> None:
    plans = PLANS.replace("choose make-room", "choose make-rooms")
    assert figures(wet_coat, plans).minutes.low > 0
    assert figures(wet_coat, "plan: None\n  choose none\n").minutes == figures(wet_coat).minutes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_paths_are_counted_exactly_and_loops_are_taken_as_one_place(case: Scenario) -> None:
    """By hand where that can be done; where it cannot, there is at least one path a route."""
    explored = explore(case)
    found = case_figures(case, explored)
    assert (found.routes > 0) == any(
        one.ending and one.id in explored.reached for one in case.scenes
    )
    if found.paths is not None:
        assert found.routes == found.paths
        if found.paths <= 500 and not explored.trapped:
            assert found.paths == ways(case)


def test_what_can_be_counted_of_a_story_with_loops_is_counted() -> None:
    """Round and round, and then one of two ways out, and one of two endings."""
    case = scenario(
        scene("start", choice("round", "other"), choice("left", "gate")),
        scene("other", choice("back", "start"), choice("right", "gate")),
        scene("gate", choice("in", "good"), choice("out", "poor")),
        scene("good", ending="good"),
        scene("poor", ending="poor"),
    )
    found = figures(case)
    assert found.paths is None
    assert found.routes == 4


def test_numbers_of_paths_are_whole_however_large() -> None:
    """Eighty decisions of three, one after the other."""
    case = scenario(
        *(scene(f"s{n}", *(choice(f"c{m}", f"s{n + 1}") for m in range(3))) for n in range(80)),
        scene("s80", ending="good"),
    )
    assert figures(case).paths == 3**80


def test_a_drill_is_read_whole() -> None:
    drill = parse(DRILL, DRILL_FILE).drill
    assert drill is not None
    found = drill_figures(drill)
    assert (found.questions, found.answers, found.right) == (3, 9, 4)
    assert found.habits.decisions == 3
    words = sum(
        len(text.split())
        for question in drill.questions
        for text in (
            *(passage.text for passage in question.passages),
            question.ask,
            *(f"{answer.text} {answer.then} {answer.because}" for answer in question.answers),
        )
    )
    assert found.minutes == pytest.approx(
        words / WORDS_A_MINUTE + 3 * SECONDS_A_DECISION / 60, abs=0.05
    )
    assert found.hardest >= found.grade
