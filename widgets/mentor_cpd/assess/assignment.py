"""The assignments of a course, as trainers write them: their cases and their notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..course import Course, Module
from ..errors import CpdError
from ..language import _
from ..scenario.model import Scenario
from .cells import asks_for_record
from .notebook import notebook
from .rubric import of_course

FOLDER = "assessments"


@dataclass(frozen=True, slots=True)
class Source:
    """An assignment's notebook: where it lies, and what it is to hold."""

    name: str
    path: Path
    made: bytes

    @property
    def is_current(self) -> bool:
        """Whether what lies there is what it is to hold."""
        return self.path.is_file() and self.path.read_bytes() == self.made

    def write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(self.made)


def folder(course: Course) -> Path:
    """The nbgrader course. A course without assessments has none."""
    return course.root / FOLDER


def names(course: Course) -> tuple[str, ...]:
    """Every assignment: it has the name of its module, which has assessed cases."""
    return tuple(module.name for module in course.modules() if module.assessed)


def sources(course: Course, only: str = "") -> tuple[Source, ...]:
    """The notebooks of all assignments, or of one, as case and rubric make them now.

    Raises :class:`CpdError` for a name that is no assignment, a case that cannot be read
    or is not meant for this, and a rubric that does not add up.
    """
    modules = [module for module in course.modules() if module.assessed]
    if only and only not in names(course):
        raise CpdError(
            _('There is no assessment "{name}" in this course.').format(name=only),
            _("There are: {names}.").format(names=", ".join(names(course)) or _("none")),
        )
    chosen = [module for module in modules if only in ("", module.name)]
    return tuple(_source(course, module) for module in chosen)


def strays(course: Course) -> tuple[Path, ...]:
    """Files that lie among the sources, and that no assessment has made.

    nbgrader would copy them over what mentors hand in: a transcript among them would give
    everybody its marks.
    """
    made = {_place(course, name) for name in names(course)}
    there = (folder(course) / "source").rglob("*")
    files = (path for path in sorted(there) if path.is_file() and path not in made)
    return tuple(path for path in files if ".ipynb_checkpoints" not in path.parts)


def _place(course: Course, name: str) -> Path:
    return folder(course) / "source" / name / f"{name}.ipynb"


def _source(course: Course, module: Module) -> Source:
    rubric = of_course(course)
    register, _amiss = course.register()
    first, *others = [_form(course, module, case) for case in module.assessed]
    for other in others:
        for lacks in _not_parallel(first, other):
            raise CpdError(
                _('"{other}" is no other form of "{first}": {lacks}').format(
                    other=other.id, first=first.id, lacks=lacks
                ),
                _("Mend the case, or take it out of assessed in modules/{module}.ipynb.").format(
                    module=module.name
                ),
            )
    made = notebook(module.name, module.title, first, rubric, register)
    return Source(module.name, _place(course, module.name), made)


def _form(course: Course, module: Module, case: str) -> Scenario:
    """A case of the assignment, which must be one that assesses, and this module's."""
    parsed = course.case(case).parsed()
    if parsed.scenario is None:
        raise CpdError(str(next(iter(parsed.diagnostics))))
    if parsed.scenario.use != "assessed" or parsed.scenario.module != module.name:
        raise CpdError(
            _('"{case}" cannot be assessed in "{module}".').format(case=case, module=module.name),
            _("Its page must say use: assessed and module: {module}.").format(module=module.name),
        )
    return parsed.scenario


def _not_parallel(first: Scenario, other: Scenario) -> Iterator[str]:
    """In what the other form could not be marked by the cells of the first."""
    for competency in first.competencies:
        if competency not in other.competencies:
            yield _('it shows nothing of "{competency}".').format(competency=competency)
    if asks_for_record(first) != asks_for_record(other):
        yield _("only one of the two asks for a concern record.")
