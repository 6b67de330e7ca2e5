"""A pen draws straight lines, round corners and upright curves, in few characters."""

from __future__ import annotations

import pytest

from mentor_cpd.scenario.drawing.pen import BEND, Pen, number


def test_a_line_is_straight_and_one_to_where_the_pen_stands_is_nothing() -> None:
    pen = Pen((0, 0))
    pen.line(0, 0)
    pen.line(10, 0)
    pen.line(10, 0)
    pen.line(10, 5)
    assert pen.path == "M0 0L10 0L10 5"
    assert (pen.x, pen.y) == (10, 5)


def test_a_corner_is_rounded_on_both_sides() -> None:
    pen = Pen((0, 0))
    pen.corner(100, 0)
    assert pen.path == "M0 0", "what comes next makes it round"
    pen.line(100, 50)
    assert pen.path == "M0 0L92 0Q100 0 100 8L100 50"
    assert BEND == 8


def test_corners_that_follow_one_another_are_each_round() -> None:
    pen = Pen((0, 0))
    pen.corner(100, 0)
    pen.corner(100, 100)
    pen.line(0, 100)
    assert pen.path == "M0 0L92 0Q100 0 100 8L100 92Q100 100 92 100L0 100"


def test_a_corner_on_a_short_way_bends_from_half_of_it() -> None:
    pen = Pen((0, 0))
    pen.corner(10, 0)
    pen.line(10, 4)
    assert pen.path == "M0 0L5 0Q10 0 10 2L10 4"


def test_a_corner_where_the_pen_stands_is_no_bend() -> None:
    pen = Pen((3, 4))
    pen.corner(3, 4)
    pen.line(3, 4)
    assert pen.path == "M3 4L3 4Q3 4 3 4"


def test_a_curve_leaves_and_arrives_upright() -> None:
    pen = Pen((0, 0))
    pen.curve(20, 40)
    assert pen.path == "M0 0C0 20 20 20 20 40"
    assert (pen.x, pen.y) == (20, 40)


def test_a_curve_goes_on_from_a_corner() -> None:
    pen = Pen((0, 0))
    pen.corner(100, 0)
    pen.curve(120, 48)
    assert pen.path.startswith("M0 0L92 0Q100 0 ")
    start = pen.path.rpartition("Q100 0 ")[2].partition("C")[0]
    assert f"C{start.split()[0]} " in pen.path, "upright from where the corner ends"


def test_a_curve_straight_down_is_a_line() -> None:
    pen = Pen((0, 0))
    pen.curve(0.4, 40)
    pen.curve(0.9, 80)
    assert pen.path == "M0 0L0.4 40C0.4 60 0.9 60 0.9 80"
    elsewhere = Pen((10, 0))
    elsewhere.curve(10.2, 40)
    assert elsewhere.path == "M10 0L10.2 40"


@pytest.mark.parametrize(
    ("size", "said"),
    [(3.0, "3"), (10.0, "10"), (1.26, "1.3"), (-2.5, "-2.5"), (-0.04, "0"), (0.0, "0")],
)
def test_a_number_is_as_short_as_it_can_be(size: float, said: str) -> None:
    assert number(size) == said
