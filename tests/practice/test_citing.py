"""A source as pages name it."""

from __future__ import annotations

from mentor_cpd.practice.citing import all_cited, cited
from mentor_cpd.practice.grounds import Source

GUIDANCE = Source(
    title="Keeping children safe",
    edition="2025",
    nation="England",
    in_force_from="2025-09-01",
    checked_on="2026-11-22",
    note="For checking. A draft has been seen.",
)
PRACTICE = Source(title="OARS", edition="undated", nation="Australia", checked_on="2026-11-22")


def test_a_binding_source_says_edition_nation_and_both_days() -> None:
    assert cited(GUIDANCE).facts == (
        "2025; England; in force from 1 September 2025; looked up 22 November 2026."
    )


def test_a_source_without_a_day_of_force_says_only_when_it_was_looked_up() -> None:
    assert cited(PRACTICE).facts == "undated; Australia; looked up 22 November 2026."


def test_what_is_to_be_checked_says_so() -> None:
    assert cited(GUIDANCE).check == "For checking."
    assert cited(PRACTICE).check == ""
    assert GUIDANCE.binds
    assert not PRACTICE.binds


def test_a_source_stands_once_and_one_that_is_not_known_is_left_out() -> None:
    found = all_cited(["oars", "kcsie", "oars", "gone"], {"kcsie": GUIDANCE, "oars": PRACTICE})
    assert [one.title for one in found] == ["OARS", "Keeping children safe"]
