"""The curriculum keeps its word: what it names is there, and its options differ."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from mentor_cpd.course import CaseFile, Course
from mentor_cpd.scenario.coverage import Coverage, Page, Tally, cover
from mentor_cpd.scenario.curriculum import Place, read_curriculum
from mentor_cpd.scenario.diagnostic import CODES, Diagnostic
from mentor_cpd.scenario.parse import parse
from tests.scenario import waiting_drill
from tests.scenario.wet_coat import CASE, FILE, ROOT, course_register, line_of

BROKEN = ROOT / "tests" / "scenario" / "broken"
PAGES = ROOT / "docs" / "diagnostics"
FIXTURES = sorted(BROKEN.glob("S*.yml"))
EXPECTED = re.compile(r"^# Expected at line (\d+): (S\d+) (.*)$", re.MULTILINE)
EXAMPLES = re.compile(r"^## Failing example$(.*)^## Mended example$(.*)", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^```yaml\n(.*?)\n```$", re.MULTILINE | re.DOTALL)

ONE = """\
C010:
  item: Listen actively
  source: ESCO
  kind: skill
  need: essential
  competency: active-listening
  practised_in: [the-wet-coat/the-wet-coat, waiting-drill/the-bell]
"""
OTHER = """\
C083:
  item: Bullying
  source: council page
  kind: barrier
  need: described
  competency: negotiate-repair
  practised_in: []
"""


def the_small_course(case: str = CASE) -> dict[str, Page | None]:
    """The case and the drill that FORMAT.md teaches with."""
    return {
        "the-wet-coat": parse(case, FILE).scenario,
        "waiting-drill": parse(waiting_drill.DRILL, waiting_drill.FILE).drill,
    }


def judged(
    text: str, course: dict[str, Page | None] | None = None
) -> tuple[Coverage, tuple[Diagnostic, ...]]:
    known = course_register().competencies
    curriculum, amiss = read_curriculum(text, "curriculum.yml", known)
    told = cover(curriculum, the_small_course() if course is None else course)
    return told, (*amiss, *told.diagnostics)


def said(text: str, course: dict[str, Page | None] | None = None) -> list[str]:
    return [str(one) for one in judged(text, course)[1]]


def practised_in(place: str, competency: str = "active-listening") -> str:
    return ONE.replace("the-wet-coat/the-wet-coat, waiting-drill/the-bell", place).replace(
        "competency: active-listening", f"competency: {competency}"
    )


# Reading it


def test_an_item_is_practised_where_the_options_differ_on_it_and_otherwise_not_yet() -> None:
    told, amiss = judged(ONE + OTHER)
    assert amiss == ()
    listen, bullying = told.curriculum.items
    assert told.of(listen) == (
        Place("the-wet-coat", "the-wet-coat"),
        Place("waiting-drill", "the-bell"),
    )
    assert told.modules_of(listen) == {"listening": 2}
    assert told.of(bullying) == ()
    assert told.not_yet() == (bullying,)
    assert told.tally() == Tally(1, 2)
    assert told.tally(kind="barrier", need="described") == Tally(0, 1)
    assert told.tally(competency="active-listening") == Tally(1, 1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: skill", "kind: skil", 'Did you mean "skill"?'),
        ("need: essential", "need: always", "it must be one of essential, optional, described"),
        ("  source: ESCO\n", "", 'item "C010" has no "source"'),
        ("practised_in:", "practiced_in:", 'Did you mean "practised_in"?'),
        ("competency: active-listening", "competency: active-listning", '"active-listening"?'),
        (
            ", waiting-drill/the-bell",
            ", the-wet-coat/the-wet-coat",
            'S111 item "C010" names "the-wet-coat/the-wet-coat" twice',
        ),
        (", waiting-drill/the-bell", ", the-bell", 'S803 "the-bell" names no decision'),
        ("C010:", f"C010: {{item: x}}\n{ONE[:5]}", 'gives "C010" twice'),
        ("item: Listen actively", "item: *listen", "an anchor or alias"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_its_remedy(old: str, new: str, says: str) -> None:
    assert ONE.count(old) == 1
    found = said(ONE.replace(old, new))
    assert any(one.startswith("curriculum.yml:") and says in one for one in found), found


def test_a_curriculum_of_remarks_alone_has_no_items() -> None:
    told, amiss = judged("# Nothing is in here yet.\n")
    assert amiss == ()
    assert told.curriculum.items == ()


def test_why_nothing_could_practise_an_item_is_read() -> None:
    told, amiss = judged(f"{OTHER}  note: Nobody can be bullied in a drill.\n")
    assert amiss == ()
    assert told.curriculum.items[0].note == "Nobody can be bullied in a drill."


def test_a_competency_that_the_course_does_not_know_is_told_at_its_line() -> None:
    text = ONE.replace("competency: active-listening", "competency: juggling")
    found = judged(text)[1][0]
    assert (found.code, found.line) == ("S401", line_of(text, "competency:"))
    curriculum, amiss = read_curriculum(text, "curriculum.yml")
    assert amiss == (), "without a register it is taken on trust"
    assert curriculum.of("juggling") == curriculum.items


def test_the_same_words_from_two_sources_are_two_items() -> None:
    again = OTHER.replace("C083", "C010").replace("council page", "newspaper profile")
    assert said(OTHER + again) == []


# Judging it: what counts as a difference


def test_options_differ_by_evidence_for_the_items_own_competency() -> None:
    """*Friday* gives a point for listening, and none for anything else."""
    assert said(practised_in("the-wet-coat/friday")) == []
    (found,) = said(practised_in("the-wet-coat/friday", "trust-boundaries"))
    assert 'S805 the options of "the-wet-coat/friday" do not differ on C010' in found


def test_evidence_that_the_best_option_lacks_is_no_measure() -> None:
    """Somebody who waves, which the case now scores best, would do worse by the item."""
    wave = '- [Give her a wave, and leave it to her to stop.](#a-nod "wave")\n'
    better = CASE.replace(wave, f"{wave}  - evidence: trust-boundaries 3\n")
    course = the_small_course(better)
    (found,) = said(practised_in("the-wet-coat/friday"), course)
    assert "S805" in found
    assert said(practised_in("the-wet-coat/friday", "trust-boundaries"), course) == []


def test_options_differ_by_a_critical_error_that_one_of_them_makes() -> None:
    """At the door one choice promises secrecy, which matters whatever it is counted under."""
    assert said(practised_in("the-wet-coat/the-wet-coat", "plan-review")) == []
    leave = '- [Let her eat her lunch, and see how it goes.](#friday "leave-it")\n'
    elsewhere = (
        CASE.replace("  - error: promise-of-secrecy\n", "")
        .replace(leave, f"{leave}  - error: promise-of-secrecy\n")
        .replace("Decides: room-made\n\n", "")
    )
    course = the_small_course(elsewhere)
    assert course["the-wet-coat"] is not None
    (found,) = said(practised_in("the-wet-coat/the-wet-coat", "plan-review"), course)
    assert "S805" in found


def test_options_differ_by_a_fact_that_the_key_feature_hangs_on_and_by_no_other() -> None:
    """By the radiator only *told-tutor* tells the options apart, once nothing is repaired."""
    plain = CASE.replace("  - repairs: promise-of-secrecy\n", "")
    place = practised_in("the-wet-coat/by-the-radiator", "plan-review")
    assert said(place, the_small_course(plain)) == []
    undecided = plain.replace("Decides: tutor-told\n\n", "")
    assert any("S805" in one for one in said(place, the_small_course(undecided)))
    other_fact = plain.replace("Decides: tutor-told\n", "Decides: room-made\n")
    assert any("S805" in one for one in said(place, the_small_course(other_fact)))


def test_options_that_nobody_is_offered_together_do_not_differ() -> None:
    """Of two choices that need *trust >= 3* and its opposite, each mentor sees one."""
    choices = "".join(
        f'- [{words}](#a-dry-coat "{name}")\n  - when: {when}\n'
        f"  - evidence: active-listening {points}\n  - because: Why.\n"
        for words, name, when, points in (
            ("Stay.", "stay", "trust >= 3", 2),
            ("Go.", "go", "not (trust >= 3)", 1),
        )
    )
    start = CASE.index("- [“Have you got a minute at lunch?”]")
    end = CASE.index("## A dry coat")
    course = the_small_course(f"{CASE[:start]}{choices}\n{CASE[end:]}")
    assert course["the-wet-coat"] is not None
    (found,) = said(practised_in("the-wet-coat/friday"), course)
    assert "S805" in found


def test_options_that_may_be_offered_together_do_differ() -> None:
    """Each has a condition of its own, and there are mentors for whom both hold."""
    choices = "".join(
        f'- [{words}](#a-dry-coat "{name}")\n  - when: {when}\n'
        f"  - evidence: active-listening {points}\n  - because: Why.\n"
        for words, name, when, points in (
            ("Stay.", "stay", "trust >= 3", 2),
            ("Go.", "go", "trust >= 2", 1),
        )
    )
    start = CASE.index("- [“Have you got a minute at lunch?”]")
    end = CASE.index("## A dry coat")
    course = the_small_course(f"{CASE[:start]}{choices}\n{CASE[end:]}")
    assert said(practised_in("the-wet-coat/friday"), course) == []


def test_a_scene_with_one_choice_decides_nothing() -> None:
    start = CASE.index("- [Give her a wave")
    end = CASE.index("## A dry coat")
    course = the_small_course(CASE[:start] + CASE[end:])
    (found,) = said(practised_in("the-wet-coat/friday"), course)
    assert 'S804 nothing is decided in "the-wet-coat/friday": it has one choice.' in found


def test_a_question_practises_items_of_its_own_competency_only() -> None:
    assert said(practised_in("waiting-drill/the-bell")) == []
    (found,) = said(practised_in("waiting-drill/the-bell", "plan-review"))
    assert " S805 " in found
    assert "is about active-listening, and C010 belongs to plan-review." in found


def test_what_does_not_practise_an_item_is_not_counted() -> None:
    told, amiss = judged(practised_in("the-wet-coat/a-dry-coat, the-wet-coat/nowhere, the-pond/x"))
    assert [one.code for one in amiss] == ["S804", "S803", "S803"]
    assert told.tally() == Tally(0, 1)


def test_a_case_that_cannot_be_read_is_left_to_its_own_diagnostics() -> None:
    told, amiss = judged(ONE, {**the_small_course(), "the-wet-coat": None})
    assert amiss == ()
    assert told.of(told.curriculum.items[0]) == (Place("waiting-drill", "the-bell"),)


# Its diagnostics: a page and a failing fixture for each


def test_every_code_of_the_curriculum_has_its_fixture() -> None:
    codes = [f"{code}-{kind.name}" for code, kind in sorted(CODES.items()) if code[:2] == "S8"]
    assert [path.stem for path in FIXTURES] == codes


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem[:4])
def test_a_fixture_fails_as_it_says_and_in_no_other_way(path: Path) -> None:
    text = path.read_text("utf-8")
    found = [
        (str(one.line), one.code, f"{one.sentence} {one.remedy}".strip()) for one in judged(text)[1]
    ]
    assert found == EXPECTED.findall(text)
    assert [code for _line, code, _said in found] == [path.stem[:4]]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem[:4])
def test_a_page_tells_what_check_says_and_its_mended_example_is_mended(path: Path) -> None:
    code, text = path.stem[:4], path.read_text("utf-8")
    page = (PAGES / f"{code}.md").read_text("utf-8")
    assert page.startswith(f"# {code}: ")
    assert f"**{CODES[code].severity.capitalize()}.**" in page
    ((_line, _code, says),) = EXPECTED.findall(text)
    assert f"`check` says:\n\n~~~text\n{says}\n~~~\n" in page
    failing, mended = (FENCED.findall(part)[0] for part in EXAMPLES.findall(page)[0])
    assert text.count(failing) == 1
    assert said(text.replace(failing, mended)) == []


# This course's own


@pytest.fixture(scope="module")
def ours() -> Coverage:
    course = Course(ROOT)
    pages: dict[str, Page | None] = {}
    for path in (*course.cases(), *course.drills()):
        parsed = CaseFile(path).parsed()
        pages[path.stem] = parsed.drill or parsed.scenario
    text = course.curriculum()
    assert text is not None
    told, amiss = judged(text.decode(), pages)
    assert [str(one) for one in amiss] == []
    return told


def test_the_courses_copy_of_the_record_is_whole(ours: Coverage) -> None:
    """139 items, C001 to C139, of the kinds and needs that the record has."""
    items = ours.curriculum.items
    assert [item.id for item in items] == [f"C{number:03}" for number in range(1, 140)]
    assert Counter(item.kind for item in items) == {
        "knowledge": 11,
        "skill": 26,
        "responsibility": 67,
        "quality": 18,
        "barrier": 17,
    }
    assert Counter(item.need for item in items) == {
        "essential": 17,
        "optional": 20,
        "described": 93,
        "sometimes": 9,
    }


def test_every_competency_of_the_course_gathers_items(ours: Coverage) -> None:
    assert set(ours.competencies(())) == set(course_register().competencies)


def test_every_item_is_practised_or_says_not_yet(ours: Coverage) -> None:
    """No module is without a place in the map, and some gaps are owned up to."""
    practised = [item for item in ours.curriculum.items if ours.of(item)]
    assert {module for item in practised for module in ours.modules_of(item)} == {
        "listening",
        "negotiation",
        "safeguarding",
        "learning-difficulties",
    }
    assert ours.tally().practised == len(practised)
    assert len(practised) + len(ours.not_yet()) == len(ours.curriculum.items)


def test_the_lines_of_places_are_their_own() -> None:
    """An editor opens the line of the place, and not of its item."""
    text = ONE.replace(
        "[the-wet-coat/the-wet-coat, waiting-drill/the-bell]",
        "\n    - the-wet-coat/the-wet-coat\n    - the-wet-coat/the-pond-again",
    )
    (found,) = judged(text)[1]
    assert found.line == line_of(text, "- the-wet-coat/the-pond-again")
