"""Boxes stand clear of each other, and every line can be followed from its box to the next."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_cpd.scenario.drawing.columns import BESIDE, Column, foldings, spread
from mentor_cpd.scenario.drawing.layout import PAGE, Layout, Route, arrange
from mentor_cpd.scenario.drawing.rows import (
    EFFORT,
    Box,
    Line,
    Slot,
    crossings,
    height,
    in_rows,
    sweeps,
)
from tests.scenario.drawn import Area, along

WIDE, HIGH = 300.0, 40.0  # so wide that a few rows fit best below each other


def boxes(*names: str) -> list[Box]:
    return [Box(name, WIDE, HIGH, 20) for name in names]


def chain(count: int, *more: str) -> Layout:
    """Many small scenes, one after the other."""
    names = [f"s{n}" for n in range(count)]
    ways = [f"{a} {b}" for a, b in pairwise(names)]
    return arrange([Box(name, 60, HIGH, 20) for name in names], lines(*ways, *more))


def lines(*pairs: str) -> list[Line]:
    """Lines as ``"a b"``; those of one box stand below each other in it."""
    ends = (pair.split() for pair in pairs)
    return [Line(a, b, 15 + 5 * n % 20, 13) for n, (a, b) in enumerate(ends)]


def laid_out(names: str, *pairs: str) -> Layout:
    return arrange(boxes(*names.split()), lines(*pairs))


def middle(layout: Layout, box: str) -> float:
    return layout.places[box][0] + WIDE / 2


# Any story


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Box], list[Line]]:
    """Boxes that have room for the starts of their lines, as cards do."""
    count = draw(st.integers(1, 14))
    end = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(end, end), max_size=30))
    boxes = [
        Box(
            f"b{n}",
            draw(st.integers(40, 160)) + 16 * sum(a == n for a, _b in pairs),
            draw(st.integers(60, 200)),
            20,
        )
        for n in range(count)
    ]
    return boxes, [Line(f"b{a}", f"b{b}", 25 + n, 13) for n, (a, b) in enumerate(pairs)]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_boxes_never_overlap_and_lines_join_the_boxes_they_are_of(
    graph: tuple[list[Box], list[Line]],
) -> None:
    boxes, lines = graph
    layout = arrange(boxes, lines)
    sheet = Area(0, 0, layout.width, layout.height)
    placed = {
        box.id: Area(x, y, x + box.width, y + box.height)
        for box in boxes
        for x, y in [layout.places[box.id]]
    }
    assert not any(a.meets(b) for a, b in combinations(placed.values(), 2))
    assert all(sheet.holds(area) for area in placed.values())
    for line, route in zip(lines, layout.routes, strict=True):
        source, target = placed[line.source], placed[line.target]
        if route.back:
            assert route.start == (source.right, source.top + line.out)
            assert route.end == (target.right, target.top + 20)
        else:
            assert source.left <= route.start[0] <= source.right
            assert route.start[1] == source.bottom
            assert route.end == pytest.approx((target.middle[0], target.top))
            assert target.top > source.top or folds(layout, boxes), "further into the story"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_no_line_runs_through_a_box_off_the_sheet_or_along_another(
    graph: tuple[list[Box], list[Line]],
) -> None:
    boxes, lines = graph
    can_be_followed(boxes, lines, arrange(boxes, lines))


def can_be_followed(boxes: list[Box], lines: list[Line], layout: Layout) -> None:
    """Lines to one box may run as one stream, and no others."""
    sheet = Area(0, 0, layout.width, layout.height)
    places = [(layout.places[box.id], box) for box in boxes]
    for route in layout.routes:
        way = along(route.path)
        assert all(sheet.holds(Area(x, y, x, y)) for x, y in way)
        for (x, y), box in places:
            assert not Area(x, y, x + box.width, y + box.height).hides(way)
    told = list(zip(lines, layout.routes, strict=True))
    for (one, a), (other, b) in combinations(told, 2):
        if (one.target, a.back) != (other.target, b.back):
            assert not run_together(a, b), (a.path, b.path)


def folds(layout: Layout, boxes: list[Box]) -> bool:
    """Whether the rows stand in more than one column: then a line may lead up the page."""
    return layout.width > max(box.width for box in boxes) * 1.5


def stretches(path: str) -> list[tuple[bool, float, float, float]]:
    """Its straight pieces: whether upright, where, and from where to where."""
    found, here = [], (0.0, 0.0)
    for letter, said in re.findall(r"([A-Z])([^A-Z]*)", path):
        sizes = [float(size) for size in said.split()]
        there = sizes[-2], sizes[-1]
        if letter == "L" and there[0] == here[0]:
            found.append((True, here[0], min(here[1], there[1]), max(here[1], there[1])))
        elif letter == "L" and there[1] == here[1]:
            found.append((False, here[1], min(here[0], there[0]), max(here[0], there[0])))
        here = there
    return found


def run_together(one: Route, other: Route) -> bool:
    return any(
        upright == also and abs(at - there) < 0.6 and min(end, last) - max(start, first) > 1
        for upright, at, start, end in stretches(one.path)
        for also, there, first, last in stretches(other.path)
    )


# Lines


def test_lines_that_lead_back_are_those_that_close_a_circle() -> None:
    layout = laid_out("a b c d", "a b", "b c", "c a", "c d", "d d", "a d")
    assert [route.back for route in layout.routes] == [False, False, True, False, True, False]


def test_a_story_without_decisions_is_one_straight_line() -> None:
    layout = laid_out("a b c", "a b", "b c")
    assert len({middle(layout, name) for name in "abc"}) == 1
    for route, (above, below) in zip(layout.routes, pairwise("abc"), strict=True):
        assert {round(x, 1) for x, _y in along(route.path)} == {round(middle(layout, above), 1)}
        assert layout.places[below][1] >= layout.places[above][1] + HIGH + 20, "room for a line"


def test_what_comes_of_a_decision_stands_evenly_below_it() -> None:
    layout = laid_out("a b c", "a b", "a c")
    assert abs(middle(layout, "b") + middle(layout, "c") - 2 * middle(layout, "a")) < 0.5
    assert layout.places["c"][0] - layout.places["b"][0] - WIDE == BESIDE
    assert layout.places["b"][1] == layout.places["c"][1]


def test_lines_leave_side_by_side_in_the_order_of_where_they_go() -> None:
    """So that none of them cross, and every number at their start can be read."""
    layout = laid_out("a b c d e", "a e", "a c", "a b", "a d")
    starts = [route.start[0] for route in layout.routes]
    ends = [route.end[0] for route in layout.routes]
    by_start = sorted(range(4), key=starts.__getitem__)
    assert by_start == sorted(range(4), key=ends.__getitem__)
    starts.sort()
    assert all(13 < right - left < 13 + 14.1 for left, right in pairwise(starts))
    assert abs(sum(starts) / 4 - middle(layout, "a")) < 0.1, "about its middle"


def test_many_lines_leave_a_narrow_box_at_even_distances_inside_it() -> None:
    narrow = [Box("a", 60, HIGH, 20), *boxes("b", "c", "d")]
    layout = arrange(narrow, lines("a b", "a c", "a d", "a b"))
    left = layout.places["a"][0]
    starts = sorted(route.start[0] for route in layout.routes)
    assert left + 13 / 2 < starts[0]
    assert starts[-1] < left + 60 - 13 / 2
    gaps = {round(right - left, 3) for left, right in pairwise(starts)}
    assert len(gaps) == 1
    assert min(gaps) > 13


def test_a_line_past_other_scenes_is_straight_beside_them() -> None:
    layout = laid_out("a b c d", "a b", "b c", "c d", "a d")
    assert layout.routes[3].end == pytest.approx((middle(layout, "d"), layout.places["d"][1]))
    (beside,) = {x for upright, x, _top, _end in stretches(layout.routes[3].path) if upright}
    for name in "bc":
        left = layout.places[name][0]
        assert not left - 5 < beside < left + WIDE + 5


def test_lines_to_the_same_scene_are_one_stream() -> None:
    layout = laid_out("a b c d", "a b", "b c", "c d", "a d", "b d")
    y = layout.places["c"][1] + HIGH / 2
    across = {
        round(x, 1)
        for route in layout.routes[3:]
        for upright, x, top, end in stretches(route.path)
        if upright and top < y < end
    }
    assert len(across) == 1


def test_lines_back_leave_at_their_words_on_tracks_that_do_not_cross() -> None:
    """The track nearest to the box is of the line whose words stand highest."""
    names = boxes("a", "b", "c")
    out = [Line("a", "b", 20, 13), Line("b", "c", 20, 13)]
    back = [Line("c", "a", 30, 13), Line("c", "b", 12, 13)]
    layout = arrange(names, [*out, *back])
    low, high = layout.routes[2:]
    right, top = layout.places["c"][0] + WIDE, layout.places["c"][1]
    assert (low.start, high.start) == ((right, top + 30), (right, top + 12))

    def track(route: Route) -> float:
        return max(x for upright, x, _top, end in stretches(route.path) if upright and end > top)

    assert right + 8 < track(high) < track(low) - 8 < right + 11


def test_a_line_back_goes_round_what_is_wider() -> None:
    """Past two scenes that stand out on both sides of where it begins and ends."""
    names = [Box("a", 60, HIGH, 20), *boxes("b", "c"), Box("d", 60, HIGH, 20)]
    layout = arrange(names, lines("a b", "b c", "c d", "d a"))
    way = along(layout.routes[3].path)
    for box in names:
        x, y = layout.places[box.id]
        assert not Area(x, y, x + box.width, y + box.height).hides(way)
    beside = layout.places["b"][0] + WIDE
    assert max(x for x, _y in way) > beside
    for name in "bc":
        y = layout.places[name][1] + HIGH / 2
        assert any(
            upright and x > beside and top < y < end
            for upright, x, top, end in stretches(layout.routes[3].path)
        ), "straight past each of them"


def test_what_comes_back_to_a_scene_keeps_the_track_nearest_to_it() -> None:
    layout = arrange(
        boxes("a", "b", "c"),
        [Line(*ends, 30, 13) for ends in (("a", "b"), ("b", "c"), ("c", "b"), ("b", "a"))],
    )
    right, top = layout.places["b"][0] + WIDE, layout.places["b"][1]

    def track(route: Route) -> float:
        """Where it runs up or down beside the scene."""
        return next(
            x
            for upright, x, first, last in stretches(route.path)
            if upright and first < top + HIGH and last > top
        )

    into, out = layout.routes[2:]
    assert track(into) == pytest.approx(right + 9, abs=0.1)
    assert track(out) == pytest.approx(right + 18, abs=0.1)


def test_a_line_back_to_its_own_scene_goes_round_at_its_side() -> None:
    layout = laid_out("a", "a a")
    (route,) = layout.routes
    assert route.back
    way = along(route.path)
    right, top = layout.places["a"][0] + WIDE, layout.places["a"][1]
    assert all(x >= right for x, _y in way)
    assert max(x for x, _y in way) > right + 5
    assert all(top <= y <= top + HIGH for _x, y in way)


def test_where_lines_go_far_across_there_is_more_room_for_them() -> None:
    def gap(width: float) -> float:
        names = [*boxes("a"), Box("b", width, HIGH, 20), Box("c", width, HIGH, 20)]
        layout = arrange(names, lines("a b", "a c"))
        return layout.places["b"][1] - layout.places["a"][1] - HIGH

    assert gap(20) < gap(300) < gap(500) <= gap(5_000) == gap(9_000) < gap(20) + 40


# Columns


def tops(layout: Layout) -> list[float]:
    """How high each column begins: where the next scene stands above the one before it."""
    places = [layout.places[f"s{n}"] for n in range(len(layout.places))]
    return [places[0][1], *(b[1] for a, b in pairwise(places) if b[1] < a[1])]


def test_a_long_story_is_folded_to_be_read_on_one_page() -> None:
    layout = chain(40)
    in_order = sorted(layout.places, key=layout.places.__getitem__)
    assert in_order == [f"s{n}" for n in range(40)], "down each column, and on in the next"
    assert len(tops(layout)) > 2
    one = max(PAGE) / (40 * (HIGH + 31))
    fit = max(
        min(PAGE[0] / layout.width, PAGE[1] / layout.height),
        min(PAGE[1] / layout.width, PAGE[0] / layout.height),
    )
    assert fit > 2 * one


def test_all_columns_begin_at_the_same_height_below_what_leads_to_them() -> None:
    few, more = chain(40), chain(40, "s39 s0", "s1 s38", "s2 s37")
    assert len(set(tops(few))) == len(set(tops(more))) == 1
    assert tops(few)[0] == 2 * 8 + 9, "room above for one line from another column"
    assert tops(more)[0] == 2 * 8 + 4 * 9


@pytest.mark.parametrize(
    "more", [[], ["s39 s0"], ["s39 s0", "s1 s38", "s2 s37", "s30 s3", "s5 s34", "s28 s28"]]
)
def test_lines_from_column_to_column_run_apart_and_clear_of_the_boxes(more: list[str]) -> None:
    small = [Box(f"s{n}", 60, HIGH + n % 7 * 20, 20) for n in range(40)]
    ways = lines(*(f"s{n} s{n + 1}" for n in range(39)), *more)
    layout = arrange(small, ways)
    assert len(tops(layout)) > 2
    areas = [
        Area(x, y, x + box.width, y + box.height)
        for box in small
        for x, y in [layout.places[box.id]]
    ]
    assert not any(one.meets(other) for one, other in combinations(areas, 2))
    can_be_followed(small, ways, layout)


def column_of(*heights: float) -> list[list[Slot]]:
    """Rows of one box each, joined by a line each."""
    rows = [[Slot(f"s{n}", n, 50, Box(f"s{n}", 50, h, 20))] for n, h in enumerate(heights)]
    for (above,), (below,) in pairwise(rows):
        above.after.append(below)
        below.before.append(above)
    return rows


def test_columns_are_of_much_the_same_height() -> None:
    found = list(foldings(column_of(*[30.0] * 12)))
    assert [len(columns) for columns in found] == [1, 2, 3, 4, 5, 6]
    assert found[0] == [Column(0, 11)]
    assert found[1] == [Column(0, 5), Column(6, 11)]
    assert found[2] == [Column(0, 3), Column(4, 7), Column(8, 11)]
    tall = list(foldings(column_of(300, 30, 30, 30, 30)))
    assert tall[1] == [Column(0, 0), Column(1, 4)]
    assert tall[-1] == [Column(n, n) for n in range(5)], "no more columns than rows"


@pytest.mark.parametrize(("many", "folded"), [(1, 2), (2, 1)])
def test_the_rows_are_folded_where_few_lines_are_torn(many: int, folded: int) -> None:
    """Five rows make columns of two and of three, whichever of them comes first."""
    rows = column_of(30, 30, 30, 30, 30)
    for n in range(3):
        rows[many].append(Slot(f"lane-{n}", many, 10, after=rows[many + 1]))
    assert list(foldings(rows))[1] == [Column(0, folded), Column(folded + 1, 4)]


def test_of_two_that_want_the_same_place_a_lane_yields_less_than_a_box() -> None:
    """So that lines are straight."""
    box, lane = Slot("a", 0, 50, Box("a", 50, 30, 20)), Slot("b", 0, 10)
    below = Slot("b", 1, 50, Box("b", 50, 30, 20), before=[box, lane])
    for slot in (box, lane):
        slot.after.append(below)
    spread([[box, lane], [below]])
    assert box.right < lane.left
    assert abs(lane.x - below.x) < abs(box.x - below.x) / 2


def joined(*rows: list[Slot]) -> list[list[Slot]]:
    """Each slot of a row to each of the next."""
    for above, below in pairwise(rows):
        for one in above:
            one.after += below
        for other in below:
            other.before += above
    return list(rows)


def box(row: int, width: float = 50) -> Slot:
    return Slot(f"b{row}", row, width, Box(f"b{row}", width, 30, 20))


def test_a_box_stands_below_the_middle_of_what_leads_to_it_and_above_what_it_leads_to() -> None:
    """Boxes of different widths, so that down the page and up again both count."""
    top, left, right, foot = box(0), box(1, 40), box(1, 160), box(2)
    spread(joined([top], [left, right], [foot]))
    assert top.x == pytest.approx((left.x + right.x) / 2, abs=0.1)
    assert foot.x == pytest.approx((left.x + right.x) / 2, abs=0.1)
    assert right.left - left.right == pytest.approx(BESIDE)


@pytest.mark.parametrize("wide", ["above", "below"])
def test_narrow_boxes_stand_apart_to_be_in_line_with_wide_ones(wide: str) -> None:
    above, below = (200, 50) if wide == "above" else (50, 200)
    rows = [[box(0, above), box(0, above)], [box(1, below), box(1, below)]]
    for one, other in zip(*rows, strict=True):
        joined([one], [other])
    spread(rows)
    for one, other in zip(*rows, strict=True):
        assert one.x == pytest.approx(other.x, abs=0.1)
    assert rows[0][1].x - rows[0][0].x == pytest.approx(200 + BESIDE)


def test_what_nothing_is_joined_to_keeps_close_to_the_others() -> None:
    """And gives way to them: they stand as if it were not there."""
    top, below, lone = box(0), box(1), box(1)
    top.after.append(below)
    below.before.append(top)
    spread([[top], [below, lone]])
    assert abs(below.x - top.x) < 2
    assert lone.left - below.right == pytest.approx(BESIDE)


def test_lanes_may_stand_closer_to_each_other_than_boxes() -> None:
    one, lane, other = box(0), Slot("far", 0, 10), Slot("away", 0, 10)
    spread(joined([one, lane, other], [box(1)]))
    gaps = lane.left - one.right, other.left - lane.right
    assert all(0 < gap < BESIDE for gap in gaps)


def test_three_that_push_each_other_stand_about_their_middle() -> None:
    top, row = box(0), [box(1, 100), box(1, 40), box(1, 200)]
    spread(joined([top], row))
    mean = sum(slot.x for slot in row) / 3
    assert top.x == pytest.approx(mean, abs=0.1)
    for left, right in pairwise(row):
        assert right.left - left.right == pytest.approx(BESIDE)


def test_a_margin_is_kept_free_for_lines_back() -> None:
    left = Slot("a", 0, 50, Box("a", 50, 30, 20), margin=27.0)
    right = Slot("b", 0, 50, Box("b", 50, 30, 20))
    spread([[left, right]])
    assert right.left - left.right == 27 + BESIDE


# Rows


def rows_of(names: str, *pairs: str) -> list[list[str]]:
    rows, _passed, _back = in_rows(boxes(*names.split()), lines(*pairs))
    return [[slot.box.id for slot in row if slot.box] for row in rows]


def test_a_scene_stands_below_all_that_lead_on_to_it() -> None:
    assert rows_of("a b c d", "a b", "b c", "a c", "c d", "a d") == [["a"], ["b"], ["c"], ["d"]]


def test_a_scene_that_leads_to_more_than_leads_to_it_stands_close_above() -> None:
    rows = rows_of("a b c d e x", "a b", "b c", "c d", "c e", "a x", "x d", "x e")
    assert [sorted(row) for row in rows] == [["a"], ["b"], ["c", "x"], ["d", "e"]]


def test_a_scene_with_one_way_in_and_one_out_stands_close_below_what_leads_to_it() -> None:
    rows = rows_of("a b c d x", "a b", "b c", "c d", "a x", "x d")
    assert [sorted(row) for row in rows] == [["a"], ["b", "x"], ["c"], ["d"]]


def test_the_start_stays_at_the_top_and_what_nothing_leads_to_is_not_lost() -> None:
    rows = rows_of("a b c d lost", "a b", "b c", "c d", "lost d")
    assert rows[0] == ["a"]
    assert [sorted(row) for row in rows[1:]] == [["b"], ["c", "lost"], ["d"]]


def test_a_circle_is_broken_where_the_story_comes_back() -> None:
    rows, _passed, back = in_rows(boxes(*"abc"), lines("a b", "b c", "c b", "c c"))
    assert [[slot.target for slot in row] for row in rows] == [["a"], ["b"], ["c"]]
    assert back == {2, 3}


def test_rows_are_put_into_an_order_in_which_lines_do_not_cross() -> None:
    found = in_rows(boxes(*"abcdefg"), lines("a b", "a c", "a d", "b g", "c f", "d e"))
    assert crossings(found.rows) == 0
    assert [len(row) for row in found.rows] == [1, 3, 3]


def test_a_row_gives_way_to_the_row_below_it_and_to_the_row_above() -> None:
    """In the first story only the middle can be put right from below, in the second from
    above: of three scenes the first and the last belong together."""
    below = in_rows(boxes(*"abcdef"), lines("a b", "a c", "a d", "b e", "c f", "d e"))
    above = in_rows(boxes(*"efbcda"), lines("e b", "f c", "e d", "b a", "c a", "d a"))
    for found, at in ((below, 1), (above, 1)):
        assert crossings(found.rows) == 0
        order = [slot.target for slot in found.rows[at]]
        assert order.index("c") != 1


def test_the_order_of_the_story_is_kept_where_it_is_as_good() -> None:
    assert rows_of("a b c d", "a b", "a c", "a d") == [["a"], ["b", "c", "d"]]


def test_room_is_kept_beside_a_box_for_each_line_back() -> None:
    ways = lines("a b", "b c", "c a", "c b", "b b", "c d")
    rows, _passed, _back = in_rows(boxes(*"abcd"), ways)
    margins = {slot.target: slot.margin for row in rows for slot in row if slot.box}
    assert margins["a"] == 2 * 9, "what comes in"
    assert margins["b"] == 3 * 9, "what comes in, and what goes out"
    assert margins["c"] == 3 * 9, "two that go out"
    assert margins["d"] == 0


def test_a_row_is_as_high_as_its_highest_box() -> None:
    low, high = Slot("a", 0, 50, Box("a", 50, 30, 20)), Slot("b", 0, 50, Box("b", 50, 90, 20))
    assert height([low, high, Slot("c", 0, 10)]) == 90
    assert height([Slot("c", 0, 10)]) == 0, "lanes take none"


def test_crossings_are_counted() -> None:
    left, right, other, far = (Slot(name, 0, 10) for name in "abcd")
    left.after, right.after = [far], [other]
    assert crossings([[left, right], [other, far]]) == 1
    assert crossings([[left, right], [far, other]]) == 0
    left.after, right.after = [other, far], [other, far]
    assert crossings([[left, right], [other, far]]) == 1
    left.after, right.after = [far], [far]
    assert crossings([[left, right], [other, far]]) == 0, "they meet, and do not cross"


def test_a_very_long_story_is_put_in_order_with_less_care() -> None:
    slot = Slot("a", 0, 10)
    assert sweeps([[slot]], 24) == 24
    assert sweeps([[slot] * (EFFORT // 10)], 24) == 12
    assert sweeps([[slot] * EFFORT, [slot] * EFFORT], 24) == 2
