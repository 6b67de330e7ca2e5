"""Whether somebody has practised a module's case well enough: found by replaying."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..language import _
from ..practice import edition as editions
from ..practice.findings import features_met
from ..practice.moves import from_log
from ..records.events import Event
from ..records.store import Store
from ..scenario.transcript import advance, begin
from .way import Practised


def practised(store: Store, person: str, cases: Collection[str]) -> Practised:
    """Whether any practice attempt of one of the cases came to an ending with every key
    feature met that must be. Going back afterwards does not undo it."""
    nearest: tuple[str, ...] | None = None
    for begun in store.events(person=person, kinds=["attempted"]):
        if begun.body["scenario"] not in cases or begun.body["use"] != "practice":
            continue
        for lacking in _endings(store, begun):
            if not lacking:
                return Practised(met=True)
            if nearest is None or len(lacking) < len(nearest):
                nearest = lacking
    if nearest is None:
        return Practised(False, (_("A practice case of this module, played to its end."),))
    return Practised(False, tuple(_("In practice: {feature}").format(feature=f) for f in nearest))


def _endings(store: Store, begun: Event) -> Iterator[tuple[str, ...]]:
    """For each ending that the attempt came to: the key features that were missed."""
    assert begun.attempt and begun.edition  # turn 0 of an attempt at a case  # noqa: S101
    edition = editions.load(store, begun.edition)
    played = begin(edition.game)
    for move in from_log(store.events(attempt=begun.attempt), {}):
        played = advance(played, move)
        if played.here.ending is not None and not played.awaiting:
            features = features_met(played.here, edition.scenario).values()
            yield tuple(one.says for one in features if one.must and not one.met)
