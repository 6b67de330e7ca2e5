"""What the fuzzing has tried, said at the end of the run, whichever worker did it."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") != "call":
                continue
            for name, told in report.user_properties:
                if name == "fuzzed":
                    terminalreporter.write_line(f"fuzzed: {told}")
