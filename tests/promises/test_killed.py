"""The host, or the kernel, is killed in the middle of a choice: the page comes back by itself and
says so, the choice is in the record once, and what was being written is still in its box."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import expect

from mentor_cpd.records.store import Store
from tests.browser.conftest import Window
from tests.promises.mentor import AWAY, BACK, Mentor, one_module
from tests.promises.wire import PassOn, Wire, pass_on, wired
from tests.serving import Serving, serving, until

# When death comes: before the choice arrives, so long after it (in seconds), while the record is
# being written, or once it is saved and nobody has heard so.
MOMENTS = ("before", "0", "0.02", "writing", "unheard")
MOST = 3
"""A page that has to open itself again and again within a minute leaves it to its person."""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("school")
    with serving(one_module(folder / "course"), folder / "data") as host:
        host.set_up()
        yield host


def test_a_kernel_killed_at_any_moment_of_a_choice(host: Serving, window: Window) -> None:
    with wired(host) as (reached, wire):
        host.add("kit")
        mentor = Mentor(window(reached, "kit"), reached, "kit").start()
        for number, moment in enumerate(MOMENTS, 1):
            mentor.choose()
            mentor.write(f"What I was about to wri {moment}")
            (kernel,) = until(lambda: len(host.kernels()) == 1 and host.kernels())
            click_and_kill(mentor, wire, moment, kernel.kill)
            mentor.said("Opening the page again…", BACK)
            is_whole(mentor, f"What I was about to wri {moment}")
            if number == MOST:
                mentor.comes_again()


def test_a_host_killed_at_any_moment_of_a_choice(tmp_path: Path, window: Window) -> None:
    """And started again on the same port and record, with the page open all the while."""
    course, data = one_module(tmp_path / "course"), tmp_path / "data"
    with ExitStack() as running:
        host = running.enter_context(serving(course, data))
        host.set_up()
        host.add("ada")
        reached, wire = running.enter_context(wired(host))
        mentor = Mentor(window(reached, "ada"), reached, "ada").start()
        for number, moment in enumerate(MOMENTS, 1):
            mentor.choose()
            mentor.write(f"What I was about to wri {moment}")
            orphans = host.kernels()
            click_and_kill(mentor, wire, moment, host.process.kill)
            mentor.said(AWAY)
            host = running.enter_context(serving(course, data, "--port", str(wire.host_port)))
            mentor.said(AWAY, BACK)
            is_whole(mentor, f"What I was about to wri {moment}")
            psutil.wait_procs(orphans, timeout=20)
            assert not [orphan for orphan in orphans if orphan.is_running()]
            if number == MOST:
                mentor.comes_again()


def click_and_kill(mentor: Mentor, wire: Wire, moment: str, kill: Callable[[], None]) -> None:
    """Click the next choice, and have whoever is to record it die at that moment."""
    dead: list[str] = []

    def asked(message: dict[str, Any], passes: PassOn) -> None:
        if message.get("do") != "choose" or dead or moment == "unheard":
            return passes()
        dead.append(moment)
        if moment == "before":
            kill()
            return None
        passes()
        time.sleep(0.2 if moment == "writing" else float(moment))
        return kill()

    def answered(message: dict[str, Any], passes: PassOn) -> None:
        if message.get("state") == "saved" and moment == "unheard" and not dead:
            dead.append(moment)
            return kill()
        return passes()

    with ExitStack() as held:
        if moment == "writing":  # nobody can commit until this has ended
            store = held.enter_context(Store.open(mentor.host.store_url, migrate=False))
            held.enter_context(store.writing())
        mentor.listen()
        wire.asked, wire.answered = asked, answered
        mentor.click()
        until(lambda: dead, why="the choice never went by")
    wire.asked = wire.answered = pass_on


def is_whole(mentor: Mentor, written: str) -> None:
    mentor.arrives()
    expect(mentor.box).to_have_value(written)
    mentor.lost_nothing()
