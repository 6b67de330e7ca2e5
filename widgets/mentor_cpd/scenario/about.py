"""What a scene says about itself in lines that are not told: Ending, Decides, Asks and so on."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from ..language import _
from .diagnostic import listed, nearest
from .expression import KINDS
from .ids import Cell, check_id
from .inline import refuse_inside
from .model import EndingKind
from .names import shortened
from .page import Page

WORDS = ("Ending", "Decides", "Asks", "Expert", "Cites")
_NEARLY = re.compile(r"([A-Za-z]{3,10})\s*:\s*\S")


class About:
    """The lines of one scene about itself, as they are found."""

    def __init__(self, scene: str, page: Page, words: tuple[str, ...] = WORDS) -> None:
        self._words = words
        self._line = re.compile(rf"({'|'.join(words)})\s*:\s*(.*)")
        self._scene = scene
        self._page = page
        self._said: dict[str, Cell] = {}

    def takes(self, block: SyntaxTreeNode) -> bool:
        """Read the paragraph if it is about the scene; ``False`` when it is to be told."""
        inline, line = block.children[0], self._page.line(block)
        texts = [text.strip() for text in inline.content.split("\n")]
        if any(self._line.match(text) for text in texts):
            refuse_inside(inline, line, self._page.findings, emphasis=False)
            self._read(texts, line)
        elif len(texts) == 1 and self._meant(texts[0]):
            self._unknown(texts[0], line)
        else:
            return False
        return True

    def _read(self, texts: list[str], line: int) -> None:
        """One a line; a line that begins none goes on with the one before."""
        word = ""
        for number, text in enumerate(texts, line):
            match = self._line.match(text)
            if match:
                word = match[1]
                self._say(word, Cell(match[2].strip(), number))
            elif self._meant(text):
                self._unknown(text, number)
            elif word:
                before = self._said[word]
                self._said[word] = Cell(f"{before.text} {text}", before.line)
            else:
                self._page.report(
                    "S126",
                    number,
                    _("a line of the story stands right above a line about the scene."),
                    _("Put a blank line in between."),
                )

    def _say(self, word: str, cell: Cell) -> None:
        if word in self._said:
            self._page.report(
                "S111",
                cell.line,
                _('the scene says "{word}:" twice.').format(word=word),
                _("Say it once."),
            )
        self._said[word] = cell
        self._page.lines.note(cell.line, "scene", self._scene, word)

    def _unknown(self, text: str, line: int) -> None:
        self._page.report(
            "S126",
            line,
            _('"{word}:" is not known here.').format(word=text.partition(":")[0]),
            _('Did you mean "{near}"?').format(near=f"{self._meant(text)}:"),
        )

    def line_of(self, word: str) -> int | None:
        """The line in which the word stands; ``None`` when the scene does not say it."""
        return self._said[word].line if word in self._said else None

    def text(self, word: str) -> str:
        return self._said[word].text if word in self._said else ""

    def ids(self, word: str) -> list[Cell]:
        """The ids after the word, those that are none left out and told."""
        cell = self._said.get(word)
        if cell is None:
            return []
        cells = [Cell(part.strip(), cell.line) for part in cell.text.split(",") if part.strip()]
        if not cells:
            self._page.report(
                "S126",
                cell.line,
                _('"{word}:" names nothing.').format(word=word),
                _("Name one or more ids, with commas between them."),
            )
        return [part for part in cells if check_id(part, self._page.findings)]

    def asks_why(self) -> bool:
        """Whether the mentor is asked why, before the consequence."""
        cell = self._said.get("Asks")
        if cell is not None and cell.text != "why":
            self._page.report(
                "S126",
                cell.line,
                _('"Asks:" can only be followed by "why".'),
                _("Writing that goes with one choice stands under it: - asks: free-text."),
            )
        return cell is not None and cell.text == "why"

    def ending(self) -> EndingKind | None:
        cell = self._said.get("Ending")
        if cell is None:
            return None
        if cell.text in KINDS:
            return cell.text
        self._page.report(
            "S125",
            cell.line,
            _('"{kind}" is no kind of ending.').format(kind=shortened(cell.text)),
            self._page.findings.nearest(
                cell.text, KINDS, _("The kinds are {kinds}.").format(kinds=listed(KINDS))
            ),
        )
        return None

    def _meant(self, text: str) -> str:
        """The word that a line nearly begins with."""
        nearly = _NEARLY.match(text)
        return nearest(nearly[1], self._words) if nearly else ""
