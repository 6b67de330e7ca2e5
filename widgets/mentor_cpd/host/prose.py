"""Markdown cells as the prose of a page: headings in order, no raw HTML, nothing fetched."""

from __future__ import annotations

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

_PARSER = MarkdownIt("commonmark", {"html": True, "typographer": True}).enable(
    ["table", "smartquotes"]
)
_OUTSIDE = re.compile(r"(https?:)?//", re.IGNORECASE)
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

    def __init__(self, title: str) -> None:
        self.title = title
        self.headings: list[Heading] = []
        self._slugs: Counter[str] = Counter()

    def render(self, source: str, attachments: Mapping[str, Mapping[str, str]] = {}) -> Markup:
        """HTML that is safe to send: raw HTML is left out, and no picture comes from elsewhere."""
        tokens = self._head(_PARSER.parse(source))
        for token in tokens:
            if token.children:
                token.children = list(_inline(token.children, attachments))
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

    def _slug(self, text: str) -> str:
        slug = re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "part"
        self._slugs[slug] += 1
        again = self._slugs[slug]
        return f"on-{slug}" if again == 1 else f"on-{slug}-{again}"


def dress(exporter: VoilaExporter, *, module: Any, **context: object) -> None:
    """Give an exporter what ``template/index.html.j2`` needs, and escape by default.

    The context goes in as globals: as ``resources`` nbconvert would deep-copy it,
    functions and all.
    """
    page = Prose(module.title)
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
