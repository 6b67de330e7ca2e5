"""The first sign-in: three short pages, once, and a scene that is counted nowhere."""

from __future__ import annotations

import re

import pytest

from mentor_cpd.practice import shelf
from mentor_cpd.practice.attempt import SAVED, Attempt
from mentor_cpd.records.events import INTRODUCED
from mentor_cpd.records.people import COMMAND_LINE, People
from mentor_cpd.records.store import Store
from tests.serving import PASSWORD, SCHOOL, Browser, Serving


@pytest.fixture
def store(host: Serving) -> Store:
    return Store.open(host.store_url, migrate=False)


def newcomer(host: Serving, account: str) -> Browser:
    """Somebody whose account has just been opened."""
    with Store.open(host.store_url, migrate=False) as store:
        person = People(store).add_with_password(
            account, account.title(), ["mentor"], PASSWORD, by=COMMAND_LINE
        )
        assert not store.events(person=person.id, kinds=[INTRODUCED])
    return host.browser()


def sign_in(browser: Browser, account: str, **more: str) -> str:
    fields = {"account": account, "password": PASSWORD, **more}
    return str(browser.post("sign-in", fields, follow=False).headers["Location"])


def test_who_is_new_is_told_whom_to_go_to_and_who_sees_what_then_never_again(
    host: Serving,
) -> None:
    browser = newcomer(host, "nell")
    first = sign_in(browser, "nell", next="/account")
    assert first == "/first-steps/1?next=%2Faccount"
    page = browser.get(first).text
    assert "It is no place to report a real concern." in page
    for words in (SCHOOL["lead_name"], SCHOOL["lead_title"], SCHOOL["lead_phone"]):
        assert words in page
    second = re.search(r'href="(/first-steps/2[^"]*)"', page)
    assert second
    page = browser.get(second[1]).text
    assert "nobody’s evidence against you" in page
    assert "Trainers mark what you submit without seeing your name" in page
    skipped = browser.post("first-steps/skip", {"next": "/account"}, follow=False)
    assert (skipped.status, skipped.headers["Location"]) == (303, "/account")
    browser.sign_out()
    assert sign_in(browser, "nell") == "/"
    assert 'href="/first-steps/1"' in browser.get("help").text, "they can be seen again"


def test_who_closes_the_window_in_between_sees_them_the_next_time(host: Serving) -> None:
    browser = newcomer(host, "otto")
    sign_in(browser, "otto")
    browser.get("first-steps/2")
    assert sign_in(host.browser(), "otto") == "/first-steps/1"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_they_lead_to_no_other_site(host: Serving, wanted: str) -> None:
    browser = host.mentor_once("amina")
    answer = browser.post("first-steps/skip", {"next": wanted}, follow=False)
    assert answer.headers["Location"] == "/"
    assert "evil" not in browser.get(f"first-steps/1?next={wanted}").text


def test_the_scene_is_the_players_and_is_counted_nowhere(host: Serving, store: Store) -> None:
    browser = newcomer(host, "zadie")
    sign_in(browser, "zadie")
    home = browser.get("").text
    page = browser.get("first-steps/3")
    browser.leave(re.findall(r"seat/([0-9a-f-]{36})", page.text)[0])
    assert "it is counted nowhere" in page.text
    assert 'data-widget="' in page.text
    person = People(store).get("zadie").id
    assert shelf.FIRST_STEPS not in shelf.offered(store), "nobody is sent there from another case"

    attempt, outcome = Attempt.begin(store, person, shelf.FIRST_STEPS, message="one")
    assert outcome == SAVED
    for choice in ("stand-beside", "draw-it"):
        assert attempt.choose(choice, turn=attempt.turn, message=choice) == SAVED
    assert attempt.explain("", 0, turn=attempt.turn, message="why") == SAVED
    assert attempt.stage == "debrief"
    words = re.compile(r"<main.*</main>", re.DOTALL)
    assert words.findall(browser.get("").text) == words.findall(home)
    assert store.events(person=person, kinds=[INTRODUCED]), "the third page was the last"


def test_the_scene_comes_with_the_program_and_is_sound(store: Store) -> None:
    assert shelf.stock_first_steps(store).problems == ()
    found = shelf.first_steps(store)
    assert found is not None
    assert (found.minutes, found.use) == (3, "practice")
