"""The course as nbgrader sees it: what lies where, and how a submission is graded.

Only ``source/`` is in the checkout. What nbgrader makes of it, and what people hand in,
lies in the data folder: it is about people.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...course import ENV as COURSE
from ...course import Course
from ...records.folder import DataFolder
from .. import assignment, handed_in
from .cleaning import markdown_made_safe

COURSE_ID = "mentor-cpd"
SECONDS_A_CELL = 120
REPLAY = "MENTOR_CPD_REPLAY"  # set to anything: autograde by replay, whoever starts nbgrader
STEPS = ("source_with_tests", "release", "submitted", "autograded", "feedback", "solution")


@dataclass(frozen=True, slots=True)
class Places:
    """Where nbgrader's part of the data folder is."""

    root: Path

    @classmethod
    def of(cls, data: DataFolder) -> Places:
        return cls(data.path / "assessments")

    def step(self, name: str) -> Path:
        """The folder of one of nbgrader's steps: ``submitted`` and so on."""
        return self.root / name

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook.db"

    @property
    def db_url(self) -> str:
        return f"sqlite:///{self.gradebook.as_posix()}"


def configure(
    c: Any,
    *,
    course: Path | str | None = None,
    data: Path | None = None,
    execute: type | None = None,
) -> None:
    """Tell nbgrader all that it has to know: what ``nbgrader_config.py`` calls.

    ``c`` is its configuration. ``course`` and ``data`` are found where everybody else
    finds them, unless they are given. ``execute`` stands in the place of nbgrader's own
    ``Execute`` among the steps of autograding: a preprocessor of ours that replays, which
    ``MENTOR_CPD_REPLAY`` in the environment asks for as well. Without it autograding is
    stock: a kernel runs the notebook, and whatever else was handed in with it, as the
    person who grades.

    The environment is told as well: kernels that nbgrader starts to grade or to validate
    run far from the course, and find it and the record by these names.
    """
    found = Course.find(course)
    folder = DataFolder.find(data)
    os.environ[COURSE] = str(found.root)
    os.environ["MENTOR_CPD_DATA"] = str(folder.path)
    if execute is None and os.environ.get(REPLAY):
        from .preprocessor import Replay  # noqa: PLC0415 -- it imports nbgrader

        execute = Replay
    tell(c, found, folder, execute)


def tell(c: Any, found: Course, folder: DataFolder, execute: type | None) -> None:
    """The same, for whoever knows the course and the folder and starts no kernel."""
    places = Places.of(folder)
    places.root.mkdir(mode=0o700, exist_ok=True)
    _have_alembic_found()
    c.CourseDirectory.course_id = COURSE_ID
    c.CourseDirectory.root = str(assignment.folder(found))
    c.CourseDirectory.source_directory = "source"
    for step in STEPS:
        setattr(c.CourseDirectory, f"{step}_directory", str(places.step(step)))
    c.CourseDirectory.db_url = places.db_url
    # What a mentor writes in starts out the same in the source and in the release.
    c.ClearSolutions.text_stub = _untouched()
    # A transcript that lay among the sources would take the place of everybody's own.
    kept = {name: [handed_in.FILE] for name in assignment.names(found)}
    c.Autograde.exclude_overwriting = kept
    # On a slow machine that has no record, the first cell proves the case anew.
    c.Execute.timeout = SECONDS_A_CELL
    c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.filters = {"markdown2html": markdown_made_safe}
    if execute is not None:
        c.Autograde.autograde_preprocessors = steps(execute)


def steps(execute: type) -> list[type]:
    """nbgrader's steps of autograding, in its own order, with ``execute`` in place of its own."""
    from nbgrader.converters import Autograde  # noqa: PLC0415 -- slow, and seldom needed
    from nbgrader.preprocessors import Execute  # noqa: PLC0415 -- as above

    stock: list[type] = Autograde.autograde_preprocessors.default_args[0]
    return [execute if step is Execute else step for step in stock]


def _have_alembic_found() -> None:
    """nbgrader asks the program ``alembic`` for its version, which lies beside this Python:
    not on the path of whoever runs a command of an environment that is not active."""
    beside = str(Path(sys.executable).parent)
    paths = os.environ.get("PATH", "").split(os.pathsep)
    if beside not in paths:
        os.environ["PATH"] = os.pathsep.join([beside, *paths])


def _untouched() -> str:
    from ..notebook import UNTOUCHED  # noqa: PLC0415 -- it reads the registers: YAML

    return UNTOUCHED
