"""The rubric: what trainers mark in what a mentor wrote, and what passes.

Trainers write it in the course's register (``scenarios/competencies.yml``). Its digest
names a *rubric edition*. Every edition that anything was marked by is kept in the store,
beside the cases' editions, so that an old mark can be read for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from ..errors import CpdError
from ..language import _
from ..records.store import Store
from ..scenario.criteria import HIGHEST, Criterion
from ..scenario.typesetting import typeset

if TYPE_CHECKING:
    from ..course import Course
    from ..scenario.register import Register

__all__ = ["HIGHEST", "Criterion", "Rubric", "Verdict", "verdict"]

WRITTEN_IN = "competencies.yml"
KEPT_AS = "the rubric"  # among the editions; no case has an id with a space in it
SETTING = "rubric"  # the digest of the edition that is marked by now


class Rubric(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Criteria, and the least total that passes.

    ``reports`` names key features, by id: those that say when a concern was passed on.
    """

    criteria: tuple[Criterion, ...]
    passing_total: int
    reports: tuple[str, ...] = ()

    @property
    def reflection(self) -> tuple[Criterion, ...]:
        """The criteria that make the total, in their order."""
        return tuple(one for one in self.criteria if not one.apart)

    @property
    def record(self) -> Criterion | None:
        """The criterion that a concern record is marked by."""
        return next((one for one in self.criteria if one.apart), None)

    @property
    def most(self) -> int:
        """The highest total: fifteen with five criteria."""
        return HIGHEST * len(self.reflection)

    def asked(self, *, record: bool) -> tuple[Criterion, ...]:
        """The criteria that a submission is marked by; ``record``: its case asks for one."""
        return tuple(one for one in self.criteria if record or not one.apart)

    def criterion(self, id: str) -> Criterion | None:
        return next((one for one in self.criteria if one.id == id), None)

    @property
    def canonical(self) -> bytes:
        return msgspec.json.encode(self, order="sorted")

    @property
    def digest(self) -> str:
        """The edition's name for ever."""
        return hashlib.sha256(self.canonical).hexdigest()


class Verdict(msgspec.Struct, frozen=True):
    """Whether what was written passes. ``missing`` says in words what keeps it from it."""

    passes: bool
    total: int
    most: int
    missing: tuple[str, ...] = ()


def verdict(levels: Mapping[str, int], rubric: Rubric, *, record: bool = False) -> Verdict:
    """Judge the levels given, by criterion; ``record``: the case asks for a concern record.

    Nothing is averaged: the total, and each criterion's least, must all be there.
    Raises :class:`ValueError` for a level or a criterion that the rubric does not have.
    """
    for criterion, level in levels.items():
        if rubric.criterion(criterion) is None or not 0 <= level <= HIGHEST:
            raise ValueError(f"level {level} of {criterion} is none of this rubric's")
    missing = [_lacks(one, levels.get(one.id)) for one in rubric.asked(record=record)]
    total = sum(levels.get(one.id, 0) for one in rubric.reflection)
    if total < rubric.passing_total:
        short = _("{total} of {most} in all; {least} or more are needed.")
        missing.append(
            short.format(total=total, most=rubric.most, least=rubric.passing_total),
        )
    said = tuple(filter(None, missing))
    return Verdict(not said, total, rubric.most, said)


def _lacks(criterion: Criterion, level: int | None) -> str:
    if level is None:
        return _("{criterion} has not been marked.").format(criterion=criterion.label)
    if level < criterion.least:
        return _("{criterion}: level {level}; {least} or more is needed.").format(
            criterion=criterion.label, level=level, least=criterion.least
        )
    return ""


# Where it comes from, and where it is kept.


def of_register(register: Register) -> Rubric:
    """The rubric that the register holds. The register has been read without a mistake."""
    if not register.criteria:
        raise CpdError(
            _("This course has no criteria to mark by."),
            _("Write them into scenarios/competencies.yml, under criteria."),
        )
    return typeset(
        Rubric(tuple(register.criteria.values()), register.passing_total, register.reports)
    )


def of_course(course: Course) -> Rubric:
    """The rubric as the course has it now. Raises :class:`CpdError` when it does not add up."""
    register, amiss = course.register()
    for found in amiss:
        if found.severity == "error" and found.file.endswith(WRITTEN_IN):
            raise CpdError(str(found))
    return of_register(register)


def keep(store: Store, rubric: Rubric) -> str:
    """Keep this edition for ever, and mark by it from now on. Its digest."""
    digest = rubric.digest
    store.keep_edition(digest, KEPT_AS, rubric.canonical, b"{}")
    if store.setting(SETTING) != digest:
        store.set_setting(SETTING, digest)
    return digest


def present(store: Store) -> Rubric:
    """The rubric that is marked by now."""
    digest = store.setting(SETTING)
    if not isinstance(digest, str):
        raise CpdError(
            _("No rubric has been kept yet."),
            _("Start the server once, or run mentor-cpd grade: both read it from the course."),
        )
    return load(store, digest)


def load(store: Store, digest: str) -> Rubric:
    """A rubric edition that was kept."""
    kept = store.edition(digest)
    if kept is None:
        raise CpdError(
            _("The rubric {digest} is not in the record.").format(digest=digest[:12]),
            _("Put the newest sound copy of the record in its place."),
        )
    return msgspec.json.decode(kept[0], type=Rubric)
