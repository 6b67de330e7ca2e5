"""The assignments that may be taken now, as whoever reads the course wrote them down.

A kernel, and every page, reads them from the store and never opens the course.
"""

from __future__ import annotations

from typing import Final

import msgspec

from ..course import Course
from ..errors import CpdError
from ..language import _
from ..records.store import Store
from . import rubric

SETTING: Final = "assignments"


class Assignment(msgspec.Struct, frozen=True):
    """A module's assessment.

    ``name`` is the module's. ``forms`` are the ids of its assessed cases, in the order
    in which they are taken; ``practice`` those of the cases in which it is practised.
    What a form is called, how long it takes and what it tells of stands on the shelf.
    """

    name: str
    title: str
    forms: tuple[str, ...]
    practice: tuple[str, ...]


def offer(course: Course, store: Store) -> tuple[Assignment, ...]:
    """Write down the course's assignments and its rubric; whoever stocks the shelf does
    this after it.

    A module without an assessed case has no assignment. Raises :class:`CpdError` when the
    rubric does not add up: what was offered before stays as it is.
    """
    found = tuple(
        Assignment(module.name, module.title, module.assessed, module.cases)
        for module in course.modules()
        if module.assessed
    )
    if found:
        rubric.keep(store, rubric.of_course(course))
    kept = msgspec.to_builtins({one.name: one for one in found})
    if (store.setting(SETTING) or {}) != kept:
        store.set_setting(SETTING, kept)
    return found


def assignments(store: Store) -> dict[str, Assignment]:
    """The assignments that are offered now, by name."""
    return msgspec.convert(store.setting(SETTING) or {}, type=dict[str, Assignment])


def assignment(store: Store, name: str) -> Assignment:
    """The assignment of that name."""
    known = assignments(store)
    if name not in known:
        raise CpdError(
            _('There is no assessment "{name}" here now.').format(name=name),
            _("There are: {names}.").format(names=", ".join(known) or _("none")),
        )
    return known[name]
