"""A backup: one file that holds all that the data folder keeps, checked as it is made.

It is a zip file with the record (one SQLite file), the server's secrets, the folder of
assessments, and ``backup.json``, which says what belongs in it, each with its SHA-256.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import hashlib
import lzma
import os
import secrets
import stat
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from .. import __version__
from ..errors import CpdError
from ..language import _
from . import opening, sqlite, swap
from .damage import is_damaged
from .events import in_ink
from .folder import DataFolder
from .lock import Held, holding
from .migrations import MIGRATIONS, refuse_newer, standing
from .store import NotSaved, Store, utc_now

FORMAT = 1
ENDING = ".backup"
RECORD = "record.sqlite"
MANIFEST = "backup.json"
PARTS = ("secrets", "assessments")  # the folders that go along, beside the record
_NOT_KEPT = (".lock", ".db-journal", ".db-wal", ".db-shm")
CHUNK = 1 << 20
WAIT = 5.0  # seconds for which another's commit is waited for

Tell = Callable[[int, int], None]
"""Is told how far it is, and of how much: in bytes."""


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself."""

    format: int
    version: str
    at: str
    step: int
    """The form of the record: how many migrations it had."""
    seq: int
    hash: str
    """The head of its log."""
    findings: tuple[str, ...]
    """What was wrong with the record when it was copied; empty when it was sound."""
    files: dict[str, tuple[int, str]]
    """Name to size and SHA-256."""


def name_for(now: datetime) -> str:
    """What a backup is called that was given no name; they sort by age."""
    return f"mentor-cpd-{now:%Y%m%dT%H%M%S%fZ}{ENDING}"


def make(data: DataFolder, to: Path, tell: Tell, now: Callable[[], datetime] = utc_now) -> Manifest:
    """Make the backup ``to``, while others go on writing. It is there whole, or not at all.

    Raises :class:`CpdError` when it could not be made.
    """
    if to.exists():
        raise CpdError(
            _("{path} is there already.").format(path=to), _("Give the backup another name.")
        )
    half, copy = (to.with_name(f".{to.name}.{what}") for what in ("half", "record"))
    only = Held(
        _("Another backup is being made, in {path}.").format(path=data.path),
        _("Wait until it has ended."),
    )
    with holding(data.path / "backup.lock", only):
        try:
            for left in (half, *_left(data, to.parent, copy.name)):  # by a run that was cut short
                left.unlink(missing_ok=True)
            with as_it_is(data.store_url) as store:
                _copy(store, copy)
            manifest = _write(half, _described(copy, now()), _contents(data, copy), tell)
            check(half)
            half.rename(to)
            swap.settle([to.parent])
        except (OSError, *sqlite.ERRORS) as error:
            raise CpdError(
                _("The backup {path} could not be made: {why}.").format(
                    path=to, why=error.strerror if isinstance(error, OSError) else error
                ),
                _("Name a folder that is there, that may be written to, and that has room."),
            ) from error
        finally:
            for left in (half, copy):
                with contextlib.suppress(OSError):
                    left.unlink()
    return manifest


def check(file: Path) -> Manifest:
    """What the backup says of itself, once every byte of it has been read and compared."""
    with _opened(file) as (zipped, manifest):
        for name in manifest.files:
            with contextlib.closing(_Whole(file, zipped, manifest, name)) as member:
                while member.read():
                    pass
    return manifest


def stage(file: Path, folder: Path, tell: Tell, parts: Path | None = None) -> Manifest:
    """Unpack the backup into a folder of its own, and check the record that was in it.

    What lies beside the record goes to ``parts``, when that has to be on another disk.
    """
    parts = parts or folder
    with _opened(file) as (zipped, manifest):
        done, total = 0, sum(size for size, _digest in manifest.files.values())
        home = folder
        try:
            folder.mkdir(mode=0o700)
            parts.mkdir(mode=0o700, exist_ok=True)
            for name in manifest.files:
                home = folder if name == RECORD else parts
                target = home / name
                for above in reversed(target.relative_to(home).parents[:-1]):
                    (home / above).mkdir(mode=0o700, exist_ok=True)
                with (
                    contextlib.closing(_Whole(file, zipped, manifest, name)) as member,
                    _private(target) as out,
                ):
                    while chunk := member.read():
                        out.write(chunk)
                        done += len(chunk)
                        tell(done, total)
                    out.flush()
                    os.fsync(out.fileno())
            for home in (folder, parts):
                swap.settle([home, *(path for path in home.rglob("*") if path.is_dir())])
        except OSError as error:
            raise CpdError(
                _("The backup could not be unpacked into {path}: {why}.").format(
                    path=home, why=error.strerror
                ),
                _("Make room on that disk, and let the owner of the data folder write there."),
            ) from error
    refuse_newer(manifest.step, MIGRATIONS)
    with as_it_is(url_of(folder / RECORD)) as store:
        wrong = store.verify()
        if wrong or store.head() != (manifest.seq, manifest.hash):
            raise CpdError(
                _("The record in {path} is not sound: {what}.").format(
                    path=file, what=wrong[0] if wrong else _("its log ends elsewhere")
                ),
                _("Nothing was changed. Use an older backup."),
            )
    return manifest


def as_it_is(url: str) -> Store:
    """The store in whatever older form it has; nothing is brought up to date."""
    path = sqlite.file_of(opening.address(url))
    if not path.exists():
        raise CpdError(
            _("There is no record at {path}.").format(path=path),
            _("Say with --data which data folder is meant."),
        )
    opening.refuse_emptied(path)
    step = _step(url)
    refuse_newer(step, MIGRATIONS)
    return Store.open(url, migrate=False, known=MIGRATIONS[:step])


def place_of(data: DataFolder) -> Path:
    """Where the record of the data folder lies."""
    return sqlite.file_of(opening.address(data.store_url))


def url_of(path: Path) -> str:
    """The address of the record in that file."""
    return f"sqlite:///{path.as_posix()}"


# Within.


def _copy(store: Store, copy: Path) -> None:
    """The record as it is at this moment; a disk that is full is the backup's, not its own."""
    try:
        store.backup(copy)
    except NotSaved as error:
        if sqlite.name_of(error.__cause__) in ("SQLITE_FULL", "SQLITE_IOERR_WRITE"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise


def _step(url: str) -> int:
    """The form that the record has: how many migrations it has seen."""
    parsed = opening.address(url)
    engine = sqlite.engine(parsed, wait=WAIT)
    with (
        Store(engine, sqlite.file_of(parsed), clock=utc_now, wait=WAIT) as store,
        store.reading() as connection,
    ):
        return standing(connection)


def _left(data: DataFolder, folder: Path, copy: str) -> Iterator[Path]:
    """What a backup of that name left when it was cut short; of others, after a day.

    Of gradebooks at once: only one backup of a data folder is made at a time.
    """
    for part in PARTS:
        for path in _files(data.path / part):
            if path.match(f".*.db.{'[0-9a-f]' * 8}.lock*"):
                yield path
    yield from folder.glob(f"{glob.escape(copy)}*")
    for path in (*folder.glob(f".*{ENDING}.half"), *folder.glob(f".*{ENDING}.record*")):
        if path.exists() and time.time() - path.stat().st_mtime > 24 * 3600:
            yield path


def _described(copy: Path, now: datetime) -> Manifest:
    with as_it_is(url_of(copy)) as store:
        seq, seal = store.head()
        findings = tuple(str(finding) for finding in store.verify()[:10])
        return Manifest(
            FORMAT, __version__, in_ink(now), _step(url_of(copy)), seq, seal, findings, files={}
        )


def _contents(data: DataFolder, copy: Path) -> dict[str, Path]:
    """What goes in: name to file. Locks and links do not, nor what lies beside a gradebook
    that is being written: beside its copy, which is of another moment, it would do harm."""
    found = {RECORD: copy}
    for part in PARTS:
        for path in sorted(_files(data.path / part)):
            if path.suffix not in _NOT_KEPT:
                found[path.relative_to(data.path).as_posix()] = path
    return found


def _files(folder: Path) -> Iterator[Path]:
    """The files below it, without links. ``Path.rglob`` would leave out, without a word, what
    it may not read, and the backup would pass for a whole one."""

    def refuse(error: OSError) -> None:
        if isinstance(error, FileNotFoundError):  # not made yet, or tidied up meanwhile
            return
        raise CpdError(
            _("The folder {path} cannot be read: {why}.").format(
                path=error.filename, why=error.strerror
            ),
            _("Let the account that runs mentor-cpd read it (chown -R), and make the backup then."),
        ) from error

    for place, _folders, files in os.walk(folder, onerror=refuse):
        for path in (Path(place, name) for name in files):
            try:
                if stat.S_ISREG(path.lstat().st_mode):
                    yield path
            except OSError as error:
                error.filename = place
                refuse(error)


def _write(half: Path, manifest: Manifest, contents: dict[str, Path], tell: Tell) -> Manifest:
    files: dict[str, tuple[int, str]] = {}
    done, total = 0, sum(path.stat().st_size for path in contents.values())

    def read(size: int) -> None:
        nonlocal done
        done += size
        tell(min(done, total), total)

    with _private(half) as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as zipped:
            for name, path in contents.items():
                with contextlib.suppress(FileNotFoundError):  # whoever marks tidies up meanwhile
                    files[name] = _pack(zipped, name, path, read)
            manifest = msgspec.structs.replace(manifest, files=files)
            # Not writestr, which dates it by the clock: ZIP has no dates before 1980, and a
            # machine whose battery is flat begins in 1970.
            with zipped.open(MANIFEST, "w") as member:
                member.write(msgspec.json.encode(manifest))
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _pack(
    zipped: zipfile.ZipFile, name: str, path: Path, read: Callable[[int], None]
) -> tuple[int, str]:
    """Put the file in by that name: its size and digest. ``read`` is told of each part."""
    digest, size = hashlib.sha256(), 0
    with (
        _reading(path) as source,
        zipped.open(name, "w", force_zip64=True) as member,
    ):
        while chunk := source.read(CHUNK):
            member.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            read(len(chunk))
    return size, digest.hexdigest()


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[IO[bytes]]:
    """The file as it is at one moment; a gradebook that is being written is copied first.

    One that is damaged goes along as it is: grading puts it aside, and makes another.
    """
    if path.suffix != ".db" or is_damaged(path):
        with path.open("rb") as file:
            yield file
        return
    copy = path.with_name(f".{path.name}.{secrets.token_hex(4)}.lock")
    try:
        sqlite.copy(path, copy)
        with copy.open("rb") as file:
            yield file
    finally:
        copy.unlink(missing_ok=True)


def _private(path: Path) -> IO[bytes]:
    """A new file that only its owner can read."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | _BINARY, 0o600), "w+b")


_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows would change line endings


def _not_whole(file: Path, what: str) -> CpdError:
    return CpdError(
        _("{path} is not a whole backup: {what}.").format(path=file, what=what),
        _("Nothing was changed. Copy it here once more, or use another backup."),
    )


# What zipfile and what it unpacks with raise of damage, according to where it lies. Some of
# it is what our own mistakes would raise, so only reading stands under it.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    msgspec.MsgspecError,
    EOFError,
    KeyError,
    OSError,  # a place before the file's beginning, bzip2's data, or the disk's own
    RuntimeError,  # encrypted, or packed in a way that nobody knows
    ValueError,  # a name that is not UTF-8, a place that no file has
)


@contextlib.contextmanager
def _refusing_damage(file: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise CpdError(
            _("There is no file {path}.").format(path=file), _("Name the backup to restore.")
        ) from error
    except PermissionError as error:
        raise CpdError(
            _("{path} cannot be read by this account.").format(path=file),
            _("Copy it to where it can be, or make it this account's own (chown)."),
        ) from error
    except _DAMAGE as error:
        what = error.strerror if isinstance(error, OSError) else str(error)
        raise _not_whole(file, what or _("it cannot be read")) from error


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    with contextlib.ExitStack() as opened:
        with _refusing_damage(file):
            zipped = opened.enter_context(zipfile.ZipFile(file))
            manifest = msgspec.json.decode(zipped.read(MANIFEST), type=Manifest)
        if manifest.format > FORMAT:
            raise CpdError(
                _("{path} was made by a newer mentor-cpd ({version}).").format(
                    path=file, version=manifest.version
                ),
                _("Update mentor-cpd, and restore it then."),
            )
        strange = [name for name in manifest.files if not _is_ours(name)]
        if strange or RECORD not in manifest.files:
            raise _not_whole(file, strange[0] if strange else _("it holds no record"))
        yield zipped, manifest


def _is_ours(name: str) -> bool:
    """Whether it is a name that we give: nothing else is ever unpacked."""
    first, *others = name.split("/")
    plain = not {first, *others} & {"", ".", ".."} and not set(name) & set("\\:\0")
    return plain and (first in PARTS if others else first == RECORD)


class _Whole:
    """A member of the zip file, read to its end and compared with what the backup says of it."""

    def __init__(self, file: Path, zipped: zipfile.ZipFile, manifest: Manifest, name: str) -> None:
        self._file, self._name = file, name
        self._size, self._digest = manifest.files[name]
        self._read, self._hash = 0, hashlib.sha256()
        with _refusing_damage(file):
            self._member: IO[bytes] = zipped.open(name)

    def read(self) -> bytes:
        with _refusing_damage(self._file):
            chunk = self._member.read(CHUNK)
        self._read += len(chunk)
        self._hash.update(chunk)
        if self._read > self._size or (
            not chunk and (self._read, self._hash.hexdigest()) != (self._size, self._digest)
        ):
            raise _not_whole(self._file, _("{name} is not what was saved").format(name=self._name))
        return chunk

    def close(self) -> None:
        self._member.close()
