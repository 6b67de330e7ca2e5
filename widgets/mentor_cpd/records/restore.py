"""Putting a backup in the place of what is there, and upgrading: all of it, or nothing.

Both unpack a whole, checked backup beside the record first, and only then move anything
(``swap.py``). What was there goes aside, and is never deleted.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from typing import NamedTuple

from ..errors import CpdError
from ..language import _
from . import backup, sqlite, swap
from .backup import ENDING, PARTS, RECORD, Manifest, Tell, as_it_is, place_of, url_of
from .folder import DataFolder
from .migrations import MIGRATIONS, Migration
from .opening import NotUpdated
from .store import Store, utc_now

UNPACKED = ".unpacked-"


class Restored(NamedTuple):
    """What came of it: what the backup was, and where what was there before is now."""

    manifest: Manifest
    aside: Path | None


def restore(data: DataFolder, file: Path, tell: Tell, *, over_newer: bool) -> Restored:
    """Put the backup in the place of what the data folder holds, which goes aside.

    Raises :class:`CpdError`, and changes nothing, while anything has the record open; when
    the backup is not whole, or made by newer code; and, unless ``over_newer``, when the
    record that is there has come further than the backup or is another one.
    """
    with data.serving():
        recover(data)
        place = place_of(data)
        _refuse_open(place)
        stamp = f"{utc_now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
        staged = _beside(place, stamp)
        parts = data.path / staged.name  # what goes there must not have to come from another disk
        try:
            manifest = backup.stage(file, staged, tell, parts)
            if not over_newer:
                _refuse_over_newer(place, staged / RECORD, manifest)
            aside = data.path / f"before-restore-{stamp}"
            moves = [
                swap.Move(data.path / part, aside / part, parts / part if there else None)
                for part in PARTS
                for there in [(parts / part).exists()]
            ]
            swap.arm(data.path, [*_record_moves(place, aside, staged), *moves])
            swap.finish(data.path)
        finally:
            if not swap.is_pending(data.path):
                _clear(data)
    return Restored(manifest, aside if aside.exists() else None)


class Upgraded(NamedTuple):
    """From which form to which, how many events there are, and the backup from before."""

    before: int
    after: int
    seq: int
    backup: Path


def upgrade(
    data: DataFolder, tell: Tell, known: tuple[Migration, ...] = (*MIGRATIONS,)
) -> Upgraded:
    """Bring the record to the present form and check it; put it back if anything fails.

    A backup is made first. The way back is written down before the first step is taken, so
    that it is taken by whoever comes next when the machine stops in the middle.
    """
    with data.serving():
        recover(data)
        place = place_of(data)
        _refuse_open(place)
        with as_it_is(data.store_url) as store:
            wrong = store.verify()
        if wrong:
            raise CpdError(
                _("The record is not sound: {what}.").format(what=wrong[0]),
                _("Nothing was changed. Restore a backup first; mentor-cpd verify says more."),
            )
        now = utc_now()
        stamp = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
        kept = data.path / "backups" / f"before-upgrade-{stamp}{ENDING}"
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        backup.make(data, kept, tell)
        staged = _beside(place, stamp)
        try:
            manifest = backup.stage(kept, staged, tell)
            aside = data.path / f"failed-upgrade-{stamp}"
            swap.arm(data.path, _record_moves(place, aside, staged))
            try:
                _migrate(data, manifest, known)
            except BaseException as error:
                swap.finish(data.path)
                if not isinstance(error, Exception):
                    raise
                raise CpdError(
                    _("The upgrade failed, and everything is as it was: {why}").format(
                        why=error.__cause__ if isinstance(error, NotUpdated) else error
                    ),
                    _(
                        "Go back to the mentor-cpd that you had, and tell its makers. What the"
                        " upgrade left is in {aside}, and a backup from before it is {kept}."
                    ).format(aside=aside, kept=kept),
                ) from error
            swap.disarm(data.path)
        finally:
            if not swap.is_pending(data.path):
                _clear(data)
    return Upgraded(manifest.step, len(known), manifest.seq, kept)


def recover(data: DataFolder) -> bool:
    """Finish what a restore or an upgrade began, and clear up after it; for whoever has the
    folder to themselves. ``False``: nothing had been begun."""
    finished = swap.finish(data.path)
    _clear(data)
    return finished


# Within.


def _beside(place: Path, stamp: str) -> Path:
    """Where a backup is unpacked: on the record's own disk, so that it can be moved at once."""
    return place.with_name(UNPACKED + stamp)


def _clear(data: DataFolder) -> None:
    """Whatever was unpacked, beside the record or in the data folder, and is not wanted now."""
    for folder in {place_of(data).parent, data.path}:
        for left in folder.glob(f"{UNPACKED}*"):
            shutil.rmtree(left, ignore_errors=True)


def _refuse_open(place: Path) -> None:
    if not sqlite.is_alone(place):
        raise CpdError(
            _("Another program has the record {path} open.").format(path=place),
            _("End JupyterLab and whatever else of mentor-cpd is running, and try again."),
        )


def _refuse_over_newer(place: Path, staged: Path, manifest: Manifest) -> None:
    """What people did since is not to go from their sight unless somebody says so."""
    if not place.exists():
        return
    try:
        with as_it_is(url_of(place)) as there, as_it_is(url_of(staged)) as theirs:
            seq, seal = there.head()
            if theirs.holds(seq, seal):
                return  # everything that is there is in the backup as well
            since = seq - manifest.seq if there.holds(manifest.seq, manifest.hash) else None
    except CpdError:
        return  # damaged: that is what backups are for
    what = (
        _("The record here is another one than the backup's.")
        if since is None
        else _("The record here is newer than the backup: {n} events have come since.").format(
            n=since
        )
    )
    raise CpdError(
        what,
        _(
            "Nothing was changed. To go back all the same, add --over-newer;"
            " what is here is put aside, and kept."
        ),
    )


def _record_moves(place: Path, aside: Path, staged: Path) -> list[swap.Move]:
    """The record and, when it was not closed in peace, its logs."""
    logs = [place.with_name(place.name + end) for end in ("-wal", "-shm")]
    beside = place.with_name(aside.name)  # on the record's own disk, wherever that is
    return [
        *(swap.Move(log, beside / log.name, None) for log in logs),
        swap.Move(place, beside / place.name, staged / RECORD),
    ]


def _migrate(data: DataFolder, before: Manifest, known: tuple[Migration, ...]) -> None:
    with Store.open(data.store_url, known=known) as store:
        wrong = store.verify()
        if wrong:
            raise CpdError(_("afterwards the record was not sound: {what}.").format(what=wrong[0]))
        if not store.holds(before.seq, before.hash):
            raise CpdError(_("afterwards part of the log was gone."))
