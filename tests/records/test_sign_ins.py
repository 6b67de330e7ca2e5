"""Who is signed in, on which browser, and for how long."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest

from mentor_cpd.records.people import People, Person, SignedIn
from mentor_cpd.records.sign_ins import IDLE, Limits, Link
from mentor_cpd.records.store import Store
from tests.records.making import Clock, quick_hasher


@pytest.fixture
def amina(people: People) -> Person:
    return people.add("amina", "Amina Khan", ["mentor"], by="command-line")


@pytest.fixture
def elsewhere(opened: Callable[..., Store]) -> People:
    """The same people, seen by another process."""
    return People(opened(), hasher=quick_hasher())


def test_a_token_says_who_is_signed_in_and_since_when(
    people: People, amina: Person, clock: Clock
) -> None:
    token = people.sign_in(amina.id, "Firefox on Linux")
    signed_in = people.who(token)
    assert isinstance(signed_in, SignedIn)
    assert signed_in.person == amina
    assert (signed_in.by.agent, signed_in.by.since) == ("Firefox on Linux", clock.now)
    assert people.who("no-such-token") is None
    assert people.who("") is None


def test_tokens_are_long_and_only_their_digests_are_kept(
    people: People, store: Store, amina: Person
) -> None:
    tokens = {people.sign_in(amina.id, "Firefox") for _ in range(20)}
    tokens.add(people.make_link("welcome", amina.id, by="p-boss"))
    assert len(tokens) == 21
    assert all(len(token) >= 32 for token in tokens)
    with store.reading() as connection:
        kept = "".join(
            str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608 - the names are ours
            for table in ("sign_ins", "links", "events")
        )
    assert not [token for token in tokens if token in kept]


def test_the_id_of_a_sign_in_opens_nothing(people: People, amina: Person) -> None:
    signed_in = people.who(people.sign_in(amina.id, "Firefox"))
    assert signed_in is not None
    assert people.who(signed_in.by.id) is None


def test_signing_out_ends_one_sign_in_and_leaves_the_others(people: People, amina: Person) -> None:
    here, there = people.sign_in(amina.id, "Firefox"), people.sign_in(amina.id, "Safari")
    people.sign_out(here)
    assert people.who(here) is None
    assert people.who(there)


def test_signing_out_everywhere_ends_all_of_one_person_s(
    people: People, elsewhere: People, amina: Person
) -> None:
    ben = people.add("ben", "Ben", ["mentor"], by="command-line")
    tokens = [people.sign_in(amina.id, "Firefox") for _ in range(3)]
    bens = people.sign_in(ben.id, "Firefox")
    assert elsewhere.sign_out_everywhere(amina.id, by="command-line") == 3
    assert [people.who(token) for token in tokens] == [None] * 3
    assert people.who(bens)


def test_an_account_that_is_switched_off_elsewhere_is_signed_out_here_at_once(
    people: People, elsewhere: People, amina: Person
) -> None:
    token = people.sign_in(amina.id, "Firefox")
    elsewhere.disable(amina.id, by="command-line")
    assert people.who(token) is None
    elsewhere.enable(amina.id, by="command-line")
    assert people.who(token) is None, "switching it on again signs nobody in"


def test_roles_that_are_changed_elsewhere_hold_here_at_once(
    people: People, elsewhere: People, amina: Person
) -> None:
    token = people.sign_in(amina.id, "Firefox")
    elsewhere.set_roles(amina.id, ["trainer"], by="command-line")
    signed_in = people.who(token)
    assert signed_in is not None
    assert signed_in.person.roles == {"trainer"}


def test_a_new_password_ends_every_sign_in_but_the_one_it_was_set_from(
    people: People, amina: Person
) -> None:
    here, there = people.sign_in(amina.id, "Firefox"), people.sign_in(amina.id, "Safari")
    people.set_password(amina.id, "teapot lantern gravel", by=amina.id, keep=here)
    assert people.who(here)
    assert people.who(there) is None
    people.set_password(amina.id, "teapot lantern gravel", by="command-line")
    assert people.who(here) is None


def test_a_sign_in_that_is_not_used_ends_after_twenty_minutes(
    people: People, amina: Person, clock: Clock
) -> None:
    """A use is noted once a minute, so that it may last a minute longer and never shorter."""
    token = people.sign_in(amina.id, "Firefox")
    for _ in range(3):
        clock.goes(seconds=59)
        people.who(token)
        clock.goes(minutes=20)
        assert people.who(token)
    clock.goes(minutes=21, seconds=1)
    assert people.who(token) is None


def test_the_school_says_after_how_long(
    people: People, store: Store, amina: Person, clock: Clock
) -> None:
    store.set_setting(IDLE, 60)
    token = people.sign_in(amina.id, "Firefox")
    clock.goes(minutes=60)
    assert people.who(token)
    store.set_setting(IDLE, 5)
    clock.goes(minutes=7)
    assert people.who(token) is None, "also for those who are signed in already"


def test_a_sign_in_that_is_used_all_day_ends_after_twelve_hours(
    people: People, amina: Person, clock: Clock
) -> None:
    token = people.sign_in(amina.id, "Firefox")
    for _ in range(48):
        clock.goes(minutes=15)
        assert people.who(token)
    clock.goes(seconds=1)
    assert people.who(token) is None


def test_watching_a_sign_in_does_not_use_it(people: People, amina: Person, clock: Clock) -> None:
    """The host looks whether an open page's owner is still signed in: that is not the owner."""
    token = people.sign_in(amina.id, "Firefox")
    for _ in range(3):
        clock.goes(minutes=7)
        assert people.who(token, seen=False)
    clock.goes(seconds=1)
    assert people.who(token, seen=False) is None


def test_where_somebody_is_signed_in_is_listed_and_one_can_be_ended(
    people: People, amina: Person, clock: Clock
) -> None:
    old = people.sign_in(amina.id, "Opera")
    clock.goes(minutes=30)
    here, there = people.sign_in(amina.id, "Firefox"), people.sign_in(amina.id, "Safari")
    ben = people.add("ben", "Ben", ["mentor"], by="command-line")
    bens = people.sign_in(ben.id, "Firefox")
    idle, most = people.left(people.signed_in(amina.id)[0])
    assert (idle, most) == (timedelta(minutes=21), timedelta(hours=12))
    listed = {one.agent: one.id for one in people.signed_in(amina.id)}
    assert set(listed) == {"Firefox", "Safari"}, "what is over is not listed"
    assert people.who(old) is None
    assert people.sign_out_of(amina.id, listed["Safari"])
    assert not people.sign_out_of(amina.id, people.signed_in(ben.id)[0].id), "not hers"
    assert not people.sign_out_of(amina.id, "")
    assert people.who(there) is None
    assert people.who(here)
    assert people.who(bens)
    people.sign_in(amina.id, "Edge")
    assert people.sign_out_everywhere(amina.id, by=amina.id, keep=here) == 1
    assert people.who(here)


def test_a_use_is_noted_once_a_minute_at_most(
    people: People, store: Store, amina: Person, clock: Clock
) -> None:
    token = people.sign_in(amina.id, "Firefox")
    before = store.changes()
    for _ in range(5):
        clock.goes(seconds=10)
        people.who(token)
    assert store.changes() == before
    clock.goes(seconds=11)
    people.who(token)
    assert store.changes() != before


def test_a_clock_that_goes_back_signs_nobody_out(
    people: People, amina: Person, clock: Clock
) -> None:
    token = people.sign_in(amina.id, "Firefox")
    clock.goes(days=-30)
    assert people.who(token)
    clock.goes(minutes=20)
    assert people.who(token)


def test_a_clock_that_was_years_ahead_leaves_no_sign_in_and_no_link_that_lasts_for_years(
    people: People, store: Store, amina: Person, clock: Clock
) -> None:
    before = people.make_link("welcome", amina.id, by="command-line")
    clock.goes(days=3650)
    token = people.sign_in(amina.id, "Firefox")
    link = people.make_link("set-up", by="serve")
    clock.goes(days=-3650)
    people.put_right()
    (here,) = people.signed_in(amina.id)
    assert here.since == here.seen == clock.now
    assert people.link(before)
    assert people.link(link) is None
    clock.goes(minutes=22)
    assert people.who(token) is None
    untouched = store.changes()
    people.put_right()
    assert store.changes() == untouched


def test_sign_ins_that_are_over_are_cleared_away(
    people: People, store: Store, amina: Person, clock: Clock
) -> None:
    for _ in range(5):
        people.sign_in(amina.id, "Firefox")
    clock.goes(days=1)
    people.sign_in(amina.id, "F" * 5000)
    with store.reading() as connection:
        kept = connection.exec_driver_sql("SELECT length(agent) FROM sign_ins").scalars().all()
    assert kept == [200]


def test_signing_in_clears_away_nothing_that_still_lasts(
    store: Store, amina: Person, clock: Clock
) -> None:
    limits = Limits(idle=timedelta(minutes=20), most=timedelta(minutes=42))
    people = People(store, hasher=quick_hasher(), limits=limits)
    token = people.sign_in(amina.id, "always at work")
    for _ in range(2):
        clock.goes(minutes=21)
        people.sign_in(amina.id, "now and then")
        assert people.who(token), "to the last moment"
    clock.goes(seconds=1)
    people.sign_in(amina.id, "the last")
    with store.reading() as connection:
        kept = connection.exec_driver_sql("SELECT agent FROM sign_ins ORDER BY agent").scalars()
        assert kept.all() == ["now and then", "the last"]


def test_where_somebody_is_signed_in_is_listed_the_newest_first(
    people: People, amina: Person, clock: Clock
) -> None:
    for agent in ("Opera", "Firefox", "Safari"):
        people.sign_in(amina.id, agent)
        clock.goes(minutes=1)
    assert [one.agent for one in people.signed_in(amina.id)] == ["Safari", "Firefox", "Opera"]


def test_a_clock_that_is_put_back_a_little_shortens_only_what_is_of_a_time_to_come(
    people: People,
    store: Store,
    opened: Callable[..., Store],
    amina: Person,
    clock: Clock,
) -> None:
    began = clock.now
    away = people.sign_in(amina.id, "Safari")
    token = people.sign_in(amina.id, "Firefox")
    untouched = store.changes()
    people.put_right()
    clock.goes(minutes=-1)
    with store.writing():
        People(opened(wait=0.01, migrate=False)).put_right()
    assert store.changes() == untouched, "clocks are put right by seconds all the time"
    clock.goes(minutes=21)
    assert people.who(token)
    clock.goes(minutes=-10)
    late = clock.now
    people.sign_in(amina.id, "Opera")
    clock.goes(seconds=30)
    people.put_right()
    assert people.who(away, seen=False)
    found = {one.agent: (one.since, one.seen) for one in people.signed_in(amina.id)}
    assert found == {
        "Firefox": (began, clock.now),
        "Opera": (late, late),
        "Safari": (began, began),
    }


def test_a_clock_that_was_ahead_while_nothing_could_be_written_keeps_nobody_in(
    opened: Callable[..., Store], clock: Clock
) -> None:
    store = opened(wait=0.05)
    people = People(store, hasher=quick_hasher())
    amina = people.add("amina", "Amina Khan", ["mentor"], by="command-line")
    token = people.sign_in(amina.id, "Firefox")
    clock.goes(minutes=15)
    with closing(sqlite3.connect(store.place, isolation_level=None)) as hog:
        hog.execute("BEGIN IMMEDIATE")
        assert people.who(token)
        hog.execute("ROLLBACK")
    clock.goes(minutes=-15)
    people.put_right()
    clock.goes(minutes=21, seconds=1)
    assert people.who(token) is None


def test_a_link_lasts_to_the_moment_it_says_and_outlasts_a_clock_that_is_put_right(
    people: People, amina: Person, clock: Clock
) -> None:
    token = people.make_link("welcome", amina.id, by="command-line")
    assert people.link(token) == Link("welcome", amina.id, clock.now + timedelta(days=7))
    clock.goes(hours=-1)
    assert people.link(token)
    clock.goes(seconds=-1)
    assert people.link(token) is None, "made while the clock was ahead"
    clock.goes(days=7, hours=1, seconds=1)
    assert people.link(token)
    clock.goes(seconds=1)
    assert people.link(token) is None
