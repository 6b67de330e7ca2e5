"""A list of links into the choices of a scene."""

from __future__ import annotations

from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from ..language import _
from . import limits
from .bullets import Bullets
from .ids import Cell, as_id, check_id
from .inline import plain, refuse, refuse_inside
from .model import Choice
from .names import shortened
from .page import Page

_SHAPE = '- [What the mentor does or says.](#scene "choice-id")'


def read_choices(block: SyntaxTreeNode, page: Page, scene: str, taken: list[str]) -> list[Choice]:
    """The choices of one list; ``taken`` are the ids that the scene has used already."""
    choices = []
    for item in block.children:
        line = page.line(item)
        link = _link(item, line, page)
        if link is None:
            continue
        own = _own_id(link, line, page, taken)
        if len(taken) == limits.CHOICES:
            _too_many(line, page, limits.CHOICES, _("choices"))
        taken.append(own)
        if len(taken) <= limits.CHOICES:
            choices.append(_choice(item, link, own, scene, page))
    return choices


def _too_many(line: int, page: Page, most: int, what: str) -> None:
    page.report(
        "S103",
        line,
        _("there are more than {most} {what} in one place.").format(most=most, what=what),
        _("Take some out."),
    )


def _link(item: SyntaxTreeNode, line: int, page: Page) -> SyntaxTreeNode | None:
    """The link that the bullet consists of; ``None`` when it is no choice."""
    first = item.children[0] if item.children else None
    inline = first.children[0] if first and first.type == "paragraph" else None
    pieces = inline.children if inline else []
    if len(pieces) == 1 and pieces[0].type == "link":
        refuse_inside(pieces[0], line, page.findings, emphasis=False)
        return pieces[0]
    words = plain(inline) if inline else ""
    page.report(
        "S119",
        line,
        _('this bullet is no choice: "{words}".').format(words=shortened(words)),
        _("A choice is one link and nothing else: {shape}").format(shape=_SHAPE),
    )
    return None


def _own_id(link: SyntaxTreeNode, line: int, page: Page, taken: list[str]) -> str:
    own, words = str(link.attrs.get("title", "")), plain(link)
    if not words:
        page.report("S119", line, _("this choice has no words."), _("Write what the mentor does."))
    if not own:
        page.report(
            "S119",
            line,
            _('the choice "{words}" has no id.').format(words=shortened(words)),
            _("Write one in quotes after the scene: {shape}").format(shape=_SHAPE),
        )
        return as_id(words)[:40]
    if check_id(Cell(own, line), page.findings) and own in taken:
        page.report(
            "S111",
            line,
            _('two choices of this scene have the id "{id}".').format(id=own),
            _("Give one of them another id."),
        )
    return own


def _target(link: SyntaxTreeNode, choice: str, line: int, page: Page) -> str:
    """The id of the scene that a link of the choice leads to."""
    href = unquote(str(link.attrs["href"]))
    if href.startswith("#"):
        page.names.leads_to(choice, Cell(href[1:], line))
        return href[1:]
    page.report(
        "S104",
        line,
        _('choice "{choice}" leads to "{scene}", which is no scene.').format(
            choice=choice, scene=shortened(href)
        ),
        _("A scene's id stands after a #: {example}").format(example=f"#{as_id(href) or 'scene'}"),
    )
    return ""


def _choice(item: SyntaxTreeNode, link: SyntaxTreeNode, own: str, scene: str, page: Page) -> Choice:
    line = page.line(item)
    page.lines.note(line, "scene", scene, "choice", own)
    to = _target(link, own, line, page)
    bullets = Bullets(own, scene, page, lambda there, at: _target(there, own, at, page))
    for block in item.children[1:]:
        if block.type != "bullet_list":
            refuse(block, page.line(block), page.findings)
            continue
        if len(block.children) > limits.BULLETS:
            _too_many(page.line(block), page, limits.BULLETS, _("bullets"))
        for bullet in block.children[: limits.BULLETS]:
            bullets.read(bullet)
    return bullets.choice(plain(link), to, line)
