"""``mentor-cpd formgrader``: nbgrader's own desk, for who prefers it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import click

from ..assess.gradebook import formgrader
from ..course import Course
from ..language import _
from ..records.folder import DataFolder
from .options import course_option, data_option


@click.command("formgrader", short_help=_("Open nbgrader's formgrader on the gradebook."))
@click.option(
    "--port", default=8585, show_default=True, type=click.IntRange(1, 65535), help=_("Its port.")
)
@click.option("--no-browser", is_flag=True, help=_("Print its address, and open nothing."))
@course_option
@data_option
def command(port: int, no_browser: bool, course: Path | None, data: Path | None) -> None:
    """Open nbgrader's formgrader on the gradebook, until Ctrl-C.

    It answers this computer only, to whoever has the address that it prints, and fetches
    nothing from anywhere else. Marks that are given there enter the record with
    mentor-cpd marks take.
    """
    one = formgrader.server(
        Course.find(course), DataFolder.find(data), port=port, browser=not no_browser
    )
    # Whoever ends the command ends what it started, and not by Ctrl-C alone.
    signal.signal(signal.SIGTERM, _end)
    with subprocess.Popen(one.command, cwd=one.folder, env=one.env) as process:  # noqa: S603 -- our own
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:  # it was told as well
            process.terminate()
            process.wait()


def _end(*_told: object) -> NoReturn:
    raise KeyboardInterrupt
