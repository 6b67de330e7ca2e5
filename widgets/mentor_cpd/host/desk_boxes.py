"""The boxes of the desk: kept as they are filled, with nobody's text lost between two tabs.

A page says of each box what stood in it when the page was drawn (a digest of that). So
what was typed here can be told from what was typed in another tab meanwhile: where only
one of the two changed it counts, and where both did both are shown.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import NamedTuple

from ..assess.marking import Marking, level_box
from ..practice import identifying
from ..practice.allowance import refuse_long
from ..practice.sitting import Outcome, not_saved
from ..records.store import NotSaved, Store
from ..scenario.transcript import Illegal

NOTES = ("why", "note-refer", "note-withdraw", "note-observed", "told", "note-close")
"""What is written beside the marks, in the order of the page."""

# Looking what stands in a box and writing into it are one step. One process serves the desk.
ONE_AT_A_TIME = threading.Lock()


class Merged(NamedTuple):
    """What the boxes hold now; ``others`` is what another tab put where this one typed."""

    values: dict[str, str]
    others: dict[str, str]


class Kept(NamedTuple):
    """What came of keeping a box; ``stands`` is what is there when it was another's."""

    outcome: Outcome
    stands: str = ""


def mark(text: str) -> str:
    """A short sign for a text, which a page carries to say what it had seen."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def plain(text: str) -> str:
    """The text with one kind of line end, whatever the browser sent; blank is empty."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines if lines.strip() else ""


def standing(marking: Marking) -> dict[str, str]:
    """What is in the boxes of the marks: what is being written, over what was said last."""
    drafts = marking.drafts()
    said = _said(marking)
    return {box: plain(drafts.get(box, said.get(box, ""))) for box in marking.boxes}


def _said(marking: Marking) -> dict[str, str]:
    last = marking.last
    if last is None:
        return {}
    levels = {level_box(one): str(level) for one, level in last.levels.items()}
    return {**last.texts, **levels}


def notes(store: Store, person: str, submission: str) -> dict[str, str]:
    """The notes that the person is writing beside the marks."""
    kept = store.drafts(person, _place(submission, ""))
    written = {place.rpartition(":")[2]: text for place, text in kept.items()}
    return {box: plain(written.get(box, "")) for box in NOTES}


def drop_note(store: Store, person: str, submission: str, box: str) -> None:
    """It has become part of the record, and is nobody's draft any more."""
    # What it was written for is recorded by now, and to say otherwise would be worse: an old
    # note does no harm.
    with suppress(NotSaved):
        store.drop_draft(person, _place(submission, box))


def _place(submission: str, box: str) -> str:
    return f"desk:{submission}:{box}"


def merged(now: Mapping[str, str], typed: Mapping[str, str], seen: Mapping[str, str]) -> Merged:
    """What a whole form says, beside what stands there now; ``seen`` are its marks."""
    values, others = {}, {}
    for box, there in now.items():
        here = plain(typed.get(box, ""))
        before = seen.get(box, mark(""))
        values[box] = there if mark(here) == before else here
        if mark(here) != before and here != there and mark(there) != before:
            others[box] = there
    return Merged(values, others)


def keep(marking: Marking, box: str, text: str, seen: str) -> Kept:
    """Keep what is typed into a box of the marks."""
    with ONE_AT_A_TIME:
        marking.catch_up()
        there, here = standing(marking).get(box, ""), plain(text)
        if here == there:
            return Kept(Outcome("saved", doubt(marking.store, here, marking.known_names)))
        if mark(there) != seen:
            return Kept(Outcome("behind"), there)
        # No draft would mean what was said last; a blank one means that it was taken out.
        blank = " " if _said(marking).get(box) else ""
        return Kept(marking.keep_draft(box, here or blank, turn=marking.turn))


def keep_note(
    store: Store, person: str, submission: str, box: str, *, text: str, seen: str
) -> Kept:
    """Keep what is typed into a note beside the marks."""
    with ONE_AT_A_TIME:
        there, here = notes(store, person, submission)[box], plain(text)
        if here == there:
            return Kept(Outcome("saved", doubt(store, here)))
        if mark(there) != seen:
            return Kept(Outcome("behind"), there)
        return Kept(put_note(store, person, submission, box, here))


def put_note(store: Store, person: str, submission: str, box: str, text: str) -> Outcome:
    """Put it there, whatever stood there before."""
    try:
        refuse_long([text])
        store.save_draft(person, _place(submission, box), text)
    except NotSaved as error:
        return not_saved(error)
    except Illegal as error:
        return Outcome("refused", str(error))
    return Outcome("saved", doubt(store, text))


def doubt(store: Store, text: str, known: Collection[str] = ()) -> str:
    """What in the text may tell who somebody is: said under the box, and never a bar."""
    year = store.clock().year
    return identifying.warning(identifying.details(text, known, year=year))
