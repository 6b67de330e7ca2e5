"""A picture tells every choice apart, marks a path, and can be read without seeing it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from mentor_cpd.course import Course
from mentor_cpd.scenario.drawing.card import WORDS
from mentor_cpd.scenario.drawing.ink import COLOURS
from mentor_cpd.scenario.model import Choice, Detour, Holds, Mark, Scenario
from mentor_cpd.scenario.parse import parse
from mentor_cpd.scenario.picture import describe, draw
from mentor_cpd.scenario.play import play
from tests.scenario.brute import KINDS, choice, scenario, scenarios, scene
from tests.scenario.drawn import CLOSE, Area, Point, Shape, shapes, sheet

ROOT = Path(__file__).parents[2]
CASES = list(Course(ROOT).cases())
SVG = "{http://www.w3.org/2000/svg}"

CASE = scenario(
    scene(
        "corner-table",
        choice("sit-beside", "the-stamps", text="Say nothing & pull up a chair."),
        choice("promise", "the-stamps", Mark("promised"), text="“It stays between us.”"),
        choice("leave-her", "alone"),
    ),
    scene(
        "the-stamps",
        choice("tell-tutor", "registration", detours=(Detour(Holds("promised"), "a-shrug"),)),
        choice("wait", "corner-table"),
        choice("press", "a-shrug", when=Holds("promised")),
    ),
    scene("registration", ending="good"),
    scene("a-shrug", ending="poor"),
    scene("alone", ending="unsafe"),
    scene("half-heard", ending="mixed"),
    title="Too quiet in the library",
    facts=("promised",),
)


def words(svg: str) -> list[str]:
    """What is written in the picture, in the order it is drawn."""
    return [text.text or "" for text in Xml.fromstring(svg).iter(f"{SVG}text")]


def test_every_scene_and_choice_is_named_and_every_ending_says_its_kind() -> None:
    said = words(draw(CASE))
    for title in ("Corner table", "The stamps", "Registration", "A shrug", "Alone"):
        assert said.count(title) == 1
    for name in ("sit-beside", "promise", "leave-her", "tell-tutor", "wait", "press"):
        assert said.count(name) == 1
    assert "if promised" in said
    assert {f"{kind.capitalize()} ending" for kind in KINDS} <= set(said)
    assert said.count("Start") == 1


def test_every_number_of_a_choice_stands_in_its_box_and_where_its_line_leaves() -> None:
    said = Counter(words(draw(CASE)))
    # Two scenes with choices: 1 2 3, and 1 1a 2 3. Each is written twice.
    assert {n: said[n] for n in ("1", "1a", "2", "3")} == {"1": 4, "1a": 2, "2": 4, "3": 4}


def test_detours_and_ways_back_are_dashed_each_in_its_own_manner() -> None:
    svg = draw(CASE)
    lines = [p for p in Xml.fromstring(svg).iter(f"{SVG}path") if p.get("fill") == "none"]
    dashes = Counter(p.get("stroke-dasharray") for p in lines)
    # 5 plain, 1 detour and 1 way back; and one of each in the legend
    assert dashes == {None: 6, "7 4": 2, "2 4": 2}
    assert "back to an earlier scene" in words(svg)


def test_kinds_of_ending_differ_in_shape() -> None:
    shapes = []
    for kind in KINDS:
        svg = draw(scenario(scene("start", choice("go", "end")), scene("end", ending=kind)))
        (outline,) = re.findall(r'<path d="([^"]+)"[^>]*stroke-linejoin="round"', svg)
        shapes.append(re.sub(r"[\d.\s-]+", " ", outline))
    assert len(set(shapes)) == len(KINDS)


def test_the_outlines_of_endings_are_even_and_of_one_height() -> None:
    cards = look(draw(CASE)).cards
    outlines = [cards[title][0] for title in ("Registration", "Half heard", "A shrug", "Alone")]
    assert len({round(one.area.bottom - one.area.top, 1) for one in outlines}) == 1
    points = outlines[1].points
    for end in (min(points), max(points)):
        assert end[1] == pytest.approx(outlines[1].area.middle[1], abs=CLOSE)
    for outline in outlines:
        middle = outline.area.middle
        turned = {(round(2 * middle[0] - x), round(2 * middle[1] - y)) for x, y in outline.points}
        ends = [outline.points[0], *outline.points[-1:]]
        assert all(any(abs(x - a) <= 3 and abs(y - b) <= 3 for a, b in turned) for x, y in ends), (
            "the same when it is turned round"
        )


def test_the_path_is_numbered_step_by_step_and_loops_show_every_time_round() -> None:
    path = play(CASE, "sit-beside", "wait", "sit-beside", "tell-tutor").line
    said = words(draw(CASE, path=path))
    assert "1, 3" in said, "the first and the third step take the same line"
    assert "the path that was taken, step by step" in said
    assert Counter(said)["4"] == 1


def test_an_unfinished_path_and_one_that_has_not_begun_can_be_drawn() -> None:
    assert "the path that was taken, step by step" not in words(draw(CASE, path=()))
    assert draw(CASE, path=play(CASE, "promise").line)


def test_what_was_not_visited_is_not_told() -> None:
    path = play(CASE, "sit-beside", "tell-tutor").line
    svg = draw(CASE, path=path, hide_unvisited=True)
    said = words(svg)
    assert said.count("not visited") == 1, "one: the scene that a choice of theirs led to"
    assert {"Corner table", "The stamps", "Registration"} <= set(said)
    assert {"Do leave-her.", "Do tell-tutor.", "Do wait."} <= set(said)
    assert "Say nothing" in svg
    for secret in ("Alone", "A shrug", "Half heard", "Unsafe", "press", "promised", "if "):
        assert secret not in svg, "neither scenes, closed choices nor conditions"


def test_a_choice_that_led_elsewhere_another_time_has_a_line_for_each() -> None:
    round_again = scenario(
        scene(
            "hall",
            choice("knock", "hall", Mark("knocked"), detours=(Detour(Holds("heard"), "well"),)),
            choice("call", "hall", Mark("heard")),
        ),
        scene("well", ending="good"),
        facts=("knocked", "heard"),
    )
    path = play(round_again, "knock", "call", "knock").line
    said = words(draw(round_again, path=path, hide_unvisited=True))
    assert {"Do knock.", "another time", "1a"} <= set(said)
    assert "3" in said


def test_hiding_means_nothing_without_a_path() -> None:
    assert draw(CASE, hide_unvisited=True) == draw(CASE)


def test_the_text_of_a_case_cannot_become_markup() -> None:
    nasty = "</title><script>alert(1)</script>\"&'"
    case = scenario(
        scene("start", choice("go", "end", text=nasty)),
        scene("end", ending="good"),
        title=nasty,
    )
    svg = draw(case, heading=nasty, prefix='x" onload="y', alone=True)
    tags = {element.tag for element in Xml.fromstring(svg).iter()}
    assert f"{SVG}script" not in tags
    attributes = {name for element in Xml.fromstring(svg).iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on")}


def test_a_picture_in_a_page_brings_no_style_and_no_ids_but_its_own() -> None:
    svg = draw(CASE, prefix="one")
    root = Xml.fromstring(svg)
    assert root.get("role") == "img"
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert ids == ["one-title", "one-desc"]
    assert (root.get("aria-labelledby") or "").split() == ids
    assert root.find(f"{SVG}style") is None
    assert not [e for e in root.iter() if e.get("style")]
    assert "var(--cpd-ink, #271f1a)" in svg
    assert Xml.fromstring(draw(CASE)).get("aria-labelledby") == "picture-title picture-desc"


def test_a_picture_by_itself_carries_its_colours_and_its_whole_description() -> None:
    svg = draw(CASE, alone=True, heading="Too quiet")
    root = Xml.fromstring(svg)
    assert "var(" not in svg
    style = root.find(f"{SVG}style")
    assert style is not None
    assert "prefers-color-scheme:dark" in (style.text or "")
    assert (root.findtext(f"{SVG}title"), words(svg)[0]) == ("Too quiet", "Too quiet")
    told = root.findtext(f"{SVG}desc") or ""
    assert told.startswith("2 scenes, 6 choices and 4 endings.")
    assert (
        "In “The stamps”, “tell-tutor” leads to “Registration”, to “A shrug” if promised." in told
    )


def test_the_description_says_how_the_path_went() -> None:
    path = play(CASE, "sit-beside", "tell-tutor").line
    told = Xml.fromstring(draw(CASE, path=path)).findtext(f"{SVG}desc") or ""
    assert told == (
        "2 scenes, 6 choices and 4 endings. The path that was taken has 2 steps. "
        "The story ended in “Registration”: good ending."
    )
    whole = Xml.fromstring(draw(CASE, path=path, alone=True)).findtext(f"{SVG}desc")
    assert whole == f"2 scenes, 6 choices and 4 endings. {' '.join(describe(CASE, path))}"


def test_the_path_in_words_is_its_steps_in_order() -> None:
    assert describe(CASE, play(CASE, "sit-beside", "tell-tutor").line) == [
        "In “Corner table”: Say nothing & pull up a chair. This led to “The stamps”.",
        "In “The stamps”: Do tell-tutor. This led to “Registration”.",
        "The story ended in “Registration”: good ending.",
    ]
    assert describe(CASE, play(CASE, "promise").line) == [
        "In “Corner table”: “It stays between us.” This led to “The stamps”.",
        "The story is in “The stamps” now.",
    ]
    assert describe(CASE, ()) == ["The story is in “Corner table” now."]


def test_the_same_case_is_always_drawn_the_same() -> None:
    assert draw(CASE) == draw(CASE)


# As it is seen


class Seen(NamedTuple):
    """A picture as an eye takes it in."""

    sheet: Area
    cards: dict[str, list[Shape]]  # by title: the outline, then what stands in it
    lines: list[tuple[Shape, Shape]]  # each with its arrowhead
    numbers: list[tuple[Shape, Shape]]  # a frame with words in it
    steps: list[tuple[Shape, Shape]]
    around: list[Shape]  # the heading and the legend


def look(svg: str) -> Seen:
    drawn = shapes(svg)
    groups: dict[tuple[int, ...], list[Shape]] = {}
    for shape in drawn:
        groups.setdefault(shape.group, []).append(shape)
    cards: dict[str, list[Shape]] = {}
    for group, within in groups.items():
        if len(group) == 3:
            title = " ".join(one.words for one in within if one.has(font_size="12.5"))
            cards[title if title not in cards else f"{title} {len(cards)}"] = within
    ways = next((within for group, within in groups.items() if len(group) == 2), [])
    pairs = list(zip(ways[::2], ways[1::2], strict=True))
    return Seen(
        sheet(svg),
        cards,
        [pair for pair in pairs if pair[0].kind == "path"],
        [pair for pair in pairs if pair[0].has(rx="6.5")],
        [pair for pair in pairs if pair[0].has(rx="4")],
        next(within for group, within in groups.items() if len(group) == 1),
    )


def joined(seen: Seen) -> dict[tuple[str, str, str], tuple[Shape, Shape]]:
    """The lines, by the title and the number that they leave, and the title they point at."""

    def leaves(area: Area, at: Point) -> bool:
        return (abs(at[1] - area.bottom) < CLOSE and area.left < at[0] < area.right) or (
            abs(at[0] - area.right) < CLOSE and area.top < at[1] < area.bottom
        )

    def enters(area: Area, at: Point) -> bool:
        return (abs(at[1] - area.top) < CLOSE and abs(at[0] - area.middle[0]) < CLOSE) or (
            abs(at[0] - area.right) < CLOSE and area.top < at[1] < area.bottom
        )

    found = {}
    for line, head in seen.lines:
        start, end = line.points[0], line.points[-1]
        (number,) = {
            words.words
            for frame, words in seen.numbers
            if max(abs(a - b) for a, b in zip(frame.area.middle, start, strict=True)) < CLOSE
        }
        (source,) = (name for name, card in seen.cards.items() if leaves(card[0].area, start))
        (target,) = (name for name, card in seen.cards.items() if enters(card[0].area, end))
        found[source, number, target] = line, head
    return found


ROUND = ("sit-beside", "wait", "sit-beside", "tell-tutor")


def pictures() -> dict[str, str]:
    round_ = play(CASE, *ROUND).line
    return {
        "plain": draw(CASE),
        "by itself": draw(CASE, alone=True, heading="Too quiet in the library"),
        "path": draw(CASE, path=round_),
        "hidden": draw(CASE, path=round_, hide_unvisited=True),
        "hidden and begun": draw(CASE, path=(), hide_unvisited=True),
        "one scene": draw(scenario(scene("only", ending="mixed"))),
    }


def test_every_choice_has_a_line_from_its_number_to_the_scene_that_it_leads_to() -> None:
    seen = look(draw(CASE))
    assert set(joined(seen)) == {
        ("Corner table", "1", "The stamps"),
        ("Corner table", "2", "The stamps"),
        ("Corner table", "3", "Alone"),
        ("The stamps", "1", "Registration"),
        ("The stamps", "1a", "A shrug"),
        ("The stamps", "2", "Corner table"),
        ("The stamps", "3", "A shrug"),
    }
    (back,) = (line for ends, (line, _head) in joined(seen).items() if ends[2] == "Corner table")
    (wait,) = (one for one in seen.cards["The stamps"] if one.words == "wait")
    assert abs(back.points[0][1] - wait.area.middle[1]) < 3, "a line back leaves at its words"


def test_every_number_stands_in_the_middle_of_its_frame() -> None:
    for svg in pictures().values():
        seen = look(svg)
        for frame, words in (*seen.numbers, *seen.steps):
            assert frame.area.holds(words.area), words.words
            assert abs(frame.area.middle[0] - words.area.middle[0]) < CLOSE
            assert abs(frame.area.middle[1] - words.area.middle[1]) < 1.2


def test_arrowheads_point_at_the_scene_from_outside_it() -> None:
    seen = look(draw(CASE, path=play(CASE, *ROUND).line))
    for (_source, _number, target), (line, head) in joined(seen).items():
        (x, y), box = line.points[-1], seen.cards[target][0].area
        assert head.points[0] == pytest.approx((x, y))
        assert head.looks["fill"] == line.looks["stroke"]
        assert not head.area.meets(box)
        wide_, high = head.area.right - head.area.left, head.area.bottom - head.area.top
        assert 6 < min(wide_, high) <= max(wide_, high) < 10
        if abs(y - box.top) < CLOSE:
            assert abs(head.area.middle[0] - x) < CLOSE, "evenly on both sides"
        else:
            assert abs(head.area.middle[1] - y) < CLOSE


def test_nothing_lies_on_anything_else_or_outside_the_picture() -> None:
    for name, svg in pictures().items():
        seen = look(svg)
        inner = Area(12, 12, seen.sheet.right - 12, seen.sheet.bottom - 12)
        for shape in shapes(svg):
            assert inner.holds(shape.area), (name, shape)
        apart = [
            *(card[0] for card in seen.cards.values()),
            *(one for one in seen.around if one.kind == "text"),
        ]
        small = [frame for frame, _words in (*seen.numbers, *seen.steps)]
        written = [one for card in seen.cards.values() for one in card if one.kind == "text"]
        for some in (apart, small, written):
            for one, other in combinations(some, 2):
                assert not one.area.meets(other.area), (name, one, other)
        for frame in small:
            assert not any(frame.area.meets(words.area) for words in written), (name, frame)
        for card in seen.cards.values():
            for words in card[1:]:
                assert card[0].area.holds(words.area), (name, words)
            for line, _head in seen.lines:
                assert not card[0].area.hides(line.points), (name, line)


def test_a_picture_is_no_larger_than_what_is_in_it() -> None:
    for name, svg in pictures().items():
        seen = look(svg)
        right = max(shape.area.right for shape in shapes(svg))
        bottom = max(shape.area.bottom for shape in shapes(svg))
        assert seen.sheet.bottom - bottom < 40, name
        assert seen.sheet.right <= max(right + 40, 320 + 2 * 22), name
        boxes = [card[0] for card in seen.cards.values()]
        frames = [frame for frame, _words in seen.steps]
        assert min(shape.area.left for shape in (*boxes, *frames)) == pytest.approx(22, abs=CLOSE)
        assert min(shape.area.top for shape in shapes(svg)) < 30


def test_words_begin_at_the_left_and_those_of_endings_stand_in_the_middle() -> None:
    for card in look(draw(CASE)).cards.values():
        outline, *rest = card
        titles = [one for one in rest if one.has(font_size="12.5") or one.words == "Start"]
        for words in titles:
            if any(one.words.endswith(" ending") for one in rest):
                assert abs(words.area.middle[0] - outline.area.middle[0]) < CLOSE
            else:
                assert abs(words.area.left - outline.area.left - 8) < CLOSE
        feet = [one.area.bottom for one in rest]
        assert feet == sorted(feet), "what stands over the title, the title, the choices"
        small = {one.words for one in rest if one.has(font_size="9")}
        assert small & {"Start", *(f"{kind.capitalize()} ending" for kind in KINDS), "1"}


def test_entries_are_numbered_lines_each_below_the_other() -> None:
    (outline, *rest) = look(draw(CASE)).cards["The stamps"]
    entries = [one.words for one in rest if not one.has(font_size="12.5")]
    assert entries == ["1", "tell-tutor", "1a", "if promised", "2", "wait", "3", "press"]
    for number, words in zip(rest[1::2], rest[2::2], strict=True):
        assert number.area.right < words.area.left < outline.area.left + 40
        assert abs(number.area.bottom - words.area.bottom) < 1, "on one line"
    assert [one.has(font_style="italic") for one in rest[2::2]] == [False, True, False, False]


def test_a_long_entry_goes_on_in_lines_below_its_first() -> None:
    long = "ask-the-form-tutor-whether-somebody-has-rung-home"
    case = scenario(
        scene("start", choice(long, "end"), choice("wait", "end")), scene("end", ending="good")
    )
    (_outline, _over, _title, number, *lines) = look(draw(case)).cards["Start"]
    assert "".join(one.words for one in lines[:-2]) == long
    assert len(lines) >= 4
    assert abs(number.area.bottom - lines[0].area.bottom) < 1
    assert len({one.area.left for one in lines[:-2]}) == 1
    for above, below in pairwise(lines[:-2]):
        assert 10.5 < below.area.bottom - above.area.bottom < 16


def test_a_long_title_stands_in_lines_below_each_other() -> None:
    case = scenario(scene("the-walk-to-the-bus-in-the-rain-with-maya", ending="mixed"))
    ((title, card),) = look(draw(case)).cards.items()
    assert title == "The walk to the bus in the rain with maya"
    lines = [one for one in card if one.has(font_size="12.5")]
    assert len(lines) == 3
    for above, below in pairwise(lines):
        assert 12.5 < below.area.bottom - above.area.bottom < 18
    assert all(abs(one.area.middle[0] - card[0].area.middle[0]) < CLOSE for one in lines)


def test_entries_have_the_colour_of_their_lines() -> None:
    taken = look(draw(CASE, path=play(CASE, "sit-beside", "tell-tutor").line)).cards["The stamps"]
    colours = {one.words: one.looks["fill"] for one in taken[1:]}
    assert colours["tell-tutor"] == colours["1"] == "var(--cpd-accent, #0b5b5d)"
    assert colours["wait"] == colours["if promised"] == "var(--cpd-ink, #271f1a)"
    assert colours["2"] == colours["1a"] == "var(--cpd-ink-quiet, #5d5247)"
    bold = {one.words for one in taken[1:] if one.has(font_weight="600")}
    assert bold == {"The stamps", "1", "tell-tutor"}


def test_the_path_stands_out_and_the_rest_steps_back() -> None:
    seen = look(draw(CASE, path=play(CASE, "sit-beside", "tell-tutor").line))
    lines = {ends: line for ends, (line, _head) in joined(seen).items()}
    taken = {
        ("Corner table", "1", "The stamps"),
        ("The stamps", "1", "Registration"),
    }
    widths = {ends: float(line.looks["stroke-width"]) for ends, line in lines.items()}
    colours = {ends: line.looks["stroke"] for ends, line in lines.items()}
    assert min(widths[ends] for ends in taken) > 2 * max(widths[e] for e in set(lines) - taken)
    assert {colours[ends] for ends in taken} == {"var(--cpd-accent, #0b5b5d)"}
    assert {colours[e] for e in set(lines) - taken} == {"var(--cpd-edge, #83735f)"}
    assert max(widths[e] for e in set(lines) - taken) < 1.25, "thinner than without a path"
    assert [line for line, _head in seen.lines[-2:]] == [lines[ends] for ends in sorted(taken)]
    heads = {line.points[-1]: head.area.bottom - head.area.top for line, head in seen.lines}
    assert heads[lines["The stamps", "1", "Registration"].points[-1]] > 1.1 * min(heads.values())
    for title, (outline, *words) in seen.cards.items():
        visited = title in ("Corner table", "The stamps", "Registration")
        assert (float(outline.looks["stroke-width"]) > 2) == visited
        assert outline.has(stroke="var(--cpd-accent, #0b5b5d)") == visited
        assert all(one.has(font_weight="600") for one in words if one.words == title)
        (quiet,) = {"ink-quiet" in one.looks["fill"] for one in words if one.words == title}
        assert quiet != visited
    bold = {
        one.words
        for card in seen.cards.values()
        for one in card[1:]
        if one.has(font_weight="600") and one.has(font_size="10.5")
    }
    assert bold == {"sit-beside", "tell-tutor"}
    filled = [words.words for frame, words in seen.numbers if "accent" in frame.looks["fill"]]
    assert filled == ["1", "1"]
    assert [words.words for _frame, words in seen.steps] == ["1", "2"]
    for frame, number in seen.numbers:
        on_path = "accent" in frame.looks["fill"]
        assert frame.looks["stroke"].startswith(
            f"var(--cpd-{'accent' if on_path else 'ink-quiet'},"
        )
        assert number.has(fill="var(--cpd-on-accent, #ffffff)") == on_path
    for frame, number in seen.steps:
        assert frame.looks["fill"] == "var(--cpd-accent, #0b5b5d)"
        assert frame.looks["stroke"] == "var(--cpd-card, #fffdf8)", "apart from the line"
        assert number.has(fill="var(--cpd-on-accent, #ffffff)", font_weight="600")


def test_an_ending_that_was_reached_keeps_its_own_colour_and_stands_out() -> None:
    seen = look(draw(CASE, path=play(CASE, "promise", "press").line))
    outline = seen.cards["A shrug"][0]
    assert outline.has(stroke="var(--cpd-care, #7a4e00)", stroke_width="2.6")


def test_without_a_path_no_line_stands_out() -> None:
    seen = look(draw(CASE))
    assert {line.looks["stroke"] for line, _head in seen.lines} == {"var(--cpd-ink-quiet, #5d5247)"}
    assert {line.looks["stroke-width"] for line, _head in seen.lines} == {"1.25"}
    for outline, *words in seen.cards.values():
        assert float(outline.looks["stroke-width"]) < 2
        assert not any(
            "ink-quiet" in one.looks["fill"] for one in words if one.has(font_size="12.5")
        )
    assert seen.steps == []


def test_the_number_of_a_step_stands_close_to_where_its_line_leaves() -> None:
    path = play(CASE, *ROUND).line
    seen = look(draw(CASE, path=path))
    lines = {ends[:2]: line for ends, (line, _head) in joined(seen).items()}
    for ends, said in (
        (("Corner table", "1"), "1, 3"),
        (("The stamps", "2"), "2"),
        (("The stamps", "1"), "4"),
    ):
        (frame,) = (frame for frame, words in seen.steps if words.words == said)
        x, y = lines[ends].points[0]
        assert abs(frame.area.middle[0] - x) < 40
        assert abs(frame.area.middle[1] - y) < 30


def test_every_kind_of_ending_has_its_ground_and_says_what_it_is() -> None:
    grounds = {}
    for title, (outline, *words) in look(draw(CASE)).cards.items():
        over = next((one for one in words if one.has(font_size="9", font_weight="600")), None)
        if over is None:
            continue
        grounds[title] = outline.looks["fill"], over.words
        if over.words not in ("Start", "Mixed ending"):
            assert over.looks["fill"] == outline.looks["stroke"]
        assert not over.has(fill="var(--cpd-edge, #83735f)"), "too faint for words"
    assert grounds["Registration"] == ("var(--cpd-accent-soft, #dcebe5)", "Good ending")
    assert grounds["Half heard"] == ("var(--cpd-card, #fffdf8)", "Mixed ending")
    assert grounds["A shrug"] == ("var(--cpd-care-soft, #f9e9c6)", "Poor ending")
    assert grounds["Alone"] == ("var(--cpd-bad-soft, #fae5dd)", "Unsafe ending")


def test_what_was_not_visited_is_a_dashed_box_that_tells_nothing() -> None:
    seen = look(draw(CASE, path=play(CASE, "sit-beside", "tell-tutor").line, hide_unvisited=True))
    outline, words = seen.cards["not visited"]
    assert outline.has(stroke_dasharray="3 3", stroke_width="1.2")
    assert outline.kind == "rect"
    assert not words.has(font_weight="600")
    assert "ink-quiet" in words.looks["fill"]
    assert abs(words.area.middle[0] - outline.area.middle[0]) < CLOSE
    drawn = {title for title in seen.cards if title != "not visited"}
    assert all(not seen.cards[title][0].looks.get("stroke-dasharray") for title in drawn)


def test_the_legend_explains_what_is_drawn_and_nothing_else() -> None:
    def legend(svg: str) -> list[tuple[str | None, str]]:
        around = look(svg).around
        samples = [one for one in around if one.kind == "path"]
        words = [one for one in around if one.kind == "text" and not one.has(font_size="17")]
        for sample, said in zip(samples, words, strict=True):
            assert sample.area.right < said.area.left < sample.area.right + 20
            assert said.area.top < sample.area.top < said.area.bottom
        return [
            (sample.looks.get("stroke-dasharray"), said.words)
            for sample, said in zip(samples, words, strict=True)
        ]

    number = (None, "a choice, by its number in the box")
    detour = ("7 4", "where it leads instead, if its condition holds")
    back = ("2 4", "back to an earlier scene")
    taken = (None, "the path that was taken, step by step")
    path = play(CASE, "leave-her").line
    simple = scenario(scene("start", choice("go", "end")), scene("end", ending="good"))
    assert legend(draw(simple)) == [number]
    assert legend(draw(CASE)) == [number, detour, back]
    assert legend(draw(CASE, path=path)) == [number, detour, back, taken]
    assert legend(draw(CASE, path=path, hide_unvisited=True)) == [number, taken]
    *others, last = [one for one in look(draw(CASE, path=path)).around if one.kind == "path"]
    assert {one.looks["stroke"] for one in others} == {"var(--cpd-ink-quiet, #5d5247)"}
    assert {one.looks["stroke-width"] for one in others} == {"1.25"}
    around = look(draw(CASE, path=path)).around
    for sample, words, following in zip(around[::2], around[1::2], around[2::2], strict=False):
        assert "ink-quiet" in words.looks["fill"]
        if following.area.top == sample.area.top:
            assert 10 < following.area.left - words.area.right < 30
        else:
            assert 12 < following.area.top - sample.area.top < 24
            assert following.area.left == around[0].area.left
    assert last.has(stroke="var(--cpd-accent, #0b5b5d)", stroke_width="2.8")


def test_the_whole_legend_stands_side_by_side_where_there_is_room() -> None:
    case = thirty_scenes()
    path = play(case, "ask-what-she-saw-WWW-0").line
    around = look(draw(case, path=path)).around
    assert len(around) == 8
    assert len({one.area.bottom for one in around if one.kind == "text"}) == 1
    assert not any(one.area.meets(other.area) for one, other in combinations(around, 2))
    assert all(a.area.right < b.area.left for a, b in pairwise(around))


def test_a_pointer_that_rests_on_a_choice_is_told_the_whole_of_it() -> None:
    def told(svg: str) -> list[str | None]:
        return [group.findtext(f"{SVG}title") for group in Xml.fromstring(svg).iter(f"{SVG}g")]

    whole = told(draw(CASE))
    assert "Say nothing & pull up a chair." in whole
    assert "Do tell-tutor. (if promised)" in whole
    assert "Do press. (when promised)" in whole
    path = play(CASE, "promise", "wait", "promise").line
    hidden = told(draw(CASE, path=path, hide_unvisited=True))
    assert "Do press." in hidden, "and why it was open is not told"


def test_a_heading_stands_above_everything() -> None:
    plain, headed = look(draw(CASE)), look(draw(CASE, heading="Too quiet"))
    heading = headed.around[0]
    assert heading.words == "Too quiet"
    assert heading.has(font_weight="600", font_size="17")
    tops = [card[0].area.top for card in headed.cards.values()]
    assert heading.area.bottom < min(tops)
    assert plain.around[0].kind == "path", "without one, nothing stands there"
    assert headed.sheet.bottom - plain.sheet.bottom == pytest.approx(34)


def test_a_long_heading_over_a_small_case_is_not_cut_off() -> None:
    heading = "What the corridor heard after break, and what became of it"
    seen = look(draw(scenario(scene("only", ending="mixed")), heading=heading))
    assert seen.around[0].area.right <= seen.sheet.right - 22 + CLOSE


def test_a_picture_of_one_of_each_counts_in_the_singular() -> None:
    one = scenario(scene("start", choice("go", "end")), scene("end", ending="good"))
    told = Xml.fromstring(draw(one, path=play(one, "go").line)).findtext(f"{SVG}desc") or ""
    assert told == (
        "1 scene, 1 choice and 1 ending. The path that was taken has 1 step. "
        "The story ended in “End”: good ending."
    )
    assert Xml.fromstring(draw(one)).findtext(f"{SVG}desc") == "1 scene, 1 choice and 1 ending."
    assert Xml.fromstring(draw(one)).findtext(f"{SVG}title") == "Picture of the case “A case”"


def test_the_whole_case_in_words_is_every_choice_and_every_ending() -> None:
    assert describe(CASE) == [
        "In “Corner table”, “sit-beside” leads to “The stamps”.",
        "In “Corner table”, “promise” leads to “The stamps”.",
        "In “Corner table”, “leave-her” leads to “Alone”.",
        "In “The stamps”, “tell-tutor” leads to “Registration”, to “A shrug” if promised.",
        "In “The stamps”, “wait” leads to “Corner table”.",
        "In “The stamps”, “press” leads to “A shrug”.",
        "“Registration” is an ending: good ending.",
        "“A shrug” is an ending: poor ending.",
        "“Alone” is an ending: unsafe ending.",
        "“Half heard” is an ending: mixed ending.",
    ]


def test_what_was_said_ends_like_a_sentence_in_the_path_in_words() -> None:
    def said(text: str) -> str:
        case = scenario(scene("start", choice("go", "end", text=text)), scene("end", ending="good"))
        return describe(case, play(case, "go").line)[0].removeprefix("In “Start”: ")

    for whole in ("Go.", "Go!", "Go?", "“Go.”", "Go …", '"Go."'):
        assert said(whole) == f"{whole} This led to “End”."
    assert said("Go and see") == "Go and see. This led to “End”."


def test_steps_that_follow_closely_are_marked_apart() -> None:
    """Every step of a long story goes through a box of its own, and can be read."""
    many = scenario(
        *(scene(f"s{n}", choice("on", f"s{n + 1}"), choice("stay", f"s{n}")) for n in range(6)),
        scene("s6", ending="good"),
    )
    steps = [name for _scene in range(6) for name in ("stay", "stay", "on")]
    seen = look(draw(many, path=play(many, *steps).line))
    assert sorted(words.words for _frame, words in seen.steps) == sorted(
        said for n in range(6) for said in (f"{3 * n + 1}, {3 * n + 2}", f"{3 * n + 3}")
    )
    frames = [frame for frame, _words in (*seen.steps, *seen.numbers)]
    assert not any(a.area.meets(b.area) for a, b in combinations(frames, 2))


def beside(seen: Seen, said: str) -> tuple[Area, Point]:
    """Where these steps are told, and where the line leaves that they are of."""
    (area,) = (frame.area for frame, words in seen.steps if words.words == said)
    taken = [
        number.area.middle for number, _words in seen.numbers if "accent" in number.looks["fill"]
    ]
    return area, min(
        taken, key=lambda at: abs(at[0] - area.middle[0]) + abs(at[1] - area.middle[1])
    )


def hall(*back: str, doors: str = "ab") -> Scenario:
    """A hall with doors to a yard, from which these choices lead back."""
    return scenario(
        scene("hall", *(choice(door, "yard") for door in doors)),
        scene("yard", *(choice(name, "hall") for name in back), choice("out", "end")),
        scene("end", ending="good"),
    )


def test_steps_are_told_right_of_their_line_and_below_its_number() -> None:
    seen = look(draw(hall("x"), path=play(hall("x"), "a").line))
    area, (x, y) = beside(seen, "1")
    assert 2 < area.left - x < 7
    assert 4 < area.top - y - 6.5 < 8
    assert area.bottom < y + 31, "above the next row"


def test_steps_are_told_away_from_the_next_line_of_the_path() -> None:
    """The first line is taken three times, and right of it the second is taken."""
    case = hall("x")
    seen = look(draw(case, path=play(case, *"axaxbxax").line))
    first, (x, _y) = beside(seen, "1, 3, 7")
    second, (beyond, _y) = beside(seen, "5")
    assert x < beyond
    assert first.right < x, "left of its line"
    assert not first.left < beyond < first.right
    assert second.left > beyond


def test_a_line_back_tells_its_steps_right_of_its_number() -> None:
    case = hall("x")
    seen = look(draw(case, path=play(case, *"ax").line))
    area, (x, y) = beside(seen, "2")
    assert 8 < area.left - x < 12
    assert 0 < y - area.bottom < 4 or 0 < area.top - y < 4, "and not on its line"


def test_many_lines_back_from_one_scene_each_tell_their_steps() -> None:
    case = hall(*"uvwxyz")
    steps = [step for name in "uvwxyz" for step in ("a", name)]
    seen = look(draw(case, path=play(case, *steps).line))
    told = sorted(words.words for _frame, words in seen.steps)
    assert told == sorted([*(str(n) for n in range(2, 14, 2)), "1, 3, 5, 7, 9, 11"])
    boxes = [card[0] for card in seen.cards.values()]
    numbers = [number for number, _words in seen.numbers]
    frames = [frame for frame, _words in seen.steps]
    for frame in frames:
        assert not any(frame.area.meets(other.area) for other in (*boxes, *numbers)), frame
        assert (
            min(
                abs(frame.area.left - number.area.right)
                + abs(frame.area.middle[1] - number.area.middle[1])
                for number in numbers
            )
            < 60
        )
    assert not any(a.area.meets(b.area) for a, b in combinations(frames, 2))


@pytest.mark.parametrize("doors", ["abc", "abcd", "abcde"])
def test_many_lines_that_are_taken_often_tell_their_steps_side_by_side(doors: str) -> None:
    case = hall("x", doors=doors)
    steps = [step for _time in range(3) for door in doors for step in (door, "x")]
    seen = look(draw(case, path=play(case, *steps).line))
    boxes = [card[0] for card in seen.cards.values()]
    numbers = [number for number, _words in seen.numbers]
    frames = [frame for frame, _words in seen.steps]
    assert len(frames) == len(doors) + 1
    for frame in frames:
        assert not any(frame.area.meets(other.area) for other in (*boxes, *numbers)), frame
    assert not any(a.area.meets(b.area) for a, b in combinations(frames, 2))


def often(*others: Choice) -> tuple[Scenario, list[str]]:
    """Two scenes to and fro, many times over, with others beside them."""
    case = scenario(
        scene("hall", choice("on", "door"), *others),
        scene("door", choice("back", "hall"), choice("in", "end")),
        scene("end", ending="good"),
        *(scene(other.to, ending="poor") for other in others),
    )
    return case, [*("on", "back") * 8, "on", "in"]


@pytest.mark.parametrize("beside", [(), ("left",), ("left", "right")])
def test_a_line_that_is_taken_often_tells_every_time_inside_the_picture(
    beside: tuple[str, ...],
) -> None:
    """And neither on a box nor on another number."""
    case, steps = often(*(choice(name, f"{name}-door") for name in beside))
    seen = look(draw(case, path=play(case, *steps).line))
    told = {words.words for _frame, words in seen.steps}
    assert told == {
        ", ".join(str(n) for n in range(1, 18, 2)),
        ", ".join(str(n) for n in range(2, 18, 2)),
        "18",
    }
    inner = Area(12, 12, seen.sheet.right - 12, seen.sheet.bottom - 12)
    frames = [frame for frame, _words in seen.steps]
    assert all(inner.holds(frame.area) for frame in frames)
    assert all(frame.area.holds(words.area) for frame, words in seen.steps)
    boxes = [card[0] for card in seen.cards.values()]
    numbers = [frame for frame, _words in seen.numbers]
    for frame in frames:
        assert not any(frame.area.meets(other.area) for other in (*boxes, *numbers)), frame
        inside = Area(
            frame.area.left - 60, frame.area.top - 60, frame.area.right + 60, frame.area.bottom + 60
        )
        assert any(inside.meets(number.area) for number in numbers), "close to its line"
    assert not any(a.area.meets(b.area) for a, b in combinations(frames, 2))


# Held on random small cases


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios(), st.booleans(), st.data())
def test_any_case_and_any_path_can_be_drawn(
    case: Scenario, hides: bool, data: st.DataObject
) -> None:
    here = play(case)
    for _turn in range(data.draw(st.integers(0, 6))):
        if here.ending or not here.choices:
            break
        here = here.choose(data.draw(st.sampled_from(here.choices)).id)
    svg = draw(case, path=here.line, hide_unvisited=hides, alone=data.draw(st.booleans()))
    said = words(svg)
    written = {number for text in said for number in re.findall(r"\d+", text)}
    assert {str(n) for n in range(1, len(here.line) + 1)} <= written
    assert len(describe(case, here.line)) == len(here.line) + 1
    if not hides:
        assert {s.id for s in case.scenes} <= set(said)


# In a browser


def thirty_scenes() -> Scenario:
    """A case of thirty scenes, with titles, ids and conditions as long as they come."""
    scenes = []
    for n in range(26):
        far = min(26 + n % 4, 29)
        scenes.append(
            scene(
                f"wwwww-mmmmm-corridor-and-wide-words-{n}",
                choice(f"ask-what-she-saw-WWW-{n}", f"wwwww-mmmmm-corridor-and-wide-words-{n + 1}")
                if n < 25
                else choice("finish", "end-26"),
                choice(
                    "say-MMMMM-who-you-will-tell",
                    f"end-{far}",
                    detours=(Detour(Holds("told-the-form-tutor-on-the-same-day"), "end-29"),),
                ),
                choice("wait", f"wwwww-mmmmm-corridor-and-wide-words-{max(0, n - 3)}"),
            )
        )
    scenes += [scene(f"end-{26 + n}", ending=kind) for n, kind in enumerate(KINDS)]
    return scenario(*scenes, facts=("told-the-form-tutor-on-the-same-day",), title="Thirty")


@pytest.mark.parametrize("typeface", ["Arial", "'DejaVu Sans'", "sans-serif"])
def test_words_stay_inside_their_boxes_in_real_typefaces(page: Page, typeface: str) -> None:
    """Among them the widest that a page may fall back to."""
    case = thirty_scenes()
    path = play(case, "ask-what-she-saw-WWW-0", "wait", "ask-what-she-saw-WWW-0").line
    page.set_content(draw(case, path=path))
    page.evaluate(
        "face => document.documentElement.style.setProperty('--cpd-sans', face)", typeface
    )
    outside = page.evaluate(
        """() => [...document.querySelectorAll("svg g[transform]")].flatMap(g => {
            const frame = g.querySelector(":scope > rect, :scope > path");
            if (!frame || g.querySelector(":scope > g[transform]")) return [];
            const box = frame.getBBox();
            return [...g.querySelectorAll("text")].filter(t => {
                const words = t.getBBox();
                return words.x < box.x - 0.5 || words.x + words.width > box.x + box.width + 0.5
                    || words.y + words.height > box.y + box.height + 0.5;
            }).map(t => t.textContent);
        })"""
    )
    assert outside == []
    assert page.locator("svg text").count() > 200


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_every_case_of_the_course_can_be_read_on_one_page(path: Path) -> None:
    """A4 inside its margins is 1047 by 718 CSS pixels, either way up; 0.75 points a pixel."""
    case = parse(path.read_bytes(), path.name, folder=path.parent.name).scenario
    assert case is not None
    root = Xml.fromstring(draw(case, alone=True, heading=case.title))
    wide_, high = float(root.get("width", 0)), float(root.get("height", 0))
    scale = max(min(1047 / wide_, 718 / high), min(718 / wide_, 1047 / high))
    assert WORDS * scale * 0.75 > 4.5


@pytest.mark.parametrize(
    ("scheme", "ink"), [("light", "rgb(39, 31, 26)"), ("dark", "rgb(1, 2, 3)")]
)
def test_a_page_colours_the_picture_by_its_tokens_under_a_strict_policy(
    page: Page, scheme: str, ink: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    policy = "default-src 'none'; style-src 'self'"
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.set_content(f'<meta http-equiv="Content-Security-Policy" content="{policy}">{draw(CASE)}')
    if scheme == "dark":
        page.evaluate("() => document.documentElement.style.setProperty('--cpd-ink', '#010203')")
    title = page.locator("svg text", has_text="Corner table")
    assert title.evaluate("t => getComputedStyle(t).fill") == ink
    assert not [text for text in said if "Content Security Policy" in text]
    assert page.get_by_role("img", name="Too quiet in the library").is_visible()


def test_a_picture_by_itself_turns_dark_with_the_screen(page: Page) -> None:
    page.set_content(draw(CASE, alone=True))
    title = page.locator("svg text", has_text="Corner table")
    page.emulate_media(color_scheme="light")
    assert title.evaluate("t => getComputedStyle(t).fill") == "rgb(39, 31, 26)"
    page.emulate_media(color_scheme="dark")
    assert title.evaluate("t => getComputedStyle(t).fill") == "rgb(242, 234, 221)"


def test_colours_are_the_design_tokens() -> None:
    tokens = ROOT / "widgets" / "mentor_cpd" / "ui" / "tokens.css"
    light, dark = tokens.read_text(encoding="utf-8").split("prefers-color-scheme: dark", 1)
    for name, (by_day, by_night) in COLOURS.items():
        assert f"--cpd-{name}: {by_day};" in light
        assert f"--cpd-{name}: {by_night};" in dark
