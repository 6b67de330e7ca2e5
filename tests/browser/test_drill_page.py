"""A drill in the real page: by keyboard alone to the end, left, and come back to."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Window, hold_to_account
from tests.practice.playing import COURSE
from tests.scenario.waiting_drill import add_to
from tests.serving import Serving, serving

ACCOUNTS = ("ada", "ben", "cat", "dev", "eve", "fay")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("school")
    course = Path(shutil.copytree(COURSE, folder / "course"))
    add_to(course)
    add_case_beside_it(course)
    with serving(course, folder / "data") as host:
        host.set_up()
        for account in ACCOUNTS:
            host.add(account)
        yield host


def add_case_beside_it(course: Path) -> None:
    """Another module, which has the case as well."""
    notebook = json.loads((course / "modules" / "waiting.ipynb").read_text("utf-8"))
    case = json.loads((course / "modules" / "listening.ipynb").read_text("utf-8"))
    notebook["cells"].insert(2, case["cells"][1])
    notebook["metadata"]["mentor_cpd"] |= {"title": "Both", "order": 3}
    (course / "modules" / "both.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def heading(page: Page) -> Locator:
    return page.locator(".cpd-drill [data-heading]")


def at(page: Page, title: str) -> None:
    expect(heading(page)).to_have_text(title)


def open_drill(page: Page, host: Serving) -> None:
    page.goto(f"{host.root}module/waiting")
    at(page, "Three moments of waiting")


def press_to(page: Page, name: str, key: str = "Enter") -> None:
    """Tab to the control of that name, and press it."""
    for _press in range(40):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.labels?.[0]?.innerText ?? e.innerText }"
        )
        if here.strip() == name:
            page.keyboard.press(key)
            return
    raise AssertionError(f"Tab never came to {name!r}")


def arrives(page: Page, title: str) -> None:
    """The heading of what is new has the focus, and is in view."""
    at(page, title)
    expect(heading(page)).to_be_focused()
    expect(heading(page)).to_be_in_viewport()


def answer(page: Page, *answers: str) -> None:
    for words in answers:
        press_to(page, words, "Space")
    press_to(page, "Send my answers")


def test_by_keyboard_alone_to_the_end_and_what_was_missed_comes_again(
    host: Serving, window: Window
) -> None:
    page = window(host, "ada")
    open_drill(page, host)
    press_to(page, "Start the drill")
    arrives(page, "Outside the office")
    answer(page, "“Rough lesson.”")
    arrives(page, "2 answers help here. This moment comes again before the end.")
    press_to(page, "Next moment")
    arrives(page, "The glue stick")
    answer(page, "Go on sorting paper, near him.")
    arrives(page, "You found the answer that helps here.")
    press_to(page, "Next moment")
    arrives(page, "The bell")
    answer(page, "“There’s no rush. I’ll write you a note.”")
    arrives(page, "You found the answer that helps here.")
    press_to(page, "Next moment")
    arrives(page, "Outside the office")
    expect(page.locator(".cpd-progress")).to_have_text("Once more. 1 moment is left.")
    answer(page, "“Okay. I won’t.” Sit down on the next chair.", "“Rough lesson.”")
    arrives(page, "You found the 2 answers that help here.")
    press_to(page, "See how it went")
    arrives(page, "2 of 3 right first time")
    page.goto(f"{host.root}")
    card = page.locator("li.module").filter(has=page.get_by_role("link", name="Waiting"))
    expect(card).to_contain_text("Finished")


def test_it_goes_on_after_a_reload_and_says_that_it_is_saved(host: Serving, window: Window) -> None:
    page = window(host, "ben")
    open_drill(page, host)
    page.get_by_role("button", name="Start the drill").click()
    at(page, "Outside the office")
    page.get_by_label("Rough lesson").check()
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator("#status")).to_contain_text("Saved")
    page.reload()
    expect(page.locator(".cpd-drill")).to_contain_text("3 moments are left.")
    page.get_by_role("button", name="Go on with the drill").click()
    at(page, "The glue stick")


def test_every_stage_is_held_to_account(host: Serving, window: Window) -> None:
    page = window(host, "cat")
    open_drill(page, host)
    hold_to_account(page)
    page.get_by_role("button", name="Start the drill").click()
    at(page, "Outside the office")
    hold_to_account(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator(".cpd-notice")).to_contain_text("Tick each answer that you would give.")
    hold_to_account(page)
    for right in (["Rough lesson", "Sit down"], ["Go on sorting"], ["no rush"]):
        for words in right:
            page.get_by_label(words).check()
        page.get_by_role("button", name="Send my answers").click()
        expect(page.locator(".cpd-came")).to_be_visible()
        if "Sit down" in right:
            hold_to_account(page)
        page.locator(".cpd-drill .cpd-story .cpd-ways button").click()
    at(page, "3 of 3 right first time")
    hold_to_account(page)


# The journal, which stands below it.


def test_what_is_written_is_kept_and_there_on_another_device(host: Serving, window: Window) -> None:
    page = window(host, "dev")
    open_drill(page, host)
    journal = page.locator(".cpd-journal")
    expect(journal).to_contain_text("Only you can see what you write here.")
    expect(journal.locator(".cpd-practice-only")).to_contain_text("report")
    page.get_by_label("So what?", exact=True).fill("He could have told me sooner.")
    page.get_by_role("button", name="Save this entry").click()
    saved = journal.locator("[data-heading]")
    expect(saved).to_have_text(re.compile(r"^Saved, \d+ \w+, \d\d\.\d\d$"))
    expect(saved).to_be_focused()
    expect(saved.locator("+ .cpd-entries")).to_contain_text("He could have told me sooner.")
    expect(journal.locator(".cpd-entries")).to_have_count(1)
    expect(page.get_by_label("So what?", exact=True)).to_have_value("")
    page.get_by_label("Now what?", exact=True).fill("I will wait longer.")
    page.get_by_text("Write to other prompts").click()
    page.get_by_role("button", name="Six steps (Gibbs)").click()
    expect(page.get_by_label("Feelings", exact=True)).to_be_visible()
    other = window(host, "dev", viewport={"width": 390, "height": 700})
    open_drill(other, host)
    expect(other.locator(".cpd-entries")).to_contain_text("He could have told me sooner.")
    expect(other.get_by_label("Now what?", exact=True)).to_have_value("I will wait longer.")
    hold_to_account(page)


def test_pause_stands_in_the_bar_once_whatever_is_under_way(host: Serving, window: Window) -> None:
    page = window(host, "eve")
    page.goto(f"{host.root}module/both")
    pause = page.locator(".bar").get_by_role("button", name="Pause")
    at(page, "Three moments of waiting")
    expect(pause).to_have_count(0)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator(".cpd-player [data-heading]")).to_have_text("A corner table")
    expect(pause).to_have_count(1)
    page.get_by_role("button", name="Start the drill").click()
    expect(page.locator(".cpd-drill [data-heading]")).to_be_focused()
    expect(pause).to_have_count(1)
    pause.click()
    expect(page.get_by_role("dialog", name="Paused")).to_be_visible()
    hold_to_account(page)
    page.get_by_role("button", name="Go on with the drill").click()
    expect(pause).to_be_focused()


# On paper.


def test_looking_back_is_printed_whole_and_alone(host: Serving, window: Window) -> None:
    """Nothing stays folded or is cut off, and the journal does not lie about at the printer."""
    page = window(host, "fay")
    page.goto(f"{host.root}module/both")
    player = page.locator(".cpd-player")
    player.get_by_role("button", name="Start", exact=True).click()
    player.locator("[data-choice=ask-lunch]").click()
    player.get_by_role("button", name="Go on without saying").click()
    player.locator("[data-choice=press]").click()
    player.get_by_role("button", name="Open all").click()
    player.get_by_role("button", name="Close all").click()
    folded = player.locator("details:not([open])")
    expect(folded).to_have_count(3)
    page.evaluate(
        """() => addEventListener("beforeprint", () => {
            const folded = document.querySelectorAll(".cpd-player details:not([open])");
            window.stillFolded = folded.length;
        })"""
    )
    page.pdf(format="A4")
    assert page.evaluate("() => stillFolded") == 0
    expect(folded).to_have_count(3)

    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})  # about what A4 leaves
    for part in (".prose", ".cpd-drill", ".cpd-journal"):
        expect(page.locator(part).first).to_be_hidden()
    expect(player.locator(".cpd-looking-back")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") == 700
    picture = player.locator(".cpd-scroll svg").bounding_box()
    assert picture and picture["x"] + picture["width"] <= 700
