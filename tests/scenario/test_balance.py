"""The balance of the cast: who is harmed, who does harm, who helps, and of which groups."""

from __future__ import annotations

import pytest

from mentor_cpd.scenario.balance import nobody_is_only_one_thing, weigh
from mentor_cpd.scenario.cast import Member


def somebody(
    id: str,
    *parts: str,
    gender: str = "",
    background: str = "",
    groups: tuple[str, ...] = (),
    strength: str = "is brave",
) -> Member:
    return Member(
        2, "a-case", id, id.title(), 9, 9, "pupil", gender, background, groups, parts, strength
    )


def said(*members: Member) -> list[str]:
    return [str(one) for one in nobody_is_only_one_thing(members)]


def people(part: str, count: int, **told: str) -> list[Member]:
    """``count`` people of one part."""
    return [somebody(f"{part}-{at}-{told}", part, **told) for at in range(count)]  # type: ignore[arg-type]  # only words are given


def test_everybody_is_counted_once_in_each_of_their_parts() -> None:
    balance = weigh(
        [
            somebody("ann", "harmed", "helps", gender="female", groups=("deaf",)),
            somebody("bob", "does harm", gender="male"),
            somebody("cat", "other", gender="female", background="Welsh"),
        ]
    )
    assert balance.people == 3
    assert balance.parts == {"harmed": 1, "does harm": 1, "helps": 1}
    assert [(share.kind, share.group, share.people) for share in balance.shares] == [
        ("gender", "female", 2),
        ("gender", "male", 1),
        ("background", "Welsh", 1),
        ("group", "deaf", 1),
    ]
    assert balance.shares[0].parts == {"harmed": 1, "does harm": 0, "helps": 1}


def test_the_largest_group_comes_first_and_of_equals_the_first_by_name() -> None:
    balance = weigh(
        [
            somebody("ann", gender="male", background="Welsh"),
            somebody("bob", gender="male", background="Irish"),
            somebody("cat", gender="female"),
        ]
    )
    assert [share.group for share in balance.shares] == ["male", "female", "Irish", "Welsh"]


@pytest.mark.parametrize("part", ["harmed", "does harm", "helps"])
def test_a_group_that_is_more_than_half_of_a_part_is_told(part: str) -> None:
    three = people(part, 3, background="Irish")
    assert said(*three, *people(part, 1)) == [
        f'cast.csv:1: S705 3 of the 4 people under "{part}" are "Irish". '
        "Give such parts to others as well."
    ]
    assert said(*three, *people(part, 3)) == []


def test_what_a_story_does_not_tell_is_no_group() -> None:
    assert said(*people("harmed", 8)) == []


def test_three_people_say_nothing_about_a_share() -> None:
    assert said(*people("harmed", 3, background="Irish")) == []


def test_who_has_no_part_in_it_is_not_weighed() -> None:
    assert said(*people("other", 8, background="Irish")) == []


def test_of_two_genders_one_may_be_a_little_more_than_half() -> None:
    """It nearly always is; beyond twice the rest it is told."""
    men = people("does harm", 2, gender="male")
    assert said(*men, *people("does harm", 4, gender="female")) == []
    (told,) = said(*men, *people("does harm", 5, gender="female"))
    assert 'S705 5 of the 7 people under "does harm" are "female".' in told


def test_somebody_of_whom_nothing_good_is_told_is_told() -> None:
    (told,) = said(somebody("ann", "does harm", strength=""), somebody("bob", "helps"))
    assert told.startswith("cast.csv:2: S706 nothing says what Ann is good at.")
