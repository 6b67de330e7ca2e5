"""The Player in the real page: played, left, come back to, and by keyboard alone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Locator, Page, WebSocket, WebSocketRoute, expect

from mentor_cpd.records.people import People
from mentor_cpd.records.store import Store
from tests.browser.conftest import NARROW, Window, hold_to_account
from tests.browser.looking import twice_the_text
from tests.practice.playing import COURSE, case, somebody_writing
from tests.serving import Serving, serving
from tests.ui.unsaid import commentary, scenes

ACCOUNTS = (
    "ada",
    "ben",
    "cat",
    "dev",
    "eve",
    "fay",
    "gus",
    "hal",
    "ida",
    "jan",
    "kit",
    "lou",
    "mia",
    "ned",
    "oda",
)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("school")
    course = Path(shutil.copytree(COURSE, folder / "course"))
    with serving(course, folder / "data") as host:
        host.set_up()
        for account in ACCOUNTS:
            host.add(account)
        yield host


def open_case(page: Page, host: Serving) -> Page:
    page.goto(f"{host.root}module/listening")
    expect(heading(page)).to_be_visible()
    return page


def start(page: Page, host: Serving) -> Page:
    open_case(page, host)
    page.get_by_role("button", name="Start", exact=True).click()
    at(page, "A corner table")
    return page


def heading(page: Page) -> Locator:
    return page.locator(".cpd-player [data-heading]")


def at(page: Page, title: str) -> None:
    expect(heading(page)).to_have_text(title)


def choose(page: Page, choice: str, to: str, *, key: bool = False) -> None:
    """Take a choice; at a key decision, go on without saying why."""
    page.locator(f'[data-choice="{choice}"]').click()
    if key:
        page.get_by_role("button", name="Go on without saying").click()
    at(page, to)


def to_the_record(page: Page) -> None:
    choose(page, "sit-beside", "The stamps", key=True)
    choose(page, "tell-together", "A quiet desk", key=True)
    choose(page, "write-it", "Write the record")


def says(page: Page, words: str) -> None:
    expect(page.locator("#status")).to_have_text(re.compile(words))


def words_box(page: Page) -> Locator:
    return page.get_by_label("The exact words")


def record(host: Serving) -> Store:
    return Store.open(f"sqlite:///{host.data / 'record.sqlite'}", migrate=False)


def person(store: Store, account: str) -> str:
    return People(store).get(account).id


def chosen(host: Serving, account: str) -> list[str]:
    with record(host) as store:
        events = store.events(person=person(store, account), kinds=["chose"])
        return [event.body["choice"] for event in events]


# By keyboard alone.


def press_to(page: Page, name: str) -> None:
    """Tab to the control of that name, and press it."""
    for _press in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.ariaLabel ?? e.labels?.[0]?.innerText ?? e.innerText }"
        )
        if here.strip() == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never came to {name!r}")


def arrives(page: Page, title: str) -> None:
    """The heading of what is new has the focus, and is in view."""
    at(page, title)
    expect(heading(page)).to_be_focused()
    expect(heading(page)).to_be_in_viewport()


def test_a_case_is_played_from_note_to_debrief_by_keyboard_alone(
    host: Serving, window: Window
) -> None:
    page = open_case(window(host, "ada", reduced_motion="reduce"), host)
    press_to(page, "Start")
    arrives(page, "A corner table")
    press_to(page, "Say nothing, pull up a chair, and pick up a stamp.")
    arrives(page, "Before you see what comes of it")
    for key in ("Tab", "Space", "ArrowRight", "ArrowRight", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("Because side by side is easier.")
    press_to(page, "Save this and go on")
    arrives(page, "The stamps")
    press_to(page, "“I’d like Mr Rowe to know. Shall we work out together what to say?”")
    arrives(page, "Before you see what comes of it")
    press_to(page, "Go on without saying")
    arrives(page, "A quiet desk")
    press_to(page, "Write down what Sam said, before the end of the day.")
    arrives(page, "Write the record")
    press_to(page, "What you have just seen and heard")
    page.keyboard.press("Tab")
    page.keyboard.type("Tuesday, 12.50")
    press_to(page, "Save this and go on")
    arrives(page, "The walk to registration")
    debrief = page.locator(".cpd-looking-back")
    expect(debrief).to_contain_text("Because side by side is easier.")
    expect(debrief).to_contain_text("How sure are you? Fairly sure.")
    expect(debrief).to_contain_text("Tuesday, 12.50")
    press_to(page, "Open all")
    press_to(page, "Try from here: The stamps")
    arrives(page, "The stamps")


# What every stage is held to.


def test_every_stage_is_held_to_account(host: Serving, window: Window) -> None:
    page = open_case(window(host, "ben"), host)
    hold_to_account(page)
    page.get_by_role("button", name="Start", exact=True).click()
    at(page, "A corner table")
    hold_to_account(page)
    page.get_by_role("button", name="Pause").click()
    hold_to_account(page)
    page.keyboard.press("Escape")
    page.locator("[data-choice=promise]").click()
    at(page, "Before you see what comes of it")
    hold_to_account(page)
    page.get_by_role("button", name="Go on without saying").click()
    at(page, "All of it")
    page.get_by_text("What happened so far").click()
    hold_to_account(page)
    choose(page, "thank", "The stamps")
    choose(page, "take-it-back", "A quiet desk", key=True)
    page.locator("[data-choice=write-it]").click()
    at(page, "Write the record")
    page.get_by_role("button", name="Save this and go on").click()
    expect(page.locator(".cpd-notice")).to_contain_text("Nothing has been written yet.")
    expect(page.locator(".cpd-notice")).to_be_focused()
    hold_to_account(page)
    says(page, "Not saved")
    words_box(page).fill("“They changed the group chat and they didn’t add me to it.”")
    says(page, "^Saved")
    page.get_by_role("button", name="Save this and go on").click()
    at(page, "The walk to registration")
    hold_to_account(page)


def test_heading_and_first_choice_are_in_view_together(host: Serving, window: Window) -> None:
    page = start(window(host, "cat", reduced_motion="reduce"), host)
    for choice, to in (("ask-lunch", "A shrug"), ("stamp", "The stamps")):
        expect(heading(page)).to_be_in_viewport(ratio=1)
        expect(page.locator(".cpd-choice").first).to_be_in_viewport(ratio=1)
        choose(page, choice, to, key=choice == "ask-lunch")
    expect(heading(page)).to_be_in_viewport(ratio=1)
    lines = page.evaluate(
        """() => [...document.querySelectorAll(".cpd-told p")].map((p) => {
            const style = getComputedStyle(p);
            const canvas = document.createElement("canvas").getContext("2d");
            canvas.font = style.font;
            const sample = "Sam has been stamping the same date on scrap paper for ten minutes.";
            return p.clientWidth / canvas.measureText(sample).width * sample.length;
        })"""
    )
    assert max(lines) < 75


def test_pausing_covers_the_story_and_gives_the_focus_back(host: Serving, window: Window) -> None:
    page = start(window(host, "cat"), host) if not chosen(host, "cat") else go_on(window, host)
    pause = page.get_by_role("button", name="Pause")
    pause.click()
    panel = page.get_by_role("dialog", name="Paused")
    expect(panel).to_contain_text("Mrs Okafor, Designated Safeguarding Lead: 01632 960 001")
    expect(panel).to_contain_text("Samaritans")
    covered = page.evaluate(
        "() => !!document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest('dialog')"
    )
    assert covered
    page.get_by_role("button", name="Go on with the case").click()
    expect(panel).to_be_hidden()
    expect(pause).to_be_focused()
    page.get_by_role("link", name="Leave now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My learning")
    expect(page.get_by_text("You are in “Too quiet in the library”")).to_be_visible()


def go_on(window: Window, host: Serving, account: str = "cat") -> Page:
    page = open_case(window(host, account), host)
    page.get_by_role("button", name="Continue where you left off").click()
    return page


def test_the_way_out_and_pause_fit_beside_each_other_at_320_pixels(
    host: Serving, window: Window
) -> None:
    page = start(window(host, "dev", viewport=NARROW), host)
    # Measured together: the page scrolls to the scene's heading, perhaps just now.
    tops = "([pause, leave]) => [pause, leave].map((one) => one.getBoundingClientRect().top)"
    pause = page.get_by_role("button", name="Pause")
    leave = page.get_by_role("link", name="Leave now")
    pause_top, leave_top = page.evaluate(tops, [pause.element_handle(), leave.element_handle()])
    assert pause_top == leave_top
    box = pause.bounding_box()
    assert box and box["height"] >= 24


# Nothing is lost, and nothing counts twice.


def test_a_double_click_takes_one_choice(host: Serving, window: Window) -> None:
    page = start(window(host, "eve"), host)
    page.locator("[data-choice=ask-lunch]").dblclick()
    at(page, "Before you see what comes of it")
    page.get_by_role("button", name="Go on without saying").click()
    at(page, "A shrug")
    assert chosen(host, "eve") == ["ask-lunch"]


def test_going_back_shows_the_moment_and_keeps_the_first_instinct(
    host: Serving, window: Window
) -> None:
    page = start(window(host, "fay"), host)
    choose(page, "promise", "All of it", key=True)
    page.get_by_text("What happened so far").click()
    page.get_by_role("button", name="Go back to this moment: A corner table").click()
    at(page, "A corner table")
    choose(page, "ask-lunch", "A shrug", key=True)
    choose(page, "press", "The bag")
    looking_back = page.get_by_role("region", name="Looking back Too quiet in the library")
    first_instincts = page.get_by_role("heading", name="Your first instincts")
    instincts = looking_back.locator("section").filter(has=first_instincts)
    expect(instincts).to_contain_text("First: “You can tell me anything. It stays between us.”")
    assert chosen(host, "fay") == ["promise", "ask-lunch", "press"]


def test_a_draft_is_kept_across_a_reload_and_from_another_browser(
    host: Serving, window: Window
) -> None:
    page = start(window(host, "gus"), host)
    to_the_record(page)
    words_box(page).press_sequentially("They changed the group")
    expect(page.get_by_text("Draft kept")).to_be_visible()
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    page.reload()
    page.get_by_role("button", name="Continue where you left off").click()
    expect(words_box(page)).to_have_value("They changed the group")
    elsewhere = go_on(window, host, "gus")
    expect(words_box(elsewhere)).to_have_value("They changed the group")
    words_box(elsewhere).fill("They changed the group chat")
    elsewhere.get_by_role("button", name="Save this and go on").click()
    at(elsewhere, "The walk to registration")
    with record(host) as store:
        assert store.drafts(person(store, "gus")) == {}


def test_the_second_tab_is_told_and_what_was_typed_there_is_shown(
    host: Serving, window: Window
) -> None:
    first = start(window(host, "hal"), host)
    to_the_record(first)
    second = first.context.new_page()
    open_case(second, host).get_by_role("button", name="Continue where you left off").click()
    words_box(second).fill("Something else")
    words_box(first).fill("They changed the group chat and they didn’t add me to it.")
    first.get_by_role("button", name="Save this and go on").click()
    at(first, "The walk to registration")
    words_box(second).fill("Something else altogether")
    second.get_by_role("button", name="Save this and go on").click()
    notice = second.locator(".cpd-notice")
    expect(notice).to_contain_text("This was carried on in another tab or on another device")
    expect(notice).to_be_focused()
    notice.get_by_text("What you had written here").click()
    expect(notice).to_contain_text("Something else altogether")
    at(second, "The walk to registration")


def test_when_it_cannot_be_saved_one_stays_and_can_try_again(host: Serving, window: Window) -> None:
    page = start(window(host, "ida"), host)
    with record(host) as store, somebody_writing(store):
        page.locator("[data-choice=ask-lunch]").click()
        notice = page.locator(".cpd-notice")
        expect(notice).to_contain_text("Not saved. You are where you were")
        says(page, "Not saved")
        at(page, "A corner table")
    choose(page, "ask-lunch", "A shrug", key=True)
    expect(notice).to_have_count(0)
    says(page, "Saved")
    assert chosen(host, "ida") == ["ask-lunch"]


@pytest.mark.parametrize("lost", ["there", "back"])
def test_a_choice_that_is_lost_on_the_line_is_asked_again_and_counts_once(
    host: Serving, window: Window, lost: str
) -> None:
    account = {"there": "mia", "back": "ned"}[lost]
    page = window(host, account)
    losses: list[str] = []

    def pass_on(line: WebSocketRoute) -> None:
        """The first choice, or else the answer to it, is lost together with its line."""
        server = line.connect_to_server()

        def lose(frame: str | bytes) -> None:
            losses.append(str(frame))
            line.close(code=1011)

        def out(frame: str | bytes) -> None:
            if '"choose"' in str(frame) and not losses:
                if lost == "there":
                    return lose(frame)
                server.on_message(lose)
            return server.send(frame)

        line.on_message(out)
        server.on_message(line.send)

    page.route_web_socket(re.compile("/channels"), pass_on)
    start(page, host)
    choose(page, "ask-lunch", "A shrug", key=True)
    assert losses
    says(page, "Reconnected|Saved")
    assert chosen(host, account) == ["ask-lunch"]


def test_a_killed_kernel_is_resumed_at_the_box_with_its_text(host: Serving, window: Window) -> None:
    page = start(window(host, "jan"), host)
    to_the_record(page)
    words_box(page).press_sequentially("They changed the group chat")
    kernel_of(page, host).kill()
    words_box(page).press_sequentially(" and they")
    says(page, "Reconnected")
    at(page, "Write the record")
    expect(words_box(page)).to_have_value("They changed the group chat and they")
    page.get_by_role("button", name="Save this and go on").click()
    at(page, "The walk to registration")


def kernel_of(page: Page, host: Serving) -> psutil.Process:
    data = json.loads(page.locator("#page-data").text_content() or "")
    seat = data["seat"].rsplit("/", 1)[1]
    return next(kernel for kernel in host.kernels() if seat in " ".join(kernel.cmdline()))


# In a small window.


def test_looking_back_has_room_for_its_words_and_its_picture(host: Serving, window: Window) -> None:
    page = start(window(host, "oda", viewport=NARROW), host)
    choose(page, "ask-lunch", "A shrug", key=True)
    choose(page, "press", "The bag")
    page.get_by_role("button", name="Open all").click()
    more = page.get_by_text("Scroll sideways to see the rest.")
    expect(more).to_be_visible()
    page.set_viewport_size({"width": 768, "height": 640})
    expect(more).to_be_hidden()
    page.set_viewport_size(NARROW)
    with twice_the_text(page):
        widths = page.locator(".cpd-decision p:visible").evaluate_all(
            "all => all.map((one) => one.getBoundingClientRect().width)"
        )
        assert min(widths) > NARROW["width"] / 2
        assert page.evaluate("() => document.documentElement.scrollWidth") == NARROW["width"]


# What reaches the page.


def test_the_line_carries_no_other_scene_and_no_commentary_before_the_debrief(
    host: Serving, window: Window
) -> None:
    page = window(host, "kit")
    frames: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: frames.append(str(data)))

    page.on("websocket", listen)
    start(page, host)
    choose(page, "sit-beside", "The stamps", key=True)
    choose(page, "tell-together", "A quiet desk", key=True)
    page.locator("[data-choice=corridor]").click()
    at(page, "Say it in your own words")
    told = "\n".join(json.dumps(json.loads(frame), ensure_ascii=False) for frame in frames)
    assert "Sam has been stamping the same date" in told
    hidden = scenes(case())
    for unseen in ("a-shrug", "all-of-it", "the-bag", "the-walk-to-registration"):
        assert [words for words in hidden[unseen] if words in told] == []
    assert [words for words in commentary(case()) if words in told] == []
    assert "_esm" in told
    assert "import " not in told
    page.get_by_label("What you would say or write").fill("Can we talk somewhere quieter?")
    page.get_by_role("button", name="Save this and go on").click()
    at(page, "The walk to registration")  # and now the page may say what an expert sees
    expect(page.locator(".cpd-looking-back")).to_contain_text("He is told, and so is whoever")


def test_another_case_can_be_skipped_to_and_not_now_goes_home(
    host: Serving, window: Window
) -> None:
    page = open_case(window(host, "lou"), host)
    page.get_by_text("Skip to another case").click()
    page.get_by_role("button", name="Second thoughts").click()
    at(page, "Second thoughts")
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My learning")
    assert chosen(host, "lou") == []


def test_words_that_look_like_markup_are_words_on_the_page(host: Serving, window: Window) -> None:
    page = start(window(host, "lou"), host)
    page.locator("[data-choice=ask-lunch]").click()
    nasty = "<img src=x onerror=alert(1)> *not* **bold** </textarea><script>alert(2)</script>"
    page.get_by_label("Why did you choose this?").fill(nasty)
    page.get_by_role("button", name="Save this and go on").click()
    at(page, "A shrug")
    choose(page, "press", "The bag")
    expect(page.locator(".cpd-own").first).to_have_text(nasty)
    assert page.locator(".cpd-player img, .cpd-player script").count() == 0
