"""Testplans: playthroughs of a case in words that a mentor can read, and running them.

A testplan is a list of plans. A plan takes choices, says what must be true on the
way, and closes with the ending that it reaches::

    plan: Heard, and planned for
      choose sit-beside
      expect trust = 3
      ends the-walk-to-registration

Writing that a choice asks for is done by itself. ``#`` and a space start a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from ..language import _
from .condition import State, holds, in_words, parts_of
from .diagnostic import listed, nearest
from .expression import NotUnderstood, read_condition
from .model import Condition, Holds, Level, Scenario, Unrepaired, Visited
from .play import Game, Playthrough, Step
from .transcript import Chose, Replay, Wrote, advance, begin

_WORDS = ("choose", "expect", "at", "closed", "ends")
_NOTE = re.compile(r"(^\s*#.*|\s#(\s.*)?)$")
_NOT_AN_ID = re.compile(r"\s")


class Failed(msgspec.Struct, frozen=True):
    """A line that cannot be read, or that does not come true; one sentence and a remedy."""

    line: int
    sentence: str
    remedy: str = ""


class Line(msgspec.Struct, frozen=True):
    """One line of a plan. ``condition`` is what an ``expect`` expects."""

    number: int
    word: str
    value: str
    condition: Condition | None = None


class Plan(msgspec.Struct, frozen=True):
    """One playthrough; ``line`` is where its name stands."""

    name: str
    line: int
    lines: tuple[Line, ...] = ()

    @property
    def ends(self) -> str:
        """The scene in which it says that it ends; empty when it does not say."""
        return next((line.value for line in self.lines if line.word == "ends"), "")


class Plans(msgspec.Struct, frozen=True):
    """The plans of one file, and the lines that could not be read."""

    plans: tuple[Plan, ...]
    not_understood: tuple[Failed, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """What became of a plan: the way that it took, and where it failed, if it did."""

    plan: Plan
    path: tuple[Step, ...]
    failed: Failed | None = None


# Reading


def read_testplan(text: str) -> Plans:
    """Every plan of the text. A plan with a line that cannot be read is left out."""
    plans: dict[str, Plan] = {}
    wrong: list[Failed] = []
    for plan, unread in _plans(text):
        faults = [*unread, *_plan_faults(plan, taken=plan.name in plans)]
        wrong += faults
        if plan.line and not faults:
            plans[plan.name] = plan
    if not plans and not wrong:
        wrong.append(Failed(1, _("There is no plan here."), _('Begin one: "plan: Its name".')))
    return Plans(tuple(plans.values()), tuple(sorted(wrong, key=lambda failed: failed.line)))


def _plans(text: str) -> Iterator[tuple[Plan, list[Failed]]]:
    """The plans as they are written. What stands before the first has a plan of line 0."""
    name, start = "", 0
    lines: list[Line] = []
    faults: list[Failed] = []
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        said = _NOTE.sub("", raw).strip()
        if said.lower().startswith("plan:"):
            yield Plan(name, start, tuple(lines)), faults
            name, start, lines, faults = said[len("plan:") :].strip(), number, [], []
        elif said:
            line = _line(number, said)
            if isinstance(line, Failed):
                faults.append(line)
            else:
                lines.append(line)
    yield Plan(name, start, tuple(lines)), faults


def _line(number: int, said: str) -> Line | Failed:
    word, _space, value = said.partition(" ")
    value = value.strip()
    if word.lower() not in _WORDS:
        near = nearest(word, (*_WORDS, "plan:"))
        return Failed(
            number,
            _('"{word}" is no word of a testplan.').format(word=word[:80]),
            _('Did you mean "{near}"?').format(near=near)
            if near
            else _("The words are plan:, {words}.").format(words=listed(_WORDS)),
        )
    if word.lower() == "expect":
        try:
            return Line(number, "expect", value, read_condition(value))
        except NotUnderstood as no:
            sentence = _("The condition cannot be read: {why}").format(why=no.what)
            return Failed(number, sentence, no.remedy)
    if not value or _NOT_AN_ID.search(value):
        return Failed(
            number,
            _('"{word}" needs one id after it.').format(word=word.lower()),
            _("Write it like {example}.").format(example=f"{word.lower()} sit-beside"),
        )
    return Line(number, word.lower(), value)


def _plan_faults(plan: Plan, *, taken: bool) -> list[Failed]:
    """What is wrong with a plan as a whole; ``taken`` says that its name is."""
    if not plan.line:
        return [
            Failed(
                line.number,
                _('"{word}" stands before the first plan.').format(word=line.word),
                _('Begin a plan above it: "plan: Its name".'),
            )
            for line in plan.lines[:1]
        ]
    if not plan.name:
        return [Failed(plan.line, _("The plan has no name."), _('Write "plan: Its name".'))]
    faults = []
    if taken:
        faults.append(
            Failed(
                plan.line,
                _('There is already a plan "{name}".').format(name=plan.name),
                _("Give this one a name of its own."),
            )
        )
    closed = [line.number for line in plan.lines if line.word == "ends"]
    if not closed:
        faults.append(
            Failed(
                plan.line,
                _('The plan "{name}" does not say where it ends.').format(name=plan.name),
                _('Close it with "ends" and the id of an ending.'),
            )
        )
    faults += [
        Failed(
            line.number,
            _('"{word}" stands after the end of the plan.').format(word=line.word),
            _("Move it above the line that starts with ends, or begin a new plan."),
        )
        for line in plan.lines
        if closed and line.number > closed[0]
    ]
    return faults


# Running


class _Untrue(Exception):
    """A line did not come true."""

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.remedy = sentence, remedy


def run(plan: Plan, scenario: Scenario) -> Outcome:
    """Play the plan, up to the first line that does not come true."""
    played = begin(Game(scenario))
    for line in plan.lines:
        try:
            played = _follow(line, played)
        except _Untrue as untrue:
            failed = Failed(line.number, untrue.sentence, untrue.remedy)
            return Outcome(plan, played.here.line, failed)
    return Outcome(plan, played.here.line)


def _follow(line: Line, played: Replay) -> Replay:
    here = played.here
    match line.word:
        case "choose":
            return _choose(line.value, played)
        case "expect" if line.condition is not None:
            _expect(line.condition, here)
        case "at":
            _is_in(line.value, here)
        case "closed":
            _closed(line.value, here)
        case "ends":
            _is_in(line.value, here)
            if here.ending is None:
                raise _Untrue(
                    _('"{scene}" is no ending.').format(scene=here.scene.id),
                    _('Go on choosing, or write "at {scene}".').format(scene=here.scene.id),
                )
    return played


def _choose(choice: str, played: Replay) -> Replay:
    here = played.here
    if choice not in {c.id for c in here.choices}:
        raise _not_open(choice, here)
    played = advance(played, Chose(here.scene.id, choice))
    if played.awaiting:
        played = advance(played, Wrote(played.awaiting, {}))
    return played


def _not_open(choice: str, here: Playthrough) -> _Untrue:
    if here.ending:
        return _Untrue(
            _('The story has ended in "{scene}": "{choice}" cannot be chosen.').format(
                scene=here.scene.id, choice=choice
            )
        )
    remedy = _("Open here: {choices}.").format(choices=listed(c.id for c in here.choices))
    written = here.scene.choice(choice)
    if written is None:
        return _unknown_choice(choice, here, remedy)
    return _Untrue(
        _('"{choice}" is closed in "{scene}" now: {why}.').format(
            choice=choice,
            scene=here.scene.id,
            why=_as_it_is(written.when, here) if written.when else "",
        ),
        remedy,
    )


def _unknown_choice(choice: str, here: Playthrough, otherwise: str) -> _Untrue:
    near = nearest(choice, (c.id for c in here.scene.choices))
    return _Untrue(
        _('"{scene}" has no choice "{choice}".').format(scene=here.scene.id, choice=choice),
        _('Did you mean "{near}"?').format(near=near) if near else otherwise,
    )


def _closed(choice: str, here: Playthrough) -> None:
    if here.scene.choice(choice) is None:
        raise _unknown_choice(
            choice,
            here,
            _("Its choices: {choices}.").format(choices=listed(c.id for c in here.scene.choices)),
        )
    if choice in {c.id for c in here.choices}:
        raise _Untrue(
            _('"{choice}" is open in "{scene}".').format(choice=choice, scene=here.scene.id)
        )


def _is_in(scene: str, here: Playthrough) -> None:
    if scene not in here.game.scenes:
        near = nearest(scene, here.game.scenes)
        raise _Untrue(
            _('"{scene}" is no scene.').format(scene=scene),
            _('Did you mean "{near}"?').format(near=near) if near else "",
        )
    if scene != here.scene.id:
        raise _Untrue(
            _('The story is in "{ours}", not in "{theirs}".').format(
                ours=here.scene.id, theirs=scene
            )
        )


def _expect(condition: Condition, here: Playthrough) -> None:
    _known(condition, here.game)
    if not holds(condition, _all_seen(here), here.ending):
        raise _Untrue(
            _('"{condition}" does not hold in "{scene}": {why}.').format(
                condition=in_words(condition),
                scene=here.scene.id,
                why=_as_it_is(condition, here),
            )
        )


def _known(condition: Condition, game: Game) -> None:
    """Every name in the condition is one of the scenario's."""
    errors = game.scenario.errors()
    for part in parts_of(condition):
        match part:
            case Holds(fact=name):
                known: Iterable[str] = game.scenario.facts
            case Level(meter=name):
                known = game.meters
            case Visited(scene=name):
                known = game.scenes
            case Unrepaired(error=name):
                known = errors
            case _other:
                continue
        if name not in known:
            near = nearest(name, known)
            raise _Untrue(
                _('"{name}" is not in this case.').format(name=name),
                _('Did you mean "{near}"?').format(near=near)
                if near
                else _("It has: {names}.").format(names=listed(known)),
            )


def _all_seen(here: Playthrough) -> State:
    """The state with every scene that was entered, not only those the case asks about."""
    entered = {here.game.scenario.start.id, *(step.to for step in here.line)}
    return msgspec.structs.replace(here.state, visited=frozenset(entered))


def _as_it_is(condition: Condition, here: Playthrough) -> str:
    """What the story has made of everything that the condition asks about."""
    said = []
    state = _all_seen(here)
    for part in parts_of(condition):
        match part:
            case Level(meter=meter):
                said.append(_("{meter} is {level}").format(meter=meter, level=state.level(meter)))
            case Holds() | Visited() | Unrepaired():
                words = in_words(part)
                so = _('"{words}" holds') if holds(part, state) else _('"{words}" does not hold')
                said.append(so.format(words=words))
    if here.ending:
        said.append(_("the ending is {kind}").format(kind=here.ending))
    return ", ".join(dict.fromkeys(said)) or _("this is no ending")
