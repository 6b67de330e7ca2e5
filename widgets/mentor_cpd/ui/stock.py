"""In somebody's own JupyterLab there is no host to stock the shelf: a widget does it for itself."""

from __future__ import annotations

from ..course import Course
from ..errors import CpdError
from ..language import _
from ..practice import shelf
from ..records.store import Store


def stock_one(store: Store, id: str) -> tuple[str, ...]:
    """Offer the case or drill of that id; what is wrong with it, one line each."""
    reports = shelf.stock(Course.find(), store, only=[id])
    if not reports:
        raise CpdError(
            _('There is no case "{case}" in this course.').format(case=id),
            _("A case is a file scenarios/MODULE/{case}.md.").format(case=id),
        )
    return tuple(problem for report in reports for problem in report.problems)
