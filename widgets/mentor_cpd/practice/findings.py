"""What a whole path shows: evidence, key features, critical errors, safety rules.

Each stands as itself; nothing is averaged.
"""

from __future__ import annotations

import msgspec

from ..language import _
from ..scenario.condition import holds, parts_of
from ..scenario.model import EndingIs, EndingKind, Rule, Scenario
from ..scenario.play import Playthrough
from ..scenario.transcript import Decision, Replay
from .decisions import Feature, chosen
from .grounds import Grounds, Named

_BEST_FIRST: tuple[EndingKind, ...] = ("good", "mixed", "poor", "unsafe")


class Earned(msgspec.Struct, frozen=True):
    """Evidence for a competency, where it lies between the bounds of all paths."""

    id: str
    label: str
    means: str
    earned: int
    lowest: int
    highest: int
    says: str


class Error(msgspec.Struct, frozen=True):
    """A critical error on the path. ``repaired`` is the turn that mended it, or 0."""

    id: str
    label: str
    means: str
    turn: int
    title: str
    repaired: int = 0
    by: str = ""


class Kept(msgspec.Struct, frozen=True):
    """A safety rule on this path: ``kept``, ``broken``, ``in-the-way`` or ``not-met``.

    Every path of an offered case keeps every rule. What a mentor can do is to make a
    better ending impossible by it (``in-the-way``), or never come to where it applies
    (``not-met``). ``broken`` would mean that the edition was never proved.
    """

    says: str
    how: str
    words: str


def errors_made(line: tuple[Decision, ...], grounds: Grounds) -> tuple[Error, ...]:
    found: list[Error] = []
    open_: dict[str, int] = {}
    for decision in line:
        choice = chosen(decision)
        for mended in choice.repairs:
            if mended in open_:
                place = open_.pop(mended)
                found[place] = msgspec.structs.replace(
                    found[place], repaired=decision.turn, by=choice.text
                )
        if choice.error:
            open_.setdefault(choice.error, len(found))
            named = grounds.errors.get(choice.error, Named(choice.error))
            found.append(
                Error(
                    choice.error,
                    named.label,
                    named.means,
                    decision.turn,
                    decision.before.scene.title,
                )
            )
    return tuple(found)


def features_met(end: Playthrough, scenario: Scenario) -> dict[str, Feature]:
    """Every key feature by its id, judged at the end of the path."""
    return {
        feature.id: Feature(feature.says, holds(feature.holds, end.state, end.ending), feature.must)
        for feature in scenario.key_features
    }


def evidence(
    line: tuple[Decision, ...], scenario: Scenario, grounds: Grounds
) -> tuple[Earned, ...]:
    found = []
    for competency in scenario.competencies:
        bounds = grounds.proof.bounds.get(competency)
        if bounds is None:
            continue
        earned = sum(
            e.points for d in line for e in chosen(d).evidence if e.competency == competency
        )
        named = grounds.competencies.get(competency, Named(competency))
        low, high = bounds.lowest, bounds.highest
        says = _("{earned}, where paths through this case earn from {low} to {high}.").format(
            earned=earned, low=low, high=high
        )
        found.append(Earned(competency, named.label, named.means, earned, low, high, says))
    return tuple(found)


def rule_kept(rule: Rule, moments: list[Playthrough]) -> Kept:
    how = _howrule_kept(rule, moments)
    return Kept(
        rule.says,
        how,
        {
            "kept": _("Kept."),
            "broken": _("Broken."),
            "in-the-way": _("On your path this stood in the way of a better ending."),
            "not-met": _("Your path did not come to where this applies."),
        }[how],
    )


def _howrule_kept(rule: Rule, moments: list[Playthrough]) -> str:
    end = moments[-1]
    if rule.never is not None:
        if any(holds(rule.never, m.state, m.ending) for m in moments):
            return "broken"
        named = {part.kind for part in parts_of(rule.never) if isinstance(part, EndingIs)}
        barred = any(holds(rule.never, end.state, kind) for kind in _better(end) & named)
        return "in-the-way" if barred else "kept"
    assert rule.holds is not None  # a rule is `never`, or `at` with `holds`  # noqa: S101
    met = [m for m in moments if rule.at in (m.ending, m.scene.id)]
    if met:
        return "kept" if all(holds(rule.holds, m.state, m.ending) for m in met) else "broken"
    if rule.at in _better(end) and not holds(rule.holds, end.state, end.ending):
        return "in-the-way"
    return "not-met"


def _better(end: Playthrough) -> set[EndingKind]:
    """The kinds of ending that are better than the one reached."""
    assert end.ending is not None  # the last moment of a finished case  # noqa: S101
    return set(_BEST_FIRST[: _BEST_FIRST.index(end.ending)])


def moments(played: Replay) -> list[Playthrough]:
    """Every moment of the line: before the first choice, and after each."""
    if not played.decisions:
        return [played.here]
    return [played.decisions[0].before, *(d.after for d in played.decisions)]
