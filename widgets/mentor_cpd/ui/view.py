"""What the page is given to draw: the present moment of an attempt, and no other.

Before the debrief a view holds no score, target, condition or commentary, and of the
scenes only the present one and the titles of those that were visited.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..practice import writing
from ..practice.attempt import Attempt
from ..practice.prose import spans
from ..practice.shelf import Offered
from ..practice.terms import Terms
from ..practice.words import level_in_words, sureness_in_words
from ..scenario.drill import Drill
from ..scenario.model import Passage, Scenario
from ..scenario.play import Playthrough
from ..scenario.transcript import Decision
from . import whose

View = dict[str, Any]


def note(
    case: Offered, attempt: Attempt | None, others: Mapping[str, Offered], terms: Terms
) -> View:
    """Before anything is told: what the case is about, and the ways to go."""
    return {
        "stage": "note",
        "case": {"id": case.id, "title": case.title},
        "attempt": attempt.id if attempt else "",
        "turn": attempt.turn if attempt else 0,
        "minutes": case.minutes,
        "use": case.use,
        "content_note": case.content_note,
        "terms": terms.beside(case.title, case.content_note),
        "standing": _standing(attempt),
        "where": attempt.played.here.scene.title if attempt else "",
        "others": _others(case.id, case.use, others),
    }


def withheld(id: str, why: str, others: Mapping[str, Offered], problems: tuple[str, ...]) -> View:
    """The case is not offered now. ``problems`` are for its author, on their own machine."""
    return {
        "others": _others(id, "practice", others),
        "stage": "withheld",
        "case": {"id": id, "title": ""},
        "attempt": "",
        "turn": 0,
        "why": why,
        "problems": list(problems),
    }


def present(attempt: Attempt) -> View:
    """Where the attempt stands, up to but not including the debrief."""
    scenario, stage = attempt.edition.scenario, attempt.stage
    terms = whose.terms(attempt.store, attempt.edition.grounds)
    view: View = {
        "stage": stage,
        "case": {"id": scenario.id, "title": scenario.title},
        "attempt": attempt.id,
        "turn": attempt.turn,
        "use": scenario.use,
        "so_far": [_step(decision, terms) for decision in attempt.played.decisions],
        "may_go_back": attempt.may_go_back,
    }
    if stage in ("scene", "debrief"):
        view["scene"] = _scene(attempt, terms)
    else:
        last = attempt.played.decisions[-1]
        view["chose"] = _chosen(last)
        view["terms"] = terms.section().beside(view["chose"])
        view["drafts"] = attempt.drafts()
        if stage == "explain":
            view["sureness"] = [sureness_in_words(sure) for sure in range(1, 5)]
        else:
            view["write"] = _to_write(last, terms.section())
            view["scene"] = _told(last.before, scenario, (), terms.section())
    return view


def _others(id: str, use: str, others: Mapping[str, Offered]) -> list[View]:
    return [
        {"id": other.id, "title": other.title, "minutes": other.minutes}
        for other in others.values()
        if other.id != id and other.use == use
    ]


def _standing(attempt: Attempt | None) -> str:
    if attempt is None:
        return "new"
    return "finished" if attempt.stage == "debrief" else "under-way"


def _scene(attempt: Attempt, terms: Terms) -> View:
    played = attempt.played
    here, scenario = played.here, attempt.edition.scenario
    before = played.decisions[-1].before if played.decisions else None
    met = {p.speaker for d in played.decisions for p in d.before.passages}
    section = terms.section()
    return {
        **_told(here, scenario, met, section),
        "choices": [{"id": choice.id, "text": choice.text} for choice in here.choices],
        "terms": section.beside(here.scene.title, *(choice.text for choice in here.choices)),
        "meters": _meters(here, before, scenario),
    }


def _told(here: Playthrough, scenario: Scenario, met: Collection[str], terms: Terms) -> View:
    return {
        "id": here.scene.id,
        "title": here.scene.title,
        "passages": [passage(told, scenario, terms, met) for told in here.passages],
    }


def passage(
    told: Passage, scenario: Scenario | Drill, terms: Terms, met: Collection[str] = ()
) -> View:
    """A piece of prose, or speech with who speaks; of whom one has ``met``, the name alone."""
    if not told.speaker:
        return {"spans": spans(told.text, terms)}
    if told.speaker == "you":
        return {"spans": spans(told.text, terms), "you": True}
    speaker = next(person for person in scenario.cast if person.id == told.speaker)
    who = "" if speaker.id in met else speaker.who
    return {"spans": spans(told.text, terms), "name": speaker.name, "who": who}


def _meters(here: Playthrough, before: Playthrough | None, scenario: Scenario) -> list[View]:
    found = []
    for meter in scenario.meters:
        if not meter.shown:
            continue
        level = here.state.level(meter.id)
        word = level_in_words(meter, level)
        was = level_in_words(meter, before.state.level(meter.id)) if before else word
        found.append(
            {
                "label": meter.label,
                "low": meter.low,
                "high": meter.high,
                "level": level,
                "word": word,
                "was": was if was != word else "",
            }
        )
    return found


def _step(decision: Decision, terms: Terms) -> View:
    scene, chose = decision.before.scene, _chosen(decision)
    return {
        "turn": decision.turn,
        "title": scene.title,
        "chose": chose,
        "terms": terms.section().beside(scene.title, chose),
    }


def _chosen(decision: Decision) -> str:
    choice = decision.before.scene.choice(decision.choice)
    return choice.text if choice else ""


def _to_write(decision: Decision, terms: Terms) -> View:
    choice = decision.before.scene.choice(decision.choice)
    if choice is None or choice.asks is None:
        raise ValueError("nothing is asked for here")
    return {
        "kind": choice.asks.kind,
        "prompt": choice.asks.prompt,
        "terms": terms.beside(choice.asks.prompt),
        "parts": [
            {"name": part.name, "label": part.label, "hint": part.hint, "lines": part.lines}
            for part in writing.parts_of(choice.asks.kind)
        ],
    }
