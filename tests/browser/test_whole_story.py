"""The whole story, each in their own browser: a mentor makes a critical error, is referred,
practises, takes another form, meets the criteria, is signed off, and reads what was said."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from mentor_cpd.assess.outcomes import alias
from mentor_cpd.course import Course
from mentor_cpd.records.store import Store
from tests.assess.house import FIRST, SECOND, WORDS, course_with_forms
from tests.assess.making import GOOD, PROMISED
from tests.browser.conftest import Window
from tests.browser.playing import Played
from tests.practice.playing import CASE
from tests.serving import Serving, serving, until

NOTE = "You promised secrecy, and Sam believed you. Say early what you must pass on."
STRENGTH, CHANGE, TASK = "You sat down first.", "Ask before you act.", "Play it once more."


def play(page: Page, widget: str, course: Course, case: str, choices: tuple[str, ...]) -> None:
    scenario = course.case(case).parsed().scenario
    assert scenario
    played = Played(page, page.locator(widget), scenario)
    played.at(scenario.start.id)
    for choice in choices:
        played.take(choice)


def take(page: Page, host: Serving, course: Course, case: str, choices: tuple[str, ...]) -> None:
    """Take the assessment to its end, write about it, and submit it."""
    page.goto(f"{host.root}assessment/listening")
    page.get_by_role("link", name="Go to the assessment").click()
    page.get_by_role("button", name="Begin the assessment").click()
    play(page, ".cpd-assessment", course, case, choices)
    expect(page.get_by_role("heading", name="Your reflections")).to_be_visible()
    for box, words in WORDS.items():
        page.locator(f'textarea[name="{box}"]').fill(words)
    page.get_by_role("button", name="See what will be sent").click()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("heading", name="Your receipt")).to_be_visible()


def submissions(host: Serving) -> list[str]:
    with Store.open(host.store_url, migrate=False) as store:
        return [str(event.attempt) for event in store.events(kinds=["submitted"])]


def graded(host: Serving, work: str) -> None:
    """The host marks by replay of itself, soon after it was handed in."""

    def is_graded() -> bool:
        with Store.open(host.store_url, migrate=False) as store:
            found = store.events(kinds=["graded"])
            return any(event.body["submission"] == work for event in found)

    until(is_graded, seconds=240, why="the host did not mark by itself")


def mark(page: Page, host: Serving, work: str) -> None:
    page.goto(f"{host.root}desk/{work}")
    assert "Ada" not in page.content(), "names are hidden while marking"
    for group in page.locator("fieldset.levels").all():
        group.get_by_role("radio").nth(2).check()
    page.get_by_label("One strength").fill(STRENGTH)
    page.get_by_label("One change").fill(CHANGE)
    page.get_by_label("One practice task").fill(TASK)
    page.get_by_role("button", name="Done").click()
    expect(page.locator("[data-focus]")).to_be_focused()


def release(page: Page, host: Serving, work: str) -> None:
    page.goto(f"{host.root}desk?state=done")
    page.get_by_label(f"Release {alias(work)}").check()
    page.get_by_role("button", name="Release what is ticked").click()
    page.get_by_role("button", name="Release it now").click()
    expect(page.locator("[data-focus]")).to_have_text("1 was released.")


def test_referred_practised_retaken_signed_off(tmp_path: Path, window: Window) -> None:
    course = course_with_forms(tmp_path / "course")
    with serving(course.root, tmp_path / "data", grade=True) as host:
        host.set_up()
        host.add("ada", name="Ada Lovell")
        host.add("tess", "trainer", name="Tess Oyelaran")
        host.add("hope", "head", name="Hope Marchetti")
        mentor = window(host, "ada", reduced_motion="reduce")
        trainer = window(host, "tess", reduced_motion="reduce")
        head = window(host, "hope", reduced_motion="reduce")

        take(mentor, host, course, FIRST, PROMISED)
        (first,) = submissions(host)
        mentor.goto(f"{host.root}assessment/listening")
        expect(mentor.locator(".standing")).to_contain_text("Submitted.")
        graded(host, first)

        mark(trainer, host, first)
        expect(trainer.locator("main")).to_contain_text("A promise of secrecy")
        trainer.get_by_label("Debrief note").fill(NOTE)
        trainer.get_by_role("button", name="Refer").first.click()
        expect(trainer.locator("[data-focus]")).to_contain_text("Referred.")
        mentor.reload()
        expect(mentor.locator("main")).not_to_contain_text(NOTE)  # nothing before it is released
        release(trainer, host, first)

        mentor.reload()
        expect(mentor.locator(".standing")).to_contain_text("Referred")
        results = mentor.get_by_role("region", name="Your results")
        for words in (NOTE, STRENGTH, CHANGE, TASK, "A promise of secrecy", "single-marked"):
            expect(results).to_contain_text(words)

        results.get_by_role("link", name="Practise this in").click()
        mentor.get_by_role("button", name="Start", exact=True).click()
        play(mentor, ".cpd-player", course, CASE, GOOD)
        expect(mentor.get_by_role("heading", name="Looking back")).to_be_visible()

        take(mentor, host, course, SECOND, GOOD)
        second = submissions(host)[-1]
        assert second != first
        graded(host, second)
        mark(trainer, host, second)
        release(trainer, host, second)
        mentor.goto(f"{host.root}assessment/listening")
        expect(mentor.locator(".standing")).to_contain_text("Criteria met: awaiting sign-off.")

        head.goto(f"{host.root}sign-off")
        head.get_by_text("Sign off: Ada Lovell, Listening").click()
        head.get_by_role("button", name="Sign off Ada Lovell").click()
        expect(head.locator("[data-focus]")).to_contain_text("Signed off.")
        mentor.reload()
        expect(mentor.locator(".standing")).to_contain_text("Passed.")
        with Store.open(host.store_url, migrate=False) as store:
            assert store.verify() == []
