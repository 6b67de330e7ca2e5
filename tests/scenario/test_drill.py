"""A drill is read by the rules that read a case, and comes back from its record as it was."""

from __future__ import annotations

import msgspec
import pytest

from mentor_cpd.errors import CpdError
from mentor_cpd.scenario.canon import canonical
from mentor_cpd.scenario.drill import Drill, as_scenes, decode
from mentor_cpd.scenario.parse import parse
from tests.scenario.waiting_drill import DRILL, FILE, RIGHT


@pytest.fixture
def drill() -> Drill:
    found = parse(DRILL, FILE).drill
    assert found is not None
    return found


def test_a_question_is_found_by_its_id(drill: Drill) -> None:
    for question in drill.questions:
        assert drill.question(question.id) is question
        assert question.right == set(RIGHT[question.id])
    with pytest.raises(KeyError, match="the-pond"):
        drill.question("the-pond")


def test_as_scenes_it_says_all_that_the_drill_says(drill: Drill) -> None:
    case = as_scenes(drill)
    for name in ("id", "title", "module", "edition", "minutes", "content_note", "cast"):
        assert getattr(case, name) == getattr(drill, name)
    assert (case.competencies, case.cites) == (drill.competencies, drill.cites)
    for question, scene in zip(drill.questions, case.scenes, strict=True):
        assert (scene.id, scene.title) == (question.id, question.title)
        assert scene.passages[:-1] == question.passages
        assert scene.passages[-1].text == question.ask
        assert (scene.expert, scene.cites) == (question.decides, question.cites)
        for answer, choice in zip(question.answers, scene.choices, strict=True):
            assert (choice.id, choice.text, choice.to) == (answer.id, answer.text, "")
            assert choice.because == f"{answer.then} {answer.because}"


def test_as_scenes_a_right_answer_earns_a_point_for_its_competency(drill: Drill) -> None:
    for question, scene in zip(drill.questions, as_scenes(drill).scenes, strict=True):
        earned = {
            (choice.id, earned.competency, earned.points)
            for choice in scene.choices
            for earned in choice.evidence
        }
        assert earned == {
            (answer.id, question.competency, int(answer.right)) for answer in question.answers
        }


def test_what_is_no_drill_is_refused_with_a_sentence(drill: Drill) -> None:
    whole = canonical(drill)
    told = msgspec.json.decode(whole)
    more = msgspec.json.encode({**told, "unknown": 1})
    other = msgspec.json.encode({**told, "kind": "case"})
    for amiss in (b"", b"{", b"\xff", whole[:-2], more, other, b"[" * 100_000):
        with pytest.raises(CpdError, match="This is no drill") as refused:
            decode(amiss)
        assert "mentor-cpd check" in str(refused.value.remedy)
    assert decode(whole) == drill
