"""An edition, as it was kept in the store: the case made ready to play, and its grounds."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from ..errors import CpdError
from ..language import _
from ..records.store import Store
from ..scenario import canon
from ..scenario import drill as drills
from ..scenario.drill import Drill
from ..scenario.model import Scenario
from ..scenario.play import Game
from .grounds import DrillGrounds, Grounds


@dataclass(frozen=True, slots=True)
class Edition:
    """A case as it was on one day, by digest."""

    digest: str
    game: Game
    grounds: Grounds

    @property
    def scenario(self) -> Scenario:
        return self.game.scenario


@dataclass(frozen=True, slots=True)
class DrillEdition:
    """A drill as it was on one day, by digest."""

    digest: str
    drill: Drill
    grounds: DrillGrounds


def load_drill(store: Store, digest: str) -> DrillEdition:
    """The kept edition of that digest."""
    canonical, grounds = _kept(store, digest)
    return DrillEdition(
        digest, drills.decode(canonical), msgspec.json.decode(grounds, type=DrillGrounds)
    )


def load(store: Store, digest: str) -> Edition:
    """The kept edition of that digest."""
    canonical, grounds = _kept(store, digest)
    return Edition(
        digest,
        Game(canon.decode(canonical)),
        msgspec.json.decode(grounds, type=Grounds),
    )


def grounds(store: Store, digest: str) -> Grounds:
    """What is kept beside the edition of a case, without reading the case itself."""
    return msgspec.json.decode(_kept(store, digest)[1], type=Grounds)


def _kept(store: Store, digest: str) -> tuple[bytes, bytes]:
    kept = store.edition(digest)
    if kept is None:
        raise CpdError(
            _("The edition {digest} of this case is not in the record.").format(digest=digest[:12]),
            _("Put the newest sound copy of the record in its place."),
        )
    return kept
