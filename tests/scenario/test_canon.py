"""Canonical JSON: one case, one digest, and the same case back again."""

from __future__ import annotations

import jsonschema  # type: ignore[import-untyped] # it ships no types
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_cpd.errors import CpdError
from mentor_cpd.scenario.canon import canonical, decode, digest, published_schema, schema
from mentor_cpd.scenario.condition import in_words
from mentor_cpd.scenario.expression import KINDS, RESERVED, read_condition
from mentor_cpd.scenario.model import (
    All,
    AnyOf,
    Condition,
    EndingIs,
    Holds,
    Level,
    Not,
    Scenario,
    Unrepaired,
    Visited,
)
from mentor_cpd.scenario.parse import parse
from tests.scenario.brute import scenarios
from tests.scenario.wet_coat import CASE, FILE, ROOT

SCHEMA = schema()


def wet_coat(text: str = CASE) -> Scenario:
    scenario = parse(text, FILE).scenario
    assert scenario is not None
    return scenario


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios(asks=True))
def test_every_scenario_comes_back_from_its_json_as_it_was(scenario: Scenario) -> None:
    data = canonical(scenario)
    assert decode(data) == scenario
    assert canonical(decode(data)) == data
    jsonschema.validate(msgspec.json.decode(data), SCHEMA)


ID = st.from_regex(r"[a-z][a-z0-9]{0,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True).filter(
    lambda word: word not in RESERVED
)
SINGLE: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Holds, ID),
    st.builds(Level, ID, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(-99, 999)),
    st.builds(Visited, ID),
    st.builds(Unrepaired, ID),
    st.builds(EndingIs, st.sampled_from(KINDS)),
)


def several(part: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """What the grammar can write: *and* and *or* join two or more."""
    parts = st.lists(part, min_size=2, max_size=3).map(tuple)
    return st.one_of(part.map(Not), parts.map(All), parts.map(AnyOf))


@given(st.recursive(SINGLE, several, max_leaves=8))
def test_a_condition_in_words_reads_back_as_the_same_condition(condition: Condition) -> None:
    assert read_condition(in_words(condition)) == condition


def test_the_digest_is_of_what_is_said_and_not_of_how_it_is_typed() -> None:
    typed = CASE.replace("\n- [", "\n\n- [").replace("trust +1", "trust  + 1")
    assert digest(canonical(wet_coat())) == digest(canonical(wet_coat(typed)))
    said = CASE.replace("Her coat is dry", "Her coat was dry")
    assert digest(canonical(wet_coat())) != digest(canonical(wet_coat(said)))


def test_the_digest_of_the_taught_case_is_known() -> None:
    """Nothing may change it: editions in every school's store are named by digests.

    If this fails because FORMAT.md's case was edited, write the new digest here. If it
    fails for any other reason, every attempt on record has lost its edition.
    """
    found = digest(canonical(wet_coat()))
    assert found == "697a3f65b4794efa032b5ffe182db77311732725ed7f6bef52a034d02e3157ef"


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.pop("title"),
        lambda told: told.update(extra=1),
        lambda told: told.update(edition="1"),
        lambda told: told.update(use="fun"),
        lambda told: told["scenes"][0]["choices"][0].update(to=None),
        lambda told: told["key_features"][0]["holds"].update(type="magic"),
        lambda told: told["scenes"][0].pop("id"),
    ],
)
def test_what_is_no_scenario_is_refused_with_a_sentence(change: object) -> None:
    told = msgspec.json.decode(canonical(wet_coat()))
    assert callable(change)
    change(told)
    with pytest.raises(CpdError, match="This is no scenario"):
        decode(msgspec.json.encode(told))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, SCHEMA)


@pytest.mark.parametrize("data", [b"", b"null", b"[" * 100_000, b'{"id": "\xff"}', b"{}"])
def test_what_is_no_json_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(CpdError, match="This is no scenario"):
        decode(data)


def test_the_published_schema_is_current_and_is_a_schema() -> None:
    """Make it again: ``python -m mentor_cpd.scenario.canon > scenarios/scenario.schema.json``."""
    published = ROOT / "scenarios" / "scenario.schema.json"
    assert published.read_bytes() == published_schema()
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
