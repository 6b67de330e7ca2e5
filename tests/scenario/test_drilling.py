"""Working through a drill: what was missed comes again, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentor_cpd.scenario import canon
from mentor_cpd.scenario.drill import Answer, Drill, Question, decode
from mentor_cpd.scenario.drilling import Answered, Drilling, answer, replay
from mentor_cpd.scenario.model import Passage
from mentor_cpd.scenario.transcript import Illegal


def question(number: int, right: tuple[bool, ...] = (True, False, True)) -> Question:
    answers = tuple(
        Answer(f"a{place}", "Say so.", good, "It is said.", "It helps.")
        for place, good in enumerate(right)
    )
    told = (Passage("Sam waits."),)
    return Question(f"q{number}", "The door", told, "What now?", "room", "listening", answers)


def drill(*questions: Question) -> Drill:
    return Drill("a-drill", "A drill", "listening", 1, 5, "", (), ("listening",), (), questions)


def ids(number: int) -> list[str]:
    return [f"q{place}" for place in range(number)]


def go(drilling: Drilling, *, right: bool) -> Drilling:
    here = drilling.here
    assert here
    wrong = [one.id for one in here.answers if not one.right]
    return answer(drilling, Answered(here.id, tuple(here.right) if right else tuple(wrong)))


DRILLS = st.builds(
    lambda shapes: drill(*(question(n, tuple(shape)) for n, shape in enumerate(shapes))),
    st.lists(
        st.lists(st.booleans(), min_size=3, max_size=5).filter(lambda s: len(set(s)) == 2),
        min_size=1,
        max_size=12,
    ),
)


def test_who_gets_each_right_meets_each_once_in_order() -> None:
    drilling = Drilling(drill(*map(question, range(3))))
    met = []
    while drilling.here:
        met.append(drilling.here.id)
        drilling = go(drilling, right=True)
    assert met == ids(3)
    assert drilling.at_first_go == ("q0", "q1", "q2")


def test_a_missed_one_comes_again_once_all_others_have_been_met() -> None:
    drilling = go(Drilling(drill(*map(question, range(3)))), right=False)
    met = []
    while drilling.here:
        met.append((drilling.here.id, drilling.again))
        drilling = go(drilling, right=True)
    assert met == [("q1", False), ("q2", False), ("q0", True)]
    assert drilling.at_first_go == ("q1", "q2")


def test_part_of_what_is_right_is_not_yet_it() -> None:
    drilling = answer(Drilling(drill(question(0))), Answered("q0", ("a0",)))
    assert drilling.left == 1
    assert drilling.here


@given(DRILLS, st.lists(st.booleans(), max_size=60))
def test_every_drill_can_be_finished_and_asks_only_what_is_open(
    whole: Drill, luck: list[bool]
) -> None:
    drilling = Drilling(whole)
    for right in luck:
        here = drilling.here
        if here is None:
            break
        before = drilling
        unmet = {q.id for q in whole.questions} - {one.question for one in drilling.given}
        assert here.id in unmet if unmet else drilling.again
        drilling = go(drilling, right=right)
        assert drilling.left == before.left - right
    assert (drilling.here is None) == (drilling.left == 0)
    for _turn in range(drilling.left):
        drilling = go(drilling, right=True)
    assert drilling.here is None
    assert replay(whole, drilling.given) == drilling
    missed = {one.question for one in drilling.given if not drilling.was_right(one)}
    assert set(drilling.at_first_go) == {q.id for q in whole.questions} - missed


@given(DRILLS)
def test_its_canonical_json_is_the_drill(whole: Drill) -> None:
    assert decode(canon.canonical(whole)) == whole


@pytest.mark.parametrize(
    ("move", "why"),
    [
        (Answered("q1", ("a0",)), "not the question"),
        (Answered("q0", ()), "Nothing is ticked"),
        (Answered("q0", ("a0", "a9")), "no such answer"),
    ],
    ids=["another-question", "nothing", "an-answer-that-is-not-there"],
)
def test_what_cannot_be_answered_is_refused(move: Answered, why: str) -> None:
    with pytest.raises(Illegal, match=why):
        answer(Drilling(drill(question(0), question(1))), move)


def test_whoever_ticks_everything_has_answered() -> None:
    """And has got it wrong, since never all of the answers are right."""
    ticked = answer(Drilling(drill(question(0))), Answered("q0", ("a0", "a1", "a2")))
    assert ticked.given == (Answered("q0", ("a0", "a1", "a2")),)
    assert ticked.again


def test_a_finished_drill_takes_no_answer() -> None:
    drilling = go(Drilling(drill(question(0))), right=True)
    with pytest.raises(Illegal, match="finished"):
        answer(drilling, Answered("q0", ("a0",)))


def test_the_order_of_ticking_is_of_no_matter() -> None:
    start = Drilling(drill(question(0)))
    assert answer(start, Answered("q0", ("a2", "a0"))) == answer(
        start, Answered("q0", ("a0", "a2"))
    )
