"""``mentor-cpd new``: a course folder of one's own, made from the course that is installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import click

import mentor_cpd

from ..course import Course
from ..errors import CpdError
from ..language import _, ngettext

# What a course consists of. The wheel carries exactly these, below mentor_cpd/shipped/
# (pyproject.toml); whatever else lies in a folder where people have worked is not copied.
PARTS = (
    "modules/*.ipynb",
    "scenarios/*.md",
    "scenarios/*.yml",
    "scenarios/*.csv",
    "scenarios/*.json",
    "scenarios/*/*.md",
    "scenarios/*/*.testplan",
    "assessments/nbgrader_config.py",
    "assessments/source/*/*.ipynb",
)


@click.command("new", short_help=_("Make a course folder of your own."))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Make the course folder DIR: modules, cases, registers and assessments to change as
    your school needs them.

    It is a copy of the course that came with mentor-cpd. A later mentor-cpd leaves it alone.
    """
    target = folder.expanduser().absolute()
    make(shipped(), target)
    course = Course(target)
    shown = f'"{folder}"' if " " in str(folder) else str(folder)
    modules, cases = len(course.modules()), len(course.cases())
    click.echo(
        _("{folder} is a course: {modules}, {cases}.").format(
            folder=target,
            modules=ngettext("{n} module", "{n} modules", modules).format(n=modules),
            cases=ngettext("{n} case", "{n} cases", cases).format(n=cases),
        )
    )
    click.echo(_("Serve it:   mentor-cpd serve {folder}").format(folder=shown))
    click.echo(_("Change it:  {page} tells how.").format(page=target / "scenarios" / "FORMAT.md"))


def shipped() -> Path:
    """The course that came with this installation: in the wheel, else this checkout's own."""
    package = Path(mentor_cpd.__file__).resolve().parent
    for folder in (package / "shipped", package.parent.parent):
        if (folder / "scenarios").is_dir() and (folder / "modules").is_dir():
            return folder
    raise CpdError(
        _("This installation of mentor-cpd holds no course to copy."),
        _("Install it again, from its wheel or its whole checkout."),
    )


def make(source: Path, target: Path) -> None:
    """Copy the parts of the course; the folder is there as a whole or not at all."""
    half = target.with_name(f".{target.name}.half")
    try:
        if target.is_file() or (target.is_dir() and any(target.iterdir())):
            raise CpdError(
                _("{folder} is there already, and not empty.").format(folder=target),
                _("Name a folder that is new; yours was left as it was."),
            )
        shutil.rmtree(half, ignore_errors=True)  # from a run that was cut short
        for path in parts(source):
            copy = half / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        if target.is_dir():
            target.rmdir()  # Windows puts nothing in the place of an empty folder
        half.rename(target)
    except OSError as error:
        shutil.rmtree(half, ignore_errors=True)
        raise CpdError(
            _("{folder} cannot be made: {why}.").format(folder=target, why=error.strerror),
            _("Name a folder where you may write, on a disk with room."),
        ) from error


def parts(source: Path) -> Iterator[Path]:
    """The files of a course, and no others; links are not followed out of it."""
    for pattern in PARTS:
        for path in sorted(source.glob(pattern)):
            if path.is_file() and not path.is_symlink():
                yield path
