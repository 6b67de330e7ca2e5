"""The same widget in somebody's own JupyterLab: no host, their own store, the same case."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mentor_cpd.records.store import Store
from tests.practice.playing import COURSE
from tests.serving import until

TOKEN = "a-token-for-tests-alone"


@dataclass
class Lab:
    root: str
    data: Path

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.root}api?token={TOKEN}", timeout=5):  # noqa: S310 - our own
                return True
        except OSError:
            return False

    def chosen(self) -> list[str]:
        with Store.open(f"sqlite:///{self.data / 'record.sqlite'}", migrate=False) as store:
            return [event.body["choice"] for event in store.events(kinds=["chose"])]


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """A JupyterLab on a course, as ``jupyter lab`` starts it."""
    course = Path(shutil.copytree(COURSE, tmp_path / "course"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "IdentityProvider.token": TOKEN,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": False,
        "ServerApp.root_dir": course,
        "ServerApp.allow_root": True,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    with (tmp_path / "lab.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "MENTOR_CPD_DATA": str(tmp_path / "data"),
                "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
                "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"),
            },
        )
    lab = Lab(f"http://127.0.0.1:{port}/", tmp_path / "data")
    try:
        until(
            lambda: process.poll() is not None or lab.answers(),
            seconds=90,
            why="JupyterLab did not start",
        )
        assert process.poll() is None, (tmp_path / "lab.log").read_text(encoding="utf-8")
        yield lab
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def run_notebook(page: Page, lab: Lab) -> None:
    page.goto(f"{lab.root}lab/tree/modules/listening.ipynb?token={TOKEN}")
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_be_visible()
    # The kernel has to be there before cells can be run.
    ready = page.get_by_role("button", name="Python 3 (ipykernel) | Idle")
    expect(ready).to_be_visible(timeout=90_000)
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")


def test_two_choices_are_played_and_saved(lab: Lab, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    run_notebook(page, lab)
    player = page.locator(".cpd-player")
    heading = player.locator("[data-heading]")
    expect(heading).to_have_text("Too quiet in the library", timeout=60_000)
    player.get_by_role("button", name="Start", exact=True).click()
    expect(heading).to_have_text("A corner table")
    expect(heading).to_be_focused()
    player.locator("[data-choice=ask-lunch]").click()
    expect(heading).to_have_text("Before you see what comes of it")
    player.get_by_role("button", name="Go on without saying").click()
    expect(heading).to_have_text("A shrug")
    player.locator("[data-choice=stamp]").focus()
    cells = page.locator(".jp-CodeCell").count()
    page.keyboard.press("b")  # elsewhere JupyterLab would put in a cell
    page.keyboard.press("Enter")
    expect(heading).to_have_text("The stamps")
    expect(player.locator(".cpd-status")).to_have_text("Saved")
    assert page.locator(".jp-CodeCell").count() == cells
    assert lab.chosen() == ["ask-lunch", "stamp"]
    # Our own stylesheet and its tokens have come along.
    assert player.evaluate("(el) => getComputedStyle(el).getPropertyValue('--cpd-accent')")
    player.get_by_role("button", name="Leave now").click()
    expect(page.get_by_role("dialog", name="You have left the case")).to_be_visible()
    page.get_by_role("button", name="Come back to the case").click()
    expect(heading).to_have_text("The stamps")
    context.close()
    assert mistakes == []
