"""The quality bar of room: a case is long enough to matter and short enough to finish.

Every finding here is a warning: a small case for teaching may well have less room.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..language import _
from .condition import conditions_of, parts_of
from .diagnostic import Diagnostic
from .model import Holds, Level, Mark, Scenario, Shift
from .subject import Subject

SCENES = range(15, 31)
DECISIONS = 8
ENDINGS = range(4, 7)
MINUTES = range(12, 21)
QUESTIONS = range(8, 13)


def there_are_scenes_enough(subject: Subject) -> Iterator[Diagnostic]:
    count = len(subject.scenario.scenes)
    if count not in SCENES:
        yield subject.at(
            code="S316",
            says=_("the case has {count} scenes; {least} to {most} give it room.").format(
                count=count, least=SCENES[0], most=SCENES[-1]
            ),
            remedy=_("Add moments that matter.")
            if count < SCENES[0]
            else _("Make two cases of it."),
        )


def there_are_questions_enough(subject: Subject) -> Iterator[Diagnostic]:
    """Of a drill, whose questions are scenes here."""
    count = len(subject.scenario.scenes)
    if count not in QUESTIONS:
        yield subject.at(
            code="S605",
            says=_(
                "the drill has {count} questions; {least} to {most} fit its ten minutes."
            ).format(count=count, least=QUESTIONS[0], most=QUESTIONS[-1]),
            remedy=_("Add moments that matter.")
            if count < QUESTIONS[0]
            else _("Make two drills of it."),
        )


def there_are_decisions_enough(subject: Subject) -> Iterator[Diagnostic]:
    count = sum(len(scene.choices) > 1 for scene in subject.scenario.scenes)
    if count < DECISIONS:
        yield subject.at(
            code="S317",
            says=_("the case has {count} decisions; {least} or more give it room.").format(
                count=count, least=DECISIONS
            ),
            remedy=_("Give scenes with one choice a second that tempts."),
        )


def there_are_endings_enough(subject: Subject) -> Iterator[Diagnostic]:
    count = sum(scene.ending is not None for scene in subject.scenario.scenes)
    if count not in ENDINGS:
        yield subject.at(
            code="S318",
            says=_("the case has {count} endings; {least} to {most} tell paths apart.").format(
                count=count, least=ENDINGS[0], most=ENDINGS[-1]
            ),
            remedy=_("Let more come of what was done.")
            if count < ENDINGS[0]
            else _("Join those that teach the same."),
        )


def it_takes_a_sitting(subject: Subject) -> Iterator[Diagnostic]:
    minutes = subject.scenario.minutes
    if minutes not in MINUTES:
        yield subject.at(
            "minutes",
            code="S319",
            says=_("the case takes {minutes} minutes; {least} to {most} fit a sitting.").format(
                minutes=minutes, least=MINUTES[0], most=MINUTES[-1]
            ),
            remedy=_("Time somebody who plays it, and cut or add."),
        )


def nothing_stands_idle(subject: Subject) -> Iterator[Diagnostic]:
    """Every fact and meter is changed by a choice, and asked about or shown."""
    changed, asked = _changed(subject.scenario), _asked(subject.scenario)
    for fact in subject.scenario.facts:
        yield from _idle(subject, "fact", fact, fact in changed, fact in asked)
    for meter in subject.scenario.meters:
        asks = meter.id in asked or meter.shown
        yield from _idle(subject, "meter", meter.id, meter.id in changed, asks)


def _changed(scenario: Scenario) -> set[str]:
    effects = [e for s in scenario.scenes for choice in s.choices for e in choice.effects]
    moved = {effect.meter for effect in effects if isinstance(effect, Shift)}
    return moved | {effect.fact for effect in effects if isinstance(effect, Mark)}


def _asked(scenario: Scenario) -> set[str]:
    parts = [part for condition in conditions_of(scenario) for part in parts_of(condition)]
    levels = {part.meter for part in parts if isinstance(part, Level)}
    return levels | {part.fact for part in parts if isinstance(part, Holds)}


def _idle(
    subject: Subject, kind: str, name: str, is_changed: bool, is_asked: bool
) -> Iterator[Diagnostic]:
    if is_changed and is_asked:
        return
    amiss = _("no choice changes it") if not is_changed else _("nothing asks about it")
    yield subject.at(
        kind,
        name,
        code="S320",
        says=_('"{name}" does nothing: {amiss}.').format(name=name, amiss=amiss),
        remedy=_("Use it, or take it out."),
    )


RULES = (
    there_are_scenes_enough,
    there_are_decisions_enough,
    there_are_endings_enough,
    it_takes_a_sitting,
    nothing_stands_idle,
)
