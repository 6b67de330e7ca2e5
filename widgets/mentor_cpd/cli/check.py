"""``mentor-cpd check``: every problem of every case, with its line and its remedy."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import click
from rich.console import Console
from rich.progress import track

from ..course import NOT_CASES, CaseFile, Course
from ..errors import CpdError
from ..language import _
from ..scenario.check import Checked, check
from ..scenario.coverage import Coverage
from ..scenario.diagnostic import Diagnostic
from ..scenario.limits import CAST
from ..scenario.parse import Parsed, parse
from ..scenario.plans import ENDING
from ..scenario.register import FILES, Register
from ..scenario.together import check_together
from .curriculum import covered, tell
from .findings import as_github, as_json, as_text
from .report import make_report, write_report
from .tables import balance_table, console, show


class Page(NamedTuple):
    """A case or drill that was checked."""

    file: CaseFile
    parsed: Parsed
    checked: Checked


@click.command("check")
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--course", "whole", is_flag=True, help=_("Check every case and drill of this course.")
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help=_("text for people, json for programs, github for annotations in a workflow."),
)
@click.option(
    "--sound-only",
    is_flag=True,
    help=_("Leave out the quality bar: say only what keeps a case from being offered."),
)
@click.option(
    "--today",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help=_("Judge the age of citations as of this day."),
)
@click.option(
    "--report",
    "report_to",
    metavar="[FOLDER]",
    is_flag=False,
    flag_value="",
    default=None,
    help=_(
        "With --course: measure every case and drill, and show the figures; "
        "with a folder, write them there as a page and a drawing."
    ),
)
def command(
    paths: tuple[Path, ...],
    *,
    whole: bool,
    style: str,
    sound_only: bool,
    today: datetime | None,
    report_to: str | None,
) -> None:
    """Check cases: files, or folders of them.

    Exit code 0: nothing was found. 1: something was. 2: there was nothing to check.
    """
    if whole == bool(paths):
        raise click.UsageError(_("Name a case, or a folder of cases, or say --course."))
    if report_to is not None and (not whole or style != "text"):
        raise click.UsageError(_("--report is about a whole course, in text: say --course."))
    course = Course.find().nearby() if whole else None
    cases = _all(course) if course else _cases(paths)
    if not cases:
        raise CpdError(
            _("There is no case in {paths}.").format(paths=", ".join(map(str, paths))),
            _("A case is a file that ends in .md."),
        )
    on = today.date() if today else date.today()
    pages: list[Page] = []
    found = list(_check_all(cases, on, sound_only, pages))
    if course:
        found += _check_together(course, pages, sound_only)
    coverage = _cover(course, pages) if course else None
    if coverage:
        found += coverage.diagnostics
    {"text": as_text, "json": as_json, "github": as_github}[style](found, len(cases), coverage)
    if course and style == "text":
        _show(course, pages, report_to)
    if course and coverage and style == "text":
        tell(course, coverage)
    sys.exit(1 if found else 0)


def _all(course: Course) -> list[Path]:
    return sorted((*course.cases(), *course.drills()))


def _cases(paths: Iterable[Path]) -> list[Path]:
    """The files named, and the cases in the folders named, each once."""
    cases: dict[Path, None] = {}
    for path in paths:
        if path.is_file():
            cases[path.with_suffix(".md") if path.suffix == ENDING else path] = None
            continue
        folder = path / "scenarios" if (path / "scenarios").is_dir() else path
        for case in sorted(folder.rglob("*.md")):
            if case.name.lower() not in NOT_CASES:
                cases[case] = None
    return list(cases)


def _check_all(
    cases: list[Path], today: date, sound_only: bool, pages: list[Page]
) -> Iterator[Diagnostic]:
    """The problems of each case by itself. ``pages`` gathers what was read and learned."""
    registers: dict[Path | None, Register | None] = {None: None}
    seen: dict[str, Path] = {}
    alone = False
    for path in _with_progress(cases):
        folder = _course_above(path)
        if folder not in registers:
            registers[folder], amiss = _read_register(folder)
            yield from amiss
        alone = alone or folder is None
        page = _check(path, registers[folder], today, sound_only)
        pages.append(page)
        yield from page.checked.diagnostics
        yield from _is_alone(path, seen)
    if alone:
        click.echo(
            _(
                "No competencies.yml lies beside or above these cases, so ids of competencies, "
                "critical errors and citations were taken on trust."
            ),
            err=True,
        )


def _with_progress(cases: list[Path]) -> Iterable[Path]:
    console = Console(stderr=True)
    if len(cases) < 3 or not console.is_terminal:
        return cases
    return track(cases, _("Checking"), console=console, transient=True)


def _check(path: Path, register: Register | None, today: date, sound_only: bool) -> Page:
    case = CaseFile(path)
    parsed = parse(case.text(), _shown(path), folder=path.resolve().parent.name)
    checked = check(parsed, register, today=today, testplan=case.testplan(), sound_only=sound_only)
    return Page(case, parsed, checked)


def _check_together(course: Course, pages: list[Page], sound_only: bool) -> Iterator[Diagnostic]:
    """The problems that show only when the pages of a course are seen together."""
    cast = course.cast()
    if cast is None:
        click.echo(
            _("No {file} lies beside these cases, so nobody's part in them was weighed.").format(
                file=CAST
            ),
            err=True,
        )
    file = _shown(course.scenarios / CAST)
    for one in check_together([page.parsed for page in pages], cast, file):
        if one.severity == "error" or not sound_only:
            yield one


def _cover(course: Course, pages: list[Page]) -> Coverage | None:
    """What the course practises of its curriculum, if it keeps one."""
    return covered(course, {page.file.id: page.parsed for page in pages})


def _is_alone(path: Path, seen: dict[str, Path]) -> Iterator[Diagnostic]:
    """Cases are known by their ids everywhere, so no two may share a file's name."""
    other = seen.setdefault(path.stem, path)
    if other.resolve() != path.resolve():
        yield Diagnostic(
            "S111",
            _shown(path),
            1,
            _('the id "{id}" is also that of {other}.').format(id=path.stem, other=_shown(other)),
            _("Give one of the two files, and its case, another id."),
        )


def _shown(path: Path) -> str:
    """The path as people write it, with / on every system."""
    return path.as_posix()


def _course_above(case: Path) -> Path | None:
    """The folder of the course whose registers the case is held to, if they are there."""
    for folder in case.resolve().parents:
        if folder.name == "scenarios":
            return folder.parent if any((folder / name).is_file() for name in FILES) else None
    return None


def _read_register(root: Path | None) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    if root is None:
        return None, ()
    return Course(root).nearby().register()


def _show(course: Course, pages: list[Page], report_to: str | None) -> None:
    """The balance of the cast; and the whole report, when it was asked for."""
    measured = ((page.parsed, page.checked, page.file.testplan()) for page in pages)
    report = make_report(measured if report_to is not None else (), course.cast())
    if report_to is not None:
        show(console(), report)
    elif report.balance:
        console().print(balance_table(report.balance))
    if report_to:
        for path in write_report(report, Path(report_to)):
            click.echo(_("Written: {path}").format(path=path.as_posix()), err=True)
