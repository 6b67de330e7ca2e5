"""What a case gives names to; and whether everything it speaks of has been named.

Scenes and critical errors are named by the body while conditions already speak of
them, so names are gathered first and resolved once the whole file has been read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..language import _
from .condition import parts_of
from .diagnostic import Findings, listed
from .expression import KINDS, NotUnderstood, read_condition
from .ids import Cell
from .model import Condition, Holds, Level, Meter, Unrepaired, Visited


@dataclass(slots=True)
class Names:
    """Names given, and names spoken of. ``None``: unknown, so nothing is held against it."""

    cast: dict[str, str] | None = None  # by the name that stands before speech
    meters: dict[str, Meter] | None = None
    facts: set[str] | None = None
    competencies: set[str] | None = None
    features: set[str] | None = None
    scenes: set[str] = field(default_factory=set)
    errors: set[str] = field(default_factory=set)  # that some choice makes
    _conditions: list[tuple[Condition, Cell]] = field(default_factory=list)
    _spoken: list[tuple[str, Cell]] = field(default_factory=list)
    _targets: list[tuple[str, Cell]] = field(default_factory=list)

    def condition(self, cell: Cell, findings: Findings) -> Condition | None:
        """The condition that the cell writes; ``None``, and a finding, when it is none."""
        if not cell.text:
            return None
        try:
            condition = read_condition(cell.text)
        except NotUnderstood as error:
            findings.report(
                "S114",
                cell.line,
                _('condition "{text}" is not understood at character {column}: {what}').format(
                    text=shortened(cell.text), column=error.column, what=error.what
                ),
                error.remedy,
            )
            return None
        self._conditions.append((condition, cell))
        return condition

    def speaks_of(self, kind: str, cell: Cell) -> None:
        """Something of this kind is spoken of here: fact, meter, competency, place …"""
        self._spoken.append((kind, cell))

    def leads_to(self, choice: str, cell: Cell) -> None:
        """The choice leads to the scene that the cell names."""
        self._targets.append((choice, cell))

    def resolve(self, findings: Findings) -> None:
        """Report every name that was spoken of and never given."""
        for choice, cell in self._targets:
            self._lead(choice, cell, findings)
        for condition, cell in self._conditions:
            for part in parts_of(condition):
                self._part(part, cell.line, findings)
        for kind, cell in self._spoken:
            self._name(kind, cell, findings)

    def _lead(self, choice: str, cell: Cell, findings: Findings) -> None:
        if cell.text in self.scenes:
            return
        findings.report(
            "S104",
            cell.line,
            _('choice "{choice}" leads to "{scene}", which is no scene.').format(
                choice=choice, scene=shortened(cell.text)
            ),
            findings.nearest(
                cell.text, self.scenes, _("Write a scene with that heading, or lead elsewhere.")
            ),
        )

    def _part(self, part: Condition, line: int, findings: Findings) -> None:
        match part:
            case Holds(fact=fact):
                self._name("fact", Cell(fact, line), findings)
            case Level(meter=meter, than=than):
                self._name("meter", Cell(meter, line), findings)
                self._within(meter, than, line, findings)
            case Visited(scene=scene):
                self._name("scene", Cell(scene, line), findings)
            case Unrepaired(error=error):
                self._name("error", Cell(error, line), findings)

    def _within(self, meter: str, than: int, line: int, findings: Findings) -> None:
        known = (self.meters or {}).get(meter)
        if known and not known.low <= than <= known.high:
            findings.report(
                "S116",
                line,
                _('meter "{meter}" runs from {low} to {high}; {than} is outside it.').format(
                    meter=meter, low=known.low, high=known.high, than=than
                ),
                _("Compare it with a level that it can have."),
            )

    def _name(self, kind: str, cell: Cell, findings: Findings) -> None:
        known = self._known(kind)
        if known is None or cell.text in known:
            return
        what, remedy = {
            "fact": (_("is no fact of this case."), _('List it under "facts".')),
            "meter": (_("is no meter of this case."), _('Describe it under "meters".')),
            "scene": (_("is no scene of this case."), _("Name a scene by its id.")),
            "error": (
                _("is a critical error that no choice of this case makes."),
                _('A choice makes it with "error: {id}".').format(id=cell.text),
            ),
            "competency": (
                _("is no competency of this case."),
                _('List it under "competencies".'),
            ),
            "feature": (_("is no key feature of this case."), _('Write it under "key_features".')),
            "place": (
                _("is neither a kind of ending nor a scene."),
                _("The kinds are {kinds}.").format(kinds=listed(KINDS)),
            ),
        }[kind]
        if kind == "fact" and cell.text in (self.meters or {}):
            what = _("is a meter, so it needs a level.")
            remedy = _("Write it like {example}.").format(example=f"{cell.text} >= 1")
        elif kind == "meter" and cell.text in (self.facts or ()):
            what = _("is a fact, so it has no level.")
            remedy = _("Write its id alone.")
        else:
            remedy = findings.nearest(cell.text, known, remedy)
        findings.report("S115", cell.line, f'"{shortened(cell.text)}" {what}', remedy)

    def _known(self, kind: str) -> Iterable[str] | None:
        known: dict[str, Iterable[str] | None] = {
            "fact": self.facts,
            "meter": self.meters,
            "scene": self.scenes,
            "error": self.errors,
            "competency": self.competencies,
            "feature": self.features,
            "place": {*self.scenes, *KINDS},
        }
        return known[kind]


def shortened(text: str, most: int = 80) -> str:
    """The text, cut with an ellipsis where a sentence quotes too much of it."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
