"""How long from a click on a choice to *Saved* and the next scene.

A mentor's page is open in a browser, on a host of its own with a new store. The case is
played through again and again; every click on a choice is timed in the page itself, from
the click to the moment when the choice is on disk and the next scene is in the page, and
on to the moment when it is painted. Each is one commit, so the disk's own time to sync
stands beside it.

    python -m benchmarks.choice --runs 200
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

from benchmarks.page import MODULE, NOWHERE, ROOT, Place, apart_in, ours
from benchmarks.table import machine, milliseconds, quantile, table
from tests.chromium import FLAGS, chromium

# Presses one button, and says when it was saved and when what came next was painted. The
# Player dispatches *saved* after it has drawn the view that came before it.
PRESS = """
(selector) => new Promise((resolve, reject) => {
  const player = document.querySelector(".cpd-player");
  const stage = player.dataset.stage;
  const button = player.querySelector(selector);
  if (!button) return resolve({ stage, missing: true });
  for (const box of player.querySelectorAll(".cpd-story textarea")) {
    box.value = "Kept for the measurement.";
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const scene = player.querySelector(".cpd-story").firstElementChild;
  const began = performance.now();
  player.addEventListener("mentor-cpd:saving", function heard(event) {
    if (event.detail.state === "saving") return;
    player.removeEventListener("mentor-cpd:saving", heard);
    const saved = performance.now() - began;
    if (event.detail.state !== "saved") return reject(new Error("not saved"));
    if (player.querySelector(".cpd-story").firstElementChild === scene) {
      return reject(new Error("saved, but nothing new was drawn"));
    }
    requestAnimationFrame(() => setTimeout(() =>
      resolve({ stage, next: player.dataset.stage, saved, painted: performance.now() - began })));
  });
  button.click();
})
"""

# Between two clicks, in ms. Nobody reads faster; and the host ends a line that asks for more
# than twenty things a second, for longer than a moment.
PAUSE = 100

# What to press at each stage. Choices are timed, and whatever leads to the debrief.
BUTTONS = {
    "note": ".cpd-main",
    "scene": ".cpd-choice",
    "explain": ".cpd-form .cpd-ways button:last-child",
    "write": ".cpd-form .cpd-main",
    "debrief": ".cpd-main",
}


class Timed(NamedTuple):
    """One click: seconds until what comes next was saved and in the page, and was painted."""

    to: str
    """The stage it led to. The last click of a case, be it on a choice or on *hand in*, leads
    to `debrief`: the ending, and all there is to look back on."""
    saved: float
    painted: float


def play(place: Place, runs: int, warm: int = 5) -> list[Timed]:
    """Click through the case, again and again, until `runs` clicks were timed."""
    timed: list[Timed] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, NOWHERE])
        context = browser.new_context()
        context.add_cookies([*place.cookies])  # type: ignore[list-item] # a Cookie is its parameter
        page = context.new_page()
        page.goto(place.address)
        player = page.locator(".cpd-player[data-stage]")
        player.wait_for()
        while len(timed) < runs + warm:
            stage = player.get_attribute("data-stage") or ""
            told: dict[str, Any] = page.evaluate(PRESS, BUTTONS[stage])
            assert "missing" not in told, f"nothing to press at the stage {stage}"
            if stage == "scene" or told["next"] == "debrief":
                timed.append(Timed(told["next"], told["saved"] / 1000, told["painted"] / 1000))
            page.wait_for_timeout(PAUSE)
        browser.close()
    return timed[warm:]


def syncs(folder: Path, times: int = 200) -> list[float]:
    """How long the disk takes to make a few bytes safe, once after another."""
    taken = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(times):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return taken


def report(timed: list[Timed], synced: list[float]) -> str:
    """Each line's quantiles, and how many of the disk's own syncs they are."""
    on = [one for one in timed if one.to != "debrief"]
    last = [one for one in timed if one.to == "debrief"]
    lines = {
        "click to saved, next scene in the page": [one.saved for one in on],
        "click to next scene painted": [one.painted for one in on],
        "last click to saved, debrief in the page": [one.saved for one in last],
        "the disk's own sync of 4 KB": synced,
    }
    base = quantile(synced, 0.5)
    rows = [
        [
            name,
            str(len(values)),
            *(milliseconds(quantile(values, at)) for at in (0.5, 0.95, 0.99)),
            f"{quantile(values, 0.5) / base:.1f}",
        ]
        for name, values in lines.items()
        if values
    ]
    return table(["one choice", "of", "p50", "p95", "p99", "p50 in syncs"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=200, help="how many clicks are timed")
    parser.add_argument("--course", type=Path, default=ROOT, help="the course to play")
    parser.add_argument(
        "--data", type=Path, help="a folder on the disk to measure (by default, a temporary one)"
    )
    given = parser.parse_args()
    with apart_in(given.data or tempfile.gettempdir()) as folder:
        with ours(given.course.resolve(), folder / "data") as place:
            print(f"{given.runs} clicks in {MODULE}, one page open: {machine()}\n")
            timed = play(place, given.runs)
        print(report(timed, syncs(folder)))


if __name__ == "__main__":
    main()
