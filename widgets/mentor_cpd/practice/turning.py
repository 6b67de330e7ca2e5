"""Turning points: the decisions after which a story could no longer go well.

They are not guessed. The whole case is explored, so for every moment of a path it is
known whether any way on from there leads to a good ending.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..scenario.model import Scenario
from ..scenario.packing import steering
from ..scenario.play import Step
from ..scenario.positions import Positions, visit

# Of what steers the story alone, a case has some tens of thousands of positions; past
# this nothing is claimed.
LIMIT = 100_000


def good_within_reach(
    scenario: Scenario, line: Sequence[Step], *, limit: int = LIMIT
) -> tuple[bool, ...] | None:
    """For the start and after each step, whether some way on leads to a good ending.

    ``None`` when the case has more positions than ``limit``: nothing is then claimed.
    """
    positions = visit(scenario, limit, steering(scenario))
    if not positions.finished:
        return None
    good = _leading_to_good(positions)
    here = 0
    reach = [here in good]
    for step in line:
        here = _follow(positions, here, step)
        reach.append(here in good)
    return tuple(reach)


def _leading_to_good(positions: Positions) -> set[int]:
    led_from: dict[int, list[int]] = {}
    for here in positions.looked_into:
        for way in positions.exits(here):
            led_from.setdefault(positions.leads_to[way], []).append(here)
    found = [p for p in range(len(positions)) if positions.scene(p).ending == "good"]
    known = set(found)
    for position in found:  # grows as it is read
        for before in led_from.get(position, ()):
            if before not in known:
                known.add(before)
                found.append(before)
    return known


def _follow(positions: Positions, here: int, step: Step) -> int:
    for way in positions.exits(here):
        if positions.all_ways[positions.ways[way]].step == step:
            return positions.leads_to[way]
    raise LookupError(step)  # a replayed line has only steps that were open
