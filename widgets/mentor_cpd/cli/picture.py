"""``mentor-cpd picture``: a case as a drawing that a browser opens and a printer prints."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import CpdError
from ..language import _
from ..scenario.picture import draw
from .case import find_case, read_case


@click.command("picture", short_help=_("Draw a case: its scenes, and where each choice leads."))
@click.argument("case")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help=_("The file to write, such as case.svg. Without it, the picture goes to the screen."),
)
def command(case: str, output: Path | None) -> None:
    """Draw a case as an SVG file: its scenes, and where each choice leads.

    CASE is the path of a case, or its id in this course.
    """
    scenario = read_case(find_case(case))
    svg = draw(scenario, alone=True, heading=scenario.title).encode()
    if output is None or str(output) == "-":
        click.echo(svg)  # bytes: a console of another encoding is not asked
        return
    try:
        output.write_bytes(svg)
    except OSError as error:
        raise CpdError(
            _("{path} cannot be written: {why}.").format(path=output, why=error.strerror),
            _("Name another place with -o."),
        ) from error
