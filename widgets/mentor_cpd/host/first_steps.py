"""The first sign-in, in three short pages: whom to go to, who sees what, and a scene to try.

They are shown once to each person, can be skipped, and can be seen again from the help page.
"""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import quote

import nbformat

from ..language import _
from ..practice import shelf
from ..practice.grounds import Reference
from ..practice.school import School
from ..records.events import INTRODUCED, NewEvent
from ..records.store import Store
from .accounts import Form, is_new
from .notebook import NotebookPage


def note_seen(store: Store, person: str) -> None:
    if is_new(store, person):
        store.append(NewEvent(INTRODUCED, person))


class FirstSteps(Form):
    """The two pages to read, and leaving the rest out."""

    async def get(self, step: str) -> None:
        school = await self.house.off(School.of, self.house.store)
        self.show(f"first_steps_{step}", step=int(step), at=school, next=self.wanted())

    def wanted(self) -> str:
        """Where they were going when they signed in."""
        return self.next_page(self.get_query_argument("next", ""))


class Skip(Form):
    async def post(self) -> None:
        await self.house.off(note_seen, self.house.store, self.visitor.person.id)
        self.redirect(self.next_page(self.get_body_argument("next", "")), status=303)


class TryIt(NotebookPage):
    """The scene to learn the controls by: the real Player, on a case that is counted nowhere."""

    async def get(self) -> None:
        house = self.house
        wanted = self.next_page(self.get_query_argument("next", ""))
        notebook = nbformat.v4.new_notebook(
            cells=[
                nbformat.v4.new_markdown_cell(
                    _(
                        "A scene of three minutes, to find your way about. Choose whatever you "
                        "like: it is counted nowhere, and nobody reads it.\n\n"
                        "- *Saved*, at the top, means that you may close the page at any moment.\n"
                        "- *Pause* and *Leave now* are there from then on, and you need "
                        "give no reason.\n"
                        "- Under *What happened so far* you can go back to any moment.\n"
                        "- At the end you look back on what you chose, and what came of it."
                    )
                ),
                nbformat.v4.new_code_cell(
                    f"from mentor_cpd import Player\n\nPlayer({shelf.FIRST_STEPS!r})"
                ),
                nbformat.v4.new_markdown_cell(
                    _("When you have seen enough: [go on to what you came for]({address}).").format(
                        address=quote(wanted, safe="/?&=#%")
                    )
                ),
            ]
        )
        if await self.open(
            notebook,
            module=SimpleNamespace(name=shelf.FIRST_STEPS, title=_("A scene to try")),
            reference=Reference(),
            at=School(),
            withheld="",
        ):
            house.later(house.off(note_seen, house.store, self.visitor.person.id))
