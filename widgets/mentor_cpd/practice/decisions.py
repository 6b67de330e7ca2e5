"""Each decision of a finished case: what was chosen, what it led to, what an expert sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ..scenario.model import AskKind, Choice, Passage, Scenario
from ..scenario.transcript import Decision, Replay
from . import writing
from .words import level_in_words

FEWEST_OTHERS = 5
"""What others chose is told from this many people up; below it, one could be found out."""

Others = Mapping[str, Mapping[str, int]]
"""Scene id to choice id to how many other people chose it first."""


class Changed(msgspec.Struct, frozen=True):
    """A shown meter that a decision moved, in words."""

    label: str
    before: str
    after: str


class OtherChoice(msgspec.Struct, frozen=True):
    text: str
    people: int
    yours: bool


class Written(msgspec.Struct, frozen=True):
    """What was written, and what a machine can say about it."""

    kind: AskKind
    prompt: str
    parts: tuple[tuple[str, str], ...]  # label, text
    left_out: tuple[str, ...] = ()
    kept_words: tuple[str, ...] = ()


class Feature(msgspec.Struct, frozen=True):
    """A key feature, and whether it was met at the end of the path."""

    says: str
    met: bool
    must: bool


class Looked(msgspec.Struct, frozen=True):
    """One decision, looked back on. Texts are inline Markdown."""

    turn: int
    title: str
    chose: str
    led_to: str
    told: tuple[Passage, ...]  # how the next scene opens
    changed: tuple[Changed, ...]
    key: bool
    because: str
    expert: str = ""
    about: tuple[Feature, ...] = ()
    cites: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    why: str = ""
    sure: int = 0
    written: Written | None = None
    others: tuple[OtherChoice, ...] = ()


class Instinct(msgspec.Struct, frozen=True):
    """A first choice that was gone back on, and what stands in its place now, if anything."""

    title: str
    first: str
    now: str = ""


def chosen(decision: Decision) -> Choice:
    """The choice that was taken."""
    choice = decision.before.scene.choice(decision.choice)
    assert choice is not None  # it was open when it was replayed  # noqa: S101
    return choice


def looked(
    line: tuple[Decision, ...],
    scenario: Scenario,
    others: Others,
    features: Mapping[str, Feature],
    turned: Iterable[str],
) -> Looked:
    *_earlier, decision = line
    scene, choice = decision.before.scene, chosen(decision)
    explained = decision.explained
    return Looked(
        turn=decision.turn,
        title=scene.title,
        chose=choice.text,
        led_to=decision.after.scene.title,
        told=decision.after.passages[:1],
        changed=_changed(decision, scenario),
        key=bool(scene.decides),
        because=choice.because,
        expert=scene.expert,
        about=tuple(features[feature] for feature in scene.decides),
        cites=scene.cites,
        turned=tuple(turned),
        why=explained.text if explained else "",
        sure=explained.sure if explained else 0,
        written=_written(line),
        others=_others(decision, others),
    )


def _changed(decision: Decision, scenario: Scenario) -> tuple[Changed, ...]:
    found = []
    for meter in scenario.meters:
        was, now = (
            level_in_words(meter, moment.state.level(meter.id))
            for moment in (decision.before, decision.after)
        )
        if meter.shown and was != now:
            found.append(Changed(meter.label, was, now))
    return tuple(found)


def _written(line: tuple[Decision, ...]) -> Written | None:
    decision = line[-1]
    asks = chosen(decision).asks
    if not asks or not decision.wrote:
        return None
    kind, texts = asks.kind, decision.wrote.parts
    record = kind == "concern-record"
    return Written(
        kind=kind,
        prompt=asks.prompt,
        parts=tuple(
            (part.label, texts[part.name])
            for part in writing.parts_of(kind)
            if texts.get(part.name, "").strip()
        ),
        left_out=tuple(part.label for part in writing.missing(kind, texts)) if record else (),
        kept_words=writing.kept_words(texts.get("words", ""), heard(line)) if record else (),
    )


def heard(line: tuple[Decision, ...]) -> list[str]:
    """What others said to the mentor, up to the last decision of the line."""
    return [p.text for d in line for p in d.before.passages if p.speaker not in ("", "you")]


def _others(decision: Decision, others: Others) -> tuple[OtherChoice, ...]:
    counts = others.get(decision.before.scene.id, {})
    choices = decision.before.scene.choices
    if sum(counts.get(choice.id, 0) for choice in choices) < FEWEST_OTHERS:
        return ()
    return tuple(
        OtherChoice(choice.text, counts[choice.id], choice.id == decision.choice)
        for choice in choices
        if counts.get(choice.id)
    )


def instincts(played: Replay, scenario: Scenario) -> tuple[Instinct, ...]:
    found = []
    for met, first in played.first.items():
        scene = scenario.scene(met)
        now = [chosen(d) for d in played.decisions if d.before.scene.id == met]
        was = scene.choice(first)
        if was and was not in now:
            found.append(Instinct(scene.title, was.text, now[0].text if now else ""))
    return tuple(found)
