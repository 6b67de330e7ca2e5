"""Assessed safeguarding cases wait for what the safeguarding lead has confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_cpd.course import Course
from mentor_cpd.practice import shelf
from mentor_cpd.practice.confirmation import (
    Said,
    confirm,
    confirmed,
    digest_of,
    open_to_assess,
    standings,
    to_confirm,
)
from mentor_cpd.practice.school import School
from mentor_cpd.records.store import Store
from tests.practice.playing import CASE
from tests.practice.safe_course import ASSESSED, PRACTISED, add_to

LEAD = "the-lead"


@pytest.fixture
def school(store: Store, course: Course) -> Store:
    add_to(course.root)
    shelf.stock(course, store)
    return store


def say(store: Store, **others: str) -> None:
    """Confirm every source as it is now, but for those to which another edition is named."""
    said = {
        name: Said(source.edition, digest_of(name, source), others.get(name.partition("-")[0], ""))
        for name, source in to_confirm(store).items()
    }
    confirm(store, said, None, by=LEAD)


def states(store: Store) -> dict[str, str]:
    found = standings(to_confirm(store), confirmed(store).said)
    return {one.id: one.state for one in found}


def change(course: Course, store: Store, before: str, after: str) -> None:
    """Somebody brings the register up to date, and the host looks at it again."""
    path: Path = course.scenarios / "citations.yml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    shelf.stock(course, store)


def test_an_assessed_safeguarding_case_is_closed_until_its_sources_are_confirmed(
    school: Store,
) -> None:
    opening = open_to_assess(school, ASSESSED)
    assert not opening.open
    assert opening.reason.endswith(
        "Still to be confirmed: Keeping children safe in education; Working together."
    )
    say(school)
    assert open_to_assess(school, ASSESSED) == (True, "")


def test_what_binds_is_confirmed_and_practice_is_not(school: Store) -> None:
    assert set(to_confirm(school)) == {"kcsie-2025", "together-2023"}


def test_one_source_alone_does_not_open_it(school: Store) -> None:
    source = to_confirm(school)["kcsie-2025"]
    confirm(school, {"kcsie-2025": Said("2025", digest_of("kcsie-2025", source))}, None, by=LEAD)
    opening = open_to_assess(school, ASSESSED)
    assert not opening.open
    assert opening.reason.endswith("Still to be confirmed: Working together.")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('edition: "2025"', 'edition: "2026"'),
        ("in_force_from: 2025-09-01", "in_force_from: 2026-09-01"),
        ("A newer one may have followed.", "A newer one has followed."),
        ("gov.uk/kcsie", "gov.uk/kcsie-2026"),
    ],
)
def test_whatever_changes_in_the_record_closes_it_again(
    school: Store, course: Course, before: str, after: str
) -> None:
    say(school)
    change(course, school, before, after)
    assert states(school) == {"kcsie-2025": "changed", "together-2023": "confirmed"}
    assert not open_to_assess(school, ASSESSED).open
    say(school)
    assert open_to_assess(school, ASSESSED).open


def test_a_change_elsewhere_in_the_register_leaves_it_open(school: Store, course: Course) -> None:
    say(school)
    change(course, school, "https://example.org/oars", "https://example.org/oars/2")
    assert open_to_assess(school, ASSESSED).open


def test_another_edition_keeps_it_closed_and_the_mentor_is_told_which_document(
    school: Store,
) -> None:
    say(school, kcsie="The 2026 one, from September")
    opening = open_to_assess(school, ASSESSED)
    assert not opening.open
    assert "another edition of: Keeping children safe in education." in opening.reason
    assert states(school)["kcsie-2025"] == "another"


def test_what_was_said_last_of_a_source_counts(school: Store) -> None:
    say(school, kcsie="The 2026 one")
    say(school)
    assert open_to_assess(school, ASSESSED).open
    say(school, together="Ours is older")
    assert not open_to_assess(school, ASSESSED).open
    assert [event.person for event in school.events(kinds=["editions-confirmed"])] == [LEAD] * 3
    assert school.verify() == []


def test_cases_of_other_modules_wait_for_nobody(school: Store) -> None:
    assert open_to_assess(school, CASE).open


def test_a_case_that_is_not_offered_says_why_instead(school: Store) -> None:
    assert open_to_assess(school, "no-such-case").reason == (
        "It is being corrected. It will be back."
    )
    School(nation="Wales").keep(school)
    opening = open_to_assess(school, ASSESSED)
    assert not opening.open
    assert "your school is in Wales" in opening.reason
    assert to_confirm(school) == {}


def test_practice_does_not_wait(school: Store) -> None:
    assert PRACTISED in shelf.offered(school)


def test_the_answer_about_the_duty_is_kept_until_there_is_another(school: Store) -> None:
    assert confirmed(school).duty is None
    confirm(school, {}, "not-yet", by=LEAD)
    say(school)
    assert confirmed(school).duty == "not-yet"
    confirm(school, {}, "yes", by=LEAD)
    assert confirmed(school).duty == "yes"
    assert confirmed(school).at is not None
