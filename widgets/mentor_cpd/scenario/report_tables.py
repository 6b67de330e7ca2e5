"""The tables of the report: for its page, and for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ..language import _
from .balance import WEIGHED, Balance, Share, is_over_half
from .drawing.card import kind_in_words
from .figures import CaseFigures, DrillFigures, Habits, Span
from .guessers import GUESSERS, Guessed
from .model import EndingKind


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
            "A star marks more than half of the people in a part, of which `check` warns; of the "
            "two genders, where it is more than two thirds. Somebody can be in several parts. "
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
