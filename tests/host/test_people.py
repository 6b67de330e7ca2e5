"""People, for administrators: one by one and by the list, their roles, their way in and out."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from mentor_cpd.host.people_list import read_list
from mentor_cpd.records.people import COMMAND_LINE, People
from mentor_cpd.records.store import Store
from tests.serving import Answer, Browser, Serving

LIST = "name,account,roles\nRuth Bell,r.bell,safeguarding-lead\nBen Osei,b.osei,mentor trainer\n"


@pytest.fixture
def ada(host: Serving) -> Browser:
    return host.browser().sign_in("ada")


def send(browser: Browser, path: str, *fields: tuple[str, str]) -> Answer:
    """As a form sends it, of which several boxes may be ticked."""
    body = urlencode([("_xsrf", browser.xsrf), *fields]).encode()
    return browser.ask("POST", path, body=body, headers={"Origin": browser.origin}, follow=True)


def upload(browser: Browser, content: bytes) -> Answer:
    """As a form sends a file."""
    edge = "edge-of-a-part"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="_xsrf"\r\n\r\n'.encode(),
        f"{browser.xsrf}\r\n".encode(),
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="staff.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\n".encode()
        + content
        + f"\r\n--{edge}--\r\n".encode(),
    ]
    headers = {"Origin": browser.origin, "Content-Type": f"multipart/form-data; boundary={edge}"}
    return browser.ask("POST", "people/import", body=b"".join(parts), headers=headers)


def person_of(host: Serving, account: str) -> str:
    with Store.open(host.store_url, migrate=False) as store:
        return People(store).get(account).id


def events_about(host: Serving, person: str) -> list[str]:
    with Store.open(host.store_url, migrate=False) as store:
        return [event.kind for event in store.events(person=person)]


def link_in(page: str) -> str:
    found = re.search(r'value="[^"]*/(welcome/[^"]+)"', page)
    assert found, page[:500]
    return found[1]


def test_somebody_is_added_and_comes_in_by_the_link_that_is_handed_over(
    host: Serving, ada: Browser
) -> None:
    told = send(
        ada, "people", ("name", "Nia New"), ("account", "Nia"), ("roles", "mentor"),
        ("roles", "trainer"),
    )  # fmt: skip
    assert told.status == 200
    assert "no password yet" in told.text
    nia = host.browser()
    answer = nia.post(link_in(told.text), {"password": "candle rhubarb window"})
    assert "My learning" in answer.text
    assert "mentor, trainer" in ada.get("people").text
    assert "/welcome/" not in ada.get("people").text, "a link is shown once"
    assert events_about(host, person_of(host, "nia"))[:2] == ["account-added", "link-made"]


def test_what_is_wrong_is_said_beside_its_field_and_nobody_is_added(ada: Browser) -> None:
    told = ada.post("people", {"name": "Somebody", "account": "ada", "roles": "mentor"})
    assert (told.status, "There is an account “ada” already." in told.text) == (400, True)
    assert 'value="Somebody"' in told.text
    told = ada.post("people", {"name": "", "account": "so me"})
    assert "Enter the person’s full name." in told.text
    assert "Choose at least one role." in told.text
    told = ada.post("people", {"name": "Some", "account": "some", "roles": "king"})
    assert "“king” is no role." in told.text
    assert ">Somebody" not in ada.get("people").text


def test_roles_are_changed_and_open_pages_are_closed_at_once(host: Serving, ada: Browser) -> None:
    rae = host.mentor_once("rae")
    with rae.open("listening") as line:
        path = f"people/{person_of(host, 'rae')}"
        told = send(ada, path, ("do", "roles"), ("roles", "trainer"), ("roles", "head"))
        assert "Saved. Pages that they had open were closed." in told.text
        assert line.closed(seconds=5) == 4003
    assert ">Desk</a>" in rae.get("").text
    assert ">Sign-off</a>" in rae.get("").text
    told = send(ada, path, ("do", "roles"))
    assert (told.status, "An account needs a role." in told.text) == (400, True)
    assert "trainer, head" in rae.get("account").text


def test_a_leaver_is_switched_off_and_may_come_back(host: Serving, ada: Browser) -> None:
    leo = host.mentor_once("leo")
    path = f"people/{person_of(host, 'leo')}"
    with leo.open("listening") as line:
        assert "Switched off." in send(ada, path, ("do", "disable")).text
        assert line.closed(seconds=5) == 4003
    assert leo.get("").status == 302
    assert send(ada, path, ("do", "link")).status == 400, "there is no way in for who has left"
    assert "Switched on again." in send(ada, path, ("do", "enable")).text
    assert host.browser().sign_in("leo").get("").status == 200


def test_a_new_password_is_chosen_by_a_link_and_the_old_one_works_until_then(
    host: Serving, ada: Browser
) -> None:
    host.mentor_once("pat")
    path = f"people/{person_of(host, 'pat')}"
    first = link_in(send(ada, path, ("do", "link")).text)
    page = send(ada, path, ("do", "link")).text
    assert host.browser().get(first).status == 404, "the earlier link stopped working"
    assert host.browser().sign_in("pat")
    fresh = host.browser()
    fresh.post(link_in(page), {"password": "candle rhubarb window"})
    assert fresh.get("").status == 200
    assert host.browser().get(link_in(page)).status == 404


def test_nobody_can_lock_everybody_out(host: Serving, ada: Browser) -> None:
    """Not by leaving, nor by handing over to somebody who cannot sign in yet."""
    path = f"people/{person_of(host, 'ada')}"
    send(ada, "people", ("name", "Ann"), ("account", "ann"), ("roles", "administrator"))
    for wish in ((("do", "disable"),), (("do", "roles"), ("roles", "mentor"))):
        told = send(ada, path, *wish)
        assert (told.status, "the only administrator who can sign in" in told.text) == (400, True)
    assert ada.get("people").status == 200


def test_a_list_is_looked_at_before_anything_is_written(ada: Browser) -> None:
    looked = upload(ada, LIST.encode("utf-8-sig"))
    assert looked.status == 200
    assert "2 people will be added" in looked.text
    assert "r.bell" not in ada.get("people").text
    text = re.search(r"<textarea[^>]*hidden>\n(.*?)</textarea>", looked.text, re.DOTALL)
    assert text
    added = send(ada, "people/import", ("list", text[1]), ("do", "add"))
    assert added.status == 200
    assert added.text.count("/welcome/") == 2
    assert "mentor, trainer" in added.text
    again = upload(ada, LIST.encode())
    assert again.text.count("already") == 2


def test_a_list_with_a_mistake_is_mended_line_by_line_and_nobody_is_added(ada: Browser) -> None:
    rows = "Zoe,zoe,mentor\nZed,ada,mentor\nZoe Two,ZOE,mentor\n,zac,mentor\nZia,ada,boss\n"
    told = send(ada, "people/import", ("list", "name,account,roles\n" + rows), ("do", "add"))
    assert told.status == 400
    assert "4 lines to correct" in told.text
    for says in (
        "There is an account “ada” already.",
        "Line 2 has the same account.",
        "administrator. There is an account “ada” already.",
        "The account needs the person’s full name.",
        "“boss” is no role.",
    ):
        assert says in told.text
    assert "zoe" not in ada.get("people").text


def test_what_spreadsheets_write_is_read(host: Serving) -> None:
    with Store.open(host.store_url, migrate=False) as store:
        people = People(store)
        semicolons = "Name;Account;Role\r\nZoë B;zoe.b;Learning mentor\r\n;;\r\n"
        for sent in (semicolons.encode("cp1252"), semicolons.encode("utf-8-sig")):
            listed = read_list(sent, people)
            assert [(one.name, one.account, one.roles) for one in listed.lines] == [
                ("Zoë B", "zoe.b", ("mentor",))
            ]
        tabs = "account\tname\troles\nzia.k\tZia\tsafeguarding lead, head\nzed.k\tZed\t\n"
        listed = read_list(tabs.encode("utf-16"), people)
        assert [one.roles for one in listed.lines] == [("safeguarding-lead", "head"), ("mentor",)]
        assert not listed.wrong
        too_many = read_list("name,account,roles\nZia,zia.k,mentor,trainer\n", people)
        assert "more cells than columns" in too_many.lines[0].wrong


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ("", "There is nothing in it."),
        ("Amina Khan,a.khan,mentor\n", "Its first line has to name the columns"),
        ("name,account,roles\n", "It has the names of columns, and no people."),
        ("name,account\n" + "A,a.a\n" * 1001, "more than 1000 people"),
        ('name,account\n"A,a.a\n', "It cannot be read as a table"),
    ],
)
def test_a_list_that_is_none_says_why(host: Serving, sent: str, says: str) -> None:
    with Store.open(host.store_url, migrate=False) as store:
        listed = read_list(sent, People(store))
    assert listed.wrong
    assert says in listed.amiss


def test_it_is_for_administrators_alone(host: Serving) -> None:
    amina = host.mentor_once("amina")
    path = f"people/{person_of(host, 'amina')}"
    for browser in (amina, host.mentor_once("hana", "head", "trainer", "safeguarding-lead")):
        for page in ("people", "people/import", path):
            assert "This page is for administrators" in browser.get(page).text
        assert send(browser, path, ("do", "roles"), ("roles", "administrator")).status == 403
        assert ">People</a>" not in browser.get("").text
    with Store.open(host.store_url, migrate=False) as store:
        assert "administrator" not in People(store).get("amina").roles


def test_the_command_line_and_the_page_write_the_same(host: Serving, ada: Browser) -> None:
    host.mentor_once("val")
    val = person_of(host, "val")
    send(ada, f"people/{val}", ("do", "sign-out"))
    with Store.open(host.store_url, migrate=False) as store:
        People(store).sign_out_everywhere(val, by=COMMAND_LINE)
        by = [one.body["by"] for one in store.events(kinds=["signed-out-everywhere"], person=val)]
    assert by == [person_of(host, "ada"), COMMAND_LINE]
