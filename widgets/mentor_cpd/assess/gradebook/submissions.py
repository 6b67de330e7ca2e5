"""A submission as nbgrader has it: the released notebook, written in, with its transcript.

Everything in it comes from the record, so it can be written again at any time; what
somebody put in its place is not believed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from ...scenario.transcript import Transcript
from .. import handed_in
from ..submission import Submission

SECRET = "submission_secret.txt"  # noqa: S105 -- nbgrader's name for the file
TIMESTAMP = "timestamp.txt"


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a submission, by name."""

    files: Mapping[str, bytes]

    def lies_in(self, folder: Path) -> bool:
        """Whether just these lie there, unchanged."""
        try:
            there = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        except OSError:
            return False
        return there == self.files

    def write(self, folder: Path) -> None:
        """Put them there, and nothing else: all of them or, when this is stopped, none."""
        half = folder.with_name(f".{folder.name}.half")
        clear(half)
        half.mkdir(parents=True)
        for name, content in self.files.items():
            (half / name).write_bytes(content)
        clear(folder)
        half.rename(folder)


def is_ours(folder: Path, of_mentor: Collection[str], secret: bytes) -> bool:
    """Whether what lies there was made from the record, of one of these submissions."""
    try:
        found = (folder / SECRET).read_text(encoding="ascii")
    except (OSError, ValueError):
        return False
    return any(hmac.compare_digest(found, sealed(one, secret)) for one in of_mentor)


def clear(folder: Path) -> None:
    """Take the folder away, read-only files included (nbgrader writes such)."""
    if not folder.exists():
        return
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
    shutil.rmtree(folder)


def make(
    one: Submission,
    release: bytes,
    transcript: Transcript,
    reflections: Mapping[str, str],
    *,
    secret: bytes,
) -> Made:
    """The submission's files. ``release`` is the notebook as it was given out."""
    notebook = json.loads(release)
    for cell in notebook["cells"]:
        _write_in(cell, reflections)
    return Made(
        {
            f"{one.assignment}.ipynb": _bytes(notebook),
            handed_in.FILE: handed_in.write(transcript),
            TIMESTAMP: timestamp(one).encode(),
            SECRET: sealed(one.id, secret).encode(),
        }
    )


def sealed(submission: str, secret: bytes) -> str:
    """What nbgrader calls the submission's secret: nobody else can make it, so it also says
    that the files are ours, and whose."""
    return hmac.new(secret, submission.encode(), hashlib.sha256).hexdigest()


def timestamp(one: Submission) -> str:
    """When it was handed in, as nbgrader reads it."""
    return f"{one.at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"


def _write_in(cell: dict[str, Any], reflections: Mapping[str, str]) -> None:
    name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    text = reflections.get(name.removeprefix("reflection-")) if "reflection-" in name else None
    if text and cell["cell_type"] == "markdown":
        cell["source"] = text.splitlines(keepends=True)


def _bytes(notebook: object) -> bytes:
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
