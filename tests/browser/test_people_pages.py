"""A school's first day in a browser: settings, people, a newcomer, and a laptop left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from mentor_cpd.records.events import in_ink
from mentor_cpd.records.people import COMMAND_LINE, People
from mentor_cpd.records.store import Store
from mentor_cpd.records.tables import sign_ins
from tests.browser.conftest import Window, hold_to_account, tab_stops
from tests.serving import Serving, course, serving

NEW = "candle rhubarb window seat"
LIST = "name,account,roles\nRuth Bell,r.bell,safeguarding-lead\nBen Osei,b.osei,mentor trainer\n"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("school")
    with serving(course(folder / "course", listening="1"), folder / "data") as host:
        host.set_up()
        host.add("ada", "administrator", "head", name="Ada Boss")
        host.add("mia", name="Mia Jones")
        yield host


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def used_so_long_ago(host: Serving, **time: float) -> None:
    """As if nobody had done anything for so long."""
    with Store.open(host.store_url, migrate=False) as store, store.writing() as connection:
        then = in_ink(store.clock() - timedelta(**time))
        connection.execute(update(sign_ins).values(seen=then))


def test_an_administrator_fills_in_what_is_missing(host: Serving, window: Window) -> None:
    page = window(host, "ada")
    expect(page.locator("nav[aria-label=Site] a")).to_have_text(
        ["My learning", "Desk", "People", "Settings", "Sign-off", "Help"]
    )
    hold_to_account(page)
    page.get_by_role("link", name="Deputy: name").click()
    assert heading(page) == "Settings"
    expect(page.get_by_label("Deputy: name")).to_be_in_viewport()
    hold_to_account(page)
    page.get_by_label("Deputy: name").fill("Mr Bell")
    page.get_by_label("Deputy: telephone number").fill("at the gate")
    page.get_by_role("button", name="Save these settings").click()
    expect(page.get_by_role("alert").first).to_be_focused()
    hold_to_account(page)
    page.get_by_label("Deputy: telephone number").fill("01632 960 002")
    page.get_by_role("button", name="Save these settings").click()
    expect(page.locator("#kept")).to_be_focused()
    page.goto(f"{host.root}help")
    expect(page.locator("main")).to_contain_text("01632 960 002")
    hold_to_account(page)


def test_an_administrator_adds_people_and_one_of_them_comes_in(
    host: Serving, window: Window
) -> None:
    """By keyboard, from the list to the scene that a newcomer tries."""
    page = window(host, "ada")
    page.goto(f"{host.root}people")
    hold_to_account(page)
    page.get_by_label("Full name").fill("Nia New")
    page.get_by_label("Account name").fill("nia")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Mentor: practises")).to_be_focused()
    page.keyboard.press("Enter")
    link = page.get_by_label("Link for Nia New (nia)")
    address = link.input_value()
    hold_to_account(page)

    newcomer = window(host)
    newcomer.goto(address)
    newcomer.get_by_label("Password", exact=True).fill(NEW)
    newcomer.keyboard.press("Enter")
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("This is a place to practise")
    hold_to_account(newcomer)
    newcomer.get_by_role("link", name="Next").click()
    to_the_scene = newcomer.get_by_role("link", name="Try a scene: three minutes")
    expect(to_the_scene).to_be_visible()
    hold_to_account(newcomer)
    to_the_scene.click()
    expect(newcomer.get_by_role("button", name="Start")).to_be_visible()
    hold_to_account(newcomer)
    newcomer.get_by_role("button", name="Start").click()
    newcomer.get_by_role("button", name=re.compile("Look at the board")).click()
    expect(newcomer.locator("#status")).to_contain_text("Saved")
    newcomer.get_by_role("link", name="go on to what you came for").click()
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("My learning")

    page.get_by_role("link", name="Nia New").click()
    hold_to_account(page)
    page.get_by_label("Trainer: marks at the desk").check()
    page.get_by_role("button", name="Save these roles").click()
    expect(page.locator(".notice")).to_be_focused()


def test_a_list_is_looked_at_first(host: Serving, window: Window, tmp_path: Path) -> None:
    page = window(host, "ada")
    page.goto(f"{host.root}people/import")
    hold_to_account(page)
    page.get_by_label("Or paste the list").fill(LIST.replace("mentor trainer", "boss"))
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_role("heading", name="1 line to correct")).to_be_visible()
    hold_to_account(page)
    (tmp_path / "staff.csv").write_text(LIST, encoding="utf-8")
    page.get_by_label("The file").set_input_files(tmp_path / "staff.csv")
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_role("heading", name="2 people will be added")).to_be_visible()
    hold_to_account(page)
    page.get_by_role("button", name="Add 2 people").click()
    expect(page.get_by_label("Link for Ruth Bell (r.bell)")).to_be_visible()


def test_one_looks_after_ones_own_account(host: Serving, window: Window) -> None:
    page = window(host, "mia")
    window(host, "mia")
    page.get_by_role("link", name="My account: Mia Jones").click()
    assert heading(page) == "My account"
    hold_to_account(page)
    assert "Chrome on Linux (this one)" in page.locator("#devices ~ ul").inner_text()
    page.get_by_role("button", name="Sign out everywhere else").click()
    expect(page.get_by_role("button", name="Sign out everywhere else")).to_have_count(0)
    assert "Show password" in tab_stops(page, 9)


def test_a_page_is_gone_from_the_screen_when_its_reader_may_not_read_it(
    host: Serving, window: Window
) -> None:
    """It has no line that could be cut: it looks by itself, and loads again."""
    host.add("ian", "administrator", name="Ian Was")
    page = window(host, "ian")
    page.goto(f"{host.root}people")
    with Store.open(host.store_url, migrate=False) as store:
        people = People(store)
        people.set_roles(people.get("ian").id, ["mentor"], by=COMMAND_LINE)
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is for administrators")
    expect(page.locator("main")).not_to_contain_text("Mia Jones")


def test_a_laptop_that_is_left_alone_says_so_and_leads_back(host: Serving, window: Window) -> None:
    """A minute before, the page says that it will be; afterwards it leads to sign-in and back."""
    page = window(host, "mia")
    page.goto(f"{host.root}account")
    look = "() => document.dispatchEvent(new Event('visibilitychange'))"
    used_so_long_ago(host, minutes=20)
    page.evaluate(look)
    soon = page.locator("#here")
    expect(soon).to_contain_text("You will be signed out in a minute")
    hold_to_account(page)
    page.get_by_role("button", name="Stay signed in").click()
    expect(soon).to_be_empty()

    used_so_long_ago(host, minutes=22)
    page.evaluate(look)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.locator(".notice")).to_contain_text("nothing has happened for a while")
    hold_to_account(page)
    page.get_by_label("Account name").fill("mia")
    page.get_by_label("Password", exact=True).fill("plenty horse battery staple")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")


def test_what_was_being_typed_stays_when_its_writer_is_signed_out(
    host: Serving, window: Window
) -> None:
    page = window(host, "ada")
    page.goto(f"{host.root}people")
    page.get_by_label("Full name").fill("Zed Half")
    used_so_long_ago(host, minutes=22)
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#here")).to_contain_text("What you wrote is still on this page")
    assert page.get_by_label("Full name").input_value() == "Zed Half"
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    other = opened.value
    other.get_by_label("Account name").fill("ada")
    other.get_by_label("Password", exact=True).fill("plenty horse battery staple")
    other.keyboard.press("Enter")
    expect(other.get_by_role("heading", level=1)).to_have_text("My learning")
    page.get_by_label("Account name").fill("zed")
    page.get_by_label("Mentor: practises").check()
    page.get_by_role("button", name="Add and make a link").click()
    expect(page.get_by_label("Link for Zed Half (zed)")).to_be_visible()
