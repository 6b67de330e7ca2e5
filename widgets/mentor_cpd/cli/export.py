"""``mentor-cpd export``: what the record holds, as files for other programs."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import jinja2
import msgspec

from ..errors import CpdError
from ..language import _
from ..records.folder import DataFolder
from ..records.people import People
from ..records.store import Store
from .options import data_option

if TYPE_CHECKING:
    from ..assess.kept import Kept


@click.group("export", short_help=_("Write marks, or all about one person, to a file."))
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


@command.command("person")
@click.argument("account")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
def person(account: str, file: Path, data: Path | None) -> None:
    """Write a copy of all that is kept about ACCOUNT to FILE: .html to read, .json for programs.

    For somebody who asks what is kept about them. The end of the page says what is not in
    it, and why. A file that is there already is left alone.
    """
    if file.suffix.lower() not in (".html", ".json"):
        raise CpdError(
            _("{path} has no extension that says what kind of file to write.").format(path=file),
            _("Give the name one of these: {kinds}.").format(kinds=".html, .json"),
        )
    folder = DataFolder.find(data, create=False)
    with Store.open(folder.store_url, migrate=False) as store:
        from ..assess.kept import kept  # noqa: PLC0415 -- the other commands start without it

        people = People(store)
        copy = kept(store, people, people.get(account))
    if file.suffix.lower() == ".json":
        text = msgspec.json.format(msgspec.json.encode(copy), indent=2).decode("utf-8")
    else:
        text = _page(copy)
    _write_new(file, text)
    click.echo(_("written  {path}").format(path=file))
    click.echo(_("Hand it to nobody but the person whom it is about, and delete it here after."))


def _page(copy: Kept) -> str:
    """The copy as one page that can be read anywhere, and asks nobody for anything."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mentor_cpd", "cli"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals["_"] = _
    environment.filters["moment"] = _moment
    title = _("What is kept about {name}").format(name=copy.account[_("Name")])
    return environment.get_template("kept.html").render(kept=copy, title=title)


def _moment(written: str) -> str:
    """A moment of the record to the minute; anything else as it is."""
    try:
        return datetime.fromisoformat(written).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return written


def _write_new(path: Path, text: str) -> None:
    """A new file that only its owner can read: whole, or not there."""
    try:
        opened = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(opened, "wb") as file:
                file.write(text.encode("utf-8"))
        except BaseException:  # half of what is personal is of use to nobody, and in the way
            path.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CpdError(
            _("{path} cannot be written: {why}.").format(path=path, why=error.strerror or error),
            _("Choose another place."),
        ) from error
