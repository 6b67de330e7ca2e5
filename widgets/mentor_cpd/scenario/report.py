"""The report on a course: its figures, case by case, as a page that anybody can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ..language import _, ngettext
from .balance import WEIGHED, Balance, Share, is_over_half
from .drawing.card import kind_in_words
from .figures import SECONDS_A_DECISION, WORDS_A_MINUTE, CaseFigures, DrillFigures, Habits, Span
from .guessers import BEST_ENDINGS, GUESSERS, Guessed, Guesser
from .model import EndingKind

PAGE = "report.md"
PICTURE = "pictures/report.svg"
COMMAND = "mentor-cpd check --course --report docs"


class Report(msgspec.Struct, frozen=True):
    """Everything that is measured of a course. ``left_out`` are cases that do not check."""

    cases: tuple[CaseFigures, ...]
    drills: tuple[DrillFigures, ...] = ()
    balance: Balance | None = None
    left_out: tuple[str, ...] = ()


class Grid(msgspec.Struct, frozen=True):
    """A table, for a page or for the terminal: a heading, columns, rows. The first column
    names the row; ``words`` are the columns that hold words, and not numbers."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: frozenset[int] = frozenset({0})
    note: str = ""


def grids(report: Report) -> Iterator[Grid]:
    """All the tables of the report, in order."""
    if report.cases:
        yield _sizes(report.cases)
        yield _language(report.cases)
        yield _evidence(report.cases)
        yield _guessers(report.cases)
    if report.drills:
        yield _drills(report.drills)
        yield _drill_guessers(report.drills)
    if report.balance:
        yield balance_grid(report.balance)


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


def _sizes(cases: Iterable[CaseFigures]) -> Grid:
    return Grid(
        _("The cases"),
        (
            *(_("case"), _("module"), _("use"), _("scenes"), _("decisions"), _("endings")),
            *(_("minutes"), _("paths")),
        ),
        tuple(
            (
                case.title,
                case.module,
                use_in_words(case),
                str(case.scenes),
                str(case.decisions),
                endings_in_words(case),
                _span(case.minutes),
                paths_in_words(case),
            )
            for case in cases
        ),
        frozenset({0, 1, 2, 5}),
    )


def use_in_words(case: CaseFigures) -> str:
    return {"practice": _("practice"), "assessed": _("assessed")}[case.use]


def endings_in_words(case: CaseFigures) -> str:
    """How many, and of which kinds, best first: 5: 2 good, 1 mixed, 2 poor."""
    kinds: tuple[EndingKind, ...] = ("good", "mixed", "poor", "unsafe")
    words = {"good": _("good"), "mixed": _("mixed"), "poor": _("poor"), "unsafe": _("unsafe")}
    told = ", ".join(
        f"{case.endings[kind]} {words[kind]}" for kind in kinds if kind in case.endings
    )
    return f"{sum(case.endings.values())}: {told}"


def paths_in_words(case: CaseFigures) -> str:
    """The exact number; where there are loops, what can be counted."""
    if case.paths is None:
        return _("countless, with loops: {routes} when each loop counts once").format(
            routes=f"{case.routes:,}"
        )
    return f"{case.paths:,}"


def _language(cases: Iterable[CaseFigures]) -> Grid:
    return Grid(
        _("Reading, and where the best option stands"),
        (
            *(_("case"), _("reading grade"), _("of the hardest scene"), _("decisions that score")),
            *(_("best is the longest"), _("best is the first")),
        ),
        tuple(
            (case.title, _tenths(case.grade), _tenths(case.hardest), *_habits(case.habits))
            for case in cases
        ),
    )


def _habits(habits: Habits) -> tuple[str, str, str]:
    return (
        str(habits.decisions),
        share_in_words(habits.longest, habits.decisions),
        share_in_words(habits.first, habits.decisions),
    )


def share_in_words(count: int, all: int) -> str:
    return f"{count} ({round(100 * count / all)} %)" if all else "–"


def _evidence(cases: Iterable[CaseFigures]) -> Grid:
    return Grid(
        _("Evidence: the least and the most that any path earns"),
        (_("case"), _("competency"), _("least"), _("most")),
        tuple(
            (case.title, competency, str(int(span.low)), str(int(span.high)))
            for case in cases
            for competency, span in case.evidence.items()
        ),
        frozenset({0, 1}),
    )


def _guessers(cases: Iterable[CaseFigures]) -> Grid:
    return Grid(
        _("Scripted guessers"),
        (_("case"), *(guesser.label for guesser in GUESSERS)),
        tuple((case.title, *map(guessed_in_words, case.guessed)) for case in cases),
        frozenset(range(len(GUESSERS) + 1)),
        _(
            "Each takes one choice at every scene by a habit, and reads nothing. A habit that "
            "finds nothing to its taste takes the first."
        ),
    )


def guessed_in_words(guessed: Guessed) -> str:
    if guessed.kind is None:
        return _("goes round, and gives up")
    return f"{kind_in_words(guessed.kind)}: {guessed.title}"


def letter_of(kind: EndingKind | None) -> str:
    """The letter that stands for a kind of ending in the picture."""
    return {"good": _("G"), "mixed": _("M"), "poor": _("P"), "unsafe": _("U"), None: "–"}[kind]


def _drills(drills: Iterable[DrillFigures]) -> Grid:
    return Grid(
        _("The drills"),
        (
            *(_("drill"), _("questions"), _("answers"), _("right ones"), _("minutes")),
            *(_("reading grade"), _("of the hardest")),
            *(_("best is the longest"), _("best is the first")),
        ),
        tuple(
            (
                drill.title,
                str(drill.questions),
                str(drill.answers),
                str(drill.right),
                str(round(drill.minutes)),
                _tenths(drill.grade),
                _tenths(drill.hardest),
                *_habits(drill.habits)[1:],
            )
            for drill in drills
        ),
    )


def _drill_guessers(drills: Iterable[DrillFigures]) -> Grid:
    return Grid(
        _("Guessers in the drills: questions right at first go"),
        (_("drill"), *(guesser.label for guesser in GUESSERS)),
        tuple(
            (
                drill.title,
                *(
                    _("{count} of {all}").format(count=drill.guessed[g.id], all=drill.questions)
                    for g in GUESSERS
                ),
            )
            for drill in drills
        ),
        note=_("Each ticks one answer a question; most questions have more right ones than one."),
    )


def balance_grid(balance: Balance) -> Grid:
    """Whom the course shows harmed, doing harm and helping. A star: more than half of them."""
    return Grid(
        _("The balance of the cast"),
        (_("group"), _("people"), *map(part_in_words, WEIGHED)),
        (
            (_("everybody"), str(balance.people), *(str(balance.parts[p]) for p in WEIGHED)),
            *(
                (
                    f"{kind_of_group(share)}: {share.group}",
                    str(share.people),
                    *(_starred(share, part, balance) for part in WEIGHED),
                )
                for share in balance.shares
            ),
        ),
        note=_(
            "A star marks more than half of the people in a part. Somebody can be in several. "
            "What a story does not tell of somebody is not counted."
        ),
    )


def _starred(share: Share, part: str, balance: Balance) -> str:
    return f"{share.parts[part]}{' *' if is_over_half(share, part, balance) else ''}"


def part_in_words(part: str) -> str:
    return {"harmed": _("harmed"), "does harm": _("do harm"), "helps": _("help")}[part]


def kind_of_group(share: Share) -> str:
    return {"gender": _("gender"), "background": _("background"), "group": _("group")}[share.kind]


def _tenths(number: float) -> str:
    return f"{number:.1f}"


def _span(span: Span) -> str:
    low, high = round(span.low), round(span.high)
    return str(low) if low == high else f"{low}–{high}"


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
