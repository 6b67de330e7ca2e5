"""How long one choice takes to be on disk, beside what the disk itself takes to sync.

One event a commit, as in a mentor's kernel: alone, with something written, among mentors
who think, and among writers who never pause (SQLite's queue is not a fair one: some wait
long there). The disk is asked between the runs, in the
same folder: a file is made longer by as much as a commit writes, and synced.

    python -m benchmarks.record --runs 1000
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.table import machine, milliseconds, quantile, ratio, table
from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.store import Store

# A commit of one event appends about five pages of 4 KiB to the write-ahead log.
WRITTEN = b"\0" * (5 * 4120)
TEXT = "I would sit down beside him, and say nothing for a while. " * 10


def timed(act: Callable[[int], object], runs: int) -> list[float]:
    """How long each run took, in seconds."""
    took = []
    for run in range(1, runs + 1):
        began = time.perf_counter()
        act(run)
        took.append(time.perf_counter() - began)
    return took


def sync_of(folder: Path, runs: int) -> list[float]:
    """The disk's own time to make a file longer and sync it."""
    with (folder / "disk").open("wb", buffering=0) as file:

        def grow(_run: int) -> None:
            file.write(WRITTEN)
            os.fsync(file.fileno())

        return timed(grow, runs)


def commits(url: str, attempt: str, runs: int, text: str = "") -> list[float]:
    """The time of each commit, over a store of its own."""
    person = f"p-{attempt}"
    with Store.open(url, migrate=False, wait=60) as store:
        store.append(NewEvent("attempted", person, {}, attempt, 0, f"{attempt}-0"))

        def choose(turn: int) -> None:
            new = NewEvent(
                "wrote" if text else "chose",
                person,
                {"scene": "a-corner-table", "choice": "sit-beside"},
                attempt,
                turn,
                f"{attempt}-{turn}",
                texts={"said": text} if text else {},
            )
            store.append(new)

        return timed(choose, runs)


def crowded(url: str, runs: int, others: int, pause: float) -> list[float]:
    """The same, while others choose as well, each pausing so long between two choices."""
    stop = threading.Event()
    crowd = f"{others}-{pause}"

    def press_on(number: int) -> None:
        attempt = f"{crowd}-{number}"
        person = f"p-{attempt}"
        with Store.open(url, migrate=False, wait=60) as store:
            store.append(NewEvent("attempted", person, {}, attempt, 0, f"{attempt}-0"))
            turn = 1
            while not stop.wait(pause):
                store.append(NewEvent("chose", person, {}, attempt, turn, f"{attempt}-{turn}"))
                turn += 1

    writers = [threading.Thread(target=press_on, args=(n,)) for n in range(others)]
    for writer in writers:
        writer.start()
    try:
        return commits(url, f"among-{crowd}", runs)
    finally:
        stop.set()
        for writer in writers:
            writer.join()


def main() -> None:
    ask = argparse.ArgumentParser(description="Time the commits of the record.")
    ask.add_argument("--runs", type=int, default=1000)
    runs = ask.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="mentor-cpd-record-") as temporary:
        folder = Path(temporary)
        url = f"sqlite:///{folder / 'record.sqlite'}"
        Store.open(url).close()
        disk = sync_of(folder, runs)
        measured = {
            "the disk's own sync": disk,
            "one choice": commits(url, "alone", runs),
            "one choice with writing": commits(url, "writing", runs, TEXT),
            "one among 60 mentors, 2 s each": crowded(url, runs, 60, 2.0),
            "one among 4 that never pause": crowded(url, runs, 4, 0.0),
            "the disk's own sync, after": sync_of(folder, runs),
        }
    print(f"{runs} runs each; {machine()}\n")
    rows = [
        (
            name,
            *(milliseconds(quantile(took, at)) for at in (0.5, 0.95, 0.99, 1.0)),
            ratio(quantile(took, 0.95), quantile(disk, 0.95)),
        )
        for name, took in measured.items()
    ]
    print(table(("", "p50", "p95", "p99", "longest", "p95 to the disk's"), rows))


if __name__ == "__main__":
    main()
