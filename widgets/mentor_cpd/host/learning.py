"""My learning: the modules as one person stands in them, as ``home.html`` shows them."""

from __future__ import annotations

from typing import Any

import msgspec

from ..practice.progress import overview
from .house import House


def my_learning(house: House, person: str) -> dict[str, Any]:
    """Every module, and the one to go on with."""
    modules = [
        msgspec.structs.asdict(module) | {"url": f"{house.base}module/{module.name}"}
        for module in overview(house.store, house.course, person)
    ]
    return {
        "modules": modules,
        "next": next((module for module in modules if module["next"]), None),
    }
