"""Kernels: started for a page, given little, and ended with it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest

from mentor_cpd.host.kernels import Kernels, Manager, OwnPython, wires
from mentor_cpd.records.people import COMMAND_LINE, People
from mentor_cpd.records.store import Store
from tests.serving import Browser, Serving, course, serving, until

SECRETS = {"SCHOOL_DATABASE_PASSWORD": "hunter2", "PYTHONSTARTUP": "x.py", "IPYTHONDIR": "x"}


@pytest.fixture
def amina(host: Serving) -> Browser:
    return host.mentor_once("amina")


def accounts(host: Serving) -> Store:
    """The store, as ``mentor-cpd account`` would open it in a process of its own."""
    return Store.open(f"sqlite:///{host.data / 'record.sqlite'}", migrate=False)


def test_a_page_that_is_closed_gives_its_kernel_back(host: Serving, amina: Browser) -> None:
    kernel = amina.module("listening")
    assert len(host.kernels()) == 1
    assert host.seats()["in_use"] == 1
    assert amina.leave(kernel) == 204
    host.no_kernels(seconds=5)
    assert until(lambda: host.seats()["in_use"] == 0)
    assert amina.get(f"seat/{kernel}").status == 404


def test_a_page_that_never_arrives_leaves_no_kernel_and_no_complaint(
    host: Serving, amina: Browser
) -> None:
    """The reader goes away while the cells are still running."""
    before = len(host.said)
    parts = urlsplit(host.root)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0))) as wire:
        wire.sendall(
            f"GET /module/slow HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"Cookie: {amina.cookie_header}\r\n\r\n".encode()
        )
        assert b"200" in wire.recv(4096), "the head of the page comes before its kernel is there"
        until(host.kernels)
        time.sleep(1.5)  # of the three seconds that its first cell takes
    host.no_kernels(seconds=10)
    assert until(lambda: host.seats()["in_use"] == 0)
    time.sleep(1.5)  # nobody goes on asking after its kernel, which was done each second
    assert not host.complaints(before)


def test_a_class_that_comes_at_once_sees_its_pages_before_their_kernels_start(
    tmp_path: Path,
) -> None:
    """Kernels start in turn; the head of every page comes at once, and says so."""
    gate = tmp_path / "gate"
    waits = f"import pathlib, time\nwhile not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.1)"
    each = 3  # more are more than one person's share
    pages = each * (os.cpu_count() or 1) + each
    with (
        serving(course(tmp_path / "course", slow=waits), tmp_path / "data") as host,
        ExitStack() as wires,
    ):
        host.set_up()
        parts = urlsplit(host.root)
        mentors = [host.mentor(f"mentor.{number}") for number in range(pages // each)]
        opened = []
        for mentor in mentors * each:
            opened.append(socket.create_connection((str(parts.hostname), int(parts.port or 0))))
            wires.enter_context(opened[-1])
            opened[-1].sendall(
                f"GET /module/slow HTTP/1.1\r\nHost: {parts.netloc}\r\n"
                f"Cookie: {mentor.cookie_header}\r\n\r\n".encode()
            )
        for wire in opened:
            page = b""
            while b"Getting the page ready" not in page:
                came = wire.recv(4096)
                assert came, page[-300:]
                page += came
        assert len(host.kernels()) < pages
        gate.touch()


def test_a_page_that_nobody_joins_loses_its_kernel_after_fifteen_seconds(
    host: Serving, amina: Browser
) -> None:
    amina.module("listening")
    assert host.kernels()
    host.no_kernels(seconds=30)


def test_signing_out_ends_the_pages_of_that_sign_in_and_of_no_other(
    host: Serving, amina: Browser
) -> None:
    laptop = host.browser().sign_in("amina")
    with amina.open("listening") as here, laptop.open("listening") as there:
        assert len(here.states()) > 0
        amina.sign_out()
        assert here.closed(5) == 4003
        until(lambda: len(host.kernels()) == 1)
        assert len(there.states()) > 0
    assert amina.get("").status == 302


def test_signing_out_ends_a_page_that_is_still_being_made(host: Serving) -> None:
    before = len(host.said)
    browser = host.mentor_once("in.a.hurry")
    came: list[str] = []
    reader = threading.Thread(target=lambda: came.append(browser.get("module/slow").text))
    reader.start()
    until(host.kernels)
    time.sleep(1.5)
    browser.sign_out()
    host.no_kernels(seconds=6)
    reader.join(20)
    [page] = came
    assert "This page could not be finished. Load it again; what was saved is safe." in page
    assert not host.complaints(before)


def test_a_kernel_that_ends_by_itself_in_the_midst_of_a_page_is_in_the_log(
    host: Serving, amina: Browser
) -> None:
    before = len(host.said)
    page = amina.get("module/dying")
    assert "This page could not be finished. Load it again; what was saved is safe." in page.text
    assert until(lambda: any("ended by itself: out of breath" in line for line in host.said))
    assert until(lambda: host.seats()["in_use"] == 0)
    [said] = host.complaints(before)
    kernel = re.search("kernel ([0-9a-f]{8}) ended", said)
    assert kernel
    folder = Path(tempfile.gettempdir())
    assert not list(folder.glob(f"mentor-cpd-*/*{kernel[1]}*")), "nor are its wires left"


@pytest.mark.parametrize("deed", ["disable", "set_roles", "sign_out_everywhere", "set_password"])
def test_what_is_done_to_an_account_elsewhere_ends_its_pages(host: Serving, deed: str) -> None:
    """The command line is another process: within seconds the host has seen it."""
    browser = host.mentor_once(f"mentor-{deed}")
    other = host.mentor_once("ben")
    given: dict[str, list[Any]] = {
        "set_roles": [["trainer"]],
        "set_password": ["four new words ok"],
    }
    with browser.open("listening") as line, other.open("listening") as bens:
        assert len(line.states()) > 0
        with accounts(host) as store:
            people = People(store)
            person = people.get(f"mentor-{deed}")
            getattr(people, deed)(person.id, *given.get(deed, []), by=COMMAND_LINE)
        assert line.closed(5) == 4003
        until(lambda: len(host.kernels()) == 1)
        assert len(bens.states()) > 0, "and nobody else's"


@pytest.mark.skipif(sys.platform == "win32", reason="there, the wires are ports")
def test_a_kernel_needs_no_port_that_somebody_else_could_take(
    host: Serving, amina: Browser
) -> None:
    """Its wires are sockets in a folder that no other account can open."""
    with amina.open("listening") as line:
        assert len(line.states()) > 0
        [kernel] = host.kernels()
        connection = Path(kernel.cmdline()[kernel.cmdline().index("-f") + 1])
        assert json.loads(connection.read_text(encoding="utf-8"))["transport"] == "ipc"
        assert len([path for path in connection.parent.iterdir() if path.is_socket()]) == 5
        assert connection.parent.stat().st_mode & 0o077 == 0


def test_the_folder_of_the_wires_is_made_again_when_it_was_cleaned_away(
    host: Serving, amina: Browser
) -> None:
    with amina.open("listening") as line:
        assert len(line.states()) > 0
        [kernel] = host.kernels()
        folder = Path(kernel.cmdline()[kernel.cmdline().index("-f") + 1]).parent
    amina.leave_all()
    until(lambda: host.seats()["in_use"] == 0)
    shutil.rmtree(folder)
    with amina.open("listening") as line:
        assert len(line.states()) > 0
    assert sys.platform == "win32" or folder.stat().st_mode & 0o077 == 0


def test_a_kernel_leaves_no_logger_behind() -> None:
    """Jupyter makes each a log of events of its own, and loggers stay for good."""
    make: Any = Manager
    manager = make(kernel_spec_manager=OwnPython())
    before = set(logging.root.manager.loggerDict)
    made = [manager.kernel_manager_factory(parent=manager) for _ in range(3)]
    assert len({id(kernel.event_logger) for kernel in made}) == 1
    assert set(logging.root.manager.loggerDict) == before


def test_where_the_name_of_a_wire_would_be_too_long_it_is_a_port(tmp_path: Path) -> None:
    assert wires(tmp_path / ("long" * 30)) == "tcp"
    assert wires(Path("/tmp")) == ("tcp" if sys.platform == "win32" else "ipc")  # noqa: S108 - a name only


def test_the_death_of_a_kernel_is_told_to_its_page(host: Serving, amina: Browser) -> None:
    with amina.open("listening") as line:
        assert len(line.states()) > 0
        [kernel] = host.kernels()
        kernel.kill()
        assert line.closed(5) == 4001
    assert until(lambda: host.seats()["in_use"] == 0)
    assert not host.kernels(), "no empty kernel takes its place"


def test_a_cell_that_fails_tells_nobody_what_was_in_it(host: Serving, amina: Browser) -> None:
    page = amina.get("module/failing")
    assert page.status == 200
    for secret in ("what-a-mentor-wrote", "ValueError", "Traceback", "raise "):
        assert secret not in page.text
    assert any("failing.ipynb: cell 2 failed" in line for line in host.said)
    assert not any("what-a-mentor-wrote" in line for line in host.said)
    amina.leave(amina.opened.pop() if amina.opened else page.text.split("seat/")[1][:36])


@pytest.fixture(scope="module")
def full_house(small_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """One seat, and more than one mentor."""
    data = tmp_path_factory.mktemp("full")
    with serving(small_course, data, "--seats", "1", "--idle", "0.05", env=SECRETS) as running:
        running.set_up("ada")
        yield running


def test_who_comes_second_waits_by_turn_and_a_reload_is_never_turned_away(
    full_house: Serving,
) -> None:
    amina, ben, chloe = (full_house.mentor_once(name) for name in ("amina", "ben", "chloe"))
    first = amina.module("listening")
    busy = ben.get("module/listening")
    assert (busy.status, busy.headers["Retry-After"]) == (503, "4")
    assert 'data-page="busy"' in busy.text
    assert chloe.get("module/listening").status == 503
    reloaded = amina.module("listening")
    amina.leave(first)
    until(lambda: len(full_house.kernels()) == 1)
    amina.leave(reloaded)
    until(lambda: full_house.seats()["in_use"] == 0)
    assert chloe.get("module/listening").status == 503, "Ben was before her"
    kernel = ben.module("listening")
    ben.leave(kernel)
    until(lambda: full_house.seats()["in_use"] == 0)
    chloe.leave(chloe.module("listening"))
    until(lambda: full_house.seats()["in_use"] == 0)


def test_a_page_in_which_nothing_happens_is_put_to_rest(full_house: Serving) -> None:
    """Heartbeats do not keep a kernel: only what a person does."""
    with full_house.mentor_once("amina").open("listening") as line:
        for _ in range(40):
            if line.ended is None:
                line.send("kernel_info_request", {}, channel="control")
                while line.hear(0.2):
                    pass
        assert line.ended == 4002
    full_house.no_kernels()


def test_a_kernel_knows_whom_it_is_for_and_nothing_that_it_does_not_need(
    full_house: Serving,
) -> None:
    with full_house.mentor_once("amina").open("environment") as line:
        told = next(state for state in line.states().values() if "env" in state)
    env = told["env"]
    assert not set(SECRETS) & set(env) - {"IPYTHONDIR"}
    assert "hunter2" not in str(env)
    assert env["MENTOR_CPD_HOSTED"] == "1"
    with accounts(full_house) as store:
        assert env["MENTOR_CPD_PERSON"] == People(store).get("amina").id
    for name in ("DATA", "STORE", "COURSE", "BASE"):
        assert env[f"MENTOR_CPD_{name}"]
    assert env["HOME"] != os.environ.get("HOME")
    assert Path(told["cwd"]).name == "modules"
    ours = {name for name in env if name.startswith("MENTOR_CPD_")}
    platform = {"SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE"}
    platform |= {"NUMBER_OF_PROCESSORS", "JPY_INTERRUPT_EVENT", "IPY_INTERRUPT_EVENT"}
    known = {"PATH", "HOME", "IPYTHONDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ"}
    known |= {"JUPYTER_CONFIG_DIR", "JUPYTER_NO_CONFIG", "TMPDIR", "TEMP", "TMP"}
    known |= {"PYTHONUTF8", "PYTHONNOUSERSITE", "PYDEVD_DISABLE_FILE_VALIDATION"}
    # What Jupyter and IPython set for themselves.
    known |= {"JPY_PARENT_PID", "JPY_SESSION_NAME", "PYDEVD_USE_FRAME_EVAL", "TERM", "CLICOLOR"}
    known |= {"FORCE_COLOR", "CLICOLOR_FORCE", "PAGER", "GIT_PAGER", "MPLBACKEND"}
    assert set(env) - ours - platform - known == set()
    full_house.mentor_once("amina")
    full_house.browsers[0].leave_all()


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "SIGKILL"])
def test_however_the_host_ends_no_kernel_outlives_it(
    small_course: Path, tmp_path: Path, how: str
) -> None:
    if not hasattr(signal, how):
        how = "SIGTERM"
    with serving(small_course, tmp_path / "data") as running:
        browser = running.set_up("ada")
        with browser.open("listening") as line:
            assert len(line.states()) > 0
            kernels = running.kernels()
            assert kernels
            running.process.send_signal(getattr(signal, how))
            running.process.wait(20)
            psutil.wait_procs(kernels, timeout=20)
            assert not [kernel for kernel in kernels if kernel.is_running()]
            if how != "SIGKILL":
                assert running.process.returncode == 0
                assert line.closed(5) == 1001


def test_a_host_that_is_ended_while_a_kernel_starts_leaves_none(
    small_course: Path, tmp_path: Path
) -> None:
    with serving(small_course, tmp_path / "data") as running:
        browser = running.set_up("ada")
        reader = threading.Thread(target=_give_up_on, args=(browser, "module/slow"))
        reader.start()
        started = until(running.kernels)
        assert running.stop() == 0
        psutil.wait_procs(started, timeout=20)
        assert not [kernel for kernel in started if kernel.is_running()]
        reader.join(20)
        assert not any("Traceback" in line for line in running.said)


def _give_up_on(browser: Browser, path: str) -> None:
    with suppress(OSError, HTTPException):
        browser.get(path)


def test_nothing_is_written_to_the_home_of_the_account_that_serves(
    small_course: Path, tmp_path: Path
) -> None:
    """No signatures, histories or settings of Jupyter's or IPython's."""
    home = tmp_path / "home"
    home.mkdir()
    env = {"HOME": str(home), "USERPROFILE": str(home)}
    env |= dict.fromkeys(("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(home / "x"))
    env |= {"JUPYTER_DATA_DIR": str(home / "d"), "JUPYTER_CONFIG_DIR": str(home / "c")}
    env |= {"IPYTHONDIR": str(home / "i"), "JUPYTER_RUNTIME_DIR": str(home / "r")}
    with (
        serving(small_course, tmp_path / "data", env=env) as running,
        running.set_up("ada").open("listening") as line,
    ):
        assert len(line.states()) > 0
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_kernels_start_one_at_a_time_and_a_slow_one_lets_the_next_begin(tmp_path: Path) -> None:
    async def story() -> list[str]:
        manager: Any = None  # none is started
        kernels = Kernels(manager, tmp_path / "k", at_once=1)
        told: list[str] = []
        gate = asyncio.Event()

        async def start(name: str, longest: float) -> None:
            async with kernels.turn(longest):
                told.append(f"{name} begins")
                if name == "slow":
                    await gate.wait()
                told.append(f"{name} ends")

        slow = asyncio.ensure_future(start("slow", longest=0.01))
        await asyncio.sleep(0)
        quick = asyncio.ensure_future(start("quick", longest=60))
        assert told == ["slow begins"]
        await quick
        gate.set()
        await slow
        async with kernels.turn():
            told.append("and the turn is given back once")
            assert kernels._turns.locked()
        return told

    (tmp_path / "k").mkdir()
    assert asyncio.run(story()) == [
        "slow begins",
        "quick begins",
        "quick ends",
        "slow ends",
        "and the turn is given back once",
    ]
