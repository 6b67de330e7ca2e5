"""Answers that are no page: what went wrong, in words for whoever asked."""

from __future__ import annotations

import traceback
from http import HTTPStatus

from tornado.web import HTTPError

from ..errors import CpdError
from ..language import _
from ..records.store import NotSaved, Unreadable


class Sorry(HTTPError):
    """An answer that is no page, in words for whoever asked."""

    def __init__(
        self, status: int, title: str, sentence: str = "", remedy: str = "", retry: int = 0
    ) -> None:
        super().__init__(status)
        self.title = title
        self.sentence = sentence
        self.remedy = remedy
        self.retry = retry


def described(error: BaseException | None) -> str:
    """An error in one line, with the place that it came from."""
    if error is None:
        return "no reason given"
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno})" if frames else ""
    said = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}{': ' if said else ''}{said}{where}"


def not_kept(error: NotSaved) -> str:
    """What is said above a form that could not be kept, and is shown as it was sent."""
    return _(
        "Nothing was saved. {what} Tell whoever looks after mentor-cpd, and then send this again."
    ).format(what=error.what)


def sorry_for(status: int, error: BaseException | None) -> Sorry:
    """What is said of an error that brought no words of its own."""
    if isinstance(error, NotSaved):
        return Sorry(
            503,
            _("That could not be saved"),
            _("{what} Nothing was changed, and what was called Saved is safe.").format(
                what=error.what
            ),
            _("Tell whoever looks after mentor-cpd. Then go back, and try again."),
        )
    if isinstance(error, Unreadable):
        return Sorry(
            503,
            _("The record cannot be read just now"),
            _("{what} Nothing was changed.").format(what=error.what),
            _("Tell whoever looks after mentor-cpd, and try again later."),
        )
    if isinstance(error, CpdError) and status >= 500:
        return Sorry(status, _("That did not work"), error.what, error.remedy)
    words = {
        400: (_("That could not be understood"), "", _("Go back and try again.")),
        403: (_("You cannot open that page"), "", _("Go back to your own pages.")),
        404: (
            _("There is no such page"),
            _("The address may have a mistake in it, or the page has moved."),
            _("Look for it from the start."),
        ),
        405: (_("That could not be understood"), "", _("Go back and try again.")),
        413: (_("That is too much at once"), "", _("Shorten it and try again.")),
    }.get(status)
    if words is None and status < 500:
        words = (HTTPStatus(status).phrase, "", _("Go back and try again."))
    return Sorry(
        status,
        *(
            words
            or (
                _("Something went wrong here"),
                _("It is a fault of this server. What was called Saved is safe."),
                _("Try again; if it happens again, tell whoever looks after mentor-cpd."),
            )
        ),
    )
