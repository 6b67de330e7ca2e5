"""The small course with an assessment, and transcripts of it, for tests."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mentor_cpd import __version__
from mentor_cpd.course import Course
from mentor_cpd.scenario import canon
from mentor_cpd.scenario.model import Scenario
from mentor_cpd.scenario.parse import parse
from mentor_cpd.scenario.play import Game
from mentor_cpd.scenario.testplan import read_testplan, run
from mentor_cpd.scenario.transcript import (
    AnyMove,
    Chose,
    Illegal,
    Transcript,
    Wrote,
    advance,
    begin,
)
from tests.practice.playing import CASE
from tests.practice.playing import COURSE as PRACTICE

GOOD = ("sit-beside", "tell-together", "write-it")
PROMISED = ("promise", "thank", "kind-words")
REPAIRED = ("promise", "thank", "take-it-back", "write-it")
RECORD = {
    "when": "Tuesday, 12.50",
    "where": "The library, at the corner table.",
    "words": "“They changed the group chat and they didn't add me to it.”",
    "questions": "None.",
    "seen": "He stamped the same date for ten minutes.",
    "opinion": "My opinion: he is being left out on purpose.",
    "told": "Mr Rowe, form tutor, at 13.10.",
}
CRITERIA = """
concern_reported: [tutor-told]
criteria:
  evidence: {label: Evidence, prompt: "What happened?", least: 1, levels: [a, b, c, d]}
  childs-view: {label: The child's view, prompt: "How was it?", least: 2, levels: [a, b, c, d]}
  action: {label: Action, prompt: "What next?", least: 2, levels: [a, b, c, d]}
  concern-record:
    {label: The concern record, prompt: The record., least: 2, apart: true, levels: [a, b, c, d]}
passing_total: 6
"""


def assessed_course(folder: Path) -> Course:
    """A copy of the small course in which *Too quiet* is assessed, and a rubric stands."""
    shutil.copytree(PRACTICE, folder)
    course = Course(folder)
    page = course.case(CASE).path
    edit(page, "use: practice", "use: assessed")
    with (course.scenarios / "competencies.yml").open("a", encoding="utf-8") as register:
        register.write(CRITERIA)
    notebook = folder / "modules" / "listening.ipynb"
    told = json.loads(notebook.read_bytes())
    told["metadata"]["mentor_cpd"] |= {"cases": ["second-thoughts"], "assessed": [CASE]}
    notebook.write_text(json.dumps(told), encoding="utf-8")
    return course


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def case_of(course: Course, id: str = CASE) -> Scenario:
    path = course.case(id).path
    scenario = parse(path.read_bytes(), path.as_posix()).scenario
    assert scenario
    return scenario


def transcript(
    scenario: Scenario, choices: Iterable[str], record: Mapping[str, str] = RECORD
) -> Transcript:
    """The transcript of somebody who takes these choices, and writes what is asked for."""
    played, moves = begin(Game(scenario)), list[AnyMove]()
    for choice in choices:
        moves.append(Chose(played.here.scene.id, choice))
        played = advance(played, moves[-1])
        if played.awaiting:
            parts = record if played.awaiting == "concern-record" else {"text": "I would say so."}
            moves.append(Wrote(played.awaiting, dict(parts)))
            played = advance(played, moves[-1])
    digest = canon.digest(canon.canonical(scenario))
    return Transcript(scenario.id, digest, __version__, tuple(moves))


def planned(course: Course, case: str) -> Iterator[tuple[str, Transcript]]:
    """By name, the transcripts of whoever plays the testplan of the case."""
    scenario = case_of(course, case)
    for plan in read_testplan(course.case(case).testplan() or "").plans:
        path = run(plan, scenario).path
        try:
            yield plan.name, transcript(scenario, [step.choice for step in path])
        except Illegal as never:  # a plan that comes true can be played
            raise AssertionError(plan.name) from never
