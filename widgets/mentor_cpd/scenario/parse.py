"""A case's text into a scenario, with the line of every part and all problems at once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from ..language import _
from . import limits
from .body import read_body
from .diagnostic import Diagnostic, Findings
from .drill import Drill, as_scenes
from .drill_page import read_drill
from .front import Front, are_the_files, is_called, read_front
from .lines import Lines
from .model import Scenario, Scene
from .names import Names
from .page import Page
from .sheet import compose
from .typesetting import typeset

_STRAY = {"Cc", "Zl", "Zp"}  # control characters, and line ends that editors do not show


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says.

    ``scenario`` is there when nothing stood in its way. ``draft`` is as much of it as
    could be read, for checks of its words alone: it may lead nowhere, and is not for
    playing. A page that says ``kind: drill`` has a ``drill`` in place of a scenario.
    """

    file: str
    scenario: Scenario | None
    draft: Scenario | None
    diagnostics: tuple[Diagnostic, ...] = ()
    lines: Lines = field(default_factory=Lines)
    drill: Drill | None = None


def parse(text: str | bytes, file: str = "case.md", *, folder: str = "") -> Parsed:
    """Read a case. ``file`` is the path that diagnostics name; nothing is opened.

    ``folder`` is the name of the folder that the file lies in, where ``file`` does not
    show it: a case's module is its folder.

    Never raises, whatever the text: what cannot be read is a diagnostic.
    """
    findings = Findings(file)
    words = read_text(text, findings)
    if words is None:
        return Parsed(file, None, None, findings.in_order())
    lines, names = Lines(), Names()
    front_text, body_text, after = _split(words, findings)
    front = Front()
    if front_text is not None:
        table = compose(front_text, findings, what=_("the front matter"))
        if table is not None:
            if table.has("kind"):
                page = Page(after, findings, lines, names)
                return _drill(read_drill(table, body_text, page, folder), page)
            front = read_front(table, findings, lines, names)
            is_called(table, front.id, findings, drill=False)
            are_the_files(table, front.id, front.module, findings, folder)
    scenes = read_body(body_text, Page(after, findings, lines, names), front.title)
    names.resolve(findings)
    draft = typeset(_scenario(front, scenes)) if scenes else None
    found = findings.in_order()
    return Parsed(file, None if found else draft, draft, found, lines)


def _drill(drill: Drill | None, page: Page) -> Parsed:
    """A drill that was read, with its words as a draft for the rules of words."""
    found = page.findings.in_order()
    drill = typeset(drill) if drill else None
    draft = as_scenes(drill) if drill else None
    return Parsed(
        page.findings.file, None, draft, found, page.lines, drill=None if found else drill
    )


def read_text(text: str | bytes, findings: Findings, *, rows: bool = False) -> str | None:
    """The text as plain lines, or ``None`` when it is not text or too much of it.

    ``rows``: each line is a row of a table, and they make no paragraphs.
    """
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    if len(data) > limits.FILE_BYTES:
        findings.report(
            "S103",
            1,
            # whoever reads files stops one byte past the limit, so the true size is not known
            _("the file has {size} bytes or more, and {most} is the most.").format(
                size=len(data), most=limits.FILE_BYTES
            ),
            _("Split the case in two."),
        )
        return None
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.report(
            "S101",
            data[: error.start].count(b"\n") + 1,
            _("the file is not plain text (UTF-8)."),
            _("Save it again from your editor as UTF-8."),
        )
        return None
    words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    if not _has_fair_lines(words, findings, rows):
        return None
    return words


def _has_fair_lines(words: str, findings: Findings, rows: bool) -> bool:
    """Whether no line or paragraph is so long that reading it would be slow."""
    paragraph = 0
    for number, line in enumerate(words.split("\n"), 1):
        stray = next((c for c in line if c != "\t" and unicodedata.category(c) in _STRAY), None)
        if stray is not None:
            findings.report(
                "S101",
                number,
                _("the line holds the control character U+{number:04X}.").format(number=ord(stray)),
                _("Type the line again in a plain text editor."),
            )
            return False
        paragraph = paragraph + len(line) if line.strip() and not rows else 0
        for what, count, most in (
            (_("the line"), len(line), limits.LINE_CHARACTERS),
            (_("the paragraph"), paragraph, limits.PARAGRAPH_CHARACTERS),
        ):
            if count > most:
                findings.report(
                    "S103",
                    number,
                    _("{what} has {count} characters, and {most} is the most.").format(
                        what=what, count=count, most=most
                    ),
                    _("Put a blank line in between."),
                )
                return False
    return True


def _split(words: str, findings: Findings) -> tuple[str | None, str, int]:
    """Front matter (with blank lines for what stands before it), body, and its first line - 1.

    Where a line of hyphens is missing, what is there is read all the same, so that its
    other problems are told as well.
    """
    lines = words.split("\n")
    story = next((n for n, line in enumerate(lines) if line.startswith("## ")), len(lines))
    marks = [n for n, line in enumerate(lines[:story]) if line.rstrip() == "---"]
    if not marks or marks[0] != 0:
        findings.report(
            "S102",
            1,
            _("the file does not begin with front matter."),
            _('Begin with a line "---", then id:, title: and so on, then "---" again.'),
        )
    elif len(marks) == 1:
        findings.report(
            "S102",
            1,
            _("the front matter has no end."),
            _('Write a line "---" between it and the first scene.'),
        )
    if not marks:
        return None, "\n".join(lines[story:]), story
    start = marks[0] + 1 if len(marks) > 1 or marks[0] == 0 else 0
    end = marks[1] if len(marks) > 1 else (marks[0] or story)
    after = end + 1 if end in marks else story
    front = "\n" * start + "\n".join(lines[start:end]) + "\n"
    if len(front.encode()) > limits.FRONT_BYTES:
        findings.report(
            "S103",
            1,
            _("the front matter has more than {most} bytes.").format(most=limits.FRONT_BYTES),
            _("Split the case in two."),
        )
        return None, "\n".join(lines[after:]), after
    return front, "\n".join(lines[after:]), after


def _scenario(front: Front, scenes: list[Scene]) -> Scenario:
    return Scenario(
        id=front.id,
        title=front.title,
        module=front.module,
        edition=front.edition,
        use=front.use,
        minutes=front.minutes,
        content_note=front.content_note,
        cast=tuple(front.cast),
        meters=tuple(front.meters),
        facts=tuple(front.facts),
        competencies=tuple(front.competencies),
        key_features=tuple(front.key_features),
        rules=tuple(front.rules),
        debrief=tuple(front.debrief),
        cites=tuple(front.cites),
        scenes=tuple(scenes),
    )
