"""Transcripts: replaying one gives everything back, and a forged one is refused by turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mentor_cpd.scenario.model import Ask, AskKind, Mark, Scenario
from mentor_cpd.scenario.play import Game, play
from mentor_cpd.scenario.transcript import (
    SUREST,
    AnyMove,
    Chose,
    Explained,
    Illegal,
    Transcript,
    WentBack,
    Wrote,
    advance,
    begin,
    replay,
)
from tests.scenario.brute import choice, scenario, scenarios, scene

tried = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def transcript(case: Scenario, *moves: AnyMove) -> Transcript:
    return Transcript(case.id, "digest", "0.1.0", moves)


class Entry(NamedTuple):
    """A choice on the line, as a person keeping the score by hand would note it."""

    turn: int
    choice: str
    asks: AskKind | None = None
    explained: bool = False
    wrote: bool = False


Played = tuple[Scenario, list[AnyMove], list[list[Entry]]]


@st.composite
def played(draw: st.DrawFn) -> Played:
    """A case, moves that are legal in it, and the choices left on the line by each.

    The moves are chosen from the rules as they are told to people, not from the code:
    what was asked for is written first; a choice is explained once, before writing;
    going back is to any choice on the line.
    """
    case = draw(scenarios(asks=True))
    moves: list[AnyMove] = []
    line: list[Entry] = []
    lines: list[list[Entry]] = []
    for turn in range(1, draw(st.integers(1, 12)) + 1):
        here = play(case, *(entry.choice for entry in line))
        last = line[-1] if line else None
        options: list[AnyMove] = []
        if last and last.asks and not last.wrote:
            options.append(Wrote(last.asks, {"what": "I wrote."}))
        else:
            options += [Chose(here.scene.id, c.id) for c in here.choices if not here.ending]
        if last and not last.explained and not last.wrote:
            options.append(Explained("Because.", draw(st.integers(0, 4))))
        options += [WentBack(entry.turn) for entry in line]
        if not options:
            break
        move = draw(st.sampled_from(options))
        match move:
            case Chose(choice=name):
                asks = next(c.asks for c in here.scene.choices if c.id == name)
                line = [*line, Entry(turn, name, asks.kind if asks else None)]
            case Explained():
                line = [*line[:-1], line[-1]._replace(explained=True)]
            case Wrote():
                line = [*line[:-1], line[-1]._replace(wrote=True)]
            case WentBack(to=to):
                line = [entry for entry in line if entry.turn < to]
        moves.append(move)
        lines.append(line)
    assume(moves)
    return case, moves, lines


@tried
@given(played())
def test_legal_moves_replay_to_the_same_place(given_: Played) -> None:
    case, moves, lines = given_
    step_by_step = begin(Game(case))
    for turn, (move, line) in enumerate(zip(moves, lines, strict=True), start=1):
        step_by_step = advance(step_by_step, move)
        straight = play(case, *(entry.choice for entry in line))
        here = step_by_step.here
        assert (here.scene, here.state, here.line) == (
            straight.scene,
            straight.state,
            straight.line,
        )
        assert step_by_step.turn == turn
        assert [
            (d.turn, d.choice, bool(d.explained), bool(d.wrote)) for d in step_by_step.decisions
        ] == [(e.turn, e.choice, e.explained, e.wrote) for e in line]
        awaited = line[-1].asks if line and not line[-1].wrote else None
        assert step_by_step.awaiting == awaited
    whole = replay(case, transcript(case, *moves))
    assert whole.here.line == step_by_step.here.line
    assert whole.first == step_by_step.first
    first: dict[str, str] = {}
    for move in moves:
        if isinstance(move, Chose):
            first.setdefault(move.scene, move.choice)
    assert whole.first == first, "the first instinct stays, whatever was gone back on"


@tried
@given(played())
def test_a_transcript_survives_json_and_replays_the_same(given_: Played) -> None:
    case, moves, _ = given_
    kept = transcript(case, *moves)
    read = msgspec.json.decode(msgspec.json.encode(kept), type=Transcript)
    assert read == kept
    assert replay(case, read).here.line == replay(case, kept).here.line


def forgeries(
    case: Scenario, moves: list[AnyMove], lines: list[list[Entry]]
) -> Iterator[tuple[list[AnyMove], int]]:
    """Edits that nobody can have played, with the turn at which each is found out."""
    other: dict[AskKind, AskKind] = {"free-text": "concern-record", "concern-record": "free-text"}
    yield [Explained("Early.")], 1
    yield [WentBack(1)], 1
    yield [Wrote("free-text", {})], 1
    for at, move in enumerate(moves):
        before, after, turn = moves[:at], moves[at + 1 :], at + 1
        choices = [entry.turn for entry in lines[at]]
        yield [*before, move, WentBack(turn + 1), *after], turn + 1
        yield [*before, move, WentBack(0), *after], turn + 1
        if turn not in choices:
            yield [*before, move, WentBack(turn), *after], turn + 1
        match move:
            case Chose(scene=scene, choice=choice):
                yield [*before, Chose(scene, "no-such-choice"), *after], turn
                elsewhere = next(s.id for s in case.scenes if s.id != scene)
                yield [*before, Chose(elsewhere, choice), *after], turn
                yield [*before, move, Explained("Sure.", 5), *after], turn + 1
                yield [*before, move, Explained("Unsure.", -1), *after], turn + 1
            case Explained():
                yield [*before, move, move, *after], turn + 1
            case Wrote(kind=kind):
                yield [*before, move, move, *after], turn + 1
                yield [*before, move, Explained("Late."), *after], turn + 1
                yield [*before, Wrote(other[kind], {}), *after], turn
                if after and isinstance(after[0], Chose):
                    yield [*before, *after], turn


@tried
@given(played(), st.data())
def test_a_forged_transcript_is_refused_at_the_turn_that_was_forged(
    given_: Played, data: st.DataObject
) -> None:
    case, moves, lines = given_
    forged, turn = data.draw(st.sampled_from(list(forgeries(case, moves, lines))))
    with pytest.raises(Illegal, match=rf"^Turn {turn}\b"):
        replay(case, transcript(case, *forged))


@tried
@given(played())
def test_nobody_goes_back_in_an_assessed_case(given_: Played) -> None:
    case, moves, _ = given_
    assessed = msgspec.structs.replace(case, use="assessed")
    back = next((n for n, m in enumerate(moves, start=1) if isinstance(m, WentBack)), None)
    if back is None:
        assert replay(assessed, transcript(case, *moves)).turn == len(moves)
        moves, back = [*moves, WentBack(1)], len(moves) + 1
    with pytest.raises(Illegal, match=f"Turn {back} goes back"):
        replay(assessed, transcript(case, *moves))


CASE = scenario(
    scene(
        "desk",
        choice("record", "door", asks=Ask("concern-record", "Write it down.")),
        choice("wait", "door", Mark("waited")),
    ),
    scene("door", choice("knock", "well")),
    scene("well", ending="good"),
    facts=("waited",),
)
RECORD = Wrote("concern-record", {"what": "She said that."})


def test_writing_that_is_awaited_blocks_the_story() -> None:
    asked = replay(CASE, transcript(CASE, Chose("desk", "record")))
    assert asked.awaiting == "concern-record"
    with pytest.raises(Illegal, match="Turn 2 leaves out writing"):
        advance(asked, Chose("door", "knock"))
    with pytest.raises(Illegal, match='Turn 2 writes a "free-text"'):
        advance(asked, Wrote("free-text", {"text": "Instead."}))
    written = advance(advance(asked, Explained("To be safe.", 3)), RECORD)
    assert written.awaiting is None
    assert written.decisions[-1].wrote == RECORD
    assert written.decisions[-1].explained == Explained("To be safe.", 3)
    assert advance(written, Chose("door", "knock")).here.ending == "good"


def test_going_back_leaves_the_writing_behind_and_keeps_the_first_instinct() -> None:
    moves: list[AnyMove] = [Chose("desk", "record"), RECORD, Chose("door", "knock"), WentBack(1)]
    back = replay(CASE, transcript(CASE, *moves))
    assert back.here.scene.id == "desk"
    assert back.decisions == ()
    assert back.awaiting is None
    again = advance(back, Chose("desk", "wait"))
    assert again.first == {"desk": "record", "door": "knock"}
    assert again.decisions[0].turn == 5
    assert again.here.state.facts == {"waited"}


def test_one_may_go_back_instead_of_writing() -> None:
    asked = replay(CASE, transcript(CASE, Chose("desk", "record")))
    assert advance(asked, WentBack(1)).here.scene.id == "desk"


def test_one_goes_back_to_a_choice_on_the_line_and_nowhere_else() -> None:
    moves: list[AnyMove] = [Chose("desk", "wait"), Explained("To think."), Chose("door", "knock")]
    played = replay(CASE, transcript(CASE, *moves))
    assert advance(played, WentBack(3)).here.scene.id == "door"
    for to in (0, 2, 4, 5):
        with pytest.raises(Illegal, match=f"Turn 4 goes back to turn {to}, which is no choice"):
            advance(played, WentBack(to))


@pytest.mark.parametrize("sure", [0, 1, SUREST])
def test_a_choice_is_explained_once_and_before_writing_about_it(sure: int) -> None:
    asked = replay(CASE, transcript(CASE, Chose("desk", "record")))
    said = advance(asked, Explained("To be safe.", sure))
    assert said.decisions[-1].explained == Explained("To be safe.", sure)
    for again in (said, advance(asked, RECORD)):
        with pytest.raises(Illegal, match="Turn 3 explains a choice again"):
            advance(again, Explained("Because."))


@pytest.mark.parametrize("sure", [-1, SUREST + 1])
def test_nobody_is_surer_than_certain_or_less_sure_than_not_at_all(sure: int) -> None:
    asked = replay(CASE, transcript(CASE, Chose("desk", "record")))
    with pytest.raises(Illegal, match=f"Turn 2 is sure at level {sure}; levels run from 0 to 4"):
        advance(asked, Explained("Because.", sure))


def test_a_refusal_says_what_was_open() -> None:
    with pytest.raises(Illegal) as no:
        replay(CASE, transcript(CASE, Chose("desk", "leave")))
    assert str(no.value).startswith("Turn 1:")
    assert "Open here: record, wait." in str(no.value)


def test_a_transcript_of_another_case_is_refused() -> None:
    with pytest.raises(Illegal, match='The transcript is of "other", not of "case"'):
        replay(CASE, Transcript("other", "digest", "0.1.0"))


def test_nothing_is_chosen_after_the_ending() -> None:
    moves = [Chose("desk", "wait"), Chose("door", "knock"), Chose("well", "knock")]
    with pytest.raises(Illegal, match="Turn 3:"):
        replay(CASE, transcript(CASE, *moves))
