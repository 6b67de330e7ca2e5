"""A drill is read by the rules that read a case, and comes back from its record as it was."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from mentor_cpd.errors import CpdError
from mentor_cpd.scenario.canon import canonical
from mentor_cpd.scenario.check import check
from mentor_cpd.scenario.drill import Drill, as_scenes, decode
from mentor_cpd.scenario.parse import parse
from tests.scenario.waiting_drill import DRILL, FILE, RIGHT
from tests.scenario.wet_coat import course_register, line_of


@pytest.fixture
def drill() -> Drill:
    found = parse(DRILL, FILE).drill
    assert found is not None
    return found


def said(text: str) -> list[str]:
    return [str(one) for one in parse(text, FILE).diagnostics]


def test_the_front_of_its_page_is_read() -> None:
    text = DRILL.replace("edition: 1", "edition: 9999").replace("minutes: 3", "minutes: 240")
    text = text.replace("cites: [", "content_note: Somebody is shouted at.\ncites: [", 1)
    found = parse(text, FILE).drill
    assert found is not None
    assert (found.edition, found.minutes) == (9999, 240)
    assert found.content_note == "Somebody is shouted at."
    for old, new in (("edition: 9999", "edition: 10000"), ("minutes: 240", "minutes: 241")):
        (amiss,) = said(text.replace(old, new))
        assert "S109" in amiss
        assert "a whole number from 1 to" in amiss


def test_a_page_of_another_kind_is_no_drill() -> None:
    (amiss,) = said(DRILL.replace("kind: drill", "kind: quiz"))
    assert f":{line_of(DRILL, 'kind: drill')}: S109" in amiss


def test_a_page_without_questions_is_not_judged_by_its_words() -> None:
    parsed = parse(DRILL[: DRILL.index("## Outside")], FILE)
    assert (parsed.drill, parsed.draft) == (None, None)


def test_a_drill_needs_no_content_note(drill: Drill) -> None:
    assert drill.content_note == ""


def test_every_key_competency_and_citation_has_its_line() -> None:
    """A finding about the drill stands where an author can mend it."""
    lines = parse(DRILL, FILE).lines
    for key in ("module", "minutes", "cast"):
        assert lines.of(key) == line_of(DRILL, f"\n{key}:") + 1
    assert lines.of("competency", "active-listening") == lines.of("competencies")
    listed = DRILL.replace("cites: [oars-listening]", "cites:\n  - kcsie-2025\n  - oars-listening")
    assert parse(listed, FILE).lines.of("cites", "oars-listening") == line_of(
        listed, "  - oars-listening"
    )


def test_who_speaks_is_one_of_its_cast(drill: Drill) -> None:
    assert [passage.speaker for passage in drill.questions[0].passages] == ["", "kofi"]
    (amiss,) = said(DRILL.replace("> **Kofi:** Don't", "> **Kwame:** Don't"))
    assert "S117" in amiss


def test_a_question_is_about_a_competency_of_the_drill() -> None:
    other = DRILL.replace("Competency: active-listening", "Competency: plan-review", 1)
    (amiss,) = said(other)
    assert "S115" in amiss
    assert '"plan-review" is no competency of this case.' in amiss


def test_a_question_is_read_with_all_that_its_author_wrote(drill: Drill) -> None:
    first = drill.questions[0]
    assert (first.id, first.title) == ("outside-the-office", "Outside the office")
    assert first.ask == "What could you say first?"
    assert first.decides == "room before questions"
    assert first.competency == "active-listening"
    assert first.cites == ("oars-listening",)
    assert drill.questions[1].cites == ()
    assert drill.cites == ("oars-listening",)


def test_nothing_in_a_drill_is_told_under_a_condition() -> None:
    (amiss,) = said(DRILL.replace("The bell goes. He", "*When f:* The bell goes. He"))
    assert f":{line_of(DRILL, '## The bell')}: S114 nothing in a drill is told" in amiss


def test_a_question_without_a_competency_is_told_and_the_rest_is_read() -> None:
    parsed = parse(DRILL.replace("Competency: active-listening\nCites", "Cites"), FILE)
    (amiss,) = parsed.diagnostics
    assert "S604" in str(amiss)
    assert "has no Competency." in str(amiss)
    found = check(parsed, course_register(), today=date(2026, 11, 23)).diagnostics
    assert [one.code for one in found] == ["S604"]


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
