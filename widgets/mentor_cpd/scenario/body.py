"""The body of a case: headings into scenes, paragraphs into passages and scene facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ..language import _
from . import limits
from .bullets import read_choices
from .diagnostic import Findings, listed, nearest
from .expression import KINDS
from .inline import one_line, plain, refuse, refuse_inside
from .lines import Lines
from .model import Choice, EndingKind, Passage, Scene
from .names import Names, shortened
from .sheet import Cell, as_id, check_id

_WHEN = re.compile(r"([*_])When\s+(.+?):\1\s*(.*)", re.DOTALL)
_WHEN_AMISS = re.compile(r"([*_]+)[Ww]hen\b[^*_]*(?:\1\s*:|:\1)")
_SPEAKER = re.compile(r"\*\*([^*]+?):\*\*\s*(.*)", re.DOTALL)
_SPEAKER_AMISS = re.compile(r"\*\*([^*:]+)\*\*\s*:|__([^_:]+):?__\s*:?|([A-Z][\w .'’-]{0,40}):\s")
_ID_AT_END = re.compile(r"\s*\{#([^{}]*)\}\s*$")
_SCENE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FACT_LINE = re.compile(r"(Ending|Decides|Expert|Cites)\s*:\s*(.*)")
_FACT_AMISS = re.compile(r"([A-Za-z]{4,10})\s*:\s*\S")
FACTS = ("Ending", "Decides", "Expert", "Cites")
COMMENT = re.compile(r"\s*<!--.*-->\s*", re.DOTALL)


def markdown() -> MarkdownIt:
    """The reader of the body. It knows more than the format does, so as to say so."""
    reader = MarkdownIt("commonmark", {"maxNesting": 20})
    # Definitions of links elsewhere on the page vanish without a trace: read them as text.
    return reader.enable(["table", "strikethrough"]).disable("reference")


@dataclass(slots=True)
class _Draft:
    """A scene while it is being read."""

    id: str
    title: str
    line: int
    passages: list[Passage] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    facts: dict[str, Cell] = field(default_factory=dict)
    full: bool = False  # and it has been said that it is


def read_body(
    text: str, *, after: int, findings: Findings, lines: Lines, names: Names, title: str
) -> list[Scene]:
    """The scenes of the body, whose first line is line ``after + 1`` of the file."""
    tree = SyntaxTreeNode(markdown().parse(text))
    body = _Body(after=after, findings=findings, lines=lines, names=names, title=title)
    return body.scenes(tree)


class _Body:
    def __init__(
        self, *, after: int, findings: Findings, lines: Lines, names: Names, title: str
    ) -> None:
        self._after = after
        self._findings = findings
        self._lines = lines
        self._names = names
        self._title = title
        self._drafts: list[_Draft] = []
        self._full = False

    def scenes(self, tree: SyntaxTreeNode) -> list[Scene]:
        for block in tree.children:
            if self._full:
                break
            self._block(block)
        if not self._drafts:
            self._findings.report(
                "S113",
                self._after + 1,
                _("the case has no scene."),
                _("Write a heading that begins with ##, and under it what happens."),
            )
        return [self._scene(draft) for draft in self._drafts]

    def _line(self, block: SyntaxTreeNode) -> int:
        return (block.map[0] if block.map else 0) + self._after + 1

    def _block(self, block: SyntaxTreeNode) -> None:
        line = self._line(block)
        if block.type == "heading":
            self._heading(block, line)
        elif block.type == "html_block" and COMMENT.fullmatch(block.content):
            pass  # a note from author to author, which no viewer shows
        elif block.type not in ("paragraph", "blockquote", "bullet_list"):
            refuse(block, line, self._findings)
        elif not self._drafts:
            self._findings.report(
                "S128",
                line,
                _("there are words before the first scene."),
                _("Put them under a heading that begins with ##."),
            )
        elif block.type == "bullet_list":
            self._choices(block)
        elif block.type == "blockquote":
            self._quote(block)
        else:
            self._paragraph(block, line)

    def _heading(self, block: SyntaxTreeNode, line: int) -> None:
        words = plain(block.children[0])
        if block.tag == "h1":
            if self._drafts or (self._title and words != self._title):
                self._findings.report(
                    "S118",
                    line,
                    _('the # heading "{words}" is not the title of the case.').format(
                        words=shortened(words)
                    ),
                    _("Only the title may stand there, before the first scene; scenes have ##."),
                )
        elif block.tag == "h2":
            self._open(block, words, line)
        else:
            self._findings.report(
                "S118",
                line,
                _('"{words}" is a heading inside a scene.').format(words=shortened(words)),
                _("Make it a scene of its own with ##, or a sentence."),
            )

    def _open(self, block: SyntaxTreeNode, words: str, line: int) -> None:
        refuse_inside(block.children[0], line, self._findings, emphasis=False)
        given = _ID_AT_END.search(words)
        title = words[: given.start()] if given else words
        own = given[1].strip() if given else slug(words)
        if given:
            check_id(Cell(own, line), self._findings)
        elif not _SCENE_ID.fullmatch(own):
            self._findings.report(
                "S110",
                line,
                _('the heading "{words}" makes the id "{id}".').format(
                    words=shortened(words), id=shortened(own)
                ),
                _("Give the scene an id of its own after its heading: {example}").format(
                    example=f"{{#{as_id(words) or 'the-first-scene'}}}"
                ),
            )
        if not title:
            self._findings.report(
                "S127", line, _("a scene has no heading."), _("Write its title after the ##.")
            )
        if own in self._names.scenes:
            self._findings.report(
                "S111",
                line,
                _('two scenes have the id "{id}" (the other is in line {other}).').format(
                    id=own, other=self._lines.of("scene", own)
                ),
                _("Change one heading, or give one an id of its own: {example}").format(
                    example=f"{{#{own}-again}}"
                ),
            )
        elif own in KINDS:
            self._findings.report(
                "S110",
                line,
                _('"{id}" is a kind of ending, so no scene can have that id.').format(id=own),
                _("Give the scene an id of its own after its heading: {example}").format(
                    example=f"{{#a-{own}-ending}}"
                ),
            )
        self._lines.note(line, "scene", own)
        self._names.scenes.add(own)
        self._drafts.append(_Draft(own, title, line))
        if len(self._drafts) > limits.SCENES:
            self._full = True
            self._findings.report(
                "S103",
                line,
                _("the case has more than {most} scenes.").format(most=limits.SCENES),
                _("Split it in two; what follows has not been read."),
            )

    def _choices(self, block: SyntaxTreeNode) -> None:
        draft = self._drafts[-1]
        draft.choices += read_choices(
            block,
            after=self._after,
            scene=draft.id,
            taken=[choice.id for choice in draft.choices],
            findings=self._findings,
            lines=self._lines,
            names=self._names,
        )

    def _quote(self, block: SyntaxTreeNode) -> None:
        speaker = ""
        for part in block.children:
            line = self._line(part)
            if part.type == "paragraph":
                speaker = self._passage(part, line, quoted=True, before=speaker)
            else:
                refuse(part, line, self._findings)

    def _paragraph(self, block: SyntaxTreeNode, line: int) -> None:
        content = block.children[0].content
        lines = [text.strip() for text in content.split("\n")]
        if any(_FACT_LINE.match(text) for text in lines):
            self._facts(lines, line, block.children[0])
        elif len(lines) == 1 and self._meant(lines[0]):
            self._unknown(lines[0], line)
        else:
            self._passage(block, line, quoted=False)

    def _meant(self, text: str) -> str:
        """The scene fact that a line nearly begins with."""
        amiss = _FACT_AMISS.match(text)
        return nearest(amiss[1], FACTS) if amiss else ""

    def _unknown(self, text: str, line: int) -> None:
        self._findings.report(
            "S126",
            line,
            _('"{word}:" is not known here.').format(word=text.partition(":")[0]),
            _('Did you mean "{near}"?').format(near=f"{self._meant(text)}:"),
        )

    def _facts(self, texts: list[str], line: int, inline: SyntaxTreeNode) -> None:
        """Scene facts: one a line; a line that begins none goes on with the one before."""
        refuse_inside(inline, line, self._findings, emphasis=False)
        facts = self._drafts[-1].facts
        word = ""
        for number, text in enumerate(texts, line):
            match = _FACT_LINE.match(text)
            if match:
                word = match[1]
                self._fact(word, Cell(match[2].strip(), number))
            elif self._meant(text):
                self._unknown(text, number)
            elif word:
                facts[word] = Cell(f"{facts[word].text} {text}", facts[word].line)
            else:
                self._findings.report(
                    "S126",
                    number,
                    _("a line of the story stands right above a line about the scene."),
                    _("Put a blank line in between."),
                )

    def _fact(self, word: str, cell: Cell) -> None:
        draft = self._drafts[-1]
        if word in draft.facts:
            self._findings.report(
                "S111",
                cell.line,
                _('the scene says "{word}:" twice.').format(word=word),
                _("Say it once."),
            )
        draft.facts[word] = cell
        self._lines.note(cell.line, "scene", draft.id, word)

    def _passage(self, block: SyntaxTreeNode, line: int, *, quoted: bool, before: str = "") -> str:
        """Add the paragraph's passage; the speaker, if it has one."""
        draft = self._drafts[-1]
        inline = block.children[0]
        refuse_inside(inline, line, self._findings, emphasis=True)
        text = one_line(inline.content)
        condition = None
        when = _WHEN.fullmatch(text)
        if when:
            condition = self._names.condition(Cell(when[2], line), self._findings)
            text = when[3]
        elif _WHEN_AMISS.match(text):
            self._findings.report(
                "S114",
                line,
                _("this paragraph begins with a condition that is not understood."),
                _("Write it in single stars with the colon inside: *When trust >= 3:* She turns."),
            )
        speaker = self._speaker(text, line, quoted=quoted, before=before)
        said = _SPEAKER.fullmatch(text)
        if said and speaker:
            text = said[2]
        if not text:
            self._findings.report(
                "S127", line, _("this paragraph tells nothing."), _("Write what is told, or go.")
            )
        if len(draft.passages) < limits.PASSAGES:
            self._lines.note(line, "scene", draft.id, "passage", str(len(draft.passages)))
            draft.passages.append(Passage(text, speaker, condition))
        elif not draft.full:
            draft.full = True
            self._findings.report(
                "S103",
                line,
                _("the scene has more than {most} passages.").format(most=limits.PASSAGES),
                _("Make two scenes of it."),
            )
        return speaker

    def _speaker(self, text: str, line: int, *, quoted: bool, before: str) -> str:
        """The id of who speaks; empty for prose, and when nobody known does."""
        cast_names = self._names.cast
        said = _SPEAKER.match(text)
        name = said[1].strip() if said else ""
        if not quoted:
            if name and cast_names and name in {*cast_names, "You"}:
                self._findings.report(
                    "S117",
                    line,
                    _("{name} speaks outside a quote.").format(name=name),
                    _("Begin the paragraph with > and a space."),
                )
            return ""
        if not name:
            if before and not _SPEAKER_AMISS.match(text):
                return before
            self._findings.report(
                "S117",
                line,
                _("nobody is named before these words."),
                _("Begin with who speaks, the colon inside the stars: > **You:** …"),
            )
            return ""
        if name == "You":
            return "you"
        if cast_names is None:
            return ""
        if name not in cast_names:
            self._findings.report(
                "S117",
                line,
                _('"{name}" is nobody in the cast.').format(name=shortened(name)),
                self._findings.nearest(
                    name,
                    [*cast_names, "You"],
                    _("The cast is {names}.").format(names=listed([*cast_names, "You"])),
                ),
            )
            return ""
        return cast_names[name]

    def _scene(self, draft: _Draft) -> Scene:
        ending = self._ending(draft)
        where = f'"{draft.id}"'
        if not draft.passages:
            self._findings.report(
                "S127",
                draft.line,
                _("scene {scene} tells nothing.").format(scene=where),
                _("Write what happens there."),
            )
        if "Ending" in draft.facts and draft.choices:
            self._findings.report(
                "S122",
                draft.facts["Ending"].line,
                _("scene {scene} is an ending and has choices.").format(scene=where),
                _("Take out the choices, or the line Ending."),
            )
        elif "Ending" not in draft.facts and not draft.choices:
            self._findings.report(
                "S123",
                draft.line,
                _("scene {scene} has neither choices nor an ending.").format(scene=where),
                _("Add a choice, or say what it is: Ending: good (or {others}).").format(
                    others=listed(KINDS[1:])
                ),
            )
        decides = self._ids(draft, "Decides")
        for feature in decides:
            self._names.speaks_of("feature", feature)
        expert = draft.facts.get("Expert", Cell("", 0)).text
        cites = tuple(cell.text for cell in self._ids(draft, "Cites"))
        return Scene(
            draft.id,
            draft.title,
            tuple(draft.passages),
            tuple(draft.choices),
            ending,
            tuple(cell.text for cell in decides),
            expert,
            cites,
        )

    def _ending(self, draft: _Draft) -> EndingKind | None:
        cell = draft.facts.get("Ending")
        if cell is None:
            return None
        if cell.text in KINDS:
            return cell.text
        self._findings.report(
            "S125",
            cell.line,
            _('"{kind}" is no kind of ending.').format(kind=shortened(cell.text)),
            self._findings.nearest(
                cell.text, KINDS, _("The kinds are {kinds}.").format(kinds=listed(KINDS))
            ),
        )
        return None

    def _ids(self, draft: _Draft, word: str) -> list[Cell]:
        cell = draft.facts.get(word)
        if cell is None:
            return []
        cells = [Cell(part.strip(), cell.line) for part in cell.text.split(",") if part.strip()]
        if not cells:
            self._findings.report(
                "S126",
                cell.line,
                _('"{word}:" names nothing.').format(word=word),
                _("Name one or more ids, with commas between them."),
            )
        return [part for part in cells if check_id(part, self._findings)]


def slug(heading: str) -> str:
    """The anchor that GitHub and JupyterLab give a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")
