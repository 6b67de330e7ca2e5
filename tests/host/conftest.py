"""A running host for the tests of this folder, with a small course of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Serving, course, serving

# A widget that can be set and asked: what a careless trainer might write. It does what
# it is told, so that only the host stands between it and a forged frame.
PROBE = """
import anywidget, traitlets

class Probe(anywidget.AnyWidget):
    _esm = "export default {}"
    count = traitlets.Int(0).tag(sync=True)
    told = traitlets.List().tag(sync=True)

    def __init__(self):
        super().__init__()
        self.on_msg(lambda widget, content, buffers: self.hear(content))

    def hear(self, content):
        if content.get("do") == "fail":
            print("printed-secret")
            raise RuntimeError("raised-secret")
        self.told = [*self.told, content]
        self.send({"heard": content})

probe = Probe()
probe
"""
ENVIRON = """
import os, json, pathlib, anywidget, traitlets

class Told(anywidget.AnyWidget):
    _esm = "export default {}"
    env = traitlets.Dict().tag(sync=True)
    cwd = traitlets.Unicode().tag(sync=True)

Told(env=dict(os.environ), cwd=os.getcwd())
"""
DYING = """
import os, time
os.write(2, b"out of breath")
time.sleep(1)  # IPython passes it on
os._exit(3)
"""
FAILING = ["x = 1", "raise ValueError('what-a-mentor-wrote')", "y = 2"]


@pytest.fixture(scope="session")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course(
        tmp_path_factory.mktemp("course"),
        listening=PROBE,
        environment=ENVIRON,
        failing=FAILING,
        slow=["import time; time.sleep(3)", PROBE],
        dying=[DYING, PROBE],
    )


@pytest.fixture(scope="session")
def running_host(small_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A host that is set up: its first administrator is ``ada``."""
    with serving(small_course, tmp_path_factory.mktemp("data") / "records") as running:
        running.set_up("ada")
        yield running


@pytest.fixture
def host(running_host: Serving) -> Iterator[Serving]:
    """The same, with every seat given back afterwards, so that no other test meets it."""
    yield running_host
    for browser in running_host.browsers:
        browser.leave_all()
    running_host.no_kernels()
