"""A disk of a few megabytes that can be filled to its last byte, and cleared again.

It is a real one where a test may mount it. Where it may not, the system itself refuses
every process of the host to write to a file, as it does where an account's share of a disk
is used up.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import psutil

from tests.serving import MENTOR_CPD, Serving

SIZE = 16 * 1024 * 1024


class Disk(Protocol):
    path: Path
    says: str
    """What anybody is told when it is full."""
    remedy: str
    """What whoever looks after the machine is told besides."""

    def full(self, *hosts: Serving) -> AbstractContextManager[None]: ...

    def run(self, *words: str) -> subprocess.CompletedProcess[str]: ...


class Mounted:
    """A disk of its own."""

    says = "The disk is full."
    remedy = "Make room on the disk that holds"

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def full(self, *_hosts: Serving) -> Iterator[None]:
        ballast = self.path / "ballast"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:  # the last pages one by one, so that not a word goes in besides
                file.write(b"\xff" * ((os.statvfs(self.path).f_bavail and 4096) or 1))
        assert os.statvfs(self.path).f_bavail == 0
        try:
            yield
        finally:
            ballast.unlink()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*MENTOR_CPD, *words], capture_output=True, encoding="utf-8", check=False
        )


class Share:
    """A share of a disk, which can be used up while others still have room."""

    says = "The disk did not take what was to be saved."
    remedy = "there may be no room on it for this account"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._used_up = False

    @contextmanager
    def full(self, *hosts: Serving) -> Iterator[None]:
        self._used_up = True
        for host in hosts:
            self._leave(host, 1)
        try:
            yield
        finally:
            self._used_up = False
            for host in hosts:
                self._leave(host, -1)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        def limit() -> None:
            import resource

            if self._used_up:
                resource.setrlimit(resource.RLIMIT_FSIZE, (1, -1))

        return subprocess.run(
            [*MENTOR_CPD, *words],
            capture_output=True,
            encoding="utf-8",
            check=False,
            preexec_fn=limit,
        )

    def _leave(self, host: Serving, most: int) -> None:
        """Let no file of its processes be longer than so many bytes; -1: as long as they like."""
        family = psutil.Process(host.process.pid)
        for process in (family, *family.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                process.rlimit(psutil.RLIMIT_FSIZE, (most, -1))


@contextmanager
def small_disk(at: Path) -> Iterator[Disk]:
    """A disk at that folder, while this lasts."""
    at.mkdir()
    if not _mount(at):
        yield Share(at)
        return
    try:
        yield Mounted(at)
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def _mount(at: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "small-disk", str(at)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
