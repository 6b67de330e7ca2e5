"""Everything that is SQLite's own: PostgreSQL will be a second file with these names."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from ..errors import CpdError
from ..language import _

# STRICT tables came with 3.37 (November 2021).
OLDEST = (3, 37)

# The write-ahead log is long at about a thousand pages, which is SQLite's own measure.
LONG_LOG = 4_000_000
# House-keeping waits for a writer as long as nobody notices, in seconds.
PATIENCE = 0.05

# Less than SQLite needs beside a record, to open it at all.
NO_ROOM = 64 * 1024

# What the driver raises when SQLAlchemy does not stand between.
ERRORS = (sqlite3.Error,)


def engine(url: URL, *, wait: float) -> Engine:
    """Connections to the file. ``wait`` is how long one waits for another's commit."""
    if sqlite3.sqlite_version_info < OLDEST:
        raise CpdError(
            _("This Python has SQLite {version}, which is too old.").format(
                version=sqlite3.sqlite_version
            ),
            _("Use a Python with SQLite 3.37 or newer."),
        )
    made = create_engine(url, connect_args={"timeout": wait}, pool_size=5, max_overflow=-1)

    @event.listens_for(made, "connect")
    def _connected(raw: sqlite3.Connection, _record: object) -> None:
        _settle(raw)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock before it reads the last event, or two would follow it.
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return made


def file_of(url: URL) -> Path:
    """The database file that the URL names."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise CpdError(
            _("The record has to be a file, and {url} names none.").format(url=url),
            _("Write it as sqlite:///FOLDER/record.sqlite."),
        )
    return Path(url.database).absolute()


def create(path: Path) -> None:
    """Make the file, if there is none, so that only its owner can read it.

    SQLite gives the files that it puts beside it (``-wal``, ``-shm``) the same mode.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    if path.stat().st_mode & 0o077:
        with contextlib.suppress(PermissionError):  # somebody else's file: theirs to say
            path.chmod(0o600)


def prepare(engine: Engine) -> None:
    """Write-ahead logging, which stays with the file: readers never wait for a writer."""
    with _bare(engine) as raw:
        (mode,) = raw.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":
            raise CpdError(
                _("The record's folder is on a disk that SQLite cannot share between programs."),
                _("Keep the data folder on a disk of this machine, not on a network drive."),
            )


def quick_check(engine: Engine) -> list[str]:
    """What SQLite itself finds wrong with the file; nothing when it is sound."""
    with _bare(engine) as raw:
        return _wrong(raw.execute("PRAGMA quick_check(10)"))


def damage(connection: Connection) -> list[str]:
    """The same, slower and to the end."""
    return _wrong(connection.exec_driver_sql("PRAGMA integrity_check(10)"))


def loose_ends(connection: Connection) -> list[str]:
    """The rows that refer to something that is not there."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(10)
    return [
        _("{table}, row {row}, refers to something that is not there").format(table=table, row=row)
        for table, row, *_rest in broken
    ]


def backup(engine: Engine, to: Path) -> None:
    """A whole copy in one file, checked before it gets its name. Never writes over a file."""
    if to.exists():
        raise CpdError(
            _("{path} is there already.").format(path=to), _("Give the copy another name.")
        )
    half = to.with_name(f"{to.name}.half-{os.getpid()}")
    try:
        create(half)
        with _bare(engine) as source, contextlib.closing(sqlite3.connect(half)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
            wrong = _wrong(copy.execute("PRAGMA integrity_check(1)"))
        if wrong:
            damaged = sqlite3.DatabaseError(wrong[0])
            damaged.sqlite_errorname = "SQLITE_CORRUPT"
            raise damaged
        half.rename(to)
    except OSError as error:
        raise CpdError(
            _("The copy {path} could not be made: {why}.").format(path=to, why=error.strerror),
            _("Give it a place that can be written to."),
        ) from error
    finally:
        half.unlink(missing_ok=True)


def copy(path: Path, to: Path) -> None:
    """A copy of any database file, such as the gradebook's, while others may be writing."""
    create(to)
    with (
        contextlib.closing(sqlite3.connect(path)) as source,
        contextlib.closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)


def is_alone(path: Path) -> bool:
    """Whether nobody else has the file open; then what its log holds is in it afterwards.

    Leaving the write-ahead log is what SQLite allows only to whoever is alone.
    """
    if not path.exists() or not path.stat().st_size:  # SQLite would delete an empty file's log
        return True
    try:
        with contextlib.closing(_connect(path)) as raw:
            raw.execute("PRAGMA journal_mode = DELETE")
            raw.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        return not name_of(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    except sqlite3.DatabaseError:  # too damaged for anybody to use
        return True
    return True


def tidy(path: Path) -> None:
    """Copy what the write-ahead log holds into the database, once the log has grown long.

    SQLite would do so by itself, and before 3.51.3 (few Pythons have it) a commit at just
    the wrong moment could then be lost: the "WAL-reset bug". It takes a commit that starts
    the log anew while a checkpoint runs. So our connections never checkpoint by themselves,
    and here a second connection keeps every writer out meanwhile. The next commit starts
    the log anew, and cuts the file to its length (``journal_size_limit``).

    Never raises: what was to be saved is saved already.
    """
    log = path.with_name(f"{path.name}-wal")
    with contextlib.suppress(OSError, sqlite3.Error):
        if log.stat().st_size > LONG_LOG:
            _checkpoint(path)


def forget(path: Path) -> bool:
    """Empty the write-ahead log of what it still holds of erased text.

    ``False`` when somebody was reading just then; the log is overwritten in time.
    """
    try:
        if not _checkpoint(path):
            return False
        with contextlib.closing(_connect(path)) as raw:
            _commit_something(raw)  # a commit starts the log anew
    except sqlite3.Error:
        return False
    return True


def probe(path: Path, *, wait: float) -> None:
    """One small commit, over a connection of its own: what is open already may go on
    writing for long to a file that nobody else can."""
    with contextlib.closing(sqlite3.connect(path, timeout=wait)) as raw:
        _settle(raw)
        _commit_something(raw)


def _commit_something(raw: sqlite3.Connection) -> None:
    """Nothing else uses this number; it is written even where it was the same before."""
    raw.execute("PRAGMA user_version = 1")


def _checkpoint(path: Path) -> bool:
    """Copy the whole log while nobody can commit."""
    with (
        contextlib.closing(_connect(path)) as guard,
        contextlib.closing(_connect(path)) as raw,
    ):
        guard.execute("BEGIN IMMEDIATE")
        try:
            busy, frames, copied = raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        finally:
            guard.execute("ROLLBACK")
    return not busy and frames == copied


def _connect(path: Path) -> sqlite3.Connection:
    """A connection for house-keeping, which waits for nobody long."""
    raw = sqlite3.connect(path, timeout=PATIENCE)
    try:
        _settle(raw)
    except sqlite3.Error:
        raw.close()  # at once: a damaged file may be about to be moved
        raise
    return raw


def _settle(raw: sqlite3.Connection) -> None:
    raw.isolation_level = None  # the driver's own BEGIN comes too late: see _begin
    for pragma in (
        # With NORMAL a power cut can lose commits that were acknowledged; and a Mac calls
        # a write done while the disk still has it in its own memory, unless told.
        "synchronous = FULL",
        "fullfsync = ON",
        "checkpoint_fullfsync = ON",
        "foreign_keys = ON",
        "secure_delete = ON",
        "trusted_schema = OFF",
        # see tidy
        "wal_autocheckpoint = 0",
        "journal_size_limit = 0",
    ):
        raw.execute(f"PRAGMA {pragma}")


class Watch:
    """Notices commits by anyone: a connection that never writes, and is asked for its version."""

    def __init__(self, engine: Engine) -> None:
        pooled = engine.raw_connection()
        self._raw: Any = pooled.driver_connection
        pooled.detach()

    def version(self) -> int:
        (version,) = self._raw.execute("PRAGMA data_version").fetchone()
        return int(version)

    def close(self) -> None:
        self._raw.close()


def passes(error: BaseException) -> bool:
    """Whether an open connection can go on by itself once the cause is gone."""
    return name_of(error).startswith(("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_LOCKED"))


def is_wrong_sql(error: BaseException) -> bool:
    """Whether the statement was at fault, and neither the disk, nor a lock, nor damage."""
    return name_of(error).startswith(("SQLITE_ERROR", "SQLITE_CONSTRAINT", "SQLITE_MISMATCH"))


def explain(error: BaseException, place: str, wait: float) -> tuple[str, str]:
    """What an error of the database means, in words that anybody may read, and the remedy
    of whoever looks after the machine, which names the file."""
    name = name_of(error)
    # Python's own words for bytes that are no text repeat them, and somebody wrote them.
    if not name and str(error).startswith("Could not decode"):
        name = "SQLITE_CORRUPT"
    # On a full disk it is not always a write that fails first: the files beside the record
    # may not come into being.
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and _is_full(Path(place)):
        name = "SQLITE_FULL"
    saying: dict[str, tuple[str, str]] = {
        "SQLITE_FULL": (
            _("The disk is full."),
            _("Make room on the disk that holds {place}, and try again."),
        ),
        "SQLITE_BUSY": (
            _("Another program has kept the record locked for {wait:g} seconds."),
            _("Close whatever else has {place} open, and try again."),
        ),
        "SQLITE_READONLY": (
            _("The record can be read but not written."),
            _("Let the account that runs mentor-cpd write to {place} and to its folder."),
        ),
        "SQLITE_CANTOPEN": (
            _("The record cannot be opened."),
            _("Let the account that runs mentor-cpd read and write {place}, and its folder."),
        ),
        "SQLITE_NOTADB": (_("The record is damaged, or is no record of mentor-cpd."), mend()),
        "SQLITE_CORRUPT": (_("The record is damaged."), mend()),
        "SQLITE_IOERR": (
            _("The disk did not take what was to be saved."),
            _(
                "Check the disk that holds {place}: there may be no room on it for this"
                " account, or it may be failing. Then try again."
            ),
        ),
    }
    for known, (what, remedy) in saying.items():
        if name.startswith(known):
            return what.format(wait=wait), remedy.format(place=place)
    return (
        _("The record cannot be used just now."),
        _("The database says of {place}: {why}. Run mentor-cpd verify to find out more.").format(
            place=place, why=error
        ),
    )


def mend() -> str:
    """How a damaged record is got over, with a ``{place}`` to fill in."""
    return _(
        "Stop the server and put the newest sound copy in its place: mentor-cpd restore FILE,"
        " FILE being your newest backup. {place} is put aside then, and kept."
    )


def name_of(error: BaseException | None) -> str:
    """SQLite's name for it, which may say more than the one it begins with."""
    return str(getattr(error, "sqlite_errorname", None) or "")


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < NO_ROOM
    except OSError:
        return False


def _wrong(check: Iterable[Any]) -> list[str]:
    """What a check of SQLite's found, one finding a line; it groups them under headings."""
    lines = [line.strip() for (told,) in check for line in str(told).splitlines()]
    return [line for line in lines if line != "ok" and not line.startswith("***")]


@contextlib.contextmanager
def _bare(engine: Engine) -> Iterator[Any]:
    """The driver's own connection, outside any transaction."""
    pooled = engine.raw_connection()
    try:
        yield pooled.driver_connection
    finally:
        pooled.close()
