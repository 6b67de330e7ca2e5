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
        found = self._judged()
        print(found if isinstance(found, str) else record_in_words(found.scores))

    def _of(self, cell: Cell) -> float:
        found = self._judged()
        if isinstance(found, str):
            print(found)
            return 0.0
        print(said_of(cell, found.scores))
        return points(cell, found.scores)

    def _judged(self) -> Judged | str:
        """What the transcript shows, or a sentence that says why it counts for nothing."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # one on stderr would cost the cell its points
            try:
                raw = Path(handed_in.FILE).read_bytes()
            except OSError:
                return _("There is no transcript here yet. Play the case above to its end.")
            try:
                return _judge(raw, self.assignment)
            except CpdError as error:
                return _("This counts for nothing: {why}").format(why=error)


@lru_cache(maxsize=4)
def _judge(raw: bytes, assignment: str) -> Judged:
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
