"""My learning: the modules as one person stands in them."""

from __future__ import annotations

from typing import Any

from ..language import _
from ..records.events import LEARNING
from ..records.progress import latest, opened
from .house import House


def my_learning(house: House, person: str) -> dict[str, Any]:
    """What ``home.html`` shows: every module, and the one to go on with."""
    events = house.store.events(person=person, kinds=LEARNING)
    attempts, seen = latest(events), opened(events)
    modules = []
    for module in house.course.modules():
        started = module.name in seen or any(case in attempts for case in module.cases)
        modules.append(
            {
                "name": module.name,
                "title": module.title,
                "summary": module.summary,
                "minutes": module.minutes,
                "url": f"{house.base}module/{module.name}",
                "state": "started" if started else "new",
                "state_words": _("Started") if started else _("Not started"),
                "resume_words": "",
                "mending": house.being_mended(module),
                "mending_words": "",
            }
        )
    ready = [m for m in modules if not m["mending"]]
    started = [m for m in ready if m["state"] == "started"]
    new = [m for m in ready if m["state"] == "new"]
    return {"modules": modules, "next": next(iter(started + new), None)}
