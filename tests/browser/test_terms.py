"""Terms, sources, the school's lead and its nation, as people meet them on pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from mentor_cpd.practice.school import School
from mentor_cpd.records.store import Store
from tests.browser.conftest import NARROW, Window, hold_to_account
from tests.practice.safe_course import safe_school
from tests.serving import Serving

LEAD = "In your school: Mrs Okafor, Designated Safeguarding Lead, 01632 960 001."


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with safe_school(tmp_path_factory.mktemp("school")) as host:
        yield host


def opened(page: Page, host: Serving) -> Page:
    page.goto(f"{host.root}module/safeguarding")
    expect(page.locator(".cpd-player[data-stage]")).to_be_visible()
    return page


def term(within: Locator, short: str) -> Locator:
    return within.get_by_role("button", name=short, exact=True)


def note(button: Locator) -> Locator:
    """What the button has opened."""
    return button.page.locator(f"[id='{button.get_attribute('aria-controls')}']")


def press(button: Locator, key: str) -> None:
    button.focus()
    button.page.keyboard.press(key)


def test_a_term_of_the_prose_opens_right_after_its_paragraph_by_keyboard(
    host: Serving, window: Window
) -> None:
    page = opened(window(host, "mia"), host)
    address = page.url
    button = term(page.locator(".prose").first, "DSL")
    expect(button).to_have_count(1)
    expect(button).to_have_attribute("aria-expanded", "false")
    press(button, "Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_be_focused()
    expect(note(button)).to_contain_text("designated safeguarding lead. Whom every worry")
    expect(note(button)).to_contain_text(LEAD)
    after = button.evaluate("(one) => one.closest('p').nextElementSibling.id")
    assert after == button.get_attribute("aria-controls")
    assert page.url == address
    hold_to_account(page)
    page.emulate_media(media="print")
    expect(button).to_be_visible()  # on paper it is a word of its sentence
    page.emulate_media(media="screen")
    press(button, "Space")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".cpd-term-note")).to_have_count(0)


def test_the_prose_takes_its_sources_from_the_register(host: Serving, window: Window) -> None:
    page = opened(window(host, "mia"), host)
    reading = page.locator(".prose li")
    expect(reading).to_have_text(
        "Keeping children safe in education. 2025; England; in force from 1 September 2025; "
        "looked up 1 November 2026. For checking"
    )
    assert reading.get_by_role("link").count() == 0


def test_terms_of_a_scene_open_where_they_stand_and_never_in_a_choice(
    host: Serving, window: Window
) -> None:
    """Opening one is no move: nothing is sent, and the scene stays as it is."""
    page = opened(window(host, "mia", viewport=NARROW), host)
    player = page.locator(".cpd-player")
    player.get_by_role("button", name="Start", exact=True).click()
    dsl = term(player, "DSL")
    expect(dsl).to_have_count(1)
    assert player.locator(":is(.cpd-choice, label, summary, h2, a) .cpd-term").count() == 0
    press(dsl, "Enter")
    expect(note(dsl)).to_contain_text(LEAD)
    expect(player.locator(".cpd-speech blockquote .cpd-term-note")).to_have_count(1)

    beside = player.locator(".cpd-terms")
    expect(beside).to_have_text("Short forms used here: PE")
    press(term(beside, "PE"), "Space")
    expect(note(term(beside, "PE"))).to_contain_text("physical education. Lessons in sport.")
    expect(player.locator(".cpd-term-note")).to_have_count(2)
    expect(player.locator("[data-heading]")).to_have_text("A corner table")
    hold_to_account(page)


def test_a_debrief_explains_names_its_sources_and_ends_with_the_schools_own_lead(
    host: Serving, window: Window
) -> None:
    page = opened(window(host, "lena"), host)
    player = page.locator(".cpd-player")
    player.get_by_role("button", name="Start", exact=True).click()
    page.locator('[data-choice="ask-lunch"]').click()
    expect(player.locator(".cpd-terms")).to_have_count(0)
    page.get_by_role("button", name="Go on without saying").click()
    page.locator('[data-choice="press"]').click()
    expect(player.locator(".cpd-looking-back")).to_be_visible()
    sources = player.locator(".cpd-sources li")
    expect(sources.first).to_contain_text("England; in force from 1 September 2025; looked up")
    expect(sources.first).to_contain_text("For checking.")
    expect(sources.last).to_contain_text("Australia; looked up 1 November 2026.")
    last = player.locator(".cpd-looking-back > section").last
    expect(last).to_contain_text("When it is real")
    expect(last).to_contain_text("go to Mrs Okafor, Designated Safeguarding Lead, 01632")
    hold_to_account(page)


def test_the_lead_confirms_the_editions_by_keyboard(host: Serving, window: Window) -> None:
    page = window(host, "lena")
    page.get_by_role("link", name="Editions your school works to").click()
    hold_to_account(page)
    kcsie = page.get_by_role("group", name="Keeping children safe in education:")
    kcsie.get_by_label("Another one").check()
    page.get_by_role("button", name="Save these answers").press("Enter")
    summary = page.get_by_role("alert", name="There is a problem")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.locator("#other-kcsie-2025")).to_be_focused()
    hold_to_account(page)
    kcsie.get_by_label("This one").press("Space")
    page.get_by_role("group", name="Working together:").get_by_label("This one").press("Space")
    page.get_by_role("group", name="Is it in force").get_by_label("Not yet").press("Space")
    page.get_by_role("button", name="Save these answers").press("Enter")
    expect(page.get_by_text("Saved. Thank you.")).to_be_focused()
    expect(page.get_by_text("The cases are open now.")).to_be_visible()
    hold_to_account(page)


def test_in_wales_the_case_says_why_it_is_not_here(host: Serving, window: Window) -> None:
    host.mentor_once("carys")
    with Store.open(f"sqlite:///{host.data / 'record.sqlite'}", migrate=False) as store:
        before = School.of(store)
        School(nation="Wales", lead_name="Carys", lead_title="Person").keep(store)
        page = window(host, "carys")
        why = "your school is in Wales. It is withheld until its text has been checked"
        expect(page.get_by_role("main")).to_contain_text(why)
        hold_to_account(page)
        opened(page, host)
        expect(page.locator(".notice")).to_contain_text(why)
        expect(page.locator(".cpd-player")).to_contain_text(why)
        expect(page.locator(".cpd-player")).to_contain_text(
            "This case is not available at the moment"
        )
        hold_to_account(page)
        before.keep(store)
