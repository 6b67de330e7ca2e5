"""The safeguarding lead's page: what it asks, what it keeps, and what it opens."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from mentor_cpd.practice.confirmation import confirmed, open_to_assess
from mentor_cpd.practice.school import School
from mentor_cpd.records.store import Store
from tests.practice.safe_course import ASSESSED, safe_school
from tests.records.making import no_room
from tests.serving import Browser, Serving, until


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A school with a safeguarding module, a lead, and a mentor."""
    with safe_school(tmp_path_factory.mktemp("school")) as host:
        yield host


@pytest.fixture
def store(school: Serving) -> Iterator[Store]:
    with Store.open(f"sqlite:///{school.data / 'record.sqlite'}") as store:
        yield store


@pytest.fixture
def lead(school: Serving) -> Browser:
    return school.browser().sign_in("lena")


def form(lead: Browser) -> dict[str, str]:
    """The page's form as a browser would send it: what is hidden, ticked and written."""
    page = lead.get("editions").text
    inputs = [dict(re.findall(r'(\w+)="([^"]*)"', one)) for one in re.findall("<input[^>]*>", page)]
    ticked = re.findall(r'<input type="radio"[^>]*name="([^"]*)" value="([^"]*)" checked', page)
    typed = {one["name"]: one.get("value", "") for one in inputs if one["type"] != "radio"}
    return typed | dict(ticked)


def answer(lead: Browser, **answers: str) -> str:
    """Fill the form in and send it; the page that comes of it."""
    fields = form(lead) | {name.replace("_", "-"): value for name, value in answers.items()}
    fields.pop("_xsrf")
    return lead.post("editions", fields).text


def module(lead: Browser, name: str) -> str:
    """A module's page, and its seat given back."""
    page = lead.get(f"module/{name}").text
    lead.leave(re.findall(r"seat/([0-9a-f-]{36})", page)[0])
    return page


def test_a_mentor_is_told_whom_the_page_is_for(school: Serving) -> None:
    page = school.browser().sign_in("mia").get("editions")
    assert page.status == 403
    assert "This page is for your safeguarding lead" in page.text
    assert "safeguarding lead</h2>" not in school.browser().sign_in("mia").get("").text


def test_the_lead_confirms_what_is_asked_and_the_case_opens(store: Store, lead: Browser) -> None:
    assert "2 documents." in lead.get("").text
    page = lead.get("editions").text
    for told in ("Keeping children safe in education", "1 September 2025", "1 November 2026"):
        assert told in page
    assert "https://www.gov.uk/kcsie" in page
    assert 'href="https://www.gov.uk' not in page, "an address is text: nothing here leads away"
    assert "Open questions, affirmations" not in page, "practice is no edition to confirm"

    page = answer(lead, works_kcsie_2025="this")
    assert "Saved. Thank you." in page
    assert not open_to_assess(store, ASSESSED).open
    page = answer(lead, works_together_2023="this", duty="not-yet")
    assert "The cases are open now." in page
    assert open_to_assess(store, ASSESSED).open
    assert confirmed(store).duty == "not-yet"
    assert "is confirmed." in lead.get("").text


def test_what_changes_while_the_page_is_open_is_not_confirmed_unseen(
    store: Store, lead: Browser
) -> None:
    before = confirmed(store)
    page = answer(lead, works_kcsie_2025="this", is_kcsie_2025="0" * 64)
    assert "changed while this page was open" in page
    assert confirmed(store) == before


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"works_kcsie_2025": "another", "other_kcsie_2025": " "}, "Say which edition of"),
        ({"works_kcsie_2025": "another", "other_kcsie_2025": "x" * 201}, "at most 200"),
    ],
)
def test_another_edition_has_to_be_named(
    store: Store, lead: Browser, answers: dict[str, str], says: str
) -> None:
    before = confirmed(store)
    page = answer(lead, **answers)
    assert "There is a problem" in page
    assert says in page
    assert confirmed(store) == before


def test_another_edition_closes_the_case_and_is_shown_again_as_text(
    store: Store, lead: Browser
) -> None:
    page = answer(lead, works_kcsie_2025="another", other_kcsie_2025='<b onclick="x">2026</b>')
    assert "&lt;b onclick" in page
    assert "<b onclick" not in page
    assert not open_to_assess(store, ASSESSED).open
    assert form(lead)["works-kcsie-2025"] == "another"
    answer(lead, works_kcsie_2025="this")


def test_nothing_chosen_is_said_and_nothing_kept(store: Store, lead: Browser) -> None:
    before = confirmed(store)
    page = lead.post("editions", {"duty": "perhaps", "works-kcsie-2025": "maybe"})
    assert page.status == 400
    assert "Nothing was chosen" in page.text
    assert confirmed(store) == before


def test_answers_that_cannot_be_kept_stay_in_the_form(
    school: Serving, store: Store, lead: Browser
) -> None:
    before = confirmed(store)
    with no_room(school.data / "record.sqlite", "INSERT ON events"):
        page = answer(lead, works_kcsie_2025="another", other_kcsie_2025="That of 2024")
    assert "Nothing was saved." in page
    assert 'value="That of 2024"' in page
    assert confirmed(store) == before


def test_a_register_that_changes_closes_the_case_and_home_tells_the_lead(
    school: Serving, store: Store, lead: Browser
) -> None:
    answer(lead, works_kcsie_2025="this", works_together_2023="this")
    assert open_to_assess(store, ASSESSED).open
    citations = school.data.parent / "course" / "scenarios" / "citations.yml"
    text = citations.read_text(encoding="utf-8")
    citations.write_text(text.replace('edition: "2025"', 'edition: "2026"'), encoding="utf-8")
    until(lambda: not open_to_assess(store, ASSESSED).open, why="the register was not read again")
    assert "has changed since it was confirmed: Keeping children" in lead.get("").text
    page = lead.get("editions").text
    assert "(then: 2025). Please look again." in page
    assert "works-kcsie-2025" not in {name for name, value in form(lead).items() if value == "this"}
    assert "The cases are open now." in answer(lead, works_kcsie_2025="this")


def test_in_another_nation_the_module_is_withheld_and_there_is_nothing_to_confirm(
    store: Store, lead: Browser
) -> None:
    england = School.of(store)
    School(nation="Wales").keep(store)
    try:
        why = "safeguarding rules of England, and your school is in Wales"
        assert why in lead.get("").text
        assert why in module(lead, "safeguarding")
        editions = lead.get("editions").text
        assert "no assessed safeguarding case is offered in Wales now" in editions
        assert "duty to report" not in editions
        assert why not in module(lead, "listening")
    finally:
        england.keep(store)
