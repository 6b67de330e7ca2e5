"""The gradebook's own work: assignments, submissions, agreed marks and feedback written into it.

It is made from the log, and says nothing that the log does not: where it is damaged, or
cannot take an assignment that has changed, it is moved aside and made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from ...course import Course
from ...errors import CpdError
from ...language import _
from ...records.damage import is_damaged
from ...records.folder import DataFolder
from ...scenario.transcript import Transcript
from .. import assignment as assignments
from .. import rubric as rubrics
from ..cells import manual_cells
from ..judging import Library
from ..marking import Given
from ..submission import Submission
from . import feedback, manual
from .course import Places, tell
from .preprocessor import AtOnce, replaying
from .shared import Shared, shared
from .submissions import SECRET, clear, is_ours, make, sealed, timestamp

log = logging.getLogger("mentor_cpd.grade")
GENERATED = "generated.json"  # the digest of each notebook from which a release was made


class Grader:
    """nbgrader at work on one course and data folder. Not beside another one: see the lock."""

    def __init__(self, course: Course, data: DataFolder, library: Library) -> None:
        self.course = course
        self.manual = manual_cells(rubrics.present(library.store))
        self.places = Places.of(data)
        self.library = library
        self.asides: list[str] = []
        self.secret = data.secret("submissions")
        self._releases: dict[str, bytes] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._config = Config()
        tell(self._config, course, data, replaying(library))
        # nbconvert would check the whole notebook after every step; once will do.
        self._config.NotebookExporter.optimistic_validation = True

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """The gradebook, while this lasts; a damaged one is moved aside first."""
        if is_damaged(self.places.gradebook):
            self._set_aside(_("The gradebook was damaged"))
        with contextlib.ExitStack() as stack:
            stack.enter_context(_quiet())
            self._stack = stack
            self._open()
            yield

    def _open(self) -> None:
        self._one = contextlib.ExitStack()
        self._stack.push(self._one)
        self.book: Shared = self._one.enter_context(shared(self.places.db_url))

    def _set_aside(self, why: str) -> None:
        """Move the gradebook away, and whatever was noted of what is in it."""
        moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        kept = self.places.gradebook.with_name(f"gradebook-{moment}.db")
        self.places.gradebook.replace(kept)
        clear(self.places.step(manual.WRITTEN))
        self.asides.append(
            _(
                "{why}: it was moved to {kept}, and is made again from the record. Marks that"
                " were given in formgrader and never taken are in the old one only."
            ).format(why=why, kept=kept)
        )

    # Assignments.

    def prepare(self, name: str) -> None:
        """Have the release and the gradebook's cells as the assignment's notebook is now."""
        source = assignments.folder(self.course) / "source" / name / f"{name}.ipynb"
        if not source.is_file():
            raise CpdError(
                _("The assessment {name} has no notebook.").format(name=name),
                _("Make it with mentor-cpd assignment build."),
            )
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        release = self.places.step("release") / name / f"{name}.ipynb"
        known = self._generated()
        if known.get(name) != digest or not release.is_file() or not self._knows(name):
            self._generate(name)
            path = self.places.root / GENERATED
            path.write_text(json.dumps(known | {name: digest}), encoding="utf-8")
        self._releases[name] = release.read_bytes()

    def _generate(self, name: str) -> None:
        self._names.pop(name, None)
        try:
            self._convert(GenerateAssignment, name, ".")
        except CpdError:
            if not self._knows(name):
                raise
            # nbgrader changes no cells of an assignment that has submissions.
            self._one.close()
            self._set_aside(_("The cells of {name} have changed").format(name=name))
            self._open()
            self._convert(GenerateAssignment, name, ".")
        self.book.save()

    def _generated(self) -> dict[str, str]:
        try:
            told = json.loads((self.places.root / GENERATED).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def _knows(self, name: str) -> bool:
        try:
            return bool(self.book.find_assignment(name).notebooks)
        except MissingEntry:
            return False

    # Submissions.

    def take(
        self,
        one: Submission,
        transcript: Transcript,
        reflections: Mapping[str, str],
        cells: Mapping[str, tuple[float, float]],
        of_mentor: Collection[str],
    ) -> bool:
        """Have the gradebook hold this submission, with these marks. Whether it did not.

        ``of_mentor``: all that the mentor handed in for it. What lies in its place and is
        none of these is moved to ``refused/``.
        """
        folder = self.places.step("submitted") / one.mentor / one.assignment
        made = make(
            one, self._releases[one.assignment], transcript, reflections, secret=self.secret
        )
        if made.lies_in(folder) and self._has(one, cells):
            return False
        if not self._is_in(one):
            with contextlib.suppress(MissingEntry):
                self.book.remove_submission(one.assignment, one.mentor)
        if folder.exists() and not is_ours(folder, of_mentor, self.secret):
            self._move_aside(folder)
        made.write(folder)
        self._convert(AtOnce, one.assignment, one.mentor)
        got = self._scores(one)
        if got != {name: points for name, (points, _most) in cells.items() if name in got}:
            self.book.undo()
            raise CpdError(
                _("The gradebook's marks of {id} are not those of the record.").format(id=one.id),
                _("This is a mistake in mentor-cpd. Nothing was written."),
            )
        self.book.save()
        return True

    def drop(self, one: Submission) -> None:
        """Have the gradebook hold nothing of this submission: it was refused."""
        if self.holds(one):
            with contextlib.suppress(MissingEntry):
                self.book.remove_submission(one.assignment, one.mentor)
            self.book.save()
            manual.noted(self.places, one.id).unlink(missing_ok=True)
            for step in ("submitted", "autograded", "feedback"):
                clear(self.places.step(step) / one.mentor / one.assignment)

    def holds(self, one: Submission) -> bool:
        """Whether what lies there for this mentor and assignment is this submission."""
        folder = self.places.step("submitted") / one.mentor / one.assignment
        try:
            return (folder / SECRET).read_text(encoding="ascii") == sealed(one.id, self.secret)
        except (OSError, ValueError):
            return False

    def forget(self, one: Submission) -> None:
        """Take away the files of a submission in which everything was erased."""
        if self.holds(one):
            for step in ("submitted", "autograded", "feedback"):
                clear(self.places.step(step) / one.mentor / one.assignment)
        feedback.forget(self.places, one.id)

    def is_marked_in(self, one: Submission) -> bool:
        """Whether the gradebook holds it, with marks from formgrader that nobody has taken."""
        if not self._is_in(one):
            return False
        return bool(manual.read(self.cells(one), self.places, one, self.manual).foreign)

    def _is_in(self, one: Submission) -> bool:
        """Whether what the gradebook has of this mentor and assignment is this submission."""
        try:
            kept = self.book.find_submission(one.assignment, one.mentor)
        except MissingEntry:
            return False
        return f"{kept.timestamp:%Y-%m-%d %H:%M:%S.%f} UTC" == timestamp(one)

    def _move_aside(self, folder: Path) -> None:
        moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        kept = self.places.step("refused") / folder.parent.name / f"{folder.name}-{moment}"
        kept.parent.mkdir(parents=True, exist_ok=True)
        folder.replace(kept)

    def _has(self, one: Submission, cells: Mapping[str, tuple[float, float]]) -> bool:
        """Whether it was autograded to the end."""
        autograded = self.places.step("autograded") / one.mentor / one.assignment
        if not (autograded / f"{one.assignment}.ipynb").is_file():
            return False
        if not self._is_in(one):
            return False
        got = self._scores(one)
        return got == {name: points for name, (points, _most) in cells.items() if name in got}

    def _scores(self, one: Submission) -> dict[str, float]:
        """What the gradebook has for the cells that are marked by replay."""
        return {
            name: grade.auto_score
            for name, grade in self.cells(one).grades.items()
            if name not in self.manual and grade.auto_score is not None
        }

    def cells(self, one: Submission) -> manual.Cells:
        """What the gradebook has of the submission's cells. Raises ``MissingEntry``."""
        names = self._names_in(one.assignment)
        (notebook,) = self.book.find_submission(one.assignment, one.mentor).notebooks
        return manual.Cells(
            {names[grade.cell_id]: grade for grade in notebook.grades},
            {names[comment.cell_id]: comment for comment in notebook.comments},
        )

    def _names_in(self, assignment: str) -> dict[str, str]:
        """The names of its cells by nbgrader's ids. Asking each grade for its cell would ask
        the database each time."""
        if assignment not in self._names:
            (notebook,) = self.book.find_assignment(assignment).notebooks
            self._names[assignment] = {
                cell.id: cell.name
                for cells in (notebook.grade_cells, notebook.solution_cells, notebook.task_cells)
                for cell in cells
            }
        return self._names[assignment]

    # What trainers said, and what mentors are told.

    def agree(self, one: Submission, given: Given | None) -> list[str]:
        """Have the gradebook hold the marks that count. Lines about what could not be."""
        said = manual.write(self.cells(one), self.places, one, given, self.manual)
        self.book.save()
        return said

    def tell(self, one: Submission) -> bool:
        """Have nbgrader's feedback of a submission that was released. Whether there was none."""
        page = feedback.page(self.places, one.id, one.released)
        if page.is_file():
            return False
        self._convert(GenerateFeedback, one.assignment, one.mentor)
        self.book.undo()
        made = self.places.step("feedback") / one.mentor / one.assignment / f"{one.assignment}.html"
        text = feedback.labelled(feedback.made_plain(made.read_text(encoding="utf-8")), one)
        made.write_text(text, encoding="utf-8")
        feedback.keep(page, text)
        return True

    # nbgrader's steps.

    def _convert(self, step: Any, assignment: str, student: str) -> None:
        """Let nbgrader take one of its steps. Raises :class:`CpdError` when it could not."""
        told: list[str] = []
        place = CourseDirectory(config=self._config)
        place.assignment_id, place.student_id = assignment, student
        converter = step(coursedir=place, config=self._config)
        converter.force = True
        converter.log = _listening(told)
        try:
            converter.start()
        except (Exception, SystemExit) as error:
            self.book.undo()
            log.debug("%s", "\n".join(told))
            raise CpdError(
                _("nbgrader could not do {step} for {assignment}: {why}").format(
                    step=step.__name__, assignment=assignment, why=_last(told) or error
                )
            ) from error


class _Listening(logging.Handler):
    def __init__(self, told: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._told = told

    def emit(self, record: logging.LogRecord) -> None:
        self._told.append(record.getMessage())


def _listening(told: list[str]) -> logging.Logger:
    """A log of its own for one step; what nbgrader says stays out of everybody's way."""
    made = logging.Logger("nbgrader", logging.ERROR)
    made.addHandler(_Listening(told))
    return made


def _last(told: list[str]) -> str:
    """The line of a traceback that says what was wrong."""
    lines = [line for text in told for line in text.strip().splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Entry|Expired)?: ", line)]
    return (errors or lines or [""])[-1]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """nbconvert and traitlets say much that nobody can act on."""
    noisy = [logging.getLogger(name) for name in ("traitlets", "nbconvert", "alembic")]
    before = [one.level for one in noisy]
    for one in noisy:
        one.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for one, level in zip(noisy, before, strict=True):
            one.setLevel(level)
