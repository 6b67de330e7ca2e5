"""What is wrong with a case, and how to mend it: one diagnostic a problem."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from ..language import _
from .play import Step

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """A kind of problem. ``name`` is also its fixture's: ``S104-choice-leads-nowhere.md``."""

    severity: Severity
    name: str


def _error(name: str) -> Code:
    return Code("error", name)


def _warning(name: str) -> Code:
    return Code("warning", name)


# An error makes a case unsound: it is not offered to mentors. A warning is a point of
# the quality bar. Each code has a page in docs/diagnostics/ and a failing fixture.
CODES = {
    # S1xx: how the page is written
    "S101": _error("not-plain-text"),
    "S102": _error("no-front-matter"),
    "S103": _error("too-large"),
    "S104": _error("choice-leads-nowhere"),
    "S105": _error("front-matter-not-understood"),
    "S106": _error("alias-or-tag"),
    "S107": _error("unknown-key"),
    "S108": _error("missing-key"),
    "S109": _error("wrong-value"),
    "S110": _error("not-an-id"),
    "S111": _error("given-twice"),
    "S112": _error("id-is-not-the-file-name"),
    "S113": _error("no-scenes"),
    "S114": _error("condition-not-understood"),
    "S115": _error("unknown-name"),
    "S116": _error("outside-the-meter"),
    "S117": _error("nobody-speaks"),
    "S118": _error("not-in-the-format"),
    "S119": _error("not-a-choice"),
    "S120": _error("unknown-bullet"),
    "S121": _error("bullet-not-understood"),
    "S122": _error("ending-with-choices"),
    "S123": _error("neither-choices-nor-ending"),
    "S124": _error("no-because"),
    "S125": _error("unknown-ending"),
    "S126": _error("scene-fact-not-understood"),
    "S127": _error("nothing-told"),
    "S128": _error("words-outside-a-scene"),
    "S129": _error("half-a-rule"),
    # S2xx: what exploring every path proves
    "S201": _error("not-finished"),
    "S202": _error("never-reached"),
    "S203": _error("dead-end"),
    "S204": _error("no-way-out"),
    "S205": _error("choice-never-open"),
    "S206": _error("passage-never-told"),
    "S207": _error("detour-never-taken"),
    "S208": _error("rule-broken"),
    "S209": _error("good-ending-after-an-error"),
    "S210": _error("evidence-without-end"),
    "S211": _error("critical-error-never-made"),
    "S212": _warning("feature-always-the-same"),
    "S213": _warning("rule-never-tried"),
    "S214": _warning("competency-never-shown"),
    # S3xx: the quality bar
    "S301": _warning("too-few-options"),
    "S302": _warning("options-score-the-same"),
    "S303": _warning("best-in-the-same-place"),
    "S304": _warning("best-is-the-longest"),
    "S305": _warning("giveaway-word"),
    "S306": _warning("choices-do-the-same"),
    "S307": _warning("verdict-word"),
    "S308": _warning("no-late-consequence"),
    "S309": _warning("no-repairable-mistake"),
    "S310": _warning("decision-without-feature"),
    "S311": _warning("decision-without-evidence"),
    "S312": _warning("decision-without-citation"),
    "S313": _warning("hard-to-read"),
    "S314": _warning("long-scene"),
    "S315": _warning("unexplained-acronym"),
    "S316": _warning("few-or-many-scenes"),
    "S317": _warning("few-decisions"),
    "S318": _warning("few-or-many-endings"),
    "S319": _warning("short-or-long"),
    "S320": _warning("does-nothing"),
    "S321": _warning("feature-without-decision"),
    # S4xx: the course's registers
    "S401": _error("not-in-the-register"),
    "S402": _warning("citation-out-of-date"),
    # S5xx: testplans
    "S501": _warning("no-testplan"),
    "S502": _error("testplan-not-understood"),
    "S503": _error("plan-fails"),
    "S504": _warning("ending-without-a-plan"),
    # S6xx: drills
    "S601": _error("few-or-many-answers"),
    "S602": _error("all-or-none-right"),
    "S603": _error("answer-not-whole"),
    "S604": _error("question-not-whole"),
    "S605": _warning("few-or-many-questions"),
    # S7xx: the course as a whole
    "S701": _error("cast-line-not-understood"),
    "S702": _error("nobody-in-the-cast-register"),
    "S703": _error("cast-line-of-nobody"),
    "S704": _error("cast-differs-from-the-page"),
    "S705": _warning("group-out-of-balance"),
    "S706": _warning("no-strength"),
    "S707": _error("habit-wins"),
    # S8xx: the curriculum
    "S801": _error("not-an-item"),
    "S802": _error("item-given-twice"),
    "S803": _error("no-such-decision"),
    "S804": _error("nothing-to-choose"),
    "S805": _error("options-do-not-differ"),
}


class Diagnostic(msgspec.Struct, frozen=True):
    """One problem: where it is, what it is, and what to do about it.

    ``witness`` is the shortest way to see it: the choices to take from the start.
    """

    code: str
    file: str
    line: int
    sentence: str
    remedy: str = ""
    witness: tuple[Step, ...] = ()

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    @property
    def name(self) -> str:
        return CODES[self.code].name

    def __str__(self) -> str:
        said = f"{self.sentence} {self.remedy}".strip()
        return f"{self.file}:{self.line}: {self.code} {said}"

    def way(self) -> str:
        """The witness in words: the choices to take, in order; empty without one."""
        if not self.witness:
            return ""
        choices = ", ".join(step.choice for step in self.witness)
        return _("To see it, choose: {choices}.").format(choices=choices)


class Findings:
    """The diagnostics of one file, gathered while it is read."""

    # Suggesting compares a word with every known word; a file with thousands of
    # mistakes gets its suggestions for the first ones only.
    SUGGESTIONS = 60
    MOST = 500

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []

    def report(self, code: str, line: int, sentence: str, remedy: str = "") -> None:
        if len(self.found) < self.MOST:
            self.found.append(Diagnostic(code, self.file, max(line, 1), sentence, remedy))
        elif len(self.found) == self.MOST:
            more = _("there are more than {most} problems; the rest is left out.")
            says = more.format(most=self.MOST)
            self.found.append(
                Diagnostic("S103", self.file, max(line, 1), says, _("Mend these first."))
            )

    def nearest(self, word: str, known: Iterable[str], otherwise: str = "") -> str:
        """'Did you mean …?' with the nearest known word, else ``otherwise``."""
        if len(self.found) < self.SUGGESTIONS:
            near = nearest(word, known)
            if near:
                return _('Did you mean "{near}"?').format(near=near)
        return otherwise

    def in_order(self) -> tuple[Diagnostic, ...]:
        """By line, then code; the same problem is said once."""
        return tuple(sorted(dict.fromkeys(self.found), key=lambda d: (d.line, d.code)))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that ``word`` was probably meant to be; empty when none is near."""
    if not word or len(word) > 80:
        return ""
    options = {option.lower(): option for option in known}
    close = difflib.get_close_matches(word.lower(), options)
    return options[close[0]] if close else ""


def listed(words: Iterable[str]) -> str:
    """Words for a remedy: ``good, mixed, poor``; "nothing" when there are none."""
    return ", ".join(words) or _("nothing")
