"""A course: the folder that trainers write, found, listed and read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from .errors import CpdError
from .language import _
from .scenario.limits import CAST, CURRICULUM, DRILL, FILE_BYTES

if TYPE_CHECKING:
    from .scenario.check import Checked
    from .scenario.diagnostic import Diagnostic
    from .scenario.parse import Parsed
    from .scenario.register import Register

ENV = "MENTOR_CPD_COURSE"
NOT_CASES = {"readme.md", "format.md", "contributing.md"}  # pages that may lie among cases
_EXAMPLE = '{"title": "Listening", "order": 1, "minutes": 60, "cases": ["a-case"]}'


class Module(msgspec.Struct, frozen=True):
    """One notebook of ``modules/``, as its metadata introduces it.

    ``name`` is the file's, without its ending; ``cases`` are scenario ids in the
    order in which they are met, ``assessed`` those that count; ``drill`` is the id of
    its drill, if it has one.
    """

    name: str
    title: str
    order: int = 0
    minutes: int = 0
    summary: str = ""
    cases: tuple[str, ...] = ()
    drill: str = ""
    assessed: tuple[str, ...] = ()


class CaseFile(msgspec.Struct, frozen=True):
    """The file of a case, and its testplan beside it. Nothing is read until it is asked for."""

    path: Path

    @property
    def id(self) -> str:
        return self.path.stem

    def text(self) -> bytes:
        """The case, or as much of it as shows that it is too large."""
        return _read(self.path)

    def testplan(self) -> str | None:
        plan = self.path.with_suffix(".testplan")
        return _read(plan).decode("utf-8", "replace") if plan.is_file() else None

    def parsed(self) -> Parsed:
        """What the file says, with all that is wrong with how it is written."""
        from .scenario.parse import parse  # noqa: PLC0415 -- reading Markdown: never in a kernel

        return parse(self.text(), self.path.as_posix(), folder=self.path.parent.name)

    def checked(self, parsed: Parsed, register: Register, *, today: date) -> Checked:
        """What is proved of the case, and everything that keeps it from being offered."""
        from .scenario.check import check  # noqa: PLC0415 -- as above

        return check(parsed, register, today=today, testplan=self.testplan(), sound_only=True)


class Course(msgspec.Struct, frozen=True):
    """The folder that holds ``modules/`` and ``scenarios/``."""

    root: Path

    @classmethod
    def find(
        cls,
        explicit: Path | str | None = None,
        *,
        env: Mapping[str, str] = os.environ,
        start: Path | None = None,
    ) -> Course:
        """The course: the folder named, else the environment's, else the nearest one upwards.

        A folder that is named must be a course; only the walk upwards looks further.
        """
        named = explicit or env.get(ENV)
        if named:
            root = Path(named).expanduser().resolve()
            if not _is_course(root):
                raise CpdError(
                    _("{folder} is no course: it has no folders scenarios/ and modules/.").format(
                        folder=root
                    ),
                    _("Name the folder that holds them."),
                )
            return cls(root)
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if _is_course(folder):
                return cls(folder)
        raise CpdError(
            _("There is no course here or above {folder}.").format(folder=here),
            _(
                "Go to a folder that holds scenarios/ and modules/, or set {name};"
                " mentor-cpd new DIR makes one."
            ).format(name=ENV),
        )

    def nearby(self) -> Course:
        """The course by the path that people see, where they stand at its folder or above it."""
        here = Path.cwd().resolve()
        return Course(self.root.relative_to(here) if self.root.is_relative_to(here) else self.root)

    @property
    def scenarios(self) -> Path:
        return self.root / "scenarios"

    def modules(self) -> tuple[Module, ...]:
        """Every notebook that introduces itself, in the order that they give.

        A notebook without ``mentor_cpd`` metadata is no module and is left out; so is
        one that cannot be read (:meth:`unreadable`), for the others' sake.
        """
        found = [m for m in map(_module, self._notebooks()) if isinstance(m, Module)]
        return tuple(sorted(found, key=lambda m: (m.order, m.name)))

    def unreadable(self) -> tuple[CpdError, ...]:
        """What is wrong with notebooks that cannot be read as modules."""
        return tuple(e for e in map(_module, self._notebooks()) if isinstance(e, CpdError))

    def _notebooks(self) -> list[Path]:
        return sorted((self.root / "modules").glob("*.ipynb"))

    def module(self, name: str) -> Module:
        """The module of that name."""
        for module in self.modules():
            if module.name == name:
                return module
        raise CpdError(
            _('There is no module "{name}" in {folder}.').format(
                name=name, folder=self.root / "modules"
            ),
            _("There are: {names}.").format(
                names=", ".join(m.name for m in self.modules()) or _("none")
            ),
        )

    def notebook(self, name: str) -> Path:
        """Where the notebook of a module lies."""
        return self.root / "modules" / f"{self.module(name).name}.ipynb"

    def cases(self) -> tuple[Path, ...]:
        """The files of all cases: ``scenarios/<module>/<id>.md``."""
        return tuple(page for page in self._pages() if not page.stem.endswith(DRILL))

    def drills(self) -> tuple[Path, ...]:
        """The files of all drills: ``scenarios/<module>/<id>.md``, whose ids end in -drill."""
        return tuple(page for page in self._pages() if page.stem.endswith(DRILL))

    def _pages(self) -> list[Path]:
        pages = sorted(self.scenarios.glob("*/*.md"))
        return [page for page in pages if page.name.lower() not in NOT_CASES]

    def case(self, id: str) -> CaseFile:
        """One case, by its id."""
        for path in self.cases():
            if path.stem == id:
                return CaseFile(path)
        raise CpdError(
            _('There is no case "{id}" in {folder}.').format(id=id, folder=self.scenarios),
            _("A case is a file: {path}.").format(path=self.scenarios / "MODULE" / f"{id}.md"),
        )

    def registers(self) -> dict[str, bytes]:
        """The text of every register that is there, by file name.

        The curriculum is none of them: it names cases, and no case names it.
        """
        files = sorted(self.scenarios.glob("*.yml"))
        return {path.name: _read(path) for path in files if path.name != CURRICULUM}

    def cast(self) -> bytes | None:
        """The text of the cast register, in a course that keeps one."""
        path = self.scenarios / CAST
        return _read(path) if path.is_file() else None

    def curriculum(self) -> bytes | None:
        """The text of the curriculum, in a course that keeps one."""
        path = self.scenarios / CURRICULUM
        return _read(path) if path.is_file() else None

    def register(self) -> tuple[Register, tuple[Diagnostic, ...]]:
        """What the cases may refer to by id, and what is wrong with the files that say so."""
        from .scenario.register import read_register  # noqa: PLC0415 -- reads YAML

        return read_register(self.registers(), self.scenarios.as_posix())


def _read(path: Path) -> bytes:
    """The file; of one that is too large, as much as shows it."""
    try:
        with path.open("rb") as file:
            return file.read(FILE_BYTES + 1)
    except OSError as error:
        raise CpdError(
            _("{path} cannot be read: {why}.").format(path=path, why=error.strerror),
            _("Look at its permissions."),
        ) from error


def _is_course(folder: Path) -> bool:
    # Path.is_dir raises where this account may not look.
    return all(os.path.isdir(folder / name) for name in ("scenarios", "modules"))  # noqa: PTH112


class _Notebook(msgspec.Struct):
    """As much of a notebook as a course reads; the rest is not looked at."""

    class Metadata(msgspec.Struct):
        class Introduction(msgspec.Struct, forbid_unknown_fields=True):
            title: str
            order: int = 0
            minutes: int = 0
            summary: str = ""
            cases: tuple[str, ...] = ()
            drill: str = ""
            assessed: tuple[str, ...] = ()

        mentor_cpd: Introduction | None = None

    metadata: Metadata


def _module(path: Path) -> Module | CpdError | None:
    try:
        notebook = msgspec.json.decode(path.read_bytes(), type=_Notebook)
    except (OSError, msgspec.DecodeError) as error:
        return CpdError(
            _("{path} cannot be read as a module: {error}.").format(path=path, error=error),
            _('Its metadata needs "mentor_cpd": {example}').format(example=_EXAMPLE),
        )
    intro = notebook.metadata.mentor_cpd
    return Module(path.stem, **msgspec.structs.asdict(intro)) if intro else None
