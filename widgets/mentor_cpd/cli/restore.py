"""``mentor-cpd restore``: what a backup holds, back in the data folder."""

from __future__ import annotations

from pathlib import Path

import click

from ..language import _, ngettext
from ..records import restore
from ..records.folder import DataFolder
from .backup import bar
from .options import data_option


@click.command("restore", short_help=_("Put a backup in the place of what is there."))
# What may not be read is said by whoever opens it, with the remedy: click has none.
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, readable=False))
@click.option(
    "--over-newer",
    is_flag=True,
    help=_("Also where people have done something since the backup was made."),
)
@data_option
def command(file: Path, over_newer: bool, data: Path | None) -> None:
    """Put the backup FILE in the place of what the data folder holds.

    Stop the server first. The backup is checked whole before anything is touched; what was
    there is put aside, in a folder that is named at the end, and nothing of it is deleted.

    Exit code 0: it is in its place. 2: it is not, and nothing was changed.
    """
    folder = DataFolder.find(data, unfinished=True)
    with bar(_("Unpacking")) as tell:
        done = restore.restore(folder, file.absolute(), tell, over_newer=over_newer)
    told = done.manifest
    click.echo(
        ngettext(
            "{folder} is as it was on {at}: {n} event, and sound.",
            "{folder} is as it was on {at}: {n} events, and sound.",
            told.seq,
        ).format(folder=folder.path, at=told.at, n=told.seq)
    )
    if done.aside:
        click.echo(_("What was there before is in {path}.").format(path=done.aside))
    click.echo(
        _(
            "Whoever was switched off, and whatever was erased, since then: do it again,"
            " before you start the server."
        )
    )
