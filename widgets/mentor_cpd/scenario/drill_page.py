"""The page of a drill into its values: front matter, and a question under each heading."""

from __future__ import annotations

import msgspec

from ..language import _
from .answers import read_answers
from .body import Draft, gather
from .diagnostic import listed
from .drill import Answer, Drill, Question
from .front import are_the_files, is_called, noted, read_cast
from .model import Passage
from .page import Page
from .table import Table

REQUIRED = ("kind", "id", "title", "module", "edition", "minutes", "competencies")
OPTIONAL = ("content_note", "cast", "cites")
WORDS = ("Ask", "Decides", "Competency", "Cites")
ANSWERS = range(3, 6)


def read_drill(table: Table, body: str, page: Page, folder: str) -> Drill | None:
    """The drill, as much as could be read of it; ``None`` when it has no question."""
    table.expect(REQUIRED, OPTIONAL)
    for key in table.names():
        page.lines.note(table.line_of(key), key)
    cast = read_cast(table, page.findings, page.lines)
    page.names.cast = {person.name: person.id for person in cast}
    competencies = noted("competency", table.ids("competencies"), page.lines)
    page.names.competencies = set(competencies)
    title = table.text("title")
    drill = Drill(
        id=table.id("id"),
        title=title,
        module=table.id("module"),
        edition=table.whole("edition", 1, 9_999),
        minutes=table.whole("minutes", 1, 240),
        content_note=table.text("content_note"),
        cast=tuple(cast),
        competencies=tuple(competencies),
        cites=tuple(noted("cites", table.ids("cites"), page.lines)),
        questions=(),
    )
    table.one_of("kind", ("drill",), "drill")
    is_called(table, drill.id, page.findings, drill=True)
    are_the_files(table, drill.id, drill.module, page.findings, folder)
    drafts = gather(body, page, title, WORDS, read_answers)
    questions = tuple(_question(draft, page) for draft in drafts)
    page.names.resolve(page.findings)
    return msgspec.structs.replace(drill, questions=questions) if questions else None


def _question(draft: Draft[Answer], page: Page) -> Question:
    about = draft.about
    missing = [word for word in WORDS[:3] if not about.text(word)]
    if missing or not draft.passages:
        page.report(
            "S604",
            draft.line,
            _('the question "{question}" has no {missing}.').format(
                question=draft.id, missing=listed(missing or [_("moment that is told")])
            ),
            _("Tell the moment, then write Ask:, Decides: and Competency:, one a line."),
        )
    for passage in draft.passages:
        if passage.when is not None:
            page.report(
                "S114",
                draft.line,
                _("nothing in a drill is told under a condition."),
                _("Take the condition out."),
            )
    _are_fit(draft, page)
    competency = about.ids("Competency")
    for one in competency:
        page.names.speaks_of("competency", one)
    return Question(
        draft.id,
        draft.title,
        tuple(Passage(one.text, one.speaker) for one in draft.passages),
        about.text("Ask"),
        about.text("Decides"),
        competency[0].text if competency else "",
        tuple(draft.items),
        tuple(cell.text for cell in about.ids("Cites")),
    )


def _are_fit(draft: Draft[Answer], page: Page) -> None:
    """Enough answers to think about, and at least one of them to leave."""
    count = len(draft.items)
    if count not in ANSWERS:
        page.report(
            "S601",
            draft.line,
            _(
                'the question "{question}" has {count} answers; {least} to {most} can be weighed.'
            ).format(question=draft.id, count=count, least=ANSWERS[0], most=ANSWERS[-1]),
            _("Add what a good new mentor would be tempted to do.")
            if count < ANSWERS[0]
            else _("Leave out those that tempt nobody."),
        )
    right = sum(answer.right for answer in draft.items)
    if draft.items and right in (0, count):
        page.report(
            "S602",
            draft.line,
            (
                _('no answer of the question "{question}" is right.')
                if not right
                else _('every answer of the question "{question}" is right.')
            ).format(question=draft.id),
            _("At least one answer is right: yes, and at least one right: no."),
        )
