"""The quality bar of decisions: what is offered, what scores, what comes of it.

Every finding here is a warning: the case can be played, and should be better.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..language import _
from .diagnostic import Diagnostic
from .late import something_comes_late
from .model import (
    Choice,
    Mark,
    Scenario,
    Scene,
)
from .subject import Subject

OPTIONS = 3
LONGEST_SHARE = 0.4
ENOUGH = 3  # decisions before a habit can be seen in them


def score(choice: Choice) -> tuple[bool, int]:
    """How a choice scores against others: without a critical error first, then by points."""
    return not choice.error, sum(evidence.points for evidence in choice.evidence)


def best_of(scene: Scene) -> tuple[Choice, ...]:
    """The best options of a decision; none where all score the same."""
    scores = {score(choice) for choice in scene.choices}
    if len(scores) < 2:
        return ()
    return tuple(choice for choice in scene.choices if score(choice) == max(scores))


def _scored(scenario: Scenario) -> list[Scene]:
    """The scenes whose options score differently."""
    return [scene for scene in scenario.scenes if best_of(scene)]


def key_decisions_have_options(subject: Subject) -> Iterator[Diagnostic]:
    for scene in subject.scenario.scenes:
        if scene.decides and len(scene.choices) < OPTIONS:
            yield subject.at(
                "scene",
                scene.id,
                code="S301",
                says=_(
                    'the key decision "{scene}" has {count} of the {least} options it needs.'
                ).format(scene=scene.id, count=len(scene.choices), least=OPTIONS),
                remedy=_("Add what a good new mentor would be tempted to do."),
            )


def key_decisions_tell_options_apart(subject: Subject) -> Iterator[Diagnostic]:
    for scene in subject.scenario.scenes:
        if scene.decides and len(scene.choices) > 1 and not best_of(scene):
            yield subject.at(
                "scene",
                scene.id,
                code="S302",
                says=_('all options of the key decision "{scene}" score the same.').format(
                    scene=scene.id
                ),
                remedy=_("Give one of them more evidence, or less."),
            )


def best_is_not_always_in_one_place(subject: Subject) -> Iterator[Diagnostic]:
    scored = _scored(subject.scenario)
    if len(scored) < ENOUGH:
        return
    places = [{scene.choices.index(choice) + 1 for choice in best_of(scene)} for scene in scored]
    for place in sorted(set.intersection(*places)):
        yield subject.at(
            "scene",
            scored[0].id,
            code="S303",
            says=_("the best option is number {place} in each of the {count} decisions.").format(
                place=place, count=len(scored)
            ),
            remedy=_("Change the order in some of them."),
        )


def best_is_not_the_longest(subject: Subject) -> Iterator[Diagnostic]:
    scored = _scored(subject.scenario)
    longest = [scene for scene in scored if best_is_longest(scene)]
    if len(scored) >= ENOUGH and len(longest) > LONGEST_SHARE * len(scored):
        yield subject.at(
            "scene",
            longest[0].id,
            code="S304",
            says=_(
                "the best option is the longest in {count} of {all} decisions: {scenes}."
            ).format(
                count=len(longest),
                all=len(scored),
                scenes=", ".join(scene.id for scene in longest),
            ),
            remedy=_("Shorten it, or write more of what tempts, until it is two in five."),
        )


def best_is_longest(scene: Scene) -> bool:
    """Whether a best option is longer than every option that is not."""
    best = best_of(scene)
    others = [len(choice.text) for choice in scene.choices if choice not in best]
    return max(len(choice.text) for choice in best) > max(others)


def best_is_first(scene: Scene) -> bool:
    """Whether the first option is a best one."""
    return scene.choices[0] in best_of(scene)


def choices_do_different_things(subject: Subject) -> Iterator[Diagnostic]:
    for scene in subject.scenario.scenes:
        done: dict[object, str] = {}
        for choice in scene.choices:
            does = (
                choice.to,
                choice.detours,
                frozenset(choice.effects),
                choice.error,
                frozenset(choice.repairs),
            )
            other = done.setdefault(does, choice.id)
            if other != choice.id:
                yield subject.at(
                    "scene",
                    scene.id,
                    "choice",
                    choice.id,
                    code="S306",
                    says=_('choices "{one}" and "{other}" lead to the same words.').format(
                        one=other, other=choice.id
                    ),
                    remedy=_("Let one of them change a fact or a meter, or lead elsewhere."),
                )


def some_mistake_can_be_mended(subject: Subject) -> Iterator[Diagnostic]:
    """A critical error that is repaired, or a fact that is taken back."""
    choices = [choice for scene in subject.scenario.scenes for choice in scene.choices]
    if any(choice.repairs for choice in choices):
        return
    if any(isinstance(e, Mark) and not e.to for choice in choices for e in choice.effects):
        return
    yield subject.at(
        code="S309",
        says=_("no mistake can be put right."),
        remedy=_("Let a later choice repair a critical error, or take a fact back with not."),
    )


def decisions_are_declared(subject: Subject) -> Iterator[Diagnostic]:
    """Options that score differently are a key decision, and say about what."""
    for scene in _scored(subject.scenario):
        if len(scene.choices) >= OPTIONS and not scene.decides:
            yield subject.at(
                "scene",
                scene.id,
                code="S310",
                says=_('the decision "{scene}" does not say which key feature it is about.').format(
                    scene=scene.id
                ),
                remedy=_("Add a line: Decides: and the id of a key feature."),
            )


def key_decisions_give_evidence(subject: Subject) -> Iterator[Diagnostic]:
    for scene in subject.scenario.scenes:
        if scene.decides and not any(choice.evidence for choice in scene.choices):
            yield subject.at(
                "scene",
                scene.id,
                code="S311",
                says=_('no option of the key decision "{scene}" gives evidence.').format(
                    scene=scene.id
                ),
                remedy=_("Say which competency it shows: - evidence: active-listening 2"),
            )


def key_decisions_cite(subject: Subject) -> Iterator[Diagnostic]:
    for scene in subject.scenario.scenes:
        if scene.decides and not scene.cites:
            yield subject.at(
                "scene",
                scene.id,
                code="S312",
                says=_('the key decision "{scene}" cites nothing.').format(scene=scene.id),
                remedy=_("Add a line: Cites: and the id of what good practice rests on."),
            )


def key_features_are_decided(subject: Subject) -> Iterator[Diagnostic]:
    decided = {feature for scene in subject.scenario.scenes for feature in scene.decides}
    for feature in subject.scenario.key_features:
        if feature.id not in decided:
            yield subject.at(
                "feature",
                feature.id,
                code="S321",
                says=_('no scene says that it decides the key feature "{feature}".').format(
                    feature=feature.id
                ),
                remedy=_("Add a line to the scene: Decides: {feature}").format(feature=feature.id),
            )


RULES = (
    key_decisions_have_options,
    key_decisions_tell_options_apart,
    best_is_not_always_in_one_place,
    best_is_not_the_longest,
    choices_do_different_things,
    something_comes_late,
    some_mistake_can_be_mended,
    decisions_are_declared,
    key_decisions_give_evidence,
    key_decisions_cite,
    key_features_are_decided,
)
