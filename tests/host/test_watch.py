"""What the host looks after by itself, and how it begins and ends."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from mentor_cpd.course import Course
from mentor_cpd.host import app, kernels, watch
from mentor_cpd.host.bundle import Bundle
from mentor_cpd.host.house import House
from mentor_cpd.host.names import Names
from mentor_cpd.host.seats import Ledger
from mentor_cpd.records.people import People
from mentor_cpd.records.store import NotSaved, Store
from tests.practice.playing import COURSE


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    course = Course(Path(shutil.copytree(COURSE, tmp_path / "course")))
    with Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}", wait=0.2) as store:
        yield House(
            store=store,
            people=People(store),
            course=course,
            base="/",
            names=Names("127.0.0.1"),
            ledger=Ledger(2),
            bundle=Bundle(),
            grades=False,
        )


def test_a_case_that_could_not_be_offered_is_offered_when_the_record_can_be_written_again(
    house: House, tmp_path: Path
) -> None:
    case = next(house.course.scenarios.rglob("too-quiet.md"))
    files = watch._Files(house)

    async def story() -> None:
        await files.look()
        watch.restock(house.course, house.store)
        text = case.read_text(encoding="utf-8")
        case.write_text(text.replace("title: ", "title: Far "), encoding="utf-8")
        with closing(sqlite3.connect(tmp_path / "record.sqlite")) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(NotSaved):
                await files.look()
        await files.look()

    asyncio.run(story())
    assert house.store.setting("shelf")["too-quiet"]["title"].startswith("Far ")


def test_files_that_cannot_be_listed_keep_nothing_else_from_being_looked_after(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept = asyncio.Event()

    def gone(_files: Any) -> None:
        raise FileNotFoundError(2, "it went away while it was listed")

    async def sweep() -> None:
        swept.set()

    async def story() -> None:
        watching = asyncio.ensure_future(watch.look_after(house))
        await asyncio.wait_for(swept.wait(), 10)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching

    monkeypatch.setattr(watch._Files, "_stamp", gone)
    monkeypatch.setattr(house, "sweep", sweep)
    asyncio.run(story())


def _end_in_the_end() -> None:
    """A host that should have ended by itself is ended."""
    asyncio.get_running_loop().call_later(10, signal.raise_signal, signal.SIGINT)


def serve(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        host = app.Host(house, address="127.0.0.1", port=port)
        host.serve([door], None, opened=_end_in_the_end)


def test_a_host_that_cannot_begin_says_why_and_leaves_nothing_behind(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any, **_more: Any) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(kernels.Kernels, "__init__", full)
    with pytest.raises(OSError, match="No space left"):
        serve(house)
    assert not list((tmp_path / "temporary").iterdir())


def test_a_host_that_nothing_looks_after_any_more_ends_and_says_why(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(_house: House) -> None:
        raise LookupError("nobody looks after it")

    monkeypatch.setattr(app, "look_after", lost)
    with pytest.raises(LookupError, match="nobody looks after it"):
        serve(house)


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill ends a process there")
def test_asked_a_second_time_to_end_it_does_not_go_on_closing() -> None:
    async def story() -> None:
        stop = asyncio.Event()
        with app._signals(stop):
            os.kill(os.getpid(), signal.SIGTERM)
            await stop.wait()
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
        assert signal.getsignal(signal.SIGINT) == signal.default_int_handler

    asyncio.run(story())
