"""Scripted guessers: players who choose by a habit, and do not read what they choose.

Somebody who takes the longest answer, or the politest, or who fetches the safeguarding
lead whatever happens, has shown nothing. So none of them may come to a best ending in
more than one case of a course. A guesser has no chance in it, and cannot go round for
ever: where it has stood before, it takes what it has not yet taken there, and gives up
when nothing is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from ..language import _
from .condition import State
from .diagnostic import Diagnostic, listed
from .drill import Drill, as_scenes
from .explore import Witness
from .model import Choice, EndingKind, Scenario, Scene
from .parse import Parsed
from .play import Game

BEST_ENDINGS = 1  # of a course that a guesser may come to by luck
_BEST_FIRST: tuple[EndingKind, ...] = ("good", "mixed", "poor", "unsafe")

# What sounds polite, warm or encouraging to somebody who listens for the tone alone:
# courtesies, praise, comfort, endearments, and ways to soften what is asked.
POLITE = (
    *("please", "thank", "thanks", "sorry", "excuse me", "pardon", "welcome", "may i"),
    *("could you", "could we", "would you", "would it help", "shall we", "if you like"),
    *("if you want", "if that's all right", "when you're ready", "take your time", "no rush"),
    *("no hurry", "of course", "i understand", "i do see", "i'm sure", "i'm glad", "you're right"),
    *("well done", "brilliant", "lovely", "great", "wonderful", "marvellous", "amazing", "proud"),
    *(
        "fantastic",
        "perfect",
        "good lad",
        "good girl",
        "good idea",
        "that's kind",
        "kindly",
        "gently",
    ),
    *("don't worry", "it's all right", "it's okay", "that's okay", "never mind", "nothing to be"),
    *("love", "lovey", "sweetheart", "poppet", "darling", "bless", "smile", "happy"),
    *("appreciate", "respect", "any time", "here for you", "feel free"),
)

# Whom a school's staff are told to take things to; and those of a cast who are one of these.
LEADS = (
    *("lead", "DSL", "SENCO", "coordinator", "the head", "head and", "head of", "deputy"),
    *("deputy head", "assistant head", "senior", "nurse", "first aider"),
    *("governor", "social care", "social worker", "duty worker", "duty team", "police", "999"),
)
# Ways to take something to them.
TELLING = (
    *("tell", "tells", "ask", "asks", "fetch", "find", "ring", "call", "phone", "report", "speak"),
    *("talk", "say", "knock", "get", "go", "let", "send", "email", "message", "note", "write"),
    *("inform", "pass", "take", "bring", "show", "see", "run", "know", "need", "record", "form"),
)

Habit = Callable[[Scenario, Choice], int]
"""How much a habit likes a choice; of two that it likes as well, it takes the first."""


class Guesser(msgspec.Struct, frozen=True):
    """Somebody who chooses by one habit. ``last`` looks from the end of the list."""

    id: str
    habit: Habit
    last: bool = False

    @property
    def label(self) -> str:
        return {
            "longest": _("Always the longest"),
            "first": _("Always the first"),
            "last": _("Always the last"),
            "politest": _("Always the politest"),
            "tells": _("Always tell the lead"),
        }[self.id]

    def choose(self, scenario: Scenario, choices: Sequence[Choice]) -> Choice:
        seen = list(reversed(choices)) if self.last else choices
        return max(seen, key=lambda choice: self.habit(scenario, choice))


class Guessed(msgspec.Struct, frozen=True):
    """Where a guesser came to; no ``ending`` when there was nothing left to try."""

    guesser: str
    ending: str
    title: str
    kind: EndingKind | None
    best: bool
    path: Witness


def _length(_scenario: Scenario, choice: Choice) -> int:
    return len(choice.text)


def _any(_scenario: Scenario, _choice: Choice) -> int:
    return 0


def politeness(_scenario: Scenario, choice: Choice) -> int:
    """How many polite words and phrases stand in it."""
    return len(_POLITE.findall(_plain(choice.text)))


def tells_a_lead(scenario: Scenario, choice: Choice) -> int:
    """Whether it takes something to one of those who are to be told; by title or by name."""
    words = _plain(choice.text)
    names = [person.name for person in scenario.cast if _LEAD.search(_plain(person.who))]
    told = _LEAD.search(words) or any(_plain(name) in words for name in names)
    return int(bool(told and _TELLING.search(words)))


def _plain(text: str) -> str:
    return text.replace("’", "'")


def _words(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


_POLITE, _LEAD, _TELLING = _words(POLITE), _words(LEADS), _words(TELLING)

GUESSERS = (
    Guesser("longest", _length),
    Guesser("first", _any),
    Guesser("last", _any, last=True),
    Guesser("politest", politeness),
    Guesser("tells", tells_a_lead),
)


def guess(scenario: Scenario, guesser: Guesser) -> Guessed:
    """The guesser's way through a case."""
    here = Game(scenario).start
    taken: dict[tuple[str, State], set[str]] = {}
    while here.ending is None:
        tried = taken.setdefault((here.scene.id, here.state), set())
        left = [choice for choice in here.choices if choice.id not in tried]
        if not left:
            break
        choice = guesser.choose(scenario, left)
        tried.add(choice.id)
        here = here.choose(choice.id)
    if here.ending is None:
        return Guessed(guesser.id, "", "", None, False, here.line)
    best = here.scene in best_endings(scenario)
    return Guessed(guesser.id, here.scene.id, here.scene.title, here.ending, best, here.line)


def best_endings(scenario: Scenario) -> tuple[Scene, ...]:
    """The endings of the best kind that the case has; one after a mistake counts as well."""
    for kind in _BEST_FIRST:
        if found := tuple(scene for scene in scenario.scenes if scene.ending == kind):
            return found
    return ()


def right_at_first_go(drill: Drill, guesser: Guesser) -> int:
    """How many questions of a drill the guesser gets, who ticks one answer in each."""
    scenes = as_scenes(drill)
    ticked = (guesser.choose(scenes, scene.choices) for scene in scenes.scenes)
    return sum(
        question.right == {answer.id}
        for question, answer in zip(drill.questions, ticked, strict=True)
    )


def nobody_wins_by_habit(pages: Iterable[Parsed]) -> Iterator[Diagnostic]:
    """Guessers who come to a best ending in more cases than luck would have it."""
    cases = [(page, page.scenario) for page in pages if page.scenario is not None]
    for guesser in GUESSERS:
        won = [(page, scenario.id) for page, scenario in cases if guess(scenario, guesser).best]
        if len(won) > BEST_ENDINGS:
            yield Diagnostic(
                "S707",
                won[BEST_ENDINGS][0].file,
                1,
                _('who plays "{habit}" comes to a best ending in {count} cases: {cases}.').format(
                    habit=guesser.label, count=len(won), cases=listed(case for _page, case in won)
                ),
                _("Let that habit fail in all of them but one."),
            )
