"""Marks as a table, for spreadsheets and statistics: the only importer of pandas.

A row is a submission. Mentors are pseudonyms unless names are asked for; nothing that
anybody wrote is in it.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from ..errors import CpdError
from ..language import _
from ..practice import edition as editions
from ..records.people import People
from ..records.store import Store
from . import grading, results
from .cells import cells_of
from .outcomes import alias
from .results import Results
from .rubric import HIGHEST, present
from .submission import Submission

KINDS: Final = (".csv", ".xlsx", ".parquet")
_POINTS, _LEVEL = "points_", "level_"
_TEXT, _NUMBER, _WHOLE, _YES, _MOMENT = (
    "text",
    "number",
    "whole number",
    "yes or no",
    "moment (UTC)",
)

_NAMES: Final = {
    "account": (_TEXT, _("The account by which the mentor signs in.")),
    "name": (_TEXT, _("The mentor's name.")),
}
_ALWAYS: Final = {
    "submission": (_TEXT, _("The submission's id in the record.")),
    "alias": (_TEXT, _("What the desk calls the submission while names are hidden.")),
    "mentor": (_TEXT, _("The mentor's pseudonym; nbgrader's student_id.")),
    "assignment": (_TEXT, _("The assessment, by the name of its module.")),
    "case": (_TEXT, _("The case that was played, by its id.")),
    "edition": (_TEXT, _("The edition of the case that was played.")),
    "handed_in": (_MOMENT, _("When it was handed in.")),
    "source": (_TEXT, _("app: made in the app. files: it came as files.")),
    "witnessed": (_YES, _("No for what came as files: nobody can know who made the choices.")),
    "in_gradebook": (_YES, _("The mentor's last one for this assessment that was not refused.")),
    "state": (_TEXT, _("to-mark, in-progress, done, released, held or refused.")),
    "refused_because": (_TEXT, _("Why it gets no marks, where it was refused.")),
    "raw_score": (_NUMBER, _("All points, as nbgrader export has them. They pass nobody.")),
    "max_score": (_NUMBER, _("How many points there are.")),
    "replayed": (_NUMBER, _("The points that replaying gives.")),
    "critical_errors": (_WHOLE, _("Critical errors that were not put right.")),
    "features_met": (_WHOLE, _("Key features that must be met, and were.")),
    "features": (_WHOLE, _("Key features that must be met.")),
    "written": (_WHOLE, _("What trainers gave for the reflection; empty while nothing is agreed.")),
    "written_most": (_WHOLE, _("How much that can be.")),
    "written_passes": (_YES, _("Whether what was written passes, the concern record included.")),
    "markers": (_WHOLE, _("How many trainers gave the marks that count.")),
    "single_marked": (_YES, _("Only one trainer has marked it.")),
    "referred_to": (_TEXT, _("retake or observed, where the mentor was referred.")),
    "released": (_MOMENT, _("When the mentor was last told; empty before that.")),
    "changed_since": (_YES, _("Something has changed since the mentor was told.")),
    "key": (_TEXT, _("The edition of the case by whose key it was marked.")),
    "rubric": (_TEXT, _("The edition of the rubric by which trainers marked.")),
}  # fmt: skip


def rows_of(
    store: Store, *, names: bool
) -> tuple[list[dict[str, Any]], dict[str, tuple[str, str]]]:
    """The rows, and the columns: to each its kind and what it means."""
    found: list[dict[str, Any]] = []
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    for id in grading.submissions(store):  # noqa: A001 -- as the record calls it
        came = results.results_of(store, id)
        row = _row(store, came)
        found.append(row)
        if not came.submission.refused:
            kept[row["mentor"], row["assignment"]] = row
    for row in kept.values():
        row["in_gradebook"] = True
    columns = dict(_ALWAYS)
    if names:
        _name(store, found)
        columns = {"submission": columns["submission"], **_NAMES, **columns}
    for row in found:
        for column in row:
            columns.setdefault(column, _described(column))
    return found, columns


def write(store: Store, path: Path, *, names: bool) -> list[Path]:
    """Write the table, and beside it (or as its second sheet) what its columns mean."""
    if path.suffix.lower() not in KINDS:
        raise CpdError(
            _("{path} has no extension that says what kind of file to write.").format(path=path),
            _("Give the name one of these: {kinds}.").format(kinds=", ".join(KINDS)),
        )
    rows, columns = rows_of(store, names=names)
    table = _table(rows, columns)
    dictionary = pd.DataFrame(
        [(name, kind, means) for name, (kind, means) in columns.items()],
        columns=["column", "kind", "means"],
    )
    beside = path.with_name(f"{path.stem}.dictionary.csv")
    try:
        match path.suffix.lower():
            case ".csv":
                _whole(path, _safe(table).to_csv(index=False).encode("utf-8"))
            case ".xlsx":
                _whole(path, _workbook(marks=_safe(table), columns=dictionary))
                return [path]
            case _:
                _whole(path, table.to_parquet(index=False))
        _whole(beside, dictionary.to_csv(index=False).encode("utf-8"))
    except OSError as error:
        raise CpdError(
            _("{path} cannot be written: {why}.").format(path=path, why=error.strerror or error),
            _("Choose another place."),
        ) from error
    return [path, beside]


# A row.


def _row(store: Store, came: Results) -> dict[str, Any]:
    one = came.submission
    graded, agreed = one.graded, one.agreed
    cells = cells_of(editions.load(store, one.edition).scenario, present(store))
    replayed = {name: points for name, (points, _most) in graded.cells.items()} if graded else {}
    must = [met for met in graded.features if met.must] if graded else []
    counts = graded is not None and not one.refused
    return {
        "submission": one.id,
        "alias": alias(one.id),
        "mentor": one.mentor,
        "assignment": one.assignment,
        "case": one.case,
        "edition": one.edition,
        "handed_in": one.at,
        "source": one.source,
        "witnessed": not one.unwitnessed,
        "in_gradebook": False,
        "state": _state(one),
        "refused_because": one.refused or None,
        "raw_score": sum(replayed.values()) + sum(came.levels.values()) if counts else None,
        "max_score": sum(cell.points for cell in cells),
        "replayed": sum(replayed.values()) if counts else None,
        "critical_errors": len(graded.open_errors) if graded else None,
        "features_met": sum(met.met for met in must) if graded else None,
        "features": len(must) if graded else None,
        "written": came.verdict.total if came.verdict else None,
        "written_most": came.verdict.most if came.verdict else None,
        "written_passes": came.verdict.passes if came.verdict else None,
        "markers": len(agreed.markers) if agreed else 0,
        "single_marked": one.single_marked,
        "referred_to": one.referred.to if one.referred else None,
        "released": one.released_at,
        "changed_since": one.changed,
        "key": graded.key if graded else None,
        "rubric": agreed.rubric if agreed else None,
        **{_POINTS + name: points for name, points in replayed.items()},
        **{_LEVEL + name: level for name, level in came.levels.items()},
    }


def _state(one: Submission) -> str:
    if one.held:
        return "held"
    return "refused" if one.refused else one.queue


def _name(store: Store, rows: Sequence[dict[str, Any]]) -> None:
    people = {person.id: person for person in People(store).all()}
    for row in rows:
        person = people.get(row["mentor"])
        row["account"] = person.account if person else None
        row["name"] = person.name if person else None


def _described(column: str) -> tuple[str, str]:
    if column.startswith(_POINTS):
        cell = column.removeprefix(_POINTS)
        return _NUMBER, _("What replaying gives for the cell {cell}.").format(cell=cell)
    criterion = column.removeprefix(_LEVEL)
    return _WHOLE, _("The level, from 0 to {most}, that trainers gave for {criterion}.").format(
        most=HIGHEST, criterion=criterion
    )


# A table.

_TYPES: Final = {_TEXT: "string", _NUMBER: "Float64", _WHOLE: "Int64", _YES: "boolean"}


def _table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, tuple[str, str]]) -> Any:
    """The same columns, of the same kinds, whether or not anything stands in them."""
    made = pd.DataFrame(list(rows), columns=list(columns))
    for name, (kind, _means) in columns.items():
        if kind == _MOMENT:
            made[name] = pd.to_datetime(made[name], utc=True)
        else:
            made[name] = made[name].astype(_TYPES[kind])
    return made


def _safe(table: Any) -> Any:
    """What a spreadsheet may open: no text in it is a formula, and moments are text."""
    made = table.copy()
    for name in made.columns:
        if made[name].dtype == "string":
            made[name] = made[name].map(no_formula, na_action="ignore")
        elif isinstance(made[name].dtype, pd.DatetimeTZDtype):
            made[name] = made[name].map(in_words, na_action="ignore")
    return made


def no_formula(text: str) -> str:
    """Text that a spreadsheet takes for text."""
    return f"'{text}" if re.match(r"[=+\-@\t\r\n]", text) else text


def in_words(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _workbook(*, marks: Any, columns: Any) -> bytes:
    """In memory: on a full disk, a half-written zip file complains once more as it is forgotten."""
    made = io.BytesIO()
    with pd.ExcelWriter(made, engine="openpyxl") as book:
        marks.to_excel(book, sheet_name="marks", index=False, freeze_panes=(1, 0))
        columns.to_excel(book, sheet_name="dictionary", index=False, freeze_panes=(1, 0))
    return made.getvalue()


def _whole(path: Path, content: bytes) -> None:
    """A file that is either whole or as it was, and that only its owner can read."""
    handle, half = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(half).replace(path)
    finally:
        Path(half).unlink(missing_ok=True)
