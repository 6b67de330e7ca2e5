"""Progress: what the log says, with nothing stored beside it."""

from __future__ import annotations

from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.progress import attempts, first_choices, latest, opened
from mentor_cpd.records.store import Store
from tests.records.making import Clock, begun, chose


def test_an_attempt_is_as_far_as_its_last_move(store: Store, clock: Clock) -> None:
    began = clock.now
    for new in (begun(), chose(1), chose(2)):
        store.append(new)
        clock.goes(minutes=1)
    (attempt,) = attempts(store.events())
    assert (attempt.id, attempt.person, attempt.scenario) == ("a-1", "p-amina", "too-quiet")
    assert (attempt.use, attempt.engine, attempt.turn, attempt.seq) == ("practice", "1", 2, 3)
    assert (attempt.began, (attempt.last - attempt.began).seconds) == (began, 120)


def test_the_attempt_that_was_played_last_is_the_latest_whatever_the_clock_says(
    store: Store, clock: Clock
) -> None:
    store.append(begun("a-1"))
    clock.goes(days=-1)
    store.append(begun("a-2"))
    assert latest(store.events())["too-quiet"].id == "a-2"
    clock.goes(days=-1)
    store.append(chose(1, attempt="a-1"))
    assert [attempt.id for attempt in attempts(store.events())] == ["a-2", "a-1"]
    assert latest(store.events())["too-quiet"].id == "a-1"


def test_a_drill_is_an_attempt_as_well_and_is_practice(store: Store) -> None:
    began = {"drill": "is-it-listening", "engine": "1"}
    store.append(NewEvent("drilled", "p-amina", began, "d-1", 0, "begins"))
    store.append(NewEvent("answered", "p-amina", {"answers": ["a"]}, "d-1", 1, "m"))
    (drill,) = attempts(store.events())
    assert (drill.scenario, drill.use, drill.turn, drill.drilled) == (
        "is-it-listening",
        "practice",
        1,
        True,
    )


def test_an_attempt_goes_on_by_its_moves_and_by_nothing_else(store: Store, clock: Clock) -> None:
    store.append(NewEvent("opened", "p-amina", {"module": "listening"}))
    store.append(begun())
    (before,) = attempts(store.events())
    assert (before.turn, before.drilled) == (0, False)
    clock.goes(hours=1)
    store.append(NewEvent("reflected", "p-amina", {}, "j-1", 0, "m"))
    assert attempts(store.events()) == [before], "a page of the journal is no attempt"
    store.append(NewEvent("submitted", "p-amina", {}, "a-1", 1, "n"))
    (after,) = attempts(store.events())
    assert (after.turn, after.last) == (1, clock.now)
    assert attempts(store.events(after=2)) == [], "of which one does not know how it began"


def test_each_case_has_its_own_latest_attempt(store: Store) -> None:
    store.append(begun("a-1"))
    store.keep_edition("e-1", "the-walk", b"{}", b"{}")
    body = {"scenario": "the-walk", "use": "assessment", "engine": "1"}
    store.append(NewEvent("attempted", "p-amina", body, "a-2", 0, "m", edition="e-1"))
    found = latest(store.events())
    assert {case: (one.id, one.use, one.edition) for case, one in found.items()} == {
        "too-quiet": ("a-1", "practice", None),
        "the-walk": ("a-2", "assessment", "e-1"),
    }


def test_a_module_was_opened_when_it_was_last_opened(store: Store, clock: Clock) -> None:
    for module in ("listening", "boundaries", "listening"):
        store.append(NewEvent("opened", "p-amina", {"module": module}))
        clock.goes(hours=1)
    found = opened(store.events())
    assert sorted(found) == ["boundaries", "listening"]
    assert found["listening"] > found["boundaries"]


def test_nothing_was_done_in_an_empty_log() -> None:
    assert attempts([]) == []
    assert latest([]) == {}
    assert opened([]) == {}
    assert first_choices([]) == {}


def test_each_person_counts_once_a_scene_by_their_first_choice_there(store: Store) -> None:
    def take(person: str, attempt: str, turn: int, scene: str, choice: str) -> None:
        body = {"scene": scene, "choice": choice}
        store.append(NewEvent("chose", person, body, attempt, turn, f"{attempt}-{turn}"))

    store.append(begun("a-1", "p-amina"))
    take("p-amina", "a-1", 1, "table", "promise")
    store.append(NewEvent("went-back", "p-amina", {"to": 1}, "a-1", 2, "back"))
    take("p-amina", "a-1", 3, "table", "sit")
    take("p-amina", "a-1", 4, "walk", "tell")
    store.append(begun("a-2", "p-ben"))
    take("p-ben", "a-2", 1, "table", "sit")
    store.append(begun("a-3", "p-amina"))  # again, and now she knows
    take("p-amina", "a-3", 1, "table", "sit")
    store.append(begun("a-4", "p-chloe"))
    take("p-chloe", "a-4", 1, "table", "sit")

    assert first_choices(store.events()) == {
        "table": {"promise": 1, "sit": 2},
        "walk": {"tell": 1},
    }
    assert first_choices(store.events(), excluding="p-amina") == {"table": {"sit": 2}}
