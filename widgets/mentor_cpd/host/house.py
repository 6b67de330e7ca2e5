"""What every handler shares: the store, the people, the seats and the kernels behind them."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
import uuid
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar

from jinja2 import Environment, FileSystemLoader

from ..assess import outcomes
from ..course import Course
from ..practice.school import School
from ..records.people import People, Person
from ..records.store import Store, Unreadable
from .bundle import HOST, Bundle
from .fitness import Fitness
from .kernels import Kernels
from .names import Names
from .relay import Relay
from .seats import Ledger, Over, Seat, Turn

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

# How a line ends, and so what its page does next (docs/architecture.md).
GONE, RESTED, SIGNED_OUT, ELSEWHERE, STOPPING = 4001, 4002, 4003, 4004, 1001
_CLOSED = {Over.RESTED: RESTED, Over.SURPLUS: ELSEWHERE}


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is asking: a person, and the sign-in by which we know them."""

    person: Person
    token: str

    @property
    def standing(self) -> str:
        """Who is asking and as what, for a page to notice that it is so no longer."""
        said = "\n".join((self.person.id, *sorted(self.person.roles)))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def writer(self) -> str:
        """Who is asking, for a page that is left open until somebody else has signed in."""
        return hashlib.sha256(f"writer\n{self.person.id}".encode()).hexdigest()[:16]


@dataclass
class House:
    store: Store
    people: People
    course: Course
    base: str
    """The base URL; it begins and ends with a slash."""
    names: Names
    ledger: Ledger
    bundle: Bundle
    secure: bool = False
    behind_proxy: bool = False
    told: dict[str, str] = field(default_factory=dict)
    """What every kernel is told, besides whom it is for."""
    grades: bool = True
    """Whether what is handed in is graded by itself."""
    kernels: Kernels = field(init=False)
    fitness: Fitness = field(init=False)
    shutting: bool = False

    def __post_init__(self) -> None:
        self.fitness = Fitness(self.store)
        self.visits: dict[str, Visit] = {}  # kernel -> who took its seat, as who they were
        self.busy: set[str] = set()  # the sign-ins of those who did something in a page
        self.relays: dict[str, Relay] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self.lines: dict[str, Any] = {}
        self.pages: dict[Any, None] = {}  # those without a kernel, the oldest first
        # Writing waits for other writers, and hashing a password is meant to be
        # slow: neither may hold up everybody else's page.
        self._hands = ThreadPoolExecutor(4, thread_name_prefix="store")
        self._hashing = ThreadPoolExecutor(2, thread_name_prefix="passwords")
        self.templates = Environment(
            loader=FileSystemLoader(HOST / "pages"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @staticmethod
    def now() -> float:
        return time.monotonic()

    async def off(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do it beside the event loop: for anything that touches the disk."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._hands, partial(do, *args, **kwargs))

    async def hashed(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do it where passwords are hashed: two at a time, whoever else is waiting."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._hashing, partial(do, *args, **kwargs))

    def school(self) -> School:
        """Nothing of it where the record cannot be read: the page that says so needs one too."""
        try:
            return School.of(self.store)
        except Unreadable:
            return School()

    def may_sign(self, person: Person) -> bool:
        """Whether the page of sign-offs is the person's to open; as above, off the event loop."""
        with suppress(Unreadable):
            return outcomes.may_sign(self.store, person)
        return False

    def static(self, path: str) -> str:
        return self.base + self.bundle.path(path)

    # Seats.

    def ask(self, visit: Visit) -> Seat | Turn:
        kernel = str(uuid.uuid4())
        answer = self.ledger.ask(visit.person.id, kernel=kernel, now=self.now())
        if isinstance(answer, Seat):
            self.visits[kernel] = visit
        return answer

    def seat(self, kernel: str, visit: Visit | None) -> Seat | None:
        """The seat, when it is there and this visitor's."""
        seat = self.ledger.of(kernel)
        if seat is None or visit is None or seat.person != visit.person.id:
            return None
        return seat

    async def vacate(self, kernel: str, code: int, why: str) -> None:
        """End a seat: its line, its kernel, and then its place in the ledger."""
        seat = self.ledger.of(kernel)
        if seat is None:
            return
        self.ledger.ending(kernel)
        line = self.lines.pop(kernel, None)
        if line is not None:
            line.close(code, why[:120])
        relay = self.relays.pop(kernel, None)
        if relay is not None:
            relay.close()
        await self.kernels.end(kernel)
        self.visits.pop(kernel, None)
        if self.ledger.leave(kernel) is not None:
            log.info("seat %s ended: %s (%d in use)", kernel[:8], why, len(self.ledger))

    def kernel_died(self, kernel: str) -> None:
        """A kernel ended by itself: its page must hear of it, and gets a new one."""
        seat = self.ledger.of(kernel)
        if self.shutting or seat is None or seat.ending:
            return
        # Later on, its last words may be about what a person wrote.
        words = self.kernels.last_words(kernel) if seat.shown is None else ""
        log.warning("kernel %s ended by itself%s", kernel[:8], f": {words}" if words else "")
        self.ledger.ending(kernel)  # whoever hears of it next has nothing to add
        self.later(self.vacate(kernel, GONE, "its kernel is gone"))

    async def sweep(self) -> None:
        """End the seats whose time is over."""
        for seat, over in self.ledger.overdue(self.now()):
            self.later(self.vacate(seat.kernel, _CLOSED.get(over, GONE), over.value))

    async def turn_out(self) -> None:
        """End the pages of everybody who is no longer signed in as who they were.

        The command line is another process, so that nobody tells us: the store is asked.
        """
        visits = [*self.visits.values(), *(page.visitor for page in self.pages)]
        # Who is busy in an open page is using their sign-in, although they ask for no
        # other page.
        busy = self.busy.copy()
        self.busy.clear()
        roles = await self.off(self._roles_now, {visit.token for visit in visits}, busy)
        for kernel, visit in list(self.visits.items()):
            if visit.token in roles and visit.person.roles != roles[visit.token]:
                why = "its person is signed out or changed"
                self.later(self.vacate(kernel, SIGNED_OUT, why))
        for page in list(self.pages):
            visit = page.visitor
            if visit.token in roles and visit.person.roles != roles[visit.token]:
                page.over()

    def _roles_now(
        self, tokens: Iterable[str], busy: Collection[str]
    ) -> dict[str, frozenset[str] | None]:
        """By the token of a sign-in, the roles that its person has; none when it is over."""
        found = {token: self.people.who(token, seen=token in busy) for token in tokens}
        return {token: by.person.roles if by else None for token, by in found.items()}

    async def close(self) -> None:
        """End every line and every kernel."""
        self.shutting = True
        for line in list(self.lines.values()):
            line.close(STOPPING, "the server is stopping")
        self.lines.clear()
        for page in list(self.pages):
            page.close(STOPPING, "the server is stopping")
        for relay in self.relays.values():
            relay.close()
        if hasattr(self, "kernels"):  # a host that failed as it began has none
            await self.kernels.end_all()
        self._hands.shutdown(wait=True, cancel_futures=True)
        self._hashing.shutdown(wait=False, cancel_futures=True)

    def later(self, work: Any) -> None:
        """Do it without waiting; a failure is logged and never lost."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("%s", task.exception(), exc_info=task.exception())
