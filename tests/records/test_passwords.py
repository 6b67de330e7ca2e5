"""Passwords: what is just good enough; the rest is told with the people whose they are."""

from __future__ import annotations

import pytest

from mentor_cpd.records.passwords import LONGEST, SHORTEST, Locksmith, refuse_weak
from tests.records.making import quick_hasher

SHORT, LONG = "lantern pots", "lantern " * 128


@pytest.mark.parametrize("password", [SHORT, LONG, "abcde" * 3])
def test_a_password_that_is_just_good_enough_can_be_had_and_opens(password: str) -> None:
    """Of as few characters, as many, and as few different ones as there may be."""
    assert (len(SHORT), len(LONG)) == (SHORTEST, LONGEST)
    refuse_weak(password, "amina", "Amina Khan")
    locksmith = Locksmith(quick_hasher())
    lock = locksmith.lock(password)
    assert locksmith.opens(password, lock)
    assert not locksmith.opens(password + "!", lock)
