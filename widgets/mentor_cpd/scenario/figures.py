"""Figures: what can be measured of a case or a drill, for its authors and its reviewers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from .drill import Drill, as_scenes
from .explore import Exploration, Witness
from .guessers import GUESSERS, Guessed, guess, right_at_first_go
from .model import EndingKind, Scenario, Scene, Use
from .options import best_is_first, best_is_longest, best_of
from .play import Playthrough, play
from .reading import grade, words_of
from .testplan import read_testplan, run
from .wording import ENOUGH_WORDS, all_words

WORDS_A_MINUTE = 200  # read with care; adults read plain prose at 200 to 250
SECONDS_A_DECISION = 20  # to weigh three or four options that have been read


class Span(msgspec.Struct, frozen=True):
    """From the least to the most."""

    low: float
    high: float


class Habits(msgspec.Struct, frozen=True):
    """In how many decisions, whose options differ in worth, a best one is easily found."""

    decisions: int
    longest: int
    first: int


class CaseFigures(msgspec.Struct, frozen=True):
    """A case in figures.

    ``minutes`` are those of the quickest and the slowest of its testplans. ``paths`` is
    ``None`` where a loop makes them countless; ``routes`` then counts what can be: paths,
    with each loop taken as one place. ``evidence`` is by competency, over all paths.
    """

    id: str
    title: str
    module: str
    use: Use
    scenes: int
    decisions: int
    endings: dict[EndingKind, int]
    minutes: Span
    grade: float
    hardest: float
    habits: Habits
    evidence: dict[str, Span]
    paths: int | None
    routes: int
    guessed: tuple[Guessed, ...]


class DrillFigures(msgspec.Struct, frozen=True):
    """A drill in figures. ``guessed`` is by guesser: questions got right at first go."""

    id: str
    title: str
    module: str
    questions: int
    answers: int
    right: int
    minutes: float
    grade: float
    hardest: float
    habits: Habits
    guessed: dict[str, int]


def case_figures(
    scenario: Scenario, explored: Exploration, testplan: str | None = None
) -> CaseFigures:
    """The figures of a case that has been explored to the end."""
    ways = _ways(scenario, explored, testplan)
    minutes = [minutes_of(scenario, way) for way in ways]
    kinds: dict[EndingKind, int] = {}
    for scene in scenario.scenes:
        if scene.ending:
            kinds[scene.ending] = kinds.get(scene.ending, 0) + 1
    text, hardest = _grades(scenario.scenes)
    return CaseFigures(
        id=scenario.id,
        title=scenario.title,
        module=scenario.module,
        use=scenario.use,
        scenes=len(scenario.scenes),
        decisions=sum(len(scene.choices) > 1 for scene in scenario.scenes),
        endings=kinds,
        minutes=Span(min(minutes, default=0.0), max(minutes, default=0.0)),
        grade=text,
        hardest=hardest,
        habits=_habits(scenario.scenes),
        evidence={
            competency: Span(bounds.lowest, bounds.highest)
            for competency, bounds in explored.bounds.items()
        },
        paths=explored.paths,
        routes=explored.routes,
        guessed=tuple(guess(scenario, guesser) for guesser in GUESSERS),
    )


def drill_figures(drill: Drill) -> DrillFigures:
    """The figures of a drill, which is met whole: every answer's consequence is read."""
    scenes = as_scenes(drill).scenes
    words = sum(
        len(words_of(f"{all_words(scene)}\n{' '.join(choice.because for choice in scene.choices)}"))
        for scene in scenes
    )
    text, hardest = _grades(scenes)
    return DrillFigures(
        id=drill.id,
        title=drill.title,
        module=drill.module,
        questions=len(drill.questions),
        answers=sum(len(question.answers) for question in drill.questions),
        right=sum(len(question.right) for question in drill.questions),
        minutes=_minutes(words, len(scenes)),
        grade=text,
        hardest=hardest,
        habits=_habits(scenes),
        guessed={guesser.id: right_at_first_go(drill, guesser) for guesser in GUESSERS},
    )


def _ways(scenario: Scenario, explored: Exploration, testplan: str | None) -> list[Witness]:
    """Whole playthroughs as somebody would play them: the testplans, else the shortest."""
    plans = read_testplan(testplan).plans if testplan else ()
    outcomes = [
        outcome for outcome in (run(plan, scenario) for plan in plans) if not outcome.failed
    ]
    if outcomes:
        return [outcome.path for outcome in outcomes]
    return list(explored.proof.endings.values()) if explored.proof else []


def minutes_of(scenario: Scenario, way: Witness) -> float:
    """How long it takes to play this way: reading what is told and offered, and deciding."""
    here = play(scenario)
    words, decisions = _told(here), 0
    for step in way:
        words += sum(len(words_of(choice.text)) for choice in here.choices)
        decisions += len(here.choices) > 1
        here = here.choose(step.choice)
        words += _told(here)
    return _minutes(words, decisions)


def _told(here: Playthrough) -> int:
    return sum(len(words_of(passage.text)) for passage in here.passages)


def _minutes(words: int, decisions: int) -> float:
    return words / WORDS_A_MINUTE + decisions * SECONDS_A_DECISION / 60


def _grades(scenes: Sequence[Scene]) -> tuple[float, float]:
    """The reading grade of all the words, and of the hardest scene that has enough of them."""
    texts = [all_words(scene) for scene in scenes]
    hardest = [grade(text) for text in texts if len(words_of(text)) >= ENOUGH_WORDS]
    return grade("\n".join(texts)), max(hardest, default=0.0)


def _habits(scenes: Iterable[Scene]) -> Habits:
    scored = [scene for scene in scenes if best_of(scene)]
    return Habits(len(scored), sum(map(best_is_longest, scored)), sum(map(best_is_first, scored)))
