"""Grading: every submission of the record marked by replay, and what changed said in the log.

The log is the truth, and is written first. The gradebook is made from it afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from .. import __version__
from ..language import _
from ..records.events import SUBMITTED, Event, NewEvent
from ..records.store import Store
from ..scenario.transcript import Illegal, Transcript
from . import rubric as rubrics
from . import ways
from .cells import cells_of
from .judging import Judged, Library, judge
from .recorded import Erased, transcript_of
from .scoring import points
from .submission import Submission

REPLAY: Final = "replay"  # who marks, as the log names it
A_PAGE: Final = 100  # submissions whose ids are held in memory at once

What = Literal["same", "graded", "changed", "refused", "held", "erased"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What grading came to for one submission.

    ``cells`` are the points of each autograded cell, and of how many; empty when it gets
    none. ``says`` is a line for whoever grades, where there is something to say.
    """

    submission: Submission
    what: What
    cells: Mapping[str, tuple[float, float]]
    says: str = ""
    transcript: Transcript | None = None


def submissions(store: Store, assignment: str = "", since: datetime | None = None) -> Iterator[str]:
    """The ids of what was handed in, oldest first."""
    for event in _handed_in(store):
        if assignment in ("", event.body["assignment"]) and (since is None or event.at >= since):
            yield event.body.get("submission") or event.attempt or ""


def count(store: Store, assignment: str = "", since: datetime | None = None) -> int:
    """How many they are."""
    return sum(1 for _one in submissions(store, assignment, since))


def withdrawn(store: Store, offered: Collection[str]) -> dict[str, int]:
    """Assignments that something was handed in for and that there are no more: how often."""
    found: dict[str, int] = {}
    for event in _handed_in(store):
        name = event.body["assignment"]
        if name not in offered:
            found[name] = found.get(name, 0) + 1
    return found


def _handed_in(store: Store) -> Iterator[Event]:
    after = 0
    while page := store.events(kinds=(SUBMITTED, "received"), after=after, most=A_PAGE):
        yield from page
        after = page[-1].seq


def weigh(store: Store, id: str, library: Library, *, again: bool = True) -> Weighed:
    """Mark one submission by replay, and say in the log what that changes.

    Without ``again`` one that was marked before keeps its marks.
    """
    one = ways.submission(store, id)
    if one.held:
        return Weighed(
            one, "held", _cells(one), _("It may be about a real child, so it is stopped.")
        )
    try:
        transcript = transcript_of(store, one)
        if one.graded and not again:
            return Weighed(one, "same", one.graded.cells, transcript=transcript)
        judged = judge(transcript, one.assignment, library)
    except Erased as gone:
        return Weighed(one, "erased", _cells(one), str(gone))
    except Illegal as no:
        return _refuse(store, one, str(no))
    last = _last(store, id)
    body = graded(one, judged, store)
    if last is not None and not one.refused and _shows(last.body) == _shows(body):
        return Weighed(one, "same", body["cells"], transcript=transcript)
    why = _why(last, body, one) if last is not None else ""
    if last is not None:
        before = {name: last.body[name] for name in _KEPT}
        body |= {"before": before, "why": why}
    _append(store, NewEvent("graded", REPLAY, body), one)
    says = f"{_differences(last.body, body)} {why}" if last else ""
    return Weighed(one, "changed" if last else "graded", body["cells"], says, transcript)


def graded(one: Submission, judged: Judged, store: Store) -> dict[str, Any]:
    """What replaying gave, as the log keeps it."""
    rubric = rubrics.present(store)
    return {
        "submission": one.id,
        "source": one.source,
        "key": judged.key,
        "rubric": rubric.digest,
        "engine": __version__,
        "cells": {
            cell.grade_id: [points(cell, judged.scores), float(cell.points)]
            for cell in cells_of(judged.edition.scenario, rubric)
            if cell.kind == "autograded"
        },
        "open_errors": [error.label for error in judged.scores.open_errors],
        "features": [
            {"id": met.id, "says": met.says, "must": met.must, "met": met.met}
            for met in judged.scores.features
        ],
    }


# Within.

_KEPT: Final = ("cells", "open_errors", "features", "key", "rubric", "engine")


def _refuse(store: Store, one: Submission, why: str) -> Weighed:
    if one.refused != why:
        body = {"submission": one.id, "assignment": one.assignment, "why": why}
        _append(store, NewEvent("refused", REPLAY, body), one)
    return Weighed(one, "refused", {}, why)


def _append(store: Store, new: NewEvent, one: Submission) -> None:
    """Unless somebody else graded it meanwhile: then theirs stands, and is looked at again."""

    def still() -> None:
        if ways.submission(store, one.id).latest != one.latest:
            raise Illegal(_("Somebody else has just decided about it."), _("Grade once more."))

    store.append(new, provided=still)


def _cells(one: Submission) -> Mapping[str, tuple[float, float]]:
    return one.graded.cells if one.graded else {}


def _last(store: Store, id: str) -> Event | None:
    """The last time that it was marked."""
    found = store.events(kinds=["graded"], about=id)
    return found[-1] if found else None


def _shows(body: Mapping[str, Any]) -> object:
    """What of it somebody is told; the same twice is no change, whatever it was made by."""
    cells = {name: tuple(map(float, pair)) for name, pair in body["cells"].items()}
    met = {one["id"]: (one["must"], one["met"]) for one in body["features"]}
    return cells, list(body["open_errors"]), met


def _why(last: Event, body: Mapping[str, Any], one: Submission) -> str:
    causes = [
        words
        for name, words in (
            ("key", _("the key of the case changed")),
            ("rubric", _("the rubric changed")),
            ("engine", _("the program that replays is another version")),
        )
        if last.body[name] != body[name]
    ]
    if one.refused:
        causes.append(_("it had been refused"))
    said = "; ".join(causes or [_("it was played again")])
    return said[:1].upper() + said[1:] + "."


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The points that are others now, in a line."""
    was, now = before["cells"], after["cells"]
    changed = [
        f"{name} {_told(was.get(name))} → {_told(now.get(name))}"
        for name in dict.fromkeys((*was, *now))
        if _told(was.get(name)) != _told(now.get(name))
    ]
    return ("; ".join(changed) or _("what is said of it")) + "."


def _told(pair: list[float] | None) -> str:
    return f"{pair[0]:g}" if pair else "–"
