"""Short forms such as DSL: where they stand in a text, and what is told of each.

The one place that finds them, for widgets and for the pages of the host; a page draws
what is found here and looks for nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self, TypedDict

from ..language import _
from .grounds import Term
from .school import School

LEAD, LADO = "lead", "lado"  # `in_your_school`: whom of the school's own a term stands for


class Note(TypedDict):
    """What opens in place: the short form, and sentences, one paragraph each."""

    short: str
    says: list[str]


class Terms:
    """The terms of one section of a page: each is offered once, where it stands first."""

    def __init__(self, known: Mapping[str, Term], school: School) -> None:
        self._known = known
        self._school = school
        self._offered: set[str] = set()
        words = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
        self._pattern = re.compile(rf"\b(?:{words})(?=s?\b)") if words else None

    def section(self) -> Self:
        """The same terms for another section, where none has been offered yet."""
        return type(self)(self._known, self._school)

    def pieces(self, text: str) -> Iterator[tuple[str, Note | None]]:
        """The text in order; a piece that is a term to be offered comes with its note."""
        end = 0
        for match in self._pattern.finditer(text) if self._pattern else ():
            if match[0] in self._offered:
                continue
            if match.start() > end:
                yield text[end : match.start()], None
            yield match[0], self._offer(match[0])
            end = match.end()
        if end < len(text):
            yield text[end:], None

    def beside(self, *texts: str) -> list[Note]:
        """The notes of terms in texts that can hold no button, to be offered beside them."""
        return [note for text in texts for _piece, note in self.pieces(text) if note]

    def _offer(self, short: str) -> Note:
        self._offered.add(short)
        return note_of(self._known[short], self._school)


def note_of(term: Term, school: School) -> Note:
    """What is told of a term; of somebody to go to, who that is in this school."""
    stands_for = term.stands_for.rstrip(".") + "."
    says = [f"{stands_for} {term.means}".strip()]
    if term.in_your_school == LEAD:
        says.append(_who_that_is(school))
    elif term.in_your_school == LADO and school.lado:
        says.append(_("For your school: {officer}.").format(officer=school.lado))
    return {"short": term.short, "says": says}


def _who_that_is(school: School) -> str:
    if school.lead:
        says = _("In your school: {lead}.").format(lead=school.lead)
        if school.deputy:
            says += " " + _("When they cannot be reached: {deputy}.").format(deputy=school.deputy)
        return says
    return _(
        "Your school has not said here who that is. Ask the school office today for the name "
        "and the number, and whoever looks after mentor-cpd to fill them in."
    )


def terms_in(value: Any, glossary: Mapping[str, Term]) -> dict[str, Term]:
    """The terms that occur anywhere in what a case, a drill or its grounds say."""
    terms = Terms(glossary, School())
    found = {note["short"] for text in _texts(value) for note in terms.beside(text)}
    return {short: term for short, term in glossary.items() if short in found}


def _texts(value: Any) -> Iterator[str]:
    """Every text inside plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _texts(inner)
