"""With a keyboard and nothing else: a mentor's whole afternoon, an assessment, a trainer's
evening at the desk, and an administrator's morning."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from mentor_cpd.scenario.model import Scenario
from mentor_cpd.scenario.play import Step, play
from mentor_cpd.scenario.testplan import read_testplan, run
from tests.assess.making import GOOD
from tests.browser.conftest import Window
from tests.browser.keys import Keys
from tests.browser.one_module import CASE, MODULE, course_of
from tests.browser.walking import COURSE, scenario_of
from tests.host.desk_school import School, alias, school
from tests.practice.playing import case
from tests.serving import PASSWORD, Serving, serving

WHY = "Before you see what comes of it"
REFLECT = "Your reflections"
WRITE = ("Say it in your own words", "Write the record")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("school")
    with serving(course_of(folder / "course", MODULE.name), folder / "data") as host:
        host.set_up()
        yield host


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with school(tmp_path_factory.mktemp("small")) as opened:
        yield opened


def signed_in(window: Window, host: Serving, account: str) -> Keys:
    """From the first press on the sign-in page."""
    page = window(host, reduced_motion="reduce")
    page.goto(host.root)
    keys = Keys(page)
    keys.types("Account name", account)
    keys.types("Password", PASSWORD)
    keys.press("Show password", "Space")
    expect(page.locator("[role=status]")).to_have_text("Your password can be seen")
    keys.press("Sign in")
    keys.opens("My learning")
    return keys


def past_the_header(keys: Keys) -> None:
    """The first stop of a page leads past everything that all pages have."""
    keys.page.evaluate("() => document.activeElement.blur()")
    keys.hits("Tab")
    skip = keys.page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    keys.hits("Enter", "Tab")
    assert keys.page.evaluate(
        "() => document.querySelector('main').contains(document.activeElement)"
    )


def pauses(keys: Keys) -> None:
    """A panel holds the keyboard while it is open, and gives it back where it was."""
    keys.page.evaluate("() => scrollTo(0, 0)")
    pause = keys.page.get_by_role("button", name="Pause")
    keys.to("Pause", back=True)
    keys.hits("Enter")
    panel = keys.page.get_by_role("dialog", name="Paused")
    expect(panel.get_by_role("button", name="Go on with the case")).to_be_focused()
    for _press in range(6):
        keys.hits("Tab")
        # Between its last and its first stop the browser's own bars have the focus.
        inside = "document.activeElement.closest('dialog, body:not(:has(:focus))') !== null"
        assert keys.page.evaluate(inside)
    keys.hits("Escape")
    expect(panel).to_be_hidden()
    expect(pause).to_be_focused()


def plays(keys: Keys, way: tuple[Step, ...], titles: dict[str, str], *, after: str = "") -> None:
    """Every step of a way, to its ending or to what comes ``after`` it. The first time that one
    is asked why one says it, and then no more."""
    says_why = True
    ends = {way[-1].to: after} if after else {}
    titles = titles | ends
    for step in way:
        keys.to_one(f'[data-choice="{step.choice}"]')
        keys.hits("Enter")
        came = keys.arrives(WHY, *WRITE, titles[step.to])
        if came == WHY:
            explains(keys, says_why)
            says_why = False
            came = keys.arrives(*WRITE, titles[step.to])
        if came in WRITE:
            keys.to_one("textarea")
            keys.page.keyboard.type("I said it as I would say it.")
            keys.press("Save this and go on")
            keys.arrives(titles[step.to])


def explains(keys: Keys, says_why: bool) -> None:
    if not says_why:
        return keys.press("Go on without saying")
    keys.to_one("[type=radio]")
    keys.hits("Space", "ArrowRight", "ArrowRight")
    chosen = keys.page.locator("[type=radio]:checked")
    expect(chosen).to_be_focused()
    keys.hits("Tab")
    keys.page.keyboard.type("Because side by side is easier.")
    return keys.press("Save this and go on")


def a_way(scenario: Scenario, *, writing: bool) -> tuple[Step, ...]:
    """A plan of the case's own, the first on which one is asked to write (or is not)."""
    text = COURSE.case(scenario.id).testplan()
    assert text
    paths = [run(plan, scenario).path for plan in read_testplan(text).plans]
    writes = {c.id for scene in scenario.scenes for c in scene.choices if c.asks}
    return next(path for path in paths if writing == bool({s.choice for s in path} & writes))


def test_a_mentors_whole_afternoon(host: Serving, window: Window) -> None:
    """From sign-in through a whole case to its debrief, and what one made of it in the journal."""
    host.add("kai")
    scenario = scenario_of(CASE)
    titles = {scene.id: scene.title for scene in scenario.scenes}
    way = a_way(scenario, writing=True)
    keys = signed_in(window, host, "kai")
    past_the_header(keys)
    keys.to_one('main a[href$="/module/listening"]')
    keys.hits("Enter")
    keys.opens("Listening")
    keys.to_one(".cpd-player button.cpd-main")
    keys.hits("Enter")
    keys.arrives(titles[scenario.start.id])
    pauses(keys)
    plays(keys, way, titles)
    keys.arrives(titles[way[-1].to])
    debrief = keys.page.get_by_role("region", name="Looking back")
    expect(debrief).to_contain_text("Because side by side is easier.")
    expect(debrief).to_contain_text("I said it as I would say it.")
    keys.to_one(".cpd-scroll")  # the picture of the way, which scrolls by the arrows
    keys.press("Your path in words", "Space")
    expect(debrief.locator(".cpd-steps")).to_be_visible()
    keys.press("Open all")
    keys.to_one(".cpd-term")
    keys.hits("Enter")
    expect(debrief.locator(".cpd-term[aria-expanded=true]:focus")).to_be_visible()
    keys.hits("Enter")
    expect(debrief.locator(".cpd-term[aria-expanded=true]")).to_have_count(0)

    journal = keys.page.locator(".cpd-journal")
    keys.to_one(".cpd-journal textarea")
    keys.page.keyboard.type("I waited, and he talked.")
    keys.to_one(".cpd-journal button[type=submit]")
    keys.hits("Enter")
    expect(journal.locator(".cpd-entries")).to_contain_text("I waited, and he talked.")
    keys.somewhere()
    keys.to("Leave now", back=True)
    keys.hits("Enter")
    keys.opens("My learning")
    keys.press("Sign out")
    keys.opens("Sign in")


def test_an_assessment_to_its_receipt(small: School, window: Window) -> None:
    keys = signed_in(window, small.host, "ada")
    keys.press("Listening: assessment")
    keys.opens("Listening: assessment")
    keys.press("Go to the assessment")
    keys.goes("assessment/listening/take")
    keys.press("Begin the assessment")
    scenario = case()
    titles = {scene.id: scene.title for scene in scenario.scenes}
    keys.arrives(scenario.start.title)
    plays(keys, play(scenario, *GOOD).line, titles, after=REFLECT)
    keys.press("See what will be sent")
    keys.arrives("This is what will be sent")
    keys.press("Submit")
    keys.told("Nothing is written yet under")
    keys.press("Go back and write on")
    keys.arrives(REFLECT)
    for criterion in ("Evidence", "The child’s view", "Action"):
        keys.types(criterion, "What he said, and what I would do on Monday.")
    keys.press("See what will be sent")
    keys.arrives("This is what will be sent")
    keys.press("Submit")
    keys.arrives("Submitted")
    expect(keys.page.locator(".cpd-receipt code")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    keys.press("Go to this assessment’s page")
    keys.opens("Listening: assessment")


def test_a_trainers_evening_at_the_desk(small: School, window: Window) -> None:
    """One submission: with a mistake first, then marked, released; the focus tells of each."""
    work = small.hands_in("ben", *GOOD)
    keys = signed_in(window, small.host, "tess")
    keys.press("Desk")
    keys.opens("Desk")
    keys.press(alias(work))
    keys.goes(f"desk/{work}")
    keys.press("Done")
    keys.told("There is a problem")
    keys.to_one("[role=alert] a")
    keys.hits("Enter")
    expect(keys.page.locator("fieldset.levels :focus")).to_be_visible()
    for group in range(keys.page.locator("fieldset.levels").count()):
        if group:
            keys.to_one("fieldset.levels input")
        keys.hits("2" if group % 2 else "1", "ArrowDown")
        keys.hits("Tab")
        keys.page.keyboard.type("You wrote what he said, and what you make of it.")
    for label in ("One strength", "One change", "One practice task"):
        keys.types(label, "In one sentence.")
    expect(keys.page.locator("#status")).to_have_text("Saved")
    keys.press("Done")
    keys.told("")
    assert small.submission(work).agreed

    keys.page.goto(f"{small.host.root}desk")
    keys.press("Done")
    keys.goes("desk?state=done")
    keys.press(f"Release {alias(work)}", "Space")
    keys.press("Release what is ticked")
    keys.opens("Release these?")
    keys.press("Release it now")
    keys.told("1 was released.")


def test_an_administrators_morning(small: School, window: Window) -> None:
    """Somebody is added, with a mistake first; a setting is changed."""
    small.add("ivy", "administrator")
    keys = signed_in(window, small.host, "ivy")
    keys.press("People")
    keys.opens("People")
    keys.types("Full name", "Nia New")
    keys.press("Add and make a link")
    keys.told("There is a problem")
    keys.to_one("[role=alert] a")
    keys.hits("Enter")
    expect(keys.page.get_by_label("Account name")).to_be_focused()
    keys.page.keyboard.type("nia")
    keys.press("Trainer: marks at the desk", "Space")
    keys.press("Add and make a link")
    link = keys.page.get_by_label("Link for Nia New (nia)")
    expect(link).to_be_visible()
    keys.somewhere()

    keys.press("Settings")
    keys.opens("Settings")
    keys.types("Deputy: telephone number", "at the gate")
    keys.press("Save these settings")
    keys.told("There is a problem")
    keys.to_one("[role=alert] a")
    keys.hits("Enter")
    expect(keys.page.get_by_label("Deputy: telephone number")).to_be_focused()
    keys.hits("ControlOrMeta+a")
    keys.page.keyboard.type("01632 960 002")
    keys.press("Save these settings")
    keys.told("Saved.")
