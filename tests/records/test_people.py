"""Accounts, roles and passwords."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable
from typing import Literal

import pytest
from argon2 import PasswordHasher

from mentor_cpd.errors import CpdError
from mentor_cpd.records.passwords import BadPassword, Locksmith
from mentor_cpd.records.people import (
    AccountIsTaken,
    LinkIsSpent,
    PasswordIsChanged,
    People,
    Person,
    Right,
    SwitchedOff,
    UnknownAccount,
    Wait,
    Wrong,
)
from mentor_cpd.records.store import Store
from tests.records.making import Clock, quick_hasher

PASSWORD = "teapot lantern gravel"
HERE = "10.0.0.7"


@pytest.fixture
def boss(people: People) -> Person:
    return people.add_with_password(
        "boss", "Bea Oss", ["administrator"], PASSWORD, by="command-line"
    )


@pytest.fixture
def amina(people: People) -> Person:
    return people.add_with_password("amina", "Amina Khan", ["mentor"], PASSWORD, by="command-line")


def kinds(store: Store) -> list[str]:
    return [event.kind for event in store.events()]


# Accounts.


def test_an_account_is_known_by_its_name_and_in_the_log_by_a_pseudonym(
    people: People, store: Store, clock: Clock
) -> None:
    amina = people.add("amina.k", "  Amina   Khan ", ["mentor", "trainer"], by="command-line")
    assert re.fullmatch(r"p-[a-z2-7]{10}", amina.id)
    assert (amina.account, amina.name, amina.roles, amina.disabled, amina.has_password) == (
        "amina.k",
        "Amina Khan",
        frozenset({"mentor", "trainer"}),
        False,
        False,
    )
    assert amina.added == clock.now
    assert people.find("amina.k") == people.person(amina.id) == people.get("amina.k") == amina
    (event,) = store.events()
    assert (event.kind, event.person) == ("account-added", amina.id)
    assert event.body == {"by": "command-line", "roles": ["mentor", "trainer"]}
    assert "mina" not in str(event)


@pytest.mark.parametrize("typed", ["Amina", " amina ", "AMINA", "ａｍｉｎａ"])
def test_an_account_is_the_same_however_it_is_typed(
    people: People, amina: Person, typed: str
) -> None:
    assert people.find(typed) == amina
    with pytest.raises(CpdError, match="already"):
        people.add(typed, "Another Amina", ["mentor"], by="command-line")


@pytest.mark.parametrize(
    "account", ["", "a", "a b", "-amina", "../amina", "a/b", "<b>", "x" * 65, "a\nb", "a\ud800"]
)
def test_an_account_that_could_not_be_typed_or_shown_is_refused(
    people: People, account: str
) -> None:
    with pytest.raises(CpdError, match="cannot be an account"):
        people.add(account, "Amina Khan", ["mentor"], by="command-line")
    assert people.all() == []


@pytest.mark.parametrize("account", ["åsa", "j.smith@ashlane.example", "o-neill_2", "李雷"])
def test_an_account_may_be_an_email_address_or_in_any_script(people: People, account: str) -> None:
    assert people.find(people.add(account, "Name", ["mentor"], by="x").account)


def test_an_account_has_a_name_and_known_roles(people: People) -> None:
    with pytest.raises(CpdError, match="full name"):
        people.add("amina", "  ", ["mentor"], by="command-line")
    with pytest.raises(CpdError, match="“pupil” is no role") as refused:
        people.add("amina", "Amina", ["mentor", "pupil"], by="command-line")
    assert "safeguarding-lead" in refused.value.remedy
    with pytest.raises(CpdError, match="needs a role"):
        people.add("amina", "Amina", [], by="command-line")
    assert people.all() == []


def test_everybody_is_listed_by_account(people: People, boss: Person, amina: Person) -> None:
    assert people.all() == [amina, boss]


def test_roles_are_what_they_were_last_set_to(people: People, store: Store, amina: Person) -> None:
    changed = people.set_roles(amina.id, ["trainer", "head"], by="p-boss")
    assert changed.roles == {"trainer", "head"}
    assert people.find("amina") == changed
    assert store.events()[-1].body == {"by": "p-boss", "roles": ["head", "trainer"]}


def test_the_only_administrator_cannot_be_shut_out(
    people: People, boss: Person, amina: Person
) -> None:
    ways: list[Callable[[], object]] = [
        lambda: people.disable(boss.id, by="command-line"),
        lambda: people.set_roles(boss.id, ["mentor"], by="command-line"),
    ]
    for shut_out in ways:
        with pytest.raises(CpdError, match="only administrator"):
            shut_out()
    people.set_roles(amina.id, ["administrator"], by="command-line")
    assert people.disable(boss.id, by="command-line").disabled
    with pytest.raises(CpdError, match="only administrator"):
        people.disable(amina.id, by="command-line")


def test_the_only_administrator_may_be_something_else_as_well(people: People, boss: Person) -> None:
    both = people.set_roles(boss.id, ["administrator", "trainer"], by=boss.id)
    assert both.roles == {"administrator", "trainer"}


def test_an_administrator_without_a_password_lets_nobody_in(people: People, boss: Person) -> None:
    people.set_password(boss.id, "teapot lantern gravel", by="command-line")
    cy = people.add("cy", "Cy Second", ["administrator"], by="command-line")
    with pytest.raises(CpdError, match="only administrator who can sign in"):
        people.disable(boss.id, by="command-line")
    people.set_password(cy.id, "candle rhubarb window", by="command-line")
    assert people.disable(boss.id, by="command-line").disabled


def test_a_list_of_people_is_added_whole_or_not_at_all(
    people: People, store: Store, amina: Person
) -> None:
    before = (people.all(), store.head())
    with pytest.raises(AccountIsTaken):
        people.add_all([("ben", "Ben", ["mentor"]), ("Amina", "Amina", ["head"])], by="p-boss")
    assert (people.all(), store.head()) == before
    with pytest.raises(AccountIsTaken):
        people.refuse_to_add("amina", "Amina Two", ["mentor"])
    added = people.add_all([("Ben.B", "Ben", ["mentor"]), ("cy", "Cy", ["head"])], by="p-boss")
    assert [person.account for person, _token in added] == ["ben.b", "cy"]
    for person, token in added:
        assert people.welcome(token, password="teapot lantern gravel") == people.get(person.account)
    assert amina in people.all()


def test_an_account_that_does_not_exist_cannot_be_changed(people: People, store: Store) -> None:
    changes: list[Callable[[], object]] = [
        lambda: people.get("nobody"),
        lambda: people.set_roles("p-nobody", ["mentor"], by="x"),
        lambda: people.disable("p-nobody", by="x"),
        lambda: people.enable("p-nobody", by="x"),
        lambda: people.set_password("p-nobody", PASSWORD, by="x"),
    ]
    for change in changes:
        with pytest.raises(UnknownAccount):
            change()
    assert store.events() == []


def test_what_is_done_to_an_account_is_in_the_log(
    people: People, store: Store, amina: Person
) -> None:
    people.set_roles(amina.id, ["trainer"], by="p-boss")
    people.disable(amina.id, by="p-boss")
    people.enable(amina.id, by="p-boss")
    people.set_password(amina.id, PASSWORD + " again", by=amina.id)
    people.sign_out_everywhere(amina.id, by="command-line")
    people.make_link("welcome", amina.id, by="p-boss")
    assert kinds(store) == [
        "account-added",
        "password-set",
        "roles-changed",
        "account-disabled",
        "account-enabled",
        "password-set",
        "signed-out-everywhere",
        "link-made",
    ]
    assert store.verify() == []


# Passwords.


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "at least 12"),
        ("aaaaaaaaaaaaaaaa", "repeats itself"),
        ("abababababab", "repeats itself"),
        ("Password123456", "first that people try"),
        ("Safeguarding!2026", "first that people try"),
        ("123456789012", "first that people try"),
        ("Amina.Khan.1990", "first that people try"),
        ("amina1234567", "first that people try"),
        ("x1" + "y2 z3" * 300, "at most 1024"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_and_the_old_one_stays(
    people: People, amina: Person, password: str, says: str
) -> None:
    with pytest.raises(BadPassword, match=says):
        people.set_password(amina.id, password, by=amina.id)
    assert people.check_password("amina", PASSWORD, address=HERE) == Right(amina)


@pytest.mark.parametrize("password", ["amina.k/123456", "Amina-Khan-1990"])
def test_a_password_made_of_ones_own_names_is_refused_however_an_account_begins(
    people: People, password: str
) -> None:
    """The first is the account, the second the name."""
    account, name, by = "amina.k", "Amina Khan", "command-line"
    set_up = people.make_link("set-up", by=by)
    with pytest.raises(BadPassword):
        people.set_up(set_up, account=account, name=name, password=password)
    with pytest.raises(BadPassword):
        people.add_with_password(account, name, ["mentor"], password, by=by)
    ((_amina, welcome),) = people.add_all([(account, name, ["mentor"])], by=by)
    with pytest.raises(BadPassword):
        people.welcome(welcome, password=password)


def test_no_account_is_opened_when_its_password_is_refused(people: People) -> None:
    with pytest.raises(BadPassword):
        people.add_with_password("amina", "Amina Khan", ["mentor"], "short", by="command-line")
    assert people.all() == []


def test_the_right_password_is_right_and_any_other_is_wrong(people: People, amina: Person) -> None:
    assert people.check_password("Amina", PASSWORD, address=HERE) == Right(amina)
    for password in ("", PASSWORD.upper(), PASSWORD + " ", PASSWORD * 100, "half \ud83d"):
        clock_in = people.check_password("amina", password, address=HERE)
        assert clock_in == Wrong()
        assert people.check_password("amina", PASSWORD, address=HERE) == Right(amina)


def test_a_password_is_the_same_on_every_keyboard(people: People, amina: Person) -> None:
    """Apple's keyboards send é as e and an accent, others as one letter."""
    people.set_password(amina.id, "cafe\u0301 lantern gravel", by=amina.id)
    assert isinstance(
        people.check_password("amina", "caf\u00e9 lantern gravel", address=HERE), Right
    )


@pytest.mark.usefixtures("amina")
def test_a_name_that_nobody_has_is_answered_like_a_wrong_password(people: People) -> None:
    people.add("new", "No Password Yet", ["mentor"], by="command-line")
    for account in ("nobody", "new", "a\ud800", "x" * 5000):
        assert people.check_password(account, PASSWORD, address=HERE) == Wrong()


def test_a_name_that_nobody_has_costs_as_much_as_a_wrong_password() -> None:
    """Counted in argon2's own passes, not in milliseconds: the machine is shared."""
    tried: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            tried.append(str(hash).split("$")[3])  # its cost: m, t, p
            return super().verify(hash, password)

    locksmith = Locksmith(Counting(time_cost=2, memory_cost=16, parallelism=1))
    assert locksmith.opens("right", locksmith.lock("right"))
    assert not locksmith.opens("wrong", locksmith.lock("right"))
    assert not locksmith.opens("wrong", None)
    assert not locksmith.opens("the password of nobody", None)
    assert not locksmith.opens("x" * 100_000, locksmith.lock("right"))
    assert tried == ["m=16,t=2,p=1"] * 5


def test_passwords_are_kept_as_argon2id_hashes_with_a_salt_each(store: Store) -> None:
    people = People(store)
    for account in ("amina", "ben"):
        people.add_with_password(account, "A Person", ["mentor"], PASSWORD, by="command-line")
    with store.reading() as connection:
        kept = connection.exec_driver_sql("SELECT password FROM people").scalars().all()
    assert all(lock.startswith("$argon2id$v=19$m=65536,t=3,p=4$") for lock in kept)
    assert kept[0] != kept[1]


@pytest.mark.usefixtures("amina")
def test_a_hash_that_is_weaker_than_todays_is_renewed_at_the_next_sign_in(store: Store) -> None:
    stronger = People(store, hasher=PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert isinstance(stronger.check_password("amina", PASSWORD, address=HERE), Right)
    with store.reading() as connection:
        lock = connection.exec_driver_sql("SELECT password FROM people").scalar()
    assert lock is not None
    assert "m=16,t=2" in lock
    assert isinstance(stronger.check_password("amina", PASSWORD, address=HERE), Right)


class Interrupted(Locksmith):
    """While it tries a password, something else happens, once."""

    def __init__(self, meanwhile: Callable[[], object], hasher: PasswordHasher) -> None:
        super().__init__(hasher)
        self._meanwhile = [meanwhile]

    def opens(self, password: str, lock: str | None) -> bool:
        found = super().opens(password, lock)
        while self._meanwhile:
            self._meanwhile.pop()()
        return found


def today() -> PasswordHasher:
    """Stronger settings than those with which passwords were hashed so far."""
    return PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)


@pytest.mark.parametrize("hasher", [quick_hasher(), today()], ids=["as before", "stronger"])
def test_a_password_that_is_reset_while_it_is_tried_opens_nothing(
    store: Store, people: People, amina: Person, hasher: PasswordHasher
) -> None:
    """Nor does it come back, when its hash was due to be renewed."""
    new, slow = "another lantern gravel", People(store, hasher=hasher)
    slow._locksmith = Interrupted(lambda: people.set_password(amina.id, new, by="p-boss"), hasher)
    assert slow.check_password("amina", PASSWORD, address=HERE) == Wrong()
    assert people.check_password("amina", PASSWORD, address=HERE) == Wrong()
    assert people.check_password("amina", new, address=HERE) == Right(amina)


def test_an_account_that_is_switched_off_while_the_password_is_tried_opens_nothing(
    store: Store, people: People, amina: Person
) -> None:
    slow = People(store, hasher=quick_hasher())
    slow._locksmith = Interrupted(lambda: people.disable(amina.id, by="p-boss"), quick_hasher())
    assert isinstance(slow.check_password("amina", PASSWORD, address=HERE), SwitchedOff)


def test_a_second_click_finds_a_hash_renewed_by_the_first_and_is_right_as_well(
    store: Store, amina: Person
) -> None:
    first, second = (People(store, hasher=today()) for _click in range(2))
    clicks: list[object] = []
    second._locksmith = Interrupted(
        lambda: clicks.append(first.check_password("amina", PASSWORD, address=HERE)), today()
    )
    clicks.append(second.check_password("amina", PASSWORD, address=HERE))
    assert clicks == [Right(amina)] * 2


def test_whoever_came_by_a_password_that_was_changed_neither_signs_in_nor_changes_it(
    people: People, amina: Person
) -> None:
    """A reset ends every sign-in, also the one that is just being made."""
    came = people.check_password("amina", PASSWORD, address=HERE)
    assert isinstance(came, Right)
    assert came.lock not in repr(came)
    assert people.who(people.sign_in(amina.id, "Firefox", lock=came.lock))
    new = "another lantern gravel"
    for change in (
        lambda: people.disable(amina.id, by="p-boss"),
        lambda: people.set_password(amina.id, new, by="p-boss"),
        lambda: people.enable(amina.id, by="p-boss"),
    ):
        change()
        with pytest.raises(PasswordIsChanged):
            people.sign_in(amina.id, "Firefox", lock=came.lock)
        with pytest.raises(PasswordIsChanged):
            people.set_password(amina.id, "yet another lantern", by=amina.id, lock=came.lock)
    assert people.signed_in(amina.id) == []
    assert people.check_password("amina", new, address=HERE) == Right(amina)


def test_only_who_knows_the_password_is_told_that_an_account_is_switched_off(
    people: People, amina: Person
) -> None:
    off = people.disable(amina.id, by="p-boss")
    assert people.check_password("amina", PASSWORD, address=HERE) == SwitchedOff(off)
    assert people.check_password("amina", "a wrong guess", address=HERE) == Wrong()
    people.enable(amina.id, by="p-boss")
    assert people.check_password("amina", PASSWORD, address=HERE) == Right(amina)


@pytest.mark.parametrize(
    "name", ["A\x1b[2Jmina", "A\x07mina", "\u202eanimA", "A\u2066mina", "A\x9bm"]
)
def test_a_name_does_nothing_to_the_terminal_that_lists_it(people: People, name: str) -> None:
    with pytest.raises(CpdError, match="cannot be seen"):
        people.add("amina.b", name, ["mentor"], by="command-line")
    assert people.all() == []


@pytest.mark.parametrize(
    "name", ["Zoë Ó Néill", "سارة أحمد", "می\u200cخواهم", "שרה\u200f", "王小明", "O’Neill-Šmíd"]
)
def test_a_name_is_written_as_its_owner_writes_it(people: People, name: str) -> None:
    assert people.add("amina.b", name, ["mentor"], by="command-line").name == name


# The throttle.


def waits(people: People, account: str, address: str, clock: Clock, guesses: int) -> list[int]:
    """How long each guess had to wait, when each is made as soon as it may be."""
    waited = []
    for _ in range(guesses):
        outcome = people.check_password(account, "a wrong guess", address=address)
        waited.append(outcome.seconds if isinstance(outcome, Wait) else 0)
        if isinstance(outcome, Wait):
            clock.goes(seconds=outcome.seconds)
            assert people.check_password(account, "a wrong guess", address=address) == Wrong()
    return waited


@pytest.mark.usefixtures("amina")
@pytest.mark.parametrize("account", ["amina", "nobody"])
def test_each_wrong_password_makes_the_next_wait_longer_whether_or_not_the_account_exists(
    people: People, clock: Clock, account: str
) -> None:
    assert waits(people, account, HERE, clock, 13) == [
        *([0] * 5),
        *(1, 2, 4, 8, 16, 32, 60, 60),
    ]


def test_the_right_password_waits_as_well_and_then_starts_anew(
    people: People, clock: Clock, amina: Person
) -> None:
    waits(people, "amina", HERE, clock, 8)
    outcome = people.check_password("amina", PASSWORD, address=HERE)
    assert outcome == Wait(8)
    clock.goes(seconds=8)
    assert people.check_password("amina", PASSWORD, address=HERE) == Right(amina)
    assert waits(people, "amina", HERE, clock, 5) == [0] * 5


def test_asking_while_one_has_to_wait_makes_the_wait_no_longer(
    people: People, clock: Clock, amina: Person
) -> None:
    waits(people, "amina", HERE, clock, 8)
    for left in (8, 6, 4, 2):
        assert people.check_password("amina", PASSWORD, address=HERE) == Wait(left)
        clock.goes(seconds=2)
    assert people.check_password("amina", PASSWORD, address=HERE) == Right(amina)


def test_somebody_elses_guesses_hold_nobody_up_where_they_have_signed_in_before(
    people: People, clock: Clock, amina: Person, boss: Person
) -> None:
    """Or whoever knows a name could keep its owner out, with one guess a minute."""
    laptop = people.greet(people.greet("", amina.id), boss.id)
    waits(people, "amina", HERE, clock, 13)
    for number in range(30):
        people.check_password(f"pupil-{number}", "a wrong guess", address=HERE)
    assert isinstance(people.check_password("amina", PASSWORD, address=HERE), Wait)
    for _again in range(7):
        found = people.check_password("amina", PASSWORD, address=HERE, mark=laptop)
        assert found == Right(amina)
    found = people.check_password("boss", PASSWORD, address=HERE, mark=laptop)
    assert found == Right(boss)
    # What the owner did clears nothing of what the others did.
    assert isinstance(people.check_password("amina", PASSWORD, address=HERE), Wait)


def test_a_known_browser_is_slowed_down_like_any_other(people: People, amina: Person) -> None:
    mark = people.greet("", amina.id)
    guesses = [
        people.check_password("amina", "a wrong guess", address=HERE, mark=mark) for _ in range(6)
    ]
    assert guesses == [*([Wrong()] * 5), Wait(1)]
    assert people.check_password("amina", PASSWORD, address=HERE, mark=mark) == Wait(1)


def test_a_mark_counts_for_those_who_signed_in_there_and_cannot_be_made_up(
    people: People, clock: Clock, amina: Person, boss: Person
) -> None:
    waits(people, "amina", HERE, clock, 8)
    own, first, seal = people.greet("", boss.id).split(".")
    another = people.greet("", amina.id).split(".")
    for forged in (
        ".".join((own, first, seal)),
        ".".join((own, first, another[2])),
        ".".join((own, another[1], another[2])),
        ".".join((another[0], seal)),
        f"{own}.{first}.",
        "." * 5_000,
        "é.é.é",
    ):
        found = people.check_password("amina", PASSWORD, address=HERE, mark=forged)
        assert isinstance(found, Wait), forged
        assert people.greet(forged, amina.id).count(".") <= 13
    # Nobody gets further guesses by giving a browser another name.
    assert people.greet("made-up.mark.x", boss.id).split(".")[0] != "made-up"


def test_a_shared_laptop_knows_the_last_of_its_accounts(people: People, boss: Person) -> None:
    mark = people.greet("", boss.id)
    for number in range(20):
        mark = people.greet(people.greet(mark, f"p-{number}"), boss.id)
    assert len(mark) < 400
    assert people.check_password("boss", PASSWORD, address=HERE, mark=mark) == Right(boss)


@pytest.mark.usefixtures("amina")
def test_one_account_waits_and_the_others_do_not(
    people: People, clock: Clock, boss: Person
) -> None:
    waits(people, "amina", HERE, clock, 8)
    assert people.check_password("boss", PASSWORD, address=HERE) == Right(boss)


def test_an_address_that_tries_many_accounts_waits_whatever_it_tries_next(
    people: People, boss: Person
) -> None:
    for number in range(30):
        outcome = people.check_password(f"pupil-{number}", "Password123", address="10.6.6.6")
        assert outcome == Wrong()
    assert isinstance(people.check_password("boss", PASSWORD, address="10.6.6.6"), Wait)
    assert people.check_password("boss", PASSWORD, address=HERE) == Right(boss)
    waits_yet = people.check_password("boss", PASSWORD, address="10.6.6.6")
    assert isinstance(waits_yet, Wait), "what was right elsewhere clears nothing here"


def test_signing_in_rightly_does_not_clear_the_address(people: People, boss: Person) -> None:
    """Or whoever has one account could try all the others without end."""
    for number in range(30):
        assert people.check_password("boss", PASSWORD, address="10.6.6.6") == Right(boss)
        assert people.check_password(f"p-{number}", "guess", address="10.6.6.6") == Wrong()
    assert isinstance(people.check_password("boss", PASSWORD, address="10.6.6.6"), Wait)


@pytest.mark.usefixtures("amina")
def test_guesses_are_forgotten_after_an_hour(people: People, clock: Clock) -> None:
    waits(people, "amina", HERE, clock, 12)
    clock.goes(hours=1, seconds=1)
    assert waits(people, "amina", HERE, clock, 5) == [0] * 5


@pytest.mark.usefixtures("amina")
def test_the_throttle_is_kept_in_the_store_and_not_by_name(
    people: People, store: Store, clock: Clock
) -> None:
    waits(people, "amina", HERE, clock, 6)
    people.check_password("teapot-lantern-gravel", "", address="10.0.0.9")
    restarted = People(store, hasher=quick_hasher())
    assert restarted.check_password("amina", PASSWORD, address=HERE) == Wait(2)
    with store.reading() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM guesses").all())
    assert "teapot" not in kept
    assert "amina" not in kept


def test_a_clock_that_goes_back_keeps_nobody_waiting(
    people: People, clock: Clock, amina: Person
) -> None:
    waits(people, "amina", HERE, clock, 12)
    clock.goes(days=-300)
    assert people.check_password("amina", PASSWORD, address=HERE) == Right(amina)


@pytest.mark.usefixtures("amina")
def test_guesses_at_the_same_moment_are_all_counted(people: People) -> None:
    together = threading.Barrier(12, timeout=30)
    outcomes: list[object] = []

    def guess() -> None:
        together.wait()
        outcomes.append(people.check_password("amina", "a wrong guess", address=HERE))

    guessing = [threading.Thread(target=guess) for _ in range(12)]
    for each in guessing:
        each.start()
    for each in guessing:
        each.join()
    assert outcomes.count(Wrong()) == 5
    assert sum(isinstance(outcome, Wait) for outcome in outcomes) == 7


@pytest.mark.usefixtures("amina")
def test_a_password_is_not_tried_while_the_record_is_locked(store: Store) -> None:
    """Trying takes long on purpose; nobody's choice may wait for it."""
    started, saved = threading.Event(), threading.Event()

    class Slow(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            started.set()
            assert saved.wait(30)
            return super().verify(hash, password)

    slow = People(store, hasher=Slow(time_cost=1, memory_cost=8, parallelism=1))
    outcomes: list[object] = []

    def sign_in() -> None:
        outcomes.append(slow.check_password("amina", PASSWORD, address=HERE))

    trying = threading.Thread(target=sign_in)
    trying.start()
    assert started.wait(30)
    store.save_draft("p-ben", "here", "text")
    saved.set()
    trying.join()
    assert isinstance(outcomes[0], Right)


# One-time links.


def test_the_first_administrator_is_made_by_the_set_up_link(people: People, store: Store) -> None:
    assert people.need_set_up()
    token = people.make_link("set-up", by="serve")
    link = people.link(token)
    assert link is not None
    assert link.kind == "set-up"
    boss = people.set_up(token, account="boss", name="Bea Oss", password=PASSWORD)
    assert boss.roles == {"administrator"}
    assert boss.has_password
    assert people.check_password("boss", PASSWORD, address=HERE) == Right(boss)
    assert not people.need_set_up()
    assert kinds(store) == ["account-added", "password-set"]
    assert [event.body["by"] for event in store.events()] == ["set-up-link", boss.id]


def test_a_set_up_that_has_to_be_corrected_does_not_use_up_the_link(people: People) -> None:
    token = people.make_link("set-up", by="serve")
    for account, name, password in (
        ("boss", "Bea Oss", "short"),
        ("no account", "Bea Oss", PASSWORD),
        ("boss", "", PASSWORD),
    ):
        with pytest.raises(CpdError) as refused:
            people.set_up(token, account=account, name=name, password=password)
        assert not isinstance(refused.value, LinkIsSpent)
        assert people.all() == []
    assert people.set_up(token, account="boss", name="Bea Oss", password=PASSWORD)


def test_a_link_works_once(people: People, amina: Person) -> None:
    set_up = people.make_link("set-up", by="serve")
    people.set_up(set_up, account="boss", name="Bea Oss", password=PASSWORD)
    with pytest.raises(LinkIsSpent):
        people.set_up(set_up, account="eve", name="Eve", password=PASSWORD)
    welcome = people.make_link("welcome", amina.id, by="p-boss")
    people.welcome(welcome, password="another lantern gravel")
    with pytest.raises(LinkIsSpent):
        people.welcome(welcome, password="eve was here too")
    assert people.link(welcome) is None


def test_of_two_who_use_a_link_at_once_one_succeeds(people: People) -> None:
    token = people.make_link("set-up", by="serve")
    together, made = threading.Barrier(4, timeout=30), []

    def set_up(number: int) -> None:
        together.wait()
        with contextlib.suppress(LinkIsSpent):
            made.append(people.set_up(token, account=f"b{number}", name="B", password=PASSWORD))

    setting_up = [threading.Thread(target=set_up, args=(n,)) for n in range(4)]
    for each in setting_up:
        each.start()
    for each in setting_up:
        each.join()
    assert people.all() == made
    assert len(made) == 1


def test_no_second_set_up_once_there_is_an_administrator(people: People, boss: Person) -> None:
    token = people.make_link("set-up", by="serve")
    with pytest.raises(LinkIsSpent):
        people.set_up(token, account="eve", name="Eve", password=PASSWORD)
    assert people.all() == [boss]


def test_a_link_stands_for_what_it_was_made_for(people: People, amina: Person) -> None:
    welcome = people.make_link("welcome", amina.id, by="p-boss")
    with pytest.raises(LinkIsSpent):
        people.set_up(welcome, account="eve", name="Eve", password=PASSWORD)
    set_up = people.make_link("set-up", by="serve")
    with pytest.raises(LinkIsSpent):
        people.welcome(set_up, password=PASSWORD)
    with pytest.raises(LinkIsSpent):
        people.welcome("made-up", password=PASSWORD)
    with pytest.raises(ValueError, match="for a person"):
        people.make_link("welcome", by="p-boss")


def test_a_newer_link_takes_the_place_of_an_older_one(people: People, amina: Person) -> None:
    older = people.make_link("welcome", amina.id, by="p-boss")
    newer = people.make_link("welcome", amina.id, by="p-boss")
    assert people.link(older) is None
    assert people.link(newer)


def test_a_link_grows_old(people: People, clock: Clock, amina: Person) -> None:
    welcome = people.make_link("welcome", amina.id, by="p-boss")
    set_up = people.make_link("set-up", by="serve")
    clock.goes(days=1, seconds=1)
    assert people.link(set_up) is None
    assert people.link(welcome)
    clock.goes(days=6)
    with pytest.raises(LinkIsSpent):
        people.welcome(welcome, password=PASSWORD)


def test_a_welcome_sets_the_password_and_ends_what_was_open(people: People, amina: Person) -> None:
    token = people.sign_in(amina.id, "Firefox")
    people.welcome(
        people.make_link("welcome", amina.id, by="p-boss"), password="another lantern gravel"
    )
    assert people.who(token) is None
    assert people.check_password("amina", PASSWORD, address=HERE) == Wrong()
    assert people.check_password("amina", "another lantern gravel", address=HERE) == Right(amina)


def test_a_password_that_is_set_by_hand_takes_the_place_of_the_link(
    people: People, amina: Person
) -> None:
    """Whoever finds the link later must not be able to set another one."""
    welcome = people.make_link("welcome", amina.id, by="p-boss")
    set_up = people.make_link("set-up", by="serve")
    people.set_password(amina.id, "another lantern gravel", by="p-boss")
    assert people.link(welcome) is None
    assert people.link(set_up), "which is nobody's yet"


def test_an_account_that_is_switched_off_keeps_no_link(people: People, amina: Person) -> None:
    welcome = people.make_link("welcome", amina.id, by="p-boss")
    people.disable(amina.id, by="p-boss")
    assert people.link(welcome) is None
