"""``mentor-cpd assignment``: the notebooks of the assessments, made from cases and rubric."""

from __future__ import annotations

import sys

import click

from ..assess import assignment
from ..course import Course
from ..language import _


@click.group("assignment", short_help=_("Make the notebooks of the assessments."))
def command() -> None:
    """Make the notebooks of the assessments, from cases and rubric."""


@command.command("build")
@click.argument("name", required=False, default="")
@click.option("--check", is_flag=True, help=_("Write nothing; say what is not up to date."))
def build(name: str, check: bool) -> None:
    """Make the notebook of one assessment, or of all.

    NAME is a module with an assessed case. Its notebook goes to assessments/source/, from
    where nbgrader takes it.

    Exit code 0: everything is up to date. 1: with --check, something is not. 2: there was
    nothing to make it from.
    """
    course = Course.find()
    amiss = False
    for source in assignment.sources(course, name):
        shown = source.path.relative_to(course.root).as_posix()
        if source.is_current:
            click.echo(_("up to date  {path}").format(path=shown))
        elif check:
            amiss = True
            click.echo(_("OUTDATED    {path}: mentor-cpd assignment build").format(path=shown))
        else:
            source.write()
            click.echo(_("written     {path}").format(path=shown))
    for stray in () if name else assignment.strays(course):
        amiss = True
        shown = stray.relative_to(course.root).as_posix()
        click.echo(_("STRAY       {path}: no assessment makes it. Delete it.").format(path=shown))
    sys.exit(1 if check and amiss else 0)
