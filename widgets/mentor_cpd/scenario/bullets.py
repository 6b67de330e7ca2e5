"""The bullets of a scene into choices, and the bullets under a choice into what it does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import get_args
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from ..language import _
from . import limits
from .diagnostic import Findings, listed, nearest
from .inline import plain, refuse, refuse_inside
from .lines import Lines
from .model import Ask, AskKind, Choice, Condition, Detour, Effect, Evidence, Mark, Shift
from .names import Names, shortened
from .sheet import Cell, as_id, check_id

KEYS = ("when", "sets", "if", "asks", "prompt", "error", "repairs", "evidence", "because")
ASKS: tuple[AskKind, ...] = get_args(AskKind)
MOST_POINTS = 3
_SHIFT = re.compile(r"([\w-]+?)\s*([+\-−–])\s*([0-9]{1,3})")
_MARK = re.compile(r"(not\s+)?([\w-]+)", re.IGNORECASE)
_EVIDENCE = re.compile(r"([\w-]+)\s+([0-9]{1,3})")
_SHAPE = '- [What the mentor does or says.](#scene "choice-id")'


@dataclass(slots=True)
class _Draft:
    """What the bullets under a choice say, while they are being read."""

    said: dict[str, Cell] = field(default_factory=dict)
    when: Condition | None = None
    effects: list[Effect] = field(default_factory=list)
    detours: list[Detour] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)


def read_choices(
    block: SyntaxTreeNode,
    *,
    after: int,
    scene: str,
    taken: list[str],
    findings: Findings,
    lines: Lines,
    names: Names,
) -> list[Choice]:
    """The choices of one list; ``taken`` are the ids that the scene has used already."""
    reader = _Choices(
        after=after, scene=scene, taken=taken, findings=findings, lines=lines, names=names
    )
    for item in block.children:
        reader.item(item)
    return reader.choices


class _Choices:
    def __init__(
        self,
        *,
        after: int,
        scene: str,
        taken: list[str],
        findings: Findings,
        lines: Lines,
        names: Names,
    ) -> None:
        self._after = after
        self._scene = scene
        self._taken = taken
        self._findings = findings
        self._lines = lines
        self._names = names
        self.choices: list[Choice] = []

    def _line(self, block: SyntaxTreeNode) -> int:
        return (block.map[0] if block.map else 0) + self._after + 1

    def item(self, item: SyntaxTreeNode) -> None:
        """One bullet: a link, and bullets of its own."""
        line = self._line(item)
        link = self._link(item, line)
        if link is None:
            return
        own, text, to = link
        self._lines.note(line, "scene", self._scene, "choice", own)
        draft = _Draft()
        for block in item.children[1:]:
            if block.type != "bullet_list":
                refuse(block, self._line(block), self._findings)
                continue
            if len(block.children) > limits.BULLETS:
                self._too_many(self._line(block), limits.BULLETS, _("bullets"))
            for bullet in block.children[: limits.BULLETS]:
                self._bullet(bullet, own, draft)
        if len(self._taken) == limits.CHOICES:
            self._too_many(line, limits.CHOICES, _("choices"))
        self._taken.append(own)
        if len(self._taken) <= limits.CHOICES:
            self.choices.append(self._choice(own, text, to, draft, line))

    def _too_many(self, line: int, most: int, what: str) -> None:
        self._findings.report(
            "S103",
            line,
            _("there are more than {most} {what} in one place.").format(most=most, what=what),
            _("Take some out."),
        )

    def _link(self, item: SyntaxTreeNode, line: int) -> tuple[str, str, str] | None:
        """The choice's id, its words and where it leads; ``None`` when it is no choice."""
        first = item.children[0] if item.children else None
        inline = first.children[0] if first and first.type == "paragraph" else None
        pieces = [p for p in inline.children if not _is_blank(p)] if inline else []
        if len(pieces) != 1 or pieces[0].type != "link":
            words = plain(inline) if inline else ""
            self._findings.report(
                "S119",
                line,
                _('this bullet is no choice: "{words}".').format(words=shortened(words)),
                _("A choice is one link and nothing else: {shape}").format(shape=_SHAPE),
            )
            return None
        link = pieces[0]
        refuse_inside(link, line, self._findings, emphasis=False)
        text = plain(link)
        own = str(link.attrs.get("title", ""))
        if not text:
            self._findings.report(
                "S119", line, _("this choice has no words."), _("Write what the mentor does.")
            )
        if not own:
            self._findings.report(
                "S119",
                line,
                _('the choice "{words}" has no id.').format(words=shortened(text)),
                _("Write one in quotes after the scene: {shape}").format(shape=_SHAPE),
            )
            own = as_id(text)[:40]
        elif not check_id(Cell(own, line), self._findings):
            pass
        elif own in self._taken:
            self._findings.report(
                "S111",
                line,
                _('two choices of this scene have the id "{id}".').format(id=own),
                _("Give one of them another id."),
            )
        return own, text, self._target(link, own, line)

    def _target(self, link: SyntaxTreeNode, choice: str, line: int) -> str:
        href = unquote(str(link.attrs.get("href", "")))
        if not href.startswith("#"):
            self._findings.report(
                "S104",
                line,
                _('choice "{choice}" leads to "{scene}", which is no scene.').format(
                    choice=choice, scene=shortened(href)
                ),
                _("A scene's id stands after a #: {example}").format(
                    example=f"#{as_id(href) or 'scene'}"
                ),
            )
            return ""
        self._names.leads_to(choice, Cell(href[1:], line))
        return href[1:]

    def _bullet(self, bullet: SyntaxTreeNode, choice: str, draft: _Draft) -> None:
        line = self._line(bullet)
        first = bullet.children[0] if bullet.children else None
        if first is None or first.type != "paragraph":
            self._unknown(line, "", choice)
            return
        for extra in bullet.children[1:]:
            refuse(extra, self._line(extra), self._findings)
        inline = first.children[0]
        if re.match(r"if\b", inline.content, re.IGNORECASE):
            self._detour(inline, line, choice, draft)
            return
        key, colon, value = plain(inline).partition(":")
        key = key.strip().lower()
        if not colon or key not in KEYS:
            self._unknown(line, key, choice)
            # "becuase" was said, if not spelt: do not ask for it again
            draft.said.setdefault(nearest(key, KEYS), Cell(value.strip(), line))
            return
        refuse_inside(inline, line, self._findings, emphasis=False)
        self._lines.note(line, "scene", self._scene, "choice", choice, key)
        cell = Cell(value.strip(), line)
        if key in draft.said:
            self._findings.report(
                "S111",
                line,
                _('choice "{choice}" says "{key}" twice.').format(choice=choice, key=key),
                _("Say it once, with commas where there are several."),
            )
        draft.said[key] = cell
        if not cell.text:
            self._amiss(cell, key, _("Write something after the colon, or take the line out."))
        elif key == "when":
            draft.when = self._names.condition(cell, self._findings)
        elif key in ("sets", "evidence", "repairs"):
            for part in cell.text.split(","):
                self._part(key, Cell(part.strip(), line), draft)

    def _unknown(self, line: int, key: str, choice: str) -> None:
        self._findings.report(
            "S120",
            line,
            _('"{key}" is no bullet that a choice ("{choice}") can have.').format(
                key=shortened(key, 40), choice=choice
            ),
            self._findings.nearest(
                key, KEYS, _("They begin with {keys}, and a colon.").format(keys=listed(KEYS))
            ),
        )

    def _amiss(self, cell: Cell, key: str, remedy: str) -> None:
        self._findings.report(
            "S121",
            cell.line,
            _('"{key}: {text}" is not understood.').format(key=key, text=shortened(cell.text)),
            remedy,
        )

    def _part(self, key: str, cell: Cell, draft: _Draft) -> None:
        if key == "sets":
            self._effect(cell, draft)
        elif key == "evidence":
            self._evidence(cell, draft)
        elif check_id(cell, self._findings):
            draft.repairs.append(cell.text)
            self._names.speaks_of("error", cell)

    def _effect(self, cell: Cell, draft: _Draft) -> None:
        shift = _SHIFT.fullmatch(cell.text)
        mark = _MARK.fullmatch(cell.text)
        if shift:
            by = int(shift[3]) if shift[2] == "+" else -int(shift[3])
            self._names.speaks_of("meter", Cell(shift[1], cell.line))
            draft.effects.append(Shift(shift[1], by))
        elif mark:
            self._names.speaks_of("fact", Cell(mark[2], cell.line))
            draft.effects.append(Mark(mark[2], not mark[1]))
        else:
            self._amiss(
                cell,
                "sets",
                _("Write trust +1 or trust -1 for a meter; a fact's id, or not and its id."),
            )

    def _evidence(self, cell: Cell, draft: _Draft) -> None:
        match = _EVIDENCE.fullmatch(cell.text)
        if not match or int(match[2]) > MOST_POINTS:
            self._amiss(
                cell,
                "evidence",
                _("Write a competency and its points, 0 to 3: active-listening 2."),
            )
            return
        if any(evidence.competency == match[1] for evidence in draft.evidence):
            self._findings.report(
                "S111",
                cell.line,
                _('the choice gives evidence of "{id}" twice.').format(id=match[1]),
                _("Give it once."),
            )
        self._names.speaks_of("competency", Cell(match[1], cell.line))
        draft.evidence.append(Evidence(match[1], int(match[2])))

    def _detour(self, inline: SyntaxTreeNode, line: int, choice: str, draft: _Draft) -> None:
        pieces = [piece for piece in inline.children if not _is_blank(piece)]
        condition = re.fullmatch(
            r"if\s+(.*?)\s*:\s*",
            "".join(
                " " if piece.type in ("softbreak", "hardbreak") else piece.content
                for piece in pieces[:-1]
            ),
            re.IGNORECASE,
        )
        is_link = bool(pieces) and pieces[-1].type == "link"
        if not is_link or not condition or any(p.type == "link" for p in pieces[:-1]):
            self._amiss(
                Cell(plain(inline).partition(" ")[2], line),
                "if",
                _("Write it like this: {shape}").format(
                    shape="- if trust < 2: [He has gone.](#an-empty-chair)"
                ),
            )
            return
        refuse_inside(pieces[-1], line, self._findings, emphasis=False)
        place = str(len(draft.detours))
        self._lines.note(line, "scene", self._scene, "choice", choice, "detour", place)
        to = self._target(pieces[-1], choice, line)
        when = self._names.condition(Cell(condition[1], line), self._findings)
        if when:
            draft.detours.append(Detour(when, to))

    def _choice(self, id: str, text: str, to: str, draft: _Draft, line: int) -> Choice:
        error = draft.said.get("error", Cell("", 0))
        if error.text and check_id(error, self._findings):
            self._names.errors.add(error.text)
        because = draft.said.get("because", Cell("", 0)).text
        if "because" not in draft.said:
            self._findings.report(
                "S124",
                line,
                _('choice "{choice}" does not say why.').format(choice=id),
                _("Add a bullet under it: - because: what an expert would say of it."),
            )
        return Choice(
            id,
            text,
            to,
            tuple(draft.detours),
            draft.when,
            tuple(draft.effects),
            self._ask(draft),
            error.text,
            tuple(draft.repairs),
            tuple(draft.evidence),
            because,
        )

    def _ask(self, draft: _Draft) -> Ask | None:
        asks, prompt = draft.said.get("asks"), draft.said.get("prompt")
        if asks is None and prompt is None:
            return None
        if asks is None or asks.text not in ASKS:
            cell = asks or Cell("", prompt.line if prompt else 0)
            self._amiss(cell, "asks", _("Write asks: {kinds}.").format(kinds=" | ".join(ASKS)))
            return None
        if prompt is None or not prompt.text:
            self._findings.report(
                "S121",
                asks.line,
                _('"asks: {kind}" has no prompt.').format(kind=asks.text),
                _("Add a bullet: - prompt: what the mentor is to write."),
            )
            return None
        return Ask(asks.text, prompt.text)


def _is_blank(piece: SyntaxTreeNode) -> bool:
    return piece.type == "text" and not piece.content.strip()
