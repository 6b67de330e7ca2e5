"""``mentor-cpd settings``: what the school has said of itself, shown and changed."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..errors import CpdError
from ..language import _
from ..practice import settings
from ..records.folder import DataFolder
from ..records.people import COMMAND_LINE
from ..records.store import Store
from .options import data_option


@click.group(short_help=_("Show and change the school's settings."))
def command() -> None:
    """Show and change the school's settings.

    A change is seen at once, also while the host serves.
    """


@command.command()
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
@data_option
def show(as_json: bool, data: Path | None) -> None:
    """Show every setting, by its name."""
    with Store.open(DataFolder.find(data).store_url) as store:
        values = settings.values(store)
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in values.items():
        table.add_row(name, Text(value or _("not filled in"), style="" if value else "dim"))
    Console().print(table)


@command.command("set")
@click.argument("name")
@click.argument("value")
@data_option
def set_(name: str, value: str, data: Path | None) -> None:
    """Set NAME to VALUE. An empty value takes it away again."""
    if name not in settings.ALL:
        raise CpdError(
            _('There is no setting "{name}".').format(name=name),
            _("There are: {names}.").format(names=", ".join(settings.ALL)),
        )
    with Store.open(DataFolder.find(data).store_url) as store:
        settings.keep(store, {name: value}, by=COMMAND_LINE)
        kept = settings.values(store)[name]
    click.echo(_("{name} is now: {value}").format(name=name, value=kept or _("not filled in")))
