"""Signed out, switched off, or somebody else by now: open pages know at once, in two browsers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from mentor_cpd.records.people import COMMAND_LINE, People
from tests.assess.making import GOOD
from tests.browser.conftest import Window, hold_to_account, sign_in
from tests.host.desk_school import School, school
from tests.serving import PASSWORD

ADMIN = "head.of.it"
WRITTEN = "He looked at the door before he answered."
COMMENT = "You waited for him. Say who else saw it."
NEW = "candle rhubarb window seat"
# No page asks by itself here, however long it waits: it has to be told.
NEVER_ASKS = """
const soon = window.setTimeout;
window.setTimeout = (what, wait, ...more) => (wait >= 9000 ? 0 : soon(what, wait, ...more));
"""

# Whoever looks every ten seconds looks ten times a second.
ASKS_OFTEN = NEVER_ASKS.replace(
    "? 0 : soon(what, wait, ...more)", "? soon(what, 100) : soon(what, wait)"
)
RETRIED = 1500  # ms: by then a line that was cut has been opened again


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with school(tmp_path_factory.mktemp("signed-out")) as opened:
        yield opened


@pytest.fixture(scope="module")
def work(made: School) -> str:
    return made.hands_in("cleo", *GOOD)


def write_in_the_module(page: Page, made: School) -> Locator:
    """Half a sentence in a box of the Player, kept as it was typed."""
    page.goto(f"{made.host.root}module/listening")
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator('[data-choice="sit-beside"]').click()
    box = page.locator("textarea[data-draft$=':why']")
    box.fill(WRITTEN)
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    return box


def write_at_the_desk(page: Page, made: School, work: str) -> None:
    page.goto(f"{made.host.root}desk/{work}")
    page.get_by_label("One strength").fill(COMMENT)
    expect(page.locator("#status")).to_have_text("Saved")


def drafts(made: School, account: str) -> list[str]:
    with made.store() as store:
        return [*store.drafts(People(store).get(account).id).values()]


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


# How it ends. Each by whoever does it, in a browser of their own.


def by_an_administrator(press: str) -> Callable[[Window, School, Page, str], None]:
    def end(window: Window, made: School, _page: Page, account: str) -> None:
        admin = window(made.host, ADMIN)
        admin.goto(f"{made.host.root}people/{made.person(account).id}")
        admin.get_by_role("button", name=press).click()
        expect(admin.locator("[data-focus]")).to_be_focused()

    return end


def by_a_new_password(window: Window, made: School, _page: Page, account: str) -> None:
    """The administrator hands a link over, and somebody chooses a password by it."""
    admin = window(made.host, ADMIN)
    admin.goto(f"{made.host.root}people/{made.person(account).id}")
    admin.get_by_role("button", name=re.compile("link")).click()
    link = admin.locator("[data-selects]").input_value()
    fresh = window(made.host)
    fresh.goto(link)
    fresh.get_by_label("Password", exact=True).fill(NEW)
    fresh.keyboard.press("Enter")
    heading(fresh, "My learning")


def in_another_tab(_window: Window, made: School, page: Page, _account: str) -> None:
    other = page.context.new_page()
    other.goto(f"{made.host.root}help")
    other.get_by_role("button", name="Sign out").click()
    heading(other, "Sign in")
    other.close()


def everywhere_from_elsewhere(window: Window, made: School, _page: Page, account: str) -> None:
    elsewhere = window(made.host, account)
    elsewhere.goto(f"{made.host.root}account")
    elsewhere.get_by_role("button", name="Sign out everywhere, here too").click()
    heading(elsewhere, "Sign in")


ENDINGS = {
    "in another tab": in_another_tab,
    "everywhere": everywhere_from_elsewhere,
    "switched off": by_an_administrator("Switch the account off"),
    "signed out by an administrator": by_an_administrator("Sign them out everywhere"),
    "a new password": by_a_new_password,
}


@pytest.mark.parametrize("ending", [*ENDINGS])
def test_every_open_page_leads_to_sign_in_at_once(
    made: School, window: Window, work: str, ending: str
) -> None:
    """The module, the desk, people and home; what was half written is the account's own, and
    whoever signs in next in that browser sees none of it."""
    account = re.sub(r"\W+", ".", f"sev {ending}")
    made.host.add(account, "mentor", "trainer", "administrator", name="Sev Kettlewell")
    page = window(made.host, account)
    page.context.add_init_script(NEVER_ASKS)
    pages = [page, *(page.context.new_page() for _ in range(3))]
    write_in_the_module(page, made)
    write_at_the_desk(pages[1], made, work)
    pages[2].goto(f"{made.host.root}people")
    pages[3].goto(made.host.root)
    heading(pages[3], "My learning")
    ENDINGS[ending](window, made, page, account)
    for one in pages:
        heading(one, "Sign in")
        expect(one.locator(".notice")).to_contain_text("You are signed out.")
        assert "Kettlewell" not in one.content()
    kept = drafts(made, account)
    assert WRITTEN in kept
    assert COMMENT in kept
    sign_in(pages[3], made.host, "ben")
    for one, where in zip(pages, ("module/listening", "desk", "people", "help"), strict=True):
        one.goto(made.host.root + where)
        expect(one.get_by_role("link", name="My account: Ben Achebe")).to_be_visible()
        none_of_it(one)
        one.go_back()
        expect(one.get_by_role("contentinfo")).to_be_visible()
        none_of_it(one)


def none_of_it(page: Page) -> None:
    boxes = page.locator("textarea, input").evaluate_all("all => all.map(one => one.value).join()")
    for words in (WRITTEN, COMMENT, "Kettlewell"):
        assert words not in page.content() + boxes, page.url


def test_whoever_comes_back_goes_on_in_the_middle_of_the_sentence(
    made: School, window: Window
) -> None:
    made.host.add("mo", name="Mo Back")
    page = window(made.host, "mo")
    write_in_the_module(page, made)
    everywhere_from_elsewhere(window, made, page, "mo")
    heading(page, "Sign in")
    page.get_by_label("Account name").fill("mo")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Continue where you left off").click()
    expect(page.locator("textarea[data-draft$=':why']")).to_have_value(WRITTEN)


@pytest.mark.parametrize("where", ["module", "desk"])
def test_signing_out_in_the_middle_of_a_word_loses_nothing(
    made: School, window: Window, work: str, where: str
) -> None:
    """What has not been sent yet goes first: afterwards nobody would take it."""
    account = f"una.{where}"
    made.host.add(account, "mentor", "trainer")
    page = window(made.host, account)
    last = f"{WRITTEN} The last words."
    if where == "module":
        write_in_the_module(page, made).fill(last)
    else:
        write_at_the_desk(page, made, work)
        page.get_by_label("One strength").fill(last)
    page.get_by_role("button", name="Sign out").click()
    heading(page, "Sign in")
    assert last in drafts(made, account)


# What could not be kept anywhere else.


def test_a_form_that_was_not_sent_waits_out_of_sight_for_whoever_wrote_it(
    made: School, window: Window
) -> None:
    made.host.add("ian", "administrator", name="Ian Half")
    page = window(made.host, "ian")
    page.goto(f"{made.host.root}people")
    page.get_by_label("Full name").fill("Zed Quarterly")
    other = page.context.new_page()
    other.goto(f"{made.host.root}help")
    other.get_by_role("button", name="Sign out").click()
    heading(page, "You are signed out")
    expect(page.locator("#here")).to_contain_text("What you wrote is still on this page")
    assert page.get_by_label("Full name").is_hidden()
    assert "Ian Half" not in page.locator("body").inner_text()
    expect(page).to_have_title("You are signed out")
    hold_to_account(page)

    sign_in(other, made.host, "ben")
    heading(page, "Somebody else is signed in now")
    assert "Quarterly" not in page.locator("body").inner_text()
    hold_to_account(page)
    other.get_by_role("button", name="Sign out").click()
    sign_in(other, made.host, "ian")
    heading(page, "People")
    expect(page.get_by_label("Full name")).to_be_visible()
    assert page.get_by_label("Full name").input_value() == "Zed Quarterly"

    other.get_by_role("button", name="Sign out").click()
    sign_in(other, made.host, "ben")
    page.get_by_role("button", name="Load again").click()
    heading(page, "This page is for administrators")


# Between the page and its server.


def test_an_answer_that_is_not_the_servers_stops_no_watch(made: School, window: Window) -> None:
    """A network that wants its own terms accepted answers once in the server's place."""
    made.host.add("joy")
    page = window(made.host, "joy")
    page.add_init_script(ASKS_OFTEN)
    page.route_web_socket("**/here/line", lambda _line: None)  # nobody tells it
    page.route(
        "**/here",
        lambda route: route.fulfill(body="<p>Accept our terms.</p>", content_type="text/html"),
        times=1,
    )
    with page.expect_response("**/here"):
        page.goto(f"{made.host.root}help")
    in_another_tab(window, made, page, "joy")
    heading(page, "Sign in")


def test_however_often_its_person_comes_back_a_page_has_one_line(
    made: School, window: Window
) -> None:
    """Whether the line still stands then, or is about to be opened again."""
    made.host.add("liv", "administrator")
    page = window(made.host, "liv")
    lines: list[WebSocketRoute] = []

    def hear(line: WebSocketRoute) -> None:
        lines.append(line)
        line.on_close(lambda _code, _reason: lines.remove(line))

    def look() -> None:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    page.clock.install()
    page.route_web_socket("**/here/line", hear)
    page.goto(f"{made.host.root}people")
    page.get_by_label("Full name").fill("Zed Quarterly")
    for cut in (False, True, True):
        if cut:
            with page.expect_response("**/here"):
                lines.pop().close(code=4000)
        page.route("**/here", lambda route: route.fulfill(status=401), times=1)
        look()
        heading(page, "You are signed out")
        look()
        heading(page, "People")
        page.clock.run_for(RETRIED)
        assert len(lines) == 1


# Other roles.


def change(made: School, account: str, *roles: str) -> None:
    with made.store() as store:
        people = People(store)
        people.set_roles(people.get(account).id, roles, by=COMMAND_LINE)


def test_a_marker_whose_role_is_taken_away_sees_the_desk_no_longer(
    made: School, window: Window, work: str
) -> None:
    made.host.add("tia", "trainer", "mentor")
    page = window(made.host, "tia")
    page.context.add_init_script(NEVER_ASKS)
    write_at_the_desk(page, made, work)
    change(made, "tia", "mentor")
    heading(page, "The desk is for those who mark")
    change(made, "tia", "mentor", "trainer")
    expect(page.get_by_label("One strength")).to_have_value(COMMENT)


def test_other_roles_do_not_disturb_whoever_is_writing(made: School, window: Window) -> None:
    """A case goes on in the middle of its sentence; a form that is still theirs is left alone."""
    made.host.add("kim", "mentor", "administrator")
    page = window(made.host, "kim")
    page.context.add_init_script(NEVER_ASKS)
    form = page.context.new_page()
    box = write_in_the_module(page, made)
    form.goto(f"{made.host.root}people")
    form.get_by_label("Full name").fill("Zed Quarterly")
    change(made, "kim", "mentor", "administrator", "trainer")
    expect(page.locator("#status")).to_have_text(re.compile("^(Reconnected|Saved)"))
    expect(page.get_by_role("link", name="Leave now")).to_be_visible()
    expect(box).to_have_value(WRITTEN)
    assert form.get_by_label("Full name").input_value() == "Zed Quarterly"
    expect(form.locator("#here")).to_be_empty()

    change(made, "kim", "mentor")
    heading(form, "You can no longer open this page")
    assert form.get_by_label("Full name").is_hidden()
    expect(form.get_by_label("What you wrote")).to_have_value("Zed Quarterly")
    hold_to_account(form)
    form.get_by_role("link", name="Go to My learning").click()
    heading(form, "My learning")
