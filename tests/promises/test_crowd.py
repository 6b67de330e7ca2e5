"""Many people at once: everybody gets in, every choice is kept once, no kernel is left.

The ten minutes with forty mentors are ``python -m benchmarks.crowd``.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from mentor_cpd.records.store import Store
from tests.crowd import MISHAPS, Crowd, Habits, Kept, compare
from tests.house import ROOT
from tests.serving import Serving, course, serving, until
from tests.tab import Tab, Trouble, Visitor

COURSE = ROOT / "tests" / "practice" / "course"
MENTORS = [f"mentor.{n}" for n in range(8)]
SECONDS = 25
SILENT = 2  # of them go without a word in the end
# Quick, and much goes wrong: each mentor meets with everything, more than once.
HURRIED = Habits(pause=(0.2, 1.2), apart=(3, 5), away=(1.0, 3.0))
CAP = 5
# Two hundred pages: six people come and go; one reloads, and each time gives up one besides.
PEOPLE, EACH, IMPATIENT = 6, 27, 19


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Serving, Crowd]]:
    """A host on which eight mentors have lived for a while, and have gone."""
    with serving(COURSE, tmp_path_factory.mktemp("crowded") / "data") as host:
        host.set_up()
        for account in MENTORS:
            host.add(account)
        crowd = Crowd(host.root, MENTORS, "listening", habits=HURRIED)

        async def live() -> None:
            await crowd.arrive()
            await crowd.play(SECONDS)
            await crowd.leave(silent=SILENT)

        asyncio.run(live())
        yield host, crowd


def test_whatever_goes_wrong_on_the_way_no_mentor_meets_an_error(
    crowded: tuple[Serving, Crowd],
) -> None:
    """They reload, lose the line in the middle of a choice, have two tabs, come back later."""
    host, crowd = crowded
    assert crowd.troubles == []
    assert host.complaints() == []
    mishaps = sum((diary.mishaps for diary in crowd.diaries), Counter[str]())
    assert all(mishaps[kind] >= 2 for kind in MISHAPS), mishaps
    states = Counter(deed.state for deed in crowd.deeds)
    assert set(states) <= {"saved", "behind", ""}
    # Where two tabs answered the same moment, one of them was told; nobody else ever was.
    assert states["behind"] >= mishaps["two tabs"] >= 2


def test_every_choice_that_was_answered_saved_is_in_the_record_once(
    crowded: tuple[Serving, Crowd],
) -> None:
    host, crowd = crowded
    with Store.open(host.store_url, migrate=False) as store:
        kept = compare(store, crowd)
        assert store.verify() == []
    assert kept == Kept(kept.saved, kept.unanswered, doubled=[], lost=[], unasked=[])
    assert kept.saved > 10 * len(MENTORS)


def test_two_hundred_pages_are_opened_and_reloaded_with_five_seats_and_nobody_is_locked_out(
    tmp_path: Path,
) -> None:
    """Seven people want the five seats, and one of them does nothing but reload."""
    people = [f"person.{n}" for n in range(PEOPLE)]
    small = course(tmp_path / "course", listening="import ipywidgets")
    with (
        # A folder of its own, so that its kernels can be told from all others.
        tempfile.TemporaryDirectory(prefix="w-") as wires,
        serving(
            small,
            tmp_path / "data",
            *("--seats", str(CAP)),
            env={"TMPDIR": wires, "TEMP": wires, "TMP": wires},
        ) as host,
    ):
        host.set_up()
        for person in (*people, "impatient"):
            host.add(person)

        async def day() -> list[list[Tab]]:
            return await asyncio.gather(
                *(come_and_go(host, person, pages=EACH) for person in people),
                reload_on_and_on(host, "impatient", pages=IMPATIENT),
            )

        try:
            opened = asyncio.run(day())
        except Trouble as trouble:
            pytest.fail("\n".join([str(trouble), *host.complaints()]))
        assert [len(tabs) for tabs in opened] == [EACH] * PEOPLE + [IMPATIENT]
        waiting = [page for tabs in opened for tab in tabs for page in tab.busy]
        assert waiting, "seven people on five seats: some have to wait"
        # All seven for a moment, while five kernels end; nobody stands in the queue twice.
        for page in waiting:
            assert 'data-page="busy"' in page
            assert re.search(r"You are number [1-7] in the queue\.", page)
            assert "This page opens by itself as soon as there is room." in page
        until(lambda: not processes_of(wires), seconds=60, why="a kernel was left")
        assert until(lambda: host.seats()["in_use"] == 0)
        assert host.seats()["waiting"] == 0
        assert host.complaints() == []


def test_of_those_who_went_away_without_a_word_no_kernel_is_left(
    crowded: tuple[Serving, Crowd],
) -> None:
    """Their seats are kept for a minute, in case they come back."""
    host, _crowd = crowded
    host.no_kernels(seconds=100)
    until(lambda: host.seats()["in_use"] == 0, seconds=5)  # its seat goes after a kernel
    assert host.seats() == {**host.seats(), "in_use": 0, "waiting": 0}


async def come_and_go(host: Serving, person: str, *, pages: int) -> list[Tab]:
    """Open a page, reload it twice, and leave; others are let in meanwhile. And again."""
    visitor = Visitor(host.root, person)
    await visitor.sign_in()
    tabs: list[Tab] = []
    for number in range(pages):
        tab = Tab(visitor, "listening")
        if number % 3 == 0:
            await tab.arrive()
        else:
            await tab.replace(tabs[-1])
        tabs.append(tab)
        if number % 3 == 2:
            await tab.leave()
    return tabs


async def reload_on_and_on(host: Serving, person: str, *, pages: int) -> list[Tab]:
    """Reload each page twice: as soon as it is there, and again before the next one is."""
    visitor = Visitor(host.root, person)
    await visitor.sign_in()
    tabs: list[Tab] = []
    for number in range(pages):
        tab = Tab(visitor, "listening")
        await give_up_on(visitor, after=0.05 * number)
        await (tab.replace(tabs[-1]) if tabs else tab.arrive())
        tabs.append(tab)
    await tabs[-1].leave()
    return tabs


async def give_up_on(visitor: Visitor, *, after: float) -> None:
    """Ask for a page, and load it again before it is there: a browser drops the first."""
    parts = urlsplit(visitor.root)
    _reading, writing = await asyncio.open_connection(parts.hostname, parts.port)
    writing.write(
        f"GET /module/listening HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        f"Cookie: {visitor.cookie_header}\r\n\r\n".encode()
    )
    await asyncio.sleep(after)
    writing.transport.abort()


def processes_of(wires: str) -> list[psutil.Process]:
    """The kernels of one host, by the list of everything that runs on this machine."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if wires in " ".join(process.info["cmdline"] or ())
    ]
