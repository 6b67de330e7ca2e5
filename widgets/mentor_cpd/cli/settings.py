"""``mentor-cpd settings``: what the pages say of the school, shown and changed."""

from __future__ import annotations

import json
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..errors import CpdError
from ..language import _
from ..practice.school import NATIONS, School, is_telephone
from ..records.events import UNSEEN
from ..records.folder import DataFolder
from ..records.store import Store

# The name that people type -> the school's field
NAMES = {
    "school.name": "name",
    "school.nation": "nation",
    "lead.name": "lead_name",
    "lead.title": "lead_title",
    "lead.phone": "lead_phone",
}
LONGEST = 300

data = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help=_("The data folder. By default MENTOR_CPD_DATA, else the platform's own place."),
)


@click.group(short_help=_("Show and change what the pages say of the school."))
def command() -> None:
    """Show and change what the pages say of the school.

    A change is seen at once, also while the host serves.
    """


@command.command()
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
@data
def show(as_json: bool, data: Path | None) -> None:
    """Show every setting, by its name."""
    with Store.open(DataFolder.find(data).store_url) as store:
        school = School.of(store)
    values = {name: str(getattr(school, field)) for name, field in NAMES.items()}
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
@data
def set_(name: str, value: str, data: Path | None) -> None:
    """Set NAME to VALUE. An empty value takes it away again."""
    field = _field(name)
    kept = _checked(name, " ".join(value.split()))
    with Store.open(DataFolder.find(data).store_url) as store:
        msgspec.structs.replace(School.of(store), **{field: kept}).keep(store)
    click.echo(_("{name} is now: {value}").format(name=name, value=kept or _("not filled in")))


def _field(name: str) -> str:
    if name not in NAMES:
        raise CpdError(
            _('There is no setting "{name}".').format(name=name),
            _("There are: {names}.").format(names=", ".join(NAMES)),
        )
    return NAMES[name]


def _checked(name: str, value: str) -> str:
    """The value as it is kept, or what is wrong with it."""
    if len(value) > LONGEST or UNSEEN.search(value):
        raise CpdError(
            _("This is no {name}: it is too long, or has characters that cannot be seen.").format(
                name=name
            ),
            _("Write it on one line, in at most {most} characters.").format(most=LONGEST),
        )
    if name == "school.nation":
        nations = {nation.lower(): nation for nation in NATIONS}
        if value.lower() not in nations:
            raise CpdError(
                _('"{value}" is no nation that mentor-cpd knows.').format(value=value),
                _("Write one of: {names}.").format(names=", ".join(NATIONS)),
            )
        return nations[value.lower()]
    if name == "lead.phone" and value and not is_telephone(value):
        raise CpdError(
            _('"{value}" is no telephone number.').format(value=value),
            _("Write one such as 01632 960 001, or an extension of three digits or more."),
        )
    return value
