"""What must hold on every path, and what exploring them all has found against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..language import _
from .condition import in_words
from .diagnostic import Diagnostic
from .explore import Found
from .model import Scenario
from .names import shortened
from .subject import Subject


def exploring_finished(subject: Subject) -> Iterator[Diagnostic]:
    """Nothing is passed that has not been proved."""
    explored = subject.explored
    if not explored.finished:
        yield subject.at(
            "meters",
            code="S201",
            says=_("exploring stopped at {count} positions, so nothing is proved.").format(
                count=explored.positions
            ),
            remedy=_("Use fewer facts and meters, or meters with fewer levels."),
        )


def every_scene_is_reached(subject: Subject) -> Iterator[Diagnostic]:
    if not subject.explored.finished:
        return
    led_to = {
        to
        for scene in subject.scenario.scenes
        for choice in scene.choices
        for to in (choice.to, *(detour.to for detour in choice.detours))
    }
    for scene in subject.scenario.scenes:
        if scene.id not in subject.explored.reached:
            yield subject.at(
                "scene",
                scene.id,
                code="S202",
                says=_('no path reaches scene "{scene}".').format(scene=scene.id),
                remedy=_("The choices that lead there are never open, or never reached.")
                if scene.id in led_to
                else _("Lead a choice there, or take it out."),
            )


def something_is_always_open(subject: Subject) -> Iterator[Diagnostic]:
    for found in subject.explored.dead_ends:
        yield _met(
            subject,
            found,
            "S203",
            _('scene "{scene}" can be entered with nothing open.').format(scene=found.scene),
            _("Add a choice without a condition, or loosen one."),
        )


def every_path_can_end(subject: Subject) -> Iterator[Diagnostic]:
    for found in subject.explored.trapped:
        yield _met(
            subject,
            found,
            "S204",
            _('from scene "{scene}" the story goes round for ever.').format(scene=found.scene),
            _("Open a way to an ending."),
        )


def every_choice_is_open_once(subject: Subject) -> Iterator[Diagnostic]:
    for scene, choice in subject.explored.never_open:
        yield subject.at(
            "scene",
            scene,
            "choice",
            choice,
            "when",
            code="S205",
            says=_('choice "{choice}" of scene "{scene}" is never open.').format(
                choice=choice, scene=scene
            ),
            remedy=_("Loosen its condition, or take it out."),
        )


def every_passage_is_told_once(subject: Subject) -> Iterator[Diagnostic]:
    for scene, number in subject.explored.never_told:
        text = subject.scenario.scene(scene).passages[number].text
        yield subject.at(
            "scene",
            scene,
            "passage",
            str(number),
            code="S206",
            says=_('no path tells this passage: "{text}".').format(text=shortened(text, 40)),
            remedy=_("Loosen its condition, or take it out."),
        )


def every_way_is_taken_once(subject: Subject) -> Iterator[Diagnostic]:
    """Of a choice with detours: each of them, and the place that its link names."""
    for scene, choice, number in subject.explored.never_detoured:
        yield subject.at(
            "scene",
            scene,
            "choice",
            choice,
            "detour",
            str(number),
            code="S207",
            says=_('choice "{choice}" never takes this detour.').format(choice=choice),
            remedy=_("Loosen its condition, put it before the others, or take it out."),
        )
    for scene, choice in subject.explored.never_direct:
        yield subject.at(
            "scene",
            scene,
            "choice",
            choice,
            code="S207",
            says=_('choice "{choice}" always takes a detour, and never leads to "{to}".').format(
                choice=choice, to=_lead(subject.scenario, scene, choice)
            ),
            remedy=_("Lead it there directly, or narrow the condition."),
        )


def every_rule_holds(subject: Subject) -> Iterator[Diagnostic]:
    rules = {rule.id: rule for rule in subject.scenario.rules}
    for found in subject.explored.broken_rules:
        rule = rules[found.what]
        condition = rule.never or rule.holds
        words = in_words(condition) if condition else ""
        yield _met(
            subject,
            found,
            "S208",
            (
                _('rule "{rule}" is broken: in scene "{scene}", {condition}.')
                if rule.never
                else _('rule "{rule}" is broken: in scene "{scene}", not ({condition}).')
            ).format(rule=rule.id, scene=found.scene, condition=words),
            _("Close that path, or say the rule as it is meant."),
            "rule",
            rule.id,
        )


def no_good_ending_after_an_error(subject: Subject) -> Iterator[Diagnostic]:
    for found in subject.explored.good_with_error:
        yield _met(
            subject,
            found,
            "S209",
            _('the good ending "{scene}" is reached with "{error}" not repaired.').format(
                scene=found.scene, error=found.what
            ),
            _("Let a choice on the way repair it, or lead to another ending."),
        )


def evidence_has_a_highest(subject: Subject) -> Iterator[Diagnostic]:
    for found in subject.explored.endless:
        yield _met(
            subject,
            found,
            "S210",
            _('evidence of "{competency}" can be earned again and again from "{scene}".').format(
                competency=found.what, scene=found.scene
            ),
            _("Let the choice that earns it close behind itself, with a fact."),
        )


def every_critical_error_can_be_made(subject: Subject) -> Iterator[Diagnostic]:
    if not subject.explored.finished:
        return
    for scene in subject.scenario.scenes:
        for choice in scene.choices:
            if choice.error and choice.error not in subject.explored.errors_made:
                yield subject.at(
                    "scene",
                    scene.id,
                    "choice",
                    choice.id,
                    "error",
                    code="S211",
                    says=_('no path makes the critical error "{error}".').format(
                        error=choice.error
                    ),
                    remedy=_("Open a path to this choice."),
                )


def every_feature_tells_paths_apart(subject: Subject) -> Iterator[Diagnostic]:
    """A key feature that is always met, or never, says nothing about anyone."""
    explored = subject.explored
    if not explored.finished:
        return
    for feature in subject.scenario.key_features:
        met, missed = feature.id in explored.features_met, feature.id in explored.features_missed
        if not (met and missed):
            yield subject.at(
                "feature",
                feature.id,
                code="S212",
                says=(
                    _('every path that ends meets the key feature "{feature}".')
                    if met
                    else _('no path that ends meets the key feature "{feature}".')
                ).format(feature=feature.id),
                remedy=_("Let what the mentor chooses decide it."),
            )


def every_rule_is_tried(subject: Subject) -> Iterator[Diagnostic]:
    """A rule about good endings proves nothing when there is none."""
    places = {place for scene in subject.scenario.scenes for place in (scene.id, scene.ending)}
    for rule in subject.scenario.rules:
        if rule.at and rule.at not in places:
            yield subject.at(
                "rule",
                rule.id,
                code="S213",
                says=_('rule "{rule}" is about "{at}" endings, and there are none.').format(
                    rule=rule.id, at=rule.at
                ),
                remedy=_("Write such an ending, or take the rule out."),
            )


def every_competency_is_shown(subject: Subject) -> Iterator[Diagnostic]:
    """A competency whose least evidence is its most says nothing about anyone."""
    for competency, bounds in subject.explored.bounds.items():
        if bounds.lowest == bounds.highest:
            yield subject.at(
                "competency",
                competency,
                code="S214",
                says=_('every path earns {points} for "{competency}".').format(
                    points=bounds.lowest, competency=competency
                ),
                remedy=_("Give some choices evidence of it, or take it out of the list."),
            )


RULES: tuple[Callable[[Subject], Iterable[Diagnostic]], ...] = (
    exploring_finished,
    every_scene_is_reached,
    something_is_always_open,
    every_path_can_end,
    every_choice_is_open_once,
    every_passage_is_told_once,
    every_way_is_taken_once,
    every_rule_holds,
    no_good_ending_after_an_error,
    evidence_has_a_highest,
    every_critical_error_can_be_made,
    every_feature_tells_paths_apart,
    every_rule_is_tried,
    every_competency_is_shown,
)


def _met(
    subject: Subject, found: Found, code: str, says: str, remedy: str, *place: str
) -> Diagnostic:
    """A diagnostic with its witness; where it arrives unless a place is given."""
    place = place or ("scene", found.scene)
    witness = (*found.witness, *found.loop)
    return subject.at(*place, code=code, says=says, remedy=remedy, witness=witness)


def _lead(scenario: Scenario, scene: str, choice: str) -> str:
    found = scenario.scene(scene).choice(choice)
    return found.to if found else ""
