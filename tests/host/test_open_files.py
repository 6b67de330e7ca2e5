"""Open files: the host takes as many as it may have, and outlives it when there are no more."""

from __future__ import annotations

import socket
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.serving import serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")


def limited(soft: int, hard: int) -> list[str]:
    """``mentor-cpd`` as a system starts it that gives so many files, and lets have so many."""
    program = "from mentor_cpd.cli import main; main()"
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))"
    return [sys.executable, "-c", f"{limit}; {program}"]


def test_it_takes_what_it_may_have_and_offers_no_more_pages_than_that_is_enough_for(
    small_course: Path, tmp_path: Path
) -> None:
    with serving(small_course, tmp_path, command=limited(64, 90)) as host:
        assert host.seats()["of"] == 9


def test_connections_that_ask_for_nothing_bring_it_to_no_standstill(
    small_course: Path, tmp_path: Path
) -> None:
    """They are closed after some seconds, and meanwhile the log says what is the matter once."""
    with serving(small_course, tmp_path, command=limited(128, 128)) as host, ExitStack() as idle:
        before = len(host.said)
        parts = urlsplit(host.root)
        for _ in range(150):
            wire = socket.create_connection((str(parts.hostname), int(parts.port or 0)))
            idle.enter_context(wire)
        assert host.browser().get("health").status == 200
        said = host.said[before:]
        assert len([line for line in said if "no connection can be taken" in line]) == 1
        assert len(said) < 40, "\n".join(said[:40])
