"""A host on its first day: nobody has set it up, it has one seat, and a module is broken."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.serving import Line, Serving, course, serving

CALM = """from mentor_cpd import Journal
Journal("listening")"""


@dataclass
class Beginnings:
    """Started when it is first looked at, and stopped with the gallery."""

    folder: Path
    _stack: ExitStack = field(default_factory=ExitStack)
    _host: Serving | None = None

    @property
    def host(self) -> Serving:
        if self._host is None:
            made = course(self.folder / "course", listening=CALM, broken="raise ValueError")
            opening = serving(made, self.folder / "data", "--seats", "1")
            self._host = self._stack.enter_context(opening)
        return self._host

    @property
    def set_up(self) -> str:
        """The path of the set-up link."""
        return urlsplit(self.host.set_up_link).path.lstrip("/")

    @contextmanager
    def every_seat_taken(self) -> Iterator[None]:
        browser = self.host.mentor_once("kim")
        line: Line = browser.open("listening")
        with line:
            yield
        browser.leave_all()

    @contextmanager
    def damaged(self) -> Iterator[None]:
        """A table of its record is gone for a moment, which is nobody's mistake but ours."""
        record = self.host.data / "record.sqlite"
        with closing(sqlite3.connect(record, isolation_level=None)) as database:
            database.execute("ALTER TABLE links RENAME TO mislaid")
            try:
                yield
            finally:
                database.execute("ALTER TABLE mislaid RENAME TO links")

    def close(self) -> None:
        self._stack.close()
