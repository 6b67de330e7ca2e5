"""The one way to write a scenario as JSON, so that the same case has the same digest.

An attempt records the digest of the edition that was played; years later, whatever has
become of the Markdown, the canonical JSON under that digest replays it.
"""

from __future__ import annotations

import hashlib
import sys
from typing import Any

import msgspec

from ..errors import CpdError
from ..language import _
from .drill import Drill
from .model import Scenario

_SCHEMA_NAME = "mentor-cpd scenario, version 1"


def canonical(scenario: Scenario | Drill) -> bytes:
    """A case or drill as canonical JSON: UTF-8, keys sorted, nothing left out, no spaces."""
    return msgspec.json.encode(scenario, order="sorted")


def digest(canonical: bytes) -> str:
    """The edition's name for ever: the SHA-256 of its canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical).hexdigest()


def decode(canonical: bytes) -> Scenario:
    """The scenario of its JSON, strictly: an unknown key or a wrong type is refused."""
    try:
        return msgspec.json.decode(canonical, type=Scenario)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CpdError(
            _("This is no scenario: {error}.").format(error=error),
            _("Make it again from its page with mentor-cpd check."),
        ) from error


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that canonical JSON keeps to."""
    told = msgspec.json.schema(Scenario)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _SCHEMA_NAME,
        "description": "The canonical JSON of a case. scenarios/FORMAT.md tells how cases are "
        "written; this file is made by the package, and a test holds it current.",
        **told,
    }


def published_schema() -> bytes:
    """The text of ``scenarios/scenario.schema.json``."""
    return msgspec.json.format(msgspec.json.encode(schema(), order="sorted"), indent=2) + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(published_schema())
