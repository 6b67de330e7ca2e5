"""The map of the curriculum tells every item apart by shape and words, and prints on a sheet."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml
from collections import Counter
from itertools import combinations, pairwise

import msgspec
import pytest
from playwright.sync_api import Page as Tab

from mentor_cpd.scenario.coverage import Coverage, cover
from mentor_cpd.scenario.curriculum import read_curriculum
from mentor_cpd.scenario.curriculum_map import describe_map, draw_map, where
from tests.scenario.drawn import CLOSE, Area, Shape, shapes, sheet
from tests.scenario.test_curriculum import ONE, OTHER, the_small_course

SVG = "{http://www.w3.org/2000/svg}"
LABELS = {"negotiate-repair": "Negotiating", "active-listening": "Listening"}
MODULES = {"listening": "The listening module"}
LONG = {
    **LABELS,
    "plan-review": "Planning, and looking again together at whether a plan has done any good",
}
LONG_MODULES = {"listening": "Listening to pupils, to their parents, and to whoever is tired of it"}


@pytest.fixture
def coverage() -> Coverage:
    curriculum, amiss = read_curriculum(ONE + OTHER, "curriculum.yml")
    assert amiss == ()
    return cover(curriculum, the_small_course())


def times(count: int, text: str = OTHER) -> str:
    """So many items that nothing practises."""
    return "\n".join(
        text.replace("C083", f"C{n + 100}").replace("Bullying", f"Bullying {n}")
        for n in range(count)
    )


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


# As it is seen


def many() -> Coverage:
    """Three competencies, of which one has most of the items; short ones and long ones."""
    text = "".join(
        (ONE if n % 5 == 0 else OTHER)
        .replace("C010", f"C{n:03}")
        .replace("C083", f"C{n:03}")
        .replace("Listen actively", f"Listen {n} " + "very actively indeed " * (n % 4))
        .replace("Bullying", f"Bullying {n} " + "and what comes of it " * (n % 6))
        .replace("negotiate-repair", ("negotiate-repair", "plan-review")[n % 7 == 1])
        for n in range(30)
    )
    curriculum, amiss = read_curriculum(text, "curriculum.yml")
    assert amiss == ()
    return cover(curriculum, the_small_course())


def cards(svg: str) -> list[list[Shape]]:
    """Each card: its frame, and then what stands in it."""
    groups: dict[tuple[int, ...], list[Shape]] = {}
    for shape in shapes(svg):
        groups.setdefault(shape.group, []).append(shape)
    return [within for group, within in groups.items() if len(group) == 2]


def above(svg: str) -> list[Shape]:
    return [shape for shape in shapes(svg) if len(shape.group) == 1]


@pytest.mark.parametrize("modules", [MODULES, LONG_MODULES])
def test_nothing_lies_on_anything_else_or_outside_the_map(modules: dict[str, str]) -> None:
    svg = draw_map(many(), LONG, modules, heading="What we ask of a mentor")
    whole = sheet(svg)
    inner = Area(20, 20, whole.right - 20, whole.bottom - 20)
    drawn = shapes(svg)
    assert all(inner.holds(shape.area) for shape in drawn)
    written = [shape for shape in drawn if shape.kind == "text"]
    frames = [card[0] for card in cards(svg)]
    assert len(frames) == 3
    for some in (written, frames):
        for one, other in combinations(some, 2):
            assert not one.area.meets(other.area), (one, other)
    for frame, *within in cards(svg):
        assert all(frame.area.holds(shape.area) for shape in within)
    for frame in frames:
        assert not any(frame.area.meets(shape.area) for shape in above(svg))


@pytest.mark.parametrize("modules", [MODULES, LONG_MODULES])
def test_the_map_is_no_larger_than_what_is_in_it(modules: dict[str, str]) -> None:
    svg = draw_map(many(), LONG, modules)
    whole, drawn = sheet(svg), shapes(svg)
    assert whole.right - max(shape.area.right for shape in drawn) == pytest.approx(24, abs=1)
    assert whole.bottom - max(shape.area.bottom for shape in drawn) == pytest.approx(24, abs=1)
    for frame, *within in cards(svg):
        assert 4 < frame.area.bottom - max(shape.area.bottom for shape in within) < 16


def test_every_item_has_its_mark_at_its_first_line() -> None:
    told = many()
    items = {item.item.strip(): item for item in told.curriculum.items}
    marks = 0
    for _frame, *within in cards(draw_map(told, LABELS, MODULES)):
        for number, mark in enumerate(within):
            disc, square = mark.kind == "circle", mark.has(width="8", height="8")
            if not (disc or square):
                continue
            marks += 1
            words = next(shape for shape in within[number:] if shape.kind == "text")
            assert 2 < words.area.left - mark.area.right < 12
            assert abs(words.area.middle[1] - mark.area.middle[1]) < 1.5
            (item,) = (
                {one for said, one in items.items() if said.startswith(words.words)}
                if len(words.words) > 12
                else {items[words.words]}
            )
            assert disc == bool(told.of(item))
            assert words.has(font_weight="600") == (item.need == "essential")
            assert ("quiet" in words.looks["class"]) == (not told.of(item))
    assert marks == len(items)


def test_a_tick_lies_in_its_disc() -> None:
    for _frame, *within in cards(draw_map(many(), LABELS, MODULES)):
        for disc, tick in pairwise(within):
            if disc.has(width="8", height="8"):
                assert disc.looks["class"] == "f-card s-ink-quiet"
            if disc.kind == "circle":
                assert disc.looks["class"] == "f-accent"
                assert tick.kind == "path"
                assert disc.area.holds(tick.area)
                assert tick.looks["stroke"] != disc.looks["fill"]
                assert tick.points[0][0] < tick.points[-1][0]
                low = max(tick.points, key=lambda point: point[1])
                assert tick.points[0][0] < low[0] < tick.points[-1][0], "down, and up again"


def test_a_card_begins_with_what_it_is_about_and_how_much_of_that_is_practised() -> None:
    told = many()
    for one, (frame, *within) in zip(
        told.competencies(LONG), cards(draw_map(told, LONG, MODULES)), strict=True
    ):
        title = [shape for shape in within if shape.has(font_size="14")]
        assert " ".join(line.words for line in title) == LONG[one]
        assert all(line.has(font_weight="600") for line in title)
        assert all(abs(line.area.left - frame.area.left - 12) < CLOSE for line in title)
        assert len(title) == (1 if one in LABELS else 3)
        count = next(shape for shape in within if shape.has(text_anchor="end"))
        assert abs(count.area.bottom - title[0].area.bottom) < 1.5, "beside its first line"
        assert "quiet" in count.looks["class"]
        assert count.area.left - max(line.area.right for line in title) >= 10 - CLOSE
        (track, _bar) = bars(within)[0]
        assert "f-card" in track.looks["class"]
        assert 0 < track.area.top - title[-1].area.bottom < 8


def test_modules_with_long_names_stand_below_their_item_in_lines() -> None:
    told = many()
    for _frame, *within in cards(draw_map(told, LONG, LONG_MODULES)):
        written = [shape for shape in within if shape.kind == "text"]
        for above_, below in pairwise(written):
            if below.has(font_size="9.5") and below.words != "not yet":
                assert below.area.left == above_.area.left
                assert 0 <= below.area.top - above_.area.bottom < 6
        said = " ".join(s.words for s in written if s.has(font_size="9.5"))
        practised = [item for item in told.curriculum.items if told.of(item)]
        if within[0].words == "Listening":
            assert said.count("Listening to pupils") == len(practised)


def test_what_practises_an_item_stands_at_the_right_of_it_or_below_it() -> None:
    """Never where it could be taken for another item's."""
    for frame, *within in cards(draw_map(many(), LABELS, MODULES)):
        for item, small in pairwise([one for one in within if one.kind == "text"]):
            if not small.has(font_size="9.5"):
                continue
            assert small.has(font_style="italic") == (small.words == "not yet")
            assert ("accent" in small.looks["class"]) == (small.words != "not yet")
            if small.has(text_anchor="end"):
                assert small.area.right == pytest.approx(frame.area.right - 12, abs=CLOSE)
                assert abs(small.area.bottom - item.area.bottom) < 1, "on its line"
                assert small.area.left - item.area.right > 8
            else:
                assert small.area.left == item.area.left
                assert 0 <= small.area.top - item.area.bottom < 8


def bars(within: list[Shape]) -> list[tuple[Shape, Shape | None]]:
    """The tracks, each with the bar that lies on it, if there is one."""
    rects = [shape for shape in within if shape.has(height="5")]
    tracks = [shape for shape in rects if "stroke" in shape.looks]
    return [
        (track, next((r for r in rects if r is not track and track.area.holds(r.area)), None))
        for track in tracks
    ]


def share(track: Shape, bar: Shape | None) -> float:
    if bar is None:
        return 0.0
    assert bar.area.left == track.area.left
    return (bar.area.right - bar.area.left) / (track.area.right - track.area.left)


def test_bars_are_as_long_as_what_is_practised_of_all() -> None:
    told = many()
    svg = draw_map(told, LABELS, MODULES)
    kinds = [told.tally(kind=kind) for kind in told.kinds()]
    above_ = [share(*bar) for bar in bars(above(svg))]
    assert above_ == pytest.approx([t.practised / t.items for t in kinds], abs=0.01)
    for one, card in zip(told.competencies(LABELS), cards(svg), strict=True):
        tally = told.tally(competency=one)
        (bar,) = bars(card[1:])
        assert share(*bar) == pytest.approx(tally.practised / tally.items, abs=0.01)
        (count,) = [one for one in card if one.words == f"{tally.practised} of {tally.items}"]
        assert count.area.right == pytest.approx(bar[0].area.right, abs=CLOSE)
        assert count.area.bottom < bar[0].area.top


def test_a_little_that_is_practised_can_still_be_seen() -> None:
    text = OTHER.replace("negotiate-repair", "active-listening")
    curriculum, amiss = read_curriculum(f"{ONE}\n{times(100, text)}", "curriculum.yml")
    assert amiss == ()
    svg = draw_map(cover(curriculum, the_small_course()), LABELS, MODULES)
    ((_track, bar),) = bars(cards(svg)[0][1:])
    assert bar is not None
    assert bar.area.right - bar.area.left == 5


def test_kinds_are_named_and_counted_above_their_bars_side_by_side() -> None:
    told = many()
    svg = draw_map(told, LABELS, MODULES)
    tracks = [track for track, _bar in bars(above(svg))]
    assert len(tracks) == len(told.kinds()) == 2
    names = [one for one in above(svg) if one.words in ("Skills", "Barriers")]
    assert [one.words for one in names] == ["Skills", "Barriers"]
    for name, track in zip(names, tracks, strict=True):
        assert name.area.left == track.area.left
        assert 0 < track.area.top - name.area.bottom < 10
    counts = [one for one in above(svg) if one.words in ("6 of 6", "0 of 24")]
    for count, name, track in zip(counts, names, tracks, strict=True):
        assert count.area.bottom == pytest.approx(name.area.bottom, abs=CLOSE)
        assert count.area.right == pytest.approx(track.area.right, abs=CLOSE)
    assert tracks[0].area.right < tracks[1].area.left
    assert tracks[0].area.right - tracks[0].area.left == pytest.approx(
        tracks[1].area.right - tracks[1].area.left, abs=CLOSE
    )
    assert tracks[0].area.left == pytest.approx(24, abs=CLOSE)
    assert tracks[1].area.right == pytest.approx(sheet(svg).right - 24, abs=CLOSE)


def test_the_heading_stands_out_and_the_rest_steps_back() -> None:
    drawn = above(draw_map(many(), LABELS, MODULES, heading="Ours"))
    heading, total = drawn[:2]
    assert heading.has(font_weight="600", x="0")
    assert heading.words == "Ours"
    assert total.words.startswith("6 of 30 items")
    assert total.has(x="0")
    sizes = [float(shape.looks["font-size"]) for shape in drawn if shape.kind == "text"]
    assert sizes[0] == max(sizes) > sizes[1] > max(sizes[2:])
    for shape in drawn[2:]:
        if shape.kind == "text":
            kind = shape.words in ("Skills", "Barriers")
            assert shape.has(font_weight="600") == (kind or shape.words.startswith("bold"))
            assert ("quiet" in shape.looks["class"]) == (not kind)
    feet = [shape.area.bottom for shape in (heading, total, *drawn[-2:])]
    assert feet == sorted(feet)


def test_cards_are_frames_on_the_paper() -> None:
    svg = draw_map(many(), LABELS, MODULES)
    assert {card[0].looks["class"] for card in cards(svg)} == {"f-card s-edge"}
    ground = Xml.fromstring(svg).find(f"{SVG}rect")
    assert ground is not None
    assert ground.get("class") == "f-paper"


def test_all_words_of_an_item_are_shown() -> None:
    told = many()
    shown = [
        " ".join(one.words for one in card if one.kind == "text")
        for card in cards(draw_map(told, LABELS, MODULES))
    ]
    for item in told.curriculum.items:
        assert any(f" {item.item} " in f"{words} " for words in shown), item.item


def test_each_mark_stands_before_what_it_means() -> None:
    drawn = above(draw_map(many(), LABELS, MODULES))
    by_words = {shape.words: shape for shape in drawn}
    disc = next(shape for shape in drawn if shape.kind == "circle")
    square = next(shape for shape in drawn if shape.has(width="8", height="8"))
    for mark, words in (
        (disc, "practised, with the number of decisions and questions"),
        (square, "not yet"),
    ):
        said = by_words[words]
        assert 2 < said.area.left - mark.area.right < 14
        assert abs(said.area.middle[1] - mark.area.middle[1]) < 1.5
    bold = by_words["bold: ESCO calls it essential"]
    assert bold.has(font_weight="600")
    assert bold.area.bottom == by_words["not yet"].area.bottom
    assert [bold.area.left, square.area.left] == pytest.approx([24 + 2 * 354, 24 + 355], abs=CLOSE)


def test_cards_stand_in_three_columns_of_which_none_is_higher_than_it_must_be() -> None:
    """One card is as high as the two others together and more: it has a column to itself."""
    frames = [card[0].area for card in cards(draw_map(many(), LABELS, MODULES))]
    columns = sorted({round(frame.left) for frame in frames})
    assert len(columns) == 3
    assert len({round(frame.right - frame.left) for frame in frames}) == 1
    assert {round(right - left, 1) for left, right in pairwise(columns)} == {336 + 18}
    assert len({frame.top for frame in frames}) == 1


@pytest.mark.parametrize(
    ("count", "columns"), [(1, [1]), (2, [1, 1]), (4, [2, 1, 1]), (7, [3, 2, 2]), (8, [3, 3, 2])]
)
def test_cards_fill_the_columns_from_the_left_in_their_order(
    count: int, columns: list[int]
) -> None:
    text = "".join(
        OTHER.replace("C083", f"C{n:03}")
        .replace("Bullying", f"Bullying {n}")
        .replace("negotiate-repair", f"about-{'abcdefgh'[n]}")
        for n in range(count)
    )
    curriculum, amiss = read_curriculum(text, "curriculum.yml")
    assert amiss == ()
    svg = draw_map(cover(curriculum, {}), {}, {})
    found = cards(svg)
    assert [card[1].words for card in found] == [f"about-{letter}" for letter in "abcdefgh"[:count]]
    places = [(card[0].area.left, card[0].area.top) for card in found]
    assert places == sorted(places)
    by_column = Counter(left for left, _top in places)
    assert [by_column[left] for left in sorted(by_column)] == columns
    assert min(by_column) == pytest.approx(24, abs=CLOSE)
    for (left, top), (beside, below) in pairwise(places):
        if left == beside:
            height = found[0][0].area.bottom - found[0][0].area.top
            assert below - top == pytest.approx(height + 18, abs=CLOSE)
    foot = max(card[0].area.bottom for card in found)
    assert sheet(svg).bottom - foot == pytest.approx(24, abs=CLOSE)


# In words


def test_modules_are_named_in_their_own_order_with_their_places() -> None:
    """Those that are known first; one without a name by its id."""
    course = the_small_course()
    case, drill = course["the-wet-coat"], course["waiting-drill"]
    assert case is not None and drill is not None
    moved = {**course, "waiting-drill": msgspec.structs.replace(drill, module="waiting")}
    curriculum, _amiss = read_curriculum(ONE, "curriculum.yml")
    told = cover(curriculum, moved)
    (item,) = told.curriculum.items
    assert where(told, item, {"waiting": "Waiting", **MODULES}) == (
        "Waiting 1 · The listening module 1"
    )
    assert where(told, item, {"waiting": "Waiting"}) == "Waiting 1 · listening 1"
    assert where(told, item, {}) == "listening 1 · waiting 1"


def test_the_sum_of_one_item_is_in_the_singular() -> None:
    curriculum, _amiss = read_curriculum(ONE, "curriculum.yml")
    told = cover(curriculum, the_small_course())
    assert describe_map(told, {}, {}) == [
        "1 of 1 item is practised in a decision or a drill question.",
        "active-listening: 1 of 1 practised.",
        "Listen actively: listening 2.",
    ]


def test_without_a_heading_it_is_called_by_what_it_is() -> None:
    curriculum, _amiss = read_curriculum(ONE, "curriculum.yml")
    root = Xml.fromstring(draw_map(cover(curriculum, the_small_course()), {}, {}))
    assert root.findtext(f"{SVG}title") == "What this course practises"
    assert root.get("aria-labelledby") == "curriculum-title curriculum-desc"
    assert "prefers-color-scheme:dark" in "".join(s.text or "" for s in root.iter(f"{SVG}style"))


# In a browser


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
    curriculum, amiss = read_curriculum(times(150), "curriculum.yml")
    assert amiss == ()
    page.set_content(f"<style>body{{margin:0}}</style>{draw_map(cover(curriculum, {}), {}, {})}")
    for paper in ("A4", "A3", "Letter"):
        assert len(re.findall(rb"/Type /Page\b", page.pdf(format=paper))) == 1
