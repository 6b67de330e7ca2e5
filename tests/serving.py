"""A real ``mentor-cpd serve`` for tests: a process of its own, on a free port, with a course."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import websocket

MENTOR_CPD = [sys.executable, "-c", "from mentor_cpd.cli import main; main()"]
PASSWORD = "plenty horse battery staple"
SCHOOL = {
    "school_name": "Northfield Academy",
    "lead_title": "Designated Safeguarding Lead",
    "lead_name": "Mrs Okafor",
    "lead_phone": "01632 960 001",
}


def until(what: Callable[[], Any], *, seconds: float = 20, why: str = "") -> Any:
    """What ``what`` says as soon as it is true; an AssertionError when it never is."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(why or f"{what} did not come true in {seconds} s")
        time.sleep(0.05)


def course(folder: Path, **modules: str | list[str]) -> Path:
    """A course whose modules are notebooks of the given code cells."""
    (folder / "scenarios").mkdir(parents=True, exist_ok=True)
    (folder / "modules").mkdir(exist_ok=True)
    for order, (name, cells) in enumerate(modules.items(), 1):
        sources = [cells] if isinstance(cells, str) else cells
        notebook = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {
                "kernelspec": {"name": "python3", "language": "python", "display_name": "Python"},
                "mentor_cpd": {"title": name.title(), "order": order, "minutes": 5},
            },
            "cells": [
                {
                    "id": f"cell-{number}",
                    "cell_type": "code",
                    "metadata": {},
                    "execution_count": None,
                    "outputs": [],
                    "source": source,
                }
                for number, source in enumerate(sources)
            ],
        }
        path = folder / "modules" / f"{name}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Any
    text: str
    url: str


class Browser:
    """Somebody's browser, as far as HTTP goes: cookies, an Origin, and the XSRF token of forms."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.cookies = http.cookiejar.CookieJar()
        self.opened: list[str] = []
        """The kernels of the module pages that it has opened."""
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _Stay()
        )

    @property
    def origin(self) -> str:
        parts = urllib.parse.urlsplit(self.root)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)

    @property
    def xsrf(self) -> str:
        if not any(cookie.name == "_xsrf" for cookie in self.cookies):
            self.get("help")
        return next(str(cookie.value) for cookie in self.cookies if cookie.name == "_xsrf")

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        follow: bool = False,
    ) -> Answer:
        request = urllib.request.Request(  # noqa: S310 - always our own server
            urllib.parse.urljoin(self.root, path), data=body, method=method, headers=headers or {}
        )
        try:
            with self._opener.open(request, timeout=60) as answer:
                found = Answer(
                    answer.status, answer.headers, answer.read().decode(), answer.geturl()
                )
        except urllib.error.HTTPError as error:
            with error:
                found = Answer(error.code, error.headers, error.read().decode(), request.full_url)
        if follow and found.status in (302, 303):
            return self.ask("GET", found.headers["Location"], follow=True)
        return found

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, fields: dict[str, str], *, follow: bool = True) -> Answer:
        body = urllib.parse.urlencode({"_xsrf": self.xsrf, **fields}).encode()
        return self.ask("POST", path, body=body, headers={"Origin": self.origin}, follow=follow)

    def send(self, method: str, path: str, data: Any = None) -> Answer:
        """As a script of ours sends it."""
        body = None if data is None else json.dumps(data).encode()
        headers = {"Origin": self.origin, "X-XSRFToken": self.xsrf}
        return self.ask(method, path, body=body, headers=headers)

    def sign_in(self, account: str, password: str = PASSWORD) -> Browser:
        answer = self.post("sign-in", {"account": account, "password": password}, follow=False)
        assert answer.status == 303, answer.text
        return self

    def static(self, name: str) -> str:
        """Where this host keeps a static file, below its root: it read them when it started."""
        found = re.search(r"static/[0-9a-f]{16}/", self.get("help").text)
        assert found
        return found[0] + name

    def module(self, name: str) -> str:
        """Open a module: its kernel."""
        kernel = kernel_of(self.get(f"module/{name}"))
        self.opened.append(kernel)
        return kernel

    def open(self, name: str) -> Line:
        """Open a module, and join its line as its page would."""
        return Line(self, self.module(name))

    def leave(self, kernel: str) -> int:
        """Give a seat back, as a page does when it is closed."""
        return self.send("DELETE", f"seat/{kernel}").status

    def leave_all(self) -> None:
        while self.opened:
            self.leave(self.opened.pop())

    def sign_out(self) -> None:
        assert self.post("sign-out", {}, follow=False).status == 303


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_given: Any) -> None:
        return None


@dataclass
class Serving:
    """A running host. ``root`` is its address, with a slash at the end."""

    process: subprocess.Popen[str]
    root: str
    data: Path
    set_up_link: str = ""
    said: list[str] = field(default_factory=list)
    browsers: list[Browser] = field(default_factory=list)
    _accounts: set[str] = field(default_factory=set)

    def browser(self) -> Browser:
        self.browsers.append(Browser(self.root))
        return self.browsers[-1]

    def set_up(self, account: str = "head.of.it", name: str = "Ada Lead") -> Browser:
        """Make the first administrator; their browser."""
        browser = self.browser()
        fields = {**SCHOOL, "name": name, "account": account, "password": PASSWORD}
        answer = browser.post(self.set_up_link, fields, follow=False)
        assert answer.status == 303, answer.text
        # Who is new sees three pages first (tests/host/test_first_steps.py).
        browser.post("first-steps/skip", {}, follow=False)
        return browser

    @property
    def store_url(self) -> str:
        return f"sqlite:///{self.data / 'record.sqlite'}"

    def add(self, account: str, *roles: str, name: str = "") -> None:
        """Open an account with the password PASSWORD, as the command line would."""
        from mentor_cpd.records.events import INTRODUCED, NewEvent
        from mentor_cpd.records.people import COMMAND_LINE, People
        from mentor_cpd.records.store import Store

        with Store.open(self.store_url, migrate=False) as store:
            people = People(store)
            person = people.add(
                account, name or account.title(), roles or ["mentor"], by=COMMAND_LINE
            )
            people.set_password(person.id, PASSWORD, by=COMMAND_LINE)
            store.append(NewEvent(INTRODUCED, person.id))

    def mentor(self, account: str, *roles: str) -> Browser:
        """A new account, signed in on a browser of its own."""
        self.add(account, *roles)
        return self.browser().sign_in(account)

    def mentor_once(self, account: str, *roles: str) -> Browser:
        """The same, whether or not another test has opened the account already."""
        if account not in self._accounts:
            self.add(account, *roles)
            self._accounts.add(account)
        return self.browser().sign_in(account)

    def kernels(self) -> list[psutil.Process]:
        """The kernels that run now."""
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if "mentor_cpd.host.launch" in child.cmdline() and child.status() != "zombie":
                    found.append(child)
            except psutil.NoSuchProcess:
                pass
        return found

    def no_kernels(self, *, seconds: float = 20) -> None:
        until(lambda: not self.kernels(), seconds=seconds, why="a kernel was left")

    def seats(self) -> dict[str, int]:
        seats: dict[str, int] = json.loads(self.browser().get("health").text)["seats"]
        return seats

    def complaints(self, since: int = 0) -> list[str]:
        """What the log says went wrong, from its line ``since`` on."""
        return [
            line
            for line in self.said[since:]
            if re.search(r"\b(WARNING|ERROR|CRITICAL)\b|Trace", line)
        ]

    def stop(self) -> int:
        """End it as an administrator would; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
        return self.process.returncode


@contextmanager
def serving(
    course: Path,
    data: Path,
    *options: str,
    env: dict[str, str] | None = None,
    command: list[str] | None = None,
    grade: bool = False,
) -> Iterator[Serving]:
    """Run ``mentor-cpd serve`` until the block is left, and leave no process behind.

    ``grade``: mark what is handed in by itself, which takes seconds of nbgrader's.
    """
    process = subprocess.Popen(
        [
            *(command or MENTOR_CPD),
            "serve",
            str(course),
            "--data",
            str(data),
            "--port",
            "0",
            "--grade" if grade else "--no-grade",
            *options,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
    )
    said: list[str] = []
    reader = threading.Thread(target=_read, args=(process, said), daemon=True)
    reader.start()
    try:
        until(
            lambda: process.poll() is not None or any("Ctrl-C" in line for line in said),
            seconds=120,  # a course is proved when it is first served: on a busy machine it takes
            why="the host did not start:\n" + "\n".join(said),
        )
        assert process.poll() is None, "the host ended:\n" + "\n".join(said)
        text = "\n".join(said)
        root = re.search(r"answers at (\S+)", text)
        link = re.search(r"(\S+/set-up/\S+)", text)
        assert root
        host = Serving(process, root[1], data, link[1] if link else "", said)
        yield host
    finally:
        left = _family(process)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
        for child in left:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        reader.join(5)
        if process.stdout:
            process.stdout.close()


def _family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    try:
        return [*psutil.Process(process.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _read(process: subprocess.Popen[str], said: list[str]) -> None:
    assert process.stdout
    for line in process.stdout:
        said.append(line.rstrip("\n"))


class Line:
    """A page's websocket to its kernel, in a test's hands. Every frame heard is kept."""

    def __init__(self, browser: Browser, kernel: str, *, session: str = "", **options: Any) -> None:
        address = browser.root.replace("http", "ws", 1) + f"seat/{kernel}/channels"
        given = {"origin": browser.origin, "cookie": browser.cookie_header, **options}
        self.socket = websocket.create_connection(
            f"{address}?session_id={session or secrets.token_hex(8)}", timeout=20, **given
        )
        self.frames: list[dict[str, Any]] = []
        self.ended: int | None = None
        """The code with which the host closed it."""

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.socket.close(timeout=0)
        self.socket.shutdown()

    def send(
        self,
        kind: str,
        content: dict[str, Any],
        *,
        channel: str = "shell",
        metadata: dict[str, Any] | None = None,
    ) -> str:
        asked = secrets.token_hex(16)
        header = {
            "msg_id": asked,
            "msg_type": kind,
            "session": "s",
            "username": "",
            "version": "5.3",
        }
        self.socket.send(
            json.dumps(
                {
                    "channel": channel,
                    "header": header,
                    "parent_header": {},
                    "metadata": metadata or {},
                    "content": content,
                    "buffers": [],
                }
            )
        )
        return asked

    def hear(self, seconds: float = 10) -> dict[str, Any] | None:
        """The next frame; ``None`` when the line is closed or nothing comes."""
        self.socket.settimeout(seconds)
        try:
            code, data = self.socket.recv_data()
        except websocket.WebSocketTimeoutException:
            return None
        except (websocket.WebSocketConnectionClosedException, OSError):
            self.ended = self.ended or 1006
            return None
        if code == websocket.ABNF.OPCODE_CLOSE:
            self.ended = int.from_bytes(data[:2], "big")
            return None
        frame: dict[str, Any] = json.loads(data)
        self.frames.append(frame)
        return frame

    def until(self, wanted: Callable[[dict[str, Any]], Any], seconds: float = 15) -> dict[str, Any]:
        """The first frame from now on that is wanted."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            frame = self.hear(max(end - time.monotonic(), 0.01))
            if frame is not None and wanted(frame):
                return frame
            assert self.ended is None, f"the line was closed with {self.ended}"
        raise AssertionError(f"not heard; heard: {json.dumps(self.frames)[-2000:]}")

    def answered(self) -> None:
        """Wait until the kernel has done with everything that was sent before."""
        comm = secrets.token_hex(16)
        self.open_control(comm)
        asked = self.send("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        self.until(
            lambda frame: (
                frame["header"]["msg_type"] == "status"
                and frame["content"]["execution_state"] == "idle"
                and frame["parent_header"].get("msg_id") == asked
            )
        )

    def open_control(self, comm: str) -> None:
        self.send(
            "comm_open",
            {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}},
            metadata={"version": "1.0.0"},
        )

    def states(self) -> dict[str, dict[str, Any]]:
        """Every widget of the kernel: its id to its state."""
        comm = secrets.token_hex(16)
        self.open_control(comm)
        self.send("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        frame = self.until(
            lambda frame: (
                frame["header"]["msg_type"] == "comm_msg" and frame["content"]["comm_id"] == comm
            )
        )
        states = frame["content"]["data"]["states"]
        return {model: told["state"] for model, told in states.items()}

    def ask(self, widget: str, content: dict[str, Any]) -> None:
        """Send a widget a message, as its module would."""
        self.send("comm_msg", {"comm_id": widget, "data": {"method": "custom", "content": content}})

    def closed(self, seconds: float = 20) -> int:
        """Wait for the host to close the line: the code that it gives."""
        end = time.monotonic() + seconds
        while self.ended is None:
            assert time.monotonic() < end, "the line was not closed"
            self.hear(0.5)
        return self.ended


def kernel_of(page: Answer) -> str:
    """The kernel that a module page belongs to."""
    found = re.search(r"seat/([0-9a-f-]{36})", page.text)
    assert found, f"{page.status}: {page.text[:500]}"
    return found[1]
