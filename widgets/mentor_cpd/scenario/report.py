"""The report on a course: its figures, case by case, as a page that anybody can read."""

from __future__ import annotations

from collections.abc import Iterator

from ..language import _, ngettext
from .figures import SECONDS_A_DECISION, WORDS_A_MINUTE
from .guessers import BEST_ENDINGS, GUESSERS, Guessed, Guesser
from .model import EndingKind
from .report_tables import Grid, Report, grids

PAGE = "report.md"
PICTURE = "pictures/report.svg"
COMMAND = "mentor-cpd check --course --report docs"


def markdown(report: Report) -> str:
    """The report as a page of Markdown, with its picture beside it."""
    parts = [
        f"# {_('The course in figures')}",
        _(
            "Made by `{command}`, from the cases and drills as they stand; nobody writes in it. "
            "A test says when it is behind."
        ).format(command=COMMAND),
        f"![{_('Paths, evidence and guessers of every case; the same is in the tables below.')}]"
        f"({PICTURE})",
        f"**{verdict(report)}**",
    ]
    if report.left_out:
        parts.append(left_out_in_words(report))
    for grid in grids(report):
        parts += [f"## {grid.heading}", _table(grid)]
        if grid.note:
            parts.append(grid.note)
    parts += [f"## {_('How the figures are made')}", "\n".join(f"- {line}" for line in _how())]
    return "\n\n".join(parts) + "\n"


def verdict(report: Report) -> str:
    """Whether any guesser comes to a best ending in more cases than one."""
    won = {
        guesser.id: sum(guessed.guesser == guesser.id and guessed.best for guessed in _all(report))
        for guesser in GUESSERS
    }
    over = [guesser.label for guesser in GUESSERS if won[guesser.id] > BEST_ENDINGS]
    if over:
        return _("Who plays by habit wins in more than one case: {habits}.").format(
            habits=", ".join(over)
        )
    if not any(won.values()):
        return _("No guesser comes to a best ending in any case.")
    return _("No guesser comes to a best ending in more than one case.")


def left_out_in_words(report: Report) -> str:
    return _("Left out, because they do not check: {cases}.").format(
        cases=", ".join(report.left_out)
    )


def _all(report: Report) -> Iterator[Guessed]:
    for case in report.cases:
        yield from case.guessed


def _table(grid: Grid) -> str:
    lines = [
        grid.columns,
        tuple("---" if n in grid.words else "--:" for n in range(len(grid.columns))),
        *grid.rows,
    ]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in lines)


def _how() -> Iterator[str]:
    yield _("**Scenes** count the endings; **decisions** are scenes with two choices or more.")
    yield _(
        "**Minutes** are those of the quickest and the slowest of a case's testplans: what is "
        "told and offered on the way at {words} words a minute, and {seconds} seconds for each "
        "decision. Writing and the debrief come on top. Of a drill, everything is read."
    ).format(words=WORDS_A_MINUTE, seconds=SECONDS_A_DECISION)
    yield _(
        "**Paths** are all different ways from the start to an ending, counted exactly over "
        "every position of the case."
    )
    yield _(
        "**Reading grade** is Flesch and Kincaid's, of all the words, and of the hardest scene "
        "of forty words or more. 8 is the most that `check` lets pass in a scene."
    )
    yield _(
        "**The best option** has no critical error and the most evidence. Decisions where all "
        "score the same are left out. `check` warns where it is the longest in more than 40 %."
    )
    habits = {
        "longest": _("the most letters"),
        "first": _("the first that is open"),
        "last": _("the last that is open"),
        "politest": _("the most polite words (`POLITE`, in `scenario/guessers.py`)"),
        "tells": _(
            "what tells, asks or fetches a lead, a head, a coordinator and so on, by title or "
            "name (`LEADS`, `TELLING`)"
        ),
    }
    yield _("**Guessers**: {habits}. Any ending of the best kind counts as a best ending.").format(
        habits="; ".join(f"*{g.label.lower()}*: {habits[g.id]}" for g in GUESSERS)
    )


def letter_of(kind: EndingKind | None) -> str:
    """The letter that stands for a kind of ending in the picture."""
    return {"good": _("G"), "mixed": _("M"), "poor": _("P"), "unsafe": _("U"), None: "–"}[kind]


def habit_in_short(guesser: Guesser) -> str:
    """One word over a column of the picture."""
    return {
        "longest": _("longest"),
        "first": _("first"),
        "last": _("last"),
        "politest": _("politest"),
        "tells": _("tell lead"),
    }[guesser.id]


def cases_in_words(report: Report) -> str:
    count = len(report.cases)
    return ngettext("{n} case", "{n} cases", count).format(n=count)
