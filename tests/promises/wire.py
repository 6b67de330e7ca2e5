"""Everything that may lie between a browser and its host: a proxy that a test has in its hands.

It passes bytes on. A websocket's frames it reads as well, so that a test can act at the very
moment at which a choice goes by, or its answer.
"""

from __future__ import annotations

import dataclasses
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import IO, Any

from tests.serving import Serving

STRIPPED = "the request as any other, without Upgrade and Connection"
PassOn = Callable[[], None]
Hook = Callable[[dict[str, Any], PassOn], None]
"""Is given a message, and what passes it on."""


def pass_on(_message: dict[str, Any], passes: PassOn) -> None:
    passes()


class Wire:
    """A proxy to the host at ``port``. Change what it does at any time."""

    def __init__(self, port: int) -> None:
        self.host_port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ends: set[socket.socket] = set()
        self._lines: list[_Line] = []
        self._threads: list[threading.Thread] = []
        self.refuses = ""
        """How it answers who asks for a websocket, or STRIPPED: it does not pass that on."""
        self.cuts_after: float | None = None
        """Seconds that a new websocket lasts."""
        self.cuts = 0
        self._cut = threading.Event()
        self.asked: Hook = pass_on
        """What is done with a message of the page to its kernel."""
        self.answered: Hook = pass_on
        """What is done with a message of the kernel to its page."""
        self._start(self._accept)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def cut(self) -> None:
        """Cut every websocket."""
        for line in self._lines:
            line.cut()

    def go_silent(self, *, asking: bool = True, answering: bool = True) -> None:
        """Swallow what the websockets of now say from here on, and leave them open."""
        for line in self._lines:
            line.asks = not asking
            line.answers = not answering

    def close(self) -> None:
        self._listener.close()
        for end in list(self._ends):
            _shut(end)
        for thread in self._threads:
            thread.join(5)

    def _start(self, do: Callable[..., None], *given: Any) -> None:
        thread = threading.Thread(target=do, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                browser, _address = self._listener.accept()
                self._start(self._serve, browser)

    def _serve(self, browser: socket.socket) -> None:
        """One connection of a browser. A websocket's is never one that asked before."""
        self._ends.add(browser)
        reading = browser.makefile("rb")
        with suppress(OSError), browser, reading:
            head = _head(reading)
            wants_line = b"\r\nupgrade: websocket" in head.lower()
            if wants_line and self.refuses and self.refuses != STRIPPED:
                browser.sendall(f"HTTP/1.1 {self.refuses}\r\nContent-Length: 0\r\n\r\n".encode())
                return
            if wants_line and self.refuses == STRIPPED:
                head = _without(head, b"upgrade", b"connection")
                wants_line = False
            try:
                host = socket.create_connection(("127.0.0.1", self.host_port))
            except OSError:
                return  # nobody is there: the browser's connection is closed
            self._ends.add(host)
            with host:
                host.sendall(head)
                if wants_line:
                    self._pass_frames(_Line(browser, host), reading)
                else:
                    self._start(_pump, host, browser)
                    _pump(reading, host)

    def _pass_frames(self, line: _Line, reading: IO[bytes]) -> None:
        with line.host.makefile("rb") as answers:
            line.browser.sendall(_head(answers))
            self._lines.append(line)
            if self.cuts_after is not None:
                timer = threading.Timer(self.cuts_after, self._cut_late, [line])
                self._threads.append(timer)
                timer.start()
            self._start(self._frames, line, reading, "asks")
            self._frames(line, answers, "answers")

    def _cut_late(self, line: _Line) -> None:
        line.cut()
        self.cuts += 1
        self._cut.set()

    def next_cut(self) -> None:
        """Wait until a websocket's time is over."""
        self._cut.clear()
        assert self._cut.wait(30), "nothing was cut"

    def _frames(self, line: _Line, reading: IO[bytes], way: str) -> None:
        to = line.host if way == "asks" else line.browser
        with suppress(OSError, ValueError):  # it was cut
            while frame := _frame(reading):
                raw, text = frame
                if not getattr(line, way):
                    continue
                hook = self.asked if way == "asks" else self.answered
                message = _said(text)
                if message:
                    hook(message, partial(to.sendall, raw))
                else:
                    to.sendall(raw)
        line.cut()


@dataclasses.dataclass(eq=False)
class _Line:
    browser: socket.socket
    host: socket.socket
    asks: bool = True
    answers: bool = True

    def cut(self) -> None:
        _shut(self.browser)
        _shut(self.host)


@contextmanager
def wired(host: Serving) -> Iterator[tuple[Serving, Wire]]:
    """The same host, as browsers reach it by a wire."""
    port = int(host.root.rsplit(":", 1)[1].strip("/"))
    wire = Wire(port)
    try:
        yield dataclasses.replace(host, root=f"http://127.0.0.1:{wire.port}/"), wire
    finally:
        wire.close()


def _head(reading: IO[bytes]) -> bytes:
    """The lines before the body."""
    lines = []
    while line := reading.readline():
        lines.append(line)
        if line == b"\r\n":
            break
    return b"".join(lines)


def _without(head: bytes, *names: bytes) -> bytes:
    lines = head.split(b"\r\n")
    return b"\r\n".join(line for line in lines if line.lower().partition(b":")[0] not in names)


def _pump(reading: Any, to: socket.socket) -> None:
    read = reading.recv if isinstance(reading, socket.socket) else reading.read1
    with suppress(OSError, ValueError):
        while chunk := read(65536):
            to.sendall(chunk)
    _shut(to)


def _frame(reading: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The next frame: as it came, and what it says when it is text."""
    head = reading.read(2)
    if len(head) < 2:
        return None
    size = head[1] & 0x7F
    longer = reading.read({126: 2, 127: 8}.get(size, 0))
    mask = reading.read(4) if head[1] & 0x80 else b""
    body = reading.read(int.from_bytes(longer, "big") if longer else size)
    plain = bytes(byte ^ mask[at % 4] for at, byte in enumerate(body)) if mask else body
    return head + longer + mask + body, plain if head[0] & 0x0F == 1 else b""


def _said(text: bytes) -> dict[str, Any]:
    """What a widget and its page say to each other; nothing for all else."""
    data = json.loads(text)["content"].get("data", {}) if text else {}
    said: dict[str, Any] = data.get("content", {}) if isinstance(data, dict) else {}
    return said


def _shut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
