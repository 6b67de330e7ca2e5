"""Passwords: what is good enough, and argon2id, at one cost whoever is asking."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..errors import CpdError
from ..language import _
from .events import storable

SHORTEST = 12
LONGEST = 1024
FEWEST_SIGNS = 5
# What is left of a password when digits and signs are taken away must be none of these.
_WORN_OUT = frozenset(
    {
        "abcdef",
        "abcdefgh",
        "admin",
        "administrator",
        "asdfgh",
        "changeme",
        "football",
        "iloveyou",
        "learning",
        "learningmentor",
        "letmein",
        "liverpool",
        "mentor",
        "mentorcpd",
        "monkey",
        "pass",
        "password",
        "passwordpassword",
        "qwerty",
        "qwertyqwerty",
        "qwertyuiop",
        "safeguarding",
        "school",
        "secret",
        "teacher",
        "test",
        "welcome",
    }
)


class BadPassword(CpdError):
    """Too easy to guess."""


def normal(password: str) -> str:
    """One spelling for one password: keyboards differ in how they write ``é``."""
    return unicodedata.normalize("NFKC", storable(password))


def refuse_weak(password: str, *own: str) -> None:
    """Raise :class:`BadPassword` unless it is hard to guess, also by who knows the ``own``
    names of its owner."""
    advice = _("Three random words make a good one.")
    password = normal(password)
    if len(password) < SHORTEST:
        raise BadPassword(_("A password has at least {n} characters.").format(n=SHORTEST), advice)
    if len(password) > LONGEST:
        raise BadPassword(_("A password has at most {n} characters.").format(n=LONGEST))
    if len(set(password)) < FEWEST_SIGNS:
        raise BadPassword(_("This password repeats itself."), advice)
    letters = re.sub(r"[\W\d_]", "", password.casefold())
    taken = _WORN_OUT | {re.sub(r"[\W\d_]", "", name.casefold()) for name in own}
    if not letters or letters in taken:
        raise BadPassword(_("This password is among the first that people try."), advice)


class Locksmith:
    """Turns passwords into hashes that can be kept, and tries passwords on them."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    def lock(self, password: str) -> str:
        return self._hasher.hash(normal(password))

    def opens(self, password: str, lock: str | None) -> bool:
        """Whether it is the right one. No lock costs as much as a wrong password."""
        fair = self._nobodys  # before anything else: its making must not tell one from the other
        if lock is None or len(password) > LONGEST:
            lock, password = fair, password[:LONGEST] + "?"
        try:
            return self._hasher.verify(lock, normal(password))
        except (VerificationError, InvalidHashError):
            return False

    def is_old(self, lock: str) -> bool:
        """Whether the lock was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(lock)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("the password of nobody")
