"""What a drill's page is given to draw.

Nothing in a view says which answer is right, what comes of one, or why, before the
question was answered.
"""

from __future__ import annotations

import msgspec

from ..language import _, ngettext
from ..practice import edition as editions
from ..practice.drill import DrillAttempt
from ..practice.shelf import Offered
from ..records.store import Store
from ..scenario.drill import Answer, Drill, Question
from ..scenario.drilling import Answered
from .view import View, passage


def start(store: Store, offered: Offered | None, latest: DrillAttempt | None) -> View:
    """Before the first question, or when the page is opened again."""
    if latest is not None:
        drill, standing = latest.edition.drill, "finished" if latest.finished else "under-way"
    else:
        assert offered is not None  # one of the two is there  # noqa: S101
        drill, standing = editions.load_drill(store, offered.digest).drill, "new"
    return {
        **_head("start", drill, latest),
        "content_note": drill.content_note,
        "minutes": drill.minutes,
        "questions": len(drill.questions),
        "standing": standing,
        "left": _left(latest) if latest else "",
    }


def withheld(id: str, problems: tuple[str, ...]) -> View:
    return {
        "stage": "withheld",
        "drill": {"id": id, "title": ""},
        "attempt": "",
        "turn": 0,
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
    return {
        **_head("question", drill, attempt),
        "progress": _progress(attempt),
        "question": {
            **_told(played.here, drill),
            "answers": [{"id": one.id, "text": one.text} for one in played.here.answers],
        },
    }


def _head(stage: str, drill: Drill, attempt: DrillAttempt | None) -> View:
    return {
        "stage": stage,
        "drill": {"id": drill.id, "title": drill.title},
        "attempt": attempt.id if attempt else "",
        "turn": attempt.turn if attempt else 0,
    }


def _told(question: Question, drill: Drill) -> View:
    return {
        "id": question.id,
        "title": question.title,
        "passages": [passage(told, drill) for told in question.passages],
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
    return {
        "progress": _left(attempt) if played.here else "",
        "last": played.here is None,
        "question": {
            **_told(question, played.drill),
            "decides": question.decides,
            "says": _says(question, right),
            "answers": [_answer(one, one.id in given.answers) for one in question.answers],
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


def _answer(answer: Answer, ticked: bool) -> View:
    mark = {
        (True, True): _("You ticked this, and it helps."),
        (True, False): _("You left this out. It would have helped."),
        (False, True): _("You ticked this. It is better left."),
        (False, False): _("You left this out, as an expert would."),
    }[answer.right, ticked]
    return {
        "id": answer.id,
        "text": answer.text,
        "ticked": ticked,
        "helps": answer.right,
        "mark": mark,
        "then": answer.then,
        "because": answer.because,
    }


def _debrief(attempt: DrillAttempt) -> View:
    played, drill = attempt.played, attempt.edition.drill
    first = played.at_first_go
    return {
        "says": _("{first} of {all} at first go").format(
            first=len(first), all=len(drill.questions)
        ),
        "came_back": [
            {"title": one.title, "decides": one.decides}
            for one in drill.questions
            if one.id not in first
        ],
        "sources": [msgspec.to_builtins(one) for one in attempt.edition.grounds.sources.values()],
    }
