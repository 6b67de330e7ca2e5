"""The course's tables at the terminal: the balance of its cast, and the report."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..scenario.balance import Balance
from ..scenario.guessers import GUESSERS
from ..scenario.report import left_out_in_words, letter_of, verdict
from ..scenario.report_tables import Grid, Report, balance_grid, grids

COLOURS = {"good": "green", "mixed": "yellow", "poor": "red", "unsafe": "bold white on red"}


NARROWEST = 120  # columns, where nobody is looking at a terminal


def console() -> Console:
    """Where tables go: as wide as the terminal, and wide enough in a file."""
    made = Console()
    return made if made.is_terminal else Console(width=max(made.width, NARROWEST))


def balance_table(balance: Balance) -> Table:
    return table(balance_grid(balance))


def table(grid: Grid) -> Table:
    """One of the report's tables."""
    made = Table(
        title=grid.heading, caption=grid.note.replace("`", "") or None, title_justify="left"
    )
    for number, column in enumerate(grid.columns):
        made.add_column(column, justify="left" if number in grid.words else "right")
    for row in grid.rows:
        made.add_row(*(Text(cell) for cell in row))
    return made


def show(console: Console, report: Report) -> None:
    """The whole report, and then how the guessers fare at a glance."""
    for grid in grids(report):
        console.print(table(grid))
        console.print()
    if report.cases:
        console.print(_at_a_glance(report))
    if report.left_out:
        console.print(Text(left_out_in_words(report)))
    console.print(Text(verdict(report), "bold"))


def _at_a_glance(report: Report) -> Table:
    """The matrix of guessers and cases, a letter for each kind of ending."""
    made = Table(box=None, pad_edge=False)
    made.add_column("")
    for guesser in GUESSERS:
        made.add_column(guesser.label, justify="center")
    for case in report.cases:
        letters = (
            Text(letter_of(guessed.kind), COLOURS.get(guessed.kind or "", ""))
            for guessed in case.guessed
        )
        made.add_row(Text(case.title), *letters)
    return made
