"""The wires of one kernel, and the page that listens to them.

A relay lives as long as its kernel. Pages come and go: while nobody listens, what
the kernel says is kept, and a page that comes back under the same session id is
told what it has missed.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import serialize_binary_message

from .frames import Frame, read, written

# A page that comes back asks for its widgets' state anyway; this is for the answers
# to what it had asked when the line broke.
_KEPT = 500
_KEPT_BYTES = 4 * 1024 * 1024
_PATIENCE = 10.0


class Listener(Protocol):
    """A page's end of the line."""

    def hear(self, frame: str | bytes) -> None: ...


class Relay:
    def __init__(self, manager: Any) -> None:
        self._session = Session(key=manager.session.key)
        identity = self._session.bsession
        self._streams = {
            "shell": manager.connect_shell(identity=identity),
            "control": manager.connect_control(identity=identity),
            "iopub": manager.connect_iopub(identity=identity),
        }
        self._heard = asyncio.Event()
        self._controls: set[str] = set()
        self._own: set[str] = set()  # the relay's own questions, which no page has asked
        self._missed: deque[str | bytes] = deque()
        self._page = ""
        self.listener: Listener | None = None
        self.closed = False
        for channel, stream in self._streams.items():
            stream.on_recv(self._from_kernel(channel))

    async def ready(self) -> None:
        """Wait until the kernel is heard: what it says before a wire is joined is lost."""
        if self._heard.is_set():
            return
        asking = asyncio.ensure_future(self._ask_until_heard())
        try:
            await asyncio.wait_for(self._heard.wait(), _PATIENCE)
        finally:
            asking.cancel()

    def attach(self, listener: Listener, page: str) -> None:
        """``listener`` hears from now on; the page with id ``page`` also what it missed."""
        missed, self._missed = self._missed, deque()
        self.listener = listener
        if page == self._page:
            for frame in missed:
                listener.hear(frame)
        self._page = page

    def detach(self, listener: Listener) -> None:
        """``listener`` hears no more; a newer page that came before it went goes on hearing."""
        if self.listener is listener:
            self.listener = None

    def send(self, text: str | bytes) -> Frame:
        """Pass on what a page asks. Raises :class:`~.frames.Refused` for anything else."""
        frame = read(text, self._controls)
        if frame.kind == "comm_open":
            self._controls.add(frame.content["comm_id"])
        self._send(frame)
        return frame

    def close(self) -> None:
        self.closed = True
        self.listener = None
        for stream in self._streams.values():
            if not stream.closed():
                stream.on_recv(None)
                # What it has still to look at is looked at first: it grumbles in the log else.
                asyncio.get_running_loop().call_soon(stream.close, 0)

    def _send(self, frame: Frame) -> None:
        header = self._session.msg_header(frame.kind)
        header["msg_id"] = frame.id
        # The session refuses a message that it has seen: the time makes each one new.
        header["date"] = datetime.now(UTC)
        message = {
            "header": header,
            "msg_id": frame.id,
            "msg_type": frame.kind,
            "parent_header": {},
            "metadata": dict(frame.metadata),
            "content": dict(frame.content),
        }
        self._session.send(self._streams[frame.channel], message)

    async def _ask_until_heard(self) -> None:
        while not self.closed:
            asked = self._session.send(self._streams["control"], "kernel_info_request")
            if asked is not None:
                self._own.add(asked["header"]["msg_id"])
            await asyncio.sleep(0.1)

    def _from_kernel(self, channel: str) -> Callable[[list[Any]], None]:
        def hear(parts: list[Any]) -> None:
            _, fed = self._session.feed_identities(parts)
            message = self._session.deserialize(fed)
            if channel == "iopub":
                self._heard.set()
            passed = written(channel, message)
            if passed is None or passed["parent_header"].get("msg_id") in self._own:
                return
            frame: str | bytes
            if passed["buffers"]:
                frame = serialize_binary_message(passed)
            else:
                frame = json.dumps(passed, default=json_default)
            if self.listener is not None:
                self.listener.hear(frame)
            else:
                self._keep(frame)

        return hear

    def _keep(self, frame: str | bytes) -> None:
        self._missed.append(frame)
        while len(self._missed) > _KEPT or sum(map(len, self._missed)) > _KEPT_BYTES:
            self._missed.popleft()
