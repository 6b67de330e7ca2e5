"""How far one person has come: every module and case, for the home page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from ..course import Course, Module
from ..errors import CpdError
from ..language import _, ngettext
from ..records.events import LEARNING
from ..records.progress import AttemptSoFar, attempts, opened
from ..records.store import Store
from ..scenario.drilling import replay
from ..scenario.transcript import advance, begin
from . import edition as editions
from . import shelf
from .drill import answers_of
from .moves import from_log
from .shelf import Offered

Standing = Literal["new", "started", "finished"]


class CaseProgress(msgspec.Struct, frozen=True):
    """One case of a module, or its drill. ``where`` is the title of where it was left.

    ``withheld`` says why it is not offered in the school's nation, when it is not.
    """

    id: str
    title: str = ""
    standing: Standing = "new"
    where: str = ""
    mending: bool = False
    withheld: str = ""


class ModuleProgress(msgspec.Struct, frozen=True):
    """One module: where the person stands in it, also in words.

    ``parts`` are its drill, if it has one, and its cases. ``next`` marks the one module
    to go on with: the one played last and not finished, else the first that is not.
    """

    name: str
    title: str
    summary: str
    minutes: int
    state: Standing
    state_words: str
    resume_words: str
    cases: tuple[CaseProgress, ...]
    mending: bool
    mending_words: str
    parts: tuple[CaseProgress, ...] = ()
    withheld: str = ""
    next: bool = False


def overview(store: Store, course: Course, person: str) -> tuple[ModuleProgress, ...]:
    """Every module of the course as the person sees it, in the course's order."""
    events = store.events(person=person, kinds=LEARNING)
    played = attempts(events)
    seen = opened(events)
    offered = shelf.offered(store) | shelf.drills(store)
    withheld = shelf.withheld(store)
    found = []
    for module in course.modules():
        cases = tuple(_case(store, case, offered, withheld, played) for case in module.cases)
        named = module.drill
        drill = _case(store, named, offered, withheld, played) if named else None
        found.append(_module(module, cases, drill, module.name in seen))
    here = _next(found, played)
    return tuple(
        msgspec.structs.replace(module, next=module.name == here and not module.mending)
        for module in found
    )


def _next(modules: list[ModuleProgress], played: list[AttemptSoFar]) -> str:
    by_case = {
        part.id: module.name
        for module in modules
        for part in module.parts
        if not (part.mending or part.withheld)
    }
    closed = {m.name for m in modules if m.parts and all(part.withheld for part in m.parts)}
    unfinished = {m.name for m in modules if m.state != "finished"} - closed
    for attempt in reversed(played):
        if by_case.get(attempt.scenario) in unfinished:
            return by_case[attempt.scenario]
    return next((m.name for m in modules if m.name in unfinished and not m.mending), "")


def _case(
    store: Store,
    id: str,
    offered: Mapping[str, Offered],
    withheld: Mapping[str, str],
    played: list[AttemptSoFar],
) -> CaseProgress:
    mine = [attempt for attempt in played if attempt.scenario == id]
    title = offered[id].title if id in offered else ""
    why = withheld.get(id, "")
    mending = id not in offered and not why
    if not mine:
        return CaseProgress(id, title, mending=mending, withheld=why)
    try:
        ended, where = _how_far(store, mine)
    except CpdError:  # an edition that is gone: the rest of home must still come
        return CaseProgress(id, title, "started", mending=mending, withheld=why)
    return CaseProgress(id, title, "finished" if ended else "started", where, mending, why)


def _how_far(store: Store, mine: list[AttemptSoFar]) -> tuple[bool, str]:
    """Whether any attempt ever came to an ending, and the scene where the last one stands.

    Going back after an ending does not undo that the case was finished.
    """
    ended, where = False, ""
    if mine[0].drilled:
        return _how_far_drilled(store, mine)
    for attempt in mine:
        edition = editions.load(store, attempt.edition or "")
        played = begin(edition.game)
        for move in from_log(store.events(attempt=attempt.id), {}):
            played = advance(played, move)
            ended = ended or (played.here.ending is not None and not played.awaiting)
        where = "" if played.here.ending else played.here.scene.title
    return ended, where


def _how_far_drilled(store: Store, mine: list[AttemptSoFar]) -> tuple[bool, str]:
    ended, where = False, ""
    for attempt in mine:
        drill = editions.load_drill(store, attempt.edition or "").drill
        here = replay(drill, answers_of(store.events(attempt=attempt.id))).here
        ended = ended or here is None
        where = here.title if here else ""
    return ended, where


def _module(
    module: Module, cases: tuple[CaseProgress, ...], drill: CaseProgress | None, was_opened: bool
) -> ModuleProgress:
    parts = (drill, *cases) if drill else cases
    finished = sum(part.standing == "finished" for part in parts)
    started = next((part for part in reversed(parts) if part.standing == "started"), None)
    away = [part for part in parts if part.mending]
    state: Standing = "new"
    if parts and finished == len(parts):
        state = "finished"
    elif finished or started or was_opened:
        state = "started"
    return ModuleProgress(
        name=module.name,
        title=module.title,
        summary=module.summary,
        minutes=module.minutes,
        state=state,
        state_words=_state_in_words(state, finished, len(parts), mixed=drill is not None),
        resume_words=_resume_in_words(started) if started and started.title else "",
        cases=cases,
        parts=parts,
        mending=bool(away) and len(away) == len(parts),
        mending_words=_mending_in_words(len(away), len(parts), mixed=drill is not None),
        withheld=next((part.withheld for part in parts if part.withheld), ""),
    )


def _state_in_words(state: Standing, finished: int, cases: int, *, mixed: bool) -> str:
    if state == "new":
        return _("Not started")
    if state == "finished":
        return _("Finished")
    if finished and mixed:
        return _("Started: {finished} of {parts} parts finished").format(
            finished=finished, parts=cases
        )
    if finished:
        return ngettext(
            "Started: {finished} of {cases} case finished",
            "Started: {finished} of {cases} cases finished",
            cases,
        ).format(finished=finished, cases=cases)
    return _("Started")


def _resume_in_words(case: CaseProgress) -> str:
    if case.where:
        return _("You are in “{case}”, at: {where}").format(case=case.title, where=case.where)
    return _("You are in “{case}”").format(case=case.title)


def _mending_in_words(away: int, cases: int, *, mixed: bool) -> str:
    if not away:
        return ""
    if away == cases:
        return _("This module is being corrected. It will be back.")
    if mixed:
        return ngettext(
            "{count} part is being corrected.", "{count} parts are being corrected.", away
        ).format(count=away)
    return ngettext(
        "{count} case is being corrected.", "{count} cases are being corrected.", away
    ).format(count=away)
