"""The data folder: where everything that people produce is kept, and nothing else is."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from ..errors import CpdError
from ..language import _
from . import swap
from .lock import Held, holding


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder that is there, that only its owner can look into, and that can be written to."""

    path: Path

    @classmethod
    def find(
        cls, explicit: Path | None = None, *, create: bool = True, unfinished: bool = False
    ) -> DataFolder:
        """The folder given, else ``MENTOR_CPD_DATA``, else the platform's own place.

        It is made if need be, unless ``create`` is false. Raises :class:`CpdError` when
        it is not there, or cannot be written to; and while a swap waits in it to be
        finished (``swap.py``), unless that is what the caller does (``unfinished``).
        """
        path = (explicit or _named() or _usual()).expanduser().absolute()
        if not create and not path.exists():
            raise CpdError(
                _("There is no data folder {path}.").format(path=path),
                _("Say which one with --data or MENTOR_CPD_DATA."),
            )
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = path / f".probe-{secrets.token_hex(8)}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise CpdError(
                _("The data folder {path} cannot be written to: {why}.").format(
                    path=path, why=error.strerror
                ),
                _("Choose another with --data or MENTOR_CPD_DATA, or ask whoever owns it."),
            ) from error
        if swap.is_pending(path) and not unfinished:
            raise CpdError(
                _("A restore or an upgrade of {path} was cut short.").format(path=path),
                _("Start mentor-cpd serve: it finishes it. Or give the same command again."),
            )
        return cls(path)

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """Have the folder to oneself, as a host has it, or whoever puts another record there."""
        only = Held(
            _("mentor-cpd serves from {path} already, or is changing it.").format(path=self.path),
            _("Stop the server, or wait until it is done."),
        )
        with holding(self.path / "serving.lock", only):
            yield

    @property
    def store_url(self) -> str:
        """The store's address: ``MENTOR_CPD_STORE``, else a file in the folder.

        The same in whatever folder a kernel runs.
        """
        named = os.environ.get("MENTOR_CPD_STORE")
        if named:
            return _from_anywhere(named)
        url = URL.create("sqlite", database=str(self.path / "record.sqlite"))
        return url.render_as_string()

    def secret(self, name: str) -> bytes:
        """Thirty-two random bytes of that name: the same ones for ever, for its owner only."""
        path = self.path / "secrets" / name
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            if not path.exists():
                _create(path, secrets.token_hex(32))
            return bytes.fromhex(path.read_text(encoding="ascii"))
        except OSError as error:
            raise CpdError(
                _("The secret {path} cannot be kept: {why}.").format(path=path, why=error.strerror),
                _("Let the account that runs mentor-cpd read and write the data folder."),
            ) from error
        except ValueError as error:
            raise CpdError(
                _("The secret {path} is damaged.").format(path=path),
                _("Delete the file; everybody then has to sign in again."),
            ) from error


def _named() -> Path | None:
    named = os.environ.get("MENTOR_CPD_DATA")
    return Path(named) if named else None


def _usual() -> Path:
    import platformdirs  # noqa: PLC0415 -- a kernel is told its folder and never gets here

    return Path(platformdirs.user_data_dir("mentor-cpd", appauthor=False))


def _from_anywhere(address: str) -> str:
    """The address with a file's whole path; one that cannot be read is the store's to refuse."""
    try:
        url = make_url(address)
    except ArgumentError:
        return address
    if (
        url.get_backend_name() != "sqlite"
        or not url.database
        or url.database.startswith((":", "file:"))
    ):
        return address
    whole = str(Path(url.database).absolute())
    return url.set(database=whole).render_as_string()


def _create(path: Path, content: str) -> None:
    """Write a file that is either whole or not there; whoever comes second reads the first's."""
    half = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            try:
                path.hardlink_to(half)
            except FileExistsError:
                raise
            except OSError:  # a disk without hard links: the next best
                half.rename(path)
    finally:
        half.unlink(missing_ok=True)
