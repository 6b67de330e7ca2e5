"""The marks that an assignment's notebook shows: ``Marks("negotiation").errors()``.

A released notebook runs with nothing but the course on disk. Its autograded cells come
here; what is read is ``transcript.json`` in the working folder, which playing the case
writes. Nothing is kept, and nothing that a mentor's file holds is believed: it is replayed.

nbgrader gives full marks to a cell without a result, and none to one that writes to
stderr. So every method here prints a sentence and returns a number, whatever happens.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from ..course import Course
from ..errors import CpdError
from ..language import _
from ..practice import shelf
from ..records.folder import DataFolder
from ..records.store import Store
from . import handed_in
from .cells import Cell
from .judging import Judged, Library, judge
from .saying import record_in_words, said_of
from .scoring import points


class Marks:
    """What the transcript beside the notebook earns."""

    def __init__(self, assignment: str) -> None:
        self.assignment = assignment

    def competency(self, id: str) -> float:
        """The points for one competency, out of three."""
        return self._of(Cell("", "autograded", 0, "competency", id))

    def features(self) -> float:
        """The points for the key features that must be met, out of ten."""
        return self._of(Cell("", "autograded", 0, "features"))

    def errors(self) -> float:
        """The points for critical errors: five for none, three where all were put right."""
        return self._of(Cell("", "autograded", 0, "errors"))

    def record(self) -> None:
        """Show the concern record that was written in the case, for whoever marks it."""
        print(record_said(self._found()))

    def _of(self, cell: Cell) -> float:
        says, earned = marked(cell, self._found())
        print(says)
        return earned

    def _found(self) -> Found:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # one on stderr would cost the cell its points
            return found_in(Path(), lambda raw: judge_file(raw, self.assignment))


Found = Judged | str
"""What a transcript shows, or a sentence that says why it counts for nothing."""


def found_in(folder: Path, judging: Callable[[bytes], Judged]) -> Found:
    """What the transcript in the folder shows."""
    try:
        raw = (folder / handed_in.FILE).read_bytes()
    except OSError:
        return _("There is no transcript here yet. Play the case above to its end.")
    try:
        return judging(raw)
    except CpdError as error:
        return _("This counts for nothing: {why}").format(why=error)


def marked(cell: Cell, found: Found) -> tuple[str, float]:
    """What is said of an autograded cell, and the points that it earns."""
    if isinstance(found, str):
        return found, 0.0
    return said_of(cell, found.scores), points(cell, found.scores)


def record_said(found: Found) -> str:
    """The concern record as it is shown to whoever marks it."""
    return found if isinstance(found, str) else record_in_words(found.scores)


@lru_cache(maxsize=4)
def judge_file(raw: bytes, assignment: str) -> Judged:
    """Judge it once for all the cells of a notebook."""
    transcript = handed_in.read(raw)
    store = _store()
    if store is not None:
        with store:
            if store.edition(transcript.edition) is not None:
                return judge(transcript, assignment, Library(store))
    with tempfile.TemporaryDirectory(prefix="mentor-cpd-", ignore_cleanup_errors=True) as folder:
        url = f"sqlite:///{(Path(folder) / 'record.sqlite').as_posix()}"
        with Store.open(url) as store:
            shelf.stock(Course.find(), store, only=[transcript.scenario])
            return judge(transcript, assignment, Library(store))


def _store() -> Store | None:
    """The record of this computer, if there is one: it knows every edition that was played."""
    try:
        url = os.environ.get("MENTOR_CPD_STORE") or DataFolder.find(create=False).store_url
        return Store.open(url, migrate=False)
    except CpdError:
        return None
