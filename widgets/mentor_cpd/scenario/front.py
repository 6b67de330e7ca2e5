"""The front matter of a case: who, what is measured, what must hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import cast

from ..language import _
from . import limits
from .diagnostic import Findings
from .expression import KINDS, RESERVED
from .ids import Cell, check_id, is_id
from .lines import Lines
from .model import KeyFeature, Meter, Person, Rule, Use
from .names import Names
from .table import Table

USES = ("practice", "assessed")
REQUIRED = (
    "id",
    "title",
    "module",
    "edition",
    "use",
    "minutes",
    "content_note",
    "cast",
    "competencies",
    "debrief",
)
OPTIONAL = ("meters", "facts", "key_features", "rules", "cites")
YOU = "you"  # the speaker that is the mentor, and so no id for anyone else


@dataclass(slots=True)
class Front:
    """What the front matter says. Where it says nothing readable, an empty value."""

    id: str = ""
    title: str = ""
    module: str = ""
    edition: int = 1
    use: Use = "practice"
    minutes: int = 15
    content_note: str = ""
    cast: list[Person] = field(default_factory=list)
    meters: list[Meter] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    competencies: list[str] = field(default_factory=list)
    key_features: list[KeyFeature] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    debrief: list[str] = field(default_factory=list)
    cites: list[str] = field(default_factory=list)


def read_front(table: Table, findings: Findings, lines: Lines, names: Names) -> Front:
    """The front matter's values; ``names`` learns what the body may speak of."""
    table.expect(REQUIRED, OPTIONAL)
    for key in table.names():
        lines.note(table.line_of(key), key)
    front = Front(
        id=table.id("id"),
        title=table.text("title"),
        module=table.id("module"),
        edition=table.whole("edition", 1, 9_999),
        use=cast(Use, table.one_of("use", USES, "practice")),
        minutes=table.whole("minutes", 1, 240, default=15),
        content_note=table.text("content_note"),
        cast=read_cast(table, findings, lines),
        meters=_meters(table, findings, lines),
        facts=noted("fact", table.ids("facts"), lines),
        competencies=noted("competency", table.ids("competencies"), lines),
        debrief=[cell.text for cell in table.cells("debrief")],
        cites=noted("cites", table.ids("cites"), lines),
    )
    _are_apart(front, findings, lines)
    names.cast = {person.name: person.id for person in front.cast}
    names.meters = {meter.id: meter for meter in front.meters}
    names.facts = set(front.facts)
    names.competencies = set(front.competencies)
    front.key_features = _key_features(table, findings, lines, names)
    names.features = {feature.id for feature in front.key_features}
    front.rules = _rules(table, findings, lines, names)
    return front


def noted(kind: str, cells: list[Cell], lines: Lines) -> list[str]:
    for cell in cells:
        lines.note(cell.line, kind, cell.text)
    return [cell.text for cell in cells]


def are_the_files(table: Table, id: str, module: str, findings: Findings, folder: str) -> None:
    """The id is the file's name and the module its folder's, where those are known."""
    path = PurePath(findings.file)
    for key, ours, theirs, what in (
        ("id", id, path.stem, _("the file is called")),
        ("module", module, folder or path.parent.name, _("the file lies in the folder")),
    ):
        if is_id(ours) and is_id(theirs) and ours != theirs:
            findings.report(
                "S112",
                table.line_of(key),
                _('{key} is "{ours}", but {what} "{theirs}".').format(
                    key=key, ours=ours, what=what, theirs=theirs
                ),
                _("Make the two the same; records refer to cases by id."),
            )


def is_called(table: Table, id: str, findings: Findings, *, drill: bool) -> None:
    """Files of drills, and no others, are called so: a course is listed without being read."""
    if is_id(id) and id.endswith(limits.DRILL) != drill:
        findings.report(
            "S112",
            table.line_of("id"),
            _('the id of a drill ends in "{end}".').format(end=limits.DRILL)
            if drill
            else _('the id of a case does not end in "{end}".').format(end=limits.DRILL),
            _("Call it {id}.").format(
                id=f"{id}{limits.DRILL}" if drill else id.removesuffix(limits.DRILL)
            ),
        )


def _are_apart(front: Front, findings: Findings, lines: Lines) -> None:
    """No fact or meter is called like another, or like a word of conditions."""
    meters = {meter.id for meter in front.meters}
    for kind, name in [("meter", m) for m in meters] + [("fact", f) for f in front.facts]:
        if name in RESERVED:
            findings.report(
                "S110",
                lines.of(kind, name),
                _('"{name}" is a word of conditions, so no {kind} can be called that.').format(
                    name=name, kind=kind
                ),
                _("Choose another id."),
            )
        elif kind == "fact" and name in meters:
            findings.report(
                "S111",
                lines.of(kind, name),
                _('"{name}" is both a meter and a fact.').format(name=name),
                _("Give one of them another id."),
            )


def read_cast(table: Table, findings: Findings, lines: Lines) -> list[Person]:
    people: list[Person] = []
    for name, row in table.tables("cast", _("cast member")):
        row.expect(("name", "who"), ("tells",))
        check_id(Cell(name, row.line), findings)
        lines.note(row.line, "cast", name)
        person = Person(name, row.text("name"), row.text("who"), row.text("tells"))
        taken = {YOU, *(other.name.lower() for other in people)}
        if person.name.lower() in taken or name == YOU:
            findings.report(
                "S111",
                row.line_of("name"),
                _('cast member "{id}" has the name "{name}", which is taken.').format(
                    id=name, name=person.name
                ),
                _('Speech is told apart by name; "You" is the mentor.'),
            )
        people.append(person)
    return people


def _meters(table: Table, findings: Findings, lines: Lines) -> list[Meter]:
    meters = []
    for name, row in table.tables("meters", _("meter")):
        row.expect(("label", "from", "to", "start"), ("shown", "words"))
        check_id(Cell(name, row.line), findings)
        lines.note(row.line, "meter", name)
        low = row.whole("from", -limits.METER_STEPS, limits.METER_STEPS, default=0)
        high = row.whole("to", low + 1, low + limits.METER_STEPS, default=low + 5)
        meter = Meter(
            name,
            row.text("label"),
            low,
            high,
            row.whole("start", low, high),
            row.flag("shown", False),
            tuple(cell.text for cell in row.cells("words")),
        )
        if meter.shown and not 2 <= len(meter.words) <= high - low + 1:
            findings.report(
                "S109",
                row.line_of("words"),
                _('meter "{id}" is shown, and has {count} words for its {levels} levels.').format(
                    id=name, count=len(meter.words), levels=high - low + 1
                ),
                _("Give it words from lowest to highest, two or more, one a level at most."),
            )
        meters.append(meter)
    return meters


def _key_features(table: Table, findings: Findings, lines: Lines, names: Names) -> list[KeyFeature]:
    features: list[KeyFeature] = []
    for row in table.rows("key_features", _("a key feature")):
        row.expect(("id", "says", "holds"), ("must",))
        own = _new_id(row, "feature", [feature.id for feature in features], findings, lines)
        condition = names.condition(row.cell("holds"), findings)
        if own and condition:
            must = row.flag("must", True)
            features.append(KeyFeature(own, row.text("says"), condition, must))
    return features


def _rules(table: Table, findings: Findings, lines: Lines, names: Names) -> list[Rule]:
    rules: list[Rule] = []
    for row in table.rows("rules", _("a rule")):
        row.expect(("id", "says"), ("never", "at", "holds", "cites"))
        own = _new_id(row, "rule", [rule.id for rule in rules], findings, lines)
        never = names.condition(row.cell("never"), findings)
        holds = names.condition(row.cell("holds"), findings)
        at = row.cell("at")
        if not _is_whole(row):
            findings.report(
                "S129",
                row.line,
                _('rule "{id}" is not whole.').format(id=own),
                _('A rule has either "never", or both "at" and "holds".'),
            )
        if at.text and at.text not in KINDS:
            names.speaks_of("place", at)
        cites = tuple(cell.text for cell in row.ids("cites"))
        if own:
            rules.append(Rule(own, row.text("says"), never, at.text, holds, cites))
    return rules


def _is_whole(row: Table) -> bool:
    if row.has("never"):
        return not (row.has("at") or row.has("holds"))
    return row.has("at") and row.has("holds")


def _new_id(row: Table, kind: str, taken: list[str], findings: Findings, lines: Lines) -> str:
    own = row.id("id")
    lines.note(row.line, kind, own)
    if own in taken:
        findings.report(
            "S111",
            row.line_of("id"),
            _('the id "{id}" is given to two entries of one list.').format(id=own),
            _("Give one of them another id."),
        )
    return own
