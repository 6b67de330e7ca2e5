"""Everything that is checked, one check after another: `python3 bootstrap.py test`.

More words go to pytest. A check that fails does not hide those after it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as Xml
from pathlib import Path
from typing import NamedTuple

from tests.chromium import NoChromium, chromium

HERE = Path(__file__).resolve().parent.parent
KEPT = {"MENTOR_CPD_CHROMIUM"}  # of our own variables, the one that names no data


class Result(NamedTuple):
    """How one check went; a check that is not pytest counts as one test."""

    name: str
    ok: bool
    seconds: float
    passed: int
    failed: int
    skipped: int = 0


def checks(words: list[str]) -> dict[str, list[str]]:
    """Every check by name, the quick ones first; each command is one of the environment's."""
    # One more than there are logical cores: a good part of the tests waits for clocks.
    # (xdist's own "auto" counts physical cores, and half of the others would idle.)
    workers = str(1 + (os.cpu_count() or 2))
    return {
        "format": ["ruff", "format", "--check", "."],
        "lint": ["ruff", "check", "."],
        "types": ["mypy"],
        # Its cache has been seen to pass what a fresh look refused.
        "layers": ["lint-imports", "--no-cache", "--no-logo"],
        "course": ["mentor-cpd", "check", "--course"],
        "notebooks": ["pytest", "--nbval-lax", "modules"],
        # In the order of the folders, so that the browser's long files do not come last.
        "tests": [
            *("pytest", "-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"),
            *words,
        ],
    }


def apart(folder: Path) -> dict[str, str]:
    """An environment in which nothing reads or touches what is the user's own."""
    own = ("MENTOR_CPD_DATA", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
    return {
        **{k: v for k, v in os.environ.items() if k in KEPT or not k.startswith("MENTOR_CPD_")},
        **{name: str(folder / name.lower()) for name in own},
        "JUPYTER_PLATFORM_DIRS": "1",  # jupyter_core warns without it, and warnings are errors
    }


def stay_apart(folder: Path) -> None:
    """Put this process into such an environment, before anything of Jupyter's is imported."""
    env = apart(folder)
    os.environ.clear()
    os.environ.update(env)


def run(name: str, command: list[str], folder: Path, env: dict[str, str]) -> Result:
    print(f"\n== {name}: {' '.join(command)}", flush=True)
    report = folder / f"{name}.xml"
    asked = [f"--junit-xml={report}"] if command[0] == "pytest" else []
    program = shutil.which(command[0], path=Path(sys.executable).parent) or command[0]
    started = time.monotonic()
    ended = subprocess.run([program, *command[1:], *asked], cwd=HERE, env=env, check=False)
    seconds = time.monotonic() - started
    ok = ended.returncode == 0
    if not report.exists():
        return Result(name, ok, seconds, int(ok), int(not ok))
    passed, failed, skipped = counts(report)
    return Result(name, ok, seconds, passed, failed or int(not ok), skipped)


def counts(report: Path) -> tuple[int, int, int]:
    """How many tests passed, failed and were skipped, by pytest's own report."""
    suite = Xml.parse(report).getroot().find("testsuite")
    if suite is None:
        return 0, 0, 0
    told = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    failed = told["failures"] + told["errors"]
    return told["tests"] - failed - told["skipped"], failed, told["skipped"]


def summary(results: list[Result]) -> str:
    """A line a check, then one plain line of counts."""
    lines = [
        f"  {'passed' if r.ok else 'FAILED'}  {r.name:<10} {r.seconds:7.1f} s" for r in results
    ]
    skipped = sum(r.skipped for r in results)
    total = f"{sum(r.passed for r in results)} passed, {sum(r.failed for r in results)} failed"
    return "\n".join(["", *lines, "", total + (f", {skipped} skipped" if skipped else "")])


def main(words: list[str]) -> int:
    try:
        browser = chromium()
    except NoChromium as none:
        print(f"bootstrap: {none}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="mentor-cpd-", ignore_cleanup_errors=True) as folder:
        env = {**apart(Path(folder)), "MENTOR_CPD_CHROMIUM": str(browser)}
        results = [run(n, command, Path(folder), env) for n, command in checks(words).items()]
    print(summary(results), flush=True)
    return 0 if all(result.ok for result in results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
