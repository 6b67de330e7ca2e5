"""``mentor-cpd upgrade``: the record brought to the form that this version keeps it in."""

from __future__ import annotations

from pathlib import Path

import click

from ..language import _, ngettext
from ..records import restore
from ..records.folder import DataFolder
from .backup import bar
from .options import data_option


@click.command("upgrade", short_help=_("Bring the record up to date, or leave it as it was."))
@data_option
def command(data: Path | None) -> None:
    """Bring the record to the form of this mentor-cpd, once a newer one is installed.

    Stop the server first. A backup is made; then the record is brought up to date and
    checked, event by event. If anything fails, everything is put back.

    Exit code 0: the record is up to date and sound. 2: it is as it was before.
    """
    folder = DataFolder.find(data, create=False, unfinished=True)
    with bar(_("Copying")) as tell:
        done = restore.upgrade(folder, tell)
    click.echo(_("The backup from before is {path}.").format(path=done.backup))
    if done.after == done.before:
        click.echo(_("The record was up to date already (step {n}).").format(n=done.after))
    else:
        click.echo(
            _("The record went from step {before} to step {after}.").format(
                before=done.before, after=done.after
            )
        )
    click.echo(
        ngettext("It is sound: {n} event.", "It is sound: {n} events.", done.seq).format(n=done.seq)
    )
