"""Checking a case: each code has a failing fixture, a page that is true, and its reasons."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from mentor_cpd.scenario.check import LIMIT, Checked, check
from mentor_cpd.scenario.diagnostic import CODES
from mentor_cpd.scenario.parse import Parsed, parse
from mentor_cpd.scenario.plans import ENDING
from mentor_cpd.scenario.play import play
from mentor_cpd.scenario.register import FILES, Register, read_register
from mentor_cpd.scenario.together import check_together
from tests.scenario.wet_coat import CASE, FILE, PLANS, ROOT, course_register, line_of

TODAY = date(2026, 11, 22)
BROKEN = ROOT / "tests" / "scenario" / "broken"
PAGES = ROOT / "docs" / "diagnostics"
SOURCES = ROOT / "widgets" / "mentor_cpd"
FIXTURES = sorted(BROKEN.glob("S*.md"))

EXPECTED = re.compile(
    r"^(?:# )?Expected at line (\d+)( of the (?:testplan|cast))?: (S\d+) (.*)$", re.M
)
OF = {ENDING: " of the testplan", ".csv": " of the cast"}
EXAMPLES = re.compile(r"^## Failing example$(.*)^## Mended example$(.*)", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^```\w+\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def register() -> Register:
    found, amiss = read_register({name: (BROKEN / name).read_bytes() for name in FILES})
    assert not amiss
    return found


def words_of(path: Path) -> str:
    """The fixture's text; the one that is not UTF-8 was saved on an old Windows."""
    data = path.read_bytes()
    return data.decode("cp1252" if path.name.startswith("S101") else "utf-8")


def checked(
    path: Path,
    register: Register,
    text: str | bytes | None = None,
    plans: str | None = None,
    cast: str | None = None,
) -> Checked:
    beside = path.with_suffix(ENDING)
    if plans is None and beside.is_file():
        plans = beside.read_text("utf-8")
    parsed = parse(path.read_bytes() if text is None else text, path.name, folder="broken")
    found = check(parsed, register, today=TODAY, testplan=plans)
    return together(path, found, [parsed], cast)


def together(path: Path, found: Checked, pages: list[Parsed], cast: str | None) -> Checked:
    """With what shows only in a course: a cast register, or another case, beside the fixture."""
    beside = path.with_suffix(".csv")
    if cast is None and beside.is_file():
        cast = beside.read_text("utf-8")
    other = BROKEN / "beside" / f"{code_of(path)}.md"
    if other.is_file():
        pages = [parse(other.read_bytes(), "S-beside.md", folder="broken"), *pages]
    if cast is None and len(pages) == 1:
        return found
    more = check_together(pages, cast, beside.name)
    return Checked((*found.diagnostics, *more), found.exploration)


def code_of(path: Path) -> str:
    return path.name.partition("-")[0]


# Fixtures


def test_every_code_has_a_failing_fixture_named_after_it() -> None:
    """Those of the curriculum are no cases: tests/scenario/test_curriculum.py reads them."""
    fixtures = sorted((*FIXTURES, *BROKEN.glob("S8*.yml")))
    assert [path.stem for path in fixtures] == [
        f"{code}-{kind.name}" for code, kind in sorted(CODES.items())
    ]


def test_every_code_that_the_source_can_report_is_known() -> None:
    text = "".join(path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    assert set(re.findall(r'"(S\d{3})"', text)) == set(CODES)


@pytest.mark.parametrize("path", FIXTURES, ids=code_of)
def test_a_fixture_fails_as_it_says_and_in_no_other_way(path: Path, register: Register) -> None:
    """Every error of the file is written at its top, with the warning that it is about."""
    found = [
        (str(one.line), OF.get(Path(one.file).suffix, ""), one.code, said)
        for one in checked(path, register).diagnostics
        if one.severity == "error" or one.code == code_of(path)
        for said in [f"{one.sentence} {one.remedy}".strip()]
    ]
    assert found == EXPECTED.findall(words_of(path))
    assert code_of(path) in [code for _line, _plan, code, _said in found]


@pytest.mark.parametrize("path", FIXTURES, ids=code_of)
def test_a_witness_can_be_played(path: Path, register: Register) -> None:
    """Whoever takes the choices that a diagnostic names sees what it is about."""
    for one in checked(path, register).diagnostics:
        if one.code in ("S203", "S204", "S208", "S209", "S210"):
            scenario = parse(path.read_bytes(), path.name, folder="broken").scenario
            assert scenario is not None
            here = play(scenario, *(step.choice for step in one.witness))
            assert here.line == one.witness
            assert one.way() == f"To see it, choose: {', '.join(s.choice for s in one.witness)}."


# Pages


@pytest.mark.parametrize("path", FIXTURES, ids=code_of)
def test_a_page_tells_what_check_says_and_its_mended_example_is_mended(
    path: Path, register: Register
) -> None:
    """The page's failing lines stand in the fixture; put its mended ones there, and it passes."""
    code = code_of(path)
    page = (PAGES / f"{code}.md").read_text("utf-8")
    severity = CODES[code].severity
    assert page.startswith(f"# {code}: ")
    assert f"**{severity.capitalize()}.**" in page
    expected = {found: said for _line, _plan, found, said in EXPECTED.findall(words_of(path))}
    assert f"`check` says:\n\n~~~text\n{expected[code]}\n~~~\n" in page

    failing, mended = (FENCED.findall(part) for part in EXAMPLES.findall(page)[0])
    text, plans = words_of(path), path.with_suffix(ENDING)
    if code == "S101":
        after = checked(path, register, text.encode("utf-8"))
    elif path.with_suffix(".csv").is_file():
        cast = path.with_suffix(".csv").read_text("utf-8")
        after = checked(path, register, cast=swap(cast, failing, mended))
    elif not failing:
        after = checked(path, register, plans=mended[0])
    elif plans.is_file():
        after = checked(path, register, plans=swap(plans.read_text("utf-8"), failing, mended))
    else:
        after = checked(path, register, swap(text, failing, mended))
    assert [str(one) for one in after.diagnostics if one.severity == "error"] == []
    assert code not in [one.code for one in after.diagnostics]


def swap(text: str, failing: list[str], mended: list[str]) -> str:
    assert text.count(failing[0]) == 1
    return text.replace(failing[0], mended[0])


def test_the_index_lists_every_page() -> None:
    index = (PAGES / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| \[(S\d+)\]\(\1\.md\) \| (\w+) \|", index, re.MULTILINE)
    assert listed == [(code, kind.severity) for code, kind in CODES.items()]
    assert {path.stem for path in PAGES.glob("S*.md")} == set(CODES)


# The case that the format is taught with


def wet(
    text: str = CASE,
    *,
    today: date = TODAY,
    testplan: str = PLANS,
    limit: int = LIMIT,
    sound_only: bool = False,
) -> Checked:
    return check(
        parse(text, FILE),
        course_register(),
        today=today,
        testplan=testplan,
        limit=limit,
        sound_only=sound_only,
    )


def changed(*pairs: tuple[str, str]) -> str:
    text = CASE
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def codes(found: Checked) -> list[str]:
    return [one.code for one in found.diagnostics]


def test_a_sound_case_is_sound_and_brings_its_exploration() -> None:
    found = wet()
    assert found.sound
    assert found.exploration is not None
    assert found.exploration.finished
    assert found.exploration.bounds["active-listening"].highest == 3


def test_a_small_case_lacks_room_and_nothing_else() -> None:
    assert set(codes(wet())) == {"S308", "S316", "S317", "S318", "S319"}
    assert codes(wet(sound_only=True)) == []


def test_words_are_checked_even_where_the_structure_is_unsound() -> None:
    text = changed(("Ending: poor", "Ending: pour"), ("It is kindly meant.", "Wrong. It is kind."))
    found = wet(text)
    assert {"S125", "S307"} <= set(codes(found))
    assert found.exploration is None
    assert not found.sound


def test_what_does_not_parse_at_all_is_told_and_not_explored() -> None:
    assert codes(wet("")) == ["S102", "S113"]


def test_ids_are_taken_on_trust_without_a_register() -> None:
    text = CASE.replace("cites: [kcsie-2025]", "cites: [the-blue-book]")
    assert "S401" in codes(wet(text))
    assert "S401" not in codes(check(parse(text, FILE), None, today=TODAY, testplan=PLANS))


def test_a_missing_id_is_said_once_where_it_stands_first() -> None:
    text = CASE.replace("kcsie-2025", "kcsie-2052")
    (found,) = [one for one in wet(text).diagnostics if one.code == "S401"]
    assert found.line == text[: text.index("cites: [kcsie-2052]")].count("\n") + 1


def test_past_its_limit_nothing_is_passed() -> None:
    found = wet(limit=3)
    assert [(one.code, one.line) for one in found.diagnostics if one.severity == "error"] == [
        ("S201", line_of(CASE, "meters:"))
    ]
    assert not found.sound


def test_a_citation_ages_by_the_day_that_is_given() -> None:
    assert "S402" not in codes(wet(today=date(2027, 11, 22)))
    assert "S402" in codes(wet(today=date(2027, 11, 23)))
    early = [one for one in wet(today=date(2025, 8, 31)).diagnostics if one.code == "S402"]
    assert any("is not in force before 2025-09-01" in one.sentence for one in early)


def test_a_choice_that_always_takes_a_detour_is_told() -> None:
    text = changed(
        ("  - if not told-tutor: [She does not stop.", "  - if trust >= 0: [She does not stop.")
    )
    says = {one.line: one.sentence for one in wet(text).diagnostics if one.code == "S207"}
    at = line_of(text, '"ask-again"')
    assert 'always takes a detour, and never leads to "a-dry-coat"' in says[at]


def test_a_planted_breach_of_a_rule_is_caught_with_its_shortest_path() -> None:
    text = changed(
        ("  - if not told-tutor: [She does not stop. Her coat is wet.](#the-pond-again)\n", "")
    )
    at = line_of(text, "- id: tutor-knows")
    (found,) = [one for one in wet(text).diagnostics if (one.code, one.line) == ("S208", at)]
    assert [step.choice for step in found.witness] == ["make-room", "leave-it", "ask-again"]


def test_a_plan_that_fails_is_told_at_its_line() -> None:
    plans = PLANS.replace("  expect trust = 3 and made-room", "  expect trust = 4")
    (found,) = [one for one in wet(testplan=plans).diagnostics if one.code == "S503"]
    assert found.file == FILE.replace(".md", ENDING)
    assert found.line == line_of(plans, "expect trust = 4")
    assert not wet(testplan=plans).sound


# The quality bar, at its edges


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("“Who did this to you?”", "“You never just fall, do you?”", "S305"),
        ("It is kindly meant.", "An incorrect response.", "S307"),
        ("It is kindly meant.", "Correct: she fell.", "S307"),
        ("Her coat drips on the floor.", "Her IEP drips on the floor.", "S315"),
        ("minutes: 5", "minutes: 11", "S319"),
        ("minutes: 5", "minutes: 21", "S319"),
        ("facts: [made-room, told-tutor]", "facts: [made-room, told-tutor, idle]", "S320"),
        ("Decides: room-made\n", "", "S310"),
        ("Decides: room-made\n", "", "S321"),
        ("Decides: tutor-told\n\nCites: kcsie-2025\n", "Decides: tutor-told\n", "S312"),
        ("    holds: made-room\n", "    holds: made-room or not made-room\n", "S212"),
        (
            "competencies: [active-listening, ",
            "competencies: [record-share, active-listening, ",
            "S214",
        ),
    ],
)
def test_the_quality_bar_sees(old: str, new: str, code: str) -> None:
    assert code in codes(wet(changed((old, new))))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("“Who did this to you?”", "“Who was it, and what’s wrong?”", "S305"),
        ("> **Maya:** I fell.", "> **Maya:** What’s wrong with that? I never fall.", "S305"),
        ("> **Maya:** I fell.", "> **Maya:** Wrong.", "S307"),
        ("Her coat drips on the floor.", "Her TV drips on the DSL.", "S315"),
        ("minutes: 5", "minutes: 12", "S319"),
        ("minutes: 5", "minutes: 20", "S319"),
    ],
)
def test_the_quality_bar_lets_pass(old: str, new: str, code: str) -> None:
    assert code not in codes(wet(changed((old, new))))


def test_passages_that_exclude_one_another_are_not_added_up() -> None:
    told, not_told = "word " * 100 + "stop.", "other " * 100 + "stop."
    text = changed(
        ("Mr Khan has moved two seats, and has rung home.", told),
        ("Nothing in the form room has changed.", not_told),
    )
    assert "S314" not in codes(wet(text))
    both = text.replace("*When not told-tutor:* other", "*When trust > 0:* other")
    assert "S314" in codes(wet(both))


def test_a_fact_that_is_taken_back_is_a_mistake_put_right() -> None:
    text = CASE.replace("  - repairs: promise-of-secrecy\n", "").replace(
        "    never: unrepaired promise-of-secrecy and ending is good",
        "    never: not told-tutor and ending is good",
    )
    assert "S309" in codes(wet(text))
    text = text.replace("  - sets: told-tutor, trust -2\n", "  - sets: told-tutor, not made-room\n")
    assert "S309" not in codes(wet(text))


def test_something_that_comes_back_three_choices_later_is_late_enough() -> None:
    """From the choice at the door: radiator 0, friday 1, the stairs 2, the ending 3."""
    text = changed(
        ('(#a-dry-coat "ask-again")', '(#the-stairs "ask-again")'),
        (
            "## A dry coat\n",
            "## The stairs\n\nShe slows down.\n\n"
            '- [Slow down too.](#a-dry-coat "slow")\n  - because: She sets the pace.\n\n'
            "## A dry coat\n",
        ),
        ("She comes at lunch.", "*When made-room:* There are two chairs.\n\nShe comes at lunch."),
    )
    assert "S308" not in codes(wet(text))
    assert "S308" in codes(wet(text.replace("*When made-room:*", "*When told-tutor:*")))
