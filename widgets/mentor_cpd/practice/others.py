"""What other people chose: counts only, and nobody's choice is told apart."""

from __future__ import annotations

from ..records.progress import first_choices
from ..records.store import Store
from .decisions import Others


def others(store: Store, scenario: str, *, but: str) -> Others:
    """For every scene of the case, how many people other than ``but`` first chose what.

    Over all its editions, by id: a choice whose words were mended is still the same one.
    """
    attempted = store.events(kinds=["attempted"])
    editions = {e.edition for e in attempted if e.body["scenario"] == scenario and e.edition}
    if not editions:
        return {}
    return first_choices(store.events(kinds=["chose"], editions=editions), excluding=but)
