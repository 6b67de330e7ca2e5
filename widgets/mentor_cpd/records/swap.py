"""A swap: new files take the place of old ones, all of them, whatever ends the program.

What is to be done is written down first, in the data folder. From then on nothing opens the
record until it is done, and whoever comes next can finish it: each step shows in what lies
where. The old files are put aside and never deleted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import CpdError
from ..language import _

NOTE = "swap.json"


class Move(NamedTuple):
    """What lies at ``place`` goes ``aside``, and what was ``staged`` takes its place.

    Nothing is staged where a file only has to go (a write-ahead log of the old record).
    """

    place: Path
    aside: Path
    staged: Path | None


def is_pending(folder: Path) -> bool:
    """Whether a swap was begun in the data folder and has not come to its end."""
    return (folder / NOTE).exists()


def arm(folder: Path, moves: Sequence[Move]) -> None:
    """Write down what is to be done. What is staged has to be whole, and on disk."""
    told = [[str(m.place), str(m.aside), str(m.staged) if m.staged else None] for m in moves]
    half = folder / f".{NOTE}.half"
    with half.open("w", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    half.replace(folder / NOTE)
    settle([folder])


def disarm(folder: Path) -> None:
    """It is not to be done after all."""
    (folder / NOTE).unlink(missing_ok=True)
    settle([folder])


def finish(folder: Path) -> bool:
    """Do what was written down, from wherever it was left. ``False``: there was nothing."""
    if not is_pending(folder):
        return False
    try:
        moves = [
            Move(Path(place), Path(aside), Path(staged) if staged else None)
            for place, aside, staged in json.loads((folder / NOTE).read_text(encoding="utf-8"))
        ]
        # First every old file goes, so that no new record ever lies beside an old log.
        for move in moves:
            done = move.staged is not None and not move.staged.exists()
            if move.place.exists() and not move.aside.exists() and not done:
                move.aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                move.place.rename(move.aside)
        settle({move.place.parent for move in moves})
        for move in moves:
            if move.staged is not None and move.staged.exists():
                move.staged.rename(move.place)
        settle({move.place.parent for move in moves})
    except OSError as error:
        raise CpdError(
            _("{path} could not be put in its place: {why}.").format(
                path=error.filename or folder, why=error.strerror
            ),
            _("Close whatever has it open, and run the same command again: it goes on."),
        ) from error
    disarm(folder)
    return True


def settle(folders: Iterable[Path]) -> None:
    """Have the disk keep which names the folders hold. Windows does so by itself."""
    if os.name == "nt":
        return
    for folder in folders:
        if folder.is_dir():
            opened = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
