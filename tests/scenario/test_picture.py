"""A picture tells every choice apart, marks a path, and can be read without seeing it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from mentor_cpd.course import Course
from mentor_cpd.scenario.drawing.card import WORDS
from mentor_cpd.scenario.drawing.ink import COLOURS
from mentor_cpd.scenario.drawing.layout import Layout, arrange
from mentor_cpd.scenario.drawing.lettering import fold, wide
from mentor_cpd.scenario.drawing.rows import Box, Line, Slot, crossings
from mentor_cpd.scenario.model import Detour, Holds, Mark, Scenario
from mentor_cpd.scenario.parse import parse
from mentor_cpd.scenario.picture import describe, draw
from mentor_cpd.scenario.play import play
from tests.scenario.brute import KINDS, choice, scenario, scenarios, scene

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
    assert {"sit beside", "leave her", "tell tutor", "wait"} <= set(said)
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
    assert {"knock", "another time", "1a"} <= set(said)
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
    assert "The path that was taken has 2 steps." in told
    assert told.endswith("The story ended in “Registration”: good ending.")


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


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Box], list[Line]]:
    count = draw(st.integers(1, 14))
    boxes = [
        Box(f"b{n}", draw(st.integers(40, 160)), draw(st.integers(30, 200)), 20)
        for n in range(count)
    ]
    end = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(end, end), max_size=30))
    return boxes, [Line(f"b{a}", f"b{b}", 25, 13) for a, b in pairs]


def overlap(a: tuple[float, float, Box], b: tuple[float, float, Box]) -> bool:
    across = min(a[0] + a[2].width, b[0] + b[2].width) - max(a[0], b[0])
    down = min(a[1] + a[2].height, b[1] + b[2].height) - max(a[1], b[1])
    return across > 0.5 and down > 0.5


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_boxes_never_overlap_and_lines_join_the_boxes_they_are_of(
    graph: tuple[list[Box], list[Line]],
) -> None:
    boxes, lines = graph
    layout = arrange(boxes, lines)
    placed = {box.id: (*layout.places[box.id], box) for box in boxes}
    assert not any(overlap(a, b) for a, b in combinations(placed.values(), 2))
    for x, y, box in placed.values():
        assert x >= -0.5
        assert y >= -0.5
        assert x + box.width <= layout.width + 0.5
        assert y + box.height <= layout.height + 0.5
    for line, route in zip(lines, layout.routes, strict=True):
        left, top, source = placed[line.source]
        to_left, to_top, target = placed[line.target]
        if route.back:
            assert route.start == (left + source.width, top + line.out)
            assert route.end == (to_left + target.width, to_top + target.side)
        else:
            assert left <= route.start[0] <= left + source.width
            assert route.start[1] == top + source.height
            assert route.end == (to_left + target.width / 2, to_top)
            assert to_top > top or layout_folds(layout, boxes), "further into the story"


def layout_folds(layout: Layout, boxes: list[Box]) -> bool:
    """Whether the rows stand in more than one column: then a line may lead up the page."""
    return layout.width > max(box.width for box in boxes) * 1.5


def test_lines_that_lead_back_are_those_that_close_a_circle() -> None:
    boxes = [Box(name, 60, 40, 20) for name in "abcd"]
    lines = [Line(a, b, 25, 13) for a, b in ("ab", "bc", "ca", "cd", "dd", "ad")]
    back = [route.back for route in arrange(boxes, lines).routes]
    assert back == [False, False, True, False, True, False]


def test_crossings_are_counted() -> None:
    left, right, other, far = (Slot(name, 0, 10) for name in "abcd")
    left.after, right.after = [far], [other]
    assert crossings([[left, right], [other, far]]) == 1
    assert crossings([[left, right], [far, other]]) == 0


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("The walk to registration", 90, ["The walk to", "registration"]),
        ("ask-what-she-sees", 60, ["ask-what-", "she-sees"]),
        ("short", 200, ["short"]),
        ("", 50, [""]),
    ],
)
def test_words_are_folded_at_spaces_and_hyphens(text: str, room: float, lines: list[str]) -> None:
    assert fold(text, 10.5, room) == lines


@given(st.text(max_size=60), st.floats(30, 200))
def test_folding_loses_nothing_and_keeps_to_the_room(text: str, room: float) -> None:
    lines = fold(text, 10, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(wide(line.strip(), 10) <= room or len(line.strip()) == 1 for line in lines)


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
