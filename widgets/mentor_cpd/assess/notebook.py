"""An assignment's notebook, made from its case and the rubric, so that nothing is written twice.

Pure, and always the same bytes for the same case and rubric. It holds no key, no score
and no transcript: its autograded cells ask :class:`.marks.Marks`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..language import _
from ..scenario.model import Scenario
from ..scenario.register import Competency, CriticalError, Register
from .cells import Cell, asks_for_record, cells_of
from .rubric import HIGHEST, Criterion, Rubric

UNTOUCHED = "*Write here.*"
"""What stands in a cell to write in; nbgrader puts it there too when it makes the release."""

_CALLS = {"competency": 'competency("{of}")', "features": "features()", "errors": "errors()"}
_Page = dict[str, Any]


def notebook(
    name: str, title: str, scenario: Scenario, rubric: Rubric, register: Register
) -> bytes:
    """The notebook of the assignment ``name``, whose first form ``scenario`` is.

    ``register`` has the course's words for what is shown and for critical errors.
    """
    cells = cells_of(scenario, rubric)
    pages = [
        _says("introduction", _introduction(title, scenario)),
        _says("marking", _how_it_is_marked(rubric, record=asks_for_record(scenario))),
        _says("critical-errors-explained", _critical_errors(register.critical_errors.values())),
        _says("case", _("## The case")),
        _plays(name),
        _says("done", _what_you_did()),
        *_autograded(name, cells, register.competencies),
        *_written(cells, rubric),
        *_record(name, cells, rubric),
    ]
    return _bytes(pages, {"assignment": name, "title": title})


# What is said.


def _introduction(title: str, scenario: Scenario) -> str:
    return _paragraphs(
        f"# {_('{module}: assessment').format(module=title)}",
        _(
            "You play a case that you have not met before, and then you write about it. The case "
            "takes about {minutes} minutes. You can stop anywhere and come back to the same "
            "place. You cannot go back to an earlier choice, and nothing is explained until "
            "the case is over."
        ).format(minutes=scenario.minutes),
        _("What it is about: {note}").format(note=scenario.content_note),
        _(
            "Write nothing here that could tell anybody who a real pupil is. And this is not how "
            "to report a worry about one: tell your safeguarding lead, by voice, straight away."
        ),
    )


def _how_it_is_marked(rubric: Rubric, *, record: bool) -> str:
    rows = [
        _(
            "**What you do in the case** is marked by playing your choices again. Each competency "
            "gets up to {most} points: how much of it you showed, between the least and the most "
            "that the case lets anybody show. The key features are the few steps that "
            "matter most: did you take them, or not?"
        ).format(most=HIGHEST),
        _(
            "**What you write** is marked by a trainer, from 0 to {most} for each question. What "
            "each level means stands under the question."
        ).format(most=HIGHEST),
    ]
    if record:
        rows.append(
            _(
                "**The concern record** that the case asks you for is marked too. The program "
                "checks "
                "whether its parts are there and the child's words were kept. A trainer reads it."
            )
        )
    passes = [
        _("no critical error that you did not put right"),
        _("every key feature that must be met, here and in a case that you practise on"),
        _("{total} or more of {most} for what you write").format(
            total=rubric.passing_total, most=rubric.most
        ),
        *_leasts(rubric.asked(record=record)),
        _("your head's sign-off, or that of somebody whom your head names"),
    ]
    return _paragraphs(
        _("## How it is marked"),
        _list(rows),
        _("To pass you need all of these. Nothing makes up for anything else."),
        _list(passes),
    )


def _leasts(criteria: Collection[Criterion]) -> Iterator[str]:
    """Which criteria need which level, the highest first."""
    for least in sorted({one.least for one in criteria if one.least}, reverse=True):
        named = [one.label for one in criteria if one.least == least]
        yield _("level {least} or higher on {criteria}").format(
            least=least, criteria=", ".join(f"*{label}*" for label in named)
        )


def _critical_errors(errors: Collection[CriticalError]) -> str:
    return _paragraphs(
        _("## What a critical error means"),
        _(
            "A critical error is a mistake that can leave a child unsafe, or that breaks trust in "
            "a way that good work elsewhere does not mend. It is never averaged away. Anybody "
            "can make one, and in many places you can still put it right. If you do not, you "
            "are *referred*: you talk it through, you practise, and then you take another case, or "
            "hold a conversation that a trainer observes. You have not failed."
        ),
        _list([f"**{one.label}.** {one.means}" for one in errors]),
    )


def _what_you_did() -> str:
    return _paragraphs(
        _("## What you did"),
        _(
            "When the case is over, run these cells. They read `transcript.json`, which playing "
            "the case writes beside this notebook, and play it again."
        ),
    )


# The cells that give points.


def _autograded(
    name: str, cells: Collection[Cell], competencies: Mapping[str, Competency]
) -> Iterator[_Page]:
    titles = {"features": _("### Key features"), "errors": _("### Critical errors")}
    for cell in cells:
        if cell.kind == "autograded":
            known = competencies.get(cell.of)
            title = titles.get(cell.what) or f"### {known.label if known else cell.of}"
            yield _says(f"{cell.grade_id}-title", title)
            call = _CALLS[cell.what].format(of=cell.of)
            yield _code(cell.grade_id, _asks(name, call), grade=True, points=cell.points)


def _written(cells: Collection[Cell], rubric: Rubric) -> Iterator[_Page]:
    yield _says(
        "thoughts",
        _paragraphs(
            _("## Your reflections"),
            _("Look back at the case as you write. A few sentences are enough for each."),
        ),
    )
    for cell in cells:
        criterion = rubric.criterion(cell.of) if cell.what == "reflection" else None
        if criterion:
            yield _says(f"{cell.grade_id}-prompt", _question(criterion))
            yield _markdown(cell.grade_id, UNTOUCHED, grade=True, solution=True, points=cell.points)


def _record(name: str, cells: Collection[Cell], rubric: Rubric) -> Iterator[_Page]:
    for cell in cells:
        if cell.what == "record" and rubric.record:
            told = _("## The concern record")
            yield _says(
                f"{cell.grade_id}-title",
                _paragraphs(
                    told,
                    _(
                        "You write it in the case, and there is nothing to write here. Run the "
                        "cell to see it."
                    ),
                ),
            )
            yield _shows(f"{cell.grade_id}-shown", _asks(name, "record()"))
            yield _markdown(cell.grade_id, _question(rubric.record), task=True, points=cell.points)


def _question(criterion: Criterion) -> str:
    levels = [f"{level}: {says}" for level, says in enumerate(criterion.levels)]
    return _paragraphs(f"### {criterion.label}", criterion.prompt, _list(levels))


def _asks(name: str, call: str) -> str:
    return f'from mentor_cpd import Marks\n\nMarks("{name}").{call}'


# How a notebook is written.


def _says(id: str, text: str) -> _Page:
    """A page that is only read. A mentor may change it; nothing depends on it."""
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": _lines(text)}


def _markdown(id: str, text: str, **nbgrader: Any) -> _Page:
    return {**_says(id, text), "metadata": {"nbgrader": _nbgrader(id, **nbgrader)}}


def _code(id: str, text: str, **nbgrader: Any) -> _Page:
    return {
        **_markdown(id, text, **nbgrader),
        "cell_type": "code",
        "execution_count": None,
        "outputs": [],
    }


def _shows(id: str, text: str) -> _Page:
    """A cell that gives no points, and is put back as it was if somebody changes it."""
    return _code(id, text)


def _plays(name: str) -> _Page:
    """The cell that opens the case. Nobody plays while nbgrader grades: it leaves this out."""
    cell = _shows("play", f'from mentor_cpd import Assessment\n\nAssessment("{name}")')
    return {**cell, "metadata": {**cell["metadata"], "tags": ["skip-execution"]}}


def _nbgrader(
    id: str,
    *,
    grade: bool = False,
    solution: bool = False,
    task: bool = False,
    points: int | None = None,
) -> dict[str, Any]:
    """nbgrader's own metadata, version 3 of its format."""
    return {
        "grade": grade,
        "grade_id": id,
        "locked": not solution,
        **({} if points is None else {"points": points}),
        "schema_version": 3,
        "solution": solution,
        "task": task,
    }


def _bytes(pages: list[_Page], introduces: dict[str, str]) -> bytes:
    told = {
        "cells": pages,
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
            "mentor_cpd_assignment": introduces,
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(texts)


def _list(rows: Collection[str]) -> str:
    return "\n".join(f"- {row}" for row in rows)
