"""Everything that is kept about one person, in words that they can read: a copy for them.

It answers a request under article 15 of the UK GDPR. Marks and decisions are in it as far
as they were released; what was not, and what others noted for the safeguarding lead, is
left out, and :attr:`Kept.left_out` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

import msgspec

from ..errors import CpdError
from ..language import _
from ..practice import edition as editions
from ..practice.reflection import models
from ..practice.writing import parts_of
from ..records.events import DRILL, REFLECTED, WORK, Event, in_ink
from ..records.people import People, Person
from ..records.store import Store
from . import results, ways
from . import rubric as rubrics
from .outcomes import alias
from .results import Results

_PIECES: Final = (*WORK, "received")
SURE_MOST: Final = 4  # how sure somebody can say they are: 0 to this


class Line(msgspec.Struct, frozen=True):
    """One thing that was done. ``at``: UTC, ISO 8601. ``wrote``: what stood over each box
    to what was written in it; ``erased``: how many such texts have been erased since."""

    at: str
    says: str
    wrote: Mapping[str, str] = {}
    erased: int = 0


class Piece(msgspec.Struct, frozen=True):
    """An attempt on a case, a drill or an assessment, or a module's journal, as it went."""

    what: str
    title: str
    lines: tuple[Line, ...]


class Kept(msgspec.Struct, frozen=True):
    """What is kept about one person.

    ``account``, ``sign_ins``: labels to what stands there. ``work``: what they did, in the
    order in which they began it; ``account_lines``: what happened to the account, and what
    they did in other people's matters, without other people's words. ``drafts``: place to
    text. ``results``: of assessments, as released to them.
    """

    made: str
    account: Mapping[str, str]
    sign_ins: tuple[Mapping[str, str], ...]
    work: tuple[Piece, ...]
    account_lines: tuple[Line, ...]
    drafts: Mapping[str, str]
    results: tuple[Piece, ...]
    left_out: tuple[str, ...]


def kept(store: Store, people: People, person: Person) -> Kept:
    """Everything about the person, at this moment."""
    reader = _Reader(store)
    mine = store.events(person=person.id)
    return Kept(
        made=in_ink(store.clock()),
        account={
            _("Account"): person.account,
            _("Name"): person.name,
            _("Roles"): ", ".join(sorted(person.roles)),
            _("Pseudonym in the record"): person.id,
            _("Opened"): in_ink(person.added),
            _("State"): _("switched off") if person.disabled else _("open"),
        },
        sign_ins=tuple(
            {
                _("Browser"): one.agent,
                _("Since"): in_ink(one.since),
                _("Last seen"): in_ink(one.seen),
            }
            for one in people.signed_in(person.id)
        ),
        work=tuple(reader.pieces(mine)),
        account_lines=tuple(_matter(event) for event in mine if event.kind not in _PIECES),
        drafts=store.drafts(person.id),
        results=tuple(_results(store, person.id)),
        left_out=(
            _("The password. It is kept only in a scrambled form, from which nobody can read it."),
            _("Marks and decisions about assessments that have not been released yet."),
            _(
                "What staff noted because something might be about a real child. Ask the "
                "safeguarding lead: who may see it is decided case by case."
            ),
            _(
                "What this person wrote, as staff, about the work of others, because it is about "
                "those people."
            ),
            _("Copies of the record from before now (backups): they hold the same, as it was."),
        ),
    )


class _Reader:
    """Puts events into words, by the editions that they happened in."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._scenario = lru_cache(maxsize=None)(lambda it: editions.load(store, it).scenario)
        self._drill = lru_cache(maxsize=None)(lambda it: editions.load_drill(store, it).drill)

    def pieces(self, mine: list[Event]) -> Iterator[Piece]:
        """The attempts and journals among a person's events."""
        by: dict[str, list[Event]] = {}
        for event in mine:
            if event.attempt is not None and event.kind in _PIECES:
                by.setdefault(event.attempt, []).append(event)
        for attempt, events in by.items():
            yield self._piece(events, self.store.texts(attempt))

    def _piece(self, events: list[Event], texts: Mapping[int, Mapping[str, str]]) -> Piece:
        first = events[0]
        lines = tuple(self._line(event, first, texts.get(event.turn or 0, {})) for event in events)
        if first.kind == REFLECTED:
            return Piece(_("Journal"), str(first.body["module"]), lines)
        if first.kind in DRILL:
            return Piece(_("Drill"), self._title(first), lines)
        counts = "assignment" in first.body
        what = _("Assessment") if counts else _("Practice")
        return Piece(what, self._title(first), lines)

    def _title(self, first: Event) -> str:
        try:
            if first.kind in DRILL:
                return self._drill(first.edition).title
            return self._scenario(first.edition).title
        except CpdError:
            return str(first.body.get("drill") or first.body.get("scenario"))

    def _line(self, event: Event, first: Event, written: Mapping[str, str]) -> Line:
        labels = self._labels(event, first)
        wrote = _in_order(labels, written)
        erased = len(event.texts.keys() - written.keys())
        return Line(in_ink(event.at), self._says(event, first), wrote, erased)

    def _says(self, event: Event, first: Event) -> str:
        body = event.body
        match event.kind:
            case "attempted" | "drilled":
                return _("Began.")
            case "chose":
                scene, choice = self._chosen(first, body["scene"], body["choice"])
                return _("In “{scene}”: {choice}").format(scene=scene, choice=choice)
            case "explained":
                return _("Said why, and how sure: {n} of {most}.").format(
                    n=body["sure"], most=SURE_MOST
                )
            case "wrote":
                return _("Wrote.")
            case "went-back":
                return _("Went back, to choose again.")
            case "answered":
                return self._answered(first, body["question"], body["answers"])
            case "reflected":
                return _("Reflected: {model}").format(model=models()[body["model"]].name)
            case "received":
                return _("Handed in as files.")
        return _("Handed in.")

    def _chosen(self, first: Event, scene: str, choice: str) -> tuple[str, str]:
        try:
            there = self._scenario(first.edition).scene(scene)
        except CpdError:
            return scene, choice
        chosen = there.choice(choice)
        return there.title, chosen.text if chosen else choice

    def _answered(self, first: Event, question: str, answers: list[str]) -> str:
        try:
            asked = self._drill(first.edition).question(question)
        except CpdError:
            return f"{question}: {', '.join(answers)}"
        texts = {answer.id: answer.text for answer in asked.answers}
        return f"{asked.title}: " + "; ".join(texts[answer] for answer in answers)

    def _labels(self, event: Event, first: Event) -> Mapping[str, str]:
        """What stood over each box: a part's name to its label."""
        match event.kind:
            case "wrote":
                return {part.name: part.label for part in parts_of(event.body["ask"])}
            case "explained":
                return {"why": _("Why")}
            case "reflected":
                return dict(event.body["prompts"])
            case "submitted" | "received":
                by = event.body.get("rubric") or rubrics.present(self.store).digest
                return _rubric_labels(self.store, by)
        return {}


def _matter(event: Event) -> Line:
    """What somebody did beside learning: the kind in words, and which submission (by its
    alias), roles or module it was about. Never another person's words."""
    body = event.body
    about = body.get("submission") or body.get("attempt")
    more = [*body.get("roles", ()), *filter(None, [body.get("module"), about and alias(about)])]
    said = _matters()[event.kind]
    return Line(in_ink(event.at), f"{said}: {', '.join(more)}" if more else said)


def _matters() -> Mapping[str, str]:
    return {
        "opened": _("Opened a module"),
        "introduced": _("Saw the pages for newcomers"),
        "account-added": _("The account was opened"),
        "roles-changed": _("The roles were changed"),
        "account-disabled": _("The account was switched off"),
        "account-enabled": _("The account was switched on"),
        "password-set": _("A password was set"),
        "signed-out-everywhere": _("Signed out everywhere"),
        "link-made": _("A one-time link was made"),
        "texts-erased": _("What was written was erased"),
        "editions-confirmed": _("Said which editions the school works to"),
        "settings-changed": _("Changed settings"),
        "marked": _("Marked a submission"),
        "referred": _("Decided about a referral"),
        "observed": _("Observed a conversation"),
        "may-be-real": _("Said that something may be real"),
        "may-be-real-closed": _("Closed what may be real"),
        "held-back": _("Held a submission back, or let it go"),
        "released": _("Released results"),
        "reopened": _("Reopened an attempt"),
        "signed-off": _("Signed a submission off"),
        "sign-off-given": _("Named who may sign off"),
        "sign-off-taken": _("Took back who may sign off"),
    }


def _results(store: Store, person: str) -> Iterator[Piece]:
    """What was released to the person, in the words of that release."""
    told = ways.all_told_to(store, person)
    for one in told.submissions.values():
        if one.mentor == person and one.released_at:
            yield _released(store, results.results_for(store, person, one.id))
    for (mentor, assignment), talks in told.observed.items():
        if mentor == person:
            yield Piece(
                _("Observed conversation"),
                assignment,
                tuple(
                    Line(
                        in_ink(talk.at),
                        _("criteria met") if talk.met else _("criteria not met yet"),
                        _note(results.words(store, talk.id, talk.seq)),
                    )
                    for talk in talks
                ),
            )
    for (mentor, assignment), signed in told.signed.items():
        if mentor == person:
            line = Line(in_ink(signed.at), _("Signed off: passed."))
            yield Piece(_("Sign-off"), assignment, (line,))


def _released(store: Store, came: Results) -> Piece:
    one = came.submission
    at = in_ink(one.released_at) if one.released_at else ""
    lines = []
    if one.graded:
        lines += [
            Line(at, _("Critical error, not put right: {error}").format(error=error))
            for error in one.graded.open_errors
        ]
        lines += [
            Line(at, (_("Met: {what}") if met.met else _("Not met: {what}")).format(what=met.says))
            for met in one.graded.features
        ]
    for given in came.given:
        labels = _rubric_labels(store, given.rubric)
        said = _in_order(labels, given.texts)
        levels = ", ".join(f"{labels[one]} {level}" for one, level in given.levels.items())
        lines.append(Line(at, _("Levels: {levels}").format(levels=levels), said))
    if came.debrief:
        lines.append(Line(at, _("Referred."), {_("Your trainer’s debrief note"): came.debrief}))
    return Piece(_("Results"), f"{one.assignment}, {alias(one.id)}", tuple(lines))


def _in_order(labels: Mapping[str, str], written: Mapping[str, str]) -> Mapping[str, str]:
    """What was written, under its labels, as the boxes stood on the page."""
    known = {label: written[part] for part, label in labels.items() if part in written}
    return known | {part: text for part, text in written.items() if part not in labels}


def _note(texts: Mapping[str, str]) -> Mapping[str, str]:
    return {_("Note"): texts["note"]} if texts.get("note") else {}


def _rubric_labels(store: Store, digest: str) -> Mapping[str, str]:
    """What stands over the boxes of whoever is marked or marks by that rubric."""
    return {
        **{criterion.id: criterion.label for criterion in rubrics.load(store, digest).criteria},
        "strength": _("One strength"),
        "change": _("One change"),
        "task": _("One practice task"),
    }
