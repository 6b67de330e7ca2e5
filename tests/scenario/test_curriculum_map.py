"""The map of the curriculum tells every item apart by shape and words, and prints on a sheet."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml
from collections import Counter

import pytest
from playwright.sync_api import Page as Tab

from mentor_cpd.scenario.coverage import Coverage, cover
from mentor_cpd.scenario.curriculum import read_curriculum
from mentor_cpd.scenario.curriculum_map import describe_map, draw_map
from tests.scenario.test_curriculum import ONE, OTHER, the_small_course

SVG = "{http://www.w3.org/2000/svg}"
LABELS = {"negotiate-repair": "Negotiating", "active-listening": "Listening"}
MODULES = {"listening": "The listening module"}


@pytest.fixture
def coverage() -> Coverage:
    curriculum, amiss = read_curriculum(ONE + OTHER, "curriculum.yml")
    assert amiss == ()
    return cover(curriculum, the_small_course())


def words(svg: str) -> list[str]:
    return [text.text or "" for text in Xml.fromstring(svg).iter(f"{SVG}text")]


def test_an_item_says_which_modules_practise_it_or_not_yet(coverage: Coverage) -> None:
    said = words(draw_map(coverage, LABELS, MODULES))
    assert said[said.index("Listen actively") + 1] == "The listening module 2"
    assert said[said.index("Bullying") + 1] == "not yet"
    assert "1 of 2 items are practised in a decision or a drill question." in said


def test_practised_and_not_yet_differ_in_shape(coverage: Coverage) -> None:
    """A disc for each item that is practised and a square for each that is not, and one
    of each where the marks are explained."""
    root = Xml.fromstring(draw_map(coverage, LABELS, MODULES))
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    sides = Counter((r.get("width"), r.get("height")) for r in root.iter(f"{SVG}rect"))
    assert sides["8", "8"] == 2


def test_what_is_essential_is_bold_and_the_map_says_so(coverage: Coverage) -> None:
    root = Xml.fromstring(draw_map(coverage, LABELS, MODULES))
    weights = {text.text: text.get("font-weight") for text in root.iter(f"{SVG}text")}
    assert weights["Listen actively"] == "600"
    assert weights["Bullying"] is None
    assert weights["bold: ESCO calls it essential"] == "600"


def test_competencies_stand_in_the_registers_order(coverage: Coverage) -> None:
    said = words(draw_map(coverage, LABELS, MODULES))
    assert said.index("Negotiating") < said.index("Listening")


def test_it_can_be_read_without_seeing_it(coverage: Coverage) -> None:
    root = Xml.fromstring(draw_map(coverage, LABELS, MODULES, heading="Ours", prefix="p"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "p-title p-desc"
    assert root.findtext(f"{SVG}title") == "Ours"
    told = root.findtext(f"{SVG}desc")
    assert told == " ".join(describe_map(coverage, LABELS, MODULES))
    assert "Listen actively: The listening module 2." in told
    assert "Negotiating: 0 of 1 practised. Not yet: Bullying." in told


def test_the_words_of_an_item_cannot_become_markup() -> None:
    nasty = "</title><script>alert(1)</script>&"
    text = OTHER.replace("Bullying", f'"{nasty}"')
    curriculum, _amiss = read_curriculum(text, "curriculum.yml")
    svg = draw_map(cover(curriculum, {}), {}, {}, heading=nasty)
    assert "<script" not in svg
    assert Xml.fromstring(svg).findtext(f"{SVG}title") == nasty


def test_a_curriculum_without_items_can_be_drawn() -> None:
    curriculum, _amiss = read_curriculum("", "curriculum.yml")
    assert "0 of 0 items" in " ".join(words(draw_map(cover(curriculum, {}), {}, {})))


def test_words_stay_inside_their_cards_in_light_and_dark(page: Tab) -> None:
    long = ONE.replace("Listen actively", "Listen " + "very actively indeed " * 12)
    curriculum, _amiss = read_curriculum(long + OTHER, "curriculum.yml")
    svg = draw_map(cover(curriculum, the_small_course()), LABELS, MODULES)
    seen = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.set_content(svg)
        outside = page.evaluate(
            """() => [...document.querySelectorAll("g g")].flatMap((card) => {
                const box = card.querySelector("rect").getBoundingClientRect();
                return [...card.querySelectorAll("text")].filter((text) => {
                    const its = text.getBoundingClientRect();
                    return its.left < box.left || its.right > box.right
                        || its.top < box.top || its.bottom > box.bottom;
                }).map((text) => text.textContent);
            })"""
        )
        assert outside == []
        ground = "getComputedStyle(document.querySelector('svg > rect')).fill"
        seen.add(page.evaluate(ground))
    assert len(seen) == 2


def test_it_prints_on_one_sheet(page: Tab) -> None:
    """Even a map that is much longer than a sheet is made to fit."""
    many = "".join(
        OTHER.replace("C083", f"C{n:03}").replace("Bullying", f"Bullying {n}") for n in range(150)
    )
    curriculum, _amiss = read_curriculum(many, "curriculum.yml")
    page.set_content(f"<style>body{{margin:0}}</style>{draw_map(cover(curriculum, {}), {}, {})}")
    for paper in ("A4", "A3", "Letter"):
        assert len(re.findall(rb"/Type /Page\b", page.pdf(format=paper))) == 1
