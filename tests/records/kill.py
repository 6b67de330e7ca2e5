"""Kills writers at any moment, and looks whether what they had acknowledged is there, once.

    python tests/records/kill.py --n 1000

A *page* sends choices to a *writer* (a process of its own, as a mentor's kernel is) and
counts one as saved when the writer says so. Writers are killed without warning: while
they start, while they write, just before they answer. The page then does what ours
does: it finds a new writer and sends again what was not answered. Two pages share each
attempt, as two tabs do. In the end every choice that was called saved has to be in the
record exactly once, with its text, and the record has to be sound.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from mentor_cpd.records import sqlite
from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.store import OutOfStep, Store

# A server that has read the code once forks each writer; Windows starts each from nothing.
_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_processes: Any = multiprocessing.get_context("forkserver" if _FORKS else "spawn")
if _FORKS:
    _processes.set_forkserver_preload(["mentor_cpd.records.store"])

PATIENCE = 60.0


class Message(NamedTuple):
    """A choice as the page sends it; every third one with something written."""

    attempt: str
    turn: int
    id: str

    @property
    def text(self) -> str:
        return f"What I would say: {self.id}. " * 20 if self.turn % 3 == 0 else ""

    def event(self) -> NewEvent:
        return NewEvent(
            "wrote" if self.text else "chose",
            f"p-{self.attempt}",
            {"ask": "free-text"} if self.text else {"scene": "s", "choice": self.id},
            self.attempt,
            self.turn,
            self.id,
            texts={"said": self.text} if self.text else {},
        )


def write(url: str, line: Connection) -> None:
    """The writer: records what comes down the line, and says so when it is on disk."""
    sqlite.LONG_LOG = 100_000  # so that many die in the middle of copying the log back
    with Store.open(url, migrate=False, wait=PATIENCE) as store, contextlib.suppress(EOFError):
        while True:
            message = Message(*line.recv())
            try:
                appended = store.append(message.event())
                line.send(("again" if appended.again else "saved", message.turn))
            except OutOfStep as behind:
                line.send(("behind", behind.last_turn))


@dataclass
class Toll:
    """What came of it. ``unheard`` choices were on disk, but the writer died before it said so."""

    kills: int = 0
    unheard: int = 0
    sent: set[Message] = field(default_factory=set)
    saved: set[Message] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


class Page:
    """One tab: sends the choices of its attempt, and has its writer killed now and then."""

    def __init__(self, name: str, url: str, attempt: str, kills: int, seed: int) -> None:
        self._name, self._url, self._attempt = name, url, attempt
        self._chance = random.Random(seed)  # noqa: S311 -- it has to be repeatable, not secret
        self._left = kills
        self._turn = 1
        self._count = 0
        self.toll = Toll()
        self._start()

    def play(self) -> None:
        """Send choices until every kill has been made, and a few more."""
        try:
            while self._left:
                for _ in range(self._chance.randrange(12)):
                    self._send_until_answered(self._next())
                self._send_and_kill(self._next())
            self._send_until_answered(self._next())
        except Exception as error:  # or a thread's error would be lost
            self.toll.wrong.append(f"{self._name}: {error!r}")
        finally:
            self._stop()

    def _next(self) -> Message:
        self._count += 1
        message = Message(self._attempt, self._turn, f"{self._name}-{self._count}")
        self.toll.sent.add(message)
        return message

    def _send_and_kill(self, message: Message) -> None:
        """Kill the writer at a random moment after it was sent the message, or as it starts."""
        self._line.send(message)
        time.sleep(self._chance.uniform(0, 0.003))
        self._kill()
        while self._left and self._chance.random() < 0.2:
            time.sleep(self._chance.uniform(0, 0.03))
            self._kill()
        if not self._answered(message):
            self._send_until_answered(message)

    def _send_until_answered(self, message: Message) -> None:
        self._line.send(message)
        if not self._line.poll(PATIENCE):
            raise TimeoutError(f"no answer to {message}")
        if not self._answered(message):
            raise EOFError(f"the writer died of itself at {message}")

    def _answered(self, message: Message) -> bool:
        """Read the answer, if there is one: what was sent before a death still counts."""
        for line in (*self._dead, self._line):
            with contextlib.suppress(EOFError, OSError):
                if line.poll(0):
                    state, turn = line.recv()
                    if state != "behind":
                        self.toll.saved.add(message)
                    self.toll.unheard += state == "again"
                    self._turn = turn + 1
                    self._bury()
                    return True
        self._bury()
        return False

    def _start(self) -> None:
        self._line, theirs = _processes.Pipe()
        self._dead: list[Connection] = getattr(self, "_dead", [])
        self._writer = _processes.Process(target=write, args=(self._url, theirs), daemon=True)
        self._writer.start()
        theirs.close()

    def _kill(self) -> None:
        self._writer.kill()
        self._writer.join()
        self._dead.append(self._line)
        self.toll.kills += 1
        self._left -= 1
        self._start()

    def _bury(self) -> None:
        for line in self._dead:
            line.close()
        self._dead = []

    def _stop(self) -> None:
        self._bury()
        self._line.close()
        self._writer.join(PATIENCE)
        self._writer.kill()


def survive(kills: int, folder: Path, *, pages: int = 4, seed: int = 0) -> Toll:
    """Make so many kills on a store in ``folder``, and look what has become of it."""
    url = f"sqlite:///{folder / 'record.sqlite'}"
    attempts = [f"a-{number}" for number in range((pages + 1) // 2)]
    with Store.open(url) as store:
        for attempt in attempts:
            store.append(Message(attempt, 0, f"{attempt}-begins").event())
    share, more = divmod(kills, pages)
    tabs = [
        Page(f"tab-{n}", url, attempts[n // 2], share + (n < more), seed * 1000 + n)
        for n in range(pages)
    ]
    threads = [threading.Thread(target=tab.play) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    toll = Toll(
        kills=sum(tab.toll.kills for tab in tabs),
        unheard=sum(tab.toll.unheard for tab in tabs),
        sent=set().union(*(tab.toll.sent for tab in tabs)),
        saved=set().union(*(tab.toll.saved for tab in tabs)),
        wrong=[wrong for tab in tabs for wrong in tab.toll.wrong],
    )
    with Store.open(url) as store:
        toll.wrong += look(store, toll, attempts)
    return toll


def look(store: Store, toll: Toll, attempts: list[str]) -> list[str]:
    """Everything that is not as it was promised."""
    wrong = [str(finding) for finding in store.verify()]
    recorded = [event for event in store.events() if event.turn]
    times = Counter(event.message for event in recorded)
    places = Counter((event.attempt, event.turn) for event in recorded)
    texts = {attempt: store.texts(attempt) for attempt in attempts}
    known = {(m.attempt, m.turn, m.id) for m in toll.sent}
    wrong += [f"{message} is there {n} times" for message, n in times.items() if n != 1]
    wrong += [f"turn {place} is there {n} times" for place, n in places.items() if n != 1]
    wrong += [
        f"nobody sent {event.message}"
        for event in recorded
        if (event.attempt, event.turn, event.message) not in known
    ]
    held = {(event.attempt, event.turn): event.message for event in recorded}
    for message in toll.saved:
        if held.get((message.attempt, message.turn)) != message.id:
            wrong.append(f"{message} was called saved and is lost")
        elif message.text and texts[message.attempt][message.turn]["said"] != message.text:
            wrong.append(f"the text of {message} is not what was sent")
    return wrong


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    ask.add_argument("--n", type=int, default=100, help="how many kills")
    ask.add_argument("--pages", type=int, default=4, help="how many tabs write at once")
    ask.add_argument("--seed", type=int, default=0)
    asked = ask.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mentor-cpd-kill-") as folder:
        toll = survive(asked.n, Path(folder), pages=asked.pages, seed=asked.seed)
    took = time.monotonic() - began
    print(f"{toll.kills} kills in {took:.0f} s; {len(toll.saved)} choices were called saved")
    print(f"{toll.unheard} of them by a second writer, the first having died before it could")
    print(
        "\n".join(toll.wrong) if toll.wrong else "each is there exactly once; the record is sound"
    )
    sys.exit(bool(toll.wrong))


if __name__ == "__main__":
    main()
