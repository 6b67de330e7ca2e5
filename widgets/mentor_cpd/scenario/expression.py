"""Condition text, as a trainer writes it, into a condition: data, never evaluated code.

The grammar, loosest first: ``or``, ``and``, ``not``, then a fact, ``meter >= 3``,
``visited scene``, ``ending is good``, ``unrepaired error``, or parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, get_args

from ..errors import CpdError
from ..language import _
from . import limits
from .model import (
    All,
    AnyOf,
    Comparison,
    Condition,
    EndingIs,
    EndingKind,
    Holds,
    Level,
    Not,
    Unrepaired,
    Visited,
)

# Words of the grammar, which no fact or meter may be called.
RESERVED = frozenset({"and", "or", "not", "visited", "ending", "is", "unrepaired"})
KINDS: tuple[EndingKind, ...] = get_args(EndingKind)
_COMPARISONS: dict[str, Comparison] = {
    **{sign: sign for sign in get_args(Comparison)},
    # what word processors make of <=, >= and !=
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
}
_TOKEN = re.compile(r"\s*(?:(?P<word>[\w-]+)|(?P<sign><=|>=|!=|[=<>≤≥≠()])|(?P<other>\S))")


class Token(NamedTuple):
    """A word or sign, and the column where it starts, from 1."""

    text: str
    column: int


class NotUnderstood(CpdError):
    """The text is no condition; ``column`` is where reading stopped, from 1."""

    def __init__(self, what: str, remedy: str, column: int) -> None:
        super().__init__(what, remedy)
        self.column = column


def read_condition(text: str) -> Condition:
    """The condition that ``text`` writes. Raises :class:`NotUnderstood`."""
    if len(text) > limits.CONDITION_CHARACTERS:
        raise NotUnderstood(
            _("it has {length} characters, and {most} is the most.").format(
                length=len(text), most=limits.CONDITION_CHARACTERS
            ),
            _("Set a fact earlier in the story and ask about that."),
            limits.CONDITION_CHARACTERS + 1,
        )
    return _Reader(text).whole()


class _Reader:
    """A recursive descent over the tokens, one function a level of the grammar."""

    def __init__(self, text: str) -> None:
        self._tokens = [
            Token(match[match.lastgroup or 0], match.start(match.lastgroup or 0) + 1)
            for match in _TOKEN.finditer(text)
        ]
        self._end = Token("", len(text.rstrip()) + 1)
        self._at = 0
        self._depth = 0

    def whole(self) -> Condition:
        condition = self._or()
        if self._next.text:
            raise self._stop(
                _('"{word}" was not expected.').format(word=self._next.text),
                _('A meter is compared with a sign, such as "trust = 3".')
                if self._next.text.lower() == "is"
                else _('Join two conditions with "and" or "or".'),
            )
        return condition

    @property
    def _next(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else self._end

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _taken(self, word: str) -> bool:
        if self._next.text.lower() != word:
            return False
        self._at += 1
        return True

    def _stop(self, what: str, remedy: str = "", at: Token | None = None) -> NotUnderstood:
        return NotUnderstood(what, remedy, (at or self._next).column)

    def _or(self) -> Condition:
        parts = self._parts("or", self._and)
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    def _and(self) -> Condition:
        parts = self._parts("and", self._not)
        return parts[0] if len(parts) == 1 else All(parts)

    def _parts(self, word: str, part: Callable[[], Condition]) -> tuple[Condition, ...]:
        parts = [part()]
        while self._taken(word):
            parts.append(part())
        return tuple(parts)

    def _not(self) -> Condition:
        self._depth += 1
        if self._depth > limits.CONDITION_DEPTH:
            raise self._stop(
                _("it is nested more than {most} deep.").format(most=limits.CONDITION_DEPTH),
                _("Set a fact earlier in the story and ask about that."),
            )
        condition = Not(self._not()) if self._taken("not") else self._single()
        self._depth -= 1
        return condition

    def _single(self) -> Condition:
        token = self._take()
        match token.text.lower():
            case "":
                raise self._stop(
                    _("it stops too soon."), _("Write what must hold, such as trust >= 3."), token
                )
            case "(":
                return self._closed(token)
            case "visited":
                return Visited(self._name(_("a scene's id")))
            case "unrepaired":
                return Unrepaired(self._name(_("a critical error's id")))
            case "ending":
                return self._ending()
            case word if word in RESERVED or not re.fullmatch(r"[\w-]+", word):
                raise self._stop(
                    _('"{word}" was not expected.').format(word=token.text),
                    _("A fact, a meter, visited, ending is or unrepaired can stand here."),
                    token,
                )
            case _word:
                return self._level(token)

    def _closed(self, opened: Token) -> Condition:
        condition = self._or()
        if not self._taken(")"):
            raise self._stop(
                _("the parenthesis at character {column} is not closed.").format(
                    column=opened.column
                ),
                _('Write ")" where it ends.'),
            )
        return condition

    def _name(self, wanted: str) -> str:
        token = self._take()
        if not re.fullmatch(r"[\w-]+", token.text) or token.text.lower() in RESERVED:
            raise self._stop(
                _("{wanted} is missing.").format(wanted=wanted[:1].upper() + wanted[1:]),
                at=token,
            )
        return token.text

    def _ending(self) -> Condition:
        if not self._taken("is"):
            raise self._stop(_('"ending" needs "is".'), _("Write: ending is good."))
        token = self._take()
        for kind in KINDS:
            if token.text.lower() == kind:
                return EndingIs(kind)
        raise self._stop(
            _('"{word}" is no kind of ending.').format(word=token.text),
            _("The kinds are {kinds}.").format(kinds=", ".join(KINDS)),
            token,
        )

    def _level(self, name: Token) -> Condition:
        if self._next.text not in _COMPARISONS:
            return Holds(name.text)
        sign = self._take()
        number = self._take()
        if not re.fullmatch(r"-?[0-9]{1,6}", number.text):
            raise self._stop(
                _('"{sign}" needs a whole number after it.').format(sign=sign.text),
                _("Write it like {example}.").format(example=f"{name.text} >= 3"),
                number,
            )
        return Level(name.text, _COMPARISONS[sign.text], int(number.text))
