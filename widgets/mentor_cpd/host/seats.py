"""The seat ledger: who holds a kernel, who waits for one, and whose time is over.

Pure: no network, no kernels and no clock of its own; every question carries the
time at which it is asked. A *seat* is the right of one open page to one kernel.
It is taken before anything is awaited, so that two requests which arrive
together can never both be given the last one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum


class Over(Enum):
    """Why a seat's time is over."""

    UNJOINED = "no page joined it"
    LOST = "its page did not come back"
    RESTED = "nothing happened in it for a long while"
    SURPLUS = "its person has newer pages open"


@dataclass(frozen=True, slots=True)
class Seat:
    kernel: str
    person: str
    taken: float
    touched: float
    """When its person last did something in it: heartbeats do not count."""
    shown: float | None = None
    """When its page had gone out whole."""
    joined: bool = False
    """Its page's line is open now."""
    parted: float | None = None
    """When its line was last lost."""
    ending: bool = False
    """Its kernel is being ended: it still takes room, and is nobody's any more."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Not yet: the place in the queue, from 1, and when to ask again."""

    place: int
    retry: int


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the house waits, in seconds."""

    join: float = 15
    """For the first line to a page that went out whole."""
    return_: float = 60
    """For a line that was lost: a network that drops, a lid that closes."""
    rest: float = 45 * 60
    """For something to happen in an open page."""
    handover: float = 10
    """For the page that a reload replaces to say that it has gone."""
    retry: int = 4
    """Between two questions of somebody who waits."""
    queue: float = 15
    """For somebody who waits to ask again, before their place is given away."""


class Ledger:
    """Who holds a seat and who waits.

    Whoever holds a seat that is not ending is always admitted, to ``pages`` pages and one more
    while a reload hands over: the page that is being replaced gives its seat
    back only after the new one has arrived. Everybody else is let in by turn.
    """

    def __init__(self, cap: int, *, pages: int = 2, patience: Patience | None = None) -> None:
        self.cap = cap
        self.pages = pages
        self.patience = patience or Patience()
        self._seats: dict[str, Seat] = {}
        self._asked: dict[str, float] = {}  # who waits -> when they last asked, first come first

    def __len__(self) -> int:
        return len(self._seats)

    def ask(self, person: str, *, kernel: str, now: float) -> Seat | Turn:
        """A seat for a new page of ``person``, taken at once, or their turn in the queue."""
        self._forget_who_left(now)
        queue = list(self._asked)
        ahead = queue.index(person) if person in self._asked else len(queue)
        if not self.held_by(person) and ahead >= self.cap - self._counted():
            self._asked[person] = now
            return Turn(ahead + 1, self.patience.retry)
        self._asked.pop(person, None)
        seat = Seat(kernel, person, taken=now, touched=now)
        self._seats[kernel] = seat
        return seat

    def of(self, kernel: str) -> Seat | None:
        return self._seats.get(kernel)

    def all(self) -> list[Seat]:
        return list(self._seats.values())

    def held_by(self, person: str) -> list[Seat]:
        """What is the person's now. Somebody who leaves and comes straight back, before their
        kernel is gone, has no seat to be let in by: others may have waited for it."""
        return [s for s in self._seats.values() if s.person == person and not s.ending]

    def waiting(self) -> list[str]:
        return list(self._asked)

    def shown(self, kernel: str, now: float) -> None:
        """The page has gone out whole; its line should open soon."""
        self._change(kernel, shown=now, touched=now)

    def joined(self, kernel: str, now: float) -> None:
        self._change(kernel, joined=True, parted=None, touched=now)

    def parted(self, kernel: str, now: float) -> None:
        self._change(kernel, joined=False, parted=now)

    def touched(self, kernel: str, now: float) -> None:
        self._change(kernel, touched=now)

    def ending(self, kernel: str) -> None:
        """Its page is over, and its kernel will be gone in a moment."""
        self._change(kernel, ending=True)

    def leave(self, kernel: str) -> Seat | None:
        """Give a seat back. Giving it back twice is no error: a page and a sweep may meet."""
        return self._seats.pop(kernel, None)

    def overdue(self, now: float) -> list[tuple[Seat, Over]]:
        """The seats whose time is over, each with its reason. Nothing is changed."""
        found = {seat.kernel: (seat, Over.SURPLUS) for seat in self._surplus(now)}
        for seat in self._seats.values():
            over = self._over(seat, now)
            if over is not None:
                found[seat.kernel] = (seat, over)
        return list(found.values())

    def _over(self, seat: Seat, now: float) -> Over | None:
        if seat.ending:
            return None
        if seat.joined:
            return Over.RESTED if now - seat.touched >= self.patience.rest else None
        if seat.parted is not None:
            return Over.LOST if now - seat.parted >= self.patience.return_ else None
        if seat.shown is not None and now - seat.shown >= self.patience.join:
            return Over.UNJOINED
        return None

    def _surplus(self, now: float) -> list[Seat]:
        surplus: list[Seat] = []
        for person in {seat.person for seat in self._seats.values() if not seat.ending}:
            held = sorted(self.held_by(person), key=lambda seat: seat.taken)
            newest = held[-1]
            handed_over = newest.shown is not None and (
                now - newest.shown >= self.patience.handover
            )
            allowed = self.pages if handed_over else self.pages + 1
            # Of the older ones, those that nobody looks at go first.
            older = sorted(held[:-1], key=lambda seat: (seat.joined, seat.taken))
            surplus += older[: max(len(held) - allowed, 0)]
        return surplus

    def _counted(self) -> int:
        """What is taken of the cap. What a person has beyond their share is on its way
        out: whoever opens a page over and over keeps nobody else waiting."""
        held = Counter(seat.person for seat in self._seats.values())
        return sum(min(seats, self.pages + 1) for seats in held.values())

    def _forget_who_left(self, now: float) -> None:
        for person, asked in list(self._asked.items()):
            if now - asked > self.patience.queue:
                del self._asked[person]

    def _change(
        self,
        kernel: str,
        *,
        shown: float | None = None,
        joined: bool | None = None,
        parted: float | None = None,
        touched: float | None = None,
        ending: bool = False,
    ) -> None:
        seat = self._seats.get(kernel)
        if seat is None:
            return
        self._seats[kernel] = replace(
            seat,
            shown=seat.shown if shown is None else shown,
            joined=seat.joined if joined is None else joined,
            parted=None if joined else (seat.parted if parted is None else parted),
            touched=seat.touched if touched is None else touched,
            ending=seat.ending or ending,
        )
