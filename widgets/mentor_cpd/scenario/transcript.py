"""What a player did, in order; and replaying it, which computes everything else.

An attempt *is* its transcript. State, score, debrief and progress are never
stored: :func:`replay` makes them again from the moves and the edition played.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import msgspec

from ..errors import CpdError
from ..language import _
from .model import AskKind, Scenario
from .play import Game, NotOpen, Playthrough

SUREST = 4
"""The highest level of ``Explained.sure``: certain."""


class Illegal(CpdError):
    """A transcript that nobody can have played."""


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a player did. Its turn is its place, from 1."""


class Chose(Move, frozen=True, tag="chose"):
    """Took a choice in a scene."""

    scene: str
    choice: str


class Explained(Move, frozen=True, tag="explained"):
    """Said why, and how sure they were, after the choice of the turn before.

    ``sure`` runs from 1 (a guess) to 4 (certain); 0 when it was left open.
    """

    text: str = ""
    sure: int = 0


class Wrote(Move, frozen=True, tag="wrote"):
    """Wrote what the last choice asks for: part name to text."""

    kind: AskKind
    parts: dict[str, str]


class WentBack(Move, frozen=True, tag="went-back"):
    """Went back to the moment before the choice of turn ``to`` (practice only)."""

    to: int


AnyMove = Chose | Explained | Wrote | WentBack


class Transcript(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that has to be kept of an attempt.

    ``edition`` is the digest of the canonical JSON that was played; ``engine`` the
    version of the code that offered the choices.
    """

    scenario: str
    edition: str
    engine: str
    moves: tuple[AnyMove, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice that stands on the line now, with what was said and written about it."""

    turn: int
    before: Playthrough
    choice: str
    after: Playthrough
    explained: Explained | None = None
    wrote: Wrote | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """A transcript played again.

    ``decisions`` are those on the present line. ``first`` holds, for every scene,
    the first choice ever taken there, gone back on or not: the first instinct.
    ``awaiting`` says what writing must come before the next choice.
    """

    here: Playthrough
    turn: int = 0
    decisions: tuple[Decision, ...] = ()
    first: dict[str, str] = field(default_factory=dict)

    @property
    def awaiting(self) -> AskKind | None:
        if not self.decisions or self.decisions[-1].wrote:
            return None
        last = self.decisions[-1]
        choice = last.before.scene.choice(last.choice)
        return choice.asks.kind if choice and choice.asks else None


def begin(game: Game) -> Replay:
    """Before the first move."""
    return Replay(game.start)


def advance(played: Replay, move: AnyMove) -> Replay:
    """The replay with one more move. Raises :class:`Illegal` when it cannot follow."""
    turn = played.turn + 1
    match move:
        case Chose():
            return _choose(played, move, turn)
        case Explained():
            return _say(played, turn, explained=move)
        case Wrote(kind=kind):
            if played.awaiting != kind:
                raise Illegal(
                    _('Turn {turn} writes a "{kind}" that nothing asked for.').format(
                        turn=turn, kind=kind
                    )
                )
            return _say(played, turn, wrote=move)
        case WentBack(to=to):
            return _go_back(played, to, turn)


def replay(scenario: Scenario, transcript: Transcript) -> Replay:
    """The whole transcript, played again on the edition it names.

    Raises :class:`Illegal` naming the first turn that cannot have happened.
    """
    if transcript.scenario != scenario.id:
        raise Illegal(
            _('The transcript is of "{theirs}", not of "{ours}".').format(
                theirs=transcript.scenario, ours=scenario.id
            )
        )
    played = begin(Game(scenario))
    for move in transcript.moves:
        played = advance(played, move)
    return played


def _choose(played: Replay, move: Chose, turn: int) -> Replay:
    here = played.here
    if played.awaiting:
        raise Illegal(_("Turn {turn} leaves out writing that was asked for.").format(turn=turn))
    if here.scene.id != move.scene:
        raise Illegal(
            _('Turn {turn} chooses in "{theirs}", but the story is in "{ours}".').format(
                turn=turn, theirs=move.scene, ours=here.scene.id
            )
        )
    try:
        there = here.choose(move.choice)
    except NotOpen as no:
        raise Illegal(_("Turn {turn}:").format(turn=turn), str(no)) from no
    decision = Decision(turn, here, move.choice, there)
    first = {**played.first}
    first.setdefault(here.scene.id, move.choice)
    return Replay(there, turn, (*played.decisions, decision), first)


def _say(
    played: Replay, turn: int, *, explained: Explained | None = None, wrote: Wrote | None = None
) -> Replay:
    if not played.decisions:
        raise Illegal(_("Turn {turn} speaks of a choice before there was one.").format(turn=turn))
    *before, last = played.decisions
    if explained:
        if last.explained or last.wrote:
            raise Illegal(_("Turn {turn} explains a choice again.").format(turn=turn))
        if not 0 <= explained.sure <= SUREST:
            raise Illegal(
                _("Turn {turn} is sure at level {sure}; levels run from 0 to {most}.").format(
                    turn=turn, sure=explained.sure, most=SUREST
                )
            )
        last = replace(last, explained=explained)
    if wrote:
        last = replace(last, wrote=wrote)
    return replace(played, turn=turn, decisions=(*before, last))


def _go_back(played: Replay, to: int, turn: int) -> Replay:
    if played.here.game.scenario.use == "assessed":
        raise Illegal(
            _("Turn {turn} goes back, which nobody can in an assessed case.").format(turn=turn)
        )
    kept = tuple(d for d in played.decisions if d.turn < to)
    gone = [d for d in played.decisions if d.turn >= to]
    if not gone or gone[0].turn != to:
        raise Illegal(
            _("Turn {turn} goes back to turn {to}, which is no choice on the line.").format(
                turn=turn, to=to
            )
        )
    return Replay(gone[0].before, turn, kept, played.first)
