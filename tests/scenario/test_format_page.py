"""FORMAT.md teaches the format: what it shows works, and what it lists is all there is."""

from __future__ import annotations

import re
from datetime import date

import pytest

from mentor_cpd.scenario import limits
from mentor_cpd.scenario.about import WORDS
from mentor_cpd.scenario.bullets import ASKS, KEYS
from mentor_cpd.scenario.check import check
from mentor_cpd.scenario.curriculum import KINDS as ITEM_KINDS
from mentor_cpd.scenario.curriculum import NEEDS, read_curriculum
from mentor_cpd.scenario.curriculum import OPTIONAL as ITEM_MAY
from mentor_cpd.scenario.curriculum import REQUIRED as ITEM_NEEDS
from mentor_cpd.scenario.expression import KINDS, read_condition
from mentor_cpd.scenario.front import OPTIONAL, REQUIRED, USES
from mentor_cpd.scenario.limits import CURRICULUM
from mentor_cpd.scenario.model import Scenario
from mentor_cpd.scenario.parse import parse
from mentor_cpd.scenario.play import play
from mentor_cpd.scenario.register import FILES
from mentor_cpd.scenario.testplan import read_testplan, run
from tests.scenario import waiting_drill
from tests.scenario.wet_coat import CASE, FILE, FORMAT, PLANS, ROOT, course_register

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    found = parse(CASE, FILE).scenario
    assert found is not None
    return found


def test_its_example_is_sound_in_the_real_course() -> None:
    found = check(parse(CASE, FILE), course_register(), today=TODAY, testplan=PLANS)
    assert [str(one) for one in found.diagnostics if one.severity == "error"] == []


def test_its_example_leaves_only_what_a_small_case_must() -> None:
    """Room, and time for something to come back late; not words, nor decisions."""
    found = check(parse(CASE, FILE), course_register(), today=TODAY, testplan=PLANS)
    assert {one.code for one in found.diagnostics} == {"S308", "S316", "S317", "S318", "S319"}


def test_its_drill_is_sound_in_the_real_course_and_lacks_questions_only() -> None:
    found = check(parse(waiting_drill.DRILL, waiting_drill.FILE), course_register(), today=TODAY)
    assert [one.code for one in found.diagnostics] == ["S605"]


def test_its_example_can_be_played(scenario: Scenario) -> None:
    end = play(scenario, "promise", "say-so", "ask-again")
    assert end.ending == "good"
    assert end.passages[0].text.startswith("She comes at lunch.")
    assert play(scenario, "ask-who", "leave-it", "wave").ending == "poor"


def test_its_testplan_comes_true_and_reaches_every_ending(scenario: Scenario) -> None:
    read = read_testplan(PLANS)
    assert read.not_understood == ()
    outcomes = [run(plan, scenario) for plan in read.plans]
    assert [outcome.failed for outcome in outcomes] == [None] * 4
    assert {outcome.plan.ends for outcome in outcomes} == {
        scene.id for scene in scenario.scenes if scene.ending
    }


def table(heading: str) -> list[str]:
    """The first column of the table under a heading."""
    part = FORMAT.split(f"\n### {heading}\n")[1].split("\n#")[0]
    return re.findall(r"^\| `(.*?)` \|", part, re.MULTILINE)


def test_it_lists_every_key_of_the_front_matter() -> None:
    assert sorted(table("Front matter")) == sorted([*REQUIRED, *OPTIONAL])
    needed = re.findall(r"^\| `(\w+)` \| needed \|", FORMAT, re.MULTILINE)
    assert sorted(needed) == sorted(REQUIRED)


def test_it_lists_every_line_of_a_scene() -> None:
    lines = table("In a scene")
    for fact in WORDS:
        assert any(line.startswith(f"{fact}: ") for line in lines)
    for kind in KINDS:
        assert f"`{kind}`" in FORMAT


def test_it_lists_every_bullet_of_a_choice() -> None:
    words = [re.split(r"[ :]", bullet.removeprefix("- "))[0] for bullet in table("Under a choice")]
    assert sorted(words) == sorted(KEYS)
    for word in (*ASKS, *USES):
        assert f"`{word}`" in FORMAT


def test_every_condition_that_it_shows_can_be_read() -> None:
    shown = table("Conditions")
    assert len(shown) == 9
    for condition in shown:
        read_condition(condition)


def test_it_lists_every_word_of_a_testplan() -> None:
    part = FORMAT.split("\n## The testplan\n")[1]
    listed = re.findall(r"^\| `([\w]+)", part, re.MULTILINE)[:6]
    assert listed == ["plan", "choose", "expect", "at", "closed", "ends"]


def test_it_names_every_register_and_the_limits() -> None:
    for name in FILES:
        assert f"`{name}`" in FORMAT
    for limit in (
        f"{limits.FILE_BYTES // 1024} KB",
        f"{limits.SCENES} scenes",
        f"{limits.CHOICES} choices",
        f"{limits.BULLETS} bullets",
        f"{limits.PASSAGES} paragraphs",
        f"{limits.LINE_CHARACTERS:,} characters to a line",
        f"{limits.CONDITION_CHARACTERS} characters to a condition",
    ):
        assert limit in FORMAT


def test_its_item_of_the_curriculum_is_the_courses_own() -> None:
    """The words that it shows stand in this course's curriculum, and name what is there."""
    (shown,) = re.findall(r"^```yaml\n(C042:.*?)^```$", FORMAT, re.DOTALL | re.MULTILINE)
    curriculum, amiss = read_curriculum(shown, "FORMAT.md")
    whole, _amiss = read_curriculum((ROOT / "scenarios" / "curriculum.yml").read_bytes(), "")
    assert amiss == ()
    (item,) = curriculum.items
    ours = {one.id: one for one in whole.items}[item.id]
    assert (item.item, item.source, item.kind) == (ours.item, ours.source, ours.kind)
    assert (item.need, item.competency) == (ours.need, ours.competency)
    assert {place for place, _line in item.practised_in} <= {p for p, _line in ours.practised_in}


def test_it_lists_every_kind_and_need_of_an_item() -> None:
    for word in (*ITEM_NEEDS, *ITEM_MAY, *ITEM_KINDS, *NEEDS, CURRICULUM):
        assert f"`{word}`" in FORMAT, word


def test_every_example_of_a_passage_or_bullet_in_it_is_in_its_own_format() -> None:
    """Inline examples, put where they would stand in the taught case, parse."""
    bullets = re.findall(r"`(- (?:sets|evidence|error|repairs|asks|when|if)[^`]*)`", FORMAT)
    shown = [bullet for bullet in bullets if not re.search(r"CONDITION|a-fact|a-c|Words|…", bullet)]
    assert len(shown) >= 6
    for bullet in shown:
        choice = f'- [Do it.](#friday "do-it")\n  {bullet}\n  - prompt: Write.\n  - because: Why.\n'
        if "asks" not in bullet:
            choice = choice.replace("  - prompt: Write.\n", "")
        parsed = parse(CASE.replace("## Friday\n", f"{choice}\n## Friday\n"), FILE)
        assert parsed.diagnostics == (), bullet


def test_its_links_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^##+ (.*)$", FORMAT, re.MULTILINE)
    }
    outside = re.sub(r"^````.*?^````$|^```.*?^```$|`[^`]*`", "", FORMAT, flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)]*)\)", outside):
        if target.startswith("#"):
            assert target[1:] in headings
        else:
            assert (ROOT / "scenarios" / target).is_file()
