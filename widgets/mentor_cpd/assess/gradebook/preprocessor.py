"""Autograding by replay: what stands in the place of nbgrader's ``Execute``.

No kernel is started and nothing that was handed in is run. Each cell that gives points gets
the output that running it would have given, from ``transcript.json`` beside the notebook.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.preprocessors import CheckCellMetadata, NbGraderPreprocessor

from .. import handed_in
from ..cells import autograded
from ..judging import Judged, Library, judge
from ..marks import Found, found_in, judge_file, marked, record_said

RECORD = "concern-record-shown"  # the cell that shows the record, and gives no points


class Replay(NbGraderPreprocessor):
    """Marks a notebook without running it.

    By itself it finds the record and the course as a notebook's cells do; grading gives it
    a library that is open already (:func:`replaying`).
    """

    library: ClassVar[Library | None] = None

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        assignment = resources["nbgrader"]["assignment"]
        folder = Path(resources["metadata"]["path"])
        found = found_in(folder, lambda raw: self._judge(raw, assignment))
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.execution_count = None
                cell.outputs = _outputs(cell.metadata.get("nbgrader", {}), found)
        return nb, resources

    def _judge(self, raw: bytes, assignment: str) -> Judged:
        if self.library is None:
            return judge_file(raw, assignment)
        return judge(handed_in.read(raw), assignment, self.library)


def replaying(with_library: Library) -> type[Replay]:
    """The same, with a library that is open."""

    class Replaying(Replay):
        library = with_library

    return Replaying


class AtOnce(Autograde):
    """nbgrader's autograding in one pass, for submissions that were made from the record.

    nbgrader reads a notebook, undoes whatever a student has changed in its cells, writes it,
    and then reads and writes it again to run it. Here it is the release itself, with
    nothing in it but what the record says: there is nothing to undo or to check.
    """

    def convert_single_notebook(self, notebook_filename: str) -> None:
        self.exporter._preprocessors = []
        for step in self.autograde_preprocessors:
            if step is not CheckCellMetadata:
                self.exporter.register_preprocessor(step)
        BaseConverter.convert_single_notebook(self, notebook_filename)


def _outputs(nbgrader: dict[str, Any], found: Found) -> list[NotebookNode]:
    """What the cell would show. Without a result nbgrader would give it full marks."""
    name = nbgrader.get("grade_id", "")
    if nbgrader.get("grade"):
        cell = autograded(name)
        says, earned = marked(cell, found) if cell else ("", 0.0)
        result = new_output("execute_result", data={"text/plain": repr(earned)}, execution_count=1)
        return [_printed(says), result]
    return [_printed(record_said(found))] if name == RECORD else []


def _printed(says: str) -> NotebookNode:
    output: NotebookNode = new_output("stream", name="stdout", text=f"{says}\n")
    return output
