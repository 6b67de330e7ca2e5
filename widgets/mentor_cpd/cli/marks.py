"""``mentor-cpd marks``: marks that were given elsewhere, into the record."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..course import Course
from ..errors import CpdError
from ..language import _
from ..records.folder import DataFolder
from ..records.people import People
from ..records.store import Store
from .options import course_option, data_option


@click.group("marks", short_help=_("Bring marks from formgrader into the record."))
def command() -> None:
    """Bring marks that were given in formgrader into the record."""


@command.command("take")
@click.argument("assignment", required=False, default="")
@click.option(
    "--marker", required=True, metavar="ACCOUNT", help=_("Who gave the marks: a trainer's account.")
)
@click.option("--why", default="", help=_("Why marks change that this marker had finished."))
@click.option("--dry-run", is_flag=True, help=_("Change nothing; say what would be taken."))
@course_option
@data_option
def take(  # noqa: PLR0917 - one option each, given by name
    assignment: str,
    marker: str,
    why: str,
    dry_run: bool,
    course: Path | None,
    data: Path | None,
) -> None:
    """Take the marks and comments that one marker gave in formgrader.

    nbgrader does not know who gave a mark, so name the marker. Take each marker's before
    the next one marks. What the mentor is told besides (one strength, one change, one
    practice task) is written on the desk, where these marks then stand unfinished.

    Exit code 0: everything was taken. 1: something was left; a line says why. 2: it could
    not be done.
    """
    found, folder = Course.find(course), DataFolder.find(data, create=False)
    with Store.open(folder.store_url) as store:
        by = People(store).get(marker)
        if "trainer" not in by.roles:
            raise CpdError(
                _('"{account}" is no trainer.').format(account=marker),
                _("Name the trainer who gave the marks."),
            )
        from ..assess.gradebook import run  # noqa: PLC0415 -- nbgrader takes seconds to import

        came = run.take_marks(found, folder, store, by, assignment, why=why, dry=dry_run)
    for one in came:
        click.echo(one.says if one.what == "taken" else _("LEFT  {says}").format(says=one.says))
    if not came:
        click.echo(_("There is nothing in formgrader that the record does not have."))
    sys.exit(0 if all(one.what == "taken" for one in came) else 1)
