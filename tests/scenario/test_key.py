"""Two editions of a case: whether they tell the same story, whatever their keys say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mentor_cpd.scenario.key import same_story
from mentor_cpd.scenario.model import (
    Condition,
    Detour,
    Holds,
    Level,
    Meter,
    Passage,
    Scenario,
    Shift,
    Unrepaired,
)
from mentor_cpd.scenario.parse import parse
from mentor_cpd.scenario.play import Playthrough, play
from tests.practice.playing import CASE, COURSE
from tests.scenario.brute import choice, scenario, scene

PAGE = next(COURSE.glob(f"scenarios/*/{CASE}.md")).read_text(encoding="utf-8")


def edition(old: str = "", new: str = "") -> Scenario:
    assert old in PAGE, old
    scenario = parse(PAGE.replace(old, new, 1), f"{CASE}.md").scenario
    assert scenario
    return scenario


def ways(here: Playthrough) -> Iterator[tuple[str, ...]]:
    """Every way through the case, as the scenes it enters and the choices it takes."""
    if here.ending:
        yield here.scene.id, here.ending
    for one in here.choices:
        for way in ways(here.choose(one.id)):
            yield here.scene.id, one.id, *way


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("edition: 1", "edition: 2"),
        ("active-listening 2\n", "active-listening 3\n"),
        ("    must: false", "    must: true"),
        ("holds: visited the-stamps", "holds: visited the-stamps or visited a-shrug"),
        ("Kind, and nobody", "Kindly meant, and nobody"),
        ("The bell for lunch went long ago.", "Lunch began long ago."),
        ("  - repairs: promise-of-secrecy\n", ""),
        ("  - sets: told-form-tutor, trust +1\n", "  - sets: trust +1\n"),
    ],
    ids=[
        "edition",
        "evidence",
        "must",
        "feature",
        "commentary",
        "the telling",
        "what repairs an error that decides nothing",
        "a fact that decides nothing",
    ],
)
def test_a_mended_key_tells_the_same_story(old: str, new: str) -> None:
    before, after = edition(), edition(old, new)
    assert same_story(before, after)
    assert set(ways(play(before))) == set(ways(play(after)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('](#the-bag "kind-words")', '](#a-quiet-desk "kind-words")'),
        ('"kind-words"', '"come-and-find-me"'),
        ("I’m sorry that happened.", "I’m not sorry that happened."),
        ("  - when: not promised-secrecy\n", ""),
        ("  - sets: promised-secrecy, trust +1\n", "  - sets: trust +1\n"),
        ("if trust >= 3:", "if trust >= 4:"),
        ("to: 5, start: 2", "to: 5, start: 3"),
        ("asks: free-text", "asks: concern-record"),
        ("Ending: poor", "Ending: mixed"),
        ("*When trust >= 3:*", "*When trust >= 4:*"),
        (
            "## The bag\n",
            '## A bag {#the-bag}\n\nIt is empty.\n\n- [Go.](#out "go")\n  - because: x\n\n## Out\n',
        ),
    ],
    ids=[
        "where a choice leads",
        "its id",
        "its words",
        "when it is open",
        "a fact that decides",
        "a detour",
        "a meter",
        "what is asked for",
        "an ending",
        "when a passage is told",
        "a scene more",
    ],
)
def test_another_story_is_not_the_same(old: str, new: str) -> None:
    assert not same_story(edition(), edition(old, new))


def kept(
    asked: Condition,
    place: str,
    *,
    error: str = "secrecy",
    repairs: tuple[str, ...] = ("secrecy",),
    by: int = -1,
    start: int = 2,
) -> Scenario:
    """A promise, its repair, and one place where the story asks about something."""
    when = asked if place == "a choice" else None
    detours = (Detour(asked, "badly"),) if place == "a detour" else ()
    passages = (Passage("Told.", when=asked if place == "a passage" else None),)
    return scenario(
        scene(
            "start",
            choice("promise", "door", Shift("trust", by), error=error),
            choice("own-up", "door", repairs=repairs),
        ),
        scene(
            "door",
            choice("knock", "well", when=when, detours=detours),
            choice("go", "badly"),
            passages=passages,
        ),
        scene("well", ending="good"),
        scene("badly", ending="poor"),
        meters=(Meter("trust", "Trust", 0, 5, start),),
        facts=("told",),
    )


@pytest.mark.parametrize("place", ["a choice", "a detour", "a passage"])
def test_an_error_or_a_meter_is_the_storys_where_it_is_asked_about_and_else_the_keys(
    place: str,
) -> None:
    open_, low, else_ = Unrepaired("secrecy"), Level("trust", "<", 2), Holds("told")
    for asked in (open_, low, else_):
        before = kept(asked, place)
        assert same_story(before, kept(asked, place))
        assert same_story(before, kept(asked, place, error="")) == (asked is not open_)
        assert same_story(before, kept(asked, place, error="lateness")) == (asked is not open_)
        assert same_story(before, kept(asked, place, repairs=())) == (asked is not open_)
        assert same_story(before, kept(asked, place, by=+1)) == (asked is not low)
        assert same_story(before, kept(asked, place, start=3)) == (asked is not low)
        assert same_story(before, kept(asked, place, repairs=("secrecy", "lateness")))
