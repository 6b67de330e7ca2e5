"""Training and reflective practice for learning mentors.

A notebook needs one import, and it is resolved lazily: the command line and a
kernel's start must not wait for widgets that they never show.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .assess.marks import Marks
    from .ui.assessment import Assessment
    from .ui.drill import Drill
    from .ui.journal import Journal
    from .ui.player import Player

__all__ = ["Assessment", "Drill", "Journal", "Marks", "Player"]
__version__ = "0.1.0"

_HOMES = {
    "Assessment": ".ui.assessment",
    "Drill": ".ui.drill",
    "Journal": ".ui.journal",
    "Marks": ".assess.marks",
    "Player": ".ui.player",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name], __name__), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
