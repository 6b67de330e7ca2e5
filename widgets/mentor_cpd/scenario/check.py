"""Checking a case: an ordered list of rules, each from what is known to diagnostics.

``error`` means that the case is unsound and is not offered to mentors; ``warning``
is a point of the quality bar. A case is proved or it is not: where exploring stopped
at its limit, that is an error too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

import msgspec

from . import options, plans, proofs, registers, room, wording
from .diagnostic import Diagnostic
from .explore import Exploration, explore
from .parse import Parsed
from .register import Register
from .subject import Subject

LIMIT = 200_000  # positions; a case of 30 scenes has a few thousand

Rule = Callable[[Subject], Iterable[Diagnostic]]

# Rules that hold the words of a case to something, even where its structure is unsound.
OF_WORDS: tuple[Rule, ...] = (
    registers.competencies_are_known,
    registers.critical_errors_are_known,
    registers.citations_are_known,
    registers.citations_are_in_date,
    *wording.RULES,
)

# Rules that need a case whose every name and link resolves.
OF_STRUCTURE: tuple[Rule, ...] = (*proofs.RULES, *options.RULES, *room.RULES)


# Rules that hold a drill to more than its words: its questions read as scenes.
OF_DRILLS: tuple[Rule, ...] = (
    options.best_is_not_always_in_one_place,
    options.best_is_not_the_longest,
    room.there_are_questions_enough,
)


class Checked(msgspec.Struct, frozen=True):
    """What checking a case has found; ``exploration`` when it could be explored."""

    diagnostics: tuple[Diagnostic, ...]
    exploration: Exploration | None = None

    @property
    def sound(self) -> bool:
        """Nothing that keeps the case from being played: it may be offered."""
        return not any(found.severity == "error" for found in self.diagnostics)


def check(
    parsed: Parsed,
    register: Register | None = None,
    *,
    today: date,
    limit: int = LIMIT,
    testplan: str | None = None,
    sound_only: bool = False,
) -> Checked:
    """Everything wrong with a case that has been parsed, in the order of its lines.

    Without a ``register``, ids of competencies, critical errors and citations are
    taken on trust. ``testplan`` is the text of the plans beside the case. With
    ``sound_only`` the warnings are left out, and not looked for.
    """
    found = list(parsed.diagnostics)
    exploration = None
    if parsed.draft is not None:
        subject = Subject(parsed.draft, parsed.file, parsed.lines, today, register)
        found += _of(OF_WORDS, subject)
    if parsed.drill is not None:
        found += _of(OF_DRILLS, subject)
    if parsed.scenario is not None:
        exploration = explore(parsed.scenario, limit=limit)
        subject = msgspec.structs.replace(subject, exploration=exploration)
        found += _of(OF_STRUCTURE, subject)
        found += plans.check_testplan(subject, testplan)
    if sound_only:
        found = [one for one in found if one.severity == "error"]
    return Checked(_in_order(found), exploration)


def _of(rules: Iterable[Rule], subject: Subject) -> Iterator[Diagnostic]:
    for rule in rules:
        yield from rule(subject)


def _in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The case's own by line, then those of its testplan (``.md`` comes first); each once."""
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.file, one.line, one.code)))
