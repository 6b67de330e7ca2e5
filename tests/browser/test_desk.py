"""The desk in a real browser: marked by keyboard, released, and read by its mentor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.assess.making import GOOD, PROMISED, REPAIRED
from tests.browser.axe import axe
from tests.browser.conftest import NARROW, Window, hold_to_account
from tests.host.desk_school import HOSTILE, School, alias, school

NOTE = "You promised secrecy. Practise saying early what you cannot keep."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with school(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture
def work(made: School, request: pytest.FixtureRequest) -> str:
    """A submission with a critical error, by a mentor of this test's own."""
    account = request.node.name.removeprefix("test_")[:40].rstrip("_")
    made.add(account)
    return made.hands_in(account, *PROMISED)


def mentor_of(made: School, work: str) -> str:
    from mentor_cpd.records.people import People

    with made.store() as store:
        person = People(store).person(made.submission(work).mentor)
    assert person
    return person.account


def saved(page: Page) -> None:
    expect(page.locator("#status")).to_have_text("Saved")


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until the focus is on what is called so."""
    for _press in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
                const here = document.activeElement;
                return here.ariaLabel ?? here.labels?.[0]?.innerText ?? here.innerText ?? "";
            }"""
        )
        if here.strip().startswith(name):
            return
    raise AssertionError(f"Tab never came to {name}")


def levels(page: Page, digit: str) -> None:
    """Choose a level in every group, and say something of each, by keyboard alone."""
    for group in page.locator("fieldset.levels").all():
        group.get_by_role("radio").first.focus()
        page.keyboard.press(digit)
        assert group.locator(":checked").get_attribute("value") == digit
        page.keyboard.press("Tab")
        page.keyboard.type(f"A comment, and a level of {digit}.")


def say_overall(page: Page) -> None:
    for label in ("One strength", "One change", "One practice task"):
        page.keyboard.press("Tab")
        expect(page.get_by_label(label)).to_be_focused()
        page.keyboard.type(f"{label}, in a sentence.")


def test_a_whole_evening_at_the_desk_by_keyboard(made: School, window: Window, work: str) -> None:
    page = window(made.host, "tess")
    hold_to_account(page)
    page.get_by_role("link", name="Desk").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")
    expect(page.locator("main")).to_contain_text("Critical error: A promise of secrecy")
    hold_to_account(page)
    page.get_by_role("link", name=alias(work)).press("Enter")
    first = page.locator("main section").first
    expect(first).to_contain_text("Critical error, not put right: A promise of secrecy")
    hold_to_account(page)

    # Saved as typed: it is all there when the page is loaded again.
    levels(page, "2")
    saved(page)
    page.reload()
    assert page.locator("fieldset.levels :checked").evaluate_all("all => all.length") == 4
    assert page.get_by_label("Comment").first.input_value() == "A comment, and a level of 2."
    page.get_by_label("Comment").last.focus()
    say_overall(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.locator("[data-focus]")).to_contain_text("A critical error was not put right")
    tab_to(page, "Debrief note")
    page.keyboard.type(NOTE)
    saved(page)
    page.reload()
    assert page.get_by_label("Debrief note").input_value() == NOTE
    page.get_by_label("Debrief note").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-focus]")).to_contain_text("Referred.")
    hold_to_account(page)

    page.goto(f"{made.host.root}desk?state=done")
    hold_to_account(page)
    page.get_by_role("button", name="Release what is ticked").press("Enter")
    page.get_by_role("link", name="Nothing was ticked, so nothing was released.").press("Enter")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Release what is ticked").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Release these?")
    hold_to_account(page)
    page.get_by_role("button", name="Release it now").press("Enter")
    expect(page.locator("[data-focus]")).to_have_text("1 was released.")

    mentor = window(made.host, mentor_of(made, work))
    mentor.goto(f"{made.host.root}assessment/listening")
    results = mentor.get_by_role("region", name="Your results")
    for words in (NOTE, "One practice task, in a sentence.", "A promise of secrecy"):
        expect(results).to_contain_text(words)
    expect(results).to_contain_text("single-marked")
    hold_to_account(mentor)
    results.get_by_text("The debrief: every decision").click()
    hold_to_account(mentor)
    expect(results.get_by_role("link", name="Practise this in")).to_have_attribute(
        "href", "/module/listening#practice"
    )


def test_without_javascript_it_is_marked_by_saving(made: School, window: Window, work: str) -> None:
    page = window(made.host, "tom", java_script_enabled=False)
    page.goto(f"{made.host.root}desk/{work}")
    page.get_by_label("Comment").first.fill("Half of it now.")
    page.get_by_role("button", name="Save for later").click()
    assert page.get_by_label("Comment").first.input_value() == "Half of it now."
    for group in page.locator("fieldset.levels").all():
        group.get_by_role("radio").nth(2).check()
    page.get_by_role("button", name="Done").click()
    assert page.get_by_role("alert").get_by_role("link").count() == 3
    assert page.get_by_label("Comment").first.input_value() == "Half of it now."
    for label in ("One strength", "One change", "One practice task"):
        page.get_by_label(label).fill("In a sentence.")
    page.get_by_role("button", name="Done").click()
    assert "said=critical" in page.url
    assert made.submission(work).agreed


def test_two_tabs_show_each_other_what_they_hold(made: School, window: Window, work: str) -> None:
    page = window(made.host, "tess")
    page.goto(f"{made.host.root}desk/{work}")
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_label("One change").fill("From the first tab.")
    saved(page)
    other.get_by_label("One change").fill("From the second.")
    expect(other.locator("#change-other")).to_contain_text("From the first tab.")
    expect(other.locator("#status")).to_contain_text("another tab")
    other.evaluate("() => scrollTo(0, 0)")  # a control half under the bar would look too small
    hold_to_account(other)
    other.get_by_label("One change").fill("From both.")
    saved(other)
    page.reload()
    assert page.get_by_label("One change").input_value() == "From both."


def test_what_may_tell_who_somebody_is_is_said_under_the_box(
    made: School, window: Window, work: str
) -> None:
    page = window(made.host, "tess")
    page.goto(f"{made.host.root}desk/{work}")
    page.get_by_label("One strength").fill("You thought of Jaydon Whitlock, as you did of Sam.")
    doubt = page.locator("#strength-doubt")
    expect(doubt).to_contain_text("Jaydon Whitlock")
    expect(doubt).not_to_contain_text("Sam")
    page.evaluate("() => scrollTo(0, 0)")  # a control half under the bar would look too small
    hold_to_account(page)
    page.get_by_label("One strength").fill("You thought of the pupil.")
    expect(doubt).to_be_hidden()


def test_when_the_server_is_out_of_reach_the_words_stay(
    made: School, window: Window, work: str
) -> None:
    page = window(made.host, "tess")
    page.goto(f"{made.host.root}desk/{work}")
    page.route("**/box", lambda route: route.abort())
    page.get_by_label("One strength").fill("Written while nobody answers.")
    expect(page.locator("#status")).to_contain_text("Not saved")
    assert page.get_by_label("One strength").input_value() == "Written while nobody answers."
    page.unroute("**/box")
    saved(page)


def test_a_form_that_was_stopped_on_its_way_stops_no_keeping(
    made: School, window: Window, work: str
) -> None:
    """The page still stands: what the form would have carried is kept, and what comes after it."""
    page = window(made.host, "tess")
    page.goto(f"{made.host.root}desk/{work}")
    page.route(f"**/desk/{work}", lambda route: route.fulfill(status=204))
    page.get_by_label("One strength").fill("Typed at the last moment.")
    page.get_by_role("button", name="Save for later").click()
    saved(page)
    page.get_by_role("button", name="Save for later").click()
    with page.expect_response("**/box"):
        page.get_by_label("One change").fill("Typed at once after it.")
    saved(page)
    page.unroute(f"**/desk/{work}")
    page.reload()
    assert page.get_by_label("One strength").input_value() == "Typed at the last moment."
    assert page.get_by_label("One change").input_value() == "Typed at once after it."


def test_hostile_words_run_on_no_page_of_the_desk(made: School, window: Window) -> None:
    made.add("mal")
    words = {"evidence": HOSTILE, "childs-view": HOSTILE, "action": HOSTILE}
    work = made.hands_in("mal", *REPAIRED, words=words)
    page = window(made.host, "tess")
    page.on("dialog", lambda dialog: pytest.fail(f"it ran: {dialog.message}"))
    page.goto(f"{made.host.root}desk/{work}")
    expect(page.locator(".criterion .writing").first).to_have_text(HOSTILE)
    page.get_by_label("One strength").fill(HOSTILE)
    saved(page)
    page.reload()
    assert page.get_by_label("One strength").input_value() == HOSTILE
    assert page.locator("main img, main script").count() == 0


def test_what_may_be_real_stops_and_the_lead_closes_it(
    made: School, window: Window, work: str
) -> None:
    page = window(made.host, "tess")
    page.goto(f"{made.host.root}desk/{work}")
    page.get_by_role("link", name="This may be real").press("Enter")
    real = page.get_by_role("region", name="This may be real")
    expect(real).to_contain_text("01632 960 001")
    real.get_by_text("I have told them").press("Enter")
    real.get_by_label("Whom you told").fill("Mrs Okafor")
    hold_to_account(page)
    real.get_by_role("button", name="Stop: this may be real").press("Enter")
    expect(page.get_by_role("heading", name="Stopped: this may be real")).to_be_visible()
    assert page.locator("fieldset.levels").count() == 0
    hold_to_account(page)

    lead = window(made.host, "lena")
    expect(lead.locator("main")).to_contain_text("1 submission may be about a real child")
    lead.get_by_role("link", name="Read it").click()
    lead.get_by_role("link", name=alias(work)).click()
    hold_to_account(lead)
    lead.get_by_label("How it was dealt with").fill("It was out of a film.")
    lead.get_by_role("button", name="Close it").click()
    expect(lead.locator("[data-focus]")).to_contain_text("Closed")
    page.reload()
    assert page.locator("fieldset.levels").count() == 4


def test_the_head_signs_off(made: School, window: Window) -> None:
    from tests.host.test_desk import marks, release

    made.add("sol")
    made.practises("sol", *GOOD)
    work = made.hands_in("sol", *GOOD)
    tom = made.host.browser().sign_in("tom")
    assert marks(tom, work).status == 303
    release(tom, work)
    page = window(made.host, "hope")
    expect(page.locator("main")).to_contain_text("is waiting for your sign-off")
    page.get_by_role("link", name="Sign-off").first.click()
    hold_to_account(page)
    page.get_by_label("Name somebody").select_option(label="Tom (tom)")
    page.get_by_role("button", name="Let them sign off").press("Enter")
    expect(page.locator("[data-focus]")).to_be_focused()
    hold_to_account(page)
    page.emulate_media(reduced_motion="reduce")  # or it opens in colours that are on their way
    page.get_by_text("Sign off: Sol, Listening").click()
    assert not axe(page)
    page.get_by_role("button", name="Sign off Sol").press("Enter")
    expect(page.locator("[data-focus]")).to_contain_text("Signed off.")
    mentor = window(made.host, "sol", viewport=NARROW)
    mentor.goto(f"{made.host.root}assessment/listening")
    expect(mentor.locator("main")).to_contain_text("You have passed.")
