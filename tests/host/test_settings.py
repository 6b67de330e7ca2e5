"""The settings page: what a school says of itself, and where it shows from then on."""

from __future__ import annotations

from mentor_cpd.practice.settings import ALL, CHANGED
from mentor_cpd.records.store import Store
from tests.serving import SCHOOL, Browser, Serving


def filled_in(**changed: str) -> dict[str, str]:
    """The form, all of it filled in."""
    said = {name: "01632 960 002" if one.kind == "telephone" else "" for name, one in ALL.items()}
    said |= {
        "school.name": SCHOOL["school_name"],
        "school.nation": "England",
        "school.phase": "Primary",
        "school.days": "Monday",
        "lead.name": SCHOOL["lead_name"],
        "lead.title": SCHOOL["lead_title"],
        "lead.phone": SCHOOL["lead_phone"],
        "deputy.name": "Mr Bell",
        "low-level.name": "Ms Head",
        "chair.name": "Dr Chair",
        "assessment.attempts": "1",
        "assessment.days": "14",
        "sign-in.idle": "20",
    }
    return said | {name.replace("__", "."): value for name, value in changed.items()}


def test_what_is_missing_stands_on_the_administrators_home_until_it_is_filled_in(
    host: Serving,
) -> None:
    ada, amina = host.browser().sign_in("ada"), host.mentor_once("amina")
    home = ada.get("").text
    assert "Still to be filled in for your school" in home
    assert 'settings#deputy.name">Deputy: name</a>' in home
    assert "Still to be filled in" not in amina.get("").text
    told = ada.post("settings", filled_in())
    assert "Saved. Every page shows it from now on." in told.text
    assert "Still to be filled in" not in ada.get("").text

    help_page = amina.get("help").text
    for words in ("Mr Bell", "Ms Head", "Dr Chair", "01632 960 002", "out of hours"):
        assert words in help_page
    assert "01632 960 002" not in host.browser().get("help").text, "nobody's number for strangers"


def test_a_mistake_is_said_beside_its_field_and_nothing_is_kept(host: Serving) -> None:
    ada = host.browser().sign_in("ada")
    before = host.browser().sign_in("ada").get("help").text
    wrong = filled_in(deputy__phone="at the gate", lead__name="Nobody New")
    wrong["sign-in.idle"] = "1"
    told = ada.post("settings", wrong)
    assert told.status == 400
    assert "Deputy: telephone number: “at the gate” is no telephone number." in told.text
    assert "Enter one from 5 to 120." in told.text
    assert 'value="at the gate"' in told.text, "what was typed is still there"
    assert "Nobody New" not in before
    assert "Nobody New" not in ada.get("help").text


def test_a_change_is_in_the_log_with_who_made_it(host: Serving) -> None:
    ada = host.browser().sign_in("ada")
    ada.post("settings", filled_in(lead__phone="01632 960 077"))
    ada.post("settings", filled_in())
    with Store.open(host.store_url, migrate=False) as store:
        last = store.events(kinds=[CHANGED])[-1]
    assert last.body["names"] == ["lead.phone"]
    assert last.body["by"] == last.person


def test_it_is_for_administrators_alone(host: Serving) -> None:
    for browser in (host.mentor_once("amina"), host.mentor_once("hana", "head", "trainer")):
        assert "This page is for administrators" in _refused(browser)
        assert ">Settings<" not in browser.get("").text


def _refused(browser: Browser) -> str:
    assert browser.post("settings", filled_in()).status == 403
    told = browser.get("settings")
    assert told.status == 403
    return told.text
