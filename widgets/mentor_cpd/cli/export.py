"""``mentor-cpd export``: what the record holds, as files for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from ..language import _
from ..records.folder import DataFolder
from ..records.store import Store
from .options import data_option


@click.group("export", short_help=_("Write marks to a file."))
def command() -> None:
    """Write what the record holds to files for other programs."""


@command.command("marks")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--names", is_flag=True, help=_("With the mentors' accounts and names."))
@data_option
def marks(file: Path, names: bool, data: Path | None) -> None:
    """Write all marks to FILE: .csv, .xlsx or .parquet, by its ending.

    A row is a submission. What the columns mean stands in a second sheet, or in a file
    beside it. Mentors are pseudonyms; with --names the file says who they are, so keep it
    where only those can read it who may know.
    """
    folder = DataFolder.find(data, create=False)
    with Store.open(folder.store_url, migrate=False) as store:
        from ..assess import export  # noqa: PLC0415 -- pandas takes a second to import

        for path in export.write(store, file, names=names):
            click.echo(_("written  {path}").format(path=path))
