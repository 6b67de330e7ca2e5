"""The cast register: read line by line, and held to the casts of the pages."""

from __future__ import annotations

import csv
import re

import pytest

from mentor_cpd.scenario import limits
from mentor_cpd.scenario.cast import (
    COLUMNS,
    GENDERS,
    PARTS,
    STANDS,
    Member,
    read_cast,
)
from mentor_cpd.scenario.cast_on_pages import ages_of, hold_to_pages
from mentor_cpd.scenario.parse import Parsed, parse
from mentor_cpd.scenario.together import check_together
from tests.scenario.waiting_drill import DRILL
from tests.scenario.waiting_drill import FILE as DRILL_FILE
from tests.scenario.wet_coat import CASE, FILE, FORMAT, ROOT

HEAD = ",".join(COLUMNS)
MAYA = "the-wet-coat,maya,Maya,11-12,pupil,female,,,harmed,hangs on to what she knows"
KHAN = "the-wet-coat,mr-khan,Mr Khan,adult,staff,male,South Asian,faith;bilingual,helps,acts"
KOFI = "waiting-drill,kofi,Kofi,12-13,pupil,male,,,other,puts things briefly"


def table(*lines: str) -> str:
    return "\n".join((HEAD, *lines, ""))


def read(*lines: str) -> tuple[Member, ...]:
    members, amiss = read_cast(table(*lines))
    assert amiss == ()
    return members


def said(*lines: str) -> list[str]:
    return [str(one) for one in read_cast(table(*lines), "scenarios/cast.csv")[1]]


def held(*lines: str, case: str = CASE) -> list[str]:
    pages = [parse(case, FILE), parse(DRILL, DRILL_FILE)]
    return [str(one) for one in hold_to_pages(read(*lines), pages, "cast.csv")]


def test_a_line_becomes_somebody() -> None:
    maya, khan = read(MAYA, KHAN)
    assert (maya.youngest, maya.oldest, maya.age) == (11, 12, "11-12")
    assert (maya.background, maya.groups, maya.parts) == ("", (), ("harmed",))
    assert (khan.youngest, khan.age) == (None, "adult")
    assert khan.groups == ("faith", "bilingual")
    assert khan.line == 3


def test_somebody_can_have_several_parts() -> None:
    (maya,) = read(MAYA.replace("harmed", "harmed; helps"))
    assert maya.parts == ("harmed", "helps")


def test_a_cell_in_quotes_may_hold_commas_and_blank_lines_are_nothing() -> None:
    (maya, khan) = read(MAYA.replace("hangs on", '"waits, and hangs on"', 1), "", KHAN)
    assert maya.strength.startswith("waits, and hangs on")
    assert khan.line == 4


def test_a_cell_in_quotes_may_go_on_in_the_next_line() -> None:
    strength = MAYA.rpartition(",")[2]
    (maya, khan) = read(MAYA.replace(strength, '"waits,\nand hangs on"'), KHAN)
    assert maya.strength == "waits,\nand hangs on"
    assert (maya.line, khan.line) == (2, 4)


def test_a_register_may_be_longer_than_any_paragraph() -> None:
    lines = [MAYA.replace("maya", f"maya-{number}") for number in range(200)]
    assert sum(map(len, lines)) > limits.PARAGRAPH_CHARACTERS
    assert len(read(*lines)) == 200


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            ",pupil,",
            ",pupl,",
            '"pupl" is not understood under "stands". Did you mean "pupil"?',
        ),
        (",female,", ",lady,", '"lady" is not understood under "gender"'),
        (
            ",harmed,",
            ",hurt;helps,",
            '"hurt" is not understood under "parts". '
            "Write one of: harmed, does harm, helps, other.",
        ),
        (",11-12,", ",twelve,", '"twelve" is no age. Write 11, or 11-12, or adult.'),
        (",11-12,", ",12-11,", '"12-11" is no age.'),
        (",11-12,", ",1-0,", '"1-0" is no age.'),
        (",harmed,", ",,", 'the line has no "parts".'),
        (",Maya,", ",,", 'the line has no "name".'),
        (",pupil,", ",", "the line has 9 cells, and there are 10 columns."),
    ],
)
def test_a_line_that_is_not_understood_is_told_with_its_remedy(
    old: str, new: str, says: str
) -> None:
    assert MAYA.count(old) == 1
    (found,) = said(KHAN, MAYA.replace(old, new))
    assert found.startswith("scenarios/cast.csv:3: S701 ")
    assert says in found


def test_every_line_that_is_amiss_is_told_and_the_others_are_read() -> None:
    members, amiss = read_cast(table(MAYA.replace("pupil", "pupl"), KHAN, MAYA.replace("11", "x")))
    assert [member.id for member in members] == ["mr-khan"]
    assert [one.line for one in amiss] == [2, 4]


def test_somebody_with_two_lines_is_told() -> None:
    (found,) = said(MAYA, KHAN, MAYA)
    assert found.startswith("scenarios/cast.csv:4: S701 ")
    assert '"maya" of "the-wet-coat" has a line already, line 2.' in found


def test_a_register_without_its_columns_is_told_what_they_are() -> None:
    members, (amiss,) = read_cast("name,age\nMaya,11\n")
    assert members == ()
    assert str(amiss) == f"cast.csv:1: S701 the first line does not name the columns. It is: {HEAD}"


def test_a_register_that_is_no_text_is_a_diagnostic() -> None:
    assert [one.code for one in read_cast(b"page\xff")[1]] == ["S101"]


def test_what_a_spreadsheet_saves_is_read() -> None:
    """With a mark at its beginning, and the line ends of Windows."""
    text = "\ufeff" + table(MAYA, KHAN).replace("\n", "\r\n")
    members, amiss = read_cast(text.encode("utf-8"))
    assert amiss == ()
    assert [member.line for member in members] == [2, 3]


def test_a_register_that_says_the_same_as_the_pages_is_silent() -> None:
    assert held(MAYA, KHAN, KOFI) == []


def test_somebody_without_a_line_is_told_where_they_stand_on_the_page() -> None:
    (found,) = held(MAYA, KOFI)
    assert found.startswith(f"{FILE}:{CASE[: CASE.index('  mr-khan:')].count(chr(10)) + 1}: S702 ")
    assert "begins: the-wet-coat,mr-khan,Mr Khan," in found


def test_a_line_of_somebody_who_is_gone_is_told() -> None:
    (found,) = held(MAYA, KHAN, KOFI, KOFI.replace("kofi,", "kwesi,"))
    assert found.startswith('cast.csv:5: S703 "kwesi" of "waiting-drill" is nobody')


def test_a_name_that_differs_is_told_and_a_curly_apostrophe_is_no_difference() -> None:
    (found,) = held(MAYA, KHAN.replace("Mr Khan", "Mr Kahn"), KOFI)
    assert 'S704 the register says "Mr Kahn", and the page says "Mr Khan".' in found
    odd = CASE.replace("name: Mr Khan", "name: Mr O'Hare").replace("**Mr Khan", "**Mr O'Hare")
    assert held(MAYA, KHAN.replace("Mr Khan", "Mr O'Hare"), KOFI, case=odd) == []


@pytest.mark.parametrize("age", ["9", "adult", "12-13", "11-13"])
def test_an_age_that_cannot_be_is_told(age: str) -> None:
    (found,) = held(MAYA.replace("11-12", age), KHAN, KOFI)
    assert f'Maya is {age}, and the page says "Year 7 pupil". By the page it is 11-12.' in found


def test_what_is_wrong_with_the_register_names_the_file_that_it_is() -> None:
    """A course may keep it elsewhere; an editor opens the path that is told."""
    pages = [parse(CASE, FILE), parse(DRILL, DRILL_FILE)]
    for lines, code in (
        ((MAYA, KHAN, KOFI.replace("male", "lad")), "S701"),
        ((MAYA, KHAN, KOFI, KOFI.replace("kofi,", "kwesi,")), "S703"),
        ((MAYA, KHAN.replace("Mr Khan", "Mr Kahn"), KOFI), "S704"),
        ((MAYA.replace("hangs on to what she knows", ""), KHAN, KOFI), "S706"),
    ):
        found = list(check_together(pages, table(*lines), "ours/people.csv"))
        assert (code, "ours/people.csv") in [(one.code, one.file) for one in found]
    assert list(check_together(pages, None)) == []


def test_a_page_that_cannot_be_read_takes_nobody_out_of_the_register() -> None:
    pages = [Parsed(FILE, None, None), parse(DRILL, DRILL_FILE)]
    assert list(hold_to_pages(read(MAYA, KHAN, KOFI), pages)) == []


@pytest.mark.parametrize(
    ("who", "ages"),
    [
        ("Year 7 pupil", [11, 12]),
        ("Year 10 pupil, who is deaf", [14, 15]),
        ("Dom's sister, in Year 7, who plays the cornet", [11, 12]),
        ("Year 6 pupil, aged ten, who keeps the weather book", [10]),
        ("Bryony's brother, aged 5, in Reception", [5]),
        ("head of Year 9", []),
        ("assistant head, who teaches Year 2", []),
        ("teaching assistant in Year 4", []),
    ],
)
def test_an_age_follows_from_what_the_page_says_of_a_pupil(who: str, ages: list[int]) -> None:
    assert list(ages_of(who)) == ages


def test_the_register_of_this_course_is_tidy() -> None:
    """Pages stay together, so that a reader finds a case's people in one place."""
    text = (ROOT / "scenarios" / "cast.csv").read_text("utf-8")
    pages = [row[0] for row in csv.reader(text.splitlines())][1:]
    runs = [page for at, page in enumerate(pages) if at == 0 or pages[at - 1] != page]
    assert len(runs) == len(set(runs))


def test_how_to_write_it_stands_in_the_page_on_the_format() -> None:
    part = FORMAT.split("\n### The cast register\n")[1].split("\n### ")[0]
    listed = re.findall(r"`([a-z]+)`", "".join(re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)))
    assert tuple(listed) == COLUMNS
    for word in (*STANDS, *GENDERS, *PARTS):
        assert f"`{word}`" in part
