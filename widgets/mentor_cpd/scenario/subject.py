"""A case under check: all that a rule may look at."""

from __future__ import annotations

from datetime import date

import msgspec

from .diagnostic import Diagnostic
from .explore import Exploration, Witness
from .lines import Lines
from .model import Scenario
from .register import Register


class Subject(msgspec.Struct, frozen=True):
    """A case with everything that is known about it.

    ``exploration`` is there for rules of structure only; ``register`` where the case
    lies in a course. ``today`` is an argument so that checking has no clock.
    """

    scenario: Scenario
    file: str
    lines: Lines
    today: date
    register: Register | None = None
    exploration: Exploration | None = None

    @property
    def explored(self) -> Exploration:
        if self.exploration is None:
            raise TypeError("a rule of words asked for the exploration")
        return self.exploration

    def at(
        self,
        *place: str,
        code: str,
        says: str,
        remedy: str,
        witness: Witness = (),
    ) -> Diagnostic:
        """A diagnostic at the line of ``place``."""
        return Diagnostic(code, self.file, self.lines.of(*place), says, remedy, witness)
