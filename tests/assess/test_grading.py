"""Grading what was handed in: by replay, into the log and into nbgrader's real gradebook."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from mentor_cpd.assess import outcomes
from mentor_cpd.assess.marking import Marking
from mentor_cpd.assess.outcomes import alias
from mentor_cpd.practice.attempt import SAVED
from mentor_cpd.records.lock import Held, holding
from tests.assess.grading import School, points, school
from tests.assess.house import (
    FIRST,
    LEAD,
    MODULE,
    OVERALL_SAID,
    TESS,
    WORDS,
    begun,
    mark,
    message,
    played,
    submitted,
)
from tests.assess.making import GOOD, PROMISED, REPAIRED, edit

HOSTILE = (
    "<script>alert(1)</script><img src=//example.org/x onerror=alert(1)> [x](javascript:a) $x$"
)
MANUAL = {"reflection-evidence", "reflection-childs-view", "reflection-action", "concern-record"}


@pytest.fixture
def made(tmp_path: Path, stocked: Path) -> Iterator[School]:
    found = school(tmp_path / "school", stocked)
    yield found
    found.store.close()


@pytest.fixture
def hand_in(made: School) -> Callable[..., str]:
    """Somebody new plays so and hands it in: the submission's id."""

    def hand_in_(account: str, *way: str) -> str:
        return submitted(made.store, *way, person=made.somebody(account))

    return hand_in_


def whose(made: School, submission: str) -> str:
    return made.store.events(attempt=submission)[0].person


def test_what_was_handed_in_is_marked_once_in_the_log_and_in_the_gradebook(
    made: School, hand_in: Callable[..., str]
) -> None:
    good, promised, repaired = (
        hand_in("ada", *GOOD),
        hand_in("ben", *PROMISED),
        hand_in("cal", *REPAIRED),
    )
    result = made.grade()
    assert (result.exit_code, result.output.strip()) == (0, "3 graded.")
    for one in (good, promised, repaired):
        (body,) = made.graded(one)
        kept = made.gradebook(whose(made, one))
        assert {name: auto for name, (auto, _m) in kept.items() if name not in MANUAL} == points(
            body
        )
        assert {kept[name] for name in MANUAL} == {(None, None)}
    assert points(made.graded(good)[0])["critical-errors"] == 5
    assert points(made.graded(promised)[0])["critical-errors"] == 0
    assert points(made.graded(repaired)[0])["critical-errors"] == 3
    head = made.store.head()
    again = made.grade(MODULE)
    assert (again.exit_code, again.output.strip()) == (0, "3 as they were.")
    assert made.store.head() == head
    assert made.store.verify() == []


def test_the_gradebook_has_what_the_mentor_wrote_and_nobodys_name(
    made: School, hand_in: Callable[..., str]
) -> None:
    mentor = whose(made, hand_in("ada", *GOOD))
    made.grade()
    path = made.step("autograded", mentor, MODULE, f"{MODULE}.ipynb")
    text = path.read_text(encoding="utf-8")
    assert all(words in text for words in WORDS.values())
    cells = {cell.id: cell for cell in nbformat.reads(text, as_version=4).cells}
    assert "There was no critical error." in cells["critical-errors"].outputs[0].text
    assert "Tuesday, 12.50" in cells["concern-record-shown"].outputs[0].text
    files = [path for path in made.step().rglob("*") if path.is_file()]
    assert not any(b"Ada" in path.read_bytes() for path in files)


def test_a_change_of_the_key_is_marked_anew_and_manual_marks_stay(
    made: School, hand_in: Callable[..., str]
) -> None:
    one = hand_in("ada", *PROMISED)
    made.grade()
    mark(made.store, one, level=2)
    made.grade()
    mentor = whose(made, one)
    assert made.gradebook(mentor)["reflection-action"] == (None, 2.0)

    page = made.course.case(FIRST).path
    edit(page, "evidence: active-listening", "evidence: wellbeing-aspiration")
    before = made.store.head()
    rehearsed = made.grade("--dry-run")
    assert alias(one) in rehearsed.output
    assert "The key of the case changed." in rehearsed.output
    assert rehearsed.output.endswith("It would be: 1 changed.\n")
    assert made.store.head() == before

    assert "1 changed." in made.grade().output
    first, second = made.graded(one)
    assert second["before"]["cells"] == first["cells"] != second["cells"]
    assert second["before"]["key"] == first["key"] != second["key"]
    assert second["why"] == "The key of the case changed."
    kept = made.gradebook(mentor)
    assert kept["reflection-action"] == (None, 2.0)
    assert {name: auto for name, (auto, _m) in kept.items() if auto is not None} == points(second)


def test_agreed_marks_and_comments_are_in_the_gradebook_and_follow_a_change(
    made: School, hand_in: Callable[..., str]
) -> None:
    one = hand_in("ada", *GOOD)
    mark(made.store, one, level=3)
    made.grade()
    assert made.gradebook(whose(made, one))["concern-record"] == (None, 3.0)
    mark(made.store, one, level=1, why="I had read another.")
    made.grade()
    assert made.gradebook(whose(made, one))["concern-record"] == (None, 1.0)


def test_what_may_be_real_stands_still(made: School, hand_in: Callable[..., str]) -> None:
    one = hand_in("ada", *GOOD)
    outcomes.may_be_real(
        made.store, TESS, one, told="Lena", when=made.store.clock(), message=message()
    )
    result = made.grade()
    assert (result.exit_code, made.graded(one)) == (1, [])
    assert "It may be about a real child" in result.output
    outcomes.close(made.store, LEAD, one, note="A story.", message=message())
    assert "1 graded." in made.grade().output


def test_a_record_that_is_not_what_was_handed_in_gets_no_marks(
    made: School, hand_in: Callable[..., str]
) -> None:
    one = hand_in("ada", *GOOD)
    made.grade()
    with contextlib.closing(sqlite3.connect(made.data / "record.sqlite")) as connection:
        guards = "select name from sqlite_master where type = 'trigger' and tbl_name = 'texts'"
        for (name,) in connection.execute(guards).fetchall():
            connection.execute(f'drop trigger "{name}"')
        mine = "select seq from events where attempt = ?"
        connection.execute(
            f"update texts set text = 'I told her at once.' where seq in ({mine})",  # noqa: S608
            (one,),
        )
        connection.commit()
    result = made.grade()
    assert result.exit_code == 1
    assert "is not what was handed in" in result.output
    (refused,) = made.refused()
    assert refused.body["submission"] == one
    assert not made.step("submitted", whose(made, one), MODULE).exists()
    made.grade()
    assert len(made.refused()) == 1


def test_what_was_erased_is_gone_from_nbgraders_files_and_the_marks_stay(
    made: School, hand_in: Callable[..., str]
) -> None:
    one = hand_in("ada", *GOOD)
    made.grade()
    mentor = whose(made, one)
    before = made.gradebook(mentor)
    made.store.erase_texts(person=mentor, by="test")
    assert made.grade().exit_code == 0
    files = [path for path in made.step().rglob("*") if path.is_file()]
    for words in WORDS.values():
        assert not any(
            words.encode() in path.read_bytes() for path in files if "gradebook" not in path.name
        )
    after = made.gradebook(mentor)
    assert {n: a for n, (a, _m) in after.items() if n not in MANUAL} == {
        n: a for n, (a, _m) in before.items() if n not in MANUAL
    }


@pytest.mark.parametrize("damage", ["no database at all", ""])
def test_a_damaged_gradebook_is_moved_aside_and_made_again(
    made: School, hand_in: Callable[..., str], damage: str
) -> None:
    one = hand_in("ada", *GOOD)
    mark(made.store, one, level=2)
    made.grade()
    before = made.gradebook(whose(made, one))
    book = made.step("gradebook.db")
    if damage:
        book.write_text(damage, encoding="utf-8")
    else:  # whole at the front, and broken further on
        content = bytearray(book.read_bytes())
        content[4096:] = os.urandom(len(content) - 4096)
        book.write_bytes(content)
    result = made.grade()
    assert result.exit_code == 1
    assert "The gradebook was damaged: it was moved to" in result.output
    assert len(list(made.step().glob("gradebook-*.db"))) == 1
    assert made.gradebook(whose(made, one)) == before
    assert len(made.graded(one)) == 1
    assert made.grade().exit_code == 0


def test_whoever_comes_second_is_told_so(made: School, hand_in: Callable[..., str]) -> None:
    hand_in("ada", *GOOD)
    made.step().mkdir(exist_ok=True)
    with holding(made.step("grading.lock"), Held("?")):
        result = made.grade()
    assert result.exit_code == 2
    assert "Grading is under way already" in result.output
    assert made.grade().exit_code == 0


@pytest.mark.parametrize(
    ("name", "says"),
    [("pottery", 'There is no assessment "pottery" here now. There are: listening.')],
)
def test_an_unknown_assessment_is_one_line(made: School, name: str, says: str) -> None:
    result = made.grade(name)
    assert (result.exit_code, result.output.strip()) == (2, f"mentor-cpd: {says}")


def test_a_withdrawn_assessment_keeps_its_submissions_and_marks(
    made: School, hand_in: Callable[..., str]
) -> None:
    one = hand_in("ada", *GOOD)
    made.grade()
    edit(made.course.root / "modules" / "listening.ipynb", f'"assessed": ["{FIRST}"', '"old": ["x"')
    result = made.grade()
    assert result.exit_code == 1
    assert "listening was withdrawn; its submissions (1) stay as they are." in result.output
    named = made.grade(MODULE)
    assert (named.exit_code, named.output.count("\n")) == (2, 1)
    assert "was withdrawn" in named.output
    assert len(made.graded(one)) == 1
    assert made.gradebook(whose(made, one))["critical-errors"] == (5.0, None)


def test_a_rubric_that_does_not_add_up_is_one_line_and_changes_nothing(
    made: School, hand_in: Callable[..., str]
) -> None:
    hand_in("ada", *GOOD)
    made.grade()
    head = made.store.head()
    edit(made.course.scenarios / "competencies.yml", "passing_total: 6", "passing_total: 60")
    result = made.grade()
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert "competencies.yml" in result.output
    assert made.store.head() == head


def test_a_new_criterion_makes_the_gradebook_again(
    made: School, hand_in: Callable[..., str]
) -> None:
    from mentor_cpd.assess import assignment

    one = hand_in("ada", *GOOD)
    made.grade()
    edit(
        made.course.scenarios / "competencies.yml",
        "  action: {",
        '  feelings: {label: Feelings, prompt: "?", least: 0, levels: [a, b, c, d]}\n  action: {',
    )
    for source in assignment.sources(made.course):
        source.write()
    result = made.grade()
    assert "The cells of listening have changed" in result.output
    assert "reflection-feelings" in made.gradebook(whose(made, one))


def test_grading_that_is_killed_in_the_middle_ends_with_the_same_marks(
    made: School, hand_in: Callable[..., str]
) -> None:
    ways = [GOOD, PROMISED, REPAIRED] * 2
    ids = [hand_in(f"mentor-{n}", *way) for n, way in enumerate(ways)]
    command = [sys.executable, "-c", "from mentor_cpd.cli import main; main()", "grade"]
    places = ["--data", str(made.data), "--course", str(made.course.root)]
    for _time in range(2):
        ran = subprocess.Popen([*command, *places], stdout=subprocess.DEVNULL)
        seen = len(list(made.step("autograded").glob("*/*/*.ipynb")))
        while ran.poll() is None:
            if len(list(made.step("autograded").glob("*/*/*.ipynb"))) > seen:
                ran.kill()
            time.sleep(0.005)
        assert ran.wait() != 0
    assert made.grade().exit_code == 0
    marks = {GOOD: 5, PROMISED: 0, REPAIRED: 3}
    for one, way in zip(ids, ways, strict=True):
        (body,) = made.graded(one)
        assert points(body)["critical-errors"] == marks[way]
        assert made.gradebook(whose(made, one))["critical-errors"] == (marks[way], None)
    assert made.store.verify() == []


def test_what_anybody_wrote_is_inert_in_the_feedback_which_asks_nobody_for_anything(
    made: School,
) -> None:
    ada = made.somebody("ada")
    attempt = begun(made.store, ada)
    played(attempt, *GOOD)
    hostile = dict.fromkeys(WORDS, HOSTILE)
    assert attempt.submit(hostile, turn=attempt.turn, message=message()) == SAVED
    made.grade()
    marking = Marking(made.store, TESS, attempt.id)
    levels = dict.fromkeys((one.id for one in marking.criteria), 2)
    said = {**OVERALL_SAID, **dict.fromkeys(levels, HOSTILE)}
    assert marking.mark(levels, said, done=True, turn=0, message=message()) == SAVED
    made.grade()
    assert not made.step("feedback").exists(), "nothing was released"
    assert outcomes.release(made.store, TESS, [attempt.id], message=message()).done
    made.grade()
    (kept,) = made.step("told").iterdir()
    page = kept.read_text(encoding="utf-8")
    theirs = made.step("feedback", ada.id, MODULE, f"{MODULE}.html").read_text(encoding="utf-8")
    assert page == theirs
    tags = Tags(page)
    assert not {"script", "link", "iframe", "object", "form", "base", "meta refresh"} & tags.names
    assert not [name for name in tags.attributes if name.startswith("on")]
    assert not [url for url in tags.urls if not url.startswith(("#", "data:"))]
    styles = "".join(re.findall(r"<style.*?</style>", page, re.DOTALL))
    assert styles
    assert not re.search(r"url\(\s*[\"']?(?!data:|#)|@import", styles)
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("Single-marked: one trainer has marked it.") == 1
    assert "Unwitnessed" not in page


class Tags(HTMLParser):
    """What a page is made of: its tags, its attributes, and the addresses in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.urls: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.names.add("meta refresh" if "http-equiv" in given else tag)
        self.attributes |= given.keys()
        self.urls += [given[name] for name in ("src", "href", "action", "data") if name in given]
