"""What is held: somebody read in it what may be real, and nothing of it may be lost.

Whoever marks says so; the safeguarding lead closes it. Until then the submission, and
whatever others wrote about it, stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, select

from ..errors import CpdError
from ..language import _
from .tables import events

RAISED: Final = "may-be-real"
CLOSED: Final = "may-be-real-closed"


def held_after(told: Iterable[tuple[str, Any]]) -> frozenset[str]:
    """The submissions that are held after these events, each its kind and its body."""
    held: dict[str, bool] = {}
    for kind, body in told:
        if kind in (RAISED, CLOSED):
            held[body["submission"]] = kind == RAISED
    return frozenset(one for one, is_held in held.items() if is_held)


def held(connection: Connection) -> frozenset[str]:
    """The submissions that are held now."""
    wanted = select(events.c.kind, events.c.body).where(events.c.kind.in_((RAISED, CLOSED)))
    rows = connection.execute(wanted.order_by(events.c.seq))
    return held_after((kind, json.loads(body)) for kind, body in rows)


def refuse_erasing(connection: Connection, person: str, attempt: str | None) -> None:
    """Raise :class:`CpdError` when something the person wrote there is held."""
    kept = held(connection)
    if not kept:
        return
    wanted = select(events.c.attempt, events.c.body).where(
        events.c.person == person, events.c.texts != "{}"
    )
    if attempt is not None:
        wanted = wanted.where(events.c.attempt == attempt)
    for where, body in connection.execute(wanted):
        if where in kept or json.loads(body).get("submission") in kept:
            raise CpdError(
                _("Nothing was erased: it may be about a real child, so the record is held."),
                _(
                    "The safeguarding lead can close it on the desk. Until then, nothing that "
                    "this person wrote can be erased."
                ),
            )
