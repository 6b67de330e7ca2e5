"""Opening a store: finding its file, refusing what is no store of ours, bringing it up to date."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from ..errors import CpdError
from ..language import _
from . import sqlite
from .migrations import Migration, refuse_newer, run, standing


class NotUpdated(CpdError):
    """A migration failed, which is a mistake in our code, and the record is as it was."""


def address(url: str) -> URL:
    """The address, read. Raises :class:`CpdError` when it is none that we can use."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise CpdError(
            _('"{url}" is no address of a database.').format(url=url),
            _("Write it as sqlite:///FOLDER/record.sqlite."),
        ) from error
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise CpdError(
            _("mentor-cpd cannot keep its record in {kind} yet.").format(kind=parsed.drivername),
            _("Use sqlite:///FOLDER/record.sqlite, or leave MENTOR_CPD_STORE unset."),
        )
    return parsed


def expect_present(engine: Engine, path: Path, known: Sequence[Migration]) -> None:
    """Raise :class:`CpdError` unless the store is there in the form that this code knows."""
    if not path.exists():
        raise CpdError(
            _("There is no record at {path}.").format(path=path),
            _("Start mentor-cpd serve once; it makes one."),
        )
    refuse_emptied(path)
    done = _standing(engine)
    refuse_newer(done, known)
    if done < len(known):
        raise CpdError(
            _("The record {path} has to be brought up to date.").format(path=path),
            _("Stop the server, and run mentor-cpd upgrade."),
        )


def refuse_emptied(path: Path) -> None:
    """A file of no bytes is a new record, but not beside what comes after a record's first day.

    Asked before anything opens it: SQLite would delete the log beside it.
    """
    try:
        empty = not path.stat().st_size
    except OSError:  # which whoever opens it explains
        return
    if empty and any((path.parent / name).exists() for name in ("secrets", "backups")):
        raise CpdError(
            _("The record is damaged: {path} is empty.").format(path=path),
            sqlite.mend().format(place=path),
        )


def bring_up_to_date(engine: Engine, path: Path, known: Sequence[Migration], now: datetime) -> None:
    """Make the store if there is none; run the migrations that are missing, after a copy."""
    refuse_emptied(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sqlite.create(path)
    except OSError as error:
        raise CpdError(
            _("The record {path} cannot be made: {why}.").format(path=path, why=error.strerror),
            _("Choose a data folder that you may write to."),
        ) from error
    done = _standing(engine)
    refuse_newer(done, known)
    wrong = sqlite.quick_check(engine)
    if wrong:
        raise CpdError(
            _("The record is damaged: {what}.").format(what=wrong[0]),
            sqlite.mend().format(place=path),
        )
    sqlite.prepare(engine)
    if done == len(known):
        return
    copy = _place_for_copy(path, done + 1, now) if done else None
    if copy:
        sqlite.backup(engine, copy)
    with _all_or_nothing(engine, done, copy), engine.begin() as connection:
        run(connection, known, now)


@contextlib.contextmanager
def _all_or_nothing(engine: Engine, done: int, copy: Path | None) -> Iterator[None]:
    """When a migration fails, it is said as such, and the copy goes: the record is as it was,
    and a server that is started again and again would fill the disk with copies."""
    try:
        yield
    except BaseException as error:
        with contextlib.suppress(OSError, DBAPIError):
            if copy and _standing(engine) == done:
                copy.unlink()
        cause = (error.orig if isinstance(error, DBAPIError) else None) or error
        if not isinstance(cause, Exception) or isinstance(cause, CpdError):
            raise
        if isinstance(cause, sqlite.ERRORS) and not sqlite.is_wrong_sql(cause):
            raise  # a full disk, a lock: the store says so better
        raise NotUpdated(
            _("The record could not be brought up to date, and is as it was: {why}.").format(
                why=str(cause) or type(cause).__name__
            ),
            _("Go back to the mentor-cpd that you had, or run mentor-cpd upgrade: it says more."),
        ) from cause


def _standing(engine: Engine) -> int:
    with engine.execution_options(reading=True).connect() as connection:
        return standing(connection)


def _place_for_copy(path: Path, step: int, now: datetime) -> Path:
    folder = path.parent / "backups"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise CpdError(
            _("The folder {path} for copies cannot be made: {why}.").format(
                path=folder, why=error.strerror
            ),
            _("Choose a data folder that you may write to."),
        ) from error
    return folder / f"{path.stem}-{now:%Y%m%dT%H%M%S%fZ}-before-step-{step}{path.suffix}"
