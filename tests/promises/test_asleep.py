"""A machine falls asleep in the middle of a choice, the server's or the mentor's or both at once:
on waking the page goes on by itself or leads to signing in, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psutil
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Window
from tests.promises.clockwork import Clocks
from tests.promises.mentor import AWAY, BACK, LOST, Mentor, one_module
from tests.promises.wire import wired
from tests.serving import Serving, serving

MINUTE = 60.0
HOUR = 60 * MINUTE
WRITTEN = "What I was about to wri"


@pytest.fixture(scope="module")
def clocks(tmp_path_factory: pytest.TempPathFactory) -> Clocks:
    return Clocks(tmp_path_factory.mktemp("machine") / "clocks")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, clocks: Clocks) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("school")
    course = one_module(folder / "course")
    with serving(course, folder / "data", command=clocks.command) as host:
        host.set_up()
        yield host


def mentor_of(host: Serving, window: Window, account: str) -> Mentor:
    """Somebody in the middle of the case, who has written something beside it."""
    host.add(account)
    mentor = Mentor(window(host, account), host, account).start()
    mentor.choose()
    mentor.write(WRITTEN)
    return mentor


@contextmanager
def asleep(*processes: psutil.Process) -> Iterator[None]:
    """Nothing of them runs."""
    with ExitStack() as waking:
        for process in processes:
            process.suspend()
            waking.callback(process.resume)
        yield


def server(host: Serving) -> list[psutil.Process]:
    return [psutil.Process(host.process.pid), *host.kernels()]


def pages(browser: Browser) -> list[psutil.Process]:
    """The processes in which the browser's pages live."""
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return [psutil.Process(one["id"]) for one in found if one["type"] == "renderer"]


def test_a_server_that_sleeps_for_longer_than_a_page_waits(host: Serving, window: Window) -> None:
    mentor = mentor_of(host, window, "ada")
    mentor.listen()
    with asleep(*server(host)):
        mentor.click()
        mentor.said(LOST, AWAY)
    mentor.said(AWAY, "Reconnected")
    mentor.arrives()
    expect(mentor.box).to_have_value(WRITTEN)
    mentor.lost_nothing()


def test_a_laptop_that_sleeps_over_lunch_with_server_and_browser_on_it(
    host: Serving, window: Window, browser: Browser, clocks: Clocks
) -> None:
    """Whether or not its clock of waking time goes on meanwhile, as on some systems."""
    mentor = mentor_of(host, window, "ben")
    for counts in (False, True):
        mentor.click()
        with asleep(*server(host), *pages(browser)):
            clocks.sleep(15 * MINUTE, counts=counts)
        mentor.arrives()
        expect(mentor.box).to_have_value(WRITTEN)
        mentor.choose()
        mentor.lost_nothing()


def test_a_laptop_that_sleeps_for_a_night_signs_its_person_out_and_keeps_what_they_wrote(
    host: Serving, window: Window, browser: Browser, clocks: Clocks
) -> None:
    mentor = mentor_of(host, window, "cat")
    mentor.keep("What I would say tomorrow.")
    with asleep(*server(host), *pages(browser)):
        clocks.sleep(9 * HOUR, counts=False)
    mentor.signs_in_again()
    expect(mentor.box).to_have_value("What I would say tomorrow.")
    mentor.choose()
    mentor.lost_nothing()


def test_a_page_that_sleeps_until_its_place_was_given_to_others(
    host: Serving, window: Window, browser: Browser, clocks: Clocks
) -> None:
    """Its sockets are dead when it wakes, and its kernel has been ended."""
    with wired(host) as (reached, wire):
        mentor = mentor_of(reached, window, "dev")
        mentor.listen()
        mentor.click()
        with asleep(*pages(browser)):
            wire.cut()
            host.seats()  # by the time it answers, it has seen the cut
            clocks.sleep(2 * MINUTE, counts=True)  # a line that was lost is waited for 60 s
            host.no_kernels()
        mentor.said(BACK)
        mentor.arrives()
        expect(mentor.box).to_have_value(WRITTEN)
        mentor.lost_nothing()
