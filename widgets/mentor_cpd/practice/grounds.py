"""What is kept beside an edition, so that a debrief needs nothing but the store."""

from __future__ import annotations

import msgspec

from ..scenario.explore import Proof


class Named(msgspec.Struct, frozen=True):
    """The course's words for a competency or a critical error."""

    label: str
    means: str = ""


class Source(msgspec.Struct, frozen=True):
    """A dated citation, as the course's register has it."""

    title: str
    edition: str = ""
    nation: str = ""
    in_force_from: str = ""
    checked_on: str = ""
    address: str = ""
    note: str = ""

    @property
    def for_checking(self) -> bool:
        """Whether the register asks that somebody at the school look it up."""
        return "for checking" in self.note.lower()

    @property
    def binds(self) -> bool:
        """Whether it says what must be done. A source on practice has no day from which it
        binds, and nobody is asked to check it."""
        return bool(self.in_force_from) or self.for_checking


class Term(msgspec.Struct, frozen=True):
    """A short form, as the course's glossary explains it.

    ``in_your_school`` names what of the school's settings is told with it.
    """

    short: str
    stands_for: str
    means: str = ""
    in_your_school: str = ""


class DrillGrounds(msgspec.Struct, frozen=True):
    """What is kept beside the edition of a drill: there is nothing to prove of one."""

    sources: dict[str, Source] = {}
    terms: dict[str, Term] = {}


class Grounds(msgspec.Struct, frozen=True):
    """What is kept beside an edition: its proof, and the course's words for what it names."""

    proof: Proof
    competencies: dict[str, Named] = {}
    errors: dict[str, Named] = {}
    sources: dict[str, Source] = {}
    terms: dict[str, Term] = {}


class Reference(msgspec.Struct, frozen=True):
    """The whole glossary and all sources of a course, for pages that are no case.

    ``made_from`` is the digest of the registers that they were read from.
    """

    made_from: str = ""
    terms: dict[str, Term] = {}
    sources: dict[str, Source] = {}
