"""Every view of the gallery, in the order in which people meet them."""

from __future__ import annotations

from typing import Final

from tornado.web import RequestHandler

from mentor_cpd.host import (
    account,
    accounts,
    desk,
    desk_submission,
    first_steps,
    line,
    pages,
    presence,
)
from tests.gallery import (
    at_the_desk,
    coming_in,
    looking_after,
    practising,
    taking_assessments,
)
from tests.gallery.gallery import View

CHAPTERS: Final[dict[str, tuple[View, ...]]] = {
    "Coming in": coming_in.VIEWS,
    "Practising": practising.VIEWS,
    "Taking an assessment": taking_assessments.VIEWS,
    "At the desk": at_the_desk.VIEWS,
    "Looking after it": looking_after.VIEWS,
}
VIEWS: Final = tuple(view for views in CHAPTERS.values() for view in views)

# Handlers that draw no page: they answer a script, or lead elsewhere.
NO_PAGE: Final[frozenset[type[RequestHandler]]] = frozenset(
    {
        account.Devices,
        accounts.SignOut,
        desk.Reopen,
        desk_submission.Box,
        first_steps.Skip,
        line.Line,
        line.SeatDoor,
        pages.Draft,
        pages.Health,
        pages.Here,
        pages.Static,
        presence.Presence,
    }
)
