"""Knots: positions that lead round to each other, found in any tangle of scenes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentor_cpd.scenario.evidence import Knots
from mentor_cpd.scenario.explore import explore
from mentor_cpd.scenario.model import Scenario
from mentor_cpd.scenario.positions import visit
from tests.scenario.brute import Brute, choice, scenario, scene

SCENES = 6
EXITS = st.lists(st.integers(0, SCENES), max_size=3)


def tangle(exits: list[list[int]]) -> Scenario:
    """A scene for each list of exits, which lead to scenes by number; the last is an ending."""
    return scenario(
        *(
            scene(f"s{here}", *(choice(f"c{n}", f"s{to}") for n, to in enumerate(tos)))
            for here, tos in enumerate(exits)
        ),
        scene(f"s{SCENES}", ending="good"),
    )


@given(st.lists(EXITS, min_size=SCENES, max_size=SCENES))
@example([[1], [2, 3], [1], [4, 0], [5], [4, 6]])  # loops in a loop, then one beside it
@example([[1, 2], [3], [1, 3], [4, 2], [6], [0]])  # back to the middle of the way
@example([[1, 3], [2], [6, 1], [4, 1], [5, 3], [4, 6, 0]])  # out to what was tied before
@example([[1], [2], [3], [0, 2, 1, 6], [6], [6]])  # back to the first, then to a later one
def test_positions_are_in_one_knot_when_each_can_lead_to_the_other(exits: list[list[int]]) -> None:
    case = tangle(exits)
    positions, brute = visit(case, 1_000), Brute(case)
    knots = Knots(positions)
    scenes = [positions.scene(position).id for position in range(len(positions))]
    ahead = {key[0]: {there[0] for there in brute.ahead(key)} for key in brute.exits}
    for a, one in enumerate(scenes):
        for b, other in enumerate(scenes):
            together = one in ahead[other] and other in ahead[one]
            assert (knots.of[a] == knots.of[b]) == together, (one, other)
            if other in ahead[one]:
                assert knots.of[b] <= knots.of[a], "they are numbered from the end"


@pytest.mark.parametrize("before", [0, 1, 3])
def test_routes_are_counted_from_the_start_also_where_a_loop_comes_later(before: int) -> None:
    """Two ways on at each door; then a loop with two ways out, or one past it."""
    doors = [
        scene(f"door-{n}", choice("left", f"door-{n + 1}"), choice("right", f"door-{n + 1}"))
        for n in range(before)
    ]
    found = explore(
        scenario(
            *doors,
            scene(f"door-{before}", choice("in", "round"), choice("past", "well")),
            scene("round", choice("on", "about"), choice("out", "well")),
            scene("about", choice("back", "round"), choice("out", "well")),
            scene("well", ending="good"),
        )
    )
    assert found.paths is None
    assert found.routes == 2**before * 3
