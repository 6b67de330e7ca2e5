"""My account: one's password, where one is signed in, and being signed out for doing nothing."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import update

from mentor_cpd.host.account import in_words
from mentor_cpd.records.events import in_ink
from mentor_cpd.records.passwords import Locksmith
from mentor_cpd.records.people import COMMAND_LINE, People, Right
from mentor_cpd.records.sign_ins import digest
from mentor_cpd.records.store import Store
from mentor_cpd.records.tables import people, sign_ins
from tests.serving import PASSWORD, Browser, Line, Serving, until

NEW = "candle rhubarb window seat"


def nothing_happened_for(host: Serving, browser: Browser, **time: float) -> None:
    """As if the browser had last been used so long ago."""
    (token,) = [
        str(cookie.value)
        for cookie in browser.cookies
        if re.fullmatch(r"mentor-cpd-\d+", cookie.name)
    ]
    with Store.open(host.store_url, migrate=False) as store, store.writing() as connection:
        then = in_ink(store.clock() - timedelta(**time))
        connection.execute(
            update(sign_ins).where(sign_ins.c.token == digest(token)).values(seen=then)
        )


def left(browser: Browser) -> int:
    return int(json.loads(browser.get("here").text)["left"])


def test_a_password_is_changed_by_whoever_knows_the_present_one(host: Serving) -> None:
    host.mentor_once("cara")
    here, there = host.browser().sign_in("cara"), host.browser().sign_in("cara")
    wrong = here.post("account", {"present": "not this one, surely", "password": NEW})
    assert (wrong.status, "This is not your present password." in wrong.text) == (400, True)
    weak = here.post("account", {"present": PASSWORD, "password": "cara"})
    assert (weak.status, "at least 12 characters" in weak.text) == (400, True)
    assert PASSWORD not in weak.text
    told = here.post("account", {"present": PASSWORD, "password": NEW})
    assert "Your password is changed. You are signed out everywhere else." in told.text
    assert there.get("").status == 302
    assert host.browser().sign_in("cara", NEW).get("").status == 200
    with Store.open(host.store_url, migrate=False) as store:
        cara = People(store).get("cara")
        People(store).set_password(cara.id, PASSWORD, by=COMMAND_LINE)


def test_a_password_that_is_reset_while_it_is_checked_neither_signs_in_nor_is_changed(
    host: Serving,
) -> None:
    """By a trigger, since no administrator is so quick: in the moment after it was right."""
    here, reset, mine = host.mentor_once("dot"), Locksmith().lock(NEW), "mine again after all"
    for browser, page, said, status in (
        (host.browser(), "sign-in", {"account": "dot", "password": PASSWORD}, 401),
        (here, "account", {"present": PASSWORD, "password": mine}, 400),
    ):
        with closing(sqlite3.connect(host.data / "record.sqlite")) as raw:
            raw.execute(
                "CREATE TRIGGER reset AFTER DELETE ON guesses BEGIN"  # noqa: S608 - a hash is plain
                f" UPDATE people SET password = '{reset}' WHERE account = 'dot'; END"
            )
            told = browser.post(page, said)
            raw.execute("DROP TRIGGER reset")
        assert (told.status, "Try again." in told.text) == (status, True)
        with Store.open(host.store_url, migrate=False) as store:
            dot = People(store).get("dot")
            assert isinstance(People(store).check_password("dot", NEW, address="here"), Right)
            assert len(People(store).signed_in(dot.id)) == 1
            with store.writing() as connection:  # for the next, without ending any sign-in
                change = update(people).where(people.c.account == "dot")
                connection.execute(change.values(password=Locksmith().lock(PASSWORD)))


def test_guessing_the_present_password_is_slowed_down(host: Serving) -> None:
    browser = host.mentor_once("gus")
    guess = {"present": "not this one, surely", "password": NEW}
    until(lambda: browser.post("account", guess).status == 429, seconds=60)


def test_one_sees_where_one_is_signed_in_and_ends_it(host: Serving) -> None:
    host.mentor_once("dora")
    here, there = host.browser().sign_in("dora"), host.browser().sign_in("dora")
    page = here.get("account").text
    assert page.count("last used at") == 3, "the one that opened the account, too"
    assert page.count("(this one)") == 1
    others = re.findall(r'name="which" value="([0-9a-f]{12})"', page)
    there_id = next(
        one
        for one in re.findall(r'value="([0-9a-f]{12})"', here.get("account").text)
        if one not in re.findall(r'value="([0-9a-f]{12})"', there.get("account").text)
    )
    # What `there` does not list as another is itself.
    assert there_id in others
    assert "Signed out there." in here.post("account/devices", {"which": there_id}).text
    assert there.get("").status == 302
    third = host.browser().sign_in("dora")
    here.post("account/devices", {"which": "others"})
    assert (third.get("").status, here.get("").status) == (302, 200)
    assert "Sign in" in here.post("account/devices", {"which": "everywhere"}).text
    assert here.get("").status == 302


def test_nobody_ends_somebody_elses_sign_in(host: Serving) -> None:
    amina, ben = host.mentor_once("amina"), host.mentor_once("ben")
    host.browser().sign_in("ben")
    for one in re.findall(r'value="([0-9a-f]{12})"', ben.get("account").text):
        amina.post("account/devices", {"which": one})
    assert 'value="others"' in ben.get("account").text


def test_signing_out_everywhere_closes_open_pages_at_once(host: Serving) -> None:
    host.mentor_once("amina")
    here, there = host.browser().sign_in("amina"), host.browser().sign_in("amina")
    with there.open("listening") as line:
        here.post("account/devices", {"which": "others"})
        assert line.closed(seconds=5) == 4003


def test_whoever_does_nothing_is_signed_out_and_comes_back_to_where_they_were(
    host: Serving,
) -> None:
    amina = host.mentor_once("amina")
    nothing_happened_for(host, amina, minutes=21, seconds=5)
    answer = amina.get("account")
    assert answer.status == 302
    assert answer.headers["Location"] == "/sign-in?next=%2Faccount&ended=1"
    page = amina.get(answer.headers["Location"])
    assert "That happens by itself when nothing has happened for a while." in page.text
    assert 'name="next" value="/account"' in page.text
    assert "nothing has happened" not in host.browser().get("sign-in").text


def test_what_pages_ask_by_themselves_is_nobody_being_there(host: Serving) -> None:
    amina = host.mentor_once("amina")
    kernel = amina.module("listening")
    nothing_happened_for(host, amina, minutes=15)
    assert 300 < left(amina) < 400
    assert amina.get(f"seat/{kernel}").status == 204
    amina.get("health")
    amina.get("module/listening", **{"X-By-Itself": "1"})
    with Line(amina, kernel) as line:
        line.answered()
    assert left(amina) < 400
    assert amina.send("POST", "here").status == 204, "a page in which somebody is at work"
    assert left(amina) > 1200


def test_an_open_page_is_closed_when_its_person_has_done_nothing(host: Serving) -> None:
    """Its line ends as if they had signed out: what they are writing stays on their page."""
    amina = host.mentor_once("amina")
    with amina.open("listening") as line:
        nothing_happened_for(host, amina, minutes=22)
        assert line.closed(seconds=10) == 4003


@pytest.mark.parametrize("deed", ["draft", "choice"])
def test_what_somebody_does_in_a_page_counts(host: Serving, deed: str) -> None:
    amina = host.mentor_once("amina")
    kernel = amina.module("listening")
    with Line(amina, kernel) as line:
        (widget,) = [one for one, state in line.states().items() if "count" in state]
        nothing_happened_for(host, amina, minutes=15)
        if deed == "draft":
            assert amina.send("POST", "draft", {"place": "a:1:why", "text": "so"}).status == 204
        else:
            line.ask(widget, {"do": "choose"})
        until(lambda: left(amina) > 1200, seconds=40)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/130.0 Safari/537",
            "Chrome on Chromebook",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Firefox/132.0", "Firefox on Mac"),
        ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Version/17 Safari/604", "Safari on iPad"),
        ("Python-urllib/3.11", "A browser that does not say what it is"),
    ],
)
def test_a_browser_is_named_as_people_name_it(agent: str, words: str) -> None:
    assert in_words(agent) == words
