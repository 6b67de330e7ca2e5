"""Ink takes its colours from the page, or brings them along; and sets words as it is told."""

from __future__ import annotations

import xml.etree.ElementTree as Xml

from mentor_cpd.scenario.drawing.ink import COLOURS, Ink, Type

PAGE, ALONE = Ink(), Ink(alone=True)


def test_in_a_page_a_colour_is_its_token_with_ours_behind_it() -> None:
    assert PAGE.of(fill="card", stroke="edge") == (
        'fill="var(--cpd-card, #fffdf8)" stroke="var(--cpd-edge, #83735f)"'
    )
    assert PAGE.of(stroke="ink") == 'fill="none" stroke="var(--cpd-ink, #271f1a)"'


def test_by_itself_a_colour_is_ours_under_a_name_that_the_style_sheet_changes() -> None:
    assert ALONE.of(fill="card", stroke="edge") == (
        'fill="#fffdf8" stroke="#83735f" class="f-card s-edge"'
    )
    assert ALONE.of(fill="ink") == 'fill="#271f1a" class="f-ink"'
    assert ALONE.of(stroke="ink") == 'fill="none" stroke="#271f1a" class="s-ink"'


def test_the_style_sheet_has_each_colour_for_dark_screens_and_white_for_paper() -> None:
    style = Xml.fromstring(ALONE.style()).text or ""
    screen, paper = style.split("@media print")
    assert screen.startswith("@media screen and (prefers-color-scheme:dark){")
    for name, (_light, dark) in COLOURS.items():
        assert f".f-{name}{{fill:{dark}}}" in screen
        assert f".s-{name}{{stroke:{dark}}}" in screen
    assert paper == "{.f-paper{fill:#fff}}"
    assert style.count("{") == style.count("}")


def test_the_typeface_is_the_pages_own_or_a_plain_one() -> None:
    page = Xml.fromstring(f"<svg {PAGE.family()}/>").get("font-family") or ""
    alone = Xml.fromstring(f"<svg {ALONE.family()}/>").get("font-family") or ""
    assert alone.endswith("sans-serif")
    assert page == f"var(--cpd-sans, {alone})"


def written(type: Type, words: str = "Well & good") -> dict[str, str | None]:
    text = Xml.fromstring(ALONE.words(3, 4.26, words, type))
    assert text.text == words
    names = ("x", "y", "font-size", "font-weight", "font-style", "text-anchor", "fill")
    return {name: text.get(name) for name in names if text.get(name)}


def test_words_stand_on_their_line_as_they_are_to_be_set() -> None:
    plain = {"x": "3", "y": "4.3", "font-size": "10.5", "fill": "#271f1a"}
    assert written(Type(10.5)) == plain
    assert written(Type(10.5, bold=True)) == {**plain, "font-weight": "600"}
    assert written(Type(10.5, italic=True)) == {**plain, "font-style": "italic"}
    assert written(Type(10.5, middle=True)) == {**plain, "text-anchor": "middle"}
    assert written(Type(10.5, end=True)) == {**plain, "text-anchor": "end"}
    assert written(Type(10.5, "accent"))["fill"] == "#0b5b5d"
    assert written(Type(10.5), "</text><script>")
