"""Submissions that came as files, from JupyterLab: read, judged, and taken into the record.

Whoever hands in files owns them, so nothing in them is believed but a transcript that
somebody can have played. It is taken as it is, as *unwitnessed*; a notebook or transcript
that claims more is refused.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from ..errors import CpdError
from ..language import _
from ..practice.allowance import refuse_long
from ..practice.sitting import secret_id
from ..records.events import SUBMITTED, NewEvent
from ..records.people import People, Person
from ..records.store import Store
from ..scenario.transcript import Explained, Illegal, Transcript, Wrote
from . import handed_in, ways
from . import rubric as rubrics
from .cells import autograded, manual_cells
from .grading import REPLAY
from .judging import Judged, Library, judge
from .notebook import UNTOUCHED
from .recorded import TRANSCRIPT
from .scoring import points
from .taking import attempts_left, seal

MOST_BYTES: Final = 5_000_000  # of a notebook, or of a zip file
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,99}")
_RECEIVED: Final = "files"


@dataclass(frozen=True, slots=True)
class Handed:
    """What somebody handed in as files; ``amiss`` says why it could not be read."""

    student: str
    assignment: str
    notebook: bytes = b""
    transcript: bytes | None = None
    amiss: str = ""

    @property
    def digest(self) -> str:
        """So that the same files are looked at as the same."""
        told = (self.amiss.encode(), self.notebook, self.transcript or b"")
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in told)).hexdigest()


@dataclass(frozen=True, slots=True)
class Came:
    """What became of it."""

    handed: Handed
    what: Literal["received", "known", "refused"]
    says: str = ""


def found_in(folder: Path) -> Iterator[Handed]:
    """What lies there: ``<student>/<assignment>/`` or ``<student>/<assignment>.zip``."""
    for student in sorted(path for path in _entries(folder) if path.is_dir()):
        for path in sorted(_entries(student)):
            named = student.name, path.stem if path.is_file() else path.name
            if not all(map(_NAME.fullmatch, named)):
                continue
            if path.is_dir():
                yield _of_folder(path, *named)
            elif path.suffix.lower() == ".zip":
                yield _of_zip(path, *named)


def receive(store: Store, handed: Handed, library: Library) -> Came:
    """Take it into the record, or say in the log why it is refused."""
    whose = handed.student
    try:
        mentor = _mentor(store, handed.student)
        whose = mentor.id
        transcript, judged = _judged(handed, library)
        own = submission_id(store, mentor.id, handed.assignment, seal(transcript))
        if _is_known(store, mentor, handed.assignment, transcript):
            return Came(handed, "known")
        _refuse_forged(handed, judged)
        _refuse_copied(store, mentor, transcript)
        _refuse_another(store, mentor, handed.assignment, transcript.scenario)
        texts = _reflections(store, handed)
        refuse_long(texts.values())
        for move in transcript.moves:
            refuse_long(_words_of(move))
    except CpdError as no:
        return _refuse(store, handed, whose, str(no))
    body = {
        "submission": own,
        "mentor": mentor.id,
        "assignment": handed.assignment,
        "scenario": transcript.scenario,
        "edition": transcript.edition,
        "transcript": seal(transcript),
    }
    written = handed_in.write(transcript).decode("utf-8")
    new = NewEvent(
        "received",
        mentor.id,
        body,
        attempt=own,
        turn=0,
        message=f"{_RECEIVED}-{handed.digest[:24]}",
        edition=transcript.edition,
        texts={**texts, TRANSCRIPT: written},
    )
    store.append(new)
    return Came(handed, "received", _("taken in, as unwitnessed"))


def submission_id(store: Store, mentor: str, assignment: str, transcript: str) -> str:
    """Under which it is kept: the same files twice are one submission."""
    return secret_id(store, f"{_RECEIVED}\n{mentor}\n{assignment}\n{transcript}")


# Reading.


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError as error:
        raise CpdError(
            _("{folder} cannot be read: {why}.").format(folder=folder, why=error.strerror)
        ) from error


def _of_folder(folder: Path, student: str, assignment: str) -> Handed:
    try:
        notebook = _read(folder / f"{assignment}.ipynb")
        path = folder / handed_in.FILE
        return Handed(student, assignment, notebook, _read(path) if path.exists() else None)
    except OSError:
        return _unreadable(student, assignment)


def _read(path: Path) -> bytes:
    if not path.is_file():  # one may wait for ever at a pipe
        raise FileNotFoundError(path)
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _of_zip(path: Path, student: str, assignment: str) -> Handed:
    """Only the two files that count are looked at, wherever they lie in it: the first of
    each, since a small file can hold the same one a hundred thousand times."""
    wanted = {f"{assignment}.ipynb": b"", handed_in.FILE: b""}
    try:
        if path.stat().st_size > MOST_BYTES:
            amiss = _("The zip file is too large. Pack only the assessment’s own folder.")
            return Handed(student, assignment, amiss=amiss)
        with zipfile.ZipFile(path) as packed:
            for member in packed.infolist():
                name = member.filename.rpartition("/")[2]
                if name in wanted and not wanted[name]:
                    with packed.open(member) as file:
                        wanted[name] = file.read(MOST_BYTES + 1)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError):
        amiss = _("The zip file is damaged. Pack it again, and hand it in anew.")
        return Handed(student, assignment, amiss=amiss)
    except Exception as error:  # what a damaged stream raises differs from packer to packer
        if type(error).__module__ not in ("zlib", "lzma", "_lzma", "bz2"):
            raise
        amiss = _("The zip file is damaged. Pack it again, and hand it in anew.")
        return Handed(student, assignment, amiss=amiss)
    notebook, transcript = wanted.values()
    if not notebook:
        return _unreadable(student, assignment)
    return Handed(student, assignment, notebook, transcript or None)


def _unreadable(student: str, assignment: str) -> Handed:
    amiss = _("There is no notebook {name}.ipynb in it.").format(name=assignment)
    return Handed(student, assignment, amiss=amiss)


# Judging.


def _mentor(store: Store, student: str) -> Person:
    """Whose it is: a pseudonym, or the name of an account."""
    people = People(store)
    found = people.person(student) or people.find(student)
    if found is None:
        raise Illegal(
            _('Nobody here has the account or the pseudonym "{student}".').format(student=student),
            _("Name the folder after the mentor’s account."),
        )
    return found


def _judged(handed: Handed, library: Library) -> tuple[Transcript, Judged]:
    if handed.amiss:
        raise Illegal(handed.amiss)
    if handed.transcript is None:
        raise Illegal(
            _("There is no transcript.json in it, so nobody can say what was done."),
            _("Hand in the whole folder; playing the case writes that file."),
        )
    transcript = handed_in.read(handed.transcript)
    return transcript, judge(transcript, handed.assignment, library)


def _is_known(store: Store, mentor: Person, assignment: str, transcript: Transcript) -> bool:
    """Whether they handed in just this before: as files, or in the app, which counts then."""
    return any(
        event.body["transcript"] == seal(transcript) and event.body["assignment"] == assignment
        for event in store.events(person=mentor.id, kinds=[SUBMITTED, "received"])
    )


def _refuse_forged(handed: Handed, judged: Judged) -> None:
    """The notebook must not claim what the choices do not show."""
    for cell in _cells(handed):
        about = cell.metadata.nbgrader
        marks = autograded(about.grade_id) if about else None
        if about is None or marks is None:
            continue
        earned = points(marks, judged.scores)
        most = marks.points if about.points is None else about.points
        claims = [about.score, most - marks.points + earned, *map(_claimed, cell.outputs)]
        if any(claim is not None and not claim <= earned + 0.005 for claim in claims):
            raise Illegal(
                _("The cell {cell} claims more points than the choices earn.").format(
                    cell=marks.grade_id
                ),
                _("Run the notebook’s cells again, change nothing else, and hand it in anew."),
            )


def _claimed(output: object) -> float | None:
    """The points that a cell's output shows, if it shows any."""
    match output:
        case {"output_type": "execute_result", "data": {"text/plain": told}}:
            try:
                return float("".join(told))
            except (TypeError, ValueError):
                return None
    return None


def _refuse_copied(store: Store, mentor: Person, transcript: Transcript) -> None:
    """Two people can take the same choices; they do not write the same words."""
    if not any(text.strip() for move in transcript.moves for text in _words_of(move)):
        return
    for event in store.events(kinds=[SUBMITTED, "received"]):
        if event.person != mentor.id and event.body["transcript"] == seal(transcript):
            raise Illegal(
                _("Another mentor handed in this very transcript, word for word."),
                _("Each plays the case for themselves. Ask both how it came about."),
            )


def _words_of(move: object) -> tuple[str, ...]:
    """What the mentor wrote in a move."""
    match move:
        case Explained(text=text):
            return (text,)
        case Wrote(parts=parts):
            return tuple(parts.values())
    return ()


def _refuse_another(store: Store, mentor: Person, assignment: str, case: str) -> None:
    way = ways.way_of(store, mentor.id, assignment)
    if not attempts_left(store, way):
        raise Illegal(
            _("The record has another attempt of this mentor at this assessment."),
            _("What is in the record counts."),
        )
    if case in way.tried.values():
        raise Illegal(_("The mentor has met this case already."), _("A retake is another case."))


def _reflections(store: Store, handed: Handed) -> dict[str, str]:
    of = manual_cells(rubrics.present(store))
    found = {}
    for cell in _cells(handed):
        about = cell.metadata.nbgrader
        if about and about.solution and about.grade_id in of:
            text = cell.source if isinstance(cell.source, str) else "".join(cell.source)
            if text.strip() and text.strip() != UNTOUCHED:
                found[of[about.grade_id]] = text.strip()
    return found


def _cells(handed: Handed) -> list[_Cell]:
    try:
        return msgspec.json.decode(handed.notebook, type=_Notebook).cells
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Illegal(
            _("The notebook cannot be read."),
            _("Save it in JupyterLab, and hand it in again."),
        ) from error


class _About(msgspec.Struct):
    """What nbgrader keeps about a cell."""

    grade_id: str = ""
    points: float | None = None
    score: float | None = None
    solution: bool = False


class _Metadata(msgspec.Struct):
    nbgrader: _About | None = None


class _Cell(msgspec.Struct):
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)
    source: str | list[str] = ""
    outputs: list[dict[str, Any]] = msgspec.field(default_factory=list)


class _Notebook(msgspec.Struct):
    """Somebody else's file: whatever is not as nbformat has it is refused as it is read."""

    cells: list[_Cell]


def _refuse(store: Store, handed: Handed, whose: str, why: str) -> Came:
    """Once for the same files and the same reason; by the mentor's pseudonym, if any."""
    body: Mapping[str, Any] = {
        "student": whose,
        "assignment": handed.assignment,
        "files": handed.digest,
        "why": why,
    }
    before = store.events(kinds=["refused"])
    if not any(dict(event.body) == body for event in before):
        store.append(NewEvent("refused", REPLAY, body))
    return Came(handed, "refused", why)


def refusals(store: Store) -> list[Mapping[str, str]]:
    """The files that were refused and that nobody has handed in better since, the last of
    each mentor and assignment: ``student``, ``assignment``, ``why``."""
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for event in store.events(kinds=["refused", "received"]):
        body = event.body
        if event.kind == "received":
            found.pop((body["mentor"], body["assignment"]), None)
        elif "student" in body:
            found[body["student"], body["assignment"]] = body
    return list(found.values())
