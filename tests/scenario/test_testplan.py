"""Testplans are read with their lines, and fail with a sentence that says what is so."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentor_cpd.scenario.model import Ask, Detour, Holds, Level, Mark, Meter, Not, Shift
from mentor_cpd.scenario.testplan import Failed, Plan, read_testplan, run
from tests.scenario.brute import choice, scenario, scene

CASE = scenario(
    scene(
        "corner-table",
        choice("sit-beside", "the-stamps", Shift("trust", 1)),
        choice("promise", "the-stamps", Mark("promised-secrecy"), error="secrecy"),
        choice("press", "the-stamps", when=Level("trust", ">=", 4)),
    ),
    scene(
        "the-stamps",
        choice(
            "tell-tutor",
            "registration",
            Mark("told-form-tutor"),
            asks=Ask("concern-record", "Write it down."),
            repairs=("secrecy",),
            detours=(Detour(Holds("promised-secrecy"), "a-shrug"),),
        ),
        choice("wait", "a-shrug", when=Not(Holds("promised-secrecy"))),
    ),
    scene("registration", ending="good"),
    scene("a-shrug", ending="poor"),
    meters=(Meter("trust", "Trust", 0, 5, 2),),
    facts=("promised-secrecy", "told-form-tutor"),
)


def plan(*lines: str) -> Plan:
    found = read_testplan("\n".join(("plan: A plan", *lines)))
    assert not found.not_understood, found.not_understood
    return found.plans[0]


def failure(*lines: str) -> Failed:
    failed = run(plan(*lines), CASE).failed
    assert failed is not None
    return failed


def test_a_whole_plan_comes_true() -> None:
    text = dedent(
        """\
        # What a careful mentor does.
        plan: Heard, and planned for
          at corner-table
          closed press
          choose sit-beside          # no words yet
          expect trust = 3 and not promised-secrecy
          expect visited corner-table and not visited registration
          at the-stamps
          choose tell-tutor
          expect told-form-tutor and ending is good
          ends registration

        plan: The promise comes back
          choose promise
          expect unrepaired secrecy
          closed wait
          choose tell-tutor
          expect not unrepaired secrecy
          ends a-shrug
        """
    )
    found = read_testplan(text)
    assert found.not_understood == ()
    assert [(p.name, p.line, p.ends) for p in found.plans] == [
        ("Heard, and planned for", 2, "registration"),
        ("The promise comes back", 13, "a-shrug"),
    ]
    outcomes = [run(p, CASE) for p in found.plans]
    assert [o.failed for o in outcomes] == [None, None]
    assert outcomes[0].path == (
        ("corner-table", "sit-beside", "the-stamps"),
        ("the-stamps", "tell-tutor", "registration"),
    )


@pytest.mark.parametrize(
    ("lines", "number", "sentence", "remedy"),
    [
        (
            ["choose sit-besides", "ends registration"],
            2,
            '"corner-table" has no choice "sit-besides".',
            'Did you mean "sit-beside"?',
        ),
        (
            ["choose zzz", "ends registration"],
            2,
            '"corner-table" has no choice "zzz".',
            "Open here: sit-beside, promise.",
        ),
        (
            ["choose press", "ends registration"],
            2,
            '"press" is closed in "corner-table" now: trust is 2.',
            "Open here: sit-beside, promise.",
        ),
        (
            ["choose sit-beside", "choose wait", "choose more", "ends a-shrug"],
            4,
            'The story has ended in "a-shrug": "more" cannot be chosen.',
            "",
        ),
        (
            ["choose sit-beside", "expect trust = 2 or promised-secrecy", "ends registration"],
            3,
            '"trust = 2 or promised-secrecy" does not hold in "the-stamps": '
            'trust is 3, "promised-secrecy" does not hold.',
            "",
        ),
        (
            ["expect ending is good", "ends registration"],
            2,
            '"ending is good" does not hold in "corner-table": this is no ending.',
            "",
        ),
        (
            ["choose sit-beside", "choose wait", "expect ending is good", "ends a-shrug"],
            4,
            '"ending is good" does not hold in "a-shrug": the ending is poor.',
            "",
        ),
        (
            ["expect trusts = 2", "ends registration"],
            2,
            '"trusts" is not in this case.',
            'Did you mean "trust"?',
        ),
        (
            ["expect flown", "ends registration"],
            2,
            '"flown" is not in this case.',
            "It has: promised-secrecy, told-form-tutor.",
        ),
        (
            ["expect not visited the-stumps", "ends registration"],
            2,
            '"the-stumps" is not in this case.',
            'Did you mean "the-stamps"?',
        ),
        (
            ["expect not unrepaired lateness", "ends registration"],
            2,
            '"lateness" is not in this case.',
            "It has: secrecy.",
        ),
        (
            ["at the-stamps", "ends registration"],
            2,
            'The story is in "corner-table", not in "the-stamps".',
            "",
        ),
        (["at the-stumps", "ends x"], 2, '"the-stumps" is no scene.', 'Did you mean "the-stamps"?'),
        (["closed promise", "ends registration"], 2, '"promise" is open in "corner-table".', ""),
        (
            ["closed promises", "ends registration"],
            2,
            '"corner-table" has no choice "promises".',
            'Did you mean "promise"?',
        ),
        (
            ["closed wait", "ends registration"],
            2,
            '"corner-table" has no choice "wait".',
            "Its choices: sit-beside, promise, press.",
        ),
        (
            ["choose sit-beside", "choose wait", "ends registration"],
            4,
            'The story is in "a-shrug", not in "registration".',
            "",
        ),
        (
            ["choose sit-beside", "ends the-stamps"],
            3,
            '"the-stamps" is no ending.',
            'Go on choosing, or write "at the-stamps".',
        ),
    ],
)
def test_a_line_that_is_not_so_says_what_is(
    lines: list[str], number: int, sentence: str, remedy: str
) -> None:
    failed = failure(*lines)
    assert (failed.line, failed.sentence, failed.remedy) == (number, sentence, remedy)


def test_a_plan_stops_at_its_first_failure_and_keeps_the_way_so_far() -> None:
    outcome = run(plan("choose promise", "expect trust = 9", "choose wait", "ends a-shrug"), CASE)
    assert outcome.failed is not None
    assert outcome.failed.line == 3
    assert [step.choice for step in outcome.path] == ["promise"]


@pytest.mark.parametrize(
    ("text", "line", "sentence", "remedy"),
    [
        ("", 1, "There is no plan here.", 'Begin one: "plan: Its name".'),
        ("# only a note\n", 1, "There is no plan here.", 'Begin one: "plan: Its name".'),
        (
            "choose a\nplan: P\nends b",
            1,
            '"choose" stands before the first plan.',
            'Begin a plan above it: "plan: Its name".',
        ),
        (
            "at a\nchoose b\nplan: P\nends c",
            1,
            '"at" stands before the first plan.',
            'Begin a plan above it: "plan: Its name".',
        ),
        (
            "plan: P\nends b\nplans: Q",
            3,
            '"plans:" is no word of a testplan.',
            'Did you mean "plan:"?',
        ),
        ("plan:\nends b", 1, "The plan has no name.", 'Write "plan: Its name".'),
        (
            "plan: P\nchose a\nends b",
            2,
            '"chose" is no word of a testplan.',
            'Did you mean "choose"?',
        ),
        (
            "plan: P\nxyzzy a\nends b",
            2,
            '"xyzzy" is no word of a testplan.',
            "The words are plan:, choose, expect, at, closed, ends.",
        ),
        (
            "plan: P\nchoose\nends b",
            2,
            '"choose" needs one id after it.',
            "Write it like choose sit-beside.",
        ),
        (
            "plan: P\nchoose the second one\nends b",
            2,
            '"choose" needs one id after it.',
            "Write it like choose sit-beside.",
        ),
        (
            "plan: P\nexpect trust >\nends b",
            2,
            'The condition cannot be read: ">" needs a whole number after it.',
            "Write it like trust >= 3.",
        ),
        (
            "plan: P\nchoose a",
            1,
            'The plan "P" does not say where it ends.',
            'Close it with "ends" and the id of an ending.',
        ),
        (
            "plan: P\nends b\nchoose a",
            3,
            '"choose" stands after the end of the plan.',
            "Move it above the line that starts with ends, or begin a new plan.",
        ),
        (
            "plan: P\nends b\nplan: P\nends b",
            3,
            'There is already a plan "P".',
            "Give this one a name of its own.",
        ),
    ],
)
def test_a_line_that_cannot_be_read_says_what_to_write(
    text: str, line: int, sentence: str, remedy: str
) -> None:
    found = read_testplan(text)
    assert [(f.line, f.sentence, f.remedy) for f in found.not_understood] == [
        (line, sentence, remedy)
    ]


def test_every_bad_line_is_reported_and_the_good_plans_are_kept() -> None:
    found = read_testplan("plan: A\nchose x\nclose y\nends b\nplan: B\nends b")
    assert [f.line for f in found.not_understood] == [2, 3]
    assert [p.name for p in found.plans] == ["B"]


def test_windows_line_ends_capitals_and_hash_signs_in_names_are_understood() -> None:
    found = read_testplan("\ufeffPlan: Form #2\r\n  Choose sit-beside\r\n  Ends b\r\n")
    assert found.not_understood == ()
    assert found.plans[0].name == "Form #2"
    assert [(line.word, line.value) for line in found.plans[0].lines] == [
        ("choose", "sit-beside"),
        ("ends", "b"),
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(
                [
                    "plan: P",
                    "choose sit-beside",
                    "choose promise",
                    "choose tell-tutor",
                    "choose wait",
                    "expect trust = 3",
                    "expect (",
                    "closed wait",
                    "at a-shrug",
                    "ends a-shrug",
                    "ends registration",
                ]
            ),
        ),
        max_size=12,
    )
)
def test_no_text_makes_reading_or_running_raise(lines: list[str]) -> None:
    found = read_testplan("\n".join(lines))
    assert found.plans or found.not_understood
    for each in found.plans:
        outcome = run(each, CASE)
        if outcome.failed:
            assert each.line < outcome.failed.line <= len("\n".join(lines).split("\n"))
        else:
            assert outcome.path[-1].to == each.ends
