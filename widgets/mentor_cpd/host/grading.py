"""Grading what is new, by itself, while the host serves: in a process of its own.

nbgrader changes the working folder and takes seconds to import, so that nothing of it is
done here: ``mentor-cpd grade`` is started, one at a time, and told to mark only what has
not been marked.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from contextlib import suppress
from typing import Final

import psutil

from .house import House

log = logging.getLogger("mentor_cpd.host")

# What a gradebook or a feedback page is made from.
NEWS: Final = ("submitted", "marked", "released", "texts-erased", "may-be-real-closed")
FIRST_PAUSE: Final = 30.0  # seconds before it is tried again; twice as long each time
LONGEST_PAUSE: Final = 3600.0


class Grading:
    """Looks for news, and has it graded."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._seen = -1
        self._done = 0  # the place in the log up to which everything is graded
        self._pause = FIRST_PAUSE
        self._next = 0.0

    async def look(self) -> None:
        store, now = self._house.store, self._house.now()
        if now < self._next:
            return
        version = store.changes()
        if version == self._seen:
            return
        news = await self._house.off(store.events, kinds=NEWS, after=self._done, most=1)
        if not news:
            self._seen = version
            return
        upto, _hash = await self._house.off(store.head)
        code, said = await self._grade()
        if code in (0, 1):
            self._done, self._seen, self._pause, self._next = upto, version, FIRST_PAUSE, 0.0
            log.info("graded: %s", said)
            return
        self._next = self._house.now() + self._pause
        log.warning("grading ended with %d, again in %d s: %s", code, self._pause, said)
        self._pause = min(2 * self._pause, LONGEST_PAUSE)

    async def _grade(self) -> tuple[int, str]:
        """Grade, in a process; whoever stops waiting for it ends it."""
        told = self._house.told
        command = [sys.executable, "-c", "from mentor_cpd.cli import main; main()"]
        places = ["--data", told["MENTOR_CPD_DATA"], "--course", str(self._house.course.root)]
        process = subprocess.Popen(  # noqa: S603 -- this very program
            [*command, "grade", "--new", *places],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "MENTOR_CPD_STORE": told["MENTOR_CPD_STORE"]},
        )
        _step_back(process.pid)
        try:
            said, _none = await asyncio.to_thread(process.communicate)
        except asyncio.CancelledError:
            process.kill()
            raise
        lines = [line for line in said.splitlines() if line.strip()]
        return process.returncode, " | ".join(lines[-3:])


def _step_back(process: int) -> None:
    """Mentors at work come first."""
    with suppress(psutil.Error, OSError):
        idle = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10)
        psutil.Process(process).nice(idle)
