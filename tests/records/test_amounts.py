"""How much one person has put into the record lately: it holds one person up, and nobody else."""

from __future__ import annotations

from datetime import timedelta

from mentor_cpd.records.amounts import characters, reaches
from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.store import Store
from tests.records.making import Clock, begun, chose, wrote

HOUR = timedelta(hours=1)


def busy(store: Store, clock: Clock) -> None:
    """Amina begins and moves at 9, 10 and 11; Ben moves in between."""
    store.append(begun())
    store.append(begun("a-2", "p-ben"))
    for turn in (1, 2):
        clock.goes(hours=1)
        store.append(chose(turn))
        store.append(chose(turn, attempt="a-2", person="p-ben"))
        store.append(NewEvent("introduced", "p-amina"))


def test_moves_are_counted_back_from_the_last(store: Store, clock: Clock) -> None:
    nine = clock.now
    busy(store, clock)

    def reached(moves: int, *, since: int, person: str = "p-amina") -> bool:
        return reaches(store, person, moves, since=nine + since * HOUR, until=clock.now)

    assert reached(1, since=2)
    assert reached(2, since=1)
    assert reached(3, since=0)
    assert not reached(4, since=0), "what is no work, or another person's, is not counted"
    assert not reached(2, since=2)
    assert not reached(1, since=0, person="p-tess")


def test_a_clock_that_was_put_back_holds_nobody_up(store: Store, clock: Clock) -> None:
    nine = clock.now
    busy(store, clock)
    clock.goes(days=-1)
    assert not reaches(store, "p-amina", 1, since=nine - 48 * HOUR, until=clock.now)


def test_what_was_written_is_counted_while_it_is_kept(store: Store, clock: Clock) -> None:
    nine = clock.now
    store.append(begun())
    store.append(wrote(1, said="née", did="12345"))
    clock.goes(hours=1)
    store.append(wrote(2, said="ten more 🙂."))
    store.append(begun("a-2", "p-ben"))
    store.append(wrote(1, attempt="a-2", person="p-ben", said="Ben's own."))

    def written(since: int, until: int) -> int:
        return characters(store, "p-amina", since=nine + since * HOUR, until=nine + until * HOUR)

    assert written(0, 1) == 3 + 5 + 11
    assert written(1, 1) == 11
    assert written(0, 0) == 3 + 5
    assert written(2, 3) == 0
    store.erase_texts(person="p-amina", by="p-amina")
    assert written(0, 1) == 0
