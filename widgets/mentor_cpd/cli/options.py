"""What many commands ask in the same words: where the course is, and where records are kept."""

from __future__ import annotations

from pathlib import Path

import click

from ..language import _

_FOLDER = click.Path(path_type=Path, file_okay=False)

course_option = click.option(
    "--course",
    type=_FOLDER,
    help=_("The course. By default MENTOR_CPD_COURSE, else the one around this folder."),
)
data_option = click.option(
    "--data",
    type=_FOLDER,
    help=_("The data folder. By default MENTOR_CPD_DATA, else the platform's own place."),
)
