"""A lock that only one process can hold: a file in the data folder, on any system.

The system gives it back when its holder ends, however it ends; nothing has to be cleared up.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ..errors import CpdError
from ..language import _


class Held(CpdError):
    """Another process holds the lock."""


@contextlib.contextmanager
def holding(path: Path, otherwise: Held) -> Iterator[None]:
    """Hold the lock while this lasts. Raises ``otherwise`` when somebody else holds it."""
    try:
        file = path.open("a+b")
    except OSError as error:
        raise CpdError(
            _("The lock {path} cannot be opened: {why}.").format(path=path, why=error.strerror),
            _("Let the account that runs mentor-cpd write in the data folder."),
        ) from error
    with file:
        try:
            _take(file)
        except OSError:
            raise otherwise from None
        try:
            yield
        finally:
            _give_back(file)


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _give_back(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give_back(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
