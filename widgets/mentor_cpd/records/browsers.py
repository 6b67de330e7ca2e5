"""Known browsers: where an account has signed in before, other people's guesses hold nobody up.

Were guesses counted by account alone, whoever knows a name could keep its owner out
with one wrong password a minute. So a browser gets a *mark*, in which each account that
signs in there is noted; there, and for those accounts, guesses are counted by the mark.

A mark opens nothing, names nobody, and cannot be made up: it is worth five guesses,
like an account.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

# The accounts of one shared laptop; the one that was there longest ago gives way.
MOST = 12
_LETTERS = 22


class Browsers:
    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def greet(self, mark: str, person: str) -> str:
        """The browser's mark, now that the person has signed in there."""
        own, *known = mark.split(".")
        # A mark with nothing in it that is ours was made up, and is begun anew.
        if not known or not self._is_seal(own, "browser", known[0]):
            own = secrets.token_urlsafe(16)
            known = [self._seal(own, "browser")]
        first, *others = known
        seal = self._seal(own, person)
        others = [other for other in others if other != seal][-(MOST - 1) :]
        return ".".join((own, first, *others, seal))

    def known(self, mark: str, person: str) -> str:
        """The browser's name, when the person has signed in there; else nothing."""
        own, *seals = mark.split(".")[: MOST + 2]
        # Every one is looked at, so that the time taken says nothing.
        found = [self._is_seal(own, person, seal) for seal in seals[1:]]
        return hashlib.sha256(own.encode("utf-8")).hexdigest()[:16] if any(found) else ""

    def _seal(self, own: str, what: str) -> str:
        said = f"{own}\n{what}".encode()
        made = hmac.new(self._secret, said, hashlib.sha256).digest()
        return urlsafe_b64encode(made).decode("ascii")[:_LETTERS]

    def _is_seal(self, own: str, what: str, seal: str) -> bool:
        return hmac.compare_digest(self._seal(own, what).encode(), seal.encode())
