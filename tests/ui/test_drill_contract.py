"""A drill and its page: what may be asked, what is answered, and what is never told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mentor_cpd.course import Course
from mentor_cpd.practice import shelf
from mentor_cpd.practice.drill import DrillAttempt
from mentor_cpd.records.store import Store
from mentor_cpd.ui.drill import Drill
from tests.practice.playing import COURSE
from tests.scenario.waiting_drill import MISSED, RIGHT, add_to
from tests.ui.page import Sheet, said


@pytest.fixture
def drills(tmp_path: Path) -> Iterator[Store]:
    course = Path(shutil.copytree(COURSE, tmp_path / "course"))
    add_to(course)
    with Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}", wait=0.2) as store:
        shelf.stock(Course(course), store)
        yield store


class Page(Sheet):
    """A page with a drill on it."""

    def __init__(self, store: Store, person: str = "ada") -> None:
        super().__init__(Drill("waiting-drill", store=store, person=person))

    def give(self, answers: list[str] | None = None) -> dict[str, Any]:
        asked = self.view["question"]["id"]
        return self.ask("answer", question=asked, answers=answers or RIGHT[asked])


def test_a_whole_drill_and_what_was_missed_comes_again(drills: Store) -> None:
    here = Page(drills)
    assert here.view["stage"] == "start"
    assert here.ask("begin")["state"] == "saved"
    met = []
    for answers in (MISSED, None, None, None):
        met.append((here.view["question"]["id"], here.view["progress"]))
        assert here.give(answers)["state"] == "saved"
        assert here.view["stage"] == "consequence"
        assert here.ask("next")["state"] == "saved"
    assert met == [
        ("outside-the-office", "Moment 1 of 3"),
        ("the-glue-stick", "Moment 2 of 3"),
        ("the-bell", "Moment 3 of 3"),
        ("outside-the-office", "Once more. 1 moment is left."),
    ]
    debrief = here.view["debrief"]
    assert debrief["says"] == "2 of 3 right first time"
    assert debrief["came_back"] == [
        {"title": "Outside the office", "decides": "room before questions", "terms": []}
    ]
    assert debrief["sources"][0]["title"].startswith("Open questions")


def test_nothing_says_what_helps_before_it_was_answered(drills: Store) -> None:
    here = Page(drills)
    here.ask("begin")
    told = said(here.view)
    for hidden in (
        '"right"',
        '"helps"',
        '"decides"',
        '"then"',
        '"because"',
        "It was only a ruler",
        "room b",
    ):
        assert hidden not in told
    here.give(MISSED)
    assert "It was only a ruler" in said(here.view)
    assert "My nan’s in hospital" not in said(here.view)
    marks = [one["mark"] for one in here.view["question"]["answers"]]
    assert marks == [
        "You left this out. It would have helped.",
        "You ticked this. It is better left.",
        "You left this out. It would have helped.",
    ]
    assert "incorrect" not in said(here.view).lower()


@pytest.mark.parametrize(
    "forged",
    [
        {"answers": ["no-such-answer"]},
        {"answers": []},
        {"answers": "sit-down"},
        {"question": "the-bell", "answers": ["a-note"]},
        {"answers": ["sit-down"], "right": True},
        {"do": "finish"},
    ],
    ids=["another", "none", "a-text", "another-question", "more", "unknown"],
)
def test_a_forged_message_changes_nothing(drills: Store, forged: dict[str, Any]) -> None:
    here = Page(drills)
    here.ask("begin")
    before, kept = dict(here.view), len(drills.events())
    message = {"do": "answer", "question": "outside-the-office", **forged}
    assert here.ask(message.pop("do"), **message)["state"] == "refused"
    assert (here.view, len(drills.events())) == (before, kept)


def test_what_a_browser_sets_is_ignored(drills: Store) -> None:
    here = Page(drills)
    before = dict(here.view)
    here.comm({"method": "update", "state": {"view": {"stage": "debrief"}}})
    assert here.view == before


def test_a_second_tab_is_told_and_shown_where_it_is(drills: Store) -> None:
    one, two = Page(drills), Page(drills)
    one.ask("begin")
    two.ask("begin")
    one.give()
    assert two.give(MISSED)["state"] == "behind"
    assert two.view["question"]["id"] == "the-glue-stick"


def test_a_page_opened_again_says_what_is_left(drills: Store) -> None:
    here = Page(drills)
    here.ask("begin")
    here.give()
    again = Page(drills)
    assert (again.view["standing"], again.view["left"]) == ("under-way", "2 moments are left.")
    again.ask("begin")
    assert again.view["question"]["id"] == "the-glue-stick"


def test_beginning_again_takes_a_finished_round(drills: Store) -> None:
    here = Page(drills)
    here.ask("begin")
    assert here.ask("again")["state"] == "refused"
    while here.view["stage"] != "debrief":
        here.give()
        here.ask("next")
    assert here.ask("again")["state"] == "saved"
    assert here.view["progress"] == "Moment 1 of 3"
    assert len(drills.events(kinds=["drilled"])) == 2


@pytest.mark.parametrize("do", ["begin", "again"])
def test_two_tabs_at_the_very_same_moment_begin_one_round(
    drills: Store, monkeypatch: pytest.MonkeyPatch, do: str
) -> None:
    """One tab begins just after the other has looked whether anybody did."""
    one, two = Page(drills), Page(drills)
    if do == "again":
        one.ask("begin")
        while one.view["stage"] != "debrief":
            one.give()
            one.ask("next")
        two.ask("begin")
    before = len(drills.events(kinds=["drilled"]))
    looked = DrillAttempt.latest

    def looked_too_early(*asked: Any) -> DrillAttempt | None:
        found = looked(*asked)
        monkeypatch.undo()
        assert one.ask(do)["state"] == "saved"
        return found

    monkeypatch.setattr(DrillAttempt, "latest", looked_too_early)
    assert two.ask(do)["state"] == "behind"
    assert two.view["attempt"] == one.view["attempt"]
    assert len(drills.events(kinds=["drilled"])) == before + 1
