"""No choice that was called saved is lost, or counted twice, however its writer dies."""

from __future__ import annotations

from pathlib import Path

from tests.records.kill import survive


def test_a_hundred_killed_writers_lose_nothing(tmp_path: Path) -> None:
    """More with `python tests/records/kill.py --n 1000`."""
    toll = survive(120, tmp_path)
    assert toll.wrong == []
    assert toll.kills == 120
    assert len(toll.saved) > 120
