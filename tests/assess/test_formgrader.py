"""Marks given in nbgrader's formgrader: offline, and into the log in their marker's name."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from mentor_cpd.assess.gradebook import formgrader
from mentor_cpd.assess.gradebook.course import Places
from mentor_cpd.assess.marking import marks_of
from mentor_cpd.assess.submission import Marked
from mentor_cpd.assess.ways import submission
from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.people import Person
from tests.assess.grading import School, school
from tests.assess.house import MODULE, mark, submitted
from tests.assess.making import GOOD
from tests.house import ROOT
from tests.serving import until

CRITERIA = ("evidence", "childs-view", "action")


@pytest.fixture
def made(tmp_path: Path, stocked: Path) -> Iterator[School]:
    found = school(tmp_path / "school", stocked)
    for account in ("tess", "tom"):
        found.somebody(account, "trainer")
    yield found
    found.store.close()


def gives(made: School, mentor: str, marks: dict[str, float], comment: str = "") -> None:
    """What formgrader writes when somebody marks in it."""
    from nbgrader.api import Gradebook

    with Gradebook(Places.of(DataFolder(made.data)).db_url) as book:
        (notebook,) = book.find_submission(MODULE, mentor).notebooks
        for grade in notebook.grades:
            if grade.name in marks:
                grade.manual_score = marks[grade.name]
                grade.needs_manual_grade = False
        for one in notebook.comments:
            if one.name in marks and comment:
                one.manual_comment = comment
        book.db.commit()


def handed_in(made: School) -> tuple[str, Person]:
    ada = made.somebody("ada")
    one = submitted(made.store, *GOOD, person=ada)
    made.grade()
    return one, ada


def marked(made: School, one: str) -> tuple[Marked, ...]:
    return submission(made.store, one).marks


def test_marks_from_formgrader_enter_the_log_in_their_markers_name(made: School) -> None:
    one, ada = handed_in(made)
    cells = {f"reflection-{name}": 2.0 for name in CRITERIA}
    gives(made, ada.id, cells, "Say who was there.")
    rehearsed = made.run("marks", "take", "--marker", "tess", "--dry-run", *course(made))
    assert rehearsed.exit_code == 0
    assert marked(made, one) == ()
    result = made.run("marks", "take", "--marker", "tess", *course(made))
    assert result.exit_code == 0, result.output
    assert "Finish it on the desk" in result.output
    (given,) = marks_of(made.store, one)
    assert (given.through, given.done) == ("formgrader", False)
    assert given.levels == dict.fromkeys(CRITERIA, 2)
    assert given.texts["action"] == "Say who was there."
    again = made.run("marks", "take", "--marker", "tom", *course(made))
    assert "nothing in formgrader" in again.output
    assert made.grade().exit_code == 0
    assert made.gradebook(ada.id)["reflection-action"] == (None, 2.0)


def test_grading_overwrites_no_mark_that_was_given_in_formgrader(made: School) -> None:
    one, ada = handed_in(made)
    mark(made.store, one, level=3, by=made_trainer(made, "tess"))
    made.grade()
    gives(made, ada.id, {"reflection-action": 1.0})
    result = made.grade()
    assert result.exit_code == 1
    assert "marks were given in formgrader that the record does not have" in result.output
    assert made.gradebook(ada.id)["reflection-action"] == (None, 1.0)
    assert made.gradebook(ada.id)["reflection-evidence"] == (None, 3.0)


def test_what_was_done_is_changed_only_with_a_reason(made: School) -> None:
    one, ada = handed_in(made)
    mark(made.store, one, level=3, by=made_trainer(made, "tess"))
    made.grade()
    gives(made, ada.id, {"reflection-action": 2.0})
    refused = made.run("marks", "take", "--marker", "tess", *course(made))
    assert refused.exit_code == 1
    assert "Say why you change them." in refused.output
    taken = made.run("marks", "take", "--marker", "tess", "--why", "Read again.", *course(made))
    assert taken.exit_code == 0
    (given,) = marks_of(made.store, one)
    assert (given.levels["action"], given.levels["evidence"], given.done) == (2, 3, True)
    assert given.why == "Read again."
    assert made.grade().exit_code == 0
    assert made.gradebook(ada.id)["reflection-action"] == (None, 2.0)


@pytest.mark.parametrize(
    ("marks", "says"),
    [
        ({"reflection-action": 2.5}, "2.5 is no level of action."),
        ({"reflection-action": 4.0}, "from 0 to 3"),
    ],
)
def test_what_is_no_level_is_left(made: School, marks: dict[str, float], says: str) -> None:
    one, ada = handed_in(made)
    gives(made, ada.id, marks)
    result = made.run("marks", "take", "--marker", "tess", *course(made))
    assert result.exit_code == 1
    assert says in result.output
    assert marked(made, one) == ()


def test_points_of_the_replay_are_not_changed_in_formgrader(made: School) -> None:
    one, ada = handed_in(made)
    gives(made, ada.id, {"critical-errors": 1.0})
    result = made.grade()
    assert "formgrader gives other points for critical-errors" in result.output
    assert made.graded(one)[-1]["cells"]["critical-errors"] == [5.0, 5.0]


def test_only_a_trainer_can_be_the_marker(made: School) -> None:
    handed_in(made)
    result = made.run("marks", "take", "--marker", "ada", *course(made))
    assert (result.exit_code, result.output) == (
        2,
        'mentor-cpd: "ada" is no trainer. Name the trainer who gave the marks.\n',
    )


def test_formgrader_opens_on_the_gradebook_and_asks_nobody_else(made: School) -> None:
    _one, ada = handed_in(made)
    config = made.course.root / "assessments" / "nbgrader_config.py"
    config.write_bytes((ROOT / "assessments" / "nbgrader_config.py").read_bytes())
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    one = formgrader.server(made.course, DataFolder(made.data), port=port, browser=False)
    told: list[str] = []
    with subprocess.Popen(
        one.command, cwd=one.folder, env=one.env, stderr=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        reader = threading.Thread(target=lambda: told.extend(process.stderr or ()), daemon=True)
        reader.start()
        try:
            token = until(lambda: re.search(r"token=(\w+)", "".join(told)), seconds=60)[1]
            ask = asking(f"http://127.0.0.1:{port}", token)
            listed, policy = ask(f"/formgrader/api/submitted_notebooks/{MODULE}/{MODULE}")
            id_ = re.search(r'"id": "(\w+)"', listed)
            assert id_, listed
            page, policy = ask(f"/formgrader/submissions/{id_[1]}/")
            assert "Sam stamped the same date for ten minutes" in page
            assert policy == formgrader.POLICY
            assert "http" not in policy
        finally:
            process.terminate()
        process.wait(20)
        reader.join(5)
    assert ada.id in listed


@pytest.mark.skipif(sys.platform == "win32", reason="a process there is ended without notice")
def test_whoever_ends_the_command_ends_the_server_that_it_started(made: School) -> None:
    handed_in(made)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    words = ("formgrader", "--no-browser", "--port", str(port), "--data", str(made.data))
    start = "from mentor_cpd.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", start, *words, *course(made)], stderr=subprocess.DEVNULL
    ) as process:
        try:
            (server,) = until(lambda: psutil.Process(process.pid).children(), seconds=60)
        finally:
            process.terminate()
        process.wait(20)
    assert not server.is_running()


def asking(root: str, token: str) -> Callable[[str], tuple[str, str]]:
    def ask(path: str) -> tuple[str, str]:
        request = urllib.request.Request(  # noqa: S310 -- our own server
            root + path, headers={"Authorization": f"token {token}"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 -- as above
            return answer.read().decode("utf-8"), answer.headers["Content-Security-Policy"]

    return ask


def test_there_is_nothing_to_open_before_anything_was_graded(made: School) -> None:
    result = made.run("formgrader", *course(made))
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert "Run mentor-cpd grade first" in result.output


def course(made: School) -> tuple[str, str]:
    return "--course", str(made.course.root)


def made_trainer(made: School, account: str) -> Person:
    from mentor_cpd.records.people import People

    return People(made.store).get(account)
