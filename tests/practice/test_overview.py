"""How far one person has come, as home shows it."""

from __future__ import annotations

from mentor_cpd.course import Course
from mentor_cpd.practice import shelf
from mentor_cpd.practice.progress import ModuleProgress, overview
from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.store import Store
from tests.practice.playing import CASE, message, started, take


def listening(store: Store, course: Course, person: str = "ada") -> ModuleProgress:
    (module,) = overview(store, course, person)
    return module


def test_who_has_done_nothing_sees_a_new_module_as_next(store: Store, course: Course) -> None:
    module = listening(store, course)
    assert (module.state, module.state_words) == ("new", "Not started")
    assert module.next
    assert module.resume_words == ""
    assert [case.standing for case in module.cases] == ["new", "new"]


def test_opening_a_module_starts_it(store: Store, course: Course) -> None:
    store.append(NewEvent("opened", "ada", {"module": "listening"}))
    assert listening(store, course).state == "started"
    assert listening(store, course, "ben").state == "new"


def test_who_is_in_the_middle_of_a_case_is_told_where(store: Store, course: Course) -> None:
    take(started(store), "sit-beside")
    module = listening(store, course)
    assert module.state == "started"
    assert module.resume_words == "You are in “Too quiet in the library”, at: The stamps"


def test_an_ending_finishes_a_case_and_all_of_them_the_module(store: Store, course: Course) -> None:
    take(started(store), "ask-lunch", "press")
    module = listening(store, course)
    assert module.state_words == "Started: 1 of 2 cases finished"
    assert module.resume_words == ""
    take(started(store, scenario="second-thoughts"), "come-in")
    module = listening(store, course)
    assert (module.state, module.next) == ("finished", False)


def test_going_back_after_an_ending_leaves_the_case_finished(store: Store, course: Course) -> None:
    attempt = take(started(store), "ask-lunch", "press")
    attempt.go_back(1, turn=attempt.turn, message=message())
    assert listening(store, course).cases[0].standing == "finished"


def test_a_case_that_is_withheld_is_being_mended(store: Store, course: Course) -> None:
    page = course.scenarios / "listening" / f"{CASE}.md"
    page.write_text("no case at all", encoding="utf-8")
    shelf.stock(course, store)
    module = listening(store, course)
    assert [case.mending for case in module.cases] == [True, False]
    assert (module.mending, module.mending_words) == (False, "1 case is being corrected.")
    (course.scenarios / "listening" / "second-thoughts.md").unlink()
    shelf.stock(course, store)
    module = listening(store, course)
    assert module.mending
    assert not module.next


def test_the_module_that_was_played_last_is_next(store: Store, course: Course) -> None:
    notebook = course.root / "modules" / "listening.ipynb"
    text = notebook.read_text(encoding="utf-8").replace('"too-quiet", ', "")
    (course.root / "modules" / "after.ipynb").write_text(
        text.replace('"order": 1', '"order": 2'), encoding="utf-8"
    )
    notebook.write_text(
        text.replace('"second-thoughts"', '"too-quiet"'),
        encoding="utf-8",
    )
    assert [m.next for m in overview(store, course, "ada")] == [True, False]
    started(store, scenario="second-thoughts")
    assert [m.next for m in overview(store, course, "ada")] == [False, True]
