"""What the host looks after by itself: seats that are over, people who left, files that changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from ..assess import offered
from ..course import Course
from ..errors import CpdError
from ..language import _
from ..practice.shelf import stock, stock_first_steps
from ..records.store import Store
from .grading import Grading
from .house import House
from .sorry import described

log = logging.getLogger("mentor_cpd.host")
_SEATS = 0.5  # seconds between two looks
_PEOPLE = 1.0
_FILES = 2.0
_NEWS = 3.0
_FITNESS = 60.0
_SIGN_INS = 30.0  # a sign-in can also run out, and nothing is written then
_STEP = 5.0  # by more the clock only moves when the machine slept, or when somebody set it


async def look_after(house: House) -> None:
    """Until cancelled."""
    await asyncio.gather(
        _every(_SEATS, house.sweep),
        _every(_PEOPLE, _People(house).look),
        _every(_FILES, _Files(house).look),
        _every(_FITNESS, partial(house.off, house.fitness.look)),
        *([_every(_NEWS, Grading(house).look)] if house.grades else []),
    )


class _People:
    """Ends the pages of those who signed out or were changed, by whatever process."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._seen = -1
        self._last = 0.0
        self._apart = 0.0

    async def look(self) -> None:
        version = self._house.store.changes()
        now = self._house.now()
        apart = self._house.store.clock().timestamp() - now
        stepped = abs(apart - self._apart) > _STEP
        if version != self._seen or stepped or now - self._last >= _SIGN_INS:
            self._seen, self._last, self._apart = version, now, apart
            await self._house.turn_out()
            await self._house.off(self._house.people.put_right)


class _Files:
    """Checks the cases again when a trainer has saved one."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._seen: frozenset[tuple[str, int, int]] | None = None

    async def look(self) -> None:
        stamp = await self._house.off(self._stamp)
        if self._seen is None:  # they were checked as the host started
            self._seen = stamp
        if stamp == self._seen:
            return
        count, amiss = await self._house.off(restock, self._house.course, self._house.store)
        self._seen = stamp  # not before: what could not be saved is tried again
        log.info("the cases were checked again: %d offered", count)
        for line in amiss:
            log.warning("%s", line)

    def _stamp(self) -> frozenset[tuple[str, int, int]]:
        found = set()
        course = self._house.course
        for path in (*course.scenarios.rglob("*"), *(course.root / "modules").glob("*.ipynb")):
            try:
                about = path.stat()
            except OSError:  # it went away just now
                continue
            found.add((str(path), about.st_mtime_ns, about.st_size))
        return frozenset(found)


def restock(course: Course, store: Store) -> tuple[int, list[str]]:
    """Check the course and offer what is sound: how many cases and drills, and what is
    wrong with the rest, line by line."""
    lines = []
    reports = (*stock(course, store), stock_first_steps(store))
    for report in reports:
        if report.offered is None:
            lines.append(_("{path} is not offered to mentors:").format(path=report.path))
            lines += [f"  {problem}" for problem in report.problems]
    try:
        offered.offer(course, store)
    except CpdError as error:
        lines += [_("Assessments stay as they were:"), f"  {error}"]
    return sum(report.offered is not None for report in reports[:-1]), lines


async def _every(seconds: float, look: Callable[[], Awaitable[object]]) -> None:
    while True:
        try:
            await look()
        except CpdError as error:
            log.warning("%s", error)
        except Exception as error:
            log.error("%s", described(error), exc_info=error)
        await asyncio.sleep(seconds)
