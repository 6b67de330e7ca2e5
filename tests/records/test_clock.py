"""The server's clock: what is said of it when the record contradicts it."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

import pytest

from mentor_cpd.records.clock import in_words, told
from mentor_cpd.records.store import Store
from tests.records.making import Clock, begun, chose


def test_a_clock_that_the_record_does_not_contradict_is_not_doubted(
    store: Store, clock: Clock
) -> None:
    assert told(store).doubt == "", "where nothing was saved yet"
    store.append(begun())
    for hours in (0, 24 * 300, -24 * 300 - 1):
        clock.goes(hours=hours)
        assert told(store).doubt == "", "clocks are put right by minutes all the time"


def test_a_clock_that_is_behind_what_was_saved_last_is_doubted_and_both_are_said(
    store: Store, clock: Clock
) -> None:
    store.append(begun())
    saved = in_words(clock.now)
    clock.goes(days=-300)
    said = told(store)
    assert (said.now, said.now_in_words) == (clock.now, in_words(clock.now))
    assert f"dated {saved}" in said.doubt
    assert f"says {said.now_in_words}" in said.doubt
    assert "put it right" in said.remedy
    assert "do nothing" in said.otherwise


def test_the_doubt_goes_with_the_next_thing_that_is_saved(store: Store, clock: Clock) -> None:
    store.append(begun())
    clock.goes(hours=-1, seconds=-1)
    assert told(store).doubt
    store.append(chose(1))
    assert told(store).doubt == "", "the last by its place, whatever the dates"


@pytest.mark.skipif(os.name != "posix", reason="Windows takes its zone from elsewhere")
def test_a_moment_is_said_as_a_clock_on_the_wall_shows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as there:
        there.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        said = in_words(datetime(2026, 6, 1, 13, 5, tzinfo=UTC))
    time.tzset()
    assert said == "2 June 2026, 01.05"
