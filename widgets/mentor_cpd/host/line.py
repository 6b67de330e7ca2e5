"""The line between a page and its kernel, and the seat that it belongs to."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from ..language import _
from .door import Door
from .frames import Refused
from .house import GONE
from .relay import Relay
from .sorry import Sorry

log = logging.getLogger(__name__)
# What a page may say: this many frames at once, and this many a second after that.
BURST = 60
STEADY = 20.0
# Bytes that may wait for a page to read them: many times all that a page ever shows.
_MOST_UNREAD = 8 * 1024 * 1024
_TOO_MUCH = 1008


class SeatDoor(Door):
    """Is the kernel still there, and is it yours? Giving the seat back."""

    plain = True
    counts = False

    async def get(self, kernel: str) -> None:
        self.check_seat(kernel)
        self.set_status(204)

    async def delete(self, kernel: str) -> None:
        self.check_seat(kernel)
        self.set_status(204)
        # The page that asks is on its way out, and does not wait.
        self.house.later(self.house.vacate(kernel, GONE, "its page was closed"))

    def check_seat(self, kernel: str) -> None:
        """Somebody else's seat looks as if it were not there."""
        if self.house.seat(kernel, self.visit) is None or kernel not in self.house.kernels:
            raise HTTPError(404)


class Line(WebSocketHandler, Door):
    """A websocket. What passes is decided in ``frames``; who may open it, here."""

    plain = True
    counts = False
    public = True  # a handshake cannot lead anybody to the sign-in page: it is refused below

    kernel = ""
    relay: Relay | None = None
    _credit = float(BURST)
    _counted = 0.0
    _grumbled = False
    _unread = 0

    def check_origin(self, origin: str) -> bool:
        return self.comes_from_us()

    async def prepare(self) -> None:
        await super().prepare()
        # Tornado asks check_origin only when there is an Origin; a browser always sends it.
        if not self.comes_from_us():
            raise Sorry(403, _("That did not come from a page of this site"))
        if self.visit is None:
            raise Sorry(401, _("You are signed out"))
        self.kernel = self.path_kwargs["kernel"]
        if self.house.seat(self.kernel, self.visit) is None:
            raise HTTPError(404)
        if self.kernel not in self.house.kernels:
            raise HTTPError(404)
        if self.request.headers.get("Upgrade", "").lower() != "websocket":
            log.warning(
                "a page asked for its line, and a proxy on the way took the websocket out"
                " of it (docs/deploy.md says what a proxy has to pass on)"
            )

    async def open(self, *_args: str, **_kwargs: str) -> None:
        # A choice is a few small frames: none of them waits to be sent with the next.
        self.set_nodelay(True)
        house = self.house
        older = house.lines.pop(self.kernel, None)
        if older is not None:
            older.close(1000, "a newer line")
        house.lines[self.kernel] = self
        house.ledger.joined(self.kernel, house.now())
        relay = house.relays.get(self.kernel)
        if relay is None:
            relay = house.relays[self.kernel] = Relay(house.kernels.get(self.kernel))
        try:
            # A line that comes while another still waits for the relay must wait as well:
            # what it asks before the kernel is heard would never be answered.
            await relay.ready()
        except TimeoutError:
            log.warning("kernel %s does not answer", self.kernel[:8])
            await house.vacate(self.kernel, GONE, "its kernel does not answer")
            return
        if house.lines.get(self.kernel) is self:
            relay.attach(self, self.get_query_argument("session_id", "")[:80])
            self.relay = relay

    def on_message(self, message: str | bytes) -> None:
        if self.relay is None or self.relay.closed:
            return
        if not self._may_speak():
            log.warning("seat %s: too many frames; its line is closed", self.kernel[:8])
            self.close(_TOO_MUCH, "too many frames")
            return
        try:
            frame = self.relay.send(message)
        except Refused as refusal:
            if not self._grumbled:
                log.warning("seat %s: a frame was dropped: %s", self.kernel[:8], refusal)
                self._grumbled = True
            return
        if frame.is_deed:
            self.house.ledger.touched(self.kernel, self.house.now())
            if self.visit is not None:
                self.house.busy.add(self.visit.token)

    def on_close(self) -> None:
        house = self.house
        if house.lines.get(self.kernel) is not self:
            return
        del house.lines[self.kernel]
        if self.relay is not None:
            self.relay.detach(self)
        house.ledger.parted(self.kernel, house.now())

    def hear(self, frame: str | bytes) -> None:
        """Pass on what the kernel says, as long as the page reads it."""
        try:
            sent = self.write_message(frame, binary=isinstance(frame, bytes))
        except WebSocketClosedError:
            return
        if self._unread > _MOST_UNREAD:
            log.warning("seat %s: its page does not read; its line is closed", self.kernel[:8])
            self.close(_TOO_MUCH, "what is sent is not read")
        self._unread += len(frame)
        sent.add_done_callback(partial(self._read, len(frame)))

    def _read(self, size: int, sent: Any) -> None:
        self._unread -= size
        _ignore_closed(sent)

    def _may_speak(self) -> bool:
        now = self.house.now()
        self._credit = min(BURST, self._credit + (now - self._counted) * STEADY)
        self._counted = now
        self._credit -= 1
        return self._credit >= 0


def _ignore_closed(sent: Any) -> None:
    if not sent.cancelled():
        error = sent.exception()
        if error is not None and not isinstance(error, WebSocketClosedError | StreamClosedError):
            log.error("%s", error)
