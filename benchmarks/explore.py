"""How many positions of a case are explored in a second.

A position is a scene together with a state. `check` visits them all, so this is what a
trainer waits for. Two made-up cases, as large as they are asked to be, and every case of
the course. Beside each stands the plain way: playing real playthroughs and keeping the
positions that were seen, which finds positions and proves nothing else. It is stopped
after a tenth of them, so its rate is rather too good than too bad.

    python -m benchmarks.explore --positions 100000
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from benchmarks.page import ROOT
from benchmarks.table import machine, ratio, seconds, table
from mentor_cpd.course import CaseFile, Course
from mentor_cpd.scenario.explore import explore
from mentor_cpd.scenario.model import Choice, Evidence, Mark, Meter, Scenario, Shift
from mentor_cpd.scenario.play import Game
from tests.scenario.brute import scenario, scene


def many_facts(positions: int) -> Scenario:
    """A corridor of doors: each scene sets a fact or does not, and everything is remembered."""
    doors = max(1, (positions // 2).bit_length() - 1)
    scenes = [
        scene(
            f"door-{number}",
            told("knock", f"door-{number + 1}", Mark(f"knocked-{number}"), points=1),
            told("walk-on", f"door-{number + 1}"),
        )
        for number in range(doors)
    ]
    last = scene(f"door-{doors}", told("go-home", "home"))
    facts = tuple(f"knocked-{number}" for number in range(doors))
    competencies = ("listening",)
    home = scene("home", ending="good")
    return scenario(*scenes, last, home, facts=facts, competencies=competencies)


def many_levels(positions: int) -> Scenario:
    """A talk that goes round in circles: four meters rise and fall until somebody leaves."""
    high = max(1, round((positions / 2) ** 0.25) - 1)
    meters = tuple(Meter(f"meter-{n}", f"Meter {n}", 0, high, 0) for n in range(4))
    rise = [told(f"more-{n}", "talk", Shift(f"meter-{n}", 1)) for n in range(4)]
    fall = [told(f"less-{n}", "talk", Shift(f"meter-{n}", -1)) for n in range(4)]
    talk = scene("talk", *rise, *fall, told("leave", "home"))
    return scenario(talk, scene("home", ending="mixed"), meters=meters)


def told(id: str, to: str, *effects: Mark | Shift, points: int = 0) -> Choice:
    evidence = (Evidence("listening", points),) if points else ()
    return Choice(id, f"Do {id}.", to, effects=effects, evidence=evidence, because=".")


def cases(course: Path) -> Iterator[tuple[str, Scenario]]:
    for path in Course(course).cases():
        file = CaseFile(path)
        read = file.parsed().scenario
        if read is not None:
            yield file.id, read


def measure(name: str, case: Scenario, limit: int) -> list[str]:
    began = time.perf_counter()
    found = explore(case, limit=limit)
    took = time.perf_counter() - began
    assert found.finished, f"{name} has more than {limit} positions"
    rate = found.positions / took
    plain = plainly(case, max(1000, found.positions // 10))
    return [
        name,
        f"{found.positions:,}",
        seconds(took),
        f"{memory(case, limit):.0f} MB",
        f"{rate:,.0f}",
        f"{plain:,.0f}",
        ratio(rate, plain),
    ]


def plainly(case: Scenario, most: int) -> float:
    """Positions that are found in a second by playing on from each, ``most`` of them."""
    began = time.perf_counter()
    start = Game(case).start
    seen = {(start.scene.id, start.state)}
    waiting = deque([start])
    while waiting and len(seen) < most:
        here = waiting.popleft()
        for choice in here.choices:
            there = here.choose(choice.id)
            if (there.scene.id, there.state) not in seen:
                seen.add((there.scene.id, there.state))
                waiting.append(there)
    return len(seen) / (time.perf_counter() - began)


def memory(case: Scenario, limit: int) -> float:
    """The most memory that exploring takes at any moment, measured on a run of its own."""
    tracemalloc.start()
    explore(case, limit=limit)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--positions", type=int, default=100_000, help="of each made-up case")
    parser.add_argument(
        "--course", type=Path, default=ROOT, help="the course whose cases to explore"
    )
    given = parser.parse_args()
    made_up = {
        "facts that are remembered": many_facts(given.positions),
        "meters that rise and fall": many_levels(given.positions),
    }
    real = dict(cases(given.course.resolve()))
    rows = [measure(name, case, 10 * given.positions) for name, case in {**made_up, **real}.items()]
    print(f"each case once, everything proved: {machine()}\n")
    head = ["case", "positions", "time", "memory", "a second", "plainly", "ratio"]
    print(table(head, rows))


if __name__ == "__main__":
    main()
