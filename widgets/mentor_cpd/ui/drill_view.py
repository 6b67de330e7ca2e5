"""What a drill's page is given to draw.

Nothing in a view says which answer is right, what comes of one, or why, before the
question was answered.
"""

from __future__ import annotations

import msgspec

from ..language import _, ngettext
from ..practice import edition as editions
from ..practice.citing import all_cited, cited
from ..practice.drill import DrillAttempt
from ..practice.prose import spans
from ..practice.shelf import Offered
from ..practice.terms import Terms
from ..records.store import Store
from ..scenario.drill import Answer, Drill, Question
from ..scenario.drilling import Answered
from . import whose
from .view import View, passage


def start(store: Store, offered: Offered | None, latest: DrillAttempt | None) -> View:
    """Before the first question, or when the page is opened again."""
    if latest is not None:
        edition, standing = latest.edition, "finished" if latest.finished else "under-way"
    else:
        assert offered is not None  # one of the two is there  # noqa: S101
        edition, standing = editions.load_drill(store, offered.digest), "new"
    drill = edition.drill
    return {
        **_head("start", drill, latest),
        "content_note": drill.content_note,
        "terms": whose.terms(store, edition.grounds).beside(drill.title, drill.content_note),
        "minutes": drill.minutes,
        "questions": len(drill.questions),
        "standing": standing,
        "left": _left(latest) if latest else "",
    }


def withheld(id: str, why: str, problems: tuple[str, ...]) -> View:
    return {
        "stage": "withheld",
        "drill": {"id": id, "title": ""},
        "attempt": "",
        "turn": 0,
        "why": why,
        "problems": list(problems),
    }


def present(attempt: DrillAttempt, *, reading: bool) -> View:
    """A question, what came of the last answer, or how the whole drill went."""
    played, drill = attempt.played, attempt.edition.drill
    if reading and played.given:
        last = played.given[-1]
        return {**_head("consequence", drill, attempt), **_looked_at(attempt, last)}
    if played.here is None:
        return {**_head("debrief", drill, attempt), "debrief": _debrief(attempt)}
    terms, asked = _terms(attempt), played.here
    return {
        **_head("question", drill, attempt),
        "progress": _progress(attempt),
        "question": {
            **_told(asked, drill, terms),
            "answers": [{"id": one.id, "text": one.text} for one in asked.answers],
            "terms": terms.beside(asked.title, asked.ask, *(one.text for one in asked.answers)),
        },
    }


def _head(stage: str, drill: Drill, attempt: DrillAttempt | None) -> View:
    return {
        "stage": stage,
        "drill": {"id": drill.id, "title": drill.title},
        "attempt": attempt.id if attempt else "",
        "turn": attempt.turn if attempt else 0,
    }


def _terms(attempt: DrillAttempt) -> Terms:
    return whose.terms(attempt.store, attempt.edition.grounds)


def _told(question: Question, drill: Drill, terms: Terms) -> View:
    return {
        "id": question.id,
        "title": question.title,
        "passages": [passage(told, drill, terms) for told in question.passages],
        "ask": question.ask,
    }


def _progress(attempt: DrillAttempt) -> str:
    played = attempt.played
    if played.again:
        return _("Once more. {left}").format(left=_left(attempt))
    met = len({one.question for one in played.given})
    return _("Moment {number} of {all}").format(number=met + 1, all=len(played.drill.questions))


def _left(attempt: DrillAttempt) -> str:
    left = attempt.played.left
    return ngettext("{left} moment is left.", "{left} moments are left.", left).format(left=left)


def _looked_at(attempt: DrillAttempt, given: Answered) -> View:
    played = attempt.played
    question = played.drill.question(given.question)
    right = played.was_right(given)
    rests = all_cited(question.cites, attempt.edition.grounds.sources)
    terms = _terms(attempt)
    return {
        "progress": _left(attempt) if played.here else "",
        "last": played.here is None,
        "question": {
            "title": question.title,
            "decides": question.decides,
            "says": _says(question, right),
            "terms": terms.beside(question.title, question.decides, *(one.title for one in rests)),
            "answers": [_answer(one, one.id in given.answers, terms) for one in question.answers],
            "sources": msgspec.to_builtins(rests),
        },
    }


def _says(question: Question, right: bool) -> str:
    count = len(question.right)
    if right:
        return ngettext(
            "You found the answer that helps here.",
            "You found the {count} answers that help here.",
            count,
        ).format(count=count)
    return ngettext(
        "One answer helps here. This moment comes again before the end.",
        "{count} answers help here. This moment comes again before the end.",
        count,
    ).format(count=count)


def _answer(answer: Answer, ticked: bool, terms: Terms) -> View:
    mark = {
        (True, True): _("You ticked this, and it helps."),
        (True, False): _("You left this out. It would have helped."),
        (False, True): _("You ticked this. It is better left."),
        (False, False): _("You left this out, as an expert would."),
    }[answer.right, ticked]
    return {
        "id": answer.id,
        "text": spans(answer.text, terms),
        "ticked": ticked,
        "helps": answer.right,
        "mark": mark,
        "then": spans(answer.then, terms),
        "because": spans(answer.because, terms),
    }


def _debrief(attempt: DrillAttempt) -> View:
    played, drill = attempt.played, attempt.edition.drill
    first = played.at_first_go
    sources = [cited(one) for one in attempt.edition.grounds.sources.values()]
    terms = _terms(attempt)
    return {
        "says": _("{first} of {all} right first time").format(
            first=len(first), all=len(drill.questions)
        ),
        "came_back": [
            {
                "title": one.title,
                "decides": one.decides,
                "terms": terms.beside(one.title, one.decides),
            }
            for one in drill.questions
            if one.id not in first
        ],
        "sources": msgspec.to_builtins(sources),
        "terms": terms.section().beside(*(f"{one.title} {one.note}" for one in sources)),
    }
