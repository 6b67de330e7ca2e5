"""A file's diagnostics: in order, each once, with what was probably meant, and not without end."""

from __future__ import annotations

from mentor_cpd.scenario.diagnostic import Diagnostic, Findings, listed, nearest
from mentor_cpd.scenario.play import Step


def test_a_diagnostic_is_one_line_and_may_have_no_remedy() -> None:
    findings = Findings("case.md")
    findings.report("S104", 0, "It leads nowhere.")
    assert [str(one) for one in findings.found] == ["case.md:1: S104 It leads nowhere."]
    (found,) = findings.found
    assert (found.severity, found.name) == ("error", "choice-leads-nowhere")


def test_they_are_told_by_line_then_code_and_the_same_once() -> None:
    findings = Findings("case.md")
    for code, line in (("S115", 3), ("S104", 3), ("S120", 2), ("S115", 3)):
        findings.report(code, line, "Amiss.")
    told = [(one.line, one.code) for one in findings.in_order()]
    assert told == [(2, "S120"), (3, "S104"), (3, "S115")]


def test_past_five_hundred_the_rest_is_left_out_and_that_is_said_once() -> None:
    findings = Findings("case.md")
    for line in range(1, Findings.MOST + 4):
        findings.report("S104", line, "Amiss.")
    assert len(findings.found) == Findings.MOST + 1
    assert str(findings.found[-1]) == (
        f"case.md:{Findings.MOST + 1}: S103 there are more than {Findings.MOST} problems; "
        "the rest is left out. Mend these first."
    )


def test_only_the_first_mistakes_of_a_file_get_suggestions() -> None:
    findings = Findings("case.md")
    for line in range(Findings.SUGGESTIONS):
        assert findings.nearest("trst", ["trust"], "Else.") == 'Did you mean "trust"?'
        findings.report("S104", line, "Amiss.")
    assert findings.nearest("trst", ["trust"], "Else.") == "Else."


def test_a_word_that_is_near_none_has_the_other_remedy_or_none() -> None:
    findings = Findings("case.md")
    assert findings.nearest("friday", ["trust"], "Else.") == "Else."
    assert findings.nearest("friday", ["trust"]) == ""


def test_what_was_meant_is_found_whatever_its_capitals() -> None:
    assert nearest("DSl lead", ["dsl-lead", "friend"]) == "dsl-lead"
    assert nearest("mr khan", ["Maya", "Mr Khan"]) == "Mr Khan"
    assert nearest("", ["a"]) == ""
    assert nearest("trust", []) == ""


def test_a_word_as_long_as_a_sentence_was_meant_to_be_none() -> None:
    assert nearest("a" * 80, ["a" * 80]) == "a" * 80
    assert nearest("a" * 81, ["a" * 80]) == ""


def test_a_list_of_nothing_says_so() -> None:
    assert listed(["good", "poor"]) == "good, poor"
    assert listed([]) == "nothing"


def test_the_way_to_see_it_is_told_by_choices() -> None:
    steps = (Step("door", "wait", "hall"), Step("hall", "go", "end"))
    assert Diagnostic("S203", "case.md", 1, "Stuck.").way() == ""
    stuck = Diagnostic("S203", "case.md", 1, "Stuck.", witness=steps)
    assert stuck.way() == "To see it, choose: wait, go."
