"""The debrief as the page is given it."""

from __future__ import annotations

from typing import Any

import msgspec

from ..practice.attempt import Attempt
from ..practice.citing import cited
from ..practice.debrief import Debrief, debrief
from ..practice.decisions import Looked
from ..practice.others import others
from ..practice.prose import spans
from ..practice.safeguarding import is_about_safeguarding
from ..practice.school import School
from ..practice.terms import Terms
from ..practice.words import sureness_in_words
from ..scenario.model import Scenario
from ..scenario.picture import describe, draw
from . import whose
from .view import View, passage, present


def looking_back(attempt: Attempt) -> View:
    """The ending, and then everything that can be said of the way there."""
    scenario = attempt.edition.scenario
    told = debrief(
        attempt.played,
        scenario,
        attempt.edition.grounds,
        others(attempt.store, scenario.id, but=attempt.person),
    )
    line = attempt.played.here.line
    return {
        **present(attempt),
        "debrief": {
            **_debrief(told, scenario, whose.terms(attempt.store, attempt.edition.grounds)),
            "lead": _lead(attempt),
            "picture": draw(scenario, path=line, hide_unvisited=True, prefix="cpd-path"),
            "path": describe(scenario, line),
        },
    }


def _debrief(told: Debrief, scenario: Scenario, terms: Terms) -> View:
    """Each part of the debrief is a section, in which a term is offered once."""
    view: dict[str, Any] = msgspec.to_builtins(told)
    view["decisions"] = [_decision(one, scenario, terms.section()) for one in told.decisions]
    for name, worded in (
        ("features", ("says",)),
        ("errors", ("label", "means", "by")),
        ("rules", ("says",)),
        ("evidence", ("label",)),
    ):
        section = terms.section()
        for one in view[name]:
            one |= {part: spans(one[part], section) for part in worded}
    section = terms.section()
    view["questions"] = [spans(question, section) for question in told.questions]
    sources = [cited(source) for source in told.sources]
    view["sources"] = msgspec.to_builtins(sources)
    view["terms"] = terms.section().beside(*(f"{one.title} {one.note}" for one in sources))
    return view


def _decision(looked: Looked, scenario: Scenario, terms: Terms) -> View:
    view: View = msgspec.to_builtins(looked)
    met = {person.id for person in scenario.cast}
    view["told"] = [passage(one, scenario, terms, met) for one in looked.told]
    view["sure"] = sureness_in_words(looked.sure)
    for step in view["about"]:
        step["says"] = spans(step["says"], terms)
    view["because"] = spans(looked.because, terms)
    view["expert"] = spans(looked.expert, terms)
    chosen = [looked.chose, *(other.text for other in looked.others)]
    view["terms"] = terms.beside(looked.title, *chosen)
    return view


def _lead(attempt: Attempt) -> dict[str, str]:
    """Whom to go to in this school, at the end of a case about safeguarding."""
    if not is_about_safeguarding(attempt.edition.scenario.module):
        return {}
    return {"who": School.of(attempt.store).lead}
