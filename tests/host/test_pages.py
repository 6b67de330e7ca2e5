"""The pages without a kernel: set-up, sign-in, welcome, home, help, drafts, static files."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from mentor_cpd.host.learning import note_opened
from mentor_cpd.practice import settings
from mentor_cpd.practice.allowance import MOST_CHARACTERS
from mentor_cpd.records.people import COMMAND_LINE, People
from mentor_cpd.records.store import MOST_DRAFTS, Store
from tests.records.making import Clock, no_room
from tests.serving import MENTOR_CPD, PASSWORD, SCHOOL, Answer, Browser, Serving, serving, until


def store_of(host: Serving) -> Store:
    return Store.open(f"sqlite:///{host.data / 'record.sqlite'}", migrate=False)


@pytest.fixture
def amina(host: Serving) -> Browser:
    return host.mentor_once("amina")


class TestTheFirstDay:
    """A host that nobody has set up yet; one story, in order."""

    @pytest.fixture(scope="class")
    @classmethod
    def fresh(
        cls, small_course: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Serving]:
        with serving(small_course, tmp_path_factory.mktemp("fresh")) as running:
            yield running

    def test_until_it_is_set_up_it_says_how(self, fresh: Serving) -> None:
        answer = fresh.browser().get("sign-in")
        assert answer.status == 503
        assert "one-time link" in answer.text

    def test_what_is_missing_is_said_beside_its_field_and_the_link_stays_good(
        self, fresh: Serving
    ) -> None:
        browser = fresh.browser()
        answer = browser.post(fresh.set_up_link, {"name": "Ada", "password": "tiny-pw"})
        assert answer.status == 400
        assert "Enter the name of the school." in answer.text
        assert 'value="Ada"' in answer.text, "what was typed is still there"
        assert "tiny-pw" not in answer.text, "but no password"
        weak = {**SCHOOL, "name": "Ada", "account": "ada", "password": "password1234"}
        answer = browser.post(fresh.set_up_link, weak)
        assert (answer.status, "first that people try" in answer.text) == (400, True)
        assert browser.get(fresh.set_up_link).status == 200

    def test_where_the_school_cannot_be_kept_nobody_is_made_and_the_form_is_there(
        self, fresh: Serving
    ) -> None:
        fields = {**SCHOOL, "name": "Ada Lead", "account": "ada", "password": PASSWORD}
        with no_room(fresh.data / "record.sqlite", "INSERT ON settings WHEN NEW.name = 'school'"):
            answer = fresh.browser().post(fresh.set_up_link, fields)
        assert answer.status == 503
        assert "Nothing was saved." in answer.text
        for typed in (SCHOOL["school_name"], SCHOOL["lead_phone"], "Ada Lead"):
            assert f'value="{typed}"' in answer.text
        with store_of(fresh) as store:
            assert People(store).all() == []

    def test_a_name_with_characters_that_nobody_sees_is_refused(self, fresh: Serving) -> None:
        fields = {**SCHOOL, "name": "Ada", "account": "ada", "password": PASSWORD}
        fields["school_name"] = "North\u202efield"
        answer = fresh.browser().post(fresh.set_up_link, fields)
        assert (answer.status, "cannot be seen" in answer.text) == (400, True)

    def test_setting_up_signs_the_administrator_in_and_uses_up_the_link(
        self, fresh: Serving
    ) -> None:
        with store_of(fresh) as store:
            settings.keep(store, {"deputy.name": "Mr Bell"}, by=COMMAND_LINE)
        ada = fresh.set_up("ada")
        home = ada.get("")
        assert (home.status, "My learning" in home.text) == (200, True)
        assert fresh.browser().get(fresh.set_up_link).status == 404
        with store_of(fresh) as store:
            assert store.setting("school") == {
                "name": "Northfield Academy",
                "lead_title": "Designated Safeguarding Lead",
                "nation": "England",
                "lead_name": "Mrs Okafor",
                "lead_phone": "01632 960 001",
                "deputy_name": "Mr Bell",  # the command line had said so before
            }
            person = People(store).get("ada")
            assert person.roles == {"administrator"}
            told = store.events(kinds=[settings.CHANGED])[-1].body
            assert told["by"] == person.id
            assert told["names"] == ["school.name", "lead.name", "lead.title", "lead.phone"]

    def test_a_link_is_in_no_line_of_the_log(self, fresh: Serving) -> None:
        token = fresh.set_up_link.rpartition("/")[2]
        assert len([line for line in fresh.said if token in line]) == 1, "where it was printed"


def test_a_wrong_password_and_an_unknown_account_are_answered_alike(host: Serving) -> None:
    host.mentor_once("amina")
    answers = [
        host.browser().post("sign-in", {"account": account, "password": "not the password"})
        for account in ("amina", "nobody.at.all")
    ]
    assert [answer.status for answer in answers] == [401, 401]
    said = [answer.text.split("<h2", 1)[1].split("</ul>")[0] for answer in answers]
    assert said[0] == said[1]
    assert "not the password" not in answers[0].text


def test_guessing_is_slowed_down(host: Serving) -> None:
    guess = {"account": "guessed.at", "password": "not the password"}
    browser = host.browser()
    answers = [browser.post("sign-in", guess) for _ in range(5)]
    assert {answer.status for answer in answers} == {401}
    # On a slow machine the first short waits may be over before the next guess arrives.
    slowed = until(lambda: _if_slowed(browser.post("sign-in", guess)), seconds=60)
    assert int(slowed.headers["Retry-After"]) >= 1
    assert "Wait" in slowed.text


def test_somebody_elses_guesses_keep_nobody_out_of_their_own_browser(
    small_course: Path, tmp_path: Path
) -> None:
    with serving(small_course, tmp_path / "records") as host:
        own, stranger = host.set_up("ada"), host.browser()
        own.sign_out()
        (mark,) = [cookie for cookie in own.cookies if cookie.name.endswith("-mark")]
        assert mark.has_nonstandard_attr("HttpOnly")
        assert mark.get_nonstandard_attr("SameSite") == "Lax"
        assert "ada" not in str(mark.value)
        guess = {"account": "ada", "password": "not the password"}
        until(lambda: _if_slowed(stranger.post("sign-in", guess)), seconds=60)
        own.sign_in("ada")


def _if_slowed(answer: Answer) -> Answer | None:
    return answer if answer.status == 429 else None


def test_a_disabled_account_is_told_so_only_with_its_password(host: Serving) -> None:
    host.add("gone.away")
    with store_of(host) as store:
        people = People(store)
        people.disable(people.get("gone.away").id, by=COMMAND_LINE)
    right = host.browser().post("sign-in", {"account": "gone.away", "password": PASSWORD})
    wrong = host.browser().post("sign-in", {"account": "gone.away", "password": "x" * 12})
    assert (right.status, "switched off" in right.text) == (403, True)
    assert (wrong.status, "switched off" in wrong.text) == (401, False)


def test_signing_in_leads_to_the_page_that_was_asked_for(host: Serving) -> None:
    host.mentor_once("amina")
    browser = host.browser()
    asked = browser.get("module/listening")
    assert asked.status == 302
    assert asked.headers["Location"] == "/sign-in?next=%2Fmodule%2Flistening"
    fields = {"account": "amina", "password": PASSWORD, "next": "/help"}
    answer = browser.post("sign-in", fields, follow=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/help")
    cookie = next(c for c in browser.cookies if c.name.startswith("mentor-cpd"))
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "Lax"


def test_a_cookie_is_worth_nothing_once_its_owner_has_signed_out(host: Serving) -> None:
    browser = host.mentor_once("amina")
    stolen = browser.cookie_header
    assert browser.ask("GET", "", headers={"Cookie": stolen}).status == 200
    browser.sign_out()
    assert host.browser().ask("GET", "", headers={"Cookie": stolen}).status == 302


def test_a_welcome_link_sets_a_password_once(host: Serving) -> None:
    with store_of(host) as store:
        people = People(store)
        person = people.add("new.mentor", "New Mentor", ["mentor"], by=COMMAND_LINE)
        token = people.make_link("welcome", person.id, by=COMMAND_LINE)
    browser = host.browser()
    page = browser.get(f"welcome/{token}")
    assert (page.status, "new.mentor" in page.text) == (200, True)
    assert browser.post(f"welcome/{token}", {"password": "short"}).status == 400
    assert browser.post(f"welcome/{token}", {}).status == 400
    home = browser.post(f"welcome/{token}", {"password": PASSWORD})
    assert (home.status, "New Mentor" in home.text) == (200, True)
    assert host.browser().get(f"welcome/{token}").status == 404
    assert host.browser().post(f"welcome/{token}", {"password": "another one 99"}).status == 404
    assert host.browser().sign_in("new.mentor").get("").status == 200


def test_whose_password_was_set_is_not_told_that_nothing_was_changed(host: Serving) -> None:
    with store_of(host) as store:
        people = People(store)
        bao = people.add("bao", "Bao Lin", ["mentor"], by=COMMAND_LINE)
        token = people.make_link("welcome", bao.id, by=COMMAND_LINE)
    with no_room(host.data / "record.sqlite", "INSERT ON sign_ins"):
        answer = host.browser().post(f"welcome/{token}", {"password": PASSWORD}, follow=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/sign-in")
    host.browser().sign_in("bao")


def test_the_command_line_hands_over_a_link_that_opens_as_it_is(host: Serving) -> None:
    """Whoever opens accounts pastes it into a message; nobody has to put an address before it."""
    told = subprocess.run(
        [
            *MENTOR_CPD,
            "account",
            "add",
            "lena",
            "--name",
            "Lena",
            "--role",
            "mentor",
            "--data",
            str(host.data),
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (link,) = re.findall(r"\S+/welcome/\S+", told)
    assert link.startswith(host.root)
    assert host.browser().get(link.removeprefix(host.root)).status == 200


def test_home_shows_the_modules_and_what_was_opened(host: Serving) -> None:
    browser = host.mentor_once("home.body")
    assert "Begin Listening" in browser.get("").text
    browser.leave(browser.module("listening"))
    until(lambda: "Go on with Listening" in browser.get("").text)


def test_the_schools_numbers_are_for_those_who_are_signed_in(host: Serving, amina: Browser) -> None:
    assert "Mrs Okafor" in amina.get("help").text
    assert "Mrs Okafor" not in host.browser().get("help").text
    assert "0808 800 5000" in host.browser().get("help").text


def test_health_tells_nothing_about_anybody(host: Serving) -> None:
    told = json.loads(host.browser().get("health").text)
    assert set(told) == {"ok", "version", "seats"}
    assert told["ok"] is True
    assert set(told["seats"]) == {"in_use", "of", "waiting"}


def test_a_module_that_is_loaded_again_and_again_is_noted_once_an_hour(tmp_path: Path) -> None:
    """Nobody fills the log, from which nothing is ever taken, by loading a page."""
    clock = Clock()
    with Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}", clock=clock) as store:
        for _load in range(5):
            note_opened(store, "p-amina", "listening")
            clock.goes(minutes=20)
        note_opened(store, "p-amina", "safeguarding")
        note_opened(store, "p-ben", "listening")
        clock.goes(days=-400)
        note_opened(store, "p-amina", "listening")
        noted = [(event.person, event.body["module"]) for event in store.events()]
    assert noted == [
        ("p-amina", "listening"),
        ("p-amina", "listening"),
        ("p-amina", "safeguarding"),
        ("p-ben", "listening"),
        ("p-amina", "listening"),
    ]


def test_a_draft_is_kept_without_any_kernel(host: Serving, amina: Browser) -> None:
    assert amina.send("POST", "draft", {"place": "a1:3:text", "text": "so far “…”"}).status == 204
    with store_of(host) as store:
        person = People(store).get("amina").id
        assert store.drafts(person)["a1:3:text"] == "so far “…”"
    assert not host.kernels()


def test_what_is_too_long_for_its_box_is_kept_to_be_shortened(host: Serving) -> None:
    browser = host.mentor_once("long.writer")
    draft = {"place": "a1:3:text", "text": "x" * (MOST_CHARACTERS + 1)}
    assert browser.send("POST", "draft", draft).status == 204
    with store_of(host) as store:
        kept = store.drafts(People(store).get("long.writer").id)
    assert kept == {draft["place"]: draft["text"]}


@pytest.mark.parametrize(
    ("draft", "status"),
    [
        ({"place": "../x", "text": ""}, 400),
        ({"place": "", "text": ""}, 400),
        ({"place": "a" * 201, "text": ""}, 400),
        ({"place": "a"}, 400),
        ({"place": "a", "text": 1}, 400),
        ({"place": "a", "text": "x", "person": "p-somebody"}, 400),
        (["a", "x"], 400),
        ({"place": "a", "text": "x" * 50_001}, 413),
    ],
)
def test_nonsense_is_no_draft(amina: Browser, draft: object, status: int) -> None:
    assert amina.send("POST", "draft", draft).status == status


def test_nobody_keeps_drafts_without_end(host: Serving) -> None:
    browser = host.mentor_once("busy.writer")
    with store_of(host) as store:
        person = People(store).get("busy.writer").id
        for number in range(MOST_DRAFTS):
            store.save_draft(person, f"a:{number}:text", "x")
    assert browser.send("POST", "draft", {"place": "a:new:text", "text": "x"}).status == 204
    assert browser.send("POST", "draft", {"place": "a:99:text", "text": "longer"}).status == 204
    with store_of(host) as store:
        kept = store.drafts(person)
    assert len(kept) == MOST_DRAFTS
    assert kept["a:99:text"] == "longer"
    assert "a:new:text" in kept
    assert "a:0:text" not in kept


def test_static_files_are_kept_by_browsers_for_ever_and_pages_not_at_all(
    host: Serving, amina: Browser
) -> None:
    browser = host.browser()
    answer = browser.get(browser.static("site.css"))
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    request = urllib.request.Request(  # noqa: S310 - ours
        host.root + browser.static("site.css"), headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(request) as zipped:  # noqa: S310
        assert gzip.decompress(zipped.read()).decode() == answer.text
    for page in ("", "help", "sign-in", "health", "nowhere"):
        assert amina.get(page).headers["Cache-Control"] == "no-store"


def test_every_error_is_a_page_in_words(amina: Browser) -> None:
    answer = amina.get("nowhere")
    assert answer.status == 404
    assert 'data-page="error"' in answer.text
    assert "There is no such page" in answer.text
    assert amina.get("module/not-there").status == 404
    assert "There is no such module" in amina.get("module/not-there").text


class TestUnderAPathBehindAProxy:
    """``--base-url /cpd --behind-proxy --allow-host cpd.school.example``."""

    @pytest.fixture(scope="class")
    @classmethod
    def proxied(
        cls, small_course: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Serving]:
        options = ("--base-url", "cpd", "--behind-proxy", "--allow-host", "cpd.school.example")
        with serving(small_course, tmp_path_factory.mktemp("proxied"), *options) as running:
            running.set_up("ada")
            yield running

    def test_every_address_is_below_the_base(self, proxied: Serving) -> None:
        assert proxied.root.endswith("/cpd/")
        browser = proxied.browser()
        assert browser.get("/sign-in").status == 404
        assert browser.get("/cpd").headers["Location"] == "/cpd/"
        assert browser.get("/cpd/").headers["Location"] == "/cpd/sign-in"
        page = browser.get("/cpd/sign-in").text
        assert 'href="/cpd/static/' in page
        assert 'href="/static/' not in page

    def test_a_module_works_below_the_base(self, proxied: Serving) -> None:
        with proxied.mentor_once("amina").open("listening") as line:
            assert len(line.states()) > 0
        proxied.browsers[-1].leave_all()
        proxied.no_kernels()

    def test_an_address_that_a_browser_makes_up_is_not_believed(self, proxied: Serving) -> None:
        """Or it could guess on without end, by another address each time."""
        browser = proxied.browser()

        def guess(number: int) -> int:
            said = {"account": f"p-{number}", "password": "not it", "_xsrf": browser.xsrf}
            headers = {
                "Origin": browser.origin,
                "X-Forwarded-For": f"10.2.2.{number}, 10.6.6.6",
                "X-Real-Ip": f"10.1.1.{number}",
            }
            body = urlencode(said).encode()
            return browser.ask("POST", "sign-in", body=body, headers=headers).status

        answers = [guess(number) for number in range(40)]
        assert set(answers[:30]) == {401}
        assert 429 in answers[30:]

    def test_what_the_proxy_says_of_the_protocol_counts(self, proxied: Serving) -> None:
        """The cookie is Secure, and an https page is one of ours."""
        browser = proxied.browser()
        https = {
            "Host": "cpd.school.example",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "10.1.2.3",
            "Origin": "https://cpd.school.example",
        }
        page = browser.ask("GET", "sign-in", headers=https)
        assert page.status == 200
        [xsrf] = page.headers.get_all("Set-Cookie")
        assert "secure" in xsrf.lower()
        assert "path=/cpd/" in xsrf.lower()


def test_without_a_proxy_what_a_client_says_of_one_is_not_believed(host: Serving) -> None:
    page = host.browser().get("sign-in", **{"X-Forwarded-Proto": "https"})
    assert "secure" not in page.headers["Set-Cookie"].lower()
