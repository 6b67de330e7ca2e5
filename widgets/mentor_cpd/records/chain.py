"""The chain: each event is sealed with the hash of the one before it.

Changing, dropping or swapping a line of the log breaks every seal after it. Free
text is sealed by a *keyed* digest whose key is kept beside the text and erased with
it: without the key nobody can try out what the text may have been, and the chain
still holds.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any

# what the first event names as the one before it
BEGINNING = "0" * 64


def canonical(value: Any) -> str:
    """The one way to write ``value`` as JSON: sorted, no spaces, ASCII only."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    )


def seal(row: Mapping[Any, Any]) -> str:
    """The hash of an event, from its row as the log holds it.

    ``body`` and ``texts`` go in as the text that is stored, so that the seal never
    depends on how a later version would write the same JSON.
    """
    fields = (
        row["seq"],
        row["attempt"],
        row["turn"],
        row["kind"],
        row["person"],
        row["body"],
        row["message"],
        row["edition"],
        row["at"],
        row["texts"],
        row["previous"],
    )
    return hashlib.sha256(canonical(fields).encode("ascii")).hexdigest()


def new_key() -> str:
    """A key of its own for one text."""
    return secrets.token_hex(32)


def digest(text: str, key: str) -> str:
    """The keyed digest that the log holds in place of the text."""
    return hmac.new(bytes.fromhex(key), text.encode("utf-8"), hashlib.sha256).hexdigest()
