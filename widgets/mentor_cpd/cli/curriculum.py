"""``mentor-cpd curriculum``: what the job asks for, and which decisions practise it."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..course import CaseFile, Course
from ..errors import CpdError
from ..language import _
from ..scenario.coverage import Coverage, Page, Tally, cover
from ..scenario.curriculum import Item, read_curriculum
from ..scenario.curriculum_map import draw_map, kinds_in_words, of_all, summary
from ..scenario.limits import CURRICULUM
from ..scenario.parse import Parsed

COLUMNS = ("id", "item", "source", "kind", "need", "competency", "practised", "practised_in")
NARROWEST = 100  # columns of the table, where nobody is looking at a terminal
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a sum


@click.command("curriculum", short_help=_("Show what the job asks for, and what practises it."))
@click.option("--csv", "as_csv", is_flag=True, help=_("Print it as CSV, for a spreadsheet."))
@click.option(
    "--draw",
    metavar="FILE.svg",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help=_("Draw it as a map instead: an SVG file that a browser opens and a printer prints."),
)
def command(as_csv: bool, draw: Path | None) -> None:
    """Show every item of the curriculum, with the decisions and questions that practise it.

    Exit code 0: it holds. 1: some of what it names does not practise the item; this is said
    first, and not counted. 2: this course has no curriculum.
    """
    course = Course.find()
    coverage = covered(course)
    if coverage is None:
        raise CpdError(
            _("This course has no curriculum: {path} is missing.").format(
                path=(course.scenarios / CURRICULUM).as_posix()
            ),
            _("scenarios/FORMAT.md says how one is written, under registers."),
        )
    for amiss in coverage.diagnostics:
        click.echo(str(amiss), err=True)
    if draw is not None:
        _write(draw, _drawn(course, coverage))
    elif as_csv:
        click.echo(in_csv(coverage), nl=False)
    else:
        _show(_console(), coverage, _competencies(course))
    sys.exit(1 if coverage.diagnostics else 0)


def covered(course: Course, pages: Mapping[str, Parsed] | None = None) -> Coverage | None:
    """The course's curriculum, judged; ``None`` when it has none.

    ``pages`` are its cases and drills by id, for whoever has read them already.
    """
    text = course.curriculum()
    if text is None:
        return None
    if pages is None:
        files = map(CaseFile, (*course.cases(), *course.drills()))
        pages = {file.id: file.parsed() for file in files}
    register, _amiss = course.register()
    file = (course.nearby().scenarios / CURRICULUM).as_posix()
    curriculum, amiss = read_curriculum(text, file, register.competencies or None)
    told = cover(curriculum, {name: _told(parsed) for name, parsed in pages.items()})
    found = sorted((*amiss, *told.diagnostics), key=lambda one: (one.line, one.code))
    return Coverage(curriculum, told.places, told.modules, tuple(found))


def _told(parsed: Parsed) -> Page | None:
    return parsed.drill or parsed.scenario


def _competencies(course: Course) -> dict[str, str]:
    register, _amiss = course.register()
    return {one.id: one.label for one in register.competencies.values()}


# The table


def counts(coverage: Coverage) -> Table:
    """How many items are practised, by kind and by need."""
    needs = coverage.needs()
    words = {
        "essential": _("essential"),
        "optional": _("optional"),
        "described": _("described"),
        "sometimes": _("sometimes"),
    }
    made = Table()
    made.add_column(_("Kind"))
    for need in needs:
        made.add_column(words[need], justify="right")
    made.add_column(_("all"), justify="right")
    for kind in coverage.kinds():
        cells = [_cell(coverage.tally(kind=kind, need=need)) for need in needs]
        made.add_row(kinds_in_words()[kind], *cells, of_all(coverage.tally(kind=kind)))
    made.add_section()
    sums = [of_all(coverage.tally(need=need)) for need in needs]
    made.add_row(_("All"), *sums, of_all(coverage.tally()))
    return made


def tell(course: Course, coverage: Coverage) -> None:
    """How much is practised, and what is not: after the course has been checked."""
    console = _console()
    _sum_up(console, coverage)
    if coverage.not_yet():
        console.print(not_yet(coverage, _competencies(course)))


def _sum_up(console: Console, coverage: Coverage) -> None:
    console.print(Text(summary(coverage)))
    console.print(counts(coverage))


def in_numbers(coverage: Coverage) -> dict[str, object]:
    """The same for programs: of each kind and need, how many are practised and how many are."""

    def pair(tally: Tally) -> list[int]:
        return [tally.practised, tally.items]

    whole = coverage.tally()
    return {
        "items": whole.items,
        "practised": whole.practised,
        "by_kind": {kind: pair(coverage.tally(kind=kind)) for kind in coverage.kinds()},
        "by_need": {need: pair(coverage.tally(need=need)) for need in coverage.needs()},
        "not_yet": [item.id for item in coverage.not_yet()],
    }


def not_yet(coverage: Coverage, competencies: Mapping[str, str]) -> Table:
    """What nothing practises yet, by competency."""
    made = Table(title=_("Not practised yet"), title_justify="left")
    made.add_column(_("Competency"))
    made.add_column(_("Items"))
    for competency in coverage.competencies(competencies):
        missing = coverage.not_yet(competency=competency)
        if missing:
            items = "; ".join(f"{item.id} {item.item}" for item in missing)
            made.add_row(Text(competencies.get(competency, competency)), Text(items))
    return made


def _cell(tally: Tally) -> str:
    return of_all(tally) if tally.items else ""


def _show(console: Console, coverage: Coverage, competencies: Mapping[str, str]) -> None:
    """Every item with what practises it, by competency; then the counts."""
    made = Table(title=_("The curriculum"), title_justify="left")
    made.add_column(_("Item"), no_wrap=True)
    for column in ("", _("Need"), _("Practised in")):
        made.add_column(column, overflow="fold")
    for competency in coverage.competencies(competencies):
        made.add_section()
        told = of_all(coverage.tally(competency=competency))
        label = Text(competencies.get(competency, competency), "bold")
        made.add_row("", label, "", Text(told, "bold"))
        for item in coverage.curriculum.of(competency):
            made.add_row(
                Text(item.id),
                Text(item.item),
                Text(f"{item.kind}, {item.need}"),
                _in(coverage, item),
            )
    console.print(made)
    _sum_up(console, coverage)


def _in(coverage: Coverage, item: Item) -> Text:
    """The places, a line for each page: ``period-five: one-thing, the-map``."""
    by_page: dict[str, list[str]] = {}
    for place in coverage.of(item):
        by_page.setdefault(place.page, []).append(place.scene)
    if by_page:
        return Text("\n".join(f"{page}: {', '.join(scenes)}" for page, scenes in by_page.items()))
    return Text(" ".join(part for part in (_("not yet"), item.note) if part), "italic")


def _console() -> Console:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, NARROWEST)
    return console


# Files


def in_csv(coverage: Coverage) -> str:
    """A line for each item, which a spreadsheet opens and takes for words only."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in coverage.curriculum.items:
        places = coverage.of(item)
        row = (item.id, item.item, item.source, item.kind, item.need, item.competency)
        said = (_("yes") if places else _("not yet"), " ".join(map(str, places)))
        writer.writerow([_words_only(cell) for cell in (*row, *said)])
    return lines.getvalue()


def _words_only(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _drawn(course: Course, coverage: Coverage) -> bytes:
    modules = {module.name: module.title for module in course.modules()}
    return draw_map(coverage, _competencies(course), modules).encode()


def _write(there: Path, svg: bytes) -> None:
    if str(there) == "-":
        click.echo(svg, nl=False)  # bytes: a console of another encoding is not asked
        return
    try:
        there.write_bytes(svg)
    except OSError as error:
        raise CpdError(
            _("{path} cannot be written: {why}.").format(path=there, why=error.strerror),
            _("Name another place with --draw."),
        ) from error
