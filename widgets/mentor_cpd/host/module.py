"""A module as a page."""

from __future__ import annotations

from typing import NamedTuple

from .. import course
from ..errors import CpdError
from ..language import _
from ..practice import shelf
from ..practice.grounds import Reference
from ..practice.school import School
from ..records.store import Store
from .learning import note_opened
from .notebook import NotebookPage
from .sorry import Sorry


class ModulePage(NotebookPage):
    """Opens a module."""

    async def get(self, name: str) -> None:
        house = self.house
        try:
            module = await house.off(house.course.module, name)
            path = await house.off(house.course.notebook, name)
        except CpdError as error:
            raise Sorry(
                404,
                _("There is no such module"),
                _("It may have been taken away or renamed."),
                _("Look for it under My learning."),
            ) from error
        told = await house.off(_told, house.store, module)
        person = self.visitor.person.id
        if await self.open(
            path, module=module, reference=told.reference, at=told.school, withheld=told.withheld
        ):
            house.later(house.off(note_opened, house.store, person, module.name))


class _Told(NamedTuple):
    """What the store says that a module's page needs besides its notebook."""

    reference: Reference
    school: School
    withheld: str


def _told(store: Store, module: course.Module) -> _Told:
    reasons = shelf.withheld(store)
    parts = (module.drill, *module.cases)
    why = next((reasons[part] for part in parts if part in reasons), "")
    return _Told(shelf.reference(store), School.of(store), why)
