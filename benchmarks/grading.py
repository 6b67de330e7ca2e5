"""How long grading takes, beside nbgrader's own autograding of the very same submissions.

Mentors have played an assessed case by the plans beside it, each another way, and handed
in. ``mentor-cpd grade`` marks all of them by replay, in a process of its own; stock
``nbgrader autograde`` then starts a kernel for each of as many as it is given, in another
data folder. Where those are fewer, what all of them would take is reckoned from one alone
and from all of these, so that starting up is counted once.

    python -m benchmarks.grading --n 200 --stock 12
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import psutil

from benchmarks.table import machine, milliseconds, ratio, seconds, table
from mentor_cpd.assess import assignment, offered, rubric
from mentor_cpd.assess.taking import seal
from mentor_cpd.course import Course
from mentor_cpd.practice import shelf
from mentor_cpd.practice.moves import to_log
from mentor_cpd.records.events import NewEvent, in_ink
from mentor_cpd.records.people import People
from mentor_cpd.records.store import Store
from mentor_cpd.scenario import canon
from mentor_cpd.scenario.parse import parse
from mentor_cpd.scenario.play import Game
from mentor_cpd.scenario.testplan import read_testplan, run
from mentor_cpd.scenario.transcript import AnyMove, Chose, Transcript, Wrote, advance, begin

ROOT = Path(__file__).parents[1]
WRITTEN = {"words": "“It is fine.”", "told": "The lead, at ten past one.", "text": "I would wait."}
THOUGHT = "I saw it late; next time I ask first, and say what I can and cannot keep. " * 6


@dataclass(frozen=True)
class Took:
    """How long a command took, how much of a processor, and its most memory at once."""

    seconds: float
    processor: float
    memory: int


def timed(*command: str | Path, cwd: Path, env: dict[str, str]) -> Took:
    """Run it to the end."""
    began, before = time.perf_counter(), os.times()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env={**os.environ, **env},
            stdout=said,
            stderr=said,
        )
        most, watched = 0, psutil.Process(process.pid)
        while process.poll() is None:
            try:
                most = max(most, watched.memory_info().rss)
            except psutil.Error:
                break
            time.sleep(0.02)
        code = process.wait()
        said.seek(0)
        assert code == 0, said.read()[-3000:]
    after = os.times()  # of what has ended, kernels included; Windows does not tell
    processor = after.children_user - before.children_user
    processor += after.children_system - before.children_system
    return Took(time.perf_counter() - began, processor, most)


def reckoned(one: Took, several: Took, of: int, count: int) -> Took:
    """What so many would take, from one alone and from ``of``: starting up counts once."""
    if count == of:
        return several
    each = (several.seconds - one.seconds) / (of - 1)
    work = (several.processor - one.processor) / (of - 1)
    more = count - 1
    return Took(one.seconds + each * more, one.processor + work * more, several.memory)


def ways(course: Course, case: str) -> Iterator[Transcript]:
    """What playing by each plan of the case writes, for ever round."""
    page = course.case(case)
    scenario = parse(page.path.read_bytes(), page.path.as_posix()).scenario
    assert scenario
    edition = canon.digest(canon.canonical(scenario))
    found = []
    for plan in read_testplan(page.testplan() or "").plans:
        played, moves = begin(Game(scenario)), list[AnyMove]()
        for step in run(plan, scenario).path:
            moves.append(Chose(played.here.scene.id, step.choice))
            played = advance(played, moves[-1])
            if played.awaiting:
                moves.append(Wrote(played.awaiting, dict(WRITTEN)))
                played = advance(played, moves[-1])
        if played.here.ending:
            found.append(Transcript(case, edition, "benchmark", tuple(moves)))
    return cycle(found)


def hand_in(store: Store, course: Course, name: str, count: int) -> None:
    """As many mentors, each with a submission of one of the ways."""
    case = course.module(name).assessed[0]
    people, marked_by = People(store), rubric.present(store)
    for number, told in enumerate(islice(ways(course, case), count)):
        person = people.add(f"mentor{number}", f"Mentor {number}", ("mentor",), by="benchmark").id
        id_ = f"{number:024x}"
        until = in_ink(store.clock())
        body = {"scenario": case, "use": "assessed", "assignment": name, "until": until}
        first = NewEvent(
            "attempted", person, body | {"engine": told.engine}, id_, 0, "m-0", told.edition
        )
        store.append(first)
        for turn, move in enumerate(told.moves, 1):
            kind, said, texts = to_log(move)
            store.append(NewEvent(kind, person, said, id_, turn, f"m-{turn}", texts=texts))
        last = {"assignment": name, "rubric": marked_by.digest, "transcript": seal(told)}
        thoughts = {criterion.id: THOUGHT for criterion in marked_by.reflection}
        turn = len(told.moves) + 1
        store.append(NewEvent("submitted", person, last, id_, turn, f"m-{turn}", texts=thoughts))


class School:
    """A course, a data folder with so many submissions, and the commands on it."""

    def __init__(self, course: Course, name: str, data: Path, stocked: Path, count: int) -> None:
        self.course, self.name, self.data = course, name, data
        data.mkdir(parents=True)
        shutil.copy(stocked, data / "record.sqlite")
        with Store.open(f"sqlite:///{(data / 'record.sqlite').as_posix()}") as store:
            hand_in(store, course, name, count)

    def grade(self) -> Took:
        command = [sys.executable, "-c", "from mentor_cpd.cli import main; main()"]
        return timed(*command, "grade", self.name, cwd=self.course.root, env=self.env)

    @property
    def env(self) -> dict[str, str]:
        beside = str(Path(sys.executable).parent)
        return {
            "MENTOR_CPD_DATA": str(self.data),
            "MENTOR_CPD_COURSE": str(self.course.root),
            "PATH": os.pathsep.join([beside, os.environ.get("PATH", "")]),
        }


def stock(school: School, count: int, data: Path) -> Took:
    """nbgrader's own autograding of the first so many of the school's submissions."""
    shutil.copytree(school.data / "assessments" / "release", data / "assessments" / "release")
    submitted = sorted((school.data / "assessments" / "submitted").iterdir())[:count]
    for mentor in submitted:
        shutil.copytree(mentor, data / "assessments" / "submitted" / mentor.name)
    shutil.copy(school.data / "record.sqlite", data / "record.sqlite")
    env = school.env | {"MENTOR_CPD_DATA": str(data)}
    nbgrader = Path(sys.executable).with_name("nbgrader")
    place = assignment.folder(school.course)
    timed(nbgrader, "generate_assignment", school.name, "--force", cwd=place, env=env)
    return timed(nbgrader, "autograde", school.name, cwd=place, env=env)


def row(name: str, count: int, took: Took, stock: Took) -> tuple[str, ...]:
    """A line of the table; ``stock``: what stock autograding of as many takes."""
    told = stock.processor > 0
    return (
        name,
        str(count),
        seconds(took.seconds),
        milliseconds(took.seconds / count),
        ratio(took.seconds, stock.seconds),
        seconds(took.processor) if told else "",
        ratio(took.processor, stock.processor) if told else "",
        f"{took.memory / 1024 / 1024:.0f} MB",
    )


def main() -> None:
    ask = argparse.ArgumentParser(description="Time grading beside stock autograding.")
    ask.add_argument("--n", type=int, default=200, help="submissions")
    ask.add_argument("--stock", type=int, default=12, help="how many of them stock nbgrader gets")
    ask.add_argument("--course", type=Path, default=ROOT)
    ask.add_argument("--assessment", default="negotiation")
    given = ask.parse_args()
    count, few = given.n, max(1, given.n // 4)
    sample = max(2, min(given.stock, count))
    course = Course.find(given.course)
    with tempfile.TemporaryDirectory(prefix="mentor-cpd-grading-") as temporary:
        folder = Path(temporary)
        stocked = folder / "stocked.sqlite"
        with Store.open(f"sqlite:///{(folder / 'first.sqlite').as_posix()}") as store:
            shelf.stock(course, store)
            offered.offer(course, store)
            store.backup(stocked)
        small = School(course, given.assessment, folder / "small", stocked, few)
        whole = School(course, given.assessment, folder / "whole", stocked, count)
        ours_few, ours, again = small.grade(), whole.grade(), whole.grade()
        one = stock(whole, 1, folder / "one")
        several = stock(whole, sample, folder / "several")
    all_, quarter = (reckoned(one, several, sample, size) for size in (count, few))
    rows = [
        row("mentor-cpd grade", count, ours, all_),
        row("a quarter of them", few, ours_few, quarter),
        row("run again, nothing new", count, again, all_),
        row("nbgrader autograde", sample, several, several),
    ]
    if sample < count:
        rows.append(row("the same, reckoned", count, all_, all_))
    head = ("", "submissions", "time", "each", "of stock", "processor", "of stock", "most memory")
    print(f"{given.assessment}, {count} submissions; {machine()}\n")
    print(table(head, rows))


if __name__ == "__main__":
    main()
