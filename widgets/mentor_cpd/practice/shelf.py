"""The shelf: which cases are offered now, and why others are not.

Whoever may read the course stocks the shelf: the host at its start and when files
change, or a Player in somebody's own JupyterLab. Everybody else reads what is offered
from the store, by digest, and never opens Markdown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from .. import __version__
from ..course import CaseFile, Course
from ..errors import CpdError
from ..language import _
from ..records.store import Store
from ..scenario.model import Scenario, Use
from ..scenario.typesetting import typeset
from .grounds import DrillGrounds, Grounds, Named, Reference, Source, Term
from .safeguarding import is_about_safeguarding, nations_of, why_withheld
from .school import School
from .terms import terms_in

if TYPE_CHECKING:
    from ..scenario.drill import Drill
    from ..scenario.explore import Proof
    from ..scenario.register import Register

SETTING = "shelf"
REFERENCE = "reference"
FIRST_STEPS = "first-steps"  # the scene's id, and the setting that it is kept under
# A course of its own, of one case: it belongs to no module, and is offered beside no other.
_NEWCOMERS = Path(__file__).parent / "first_steps"


class Offered(msgspec.Struct, frozen=True):
    """A case or drill that can be begun, as the shelf introduces it.

    ``digest`` names its edition; ``source`` is the digest of all that it was made from,
    so that a case is checked again only when something has changed. ``nations`` are
    those in which the rules of a ``safeguarding`` case hold.
    """

    id: str
    digest: str
    title: str
    module: str
    use: Use
    minutes: int
    content_note: str
    source: str
    kind: Literal["case", "drill"] = "case"
    safeguarding: bool = False
    nations: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """What became of one case: offered, or held back for ``problems``, one line each."""

    id: str
    path: str
    offered: Offered | None = None
    problems: tuple[str, ...] = ()


def offered(store: Store) -> dict[str, Offered]:
    """The cases that are offered now in the school's nation, by id."""
    return {name: one for name, one in _here(store).items() if one.kind == "case"}


def playable(store: Store, id: str) -> Offered | None:
    """What can be begun under that id: a case that is offered, or the scene for newcomers."""
    return first_steps(store) if id == FIRST_STEPS else offered(store).get(id)


def first_steps(store: Store) -> Offered | None:
    """The short scene in which newcomers learn the controls; counted nowhere."""
    kept = store.setting(FIRST_STEPS)
    return msgspec.convert(kept, type=Offered) if kept else None


def drills(store: Store) -> dict[str, Offered]:
    """The drills that are offered now in the school's nation, by id."""
    return {name: one for name, one in _here(store).items() if one.kind == "drill"}


def withheld(store: Store) -> dict[str, str]:
    """The sound cases and drills that are not offered in the school's nation, and why."""
    nation = School.of(store).nation
    reasons = {name: _withheld(one, nation) for name, one in _all(store).items()}
    return {name: why for name, why in reasons.items() if why}


def why_not(store: Store, id: str) -> str:
    """Why a case or drill that is not offered is not."""
    return withheld(store).get(id) or _("It is being corrected. It will be back.")


def reference(store: Store) -> Reference:
    """The course's glossary and sources, as they were when the shelf was last stocked."""
    return msgspec.convert(store.setting(REFERENCE) or {}, type=Reference)


def _here(store: Store) -> dict[str, Offered]:
    nation = School.of(store).nation
    return {name: one for name, one in _all(store).items() if not _withheld(one, nation)}


def _withheld(one: Offered, nation: str) -> str:
    return why_withheld(one.nations, nation) if one.safeguarding else ""


def _all(store: Store) -> dict[str, Offered]:
    return msgspec.convert(store.setting(SETTING) or {}, type=dict[str, Offered])


def stock(
    course: Course,
    store: Store,
    *,
    only: Collection[str] | None = None,
    today: date | None = None,
) -> tuple[Report, ...]:
    """Check the cases and drills of the course, keep the sound ones as editions, and offer them.

    A case that has not changed since it was offered is not looked at again. With
    ``only``, the others stay on the shelf as they are.
    """
    stocking = _Stocking(course, store, today or date.today())
    reports = stocking.all(only)
    shelf = {report.id: report.offered for report in reports if report.offered}
    if only is not None:
        shelf = {case: one for case, one in stocking.before.items() if case not in only} | shelf
    if shelf != stocking.before:
        store.set_setting(SETTING, msgspec.to_builtins(shelf))
    stocking.keep_reference()
    return reports


def stock_first_steps(store: Store) -> Report:
    """Keep the scene for newcomers, which comes with the program and not with a course."""
    before = first_steps(store)
    stocking = _Stocking(Course(_NEWCOMERS), store, date.today(), before)
    (report,) = stocking.all(None)
    if report.offered != before:
        store.set_setting(FIRST_STEPS, msgspec.to_builtins(report.offered))
    return report


class _Stocking:
    """One round of stocking; the registers are read once, and only if something has changed."""

    def __init__(
        self, course: Course, store: Store, today: date, first_steps: Offered | None = None
    ) -> None:
        self.course = course
        self.store = store
        self.today = today
        self.before = _all(store) | ({FIRST_STEPS: first_steps} if first_steps else {})
        self._register: tuple[Register, tuple[str, ...]] | None = None
        self._registers = hashlib.sha256(__version__.encode())
        for name, text in course.registers().items():
            self._registers.update(f"\n{name} {len(text)}\n".encode() + text)

    def all(self, only: Collection[str] | None) -> tuple[Report, ...]:
        files = [CaseFile(path) for path in (*self.course.cases(), *self.course.drills())]
        first = {file.id: file for file in reversed(files)}
        wanted = [file for file in files if only is None or file.id in only]
        return tuple(self._one(file, first[file.id]) for file in wanted)

    def keep_reference(self) -> None:
        """Keep glossary and sources for the pages that are no case, unless they are amiss."""
        made_from = self._registers.hexdigest()
        if reference(self.store).made_from == made_from:
            return
        register, amiss = self._read_register()
        if amiss:
            return
        kept = typeset(
            Reference(made_from, _terms(register), _sources(register.citations, register))
        )
        self.store.set_setting(REFERENCE, msgspec.to_builtins(kept))

    def _one(self, file: CaseFile, first: CaseFile) -> Report:
        shown = file.path.as_posix()
        if file != first:
            twin = _("{file}: its id is also that of {other}. Give one of them another.")
            return Report(file.id, shown, None, (twin.format(file=shown, other=first.path),))
        try:
            source = self._source(file)
            before = self.before.get(file.id)
            if before and before.source == source and self.store.edition(before.digest):
                return Report(file.id, shown, before)
            return self._check(file, source)
        except CpdError as error:
            return Report(file.id, shown, None, (str(error),))

    def _source(self, file: CaseFile) -> str:
        source = self._registers.copy()
        for text in (file.text(), (file.testplan() or "").encode()):
            source.update(f"\n{len(text)}\n".encode() + text)
        return source.hexdigest()

    def _check(self, file: CaseFile, source: str) -> Report:
        from ..scenario import canon  # noqa: PLC0415 -- a kernel of the host stocks nothing

        shown = file.path.as_posix()
        register, amiss = self._read_register()
        parsed = file.parsed()
        checked = file.checked(parsed, register, today=self.today)
        proof = checked.exploration.proof if checked.exploration else None
        problems = amiss + tuple(
            f"{found} {found.way()}".strip()
            for found in checked.diagnostics
            if found.severity == "error"
        )
        if parsed.drill is not None and not problems:
            return Report(file.id, shown, self._keep_drill(parsed.drill, register, source))
        scenario = parsed.scenario
        if problems or scenario is None or proof is None:
            return Report(file.id, shown, None, problems)
        canonical = canon.canonical(scenario)
        digest = canon.digest(canonical)
        grounds = _grounds(scenario, proof, register)
        self.store.keep_edition(digest, scenario.id, canonical, msgspec.json.encode(grounds))
        return Report(
            file.id,
            shown,
            Offered(
                id=scenario.id,
                digest=digest,
                title=scenario.title,
                module=scenario.module,
                use=scenario.use,
                minutes=scenario.minutes,
                content_note=scenario.content_note,
                source=source,
                safeguarding=is_about_safeguarding(scenario.module),
                nations=nations_of(grounds.sources.values()),
            ),
        )

    def _keep_drill(self, drill: Drill, register: Register, source: str) -> Offered:
        from ..scenario import canon  # noqa: PLC0415 -- as above

        canonical = canon.canonical(drill)
        digest = canon.digest(canonical)
        cites = {*drill.cites, *(cite for one in drill.questions for cite in one.cites)}
        sources = _sources(cites, register)
        grounds = typeset(DrillGrounds(sources, _terms_in([drill, sources], register)))
        self.store.keep_edition(digest, drill.id, canonical, msgspec.json.encode(grounds))
        return Offered(
            id=drill.id,
            digest=digest,
            title=drill.title,
            module=drill.module,
            use="practice",
            minutes=drill.minutes,
            content_note=drill.content_note,
            source=source,
            kind="drill",
            safeguarding=is_about_safeguarding(drill.module),
            nations=nations_of(grounds.sources.values()),
        )

    def _read_register(self) -> tuple[Register, tuple[str, ...]]:
        if self._register is None:
            register, diagnostics = self.course.register()
            amiss = tuple(str(one) for one in diagnostics if one.severity == "error")
            self._register = register, amiss
        return self._register


def _grounds(scenario: Scenario, proof: Proof, register: Register) -> Grounds:
    """The course's words for everything that this case names, as they are today."""
    cites = {*scenario.cites, *(cite for rule in scenario.rules for cite in rule.cites)}
    cites.update(cite for scene in scenario.scenes for cite in scene.cites)
    said = Grounds(
        proof=proof,
        competencies={
            known.id: Named(known.label, known.gathers)
            for known in map(register.competencies.get, scenario.competencies)
            if known
        },
        errors={
            known.id: Named(known.label, known.means)
            for known in map(register.critical_errors.get, scenario.errors())
            if known
        },
        sources=_sources(cites, register),
    )
    told = [scenario, said.competencies, said.errors, said.sources]
    return typeset(msgspec.structs.replace(said, terms=_terms_in(told, register)))


def _terms_in(told: object, register: Register) -> dict[str, Term]:
    """The short forms that these values use, as the glossary explains them."""
    return terms_in(msgspec.to_builtins(told), _terms(register))


def _terms(register: Register) -> dict[str, Term]:
    return {
        known.short: Term(known.short, known.stands_for, known.means, known.in_your_school)
        for known in register.glossary.values()
    }


def _sources(cites: Collection[str], register: Register) -> dict[str, Source]:
    return {
        cited.id: Source(
            title=cited.title,
            edition=cited.edition,
            nation=cited.nation,
            in_force_from=str(cited.in_force_from or ""),
            checked_on=str(cited.checked_on or ""),
            address=cited.address,
            note=cited.note,
        )
        for cited in register.citations.values()
        if cited.id in cites
    }
