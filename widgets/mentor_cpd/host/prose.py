"""Markdown cells as the prose of a page: headings in order, no raw HTML, nothing fetched.

What the course's registers know stands in the prose without being written there twice: a
term opens where it stands first in its section, and a link to ``cite:kcsie-2025`` becomes
that source's title, edition and days. (In JupyterLab the first is a word and the second a
link, both of which read well.)
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from voila.exporter import VoilaExporter

from ..language import _
from ..practice.citing import Cited, cited
from ..practice.grounds import Reference
from ..practice.school import School
from ..practice.terms import Note, Terms

_PARSER = MarkdownIt("commonmark", {"html": True, "typographer": True}).enable(
    ["table", "smartquotes"]
)
_OUTSIDE = re.compile(r"(https?:)?//", re.IGNORECASE)
_CITE = "cite:"
_PICTURE = re.compile(r"image/(png|jpeg|gif|webp|svg\+xml)")


@dataclass(frozen=True)
class Heading:
    """A heading of the second level: where the list of contents leads."""

    id: str
    text: str


class Prose:
    """The prose of one page, rendered cell by cell.

    The page itself says the title in its only <h1>, so a cell's repetition of
    it is left out and any other first-level heading becomes a second-level one.
    """

    def __init__(
        self, title: str, reference: Reference | None = None, school: School | None = None
    ) -> None:
        self.title = title
        self._sources = reference.sources if reference else {}
        self._terms = Terms(reference.terms if reference else {}, school or School())
        self.headings: list[Heading] = []
        self._slugs: Counter[str] = Counter()

    def render(self, source: str, attachments: Mapping[str, Mapping[str, str]] = {}) -> Markup:
        """HTML that is safe to send: raw HTML is left out, and no picture comes from elsewhere."""
        tokens = self._head(_PARSER.parse(source))
        self._terms = self._terms.section()
        heading = False
        for token in tokens:
            if token.type in ("heading_open", "heading_close"):
                heading = token.type == "heading_open"
                self._terms = self._terms.section()
            if token.children:
                inline = list(_inline(self._cited(token.children), attachments))
                token.children = inline if heading else list(self._explained(inline))
        tokens = [token for token in tokens if token.type != "html_block"]
        html: str = _PARSER.renderer.render(tokens, _PARSER.options, {})
        # A wide table scrolls by itself, by keyboard too; the page never does.
        label = Markup.escape(_("Table"))
        scroller = f'<div class="table" role="region" aria-label="{label}" tabindex="0"><table>'
        html = html.replace("<table>", scroller).replace("</table>", "</table></div>")
        return Markup(html)  # noqa: S704 - made of escaped text and our own tags only

    def _head(self, tokens: list[Token]) -> list[Token]:
        """Number the headings' ids, keep one first level on the page, and note the second."""
        kept: list[Token] = []
        skip = 0
        for place, token in enumerate(tokens):
            if skip:
                skip -= 1
                continue
            if token.type in ("heading_open", "heading_close") and token.tag == "h1":
                token.tag = "h2"
                opens = token.type == "heading_open"
                if opens and _straight(_said(tokens[place + 1])) == _straight(self.title):
                    skip = 2
                    continue
            if token.type == "heading_open":
                text = _said(tokens[place + 1])
                token.attrSet("id", self._slug(text))
                if token.tag == "h2":
                    self.headings.append(Heading(str(token.attrGet("id")), text))
            kept.append(token)
        return kept

    def _cited(self, tokens: list[Token]) -> list[Token]:
        """The tokens, with what the register says in the place of links to its sources."""
        kept: list[Token] = []
        citing, known = False, False
        for token in tokens:
            if token.type == "link_open" and str(token.attrGet("href")).startswith(_CITE):
                source = self._sources.get(str(token.attrGet("href")).removeprefix(_CITE))
                citing, known = True, source is not None
                kept += _reference(cited(source)) if source else ()
            elif citing and token.type == "link_close":
                citing = False
            elif not (citing and known):  # a name that nobody knows keeps its words
                kept.append(token)
        return kept

    def _explained(self, tokens: list[Token]) -> Iterable[Token]:
        """The tokens, with a button in the place of each term that is to be offered."""
        linked = False
        for token in tokens:
            if token.type in ("link_open", "link_close"):
                linked = token.type == "link_open"
            if token.type != "text" or linked:
                yield token
                continue
            for words, note in self._terms.pieces(token.content):
                if note:
                    yield Token("html_inline", "", 0, content=_button(words, note))
                else:
                    yield Token("text", "", 0, content=words)

    def _slug(self, text: str) -> str:
        slug = re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "part"
        self._slugs[slug] += 1
        again = self._slugs[slug]
        return f"on-{slug}" if again == 1 else f"on-{slug}-{again}"


def dress(
    exporter: VoilaExporter, *, module: Any, reference: Reference, at: School, **context: object
) -> None:
    """Give an exporter what ``template/index.html.j2`` needs, and escape by default.

    The context goes in as globals: as ``resources`` nbconvert would deep-copy it,
    functions and all. ``at`` is the school whose own lead the terms name.
    """
    page = Prose(module.title, reference, at)
    environment = exporter.environment
    environment.autoescape = True
    environment.filters["prose"] = lambda cell: page.render(
        cell["source"], cell.get("attachments", {})
    )
    environment.filters["markdown"] = lambda source: page.render("".join(source))
    environment.filters["contents"] = lambda nb, title: contents(nb["cells"], title)
    environment.globals.update(context, module=module)


def contents(cells: Iterable[Mapping[str, Any]], title: str) -> list[Heading]:
    """The second-level headings of a notebook, with the ids that they will have."""
    prose = Prose(title)
    for cell in cells:
        if cell["cell_type"] == "markdown":
            prose.render(cell["source"])
    return prose.headings


def _reference(known: Cited) -> Iterable[Token]:
    """A source in prose. The sentence goes on, and whoever wrote it ends it."""
    yield Token("em_open", "cite", 1)
    yield Token("text", "", 0, content=known.title)
    yield Token("em_close", "cite", -1)
    told = f". {known.facts} {known.check}".rstrip(". ")
    yield Token("text", "", 0, content=told)


def _button(words: str, note: Note) -> str:
    """The same button as ``ui/terms.js`` draws; ``page.js`` opens what it means."""
    return Markup(
        '<button type="button" class="cpd-term" aria-expanded="false" data-term="{}">{}</button>'
    ).format(json.dumps(note), words)


def _said(token: Token) -> str:
    """What a heading says, without its markup."""
    return "".join(child.content for child in token.children or () if child.type != "html_inline")


def _straight(text: str) -> str:
    """Text with the apostrophes that a keyboard gives."""
    return text.replace("’", "'").strip()


def _inline(tokens: list[Token], attachments: Mapping[str, Mapping[str, str]]) -> Iterable[Token]:
    outside = False
    for token in tokens:
        if token.type == "html_inline":
            continue
        if token.type == "image":
            yield _picture(token, attachments)
            continue
        if token.type == "link_open":
            outside = bool(_OUTSIDE.match(str(token.attrGet("href"))))
            if outside:
                token.attrSet("target", "_blank")
                token.attrSet("rel", "noopener noreferrer")
        elif token.type == "link_close" and outside:
            yield Token("text", "", 0, content=" " + _("(opens in a new tab)"))
        yield token


def _picture(token: Token, attachments: Mapping[str, Mapping[str, str]]) -> Token:
    """A picture that the notebook carries in itself; of any other, its words."""
    source = str(token.attrGet("src"))
    if source.startswith("attachment:"):
        for kind, data in attachments.get(source.removeprefix("attachment:"), {}).items():
            if _PICTURE.fullmatch(kind):
                token.attrSet("src", f"data:{kind};base64,{''.join(data)}")
                return token
    if source.startswith("data:image/"):
        return token
    return Token("text", "", 0, content=token.content)
