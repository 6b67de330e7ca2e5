"""A submission, an attempt that counts, and what trainers said of them: frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Queue = Literal["to-mark", "in-progress", "done", "released"]
To = Literal["retake", "observed"]


@dataclass(frozen=True, slots=True)
class Feature:
    """A key feature of the case, and whether it was met."""

    id: str
    says: str
    must: bool
    met: bool


@dataclass(frozen=True, slots=True)
class Graded:
    """What replaying the submission gave. ``open_errors`` are the critical errors that
    were never put right, in words."""

    seq: int
    at: datetime
    cells: Mapping[str, tuple[float, float]]
    open_errors: tuple[str, ...]
    features: tuple[Feature, ...]
    key: str
    rubric: str

    @property
    def missed(self) -> tuple[Feature, ...]:
        """The key features that must be met, and were not."""
        return tuple(one for one in self.features if one.must and not one.met)


@dataclass(frozen=True, slots=True)
class Marked:
    """What one marker said last."""

    id: str
    marker: str
    levels: Mapping[str, int]
    done: bool
    rubric: str
    through: str
    turn: int
    seq: int
    at: datetime
    finished: int = 0
    """The place of the event with which this marker was first done; 0 before that."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """The marks that count: those of one marker, or of several who say the same."""

    levels: Mapping[str, int]
    rubric: str
    markers: tuple[Marked, ...]

    @property
    def single(self) -> bool:
        """Whether nobody else has marked it: results say *single-marked*."""
        return len(self.markers) == 1


@dataclass(frozen=True, slots=True)
class Referred:
    """Sent back to practise. ``id`` is that under which its debrief note is kept."""

    id: str
    by: str
    to: To
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Observed:
    """A conversation that a trainer listened to. ``id``: as above, for the note."""

    id: str
    by: str
    met: bool
    on: str
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Concern:
    """Somebody read what may be real. ``id``: as above, for whom they told."""

    id: str
    by: str
    when: str
    seq: int
    at: datetime
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """An attempt that counts, and until when it may be handed in."""

    id: str
    mentor: str
    assignment: str
    case: str
    began: datetime
    until: datetime
    seq: int
    submitted: bool = False

    def lapsed(self, now: datetime) -> bool:
        return not self.submitted and now > self.until


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission, and everything that became of it."""

    id: str
    mentor: str
    assignment: str
    case: str
    edition: str
    source: Literal["app", "files"]
    seq: int
    at: datetime
    graded: Graded | None = None
    refused: str = ""
    marks: tuple[Marked, ...] = ()
    referred: Referred | None = None
    released: int = 0
    released_at: datetime | None = None
    held_back: bool = False
    concern: Concern | None = None
    latest: int = 0
    """The place of the last event that changed its results."""

    @property
    def held(self) -> bool:
        """Whether it may be real and the safeguarding lead has not closed it: nothing
        is marked, released or erased."""
        return self.concern is not None and not self.concern.closed

    @property
    def agreed(self) -> Agreed | None:
        return agreed(self.marks)

    @property
    def single_marked(self) -> bool:
        return bool(self.agreed and self.agreed.single)

    @property
    def unwitnessed(self) -> bool:
        """It came as files: what was done is only known from them."""
        return self.source == "files"

    @property
    def critical(self) -> bool:
        """Whether a critical error stands open."""
        return bool(self.graded and self.graded.open_errors)

    @property
    def decided(self) -> bool:
        """Whether there is something to release: agreed marks, or a referral."""
        marked = self.graded is not None and self.agreed is not None
        return marked or self.referred is not None

    @property
    def changed(self) -> bool:
        """Whether something has changed since it was released: release it again."""
        return 0 < self.released < self.latest

    @property
    def queue(self) -> Queue:
        """Where it stands on the desk."""
        if self.released and not self.changed:
            return "released"
        if self.decided:
            return "done"
        return "in-progress" if self.marks else "to-mark"


def agreed(marks: Sequence[Marked]) -> Agreed | None:
    """The marks that count.

    Those of the one marker who is done. Where several are, they count when they give the
    same levels; nothing is averaged, so until then nothing is agreed. (How markers come to
    agree, blind to each other, is the later issue's.)
    """
    done = sorted((one for one in marks if one.done), key=lambda one: one.finished)
    if not done:
        return None
    first = done[0]
    if any((one.levels, one.rubric) != (first.levels, first.rubric) for one in done):
        return None
    return Agreed(first.levels, first.rubric, tuple(done))
