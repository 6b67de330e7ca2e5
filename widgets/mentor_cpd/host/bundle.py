"""The files that a browser may fetch, read once at start.

Only what is in this list is served, under one digest of all of it: a path is
looked up and never opened, so there is no path to play tricks with.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOST = Path(__file__).parent
UI = HOST.parent / "ui"

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
}
_WIDGETS = (".css", ".js")
_ZIPPED = (".css", ".js", ".svg")


@dataclass(frozen=True, slots=True)
class File:
    kind: str
    plain: bytes
    zipped: bytes | None


class Bundle:
    """The page's own files, and beside them those of the widgets under ``ui/``."""

    def __init__(self, static: Path = HOST / "static", ui: Path = UI) -> None:
        self.files: Mapping[str, File] = dict(
            sorted([*_read(static, "", tuple(KINDS)), *_read(ui, "ui/", _WIDGETS)])
        )
        digest = hashlib.sha256()
        for path, file in self.files.items():
            digest.update(f"{path}\0{len(file.plain)}\0".encode())
            digest.update(file.plain)
        self.digest = digest.hexdigest()[:16]

    def path(self, name: str) -> str:
        """Where a file is found, below the base URL. A name that is not there is our mistake."""
        if name not in self.files:
            raise KeyError(f"no static file {name!r}")
        return f"static/{self.digest}/{name}"

    @property
    def widgets(self) -> tuple[str, ...]:
        """The files of ``ui/``, which a module page loads ahead."""
        return tuple(path.removeprefix("ui/") for path in self.files if path.startswith("ui/"))


def _read(folder: Path, prefix: str, kinds: tuple[str, ...]) -> list[tuple[str, File]]:
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in kinds and path.is_file():
            plain = path.read_bytes()
            zipped = gzip.compress(plain, mtime=0) if path.suffix in _ZIPPED else None
            name = prefix + path.relative_to(folder).as_posix()
            found.append((name, File(KINDS[path.suffix], plain, zipped)))
    return found
