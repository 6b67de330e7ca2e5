"""The body of a case: headings into scenes, and what stands under each to its readers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ..language import _
from . import limits
from .about import WORDS, About
from .choices import read_choices
from .diagnostic import listed
from .expression import KINDS
from .ids import Cell, as_id, check_id
from .inline import plain, refuse, refuse_inside
from .model import Choice, Passage, Scene
from .names import shortened
from .page import Page
from .passages import read_prose, read_speech

_ID_AT_END = re.compile(r"\s*\{#([^{}]*)\}\s*$")
_SCENE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOTE = re.compile(r"\s*<!--.*-->\s*", re.DOTALL)


def markdown() -> MarkdownIt:
    """The reader of the body. It knows more than the format does, so as to say so."""
    reader = MarkdownIt("commonmark")  # which goes no more than twenty deep
    # Definitions of links elsewhere on the page vanish without a trace: read them as text.
    return reader.enable(["table", "strikethrough"]).disable("reference")


def slug(heading: str) -> str:
    """The anchor that GitHub and JupyterLab give a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=_Named)


@dataclass(slots=True)
class Draft(Generic[Item]):
    """A scene, or a question of a drill, while it is being read: its items are what the
    lists under it hold, choices or answers."""

    id: str
    title: str
    line: int
    about: About
    passages: list[Passage] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    full: bool = False  # and it has been said that it is


def read_body(text: str, page: Page, title: str) -> list[Scene]:
    """The scenes of the body. ``title`` is the case's, which may stand at its top."""
    drafts = gather(text, page, title, WORDS, read_choices)
    return [_scene(draft, page) for draft in drafts]


def gather(
    text: str,
    page: Page,
    title: str,
    words: tuple[str, ...],
    read_items: Callable[[SyntaxTreeNode, Page, str, list[str]], list[Item]],
) -> list[Draft[Item]]:
    """What stands under each heading. ``words`` begin the lines that are not told, and
    ``read_items`` reads the lists."""
    body = _Body(page, title, words, read_items)
    for block in SyntaxTreeNode(markdown().parse(text)).children:
        body.block(block)
        if len(body.drafts) > limits.SCENES:
            break
    if not body.drafts:
        page.report(
            "S113",
            page.after + 1,
            _("the case has no scene."),
            _("Write a heading that begins with ##, and under it what happens."),
        )
    return body.drafts[: limits.SCENES]  # nothing of one too many has been read


class _Body(Generic[Item]):
    """The scenes so far; the last is the one that blocks belong to."""

    def __init__(
        self,
        page: Page,
        title: str,
        words: tuple[str, ...],
        read_items: Callable[[SyntaxTreeNode, Page, str, list[str]], list[Item]],
    ) -> None:
        self._page = page
        self._title = title
        self._words = words
        self._read_items = read_items
        self.drafts: list[Draft[Item]] = []

    def block(self, block: SyntaxTreeNode) -> None:
        page, line = self._page, self._page.line(block)
        if block.type == "heading":
            self._heading(block, line)
        elif block.type == "html_block" and _NOTE.fullmatch(block.content):
            pass  # a note from author to author, which no viewer shows
        elif block.type not in ("paragraph", "blockquote", "bullet_list"):
            refuse(block, line, page.findings)
        elif not self.drafts:
            page.report(
                "S128",
                line,
                _("there are words before the first scene."),
                _("Put them under a heading that begins with ##."),
            )
        elif block.type == "bullet_list":
            draft = self.drafts[-1]
            taken = [item.id for item in draft.items]
            draft.items += self._read_items(block, page, draft.id, taken)
        elif block.type == "blockquote":
            for passage, number in read_speech(block, page):
                self._tell(passage, number)
        elif not self.drafts[-1].about.takes(block):
            self._tell(read_prose(block, page), line)

    def _heading(self, block: SyntaxTreeNode, line: int) -> None:
        words = plain(block.children[0])
        if block.tag == "h2":
            self._open(block, words, line)
        elif block.tag != "h1":
            self._page.report(
                "S118",
                line,
                _('"{words}" is a heading inside a scene.').format(words=shortened(words)),
                _("Make it a scene of its own with ##, or a sentence."),
            )
        elif self.drafts or (self._title and words != self._title):
            self._page.report(
                "S118",
                line,
                _('the # heading "{words}" is not the title of the case.').format(
                    words=shortened(words)
                ),
                _("Only the title may stand there, before the first scene; scenes have ##."),
            )

    def _open(self, block: SyntaxTreeNode, words: str, line: int) -> None:
        """Begin a scene."""
        page = self._page
        refuse_inside(block.children[0], line, page.findings, emphasis=False)
        given = _ID_AT_END.search(words)
        title = words[: given.start()] if given else words
        own = given[1].strip() if given else slug(words)
        if not title:
            page.report(
                "S127", line, _("a scene has no heading."), _("Write its title after the ##.")
            )
        if given:
            check_id(Cell(own, line), page.findings)
        elif not _SCENE_ID.fullmatch(own):
            _advise(page, line, _('the heading "{id}" makes no id.'), words, as_id(words) or "here")
        if own in page.names.scenes:
            page.report(
                "S111",
                line,
                _('two scenes have the id "{id}" (the other is in line {other}).').format(
                    id=own, other=page.lines.of("scene", own)
                ),
                _("Change one heading, or give one an id of its own: {example}").format(
                    example=f"{{#{own}-again}}"
                ),
            )
        elif own in KINDS:
            _advise(page, line, _('"{id}" is a kind of ending, and no id.'), own, f"a-{own}-ending")
        page.lines.note(line, "scene", own)
        page.names.scenes.add(own)
        self.drafts.append(Draft(own, title, line, About(own, page, self._words)))
        if len(self.drafts) > limits.SCENES:
            page.report(
                "S103",
                line,
                _("the case has more than {most} scenes.").format(most=limits.SCENES),
                _("Split it in two; what follows has not been read."),
            )

    def _tell(self, passage: Passage, line: int) -> None:
        draft = self.drafts[-1]
        if len(draft.passages) < limits.PASSAGES:
            self._page.lines.note(line, "scene", draft.id, "passage", str(len(draft.passages)))
            draft.passages.append(passage)
        elif not draft.full:
            draft.full = True
            self._page.report(
                "S103",
                line,
                _("the scene has more than {most} passages.").format(most=limits.PASSAGES),
                _("Make two scenes of it."),
            )


def _advise(page: Page, line: int, says: str, name: str, better: str) -> None:
    page.report(
        "S110",
        line,
        says.format(id=shortened(name)),
        _("Give the scene an id of its own after its heading: {example}").format(
            example=f"{{#{better}}}"
        ),
    )


def _scene(draft: Draft[Choice], page: Page) -> Scene:
    about = draft.about
    ends = about.line_of("Ending")
    if not draft.passages:
        page.report(
            "S127",
            draft.line,
            _('scene "{scene}" tells nothing.').format(scene=draft.id),
            _("Write what happens there."),
        )
    if ends is not None and draft.items:
        page.report(
            "S122",
            ends,
            _('scene "{scene}" is an ending and has choices.').format(scene=draft.id),
            _("Take out the choices, or the line Ending."),
        )
    elif ends is None and not draft.items:
        page.report(
            "S123",
            draft.line,
            _('scene "{scene}" has neither choices nor an ending.').format(scene=draft.id),
            _("Add a choice, or say what it is: Ending: good (or {others}).").format(
                others=listed(KINDS[1:])
            ),
        )
    decides = about.ids("Decides")
    for feature in decides:
        page.names.speaks_of("feature", feature)
    return Scene(
        draft.id,
        draft.title,
        tuple(draft.passages),
        tuple(draft.items),
        about.ending(),
        tuple(cell.text for cell in decides),
        about.text("Expert"),
        tuple(cell.text for cell in about.ids("Cites")),
        about.asks_why(),
    )
