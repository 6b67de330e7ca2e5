"""What an assessment's page is given to draw: before, within and after the case."""

from __future__ import annotations

from ..assess.lived import Moment, lived, words_in
from ..assess.rubric import Criterion
from ..assess.taking import Assessed, Receipt, Standing, day
from ..language import _, ngettext
from ..practice.attempt import Attempt
from ..practice.identifying import details, warning
from ..practice.prose import spans
from ..practice.shelf import Offered
from ..practice.terms import Terms
from ..scenario.model import Scenario
from . import whose
from .view import View, present

_LINES = 6  # of a box for a reflection


def cover(stage: str, name: str, title: str, attempt: Attempt | None = None) -> View:
    """What every view has; ``title`` stands above the moments of the case."""
    return {
        "stage": stage,
        "case": {"id": name, "title": title},
        "attempt": attempt.id if attempt else "",
        "turn": attempt.turn if attempt else 0,
        "standing": "under-way" if attempt else "new",
    }


def before(
    name: str, about: Offered | Scenario, attempt: Attempt | None, terms: Terms, says: list[str]
) -> View:
    """What is known before the first choice: what it is about, and what holds in it."""
    return {
        **cover("before", name, about.title, attempt),
        "minutes": about.minutes,
        "content_note": about.content_note,
        "terms": terms.beside(about.title, about.content_note),
        "says": says,
    }


def closed(standing: Standing) -> View:
    """It cannot be begun or gone on with now."""
    why = standing.why_not if standing.why_not != standing.says else ""
    return {
        **cover("closed", standing.assignment, standing.title),
        "says": [one for one in (standing.says, why) if one],
    }


def within(attempt: Attempt, name: str) -> View:
    """A moment of the case."""
    view = present(attempt)
    return {**view, "case": {"id": name, "title": view["case"]["title"]}, "standing": "under-way"}


def reflecting(attempt: Assessed, name: str) -> View:
    """The ending, the whole way there, and a box for each criterion that is marked."""
    scenario = attempt.edition.scenario
    terms = whose.terms(attempt.store, attempt.edition.grounds)
    return {
        **cover("reflect", name, scenario.title, attempt),
        "until": day(attempt.until),
        "parts": [_part(criterion) for criterion in attempt.reflections],
        "drafts": attempt.drafts(),
        "moments": [_moment(one, terms) for one in lived(attempt.played, scenario)],
    }


def _part(criterion: Criterion) -> View:
    return {
        "name": criterion.id,
        "label": criterion.label,
        "hint": criterion.prompt,
        "lines": _LINES,
        "counted": True,
    }


def checking(attempt: Assessed, name: str) -> View:
    """Everything that would be sent, as it would be sent."""
    scenario, drafts = attempt.edition.scenario, attempt.drafts()
    year = attempt.store.clock().year
    moments = lived(attempt.played, scenario)
    decisions = len(attempt.played.decisions)
    return {
        **cover("check", name, scenario.title, attempt),
        "until": day(attempt.until),
        "facts": [
            _("The case “{title}”, which ended at: {ending}.").format(
                title=scenario.title, ending=moments[-1].title
            ),
            ngettext(
                "Your {count} decision in it, with why you took it, where you said so.",
                "Your {count} decisions in it, with why you took them, where you said so.",
                decisions,
            ).format(count=decisions),
        ],
        "written": [
            {"prompt": one.prompt, "parts": [list(part) for part in one.written]}
            for one in moments
            if one.written
        ],
        "reflections": [
            {
                "name": one.id,
                "label": one.label,
                "text": drafts.get(one.id, ""),
                "words": words(drafts.get(one.id, "")),
                "doubt": warning(details(drafts.get(one.id, ""), attempt.known_names, year=year)),
            }
            for one in attempt.reflections
        ],
    }


def sent(attempt: Assessed, name: str, kept: Receipt) -> View:
    """It has been handed in: the receipt."""
    return {
        **cover("sent", name, attempt.edition.scenario.title, attempt),
        "says": _(
            "You will see it on the assessment’s page when your trainer has released the results."
        ),
        "at": kept.at.isoformat(),
        "number": kept.seq,
        "digest": kept.hash,
    }


def on_file(attempt: Attempt, name: str, file: str, *, ours: bool) -> View:
    """In somebody's own JupyterLab: the case is over, and the file beside it has this way
    through it, or another's."""
    scenario = attempt.edition.scenario
    terms = whose.terms(attempt.store, attempt.edition.grounds)
    return {
        **cover("file", name, scenario.title, attempt),
        "file": file,
        "ours": ours,
        "moments": [_moment(one, terms) for one in lived(attempt.played, scenario)],
    }


def words(text: str) -> str:
    """How long a text is, in words."""
    count = words_in(text)
    return ngettext("{count} word", "{count} words", count).format(count=count)


def _moment(moment: Moment, terms: Terms) -> View:
    section = terms.section()
    return {
        "title": moment.title,
        "passages": [
            {
                "spans": spans(one.text, section),
                **({"name": one.name, "who": one.who} if one.name else {}),
                **({"you": True} if one.you else {}),
            }
            for one in moment.told
        ],
        "chose": moment.chose,
        "why": moment.why,
        "sure": moment.sure,
        "prompt": moment.prompt,
        "written": [list(part) for part in moment.written],
        "terms": section.beside(moment.title, moment.chose),
    }
