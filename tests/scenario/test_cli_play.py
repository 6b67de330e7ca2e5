"""Playing in the terminal: a friendly story, no scores before the end, plans that speak."""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from textwrap import dedent

import pytest

from mentor_cpd import cli

COURSE = Path(__file__).parents[1] / "practice" / "course"
CASE = COURSE / "scenarios" / "listening" / "too-quiet.md"

Play = Callable[..., tuple[int, str, str]]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Play:
    """Run `mentor-cpd play` with these words, and these lines typed: code, output, errors."""

    def run(*words: str, typed: tuple[str, ...] = ()) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mentor-cpd", "play", *words])
        monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in typed)))
        monkeypatch.setenv("COLUMNS", "100")
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def write(folder: Path, body: str, *, use: str = "practice") -> Path:
    """A case of this body in a folder of its own."""
    path = folder / "listening" / "case.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"""\
        ---
        id: case
        title: A small case
        module: listening
        edition: 1
        use: {use}
        minutes: 5
        content_note: Somebody is sad.
        cast:
          sam: {{name: Sam, who: Year 7 pupil}}
        meters:
          trust: {{label: Trust, from: 0, to: 2, start: 1, shown: true, words: [gone, wary, warm]}}
        facts: [waited]
        competencies: [active-listening]
        debrief:
          - What did you *hear*?
        """
    path.write_text(dedent(head) + "---\n" + dedent(body), encoding="utf-8")
    return path


BODY = """
    ## At the door

    Rain [bold]again[/bold], and *still* rain.

    > **Sam:** Have you got a minute?

    - [“Come in.”](#inside "come-in")
      - sets: trust +1
      - evidence: active-listening 2
      - because: He asked.
    - [Nod at the clock.](#inside "clock")
      - asks: free-text
      - prompt: What would you say?
      - because: It is late.

    ## Inside

    > **Sam:** Thanks.

    - [Wait.](#the-end "wait")
      - when: trust >= 2
      - because: He will speak.
    - [Ask.](#the-end "ask")
      - because: He may not.

    ## The end

    Ending: mixed

    The bell goes.
    """


def test_a_story_is_told_and_looked_back_on(play: Play, tmp_path: Path) -> None:
    code, told, amiss = play(str(write(tmp_path, BODY)), typed=("", "1", "1"))
    assert (code, amiss) == (0, "")
    for words in (
        "A small case",
        "Somebody is sad.",
        "Rain [bold]again[/bold], and still rain.",
        "Sam (Year 7 pupil): Have you got a minute?",
        "Trust: wary",
        "1. “Come in.”",
        "Sam: Thanks.",
        "Trust: warm",
        "The bell goes.",
        "This ended partly well.",
        "active-listening  2, where paths through this case earn from 0 to 2.",
        "None was made.",
        "What did you hear?",
    ):
        assert words in told, words


def test_nothing_is_said_of_points_before_the_ending(play: Play, tmp_path: Path) -> None:
    _code, told, _ = play(str(write(tmp_path, BODY)), typed=("", "1", "1"))
    before, _bell, after = told.partition("The bell goes.")
    for secret in ("active-listening", "evidence", "He asked.", "trust >= 2", "where paths"):
        assert secret not in before
    assert "where paths" in after


def test_closed_choices_are_not_shown(play: Play, tmp_path: Path) -> None:
    _code, told, _ = play(str(write(tmp_path, BODY)), typed=("", "2", "Later.", "1"))
    assert "Wait." not in told
    assert "1. Ask." in told


def test_writing_comes_before_the_story_goes_on(play: Play, tmp_path: Path) -> None:
    code, told, _ = play(str(write(tmp_path, BODY)), typed=("", "2", "Not now, Sam.", "1"))
    assert code == 0
    asked = told.index("What would you say?")
    assert asked < told.index("Practice only: this is not how to report a concern.")
    assert asked < told.index("Inside")


def test_going_back_takes_the_last_choice_back(play: Play, tmp_path: Path) -> None:
    code, told, _ = play(str(write(tmp_path, BODY)), typed=("", "1", "b", "1", "1"))
    assert code == 0
    assert told.count("At the door") == 2
    assert "active-listening  2, where" in told, "what was gone back on does not count"


def test_there_is_no_way_back_before_the_first_choice_or_in_an_assessed_case(
    play: Play, tmp_path: Path
) -> None:
    _code, told, _ = play(str(write(tmp_path, BODY)), typed=("", "b", "q"))
    assert told.count("b to go back") == 0
    assert "Type 1 to 2, q to leave." in told
    _code, told, _ = play(str(write(tmp_path, BODY, use="assessed")), typed=("", "1", "b", "q"))
    assert "b to go back" not in told
    assert told.count("At the door") == 1


@pytest.mark.parametrize("typed", ["0", "3", "-1", "come-in", "", "²"])
def test_what_is_no_choice_is_asked_for_again(play: Play, tmp_path: Path, typed: str) -> None:
    code, told, _ = play(str(write(tmp_path, BODY)), typed=("", typed, "1", "1"))
    assert code == 0
    assert "Type 1 to 2, q to leave." in told
    assert "This ended partly well." in told


@pytest.mark.parametrize("typed", [("q",), ("",), ("", "q"), ("", "1"), ("", "2"), ()])
def test_one_may_leave_at_any_moment(play: Play, tmp_path: Path, typed: tuple[str, ...]) -> None:
    code, told, amiss = play(str(write(tmp_path, BODY)), typed=typed)
    assert (code, amiss) == (0, "")
    assert "You have left the story." in told
    assert "This ended" not in told


def test_a_dead_end_is_said_and_not_a_traceback(play: Play, tmp_path: Path) -> None:
    body = """
        ## Start

        Here.

        - [Go.](#end "go")
          - when: waited
          - because: Never.

        ## End

        Ending: good

        There.
        """
    code, _told, amiss = play(str(write(tmp_path, body)), typed=("",))
    assert code == 2
    assert amiss == (
        'mentor-cpd: Nothing can be chosen in "start" now. '
        "Run mentor-cpd check: it names the way to this dead end.\n"
    )


def test_evidence_without_end_has_no_bounds_and_breaks_nothing(play: Play, tmp_path: Path) -> None:
    body = """
        ## Start

        Here.

        - [Again.](#start "again")
          - evidence: active-listening 1
          - because: Round.
        - [Go.](#end "go")
          - because: Out.

        ## End

        Ending: good

        There.
        """
    code, told, _ = play(str(write(tmp_path, body)), typed=("", "1", "1", "2"))
    assert code == 0
    assert "This ended well." in told
    assert "where paths" not in told


def test_a_case_of_a_course_goes_by_its_id_and_the_courses_words(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(COURSE)
    code, told, amiss = play("second-thoughts", typed=("", "1"))
    assert (code, amiss) == (0, "")
    assert "active-listening" not in told, "its label instead"
    assert "where paths through this case earn from 0 to 1." in told


def test_critical_errors_features_and_rules_are_told_as_themselves(play: Play) -> None:
    text = CASE.read_text(encoding="utf-8")
    code, told, _ = play(str(CASE), typed=("", *["1"] * 40))
    assert code == 0
    assert "Key decisions" in told
    assert "Safety rules" in told
    assert "Sam’s trust: " in told
    assert "promised-secrecy" in text
    assert "promised-secrecy" not in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("no-such-case",), 'There is no case "no-such-case" in '),
        (("here/no-such.md",), "There is no file here/no-such.md. "),
        (("no-such.testplan",), "There is no file no-such.md. "),
        ((".",), ". is a folder. Name one case: "),
    ],
)
def test_a_missing_case_is_one_line(
    play: Play, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(COURSE)
    code, told, amiss = play(*words)
    assert (code, told) == (2, "")
    assert amiss.startswith(f"mentor-cpd: {says}")
    assert len(amiss.splitlines()) == 1


def test_without_a_course_an_id_is_one_line_too(
    play: Play, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MENTOR_CPD_COURSE", raising=False)
    code, _told, amiss = play("some-case")
    assert code == 2
    assert amiss.startswith("mentor-cpd: There is no course here or above ")


def test_a_broken_case_is_all_its_problems(play: Play, tmp_path: Path) -> None:
    broken = write(tmp_path, BODY.replace("#inside", "#insde").replace("#the-end", "#the-ende"))
    code, told, amiss = play(str(broken))
    assert (code, told) == (1, "")
    assert len(amiss.splitlines()) == 4
    assert 'leads to "insde", which is no scene. Did you mean "inside"?' in amiss


# Plans


def test_plans_that_come_true_say_so(play: Play) -> None:
    code, told, amiss = play(str(CASE), "--testplan")
    assert (code, amiss) == (0, "")
    lines = told.splitlines()
    assert all(line.startswith("true    ") for line in lines[:-1])
    assert lines[-1] == f"{len(lines) - 1} of {len(lines) - 1} plans came true."


def test_plans_may_be_named_by_their_own_file(play: Play) -> None:
    code, told, _ = play(str(CASE.with_suffix(".testplan")), "--testplan")
    assert code == 0
    assert "came true" in told


def test_a_plan_that_fails_says_where_and_what_is_so(play: Play, tmp_path: Path) -> None:
    case = write(tmp_path, BODY)
    plans = case.with_suffix(".testplan")
    plans.write_text(
        dedent(
            """\
            plan: Well met
              choose come-in
              choose wait
              ends the-end

            plan: In a hurry
              choose clock
              expect trust = 2
              ends the-end
            """
        ),
        encoding="utf-8",
    )
    code, told, _ = play(str(case), "--testplan")
    assert code == 1
    shown = plans.as_posix()
    assert told.splitlines() == [
        "true    Well met: 2 choices, ends in the-end",
        "FAILED  In a hurry",
        f'        {shown}:8: "trust = 2" does not hold in "inside": trust is 1.',
        "1 of 2 plans came true.",
    ]


def test_lines_that_cannot_be_read_fail_the_run(play: Play, tmp_path: Path) -> None:
    case = write(tmp_path, BODY)
    plans = case.with_suffix(".testplan")
    plans.write_text("plan: A\nchose x\nends b\n", encoding="utf-8")
    code, told, _ = play(str(case), "--testplan")
    assert code == 1
    assert f'{plans.as_posix()}:2: "chose" is no word of a testplan.' in told


def test_a_case_without_plans_is_one_line(play: Play, tmp_path: Path) -> None:
    code, told, amiss = play(str(write(tmp_path, BODY)), "--testplan")
    assert (code, told) == (2, "")
    assert amiss.startswith("mentor-cpd: There is no testplan ")
