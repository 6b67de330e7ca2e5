"""A small school for tests: an assessment with two forms, its people, and who does what."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from mentor_cpd.assess import taking
from mentor_cpd.assess.grading import weigh
from mentor_cpd.assess.judging import Library
from mentor_cpd.assess.marking import OVERALL, Marking
from mentor_cpd.assess.taking import Assessed
from mentor_cpd.course import Course
from mentor_cpd.practice.attempt import SAVED, Attempt
from mentor_cpd.records.people import Person
from mentor_cpd.records.store import Store
from tests.assess.making import CRITERIA, RECORD, edit
from tests.practice.playing import CASE
from tests.practice.playing import COURSE as PRACTICE

MODULE = "listening"
FIRST, SECOND = "too-quiet-two", "too-quiet-three"
WORDS = {
    "evidence": "Sam stamped the same date for ten minutes before he spoke.",
    "childs-view": "He said that they changed the chat; he did not say that he was sad.",
    "action": "On Monday I ask Mr Rowe how lunch was.",
}
OVERALL_SAID = dict.fromkeys(OVERALL, "In one sentence.")

_numbers = count()


def message() -> str:
    """A message id that no other message has."""
    return f"message-{next(_numbers)}"


def somebody(id: str, *roles: str) -> Person:
    return Person(
        f"p-{id}", id, id.title(), frozenset(roles), False, True, datetime(2026, 9, 1, tzinfo=UTC)
    )


ADA = somebody("ada", "mentor")
TESS = somebody("tess", "trainer", "mentor")
TOM = somebody("tom", "trainer")
HEAD = somebody("hope", "head")
LEAD = somebody("lena", "safeguarding-lead")


def course_with_forms(folder: Path, *, module: str = MODULE) -> Course:
    """The small course: *Too quiet* is practised, and has two forms that are assessed."""
    shutil.copytree(PRACTICE, folder)
    cases = folder / "scenarios" / "listening"
    for case in (FIRST, SECOND):
        page = Path(shutil.copy(cases / f"{CASE}.md", cases / f"{case}.md"))
        edit(page, f"id: {CASE}", f"id: {case}")
        edit(page, "use: practice", "use: assessed")
        shutil.copy(cases / f"{CASE}.testplan", cases / f"{case}.testplan")
    (cases / "second-thoughts.md").unlink()
    with (folder / "scenarios" / "competencies.yml").open("a", encoding="utf-8") as register:
        register.write(CRITERIA)
    notebook = folder / "modules" / "listening.ipynb"
    told = json.loads(notebook.read_bytes())
    told["metadata"]["mentor_cpd"] |= {"cases": [CASE], "assessed": [FIRST, SECOND]}
    notebook.write_text(json.dumps(told), encoding="utf-8")
    if module != MODULE:
        for page in cases.glob("*.md"):
            edit(page, f"module: {MODULE}", f"module: {module}")
        cases.rename(cases.with_name(module))
        notebook.rename(notebook.with_stem(module))
    return Course(folder)


# What a mentor does.


def begun(store: Store, person: Person = ADA) -> Assessed:
    attempt, outcome = taking.begin(store, person.id, MODULE, message=message())
    assert outcome == SAVED
    return attempt


def played(attempt: Attempt, *choices: str) -> None:
    """Take the choices, saying nothing and writing the record where it is asked for."""
    for choice in choices:
        assert attempt.choose(choice, turn=attempt.turn, message=message()) == SAVED
        if attempt.stage == "explain":
            assert attempt.explain("", 0, turn=attempt.turn, message=message()) == SAVED
        if attempt.stage == "write":
            asked = attempt.played.awaiting == "concern-record"
            parts = RECORD if asked else {"text": "I would say so."}
            assert attempt.write(parts, turn=attempt.turn, message=message()) == SAVED


def submitted(store: Store, *choices: str, person: Person = ADA) -> str:
    """Begun, played so, reflected on and handed in: the submission's id."""
    attempt = begun(store, person)
    played(attempt, *choices)
    assert attempt.submit(WORDS, turn=attempt.turn, message=message()) == SAVED
    return attempt.id


def practises(store: Store, *choices: str, person: Person = ADA) -> None:
    attempt, outcome = Attempt.begin(store, person.id, CASE, message=message())
    assert outcome == SAVED
    played(attempt, *choices)


def state(store: Store, person: Person = ADA) -> str:
    """What the mentor is told."""
    return taking.standing_for(store, person.id, MODULE).state


# What is done with a submission.


def grade(store: Store, submission: str) -> None:
    """Mark by replay what was done, as the host does by itself."""
    assert weigh(store, submission, Library(store)).what == "graded"


def mark(
    store: Store,
    submission: str,
    by: Person = TESS,
    level: int = 2,
    *,
    levels: Mapping[str, int] | None = None,
    why: str = "",
) -> None:
    """Mark it to the end: this level for everything but what is said of."""
    marking = Marking(store, by, submission)
    given = dict.fromkeys((one.id for one in marking.criteria), level) | dict(levels or {})
    outcome = marking.mark(
        given, OVERALL_SAID, done=True, why=why, turn=marking.turn, message=message()
    )
    assert outcome == SAVED, outcome
