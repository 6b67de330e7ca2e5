"""One run of grading: files taken in, everything marked by replay, and the gradebook brought
up to date. It can be stopped anywhere and run again; what is done is not done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ...course import Course
from ...errors import CpdError
from ...language import _
from ...practice import shelf
from ...records.events import SUBMITTED
from ...records.folder import DataFolder
from ...records.lock import Held, holding
from ...records.people import Person
from ...records.store import Store
from .. import grading, offered, receiving, recorded, results, ways
from .. import rubric as rubrics
from ..grading import Weighed
from ..judging import Library
from ..outcomes import alias
from ..receiving import Came, Handed
from ..submission import Submission
from . import feedback
from .course import Places
from .grader import Grader
from .submissions import is_ours
from .taking import Taker, Took


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be graded: everything, or one assignment, or what is not older."""

    assignment: str = ""
    since: datetime | None = None
    files: Path | None = None
    only_new: bool = False
    """Leave the marks of what was marked before as they are."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told how it goes on: how much there is, each one done, and lines about it."""

    begin: Callable[[int], None]
    done: Callable[[Weighed], None]
    say: Callable[[str], None]
    amiss: Callable[[str], None]


def only_one(data: DataFolder) -> Held:
    """What a second grader is told."""
    return Held(
        _("Grading is under way already, in {path}.").format(path=data.path),
        _("Wait until it has ended; it takes in everything that has come by then."),
    )


def grade(course: Course, data: DataFolder, store: Store, asked: Asked, tell: Watcher) -> None:
    """Grade. Raises :class:`CpdError` when it cannot be begun, or not gone on with."""
    root = Places.of(data).root
    root.mkdir(mode=0o700, exist_ok=True)
    with holding(root / "grading.lock", only_one(data)):
        bring_up_to_date(course, store, tell)
        _expect_known(store, asked.assignment)
        grader = Grader(course, data, Library(store))
        with grader.open():
            _Run(store, data, grader, asked, tell).run()


def take_marks(
    course: Course,
    data: DataFolder,
    store: Store,
    by: Person,
    assignment: str,
    *,
    why: str,
    dry: bool,
) -> list[Took]:
    """Bring the marks that were given in formgrader into the log, as this marker's."""
    places = Places.of(data)
    if not places.gradebook.is_file():
        return []
    with holding(places.root / "grading.lock", only_one(data)):
        grader = Grader(course, data, Library(store))
        with grader.open():
            return Taker(store, grader, by, why).take(assignment, dry=dry)


def rehearse(course: Course, data: DataFolder, store: Store, asked: Asked, tell: Watcher) -> None:
    """Say what grading would change; ``store`` is a copy that nobody needs afterwards."""
    bring_up_to_date(course, store, tell)
    _expect_known(store, asked.assignment)
    library = Library(store)
    _receive(store, data, asked, library, tell)
    known = offered.assignments(store)
    tell.begin(grading.count(store, asked.assignment, asked.since))
    for one in grading.submissions(store, asked.assignment, asked.since):
        if ways.submission(store, one).assignment in known:
            tell.done(grading.weigh(store, one, library))


def bring_up_to_date(course: Course, store: Store, tell: Watcher) -> None:
    """Read the course as it is now: the key and the rubric that are marked by.

    Raises :class:`CpdError` when the rubric does not add up.
    """
    if any(module.assessed for module in course.modules()):
        rubrics.of_course(course)
    for report in shelf.stock(course, store):
        if report.offered is None:
            tell.amiss(
                _("{path} cannot be read, so it is marked by the edition before.").format(
                    path=report.path
                )
            )
    offered.offer(course, store)


def _expect_known(store: Store, name: str) -> None:
    known = offered.assignments(store)
    gone = grading.withdrawn(store, known)
    if name and name in gone:
        raise CpdError(
            _('The assessment "{name}" was withdrawn.').format(name=name),
            _("What was handed in for it stays in the record, with its marks."),
        )
    if name:
        offered.assignment(store, name)


def _receive(store: Store, data: DataFolder, asked: Asked, library: Library, tell: Watcher) -> None:
    """Take in the files that were handed over, and those that nbgrader has collected."""
    known = offered.assignments(store)
    for handed in _handed_over(store, data, asked):
        if handed.assignment not in known:
            name = f"{handed.student}/{handed.assignment}"
            tell.amiss(_("{name}: there is no such assessment.").format(name=name))
        elif asked.assignment in ("", handed.assignment):
            _say(receiving.receive(store, handed, library), tell)


def _handed_over(store: Store, data: DataFolder, asked: Asked) -> Iterator[Handed]:
    if asked.files:
        yield from receiving.found_in(asked.files)
    submitted = Places.of(data).step("submitted")
    if submitted.is_dir():
        secret = data.secret("submissions")
        for handed in receiving.found_in(submitted):
            theirs = handed_in_by(store, handed.student, handed.assignment)
            if not is_ours(submitted / handed.student / handed.assignment, theirs, secret):
                yield handed


def _say(came: Came, tell: Watcher) -> None:
    if came.what == "known":
        return
    line = f"{came.handed.student} {came.handed.assignment}: "
    if came.what == "refused":
        tell.amiss(line + _("refused. {why}").format(why=came.says))
    else:
        tell.say(line + came.says)


class _Run:
    def __init__(
        self, store: Store, data: DataFolder, grader: Grader, asked: Asked, tell: Watcher
    ) -> None:
        self.store = store
        self.data = data
        self.grader = grader
        self.asked = asked
        self.tell = tell
        self.known = offered.assignments(store)
        self.trouble: CpdError | None = None
        self._prepared: set[str] = set()

    def run(self) -> None:
        for line in self.grader.asides:
            self.tell.amiss(line)
        _receive(self.store, self.data, self.asked, self.grader.library, self.tell)
        wanted = self.asked.assignment, self.asked.since
        for name, times in grading.withdrawn(self.store, self.known).items():
            if not self.asked.assignment:
                self.tell.amiss(
                    _("{name} was withdrawn; its submissions ({n}) stay as they are.").format(
                        name=name, n=times
                    )
                )
        self.tell.begin(grading.count(self.store, *wanted))
        told = len(self.grader.asides)
        for one in grading.submissions(self.store, *wanted):
            if ways.submission(self.store, one).assignment in self.known:
                self.tell.done(self._grade(one))
        for line in self.grader.asides[told:]:
            self.tell.amiss(line)
        if self.trouble:
            raise self.trouble

    def _grade(self, id: str) -> Weighed:
        weighed = grading.weigh(self.store, id, self.grader.library, again=not self.asked.only_new)
        one = weighed.submission
        of_mentor = handed_in_by(self.store, one.mentor, one.assignment)
        if of_mentor[-1] == id and weighed.what != "held":
            try:
                self._settle(weighed, of_mentor)
            except CpdError as error:
                # Everybody is marked first; what stands in the way is said at the end.
                self.trouble = self.trouble or error
        return weighed

    def _settle(self, weighed: Weighed, of_mentor: list[str]) -> None:
        """Bring the gradebook up to date: it holds the last submission that was not refused."""
        one = weighed.submission
        if weighed.what == "refused":
            self.grader.drop(one)
            before = of_mentor[: of_mentor.index(one.id)]
            if before:
                again = grading.weigh(self.store, before[-1], self.grader.library)
                if again.what != "held":
                    self._settle(again, of_mentor)
            return
        if weighed.transcript is None:
            self.grader.forget(one)
            return
        if one.assignment not in self._prepared:
            self.grader.prepare(one.assignment)
            self._prepared.add(one.assignment)
        written = results.reflections(self.store, one.id)
        before = of_mentor[: of_mentor.index(one.id)]
        if before and self.grader.is_marked_in(ways.submission(self.store, before[-1])):
            self.tell.amiss(
                _(
                    "{alias}: the mentor's attempt before it has marks from formgrader that the"
                    " record does not have. Take them with mentor-cpd marks take."
                ).format(alias=alias(one.id))
            )
            return
        changed = self.grader.take(one, weighed.transcript, written, weighed.cells, of_mentor)
        if changed and recorded.erased(self.store, one):
            feedback.forget(self.grader.places, one.id)
        came = results.results_of(self.store, one.id)
        for line in self.grader.agree(one, came.given[0] if came.given else None):
            self.tell.amiss(line)
        now = came.submission
        if now.queue == "released":
            self.grader.tell(now)


def handed_in_by(store: Store, mentor: str, assignment: str) -> list[str]:
    """The ids of what the mentor handed in for it, oldest first."""
    return [
        event.body.get("submission") or event.attempt or ""
        for event in store.events(person=mentor, kinds=[SUBMITTED, "received"])
        if event.body["assignment"] == assignment
    ]


def described(weighed: Weighed) -> str:
    """A line about a submission, for whoever grades. It names nobody."""
    one: Submission = weighed.submission
    return f"{alias(one.id)}  {one.assignment}: {weighed.says}"


__all__ = ["Asked", "Watcher", "described", "grade", "rehearse", "take_marks"]
