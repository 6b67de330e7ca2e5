"""A school that grades: the small assessment with its notebooks, a data folder, a record."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from mentor_cpd.assess import assignment
from mentor_cpd.cli import group
from mentor_cpd.course import Course
from mentor_cpd.errors import CpdError
from mentor_cpd.records.events import Event
from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.people import People, Person
from mentor_cpd.records.store import Store
from tests.assess.house import MODULE, course_with_forms


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    exit_code: int
    output: str


@dataclass(frozen=True)
class School:
    """One course, one data folder, one store, and the commands on them."""

    course: Course
    data: Path
    store: Store

    def run(self, *words: str) -> Ran:
        """A command, as the terminal runs it; a mistake that can be mended is exit code 2."""
        result = CliRunner().invoke(group, [*words, "--data", str(self.data)])
        if isinstance(result.exception, CpdError):
            return Ran(2, f"{result.output}mentor-cpd: {result.exception}\n")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.output)

    def grade(self, *words: str) -> Ran:
        return self.run("grade", *words, "--course", str(self.course.root))

    def somebody(self, account: str, *roles: str) -> Person:
        return People(self.store).add(account, account.title(), roles or ("mentor",), by="test")

    def step(self, *parts: str) -> Path:
        return self.data.joinpath("assessments", *parts)

    def graded(self, submission: str) -> list[Mapping[str, Any]]:
        return [event.body for event in self.store.events(kinds=["graded"], about=submission)]

    def refused(self) -> list[Event]:
        return self.store.events(kinds=["refused"])

    def gradebook(self, student: str, name: str = MODULE) -> dict[str, tuple[float | None, Any]]:
        """What nbgrader's gradebook has: the replay's points and the trainer's, by cell."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.step('gradebook.db').as_posix()}") as gradebook:
            found = gradebook.find_submission(name, student)
            return {
                grade.name: (grade.auto_score, grade.manual_score)
                for notebook in found.notebooks
                for grade in notebook.grades
            }


def points(body: Mapping[str, Any]) -> dict[str, float]:
    """The points of a ``graded`` event, by cell."""
    return {name: pair[0] for name, pair in body["cells"].items()}


def school(folder: Path, stocked: Path | None = None) -> School:
    """The small school. ``stocked``: a record in which its course has been read already."""
    course = course_with_forms(folder / "course")
    for source in assignment.sources(course):
        source.write()
    data = DataFolder.find(folder / "data")
    if stocked:
        shutil.copy(stocked, data.path / "record.sqlite")
    return School(course, data.path, Store.open(data.store_url))
