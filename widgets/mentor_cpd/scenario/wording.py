"""The quality bar of words: plain, short, explained, and no verdicts.

Every finding here is a warning: the case can be played, and should be better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from ..language import _
from .condition import State, holds, parts_of
from .diagnostic import Diagnostic
from .model import Condition, Holds, Level, Meter, Passage, Scene, Unrepaired, Visited
from .names import shortened
from .reading import grade, sentences_of, words_of
from .register import GLOSSARY
from .subject import Subject

HARDEST = 8.0
ENOUGH_WORDS = 40  # fewer say little about a grade
LONGEST_SCENE = 120
TELLINGS = 512  # ways to tell a scene; where there are more, all passages are added up
WELL_KNOWN = {"OK", "TV", "UK"}

_GIVEAWAY = re.compile(
    r"\b(always|never|obviously|clearly|definitely|undoubtedly)\b", re.IGNORECASE
)
_VERDICT = re.compile(
    r"(?:^|[.!?]\s+|\*+)(?:correct|incorrect|wrong|right|well done)\s*[.!:,—–-]"
    r"|\bincorrect(?:ly)?\b"
    r"|\b(?:correct|wrong) (?:answer|choice|option|response)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z]{2,}[0-9]*(?=s?\b)")
_MARKS = re.compile(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}")


def choices_give_nothing_away(subject: Subject) -> Iterator[Diagnostic]:
    for scene in subject.scenario.scenes:
        for choice in scene.choices:
            word = _GIVEAWAY.search(choice.text)
            if word:
                yield subject.at(
                    "scene",
                    scene.id,
                    "choice",
                    choice.id,
                    code="S305",
                    says=_('choice "{choice}" says "{word}", which gives it away.').format(
                        choice=choice.id, word=word[1].lower()
                    ),
                    remedy=_("Say it without that word."),
                )


def nobody_is_marked_wrong(subject: Subject) -> Iterator[Diagnostic]:
    """The consequence comes first, then why; never a verdict."""
    for place, text in _commentary(subject):
        word = _VERDICT.search(text)
        if word:
            yield subject.at(
                *place,
                code="S307",
                says=_('"{words}" is a verdict.').format(words=word[0].strip(" .!?*,:—–-")),
                remedy=_("Say what it led to, and why an expert would weigh it so."),
            )


def _commentary(subject: Subject) -> Iterator[tuple[tuple[str, ...], str]]:
    for scene in subject.scenario.scenes:
        if scene.expert:
            yield ("scene", scene.id, "Expert"), scene.expert
        for choice in scene.choices:
            yield ("scene", scene.id, "choice", choice.id, "because"), choice.because
        for number, passage in enumerate(scene.passages):
            if not passage.speaker:
                yield ("scene", scene.id, "passage", str(number)), passage.text


def scenes_are_easy_to_read(subject: Subject) -> Iterator[Diagnostic]:
    for scene in subject.scenario.scenes:
        text = all_words(scene)
        if len(words_of(text)) >= ENOUGH_WORDS and grade(text) > HARDEST:
            hardest = max(sentences_of(text), key=grade)
            yield subject.at(
                "scene",
                scene.id,
                code="S313",
                says=_(
                    'scene "{scene}" reads at grade {grade:.1f}; {most:.0f} is the most.'
                ).format(scene=scene.id, grade=grade(text), most=HARDEST),
                remedy=_('Begin with: "{sentence}"').format(sentence=shortened(hardest)),
            )


def all_words(scene: Scene) -> str:
    """All that the scene can tell and offer, a paragraph a line."""
    told = [_plain(passage.text) for passage in scene.passages]
    return "\n".join([*told, *(choice.text for choice in scene.choices)])


def scenes_are_short(subject: Subject) -> Iterator[Diagnostic]:
    meters = {meter.id: meter for meter in subject.scenario.meters}
    for scene in subject.scenario.scenes:
        count = most_words(scene, meters)
        if count > LONGEST_SCENE:
            yield subject.at(
                "scene",
                scene.id,
                code="S314",
                says=_('scene "{scene}" tells up to {count} words; {most} is the most.').format(
                    scene=scene.id, count=count, most=LONGEST_SCENE
                ),
                remedy=_("Make two scenes of it, or say less."),
            )


def most_words(scene: Scene, meters: dict[str, Meter]) -> int:
    """The most words that the scene can tell at once.

    Passages that exclude one another (``when x``, ``when not x``) are not added up.
    """
    plain = sum(_length(passage) for passage in scene.passages if passage.when is None)
    asked = [passage for passage in scene.passages if passage.when is not None]
    states = _states([p.when for p in asked if p.when], meters)
    if states is None:
        return plain + sum(map(_length, asked))
    return plain + max(
        sum(_length(p) for p in asked if p.when and holds(p.when, state, scene.ending))
        for state in states
    )


def _length(passage: Passage) -> int:
    return len(words_of(_plain(passage.text)))


def _states(conditions: list[Condition], meters: dict[str, Meter]) -> list[State] | None:
    """Every state that the conditions can tell apart; ``None`` when they are too many."""
    parts = [part for condition in conditions for part in parts_of(condition)]
    facts = sorted({part.fact for part in parts if isinstance(part, Holds)})
    scenes = sorted({part.scene for part in parts if isinstance(part, Visited)})
    errors = sorted({part.error for part in parts if isinstance(part, Unrepaired)})
    names = sorted({part.meter for part in parts if isinstance(part, Level)})
    if not all(name in meters for name in names):
        return None
    levels = [range(meters[name].low, meters[name].high + 1) for name in names]
    ways = 2 ** (len(facts) + len(scenes) + len(errors))
    for level in levels:
        ways *= len(level)
    if ways > TELLINGS:
        return None
    flags = [(False, True)] * (len(facts) + len(scenes) + len(errors))
    states = []
    for told in product(*levels, *flags):
        on = iter(told[len(names) :])
        states.append(
            State(
                meters=tuple(zip(names, map(int, told), strict=False)),
                facts=frozenset(fact for fact in facts if next(on)),
                visited=frozenset(scene for scene in scenes if next(on)),
                unrepaired=frozenset(error for error in errors if next(on)),
            )
        )
    return states


def acronyms_are_explained(subject: Subject) -> Iterator[Diagnostic]:
    """Each acronym is said once, where it stands first."""
    if subject.register is None:
        return
    known = {*subject.register.glossary, *WELL_KNOWN}
    for place, text in _everything(subject):
        for found in _ACRONYM.finditer(text):
            word = found[0]
            if word not in known:
                known.add(word)
                yield subject.at(
                    *place,
                    code="S315",
                    says=_('"{word}" is not in {file}.').format(word=word, file=GLOSSARY),
                    remedy=_("Write there what it stands for, or use words here."),
                )


def _everything(subject: Subject) -> Iterator[tuple[tuple[str, ...], str]]:
    scenario = subject.scenario
    yield ("content_note",), scenario.content_note
    for feature in scenario.key_features:
        yield ("feature", feature.id), feature.says
    for rule in scenario.rules:
        yield ("rule", rule.id), rule.says
    for scene in scenario.scenes:
        yield ("scene", scene.id), scene.title
        for number, passage in enumerate(scene.passages):
            yield ("scene", scene.id, "passage", str(number)), passage.text
        yield ("scene", scene.id, "Expert"), scene.expert
        for choice in scene.choices:
            place = ("scene", scene.id, "choice", choice.id)
            yield place, choice.text
            yield (*place, "prompt"), choice.asks.prompt if choice.asks else ""
            yield (*place, "because"), choice.because
    for question in scenario.debrief:
        yield ("debrief",), question


def _plain(text: str) -> str:
    """Inline Markdown without its stars."""
    return _MARKS.sub("", text)


RULES = (
    choices_give_nothing_away,
    nobody_is_marked_wrong,
    scenes_are_easy_to_read,
    scenes_are_short,
    acronyms_are_explained,
)
