"""A module's page as the wires see it: what ``page.js`` and ``ui/line.js`` say and do, unseen.

Asynchronous and cheap, so that one process can be a whole class: what a page keeps for
drawing is skipped, what it keeps for nothing to be lost is not. It asks each second whether
the kernel is there, takes three silent seconds for a lost line, comes back under the same
session, has every state sent anew, and sends what was not answered again under its own id.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from tests.serving import PASSWORD

BEAT = 1.0
SILENCE = 3.0
PATIENCE = 3  # times as long for a kernel that is only starting
ASK_AGAIN = 6.0
RETRIES = (0.1, 0.25, 0.5, 1.0, 2.0)
ENDINGS = (4001, 4002, 4003, 4004)
LONGEST = 300.0
"""Seconds until it is called a fault that something has not come: the machine may be busy."""

_KIND = re.compile(r'"msg_type": "(\w+)"')


class Trouble(Exception):
    """Something that no mentor should meet."""


class Visitor:
    """A browser on which somebody is signed in: cookies, and requests that do not wait in turn."""

    def __init__(self, root: str, account: str) -> None:
        self.root = root
        self.account = account
        self.cookies: SimpleCookie = SimpleCookie()
        parts = urlsplit(root)
        self.origin = f"{parts.scheme}://{parts.netloc}"

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())

    async def ask(
        self,
        method: str,
        path: str,
        *,
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
        on_head: Callable[[], None] | None = None,
    ) -> HTTPResponse:
        """Whatever is answered; ``on_head`` is called as soon as the head of it is here."""

        def header(line: str) -> None:
            if on_head is not None and not line.strip():
                on_head()

        client = AsyncHTTPClient(force_instance=True)
        try:
            answer = await client.fetch(
                HTTPRequest(
                    self.root + path,
                    method=method,
                    body=body,
                    headers={"Cookie": self.cookie_header, "Origin": self.origin}
                    | dict(headers or {}),
                    header_callback=header,
                    follow_redirects=False,
                    connect_timeout=LONGEST,
                    request_timeout=LONGEST,
                ),
                raise_error=False,
            )
        finally:
            client.close()
        for cookie in answer.headers.get_list("Set-Cookie"):
            self.cookies.load(cookie)
        return answer

    async def send(self, method: str, path: str) -> int:
        """As a script of ours sends it."""
        headers = {"X-XSRFToken": self.cookies["_xsrf"].value, "X-By-Itself": "1"}
        return (await self.ask(method, path, headers=headers)).code

    async def sign_in(self) -> None:
        await self.ask("GET", "sign-in")
        fields = {
            "_xsrf": self.cookies["_xsrf"].value,
            "account": self.account,
            "password": PASSWORD,
        }
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await self.ask("POST", "sign-in", body=urlencode(fields), headers=form)
        if answer.code != 303:
            raise Trouble(f"signing in was answered {answer.code}")


class Tab:
    """One open page of a module, and the case that is played in it."""

    def __init__(self, visitor: Visitor, module: str) -> None:
        self.visitor = visitor
        self.module = module
        self.kernel = ""
        self.view: dict[str, Any] = {}
        self.head = 0.0
        """Seconds until the head of the page came."""
        self.busy: list[str] = []
        """The pages that it was shown while every place was taken."""
        self.lost = 0
        """How often its line was lost without having been cut."""
        self.ended: int | None = None
        """The code with which the host ended it for good."""
        self.over = False
        self._session = secrets.token_hex(16)
        self._control = ""
        self._player = ""
        self._socket: WebSocketClientConnection | None = None
        self._open = asyncio.Event()
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._life: asyncio.Task[None] | None = None
        self._heard = self._posted = 0.0
        self._refreshed = False  # on this socket

    # Coming and going.

    async def arrive(self, on_head: Callable[[], None] | None = None) -> None:
        """Open the page, waiting for a place if need be, and join its line."""
        headers: dict[str, str] = {}
        began = time.monotonic()
        end = began + LONGEST

        def head() -> None:
            self.head = time.monotonic() - began
            if on_head is not None:
                on_head()

        while True:
            path = f"module/{self.module}"
            page = await self.visitor.ask("GET", path, on_head=head, headers=headers)
            if page.code != 503:
                break
            self.busy.append(page.body.decode())
            if time.monotonic() > end:
                raise Trouble("a page waited for its place for too long")
            await asyncio.sleep(float(page.headers["Retry-After"]))
            headers = {"X-By-Itself": "1"}
        text = page.body.decode() if page.body else ""
        seat = re.search(r'"seat":\s*"[^"]*seat/([0-9a-f-]{36})"', text)
        if page.code != 200 or not seat:
            raise Trouble(f"a page came broken: {page.code} {page.error or ''} {text[-300:]}")
        self.kernel = seat[1]
        self._life = asyncio.ensure_future(self._stay())
        await self._within(self._open.wait(), "the line of a new page did not open")

    async def replace(self, old: Tab) -> None:
        """Reload: a browser leaves the old page as soon as the head of the new one has come."""
        left: list[asyncio.Task[None]] = []

        def head() -> None:
            if not left:
                left.append(asyncio.ensure_future(old.leave()))

        await self.arrive(on_head=head)
        await asyncio.gather(*left)

    async def leave(self) -> None:
        """Close the page as a browser does: the line, and then the seat given back."""
        if await self.go():
            code = await self.visitor.send("DELETE", f"seat/{self.kernel}")
            if code not in {204, 404}:
                raise Trouble(f"giving a seat back was answered {code}")

    async def go(self) -> bool:
        """Go away without a word; whether there was anything to go from."""
        self.over = True
        self._drop()
        if self._life is None:
            return False
        self._life.cancel()
        with suppress(asyncio.CancelledError):
            await self._life
        return True

    def cut(self) -> None:
        """The network drops: no goodbye is said."""
        self.lost -= 1
        self._drop()

    def _drop(self) -> None:
        socket, self._socket = self._socket, None
        self._open.clear()
        if socket is None or socket.protocol is None:
            return
        if socket.protocol.stream is not None:
            socket.protocol.stream.close()
        socket.close()

    # Doing.

    async def ask(self, wish: dict[str, Any], *, cut: float | None = None) -> dict[str, Any]:
        """Have a wish answered, however often it has to be sent; each time under one id.

        ``cut``: the line is lost so many seconds after it was sent.
        """
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[wish["message"]] = answer
        self.post(wish)
        if cut is not None:
            await asyncio.sleep(cut)
            self.cut()
        await self._within(self._until_answered(wish, answer), f"no answer to {wish['do']}")
        return answer.result()

    async def _until_answered(
        self, wish: dict[str, Any], answer: asyncio.Future[dict[str, Any]]
    ) -> None:
        """Sent again when the line is open again, and every six seconds while it is."""
        while not answer.done():
            self._check()
            if self._open.is_set():
                await asyncio.wait({answer}, timeout=0.25)
                again = time.monotonic() - self._posted >= ASK_AGAIN
                if answer.done() or (self._open.is_set() and not again):
                    continue
            with suppress(TimeoutError):
                await asyncio.wait_for(self._open.wait(), 1)
            if self._open.is_set() and not answer.done():
                self.post(wish)

    def post(self, wish: dict[str, Any]) -> None:
        """Say a wish and wait for nothing."""
        self._posted = time.monotonic()
        self._tell({"method": "custom", "content": wish}, self._player)

    # The line.

    async def _stay(self) -> None:
        tries = 0
        while not self.over:
            before = self._open.is_set()
            try:
                await self._connect()
                await self._listen()
            except (OSError, WebSocketClosedError):
                pass
            before = before or self._open.is_set()
            self._drop()
            if self.over or self.ended is not None:
                return
            tries = 0 if before else tries + 1
            self.lost += 1
            await asyncio.sleep(RETRIES[min(tries, len(RETRIES) - 1)])
            code = await self.visitor.send("GET", f"seat/{self.kernel}")
            if code != 204:
                self.ended = code
                return

    async def _connect(self) -> None:
        address = self.visitor.root.replace("http", "ws", 1) + f"seat/{self.kernel}/channels"
        self._socket = await websocket_connect(
            HTTPRequest(
                f"{address}?session_id={self._session}",
                headers={"Cookie": self.visitor.cookie_header, "Origin": self.visitor.origin},
                connect_timeout=LONGEST,
                request_timeout=LONGEST,
            )
        )
        self._heard, self._refreshed = time.monotonic(), False
        self._send("kernel_info_request", {}, channel="control")

    async def _listen(self) -> None:
        """Until the line is closed or silent."""
        socket = self._socket
        beat = asyncio.ensure_future(self._beat())
        try:
            while socket is not None and socket is self._socket:
                text = await socket.read_message()
                if text is None:
                    if socket is self._socket and socket.close_code in ENDINGS:
                        self.ended = socket.close_code
                    return
                self._heard = time.monotonic()
                self._hear(str(text))
        finally:
            beat.cancel()

    async def _beat(self) -> None:
        while self._socket is not None:
            await asyncio.sleep(BEAT)
            patience = 1 if self._player else PATIENCE
            if time.monotonic() - self._heard > SILENCE * patience:
                self._drop()
            else:
                self._send("kernel_info_request", {}, channel="control")

    def _hear(self, text: str) -> None:
        kind = _KIND.search(text, 0, 400)
        if kind is None or kind[1] == "status":
            return
        if kind[1] == "kernel_info_reply":
            if not self._refreshed:
                self._refreshed = True
                self._refresh()
            return
        if kind[1] != "comm_msg":
            return
        content = json.loads(text)["content"]
        data = content["data"]
        if content["comm_id"] == self._control and data["method"] == "update_states":
            self._learn(data["states"])
        elif content["comm_id"] == self._player:
            if data["method"] == "update":
                self.view = data["state"].get("view", self.view)
            elif data["method"] == "custom":
                answer = self._answers.pop(data["content"]["re"], None)
                if answer is not None and not answer.done():
                    answer.set_result(data["content"])

    def _refresh(self) -> None:
        if not self._control:
            self._control = secrets.token_hex(16)
            opening = {"comm_id": self._control, "target_name": "jupyter.widget.control"}
            self._send("comm_open", {**opening, "data": {}}, metadata={"version": "1.0.0"})
        self._tell({"method": "request_states"}, self._control)

    def _learn(self, states: dict[str, Any]) -> None:
        for model, told in states.items():
            state = told["state"]
            if state.get("_anywidget_id", "").endswith(".Player"):
                self._player, self.view = model, state["view"]
        self._open.set()

    def _tell(self, data: dict[str, Any], comm: str) -> None:
        self._send("comm_msg", {"comm_id": comm, "data": data})

    def _send(
        self,
        kind: str,
        content: dict[str, Any],
        *,
        channel: str = "shell",
        metadata: dict[str, Any] | None = None,
    ) -> None:
        if self._socket is None:
            return
        header = {
            "msg_id": secrets.token_hex(16),
            "msg_type": kind,
            "session": self._session,
            "username": "",
            "version": "5.3",
        }
        message = {
            "channel": channel,
            "header": header,
            "parent_header": {},
            "metadata": metadata or {},
            "content": content,
            "buffers": [],
        }
        with suppress(WebSocketClosedError):
            self._socket.write_message(json.dumps(message)).add_done_callback(_seen)

    async def _within(self, what: Coroutine[Any, Any, Any], otherwise: str) -> None:
        """Wait for it, as long as there is a page to wait on."""
        watching = asyncio.ensure_future(what)
        end = time.monotonic() + LONGEST
        while not watching.done():
            await asyncio.wait({watching}, timeout=1)
            try:
                self._check()
                if time.monotonic() > end:
                    raise Trouble(otherwise)
            except Trouble:
                watching.cancel()
                raise
        watching.result()

    def _check(self) -> None:
        if self.ended is not None:
            raise Trouble(f"the host ended a page with {self.ended}")
        if self._life is not None and self._life.done() and not self.over:
            self._life.result()
            raise Trouble("a page's line has ended by itself")


def _seen(sent: asyncio.Future[None]) -> None:
    """A frame that the network swallowed: the page hears of it by the line's end."""
    if not sent.cancelled():
        sent.exception()
