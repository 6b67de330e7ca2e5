"""nbgrader's own feedback page, for the mentor whom it is about, once it was released."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..assess import results
from ..assess.gradebook import feedback
from ..assess.gradebook.course import Places
from ..errors import CpdError
from ..language import _
from ..records.folder import DataFolder
from .door import Door
from .house import House
from .sorry import Sorry

# The page is nbgrader's, with its styles in it. It may show itself, and do nothing else: no
# script, no form, no request, and nothing of this site's.
ALONE = "; ".join(
    (
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "font-src data:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class Feedback(Door):
    """The page itself, as it was made when its results were released."""

    async def get(self, name: str, submission: str) -> None:
        person = self.visitor.person.id
        try:
            page = await self.house.off(_read, self.house, person, name, submission)
        except (CpdError, OSError) as error:
            raise Sorry(
                404,
                _("There is no such feedback page"),
                _("It is there a minute or so after your trainer has released the results."),
                _("Your results stand on the page of the assessment."),
            ) from error
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", ALONE)
        self.write(page)


def made(house: House, told: Iterable[results.Results]) -> frozenset[str]:
    """The submissions, of these results, of which there is a page."""
    return frozenset(
        one.submission.id
        for one in told
        if _place(house, one.submission.id, one.submission.released).is_file()
    )


def _read(house: House, person: str, name: str, submission: str) -> bytes:
    told = results.results_for(house.store, person, submission).submission
    if told.assignment != name:
        raise CpdError(_("There is no such submission."))
    return _place(house, submission, told.released).read_bytes()


def _place(house: House, submission: str, released: int) -> Path:
    data = DataFolder(Path(house.told["MENTOR_CPD_DATA"]))
    return feedback.page(Places.of(data), submission, released)
