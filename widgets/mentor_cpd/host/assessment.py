"""An assessment: its page, which needs no kernel, and the page in which it is taken."""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace
from typing import Any

import nbformat
from markupsafe import Markup

from ..assess import assignment as assignments
from ..assess import offered, taking
from ..assess.offered import Assignment
from ..course import Course
from ..errors import CpdError
from ..language import _
from ..practice.citing import day_in_words
from ..practice.grounds import Reference
from ..practice.prose import spans
from ..practice.school import School
from ..practice.words import sureness_in_words
from ..records.store import NotSaved, Store, Unreadable
from .door import Door
from .feedback import made as feedback_made
from .notebook import NotebookPage
from .prose import Prose
from .sorry import Sorry
from .told import followed
from .told import told as results_told

log = logging.getLogger(__name__)
# The cells of the assignment's notebook that say how it is marked: told here in the same words.
_SAYS = ("marking", "critical-errors-explained")


class AssessmentPage(Door):
    """How it is marked, where one stands, and the way in."""

    async def get(self, name: str) -> None:
        house, person = self.house, self.visitor.person.id
        known = await house.off(find, house.store, name)
        told = await house.off(taking.standing_for, house.store, person, name)
        results = await house.off(results_told, house.store, person, told.released)
        self.show(
            "assessment",
            assignment=known,
            stands=told,
            told=results,
            feedback=await house.off(feedback_made, house, [one.results for one in results]),
            followed=await house.off(followed, house.store, person, name),
            spans=spans,
            in_words=day_in_words,
            sure=sureness_in_words,
            receipts=await house.off(receipts, house.store, person, name),
            day=taking.day,
            says=await house.off(how_it_is_marked, house.course, known),
        )


class Take(NotebookPage):
    """The page in which it is taken."""

    async def get(self, name: str) -> None:
        known = await self.house.off(find, self.house.store, name)
        title = _("{module}: taking the assessment").format(module=known.title)
        notebook = nbformat.v4.new_notebook(
            cells=[
                nbformat.v4.new_code_cell(
                    f"from mentor_cpd import Assessment\n\nAssessment({known.name!r})"
                )
            ]
        )
        await self.open(
            notebook,
            module=SimpleNamespace(name=known.name, title=title),
            reference=Reference(),
            at=School(),
            withheld="",
        )


def find(store: Store, name: str) -> Assignment:
    """The assignment of that name, or a page that says that there is none."""
    try:
        return offered.assignment(store, name)
    except (NotSaved, Unreadable):
        raise
    except CpdError as error:
        raise Sorry(
            404,
            _("There is no such assessment"),
            _("It may have been taken away or renamed."),
            _("Look for it under My learning."),
        ) from error


def receipts(store: Store, person: str, name: str) -> list[taking.Receipt]:
    """What the person can show of what they handed in, oldest first."""
    begun = store.events(person=person, kinds=["attempted"])
    mine = [one.attempt for one in begun if one.body.get("assignment") == name]
    handed_in = {event.attempt for event in store.events(person=person, kinds=["submitted"])}
    return [taking.receipt(store, one) for one in mine if one and one in handed_in]


def how_it_is_marked(course: Course, known: Assignment) -> Markup:
    """The words of the assignment's notebook; nothing where its case is being corrected."""
    try:
        (source,) = assignments.sources(course, known.name)
    except CpdError as error:
        log.warning("%s", error)
        return Markup("")
    cells: list[dict[str, Any]] = json.loads(source.made)["cells"]
    texts = {cell["id"]: "".join(cell["source"]) for cell in cells}
    return Prose(known.title).render("\n\n".join(texts[cell] for cell in _SAYS))
