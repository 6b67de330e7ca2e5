"""An attempt as its mentor lived it, moment by moment: what was told, chosen, said, written.

No commentary and no score: it stands beside the reflections while they are written, and
before the trainer who reads them. Pure.
"""

from __future__ import annotations

import msgspec

from ..practice import writing
from ..practice.decisions import chosen
from ..practice.words import sureness_in_words
from ..scenario.model import Scenario
from ..scenario.play import Playthrough
from ..scenario.transcript import Decision, Replay


class Spoken(msgspec.Struct, frozen=True):
    """A passage, inline Markdown. ``name`` is who says it, empty in prose; ``who`` tells of
    them where they are met first; ``you`` marks the mentor's own words."""

    text: str
    name: str = ""
    who: str = ""
    you: bool = False


class Moment(msgspec.Struct, frozen=True):
    """A scene as it was met, and what was done in it. At the ending nothing is chosen.

    ``written`` are label and text of what the choice asked to be written, in order.
    """

    scene: str
    title: str
    told: tuple[Spoken, ...]
    turn: int = 0
    chose: str = ""
    why: str = ""
    sure: str = ""
    prompt: str = ""
    written: tuple[tuple[str, str], ...] = ()


def lived(played: Replay, scenario: Scenario) -> tuple[Moment, ...]:
    """Every moment on the line, the present one last."""
    met: set[str] = set()
    found = [_moment(decision, scenario, met) for decision in played.decisions]
    here = played.here
    return (*found, Moment(here.scene.id, here.scene.title, _told(here, scenario, met)))


def _moment(decision: Decision, scenario: Scenario, met: set[str]) -> Moment:
    scene, choice = decision.before.scene, chosen(decision)
    explained, wrote = decision.explained, decision.wrote
    return Moment(
        scene=scene.id,
        title=scene.title,
        told=_told(decision.before, scenario, met),
        turn=decision.turn,
        chose=choice.text,
        why=explained.text if explained else "",
        sure=sureness_in_words(explained.sure) if explained else "",
        prompt=choice.asks.prompt if choice.asks else "",
        written=tuple(
            (part.label, wrote.parts[part.name])
            for part in (writing.parts_of(wrote.kind) if wrote else ())
            if wrote and wrote.parts.get(part.name, "").strip()
        ),
    )


def _told(here: Playthrough, scenario: Scenario, met: set[str]) -> tuple[Spoken, ...]:
    cast = {person.id: person for person in scenario.cast}
    found = []
    for passage in here.passages:
        speaker = cast.get(passage.speaker)
        if speaker is None:
            found.append(Spoken(passage.text, you=passage.speaker == "you"))
            continue
        found.append(Spoken(passage.text, speaker.name, "" if speaker.id in met else speaker.who))
        met.add(speaker.id)
    return tuple(found)


def words_in(text: str) -> int:
    """How many words somebody wrote."""
    return len(text.split())
