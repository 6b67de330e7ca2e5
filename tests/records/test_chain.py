"""The chain's arithmetic: what one version has sealed, every later one has to find sound.

The values are written out here, so that nobody changes them without noticing: each would
call the log of every school damaged.
"""

from __future__ import annotations

import hashlib
import json

import pytest

from mentor_cpd.records import chain
from mentor_cpd.records.store import Store
from tests.records.making import begun, chose

FIRST = "641d93a57ec11424816ba1930f3682d0a7660f9b21b3ddfc36f1ceaa09b879b0"
LINE = (
    '[2,"a-1",1,"chose","p-amina","{\\"choice\\":\\"wait\\",\\"scene\\":\\"scene-1\\"}",'
    '"a-1-1-wait",null,"2026-11-22T09:00:00.000000Z","{}","PREVIOUS"]'
)


def test_a_choice_is_sealed_as_it_always_was(store: Store) -> None:
    """Anybody can make the seal from the line, with nothing but SHA-256."""
    first = store.append(begun()).event
    choice = store.append(chose(1)).event
    line = LINE.replace("PREVIOUS", first.hash)
    assert choice.hash == hashlib.sha256(line.encode("ascii")).hexdigest()
    assert first.hash == FIRST


def test_there_is_one_way_to_write_a_value() -> None:
    """Whatever the order in which a program happened to put things, and in ASCII."""
    assert chain.canonical({"b": ["é", None], "a": 1.5}) == '{"a":1.5,"b":["\\u00e9",null]}'
    for none in ("NaN", "Infinity"):  # other programs could not read them
        with pytest.raises(ValueError):
            chain.canonical({"points": json.loads(none)})


def test_a_text_has_the_digest_that_its_key_gives_it() -> None:
    digest = "3efa54e5dc46c9fd682987fa9c378057183ff59d127e121db2c076f63c058f65"
    assert chain.digest("Håkan said nothing.", "00" * 32) == digest
    assert chain.digest("Håkan said nothing.", "00" * 31 + "01") != digest


def test_a_key_is_as_hard_to_guess_as_its_digest() -> None:
    """Once it is erased, nobody tries out what a pupil's name may have been."""
    keys = {chain.new_key() for _ in range(20)}
    assert len(keys) == 20
    assert {len(bytes.fromhex(key)) for key in keys} == {32}
