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


class DrillGrounds(msgspec.Struct, frozen=True):
    """What is kept beside the edition of a drill: there is nothing to prove of one."""

    sources: dict[str, Source] = {}


class Grounds(msgspec.Struct, frozen=True):
    """What is kept beside an edition: its proof, and the course's words for what it names."""

    proof: Proof
    competencies: dict[str, Named] = {}
    errors: dict[str, Named] = {}
    sources: dict[str, Source] = {}
