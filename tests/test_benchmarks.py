"""The benchmarks still measure what they say; how fast it was is never a test."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import table
from tests.house import ROOT, files, read

COURSE = ROOT / "tests" / "practice" / "course"
BENCHMARKS = [Path(name).stem for name in files(".py") if name.startswith("benchmarks/")]


def run(name: str, *words: str) -> str:
    command = [sys.executable, "-m", f"benchmarks.{name}", *words]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout


def test_a_quantile_lies_between_its_neighbours() -> None:
    assert table.quantile([3, 1, 2], 0.5) == 2
    assert table.quantile([1, 2], 0.5) == 1.5
    assert table.quantile([1, 2, 3, 4, 5], 0.95) == pytest.approx(4.8)
    assert table.quantile([7], 0.99) == 7
    with pytest.raises(ValueError, match="nothing"):
        table.quantile([], 0.5)


def test_a_table_keeps_its_columns_in_line() -> None:
    drawn = table.table(["what", "s"], [["ours", "0.5"], ["stock Voilà", "12.0"]])
    assert drawn.splitlines() == [
        "what            s",
        "-----------  ----",
        "ours          0.5",
        "stock Voilà  12.0",
    ]


def test_the_page_benchmark_opens_all_three_and_puts_them_side_by_side() -> None:
    told = run("page", "--runs", "1", "--course", str(COURSE))
    for place in ("our page", "stock Voilà", "bare static page"):
        row = next(line for line in told.splitlines() if line.startswith(place))
        assert len(re.findall(r"\d+\.\d\d(?: s)?", row)) == 6, row


def test_the_choice_benchmark_plays_past_an_ending_and_times_every_choice() -> None:
    told = run("choice", "--runs", "12", "--course", str(COURSE))
    rows = [line for line in told.splitlines() if " ms" in line]
    assert [row.split("  ")[0] for row in rows] == [
        "click to saved, next scene in the page",
        "click to next scene painted",
        "last click to saved, debrief in the page",
        "the disk's own sync of 4 KB",
    ]


def test_the_explore_benchmark_explores_as_many_positions_as_it_is_asked_to() -> None:
    told = run("explore", "--positions", "3000", "--course", str(COURSE))
    positions = [int(n.replace(",", "")) for n in re.findall(r"  ([\d,]+)  +\d+\.\d\d s", told)]
    assert len(positions) == 2 + len(list(COURSE.glob("scenarios/*/*.md")))
    assert all(2000 < count < 4500 for count in positions[:2])


def test_the_record_benchmark_puts_the_disk_beside_every_commit() -> None:
    told = run("record", "--runs", "15")
    assert sum(" ms" in line for line in told.splitlines()) == 6
    assert told.count("the disk's own sync") == 2


def test_the_grading_benchmark_puts_stock_autograding_of_the_same_beside_ours() -> None:
    told = run("grading", "--n", "4", "--stock", "2")
    rows = [line for line in told.splitlines() if " ms " in line]
    assert [re.split(r"  +", row)[:2] for row in rows] == [
        ["mentor-cpd grade", "4"],
        ["a quarter of them", "1"],
        ["run again, nothing new", "4"],
        ["nbgrader autograde", "2"],
        ["the same, reckoned", "4"],
    ]


def test_the_crowd_benchmark_times_weighs_and_counts() -> None:
    few = ("--mentors", "2", "--minutes", "0.1", "--pause", "0.4", "--stock", "1")
    told = run("crowd", *few, "--course", str(COURSE))
    assert re.search(r"^a choice to Saved +\d+( +\d+\.\d ms){4}$", told, re.MULTILINE)
    weighed = r"^a mentor's kernel, new +2( +\d+\.\d MB +\d\.\d\d){2}$"
    assert re.search(weighed, told, re.MULTILINE)
    for nothing in ("doubled", "lost", "errors that a mentor met", "kernels left at the end"):
        assert re.search(rf"^{nothing} +0$", told, re.MULTILINE), told


@pytest.mark.parametrize("name", [name for name in BENCHMARKS if name != "table"])
def test_every_benchmark_is_explained(name: str) -> None:
    assert f"python -m benchmarks.{name}" in read("benchmarks/README.md")
