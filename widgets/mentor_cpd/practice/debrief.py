"""Looking back on a finished case: what happened, what it led to, and what an expert sees.

Pure: a replay, the edition that was played, what was proved of it, and how many other
people chose what. Consequence comes before commentary.
"""

from __future__ import annotations

from itertools import pairwise

import msgspec

from ..language import _
from ..scenario.model import EndingKind, Scenario
from ..scenario.transcript import Decision, Replay
from .decisions import Feature, Instinct, Looked, Others, instincts, looked
from .findings import (
    Earned,
    Error,
    Kept,
    errors_made,
    evidence,
    features_met,
    moments,
    rule_kept,
)
from .grounds import Grounds, Source
from .turning import good_within_reach
from .words import ending_in_words


class Debrief(msgspec.Struct, frozen=True):
    title: str
    kind: EndingKind
    kind_says: str
    decisions: tuple[Looked, ...]
    instincts: tuple[Instinct, ...]
    evidence: tuple[Earned, ...]
    features: tuple[Feature, ...]
    errors: tuple[Error, ...]
    rules: tuple[Kept, ...]
    questions: tuple[str, ...]
    sources: tuple[Source, ...]


def debrief(played: Replay, scenario: Scenario, grounds: Grounds, others: Others) -> Debrief:
    """Everything that is told after an ending. ``played`` must have reached one."""
    here = played.here
    if here.ending is None:
        raise ValueError("a debrief is of a finished case")
    errors = errors_made(played.decisions, grounds)
    turned = _turned(played, scenario, errors)
    features = features_met(here, scenario)
    return Debrief(
        title=here.scene.title,
        kind=here.ending,
        kind_says=ending_in_words(here.ending),
        decisions=tuple(
            looked(played.decisions[: n + 1], scenario, others, features, turned.get(d.turn, ()))
            for n, d in enumerate(played.decisions)
        ),
        instincts=instincts(played, scenario),
        evidence=evidence(played.decisions, scenario, grounds),
        features=tuple(features.values()),
        errors=errors,
        rules=tuple(rule_kept(rule, moments(played)) for rule in scenario.rules),
        questions=scenario.debrief,
        sources=_sources(played.decisions, scenario, grounds),
    )


def _turned(
    played: Replay, scenario: Scenario, errors: tuple[Error, ...]
) -> dict[int, tuple[str, ...]]:
    """By turn, in what way its decision was a turning point."""
    found: dict[int, list[str]] = {}
    for error in errors:
        found.setdefault(error.turn, []).append(
            _("A critical error: {error}.").format(error=error.label)
        )
        if error.repaired:
            found.setdefault(error.repaired, []).append(
                _("This repaired an earlier critical error: {error}.").format(error=error.label)
            )
    reach = None if played.here.ending == "good" else good_within_reach(scenario, played.here.line)
    for decision, (before, after) in zip(
        played.decisions, pairwise(reach or ()), strict=reach is not None
    ):
        if before and not after:
            found.setdefault(decision.turn, []).append(
                _("After this, no way on led to a good ending.")
            )
    return {turn: tuple(says) for turn, says in found.items()}


def _sources(
    line: tuple[Decision, ...], scenario: Scenario, grounds: Grounds
) -> tuple[Source, ...]:
    """What the case and the decisions taken rest on; nothing of scenes that were not met."""
    cited = [*scenario.cites, *(c for d in line for c in d.before.scene.cites)]
    cited += [cite for rule in scenario.rules for cite in rule.cites]
    return tuple(grounds.sources[cite] for cite in dict.fromkeys(cited) if cite in grounds.sources)
