"""My learning: the modules as one person stands in them, as ``home.html`` shows them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from ..assess import taking
from ..practice.progress import overview
from ..records.events import NewEvent
from ..records.progress import opened
from ..records.store import Store
from .house import House

NOTED = timedelta(hours=1)


def my_learning(house: House, person: str) -> dict[str, Any]:
    """Every module, and the one to go on with."""
    modules = [
        msgspec.structs.asdict(module) | {"url": f"{house.base}module/{module.name}"}
        for module in overview(house.store, house.course, person)
    ]
    return {
        "assessments": [
            {
                "title": standing.title,
                "url": f"{house.base}assessment/{standing.assignment}",
                "standing": standing,
            }
            for standing in taking.standings_for(house.store, person)
        ],
        "modules": modules,
        "next": next((module for module in modules if module["next"]), None),
    }


def note_opened(store: Store, person: str, module: str) -> None:
    """Note that the person has opened the module: once an hour at most.

    A page that is loaded again tells nothing new, and no script fills the log with it.
    """
    before = opened(store.events(person=person, kinds=["opened"])).get(module)
    if before is None or abs(store.clock() - before) >= NOTED:
        store.append(NewEvent("opened", person, {"module": module}))
