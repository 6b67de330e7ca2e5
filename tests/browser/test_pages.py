"""The pages that need no kernel, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Window, hold_to_account, tab_stops
from tests.browser.looking import twice_the_text
from tests.serving import PASSWORD, SCHOOL, Serving, course, serving


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A school with one mentor and two modules, the second of which has been looked into."""
    folder = tmp_path_factory.mktemp("school")
    with serving(course(folder / "course", listening="1", concerns="2"), folder / "data") as host:
        host.set_up()
        host.add("mia", name="Mia Jones")
        yield host


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_the_first_administrator_sets_the_school_up(tmp_path: Path, window: Window) -> None:
    """Mistakes are listed at the top, lead to their fields, and cost nothing that was typed."""
    with serving(course(tmp_path / "course", listening="1"), tmp_path / "data") as host:
        page = window(host)
        page.goto(host.set_up_link)
        hold_to_account(page)
        labels = {
            "Name of the school": SCHOOL["school_name"],
            "What your school calls them": SCHOOL["lead_title"],
            "Telephone number": SCHOOL["lead_phone"],
            "Your name": "Ada Lead",
            "Account name": "ada",
        }
        for label, words in labels.items():
            page.get_by_label(label).fill(words)
        page.get_by_role("button", name="Finish setting up").click()

        summary = page.get_by_role("alert")
        expect(summary).to_be_focused()
        expect(page).to_have_title("Error: Set up mentor-cpd – mentor-cpd")
        assert summary.get_by_role("link").count() == 2
        hold_to_account(page)
        for label, words in labels.items():
            assert page.get_by_label(label).input_value() == words
        summary.get_by_role("link").first.click()
        expect(page.get_by_label("Name", exact=True)).to_be_focused()
        page.keyboard.type(SCHOOL["lead_name"])
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Finish setting up").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("This is a place to practise")
        expect(page.locator("main")).to_contain_text(SCHOOL["lead_name"])
        hold_to_account(page)
        page.get_by_role("link", name="Next").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Who sees what you do here")
        hold_to_account(page)
        page.get_by_role("button", name="Skip these pages").click()
        expect(page).to_have_title(f"My learning – mentor-cpd – {SCHOOL['school_name']}")
        expect(page.locator("footer")).to_contain_text(SCHOOL["lead_phone"])


def test_signing_in_says_what_is_wrong_and_takes_pasted_passwords(
    host: Serving, window: Window
) -> None:
    page = window(host)
    page.goto(host.root)
    hold_to_account(page)
    assert tab_stops(page, 7) == [
        "Skip to main content",
        "mentor-cpd",
        "Help",
        "Account name",
        "Password",
        "Show password",
        "Sign in",
    ]
    page.get_by_label("Account name").fill("mia")
    page.get_by_label("Password", exact=True).fill("not this one, surely")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    hold_to_account(page)
    assert page.get_by_label("Account name").input_value() == "mia"

    box = page.get_by_label("Password", exact=True)
    box.focus()
    box.evaluate(
        """(box, words) => {
            const pasted = new DataTransfer();
            pasted.setData("text/plain", words);
            const event = new ClipboardEvent("paste", {clipboardData: pasted, cancelable: true});
            if (box.dispatchEvent(event)) document.execCommand("insertText", false, words);
        }""",
        PASSWORD,
    )
    page.get_by_role("button", name="Show password").click()
    assert box.get_attribute("type") == "text"
    assert box.input_value() == PASSWORD
    page.get_by_role("button", name="Hide password").click()
    assert box.get_attribute("type") == "password"
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My learning")


def test_home_tells_what_is_next_first(host: Serving, window: Window) -> None:
    page = window(host, "mia")
    hold_to_account(page)
    assert page.get_by_role("heading", name="Next for you: Listening", level=2).count() == 1
    begin = page.get_by_role("link", name="Begin Listening")
    expect(begin).to_be_in_viewport(ratio=1)  # what is next is seen without scrolling
    assert page.get_by_role("heading", level=3).all_inner_texts() == ["Listening", "Concerns"]
    assert tab_stops(page, 7) == [
        "Skip to main content",
        "mentor-cpd",
        "My learning",
        "Help",
        "My account: Mia Jones",
        "Sign out",
        "Begin Listening",
    ]


def test_help_gives_the_schools_numbers_only_to_those_who_are_signed_in(
    host: Serving, window: Window
) -> None:
    stranger = window(host)
    stranger.goto(f"{host.root}help")
    hold_to_account(stranger)
    expect(stranger.locator("body")).not_to_contain_text(SCHOOL["lead_phone"])
    expect(stranger.locator("main")).to_contain_text("0800 1111")

    mentor = window(host, "mia")
    mentor.goto(f"{host.root}help")
    hold_to_account(mentor)
    expect(mentor.locator("main")).to_contain_text(SCHOOL["lead_name"])
    expect(mentor.locator("main")).to_contain_text(SCHOOL["lead_phone"])


def test_a_wrong_address_says_what_to_do(host: Serving, window: Window) -> None:
    page = window(host, "mia")
    page.goto(f"{host.root}nowhere")
    hold_to_account(page)
    assert heading(page) == "There is no such page"
    page.get_by_role("link", name="Go to My learning").click()
    assert heading(page) == "My learning"


def test_signing_out_leads_to_sign_in(host: Serving, window: Window) -> None:
    page = window(host, "mia")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title(f"Sign in – mentor-cpd – {SCHOOL['school_name']}")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_the_whole_of_home_works_at_twice_the_text(host: Serving, window: Window) -> None:
    page = window(host, "mia")
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Begin Listening").scroll_into_view_if_needed()
    assert page.get_by_role("link", name="Begin Listening").is_visible()


@pytest.mark.parametrize("path", ["", "help", "account", "people", "settings", "sign-off"])
def test_twice_the_text_in_a_small_window_scrolls_no_page_sideways(
    host: Serving, window: Window, path: str
) -> None:
    page = window(host, "head.of.it", viewport=NARROW)
    page.goto(f"{host.root}{path}")
    with twice_the_text(page):
        assert page.evaluate("() => document.documentElement.scrollWidth") == NARROW["width"]


def test_colours_of_the_system_win(host: Serving, window: Window) -> None:
    """With forced colours every page still shows where its controls are."""
    page = window(host, "mia", forced_colors="active")
    edge, words, plate = page.get_by_role("link", name="Begin Listening").evaluate(
        """(link) => {
            const { borderTopWidth, color } = getComputedStyle(link);
            return [borderTopWidth, color, getComputedStyle(document.body).backgroundColor];
        }"""
    )
    assert edge == "2px"
    assert words != plate, "the system lays a plate of its page's colour behind the text of a link"
