"""An assessment as a mentor takes it: read first, played once, written about, handed in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from mentor_cpd.course import Course
from mentor_cpd.scenario.testplan import read_testplan, run
from tests.browser.conftest import NARROW, WIDE, Window, hold_to_account
from tests.browser.playing import Played
from tests.house import ROOT
from tests.serving import Serving, serving

COURSE = Course(ROOT)
CASE, MODULE = "six-minutes-late", "negotiation"
CRITERIA = ("Evidence", "The child’s view", "Reasoning", "Self and bias", "Action")
REFLECTION = "He had a plan of his own by the third scene, and I talked over it."


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(ROOT, tmp_path_factory.mktemp("school") / "data") as host:
        host.set_up()
        yield host


@pytest.fixture
def page(host: Serving, window: Window, request: pytest.FixtureRequest) -> Page:
    account = re.sub(r"\W", "-", request.node.name)[-40:].strip("-_")
    host.add(account)
    return window(host, account, reduced_motion="reduce")


def begun(page: Page, host: Serving) -> tuple[Locator, Played, tuple[str, ...]]:
    """The widget at its first scene, how to play it, and choices that lead to an ending."""
    scenario, text = COURSE.case(CASE).parsed().scenario, COURSE.case(CASE).testplan()
    assert scenario and text
    page.goto(f"{host.root}assessment/{MODULE}/take")
    root = page.locator(".cpd-assessment")
    root.get_by_role("button", name="Begin the assessment").click()
    played = Played(page, root, scenario)
    played.at(scenario.start.id)
    way = run(read_testplan(text).plans[0], scenario).path
    return root, played, tuple(step.choice for step in way)


def reflecting(page: Page, host: Serving) -> Locator:
    root, played, way = begun(page, host)
    for choice in way:
        played.take(choice)
    expect(root.get_by_role("heading", level=2)).to_have_text("Your reflections")
    return root


def test_how_it_is_marked_is_read_before_anything_begins(host: Serving, page: Page) -> None:
    page.get_by_role("link", name="Negotiation: assessment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Negotiation: assessment")
    expect(page.get_by_role("heading", name="How it is marked")).to_be_visible()
    expect(page.get_by_text("A critical error is a mistake that can leave a child")).to_be_visible()
    expect(page.get_by_text("A promise of secrecy.")).to_be_visible()
    hold_to_account(page)
    page.get_by_role("link", name="Go to the assessment").click()
    expect(page.get_by_role("button", name="Begin the assessment")).to_be_visible()
    page.goto(f"{host.root}")
    expect(page.locator(".rows li", has_text="Negotiation")).to_contain_text("Not begun.")


def test_nothing_is_said_of_a_choice_and_nobody_goes_back(host: Serving, page: Page) -> None:
    frames: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))),
    )
    root, played, way = begun(page, host)
    played.take(way[0])
    root.get_by_text("What happened so far").click()
    expect(root.get_by_role("button", name="Go back to this moment")).to_have_count(0)
    scenario = COURSE.case(CASE).parsed().scenario
    assert scenario
    told = "".join(frames)
    for scene in scenario.scenes:
        for choice in scene.choices:
            assert choice.because[:60] not in told


def test_who_leaves_comes_back_to_the_same_place_and_begins_no_second(
    host: Serving, page: Page
) -> None:
    root, played, way = begun(page, host)
    played.take(way[0])
    here = root.locator("[data-heading]").inner_text()
    page.goto(f"{host.root}assessment/{MODULE}")
    expect(page.locator(".standing")).to_contain_text(f"In progress, at: {here}")
    page.get_by_role("link", name="Continue where you left off").click()
    root.get_by_role("button", name="Continue where you left off").click()
    expect(root.locator("[data-heading]")).to_have_text(here)


def test_reflections_are_kept_as_they_are_typed_beside_all_that_happened(
    host: Serving, page: Page
) -> None:
    root = reflecting(page, host)
    expect(root.locator(".cpd-happened")).to_have_attribute("open", "")
    expect(root.locator(".cpd-happened")).to_contain_text("Words of my own.")
    page.set_viewport_size(NARROW)  # a tablet that is turned: the boxes come first
    expect(root.locator(".cpd-happened")).not_to_have_attribute("open", "")
    page.set_viewport_size(WIDE)
    expect(root.locator(".cpd-happened")).to_have_attribute("open", "")
    for criterion in CRITERIA:
        root.get_by_label(criterion).fill(REFLECTION)
    expect(root.locator(".cpd-count").first).to_have_text("16 words")
    expect(root.locator(".cpd-draft").last).to_have_text("Draft kept")
    page.reload()
    root.get_by_role("button", name="Continue where you left off").click()
    expect(root.get_by_label("Action")).to_have_value(REFLECTION)


def test_what_may_tell_who_somebody_is_is_said_and_stops_nobody(host: Serving, page: Page) -> None:
    root = reflecting(page, host)
    box = root.get_by_label("Evidence")
    box.fill("Then Chidi Okonjo, who lives at 4 Mill Lane, told me.")
    doubt = root.locator(".cpd-doubt").first
    expect(doubt).to_contain_text("“Chidi Okonjo”")
    expect(doubt).to_contain_text("“lives at 4 Mill Lane”")
    # Read out with the box, and once when it is found.
    assert str(doubt.get_attribute("id")) in str(box.get_attribute("aria-describedby"))
    expect(page.locator("#status")).to_contain_text("This may tell who somebody is")
    box.fill("Then Darius told me.")
    expect(doubt).to_be_empty()
    hold_to_account(page)


def test_it_is_submitted_once_after_a_look_at_what_is_sent(host: Serving, page: Page) -> None:
    root = reflecting(page, host)
    for criterion in CRITERIA[:-1]:
        root.get_by_label(criterion).fill(REFLECTION)
    root.get_by_role("button", name="See what will be sent").click()
    expect(root.get_by_role("heading", level=2)).to_have_text("This is what will be sent")
    expect(root.get_by_text("Nothing is written here yet.")).to_be_visible()
    hold_to_account(page)
    root.get_by_role("button", name="Submit", exact=True).click()
    expect(root.locator(".cpd-notice")).to_contain_text("Nothing is written yet under: Action")
    root.get_by_role("button", name="Go back and write on").click()
    root.get_by_label("Action").fill("On Monday I ask him first. <b>Ada</b> & I look again in May.")
    root.get_by_role("button", name="See what will be sent").click()
    expect(root.get_by_text("<b>Ada</b> & I look again in May.")).to_be_visible()
    root.get_by_role("button", name="Submit", exact=True).dblclick()
    expect(root.get_by_role("heading", level=2)).to_have_text("Submitted")
    digest = root.locator(".cpd-receipt code").inner_text()
    assert re.fullmatch(r"[0-9a-f]{64}", digest)
    hold_to_account(page)
    root.get_by_role("link", name="Go to this assessment’s page").click()
    expect(page.locator(".receipts")).to_contain_text(digest)
    expect(page.locator(".standing")).to_contain_text("Submitted.")
    hold_to_account(page)
    page.goto(f"{host.root}assessment/{MODULE}/take")
    expect(root.get_by_role("heading", level=2)).to_have_text(
        "This assessment is not open to you now"
    )
    hold_to_account(page)


def test_a_safeguarding_assessment_waits_for_the_lead(host: Serving, page: Page) -> None:
    page.goto(f"{host.root}assessment/safeguarding")
    expect(page.locator(".standing")).to_contain_text(
        "opens when your school’s safeguarding lead has confirmed"
    )
    expect(page.get_by_role("link", name="Go to the assessment")).to_have_count(0)
    page.goto(f"{host.root}assessment/safeguarding/take")
    expect(page.get_by_role("button", name="Begin the assessment")).to_have_count(0)


def test_an_assessment_that_is_not_there(host: Serving, page: Page) -> None:
    page.goto(f"{host.root}assessment/juggling")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such assessment")
