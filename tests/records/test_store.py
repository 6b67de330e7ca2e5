"""What a store promises, whatever database it lies in."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from mentor_cpd.records import store as stores
from mentor_cpd.records.events import Event, NewEvent
from mentor_cpd.records.store import MOST_DRAFTS, NotTheirs, OutOfStep, Store, TurnTaken
from tests.records.making import Clock, begun, chose, wrote

OPENED = NewEvent("opened", "p-amina", {"module": "listening"})


def test_events_come_back_as_they_were_recorded(store: Store, clock: Clock) -> None:
    recorded = [
        store.append(new).event
        for new in (OPENED, begun(), chose(1, "sit-beside"), wrote(2, said="Hello, Sam."))
    ]
    assert store.events() == recorded
    assert [event.seq for event in recorded] == [1, 2, 3, 4]
    choice = recorded[2]
    assert (choice.attempt, choice.turn, choice.kind) == ("a-1", 1, "chose")
    assert (choice.person, choice.message, choice.edition) == ("p-amina", "a-1-1-sit-beside", None)
    assert choice.body == {"scene": "scene-1", "choice": "sit-beside"}
    assert choice.at == clock.now
    assert choice.at.utcoffset() is not None


def test_each_event_is_sealed_with_the_hash_of_the_one_before(store: Store) -> None:
    log = [store.append(new).event for new in (begun(), chose(1), chose(2), OPENED)]
    assert all(later.previous == earlier.hash for earlier, later in pairwise(log))
    assert len({event.hash for event in log}) == len(log)
    assert store.head() == (4, log[-1].hash)


def test_a_message_that_comes_again_is_answered_as_before_and_recorded_once(
    store: Store,
) -> None:
    store.append(begun())
    first = store.append(chose(1, message="m"))
    store.append(chose(2))
    again = store.append(chose(1, message="m"))
    assert (first.again, again.again) == (False, True)
    assert again.event == first.event
    assert len(store.events()) == 3


def test_another_message_for_a_turn_that_is_taken_is_told_where_the_attempt_stands(
    store: Store,
) -> None:
    store.append(begun())
    store.append(chose(1, "wait"))
    store.append(chose(2, "wait"))
    with pytest.raises(TurnTaken) as taken:
        store.append(chose(1, "ask"))
    assert (taken.value.attempt, taken.value.turn, taken.value.last_turn) == ("a-1", 1, 2)
    assert len(store.events()) == 3


@pytest.mark.parametrize("turn", [2, 3, 100])
def test_no_turn_is_left_out(store: Store, turn: int) -> None:
    store.append(begun())
    with pytest.raises(OutOfStep) as gap:
        store.append(chose(turn))
    assert not isinstance(gap.value, TurnTaken)
    assert (gap.value.attempt, gap.value.turn, gap.value.last_turn) == ("a-1", turn, 0)


def test_an_attempt_begins_with_its_turn_0(store: Store) -> None:
    with pytest.raises(OutOfStep) as early:
        store.append(chose(1))
    assert (early.value.attempt, early.value.turn, early.value.last_turn) == ("a-1", 1, -1)
    assert store.events() == []


def test_nobody_goes_on_with_the_attempt_of_somebody_else(store: Store) -> None:
    store.append(begun())
    with pytest.raises(NotTheirs):
        store.append(chose(1, person="p-ben"))
    store.append(chose(1, message="m"))
    with pytest.raises(NotTheirs):
        store.append(chose(1, person="p-ben", message="m"))


def test_a_move_is_of_the_edition_that_its_attempt_is_played_on(store: Store) -> None:
    digest = keep(store, b'{"id":"too-quiet"}')
    other = keep(store, b'{"id":"too-quiet","edition":2}')
    store.append(begun(edition=digest))
    assert store.append(chose(1)).event.edition == digest
    with pytest.raises(ValueError, match="is played on edition"):
        store.append(chose(2, edition=other))


def test_an_attempt_needs_an_edition_that_is_kept(store: Store) -> None:
    with pytest.raises(ValueError, match="is not kept"):
        store.append(begun(edition="no-such-edition"))
    assert store.events() == []


def test_a_move_without_a_message_id_or_half_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="id of its message"):
        NewEvent("chose", "p-amina", {}, "a-1", 1)
    with pytest.raises(ValueError, match="neither"):
        NewEvent("chose", "p-amina", {}, "a-1", None, "m")


def test_events_are_found_by_attempt_person_kind_edition_and_place(store: Store) -> None:
    digest = keep(store, b'{"id":"too-quiet"}')
    for new in (
        begun(edition=digest),
        chose(1),
        begun("a-2", "p-ben"),
        chose(1, attempt="a-2", person="p-ben"),
        OPENED,
    ):
        store.append(new)

    def places(events: list[Event]) -> list[int]:
        return [event.seq for event in events]

    assert places(store.events(attempt="a-2")) == [3, 4]
    assert places(store.events(person="p-amina")) == [1, 2, 5]
    assert places(store.events(kinds=["chose"])) == [2, 4]
    assert places(store.events(kinds=["chose", "attempted"])) == [1, 2, 3, 4]
    assert places(store.events(editions={digest})) == [1, 2]
    assert places(store.events(editions=[])) == []
    assert places(store.events(after=3)) == [4, 5]
    assert places(store.events(after=1, most=2)) == [2, 3]
    assert places(store.events(most=0)) == []
    assert places(store.events(person="p-ben", kinds={"chose", "opened"}, after=1)) == [4]


def test_a_clock_that_goes_backwards_changes_no_order(store: Store, clock: Clock) -> None:
    store.append(begun())
    clock.goes(days=-400)
    store.append(chose(1))
    clock.goes(seconds=1)
    store.append(chose(2))
    assert [event.turn for event in store.events()] == [0, 1, 2]
    assert store.verify() == []


def test_what_was_written_is_kept_beside_the_log_and_only_its_digest_in_it(store: Store) -> None:
    store.append(begun())
    store.append(wrote(1, said="Hello, Sam.", did="I sat down."))
    store.append(chose(2))
    store.append(wrote(3, asked=""))
    kept = store.texts("a-1")
    assert kept == {1: {"did": "I sat down.", "said": "Hello, Sam."}, 3: {"asked": ""}}
    assert ([*kept], [*kept[1]]) == ([1, 3], ["did", "said"]), "in the same order for everybody"
    assert "Sam" not in str(store.events())
    assert store.verify() == []


def test_the_same_words_have_another_digest_each_time(store: Store) -> None:
    """Or one could look up who wrote what somebody else wrote."""
    store.append(begun())
    one = store.append(wrote(1, said="yes")).event
    two = store.append(wrote(2, said="yes")).event
    assert one.texts["said"] != two.texts["said"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("naïve 🙂 <script>alert(1)</script>", "naïve 🙂 <script>alert(1)</script>"),
        ("half a \ud83d smile", "half a � smile"),
        ("two halves \ud83d\ude42", "two halves 🙂"),
        ("nul \0 nul", "nul � nul"),
        ("\ufeffmark", "\ufeffmark"),
    ],
)
def test_any_text_that_a_browser_can_send_can_be_kept(store: Store, sent: str, kept: str) -> None:
    store.append(begun())
    store.append(wrote(1, said=sent))
    store.save_draft("p-amina", "a-1:2:said", sent)
    assert store.texts("a-1")[1]["said"] == kept
    assert store.drafts("p-amina") == {"a-1:2:said": kept}
    assert store.verify() == []


def test_a_draft_is_kept_for_its_person_and_place_until_the_event_takes_its_place(
    store: Store,
) -> None:
    store.append(begun())
    for place in ("a-1:1:said", "a-1:1:did", "a-1:11:said", "A-1:1:said"):
        store.save_draft("p-amina", place, f"draft of {place}")
    store.save_draft("p-ben", "a-1:1:said", "Ben's")
    store.save_draft("p-amina", "a-1:1:said", "better")
    assert store.drafts("p-amina", "a-1:1:") == {
        "a-1:1:did": "draft of a-1:1:did",
        "a-1:1:said": "better",
    }
    store.append(wrote(1, said="better"), clears_draft="a-1:1")
    assert sorted(store.drafts("p-amina")) == ["A-1:1:said", "a-1:11:said"]
    assert store.drafts("p-ben") == {"a-1:1:said": "Ben's"}
    store.append(chose(2), clears_draft="A-1:1:said")
    assert sorted(store.drafts("p-amina")) == ["a-1:11:said"]


def test_an_event_that_is_not_recorded_leaves_the_draft(store: Store) -> None:
    store.append(begun())
    store.append(chose(1))
    store.save_draft("p-amina", "a-1:1:said", "half a thought")
    with pytest.raises(TurnTaken):
        store.append(wrote(1, said="half a thought"), clears_draft="a-1:1")
    assert store.drafts("p-amina") == {"a-1:1:said": "half a thought"}


def test_a_draft_is_dropped_by_name_or_by_being_emptied(store: Store) -> None:
    store.save_draft("p-amina", "one", "1")
    store.save_draft("p-amina", "two", "2")
    store.drop_draft("p-amina", "one")
    store.save_draft("p-amina", "two", "")
    assert store.drafts("p-amina") == {}


def test_of_too_many_drafts_the_oldest_gives_way_and_never_the_one_being_written(
    store: Store, clock: Clock
) -> None:
    store.save_draft("p-ben", "0", "Ben's")
    for number in range(MOST_DRAFTS + 1):
        store.save_draft("p-amina", f"{number}", "x")
        clock.goes(seconds=1)
    assert "0" not in store.drafts("p-amina")
    clock.goes(days=-400)
    store.save_draft("p-amina", "after the clock was put back", "x")
    kept = store.drafts("p-amina")
    assert len(kept) == MOST_DRAFTS
    assert "after the clock was put back" in kept
    assert "1" not in kept
    assert store.drafts("p-ben") == {"0": "Ben's"}


def test_what_others_write_costs_nobody_a_draft(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "MOST_DRAFTS", 2)
    store.save_draft("p-amina", "first", "x")
    for number in range(3):
        clock.goes(seconds=1)
        store.save_draft("p-ben", f"{number}", "x")
    store.save_draft("p-amina", "second", "x")
    assert sorted(store.drafts("p-amina")) == ["first", "second"]
    assert sorted(store.drafts("p-ben")) == ["1", "2"]


def test_an_edition_is_kept_for_ever_and_its_proof_may_be_renewed(store: Store) -> None:
    digest = keep(store, b'{"title":"Zu still"}', proof=b"{}")
    keep(store, b'{"title":"Zu still"}', proof=b'{"lowest":1}')
    assert store.edition(digest) == (b'{"title":"Zu still"}', b'{"lowest":1}')
    assert store.edition("unknown") is None
    with pytest.raises(ValueError, match="another text"):
        store.keep_edition(digest, "too-quiet", b"{}", b"{}")


def test_the_editions_of_a_case_come_in_the_order_in_which_they_were_kept(
    store: Store, clock: Clock
) -> None:
    """Whoever looks for the one that was played begins with the newest."""
    kept = []
    for number in range(6):
        kept.append(keep(store, f'{{"edition":{number}}}'.encode()))
        clock.goes(minutes=1)
    store.keep_edition("of-another-case", "too-loud", b"{}", b"{}")
    assert store.editions_of("too-quiet") == kept
    assert store.editions_of("too-loud") == ["of-another-case"]
    assert store.editions_of("unknown") == []


def test_keeping_what_is_kept_already_writes_nothing_and_waits_for_nobody(
    store: Store, opened: Callable[..., Store]
) -> None:
    keep(store, b"{}")
    before = store.changes()
    with opened(migrate=False).writing():
        keep(opened(migrate=False, wait=0.01), b"{}")
    assert store.changes() == before


@pytest.mark.parametrize("value", ["Ash Lane School", 3, None, ["a", {"b": True}], "ünï"])
def test_a_setting_is_anything_that_json_can_say(store: Store, value: object) -> None:
    assert store.setting("school") is None
    store.set_setting("school", "before")
    store.set_setting("school", value)
    assert store.setting("school") == value


def test_a_key_is_made_once_and_is_this_records_own(
    store: Store, opened: Callable[..., Store], tmp_path: Path
) -> None:
    with ThreadPoolExecutor(4) as hands:
        keys = set(hands.map(lambda one: one.key("ids"), [store, opened(), opened(), opened()]))
    assert keys == {opened().key("ids")}
    assert [len(key) for key in keys] == [32]
    assert store.key("others") not in keys
    with Store.open(f"sqlite:///{tmp_path / 'another.sqlite'}") as another:
        assert another.key("ids") not in keys
    with store.writing():
        assert opened(migrate=False, wait=0.01).key("ids") in keys, "and waits for nobody"


def test_changes_tells_of_every_commit_by_anyone_and_of_nothing_else(
    store: Store, opened: Callable[..., Store]
) -> None:
    other = opened()
    seen = store.changes()
    store.events()
    other.setting("school")
    assert store.changes() == seen
    for act in (
        lambda: store.append(begun()),
        lambda: other.append(chose(1)),
        lambda: other.save_draft("p-amina", "here", "text"),
        lambda: store.set_setting("school", "Ash Lane"),
    ):
        act()
        assert store.changes() != seen
        seen = store.changes()


def test_whoever_reads_waits_for_no_writer(store: Store, opened: Callable[..., Store]) -> None:
    store.append(begun())
    other = opened(migrate=False, wait=0.01)
    with store.writing():
        assert len(other.events()) == 1
        assert other.verify() == []


@pytest.mark.parametrize("threads", [2, 8])
def test_of_many_messages_for_one_turn_at_the_same_moment_one_is_recorded(
    store: Store, opened: Callable[..., Store], threads: int
) -> None:
    """Two tabs, two kernels, a double click: each from a store of its own, at once."""
    store.append(begun())
    stores = [opened(migrate=False) for _ in range(threads)]
    together = threading.Barrier(threads, timeout=30)
    won: list[tuple[int, int]] = []
    lost: list[int] = []

    def tab(number: int) -> None:
        for turn in range(1, 6):
            together.wait()
            try:
                stores[number].append(chose(turn, f"choice-of-{number}"))
                won.append((turn, number))
            except TurnTaken as taken:
                assert taken.last_turn >= turn
                lost.append(turn)

    tabs = [threading.Thread(target=tab, args=(n,)) for n in range(threads)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()

    recorded = [(e.turn, e.body["choice"]) for e in store.events(kinds=["chose"])]
    assert recorded == [(turn, f"choice-of-{n}") for turn, n in sorted(won)]
    assert [turn for turn, _ in recorded] == [1, 2, 3, 4, 5]
    assert len(lost) == 5 * (threads - 1)
    assert store.verify() == []


def test_one_store_serves_many_threads(store: Store) -> None:
    """The host's requests and its executor share one."""

    def mentor(number: int) -> None:
        store.append(begun(f"a-{number}", f"p-{number}"))
        for turn in range(1, 11):
            store.append(chose(turn, attempt=f"a-{number}", person=f"p-{number}"))
            assert len(store.events(attempt=f"a-{number}")) == turn + 1

    mentors = [threading.Thread(target=mentor, args=(n,)) for n in range(8)]
    for each in mentors:
        each.start()
    for each in mentors:
        each.join()
    assert len(store.events()) == 88
    assert store.verify() == []


def keep(store: Store, canonical: bytes, proof: bytes = b"{}") -> str:
    digest = hashlib.sha256(canonical).hexdigest()
    store.keep_edition(digest, "too-quiet", canonical, proof)
    return digest
