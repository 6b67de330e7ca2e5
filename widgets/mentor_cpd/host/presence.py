"""A page that has no kernel hears at once that its person is signed out, or is not who they were.

It carries nothing: it is open, and it ends. Why it ended, the page asks in plain words
(``/here``); where it cannot be opened, the page asks by itself every few seconds.
"""

from __future__ import annotations

from tornado.websocket import WebSocketHandler

from ..language import _
from .door import Door
from .house import SIGNED_OUT
from .sorry import Sorry

# So many pages of one sign-in are told at once; of more, those that were opened first ask.
MOST = 24


class Presence(WebSocketHandler, Door):
    """A websocket for as long as somebody is signed in as who they were."""

    plain = True
    counts = False
    public = True  # a handshake cannot lead anybody to the sign-in page: it is refused below

    def check_origin(self, origin: str) -> bool:
        return self.comes_from_us()

    async def prepare(self) -> None:
        await super().prepare()
        # Tornado asks check_origin only when there is an Origin; a browser always sends it.
        if not self.comes_from_us():
            raise Sorry(403, _("That did not come from a page of this site"))
        if self.visit is None:
            raise Sorry(401, _("You are signed out"))

    async def open(self) -> None:
        visit, house = self.visitor, self.house
        mine = [page for page in house.pages if page.visitor.token == visit.token]
        for page in mine[: max(0, len(mine) + 1 - MOST)]:
            page.close(1000, "newer pages are told")
        house.pages[self] = None
        # Whatever happened before this page was in the list was told to the others only.
        signed_in = await house.off(house.people.who, visit.token, seen=False)
        if signed_in is None or signed_in.person.roles != visit.person.roles:
            self.over()

    def over(self) -> None:
        self.close(SIGNED_OUT, "its person is signed out or changed")

    def on_message(self, message: str | bytes) -> None:
        """Nothing is to be said here."""
        self.close(1008, "nothing is to be said here")

    def on_close(self) -> None:
        self.house.pages.pop(self, None)
