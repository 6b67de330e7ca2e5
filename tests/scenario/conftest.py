"""A small course to check, and what the fuzzing has tried, said at the end of the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_cpd.scenario.register import FILES
from tests.scenario.wet_coat import CASE, PLANS, ROOT


@pytest.fixture
def small_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with the taught case, its testplan and the real registers; and we are in it."""
    listening = tmp_path / "scenarios" / "listening"
    listening.mkdir(parents=True)
    (tmp_path / "modules").mkdir()
    (listening / "the-wet-coat.md").write_text(CASE, "utf-8")
    (listening / "the-wet-coat.testplan").write_text(PLANS, "utf-8")
    for register in FILES:
        (listening.parent / register).write_bytes((ROOT / "scenarios" / register).read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") != "call":
                continue
            for name, told in report.user_properties:
                if name == "fuzzed":
                    terminalreporter.write_line(f"fuzzed: {told}")
