"""One gradebook, opened once, for all of nbgrader's steps.

nbgrader opens its gradebook anew in every step, nine times a submission, and commits after
every cell. While :func:`shared` lasts, all of them get the same one, and nothing is on
disk until :meth:`Shared.save`: a submission is in it as a whole or not at all.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

from nbgrader.api import Gradebook

from .course import COURSE_ID


class Shared(Gradebook):
    """A gradebook that its users cannot close or commit; one process, one thread."""

    def __init__(self, db_url: str) -> None:
        super().__init__(db_url, COURSE_ID)
        # nbgrader's steps name no course.
        self.check_course()
        self.db.commit()
        self._commit = self.db.commit
        self.db.commit = self.db.flush

    def close(self) -> None:
        """It is open for whoever comes next."""

    def add_submission(self, assignment: str, student: str, **kwargs: Any) -> Any:
        """As nbgrader does it, which looks at the assignment while the submission is half
        made; with nothing committed in between, that look would write it."""
        with self.db.no_autoflush:
            return super().add_submission(assignment, student, **kwargs)

    def save(self) -> None:
        """Make everything since the last time safe, and forget what was read."""
        self._commit()
        self.db.expunge_all()

    def undo(self) -> None:
        """As if nothing had been done since it was last saved."""
        self.db.rollback()
        self.db.expunge_all()

    def end(self) -> None:
        super().close()


@contextlib.contextmanager
def shared(db_url: str) -> Iterator[Shared]:
    """nbgrader uses this one gradebook wherever it opens one."""
    one = Shared(db_url)

    def opened(url: str, *_given: Any, **_named: Any) -> Gradebook:
        assert url == db_url  # nbgrader knows no other  # noqa: S101
        return one

    users = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("nbgrader.")
        and name != "nbgrader.api"
        and getattr(module, "Gradebook", None) is Gradebook
    ]
    for module in users:
        module.Gradebook = opened  # type: ignore[attr-defined]  # looked for above
    try:
        yield one
    finally:
        for module in users:
            module.Gradebook = Gradebook  # type: ignore[attr-defined]  # as above
        one.end()
