"""The bullets under a choice: when it is open, what it changes, asks, shows and means."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

from markdown_it.tree import SyntaxTreeNode

from ..language import _
from .diagnostic import listed, nearest
from .ids import Cell, check_id
from .inline import plain, refuse, refuse_inside, text_of
from .model import Ask, AskKind, Choice, Condition, Detour, Effect, Evidence, Mark, Shift
from .names import shortened
from .page import Page

KEYS = ("when", "sets", "if", "asks", "prompt", "error", "repairs", "evidence", "because")
ASKS: tuple[AskKind, ...] = get_args(AskKind)
MOST_POINTS = 3
_NOTHING = Cell("", 0)
_SHIFT = re.compile(r"([\w-]+?)\s*([+\-−–])\s*([0-9]{1,3})")
_MARK = re.compile(r"(not\s+)?([\w-]+)", re.IGNORECASE)
_EVIDENCE = re.compile(r"([\w-]+)\s+([0-9]{1,3})")
_IF = re.compile(r"if\s+(.*?)\s*:\s*", re.IGNORECASE)


class Bullets:
    """What the bullets under one choice say, as they are read.

    ``target`` reads the scene that a link leads to, given the link and its line.
    """

    def __init__(
        self, choice: str, scene: str, page: Page, target: Callable[[SyntaxTreeNode, int], str]
    ) -> None:
        self._choice = choice
        self._scene = scene
        self._page = page
        self._target = target
        self._said: dict[str, Cell] = {}
        self._when: Condition | None = None
        self._effects: list[Effect] = []
        self._detours: list[Detour] = []
        self._evidence: list[Evidence] = []
        self._repairs: list[str] = []

    def read(self, bullet: SyntaxTreeNode) -> None:
        page, line = self._page, self._page.line(bullet)
        first = bullet.children[0] if bullet.children else None
        if first is None or first.type != "paragraph":
            self._unknown(Cell("", line))
            return
        for extra in bullet.children[1:]:
            refuse(extra, page.line(extra), page.findings)
        inline = first.children[0]
        if re.match(r"if\b", inline.content, re.IGNORECASE):
            self._detour(inline, line)
            return
        key, colon, value = plain(inline).partition(":")
        key, cell = key.strip().lower(), Cell(value.strip(), line)
        if not colon or key not in KEYS:
            self._unknown(Cell(key, line))
            # "becuase" was said, if not spelt: do not ask for it again
            self._said.setdefault(nearest(key, KEYS), cell)
            return
        refuse_inside(inline, line, page.findings, emphasis=False)
        self._say(key, cell)

    def _say(self, key: str, cell: Cell) -> None:
        self._note(cell.line, key)
        if key in self._said:
            self._page.report(
                "S111",
                cell.line,
                _('choice "{choice}" says "{key}" twice.').format(choice=self._choice, key=key),
                _("Say it once, with commas where there are several."),
            )
        self._said[key] = cell
        parts = [Cell(part.strip(), cell.line) for part in cell.text.split(",")]
        if not cell.text:
            self._amiss(cell, key, _("Write something after the colon, or take the line out."))
        elif key == "when":
            self._when = self._page.names.condition(cell, self._page.findings)
        elif key == "sets":
            for part in parts:
                self._effect(part)
        elif key == "evidence":
            for part in parts:
                self._show(part)
        elif key == "repairs":
            for part in parts:
                self._repair(part)

    def _note(self, line: int, *place: str) -> None:
        self._page.lines.note(line, "scene", self._scene, "choice", self._choice, *place)

    def _unknown(self, cell: Cell) -> None:
        self._page.report(
            "S120",
            cell.line,
            _('"{key}" is no bullet that a choice ("{choice}") can have.').format(
                key=shortened(cell.text, 40), choice=self._choice
            ),
            self._page.findings.nearest(
                cell.text, KEYS, _("They begin with {keys}, and a colon.").format(keys=listed(KEYS))
            ),
        )

    def _amiss(self, cell: Cell, key: str, remedy: str) -> None:
        self._page.report(
            "S121",
            cell.line,
            _('"{key}: {text}" is not understood.').format(key=key, text=shortened(cell.text)),
            remedy,
        )

    def _effect(self, cell: Cell) -> None:
        shift = _SHIFT.fullmatch(cell.text)
        mark = _MARK.fullmatch(cell.text)
        if shift:
            by = int(shift[3]) if shift[2] == "+" else -int(shift[3])
            self._page.names.speaks_of("meter", Cell(shift[1], cell.line))
            self._effects.append(Shift(shift[1], by))
        elif mark:
            self._page.names.speaks_of("fact", Cell(mark[2], cell.line))
            self._effects.append(Mark(mark[2], not mark[1]))
        else:
            self._amiss(
                cell,
                "sets",
                _("Write trust +1 or trust -1 for a meter; a fact's id, or not and its id."),
            )

    def _show(self, cell: Cell) -> None:
        match = _EVIDENCE.fullmatch(cell.text)
        if not match or int(match[2]) > MOST_POINTS:
            self._amiss(
                cell,
                "evidence",
                _("Write a competency and its points, 0 to 3: active-listening 2."),
            )
            return
        if any(evidence.competency == match[1] for evidence in self._evidence):
            self._page.report(
                "S111",
                cell.line,
                _('the choice gives evidence of "{id}" twice.').format(id=match[1]),
                _("Give it once."),
            )
        self._page.names.speaks_of("competency", Cell(match[1], cell.line))
        self._evidence.append(Evidence(match[1], int(match[2])))

    def _repair(self, cell: Cell) -> None:
        if check_id(cell, self._page.findings):
            self._repairs.append(cell.text)
            self._page.names.speaks_of("error", cell)

    def _detour(self, inline: SyntaxTreeNode, line: int) -> None:
        *words, last = inline.children
        condition = _IF.fullmatch("".join(text_of(piece) for piece in words))
        if last.type != "link" or not condition or any(piece.type == "link" for piece in words):
            self._amiss(
                Cell(plain(inline)[2:].strip(), line),
                "if",
                _("Write it like this: {shape}").format(
                    shape="- if trust < 2: [He has gone.](#an-empty-chair)"
                ),
            )
            return
        refuse_inside(last, line, self._page.findings, emphasis=False)
        self._note(line, "detour", str(len(self._detours)))
        to = self._target(last, line)
        when = self._page.names.condition(Cell(condition[1], line), self._page.findings)
        if when:
            self._detours.append(Detour(when, to))

    def choice(self, text: str, to: str, line: int) -> Choice:
        """The choice with all that its bullets have said."""
        error = self._said.get("error", _NOTHING)
        if error.text and check_id(error, self._page.findings):
            self._page.names.errors.add(error.text)
        if "because" not in self._said:
            self._page.report(
                "S124",
                line,
                _('choice "{choice}" does not say why.').format(choice=self._choice),
                _("Add a bullet under it: - because: what an expert would say of it."),
            )
        return Choice(
            self._choice,
            text,
            to,
            tuple(self._detours),
            self._when,
            tuple(self._effects),
            self._ask(),
            error.text,
            tuple(self._repairs),
            tuple(self._evidence),
            self._said.get("because", _NOTHING).text,
        )

    def _ask(self) -> Ask | None:
        asks, prompt = self._said.get("asks"), self._said.get("prompt")
        first = asks or prompt
        if first is None:
            return None
        if asks is None or asks.text not in ASKS:
            cell = asks or Cell("", first.line)
            self._amiss(cell, "asks", _("Write asks: {kinds}.").format(kinds=" | ".join(ASKS)))
            return None
        if prompt is None or not prompt.text:
            self._page.report(
                "S121",
                asks.line,
                _('"asks: {kind}" has no prompt.').format(kind=asks.text),
                _("Add a bullet: - prompt: what the mentor is to write."),
            )
            return None
        return Ask(asks.text, prompt.text)
