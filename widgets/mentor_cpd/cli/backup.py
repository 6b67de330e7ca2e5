"""``mentor-cpd backup``: everything that was kept, in one file, while the host serves."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from ..errors import CpdError
from ..language import _, ngettext
from ..records import backup
from ..records.folder import DataFolder
from ..records.store import utc_now
from .options import data_option


@click.command("backup", short_help=_("Put everything that was kept into one file."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(1),
    metavar="N",
    help=_("Where FILE is a folder: delete all but the newest N backups in it, afterwards."),
)
@data_option
def command(file: Path, keep: int | None, data: Path | None) -> None:
    """Put the record, the server's secrets and the assessments into FILE, also while it serves.

    FILE must be new. Where it is a folder, the backup gets a name in it, by the moment.
    Nobody but its owner can read it. It holds what people wrote: keep it as safe as that.

    Exit code 0: it was made and checked. 1: it was made, but the record in it is not
    sound. 2: it could not be made.
    """
    folder = DataFolder.find(data, create=False)
    if keep and not file.is_dir():
        raise CpdError(
            _("--keep needs a folder, and {path} is none.").format(path=file),
            _("Name the folder that the backups lie in."),
        )
    to = file.absolute() / backup.name_for(utc_now()) if file.is_dir() else file.absolute()
    with bar(_("Copying")) as tell:
        made = backup.make(folder, to, tell)
    click.echo(
        ngettext(
            "{path} holds {n} event, and was checked.",
            "{path} holds {n} events, and was checked.",
            made.seq,
        ).format(path=to, n=made.seq)
    )
    if made.findings:
        click.echo(_("The record in it is not sound:"), err=True)
        click.echo("\n".join(made.findings), err=True)
        click.echo(_("Older backups were kept. mentor-cpd verify says more."), err=True)
        sys.exit(1)
    for old in _oldest_first(to)[:-keep] if keep else ():
        old.unlink()
        click.echo(_("Deleted {path}.").format(path=old))


def _oldest_first(made: Path) -> list[Path]:
    """The backups beside the one that was just made, which is the newest whatever the clock
    says: one whose name is of a later day was made before the clock was put back."""
    beside = made.parent.glob(f"mentor-cpd-*{backup.ENDING}")
    return sorted(beside, key=lambda path: (path.name <= made.name, path.name))


@contextlib.contextmanager
def bar(says: str) -> Iterator[backup.Tell]:
    """How far it is, on a terminal; nothing where nobody looks."""
    shown = Progress(
        TextColumn(says),
        BarColumn(),
        DownloadColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with shown:
        task = shown.add_task("", total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
