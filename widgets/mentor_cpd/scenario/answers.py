"""A bulleted list into the answers of a question, with what comes of each and why."""

from __future__ import annotations

from collections.abc import Collection

from markdown_it.tree import SyntaxTreeNode

from ..language import _
from .diagnostic import listed
from .drill import Answer
from .ids import Cell, check_id
from .inline import plain, refuse, refuse_inside
from .names import shortened
from .page import Page

KEYS = ("id", "right", "then", "because")
_RIGHT = {"yes": True, "no": False}


def read_answers(
    block: SyntaxTreeNode, page: Page, question: str, taken: Collection[str]
) -> list[Answer]:
    """The answers of one list. ``taken`` are the ids of those before it."""
    found: list[Answer] = []
    for item in block.children:
        answer = _answer(item, page, question, {*taken, *(one.id for one in found)})
        if answer:
            found.append(answer)
    return found


def _answer(
    item: SyntaxTreeNode, page: Page, question: str, taken: Collection[str]
) -> Answer | None:
    line = page.line(item)
    first = item.children[0] if item.children else None
    if first is None or first.type != "paragraph":
        page.report(
            "S603",
            line,
            _("an answer says nothing."),
            _("Write what the mentor does or says after the hyphen."),
        )
        return None
    refuse_inside(first.children[0], line, page.findings, emphasis=False)
    text = plain(first.children[0])
    said = _said(item, text, page)
    own = said.get("id", Cell("", line))
    check_id(own, page.findings)
    if own.text in taken:
        page.report(
            "S111",
            own.line,
            _('two answers have the id "{id}".').format(id=own.text),
            _("Give one of them another id."),
        )
    for number, cell in [(line, ()), *((cell.line, (key,)) for key, cell in said.items())]:
        page.lines.note(number, "scene", question, "choice", own.text, *cell)
    missing = [key for key in KEYS if not said.get(key, Cell("", line)).text]
    if missing:
        page.report(
            "S603",
            line,
            _('the answer "{text}" has no {missing}.').format(
                text=shortened(text, 40), missing=listed(missing)
            ),
            _("Add a bullet under it for each: - id: sit-down, - right: yes, - then: …"),
        )
    right = said.get("right", Cell("", line))
    if right.text and right.text not in _RIGHT:
        page.report(
            "S121",
            right.line,
            _('"right: {text}" is not understood.').format(text=shortened(right.text)),
            _("Write right: yes or right: no."),
        )
    return Answer(
        own.text,
        text,
        _RIGHT.get(right.text, False),
        said.get("then", Cell("", line)).text,
        said.get("because", Cell("", line)).text,
    )


def _said(item: SyntaxTreeNode, text: str, page: Page) -> dict[str, Cell]:
    """What the bullets under an answer say, by their keys."""
    said: dict[str, Cell] = {}
    for part in item.children[1:]:
        if part.type != "bullet_list":
            refuse(part, page.line(part), page.findings)
            continue
        for bullet in part.children:
            _read(bullet, text, said, page)
    return said


def _read(bullet: SyntaxTreeNode, text: str, said: dict[str, Cell], page: Page) -> None:
    line = page.line(bullet)
    first = bullet.children[0] if bullet.children else None
    words = plain(first.children[0]) if first and first.type == "paragraph" else ""
    key, colon, value = words.partition(":")
    key = key.strip().lower()
    if not colon or key not in KEYS:
        page.report(
            "S120",
            line,
            _('"{key}" is no bullet that an answer ("{text}") can have.').format(
                key=shortened(key, 40), text=shortened(text, 40)
            ),
            page.findings.nearest(
                key, KEYS, _("They begin with {keys}, and a colon.").format(keys=listed(KEYS))
            ),
        )
        return
    if first:
        refuse_inside(first.children[0], line, page.findings, emphasis=False)
    for extra in bullet.children[1:]:
        refuse(extra, page.line(extra), page.findings)
    if key in said:
        page.report(
            "S111",
            line,
            _('the answer "{text}" says "{key}" twice.').format(text=shortened(text, 40), key=key),
            _("Say it once."),
        )
    said[key] = Cell(value.strip(), line)
