"""Which editions the school's safeguarding lead has said that the school works to.

Assessed safeguarding cases open when every binding source that they cite has been confirmed
in exactly the record that the course has of it now: a record that changes closes them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

import msgspec

from ..language import _
from ..records.events import CONFIRMED, NewEvent
from ..records.store import Store
from . import edition as editions
from . import shelf
from .grounds import Source

Duty = Literal["yes", "no", "not-yet"]
"""Whether the duty to report child sexual abuse is in force and binds the school's mentors."""

LONGEST: Final = 200  # characters of what is said of another edition


class Said(msgspec.Struct, frozen=True):
    """What was said of one source: that the school works to this edition, or to another.

    ``edition`` and ``digest`` name the register's record as it was then; ``another``
    says in the lead's words which edition the school works to instead.
    """

    edition: str
    digest: str
    another: str = ""


class Confirmed(NamedTuple):
    """What has been said up to now: by citation id, and about the duty to report."""

    said: Mapping[str, Said]
    duty: Duty | None
    at: datetime | None


class Standing(NamedTuple):
    """One source as the lead's page shows it."""

    id: str
    source: Source
    said: Said | None
    state: Literal["confirmed", "another", "changed", "new"]


class Opening(NamedTuple):
    """Whether a case may be opened to assess, and why not."""

    open: bool
    reason: str = ""


def open_to_assess(store: Store, case: str) -> Opening:
    """Whether an assessed case may be begun now, as far as its sources are concerned."""
    offered = shelf.offered(store).get(case)
    if offered is None:
        return Opening(False, shelf.why_not(store, case))
    if not offered.safeguarding:
        return Opening(True)
    return _opening(standings(_binding(store, offered), confirmed(store).said))


def _opening(standings: list[Standing]) -> Opening:
    others = [one.source.title for one in standings if one.state == "another"]
    waiting = [one.source.title for one in standings if one.state in ("changed", "new")]
    if others:
        return Opening(
            False,
            _(
                "Your safeguarding lead says that your school works to another edition of: "
                "{titles}. This assessment opens when the course has been brought up to it."
            ).format(titles="; ".join(others)),
        )
    if waiting:
        return Opening(
            False,
            _(
                "This assessment opens when your school’s safeguarding lead has confirmed here "
                "which editions your school works to. Still to be confirmed: {titles}."
            ).format(titles="; ".join(waiting)),
        )
    return Opening(True)


def standings(cited: Mapping[str, Source], said: Mapping[str, Said]) -> list[Standing]:
    """Each source with what was last said of it."""
    found = [
        Standing(name, source, said.get(name), _state(name, source, said))
        for name, source in cited.items()
    ]
    return sorted(found, key=lambda one: (one.source.title, one.id))


def _state(
    id: str, source: Source, said: Mapping[str, Said]
) -> Literal["confirmed", "another", "changed", "new"]:
    last = said.get(id)
    if last is None:
        return "new"
    if last.digest != digest_of(id, source):
        return "changed"
    return "another" if last.another else "confirmed"


def to_confirm(store: Store) -> dict[str, Source]:
    """Every binding source that an assessed safeguarding case offered here cites, by id."""
    found: dict[str, Source] = {}
    for case in shelf.offered(store).values():
        if case.safeguarding and case.use == "assessed":
            found |= _binding(store, case)
    return found


def _binding(store: Store, case: shelf.Offered) -> dict[str, Source]:
    cited = editions.grounds(store, case.digest).sources
    return {name: source for name, source in cited.items() if source.binds}


def confirmed(store: Store) -> Confirmed:
    """The last that was said of each source, and of the duty."""
    said: dict[str, Said] = {}
    duty: Duty | None = None
    at = None
    for event in store.events(kinds=[CONFIRMED]):
        said |= msgspec.convert(event.body["editions"], type=dict[str, Said])
        duty, at = event.body["duty"] or duty, event.at
    return Confirmed(said, duty, at)


def confirm(store: Store, said: Mapping[str, Said], duty: Duty | None, *, by: str) -> None:
    """Record what the safeguarding lead said; whoever calls has looked at the role."""
    body: dict[str, Any] = {"editions": msgspec.to_builtins(said), "duty": duty or "", "by": by}
    store.append(NewEvent(CONFIRMED, by, body))


def digest_of(id: str, source: Source) -> str:
    """What names the register's record exactly as it is."""
    return hashlib.sha256(msgspec.json.encode([id, source], order="sorted")).hexdigest()
