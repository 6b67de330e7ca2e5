"""A class at work: forty mentors who come at once, and play for ten minutes.

Each speaks the page's own protocol (`tests/tab.py`) and lives as people do
(`tests/crowd.py`): reads, chooses, explains, writes, goes back; and now and then reloads,
loses the line in the middle of a choice, has two tabs open, or goes away without a word.
What was answered is held against the record afterwards, and a kernel of ours is weighed
beside a stock one that shows an ipywidgets widget of the same words.

    python -m benchmarks.crowd --mentors 40 --minutes 10
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

from benchmarks.page import MODULE, ROOT, apart_in
from benchmarks.table import machine, milliseconds, quantile, ratio, seconds, table
from mentor_cpd.records.store import Store
from tests.crowd import Crowd, Deed, Habits, Kept, compare
from tests.serving import Serving, serving, until

# What stock ipywidgets need for a scene: its title, its words, and its choices.
STOCK = """
import ipywidgets as widgets
from IPython.display import display
said = widgets.Output()
def on_click(button):
    with said:
        print(button.description)
buttons = [widgets.Button(description=f"Choice {n}") for n in range(4)]
for button in buttons:
    button.on_click(on_click)
words = widgets.HTML("<h3>A corner table</h3>" + "<p>He looked at the floor.</p>" * 8)
display(widgets.VBox([words, *buttons, said]))
"""
SILENT = 5  # one in so many goes without a word in the end
EVERY = 10.0  # seconds between two lines of progress


class Weight(NamedTuple):
    """What a process weighs, in bytes."""

    fair: int
    """Its own memory, and its share of each page that it shares with others (PSS)."""
    own: int
    """What would be free if it ended (USS)."""


def weigh(processes: Iterable[psutil.Process]) -> list[Weight]:
    """The weight of each process that is still there."""
    weights = []
    for process in processes:
        try:
            told = process.memory_full_info()
        except psutil.NoSuchProcess:
            continue
        weights.append(Weight(getattr(told, "pss", told.uss), told.uss))  # PSS is Linux's own
    return weights


@contextmanager
def stock_kernels(count: int) -> Iterator[list[psutil.Process]]:
    """Plain IPython kernels, each of which shows a widget."""
    with ExitStack() as end:
        for _ in range(count):
            manager, client = start_new_kernel(
                kernel_name="python3",
                stderr=subprocess.DEVNULL,  # it says that its wires are not encrypted
            )
            end.callback(manager.shutdown_kernel, now=True)
            end.callback(client.stop_channels)
            assert isinstance(client, BlockingKernelClient)
            reply = client.execute_interactive(STOCK, timeout=60, output_hook=lambda _said: None)
            assert reply["content"]["status"] == "ok", reply["content"]
        mine = psutil.Process().children(recursive=True)
        yield [one for one in mine if "ipykernel_launcher" in " ".join(one.cmdline())]


class Measured(NamedTuple):
    crowd: Crowd
    kept: Kept
    arriving: float
    """Seconds from the first request until everybody's case could be begun."""
    first: list[Weight]
    """Our kernels when everybody had just come."""
    last: list[Weight]
    """And just before they went."""
    host: tuple[Weight, Weight]
    """The host itself, then and then."""
    busy: float
    """The share of a core that the crowd itself took."""
    left: int
    gone_after: float
    said: list[str]
    """What the host's log says went wrong."""


async def live(host: Serving, crowd: Crowd, length: float) -> tuple[float, list[list[Weight]]]:
    """From the first morning to the last goodbye."""
    began = time.monotonic()
    await crowd.arrive()
    arriving = time.monotonic() - began
    tell(f"{len(crowd.mentors)} are there after {arriving:.0f} s")
    weights = [await asyncio.to_thread(weigh_all, host)]
    telling = asyncio.ensure_future(tell_how_it_goes(host, crowd))
    try:
        await crowd.play(length)
    finally:
        telling.cancel()
    weights.append(await asyncio.to_thread(weigh_all, host))
    await crowd.leave(silent=len(crowd.mentors) // SILENT)
    return arriving, weights


def weigh_all(host: Serving) -> list[Weight]:
    """The host, and then its kernels."""
    return weigh([psutil.Process(host.process.pid), *host.kernels()])


async def tell_how_it_goes(host: Serving, crowd: Crowd) -> None:
    began = time.monotonic()
    while True:
        await asyncio.sleep(EVERY)
        took = [deed.took for deed in crowd.deeds if is_choice(deed)]
        p95 = milliseconds(quantile(took, 0.95)) if took else "-"
        kernels = len(await asyncio.to_thread(host.kernels))
        tell(
            f"{time.monotonic() - began:4.0f} s  {len(took)} choices saved, p95 {p95},"
            f" {len(crowd.troubles)} errors, {kernels} kernels"
        )


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def is_choice(deed: Deed) -> bool:
    """A choice on which nothing was made to go wrong: what is timed."""
    return deed.plain and deed.state == "saved" and deed.wish["do"] == "choose"


def measure(host: Serving, mentors: int, length: float, habits: Habits, seed: int) -> Measured:
    accounts = [f"mentor.{n}" for n in range(mentors)]
    for account in accounts:
        host.add(account)
    crowd = Crowd(host.root, accounts, MODULE, habits=habits, seed=seed)
    spent, began = time.process_time(), time.monotonic()
    arriving, (first, last) = asyncio.run(live(host, crowd, length))
    busy = (time.process_time() - spent) / (time.monotonic() - began)
    tell("everybody has gone, some without a word: their seats are kept for a minute")
    went = time.monotonic()
    try:
        until(lambda: not host.kernels(), seconds=120)
    except AssertionError:
        tell("kernels were left")
    gone_after = time.monotonic() - went
    with Store.open(host.store_url, migrate=False) as store:
        kept = compare(store, crowd)
        unsound = [str(finding) for finding in store.verify()]
    return Measured(
        crowd,
        kept,
        arriving,
        first[1:],
        last[1:],
        (first[0], last[0]),
        busy,
        len(host.kernels()),
        gone_after,
        host.complaints() + unsound,
    )


# The report


def megabytes(value: float) -> str:
    return f"{value / 2**20:.1f} MB"


def times(measured: Measured) -> str:
    crowd = measured.crowd
    choices = [deed for deed in crowd.deeds if is_choice(deed)]
    others = [
        deed
        for deed in crowd.deeds
        if deed.plain and deed.state == "saved" and deed.wish["do"] != "choose"
    ]
    lines = {
        "a choice to Saved": [deed.took for deed in choices if deed.stage != "debrief"],
        "the last of a case, with its debrief": [
            deed.took for deed in choices if deed.stage == "debrief"
        ],
        "explaining, writing, going back, again": [deed.took for deed in others],
        "the crowd's own lateness": crowd.late,
    }
    rows = [
        [name, str(len(took)), *(milliseconds(quantile(took, at)) for at in (0.5, 0.95, 0.99, 1.0))]
        for name, took in lines.items()
        if took
    ]
    return table(["", "of", "p50", "p95", "p99", "longest"], rows)


def openings(measured: Measured) -> str:
    diaries = measured.crowd.diaries
    lines = {
        "signing in, all at once": [diary.signed_in for diary in diaries],
        "the head of the first page": [diary.head for diary in diaries],
        "the first page, all at once": [diary.opened[0] for diary in diaries if diary.opened],
        "a page while the others play": [took for diary in diaries for took in diary.opened[1:]],
    }
    rows = [
        [name, str(len(took)), *(seconds(quantile(took, at)) for at in (0.0, 0.5, 0.95, 1.0))]
        for name, took in lines.items()
        if took
    ]
    return table(["seconds from asking", "of", "first", "p50", "p95", "last"], rows)


def weights(measured: Measured, stock: list[Weight]) -> str:
    fair = quantile([weight.fair for weight in stock], 0.5)
    own = quantile([weight.own for weight in stock], 0.5)
    mentors = len(measured.crowd.mentors)
    then, now = measured.host
    lines = {
        "a mentor's kernel, new": measured.first,
        "a mentor's kernel, at the end": measured.last,
        "the host, by mentors, at first": [Weight(then.fair // mentors, then.own // mentors)],
        "the host, by mentors, at the end": [Weight(now.fair // mentors, now.own // mentors)],
        "a stock ipywidgets kernel": stock,
    }
    rows = []
    for name, found in lines.items():
        middle = Weight(*(int(quantile(sizes, 0.5)) for sizes in zip(*found, strict=True)))
        rows.append(
            [
                name,
                str(len(found)),
                megabytes(middle.fair),
                ratio(middle.fair, fair),
                megabytes(middle.own),
                ratio(middle.own, own),
            ]
        )
    return table(["memory", "of", "fair share", "of stock", "its own", "of stock"], rows)


def count(measured: Measured) -> str:
    deeds, kept = measured.crowd.deeds, measured.kept
    states = Counter(deed.state for deed in deeds)
    mishaps = sum((diary.mishaps for diary in measured.crowd.diaries), Counter[str]())
    rows = [
        ["choices and other moves sent", str(len(deeds))],
        ["answered saved", str(states["saved"])],
        ["answered behind: another tab had been quicker", str(states["behind"])],
        ["not waited for: their mentor went away", str(kept.unanswered)],
        ["kept in the record", str(kept.saved)],
        ["doubled", str(len(kept.doubled))],
        ["lost", str(len(kept.lost))],
        ["kept otherwise than answered", str(len(kept.unasked))],
        ["errors that a mentor met", str(len(measured.crowd.troubles))],
        ["warnings and errors in the host's log", str(len(measured.said))],
        *([f"made to go wrong: {name}", str(n)] for name, n in sorted(mishaps.items())),
        ["lines lost otherwise", str(sum(diary.lost for diary in measured.crowd.diaries))],
        ["kernels left at the end", str(measured.left)],
    ]
    return table(["", "number"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--mentors", type=int, default=40)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--pause", type=float, default=4.0, help="seconds of reading, on average")
    parser.add_argument("--stock", type=int, help="stock kernels to weigh (by default, as many)")
    parser.add_argument("--course", type=Path, default=ROOT, help="the course to play")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    habits = Habits(pause=(given.pause / 2, given.pause * 1.5))
    with apart_in(tempfile.gettempdir()) as folder:
        tell("stock kernels are weighed first")
        with stock_kernels(given.stock or given.mentors) as kernels:
            stock = weigh(kernels)
        with serving(given.course.resolve(), folder / "data") as host:
            host.set_up()
            began = machine()
            measured = measure(host, given.mentors, given.minutes * 60, habits, given.seed)
    print(f"{given.mentors} mentors, {given.minutes:g} minutes: {began}; at the end, {machine()}")
    print(f"the crowd itself took {measured.busy:.0%} of a core\n")
    for part in (times(measured), openings(measured), weights(measured, stock), count(measured)):
        print(part + "\n")
    print(
        f"everybody was there after {seconds(measured.arriving)};"
        f" the last kernel ended {seconds(measured.gone_after)} after they had gone"
    )
    faults = [*measured.crowd.troubles, *measured.said, *measured.kept.doubled]
    for fault in (*faults, *measured.kept.lost, *measured.kept.unasked)[:40]:
        print(fault)


if __name__ == "__main__":
    main()
