"""Whether what a case refers to is in the course's registers, and in date.

An id that is missing is said once, where it stands first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ..language import _
from .diagnostic import Diagnostic, nearest
from .register import CITATIONS, COMPETENCIES
from .subject import Subject

CHECK_AGAIN = timedelta(days=365)


def competencies_are_known(subject: Subject) -> Iterator[Diagnostic]:
    if subject.register:
        for competency in subject.scenario.competencies:
            if competency not in subject.register.competencies:
                yield _missing(
                    subject,
                    competency,
                    list(subject.register.competencies),
                    COMPETENCIES,
                    "competency",
                    competency,
                )


def critical_errors_are_known(subject: Subject) -> Iterator[Diagnostic]:
    if not subject.register:
        return
    known = set(subject.register.critical_errors)
    for scene in subject.scenario.scenes:
        for choice in scene.choices:
            if choice.error and choice.error not in known:
                known.add(choice.error)
                yield _missing(
                    subject,
                    choice.error,
                    list(subject.register.critical_errors),
                    COMPETENCIES,
                    "scene",
                    scene.id,
                    "choice",
                    choice.id,
                    "error",
                )


def citations_are_known(subject: Subject) -> Iterator[Diagnostic]:
    if subject.register:
        known = set(subject.register.citations)
        for place, citation in _cited(subject):
            if citation not in known:
                known.add(citation)
                yield _missing(
                    subject, citation, list(subject.register.citations), CITATIONS, *place
                )


def citations_are_in_date(subject: Subject) -> Iterator[Diagnostic]:
    if not subject.register:
        return
    said = set()
    for place, name in _cited(subject):
        citation = subject.register.citations.get(name)
        if citation is None or name in said:
            continue
        said.add(name)
        amiss = _out_of_date(citation.in_force_from, citation.checked_on, subject.today)
        if amiss:
            yield subject.at(
                *place,
                code="S402",
                says=_('citation "{id}" {amiss}.').format(id=name, amiss=amiss),
                remedy=_("Read the present edition and bring {file} up to date.").format(
                    file=CITATIONS
                ),
            )


def _out_of_date(in_force_from: date | None, checked_on: date | None, today: date) -> str:
    if checked_on and today - checked_on > CHECK_AGAIN:
        return _("was last checked on {day}, over a year ago").format(day=checked_on)
    if in_force_from and in_force_from > today:
        return _("is not in force before {day}").format(day=in_force_from)
    return ""


def _cited(subject: Subject) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every place that cites, and what it cites."""
    for citation in subject.scenario.cites:
        yield ("cites", citation), citation
    for rule in subject.scenario.rules:
        for citation in rule.cites:
            yield ("rule", rule.id), citation
    for scene in subject.scenario.scenes:
        for citation in scene.cites:
            yield ("scene", scene.id, "Cites"), citation


def _missing(subject: Subject, name: str, known: list[str], file: str, *place: str) -> Diagnostic:
    near = nearest(name, known)
    return subject.at(
        *place,
        code="S401",
        says=_('"{id}" is not in {file}.').format(id=name, file=file),
        remedy=_('Did you mean "{near}"?').format(near=near)
        if near
        else _("Write it there, or name one that is there."),
    )
