"""Tries mutmut's mutants, quickly: `python tests/mutation.py` (see docs/mutation.md).

`mutmut run` starts pytest anew for every mutant, which costs more than the tests. Here the
tests are collected once; each mutant is a fork that runs those which touch it, the quick
ones first, up to the first that fails. Mutants, which tests touch which, and verdicts lie
where mutmut keeps them, so `mutmut results` and `mutmut show` tell the rest.
"""

from __future__ import annotations

import argparse
import fnmatch
import gc
import json
import os
import resource
import signal
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

KILLED, SURVIVED, NO_TESTS, TIMEOUT, REFUSED = 1, 0, 33, 36, 37  # as mutmut writes them
Mutant = tuple[Path, str]
# Whose tests are asked first of a module, beside those of its own name.
NOUNS = {
    "chain": "store soundness",
    "events": "store",
    "log": "store",
    "migrations": "opening",
    "passwords": "people",
    "sqlite": "opening not_saved",
    "soundness": "verify",
    "store": "not_saved soundness",
    "submissions": "holds",
    "swap": "restore",
    "throttle": "people",
}


class Trying:
    """Stands in for pytest's own loop over the tests."""

    def __init__(self, mutants: Sequence[Mutant], stats: dict[str, Any], most: float) -> None:
        self._mutants = mutants
        self._most = most
        self._touching: dict[str, list[str]] = stats["tests_by_mangled_function_name"]
        self._seconds: dict[str, float] = stats["duration_by_test"]
        self._killers: dict[str, list[str]] = {}  # by function, the newest first

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        self._warm(session)
        for number, (meta, mutant) in enumerate(self._mutants, 1):
            session.items = [items[name] for name in self._asked(mutant) if name in items]
            started = time.monotonic()
            verdict = self._verdict(session, mutant) if session.items else NO_TESTS
            keep(meta, mutant, verdict, time.monotonic() - started)
            print(f"{number}/{len(self._mutants)} {verdict} {mutant}", file=sys.__stderr__)
        return True

    def _warm(self, session: pytest.Session) -> None:
        """Run a test of each file on the code as it is: what is imported and compiled late
        is then there before the first fork."""
        asked = list(session.items)
        by_file = {item.path: item for item in reversed(asked)}
        session.items = list(by_file.values())
        if _run_all(session):
            raise session.Failed("the code as it is fails its own tests")
        gc.collect()
        gc.freeze()

    def _asked(self, mutant: str) -> Iterator[str]:
        """The tests for it: what killed its like, then those of its noun, then the quick."""
        module = mutant.split(".")[2]
        own = {f"test_{noun}.py" for noun in (module, *NOUNS.get(module, "").split())}
        names = self._touching.get(function(mutant), [])
        killers = self._killers.get(function(mutant), [])
        others = sorted(
            set(names) - set(killers),
            key=lambda name: (not own & set(_parts(name)), self._seconds[name]),
        )
        seconds = 0.0
        for name in [*killers, *others]:
            seconds += self._seconds[name]
            if seconds > self._most:
                return
            yield name

    def _verdict(self, session: pytest.Session, mutant: str) -> int:
        seconds = sum(self._seconds[item.nodeid] for item in session.items)
        ends, told = os.pipe()
        child = os.fork()
        if child == 0:
            _run(session, mutant, told, processor=int(seconds * 5) + 10)
        os.close(told)
        wall = time.monotonic() + seconds * 10 + 60
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                with os.fdopen(ends, encoding="utf-8") as pipe:
                    self._remember(function(mutant), pipe.read())
                code = os.waitstatus_to_exitcode(status)
                return TIMEOUT if code in (-signal.SIGXCPU, -signal.SIGKILL) else code
            if time.monotonic() > wall:
                os.kill(child, signal.SIGKILL)
            time.sleep(0.01)

    def _remember(self, of: str, killer: str) -> None:
        if killer:
            known = self._killers.get(of, [])
            self._killers[of] = [killer, *(name for name in known if name != killer)]


def _run(session: pytest.Session, mutant: str, told: int, *, processor: int) -> None:
    """Run the session's tests on the mutant, in a process of its own, and end it."""
    os.environ["MUTANT_UNDER_TEST"] = mutant
    limit = int(time.process_time()) + processor
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    verdict = KILLED
    try:
        session.config.option.maxfail = 1
        killer = _run_all(session)
        os.write(told, killer.encode("utf-8"))
        verdict = KILLED if killer else SURVIVED
    finally:
        os._exit(verdict)


def _run_all(session: pytest.Session) -> str:
    """The test that failed, which is then the last; nothing when all are well."""
    for item, after in zip(session.items, [*session.items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if session.testsfailed:
            return item.nodeid
    return ""


def _parts(test: str) -> list[str]:
    return test.split("::", maxsplit=1)[0].split("/")


def function(mutant: str) -> str:
    return mutant.partition("__mutmut_")[0]


def metas(root: Path) -> Iterator[Path]:
    yield from sorted((root / "src").rglob("*.py.meta"))


def keep(meta: Path, mutant: str, verdict: int, seconds: float) -> None:
    told = json.loads(meta.read_text("utf-8"))
    told["exit_code_by_key"][mutant] = verdict
    told["durations_by_key"][mutant] = seconds
    meta.write_text(json.dumps(told, indent=4), "utf-8")


def chosen(root: Path, patterns: Sequence[str], *, again: bool) -> list[Mutant]:
    """The mutants that no verdict is known of, or the survivors, in the patterns' order."""
    known = [
        (meta, mutant, verdict)
        for meta in metas(root)
        for mutant, verdict in json.loads(meta.read_text("utf-8"))["exit_code_by_key"].items()
    ]
    found: dict[str, Path] = {}
    for pattern in patterns:
        for meta, mutant, verdict in known:
            wanted = verdict not in (None, KILLED, REFUSED) if again else verdict is None
            if wanted and fnmatch.fnmatch(mutant, pattern):
                found.setdefault(mutant, meta)
    return [(meta, mutant) for mutant, meta in found.items()]


def score(root: Path) -> str:
    """A line a module: what was tried, killed and left."""
    lines = [
        "| module | mutants | tried | refused by types | killed | survived | score |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    rooms: dict[str, list[int]] = {}
    for meta in metas(root):
        verdicts = list(json.loads(meta.read_text("utf-8"))["exit_code_by_key"].values())
        if not verdicts:
            continue
        tried = [verdict for verdict in verdicts if verdict is not None]
        left = sum(verdict in (SURVIVED, NO_TESTS) for verdict in tried)
        name = str(meta.relative_to(root / "src" / "mentor_cpd")).removesuffix(".py.meta")
        refused = tried.count(REFUSED)
        row = [len(verdicts), len(tried), refused, len(tried) - refused - left, left]
        room = rooms.setdefault(name.split("/")[0], [0] * len(row))
        room[:] = [a + b for a, b in zip(room, row, strict=True)]
        lines.append(_line(f"`{name}`", row))
    return "\n".join([*lines, *(_line(f"**{name}**", row) for name, row in rooms.items())])


def _line(name: str, row: Sequence[int]) -> str:
    mutants, tried, _refused, _killed, left = row
    share = f"{1 - left / tried:.1%}" if tried == mutants else "not ended" if tried else "not run"
    return f"| {name} | " + " | ".join(map(str, row)) + f" | {share} |"


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python tests/mutation.py", description=__doc__)
    parser.add_argument("patterns", nargs="*", help="mutants, as mutmut names them; * is allowed")
    parser.add_argument("--again", action="store_true", help="try the survivors once more")
    parser.add_argument(
        "--most", type=float, default=1e9, metavar="SECONDS", help="of tests for one mutant"
    )
    parser.add_argument("--score", action="store_true", help="only print the score by module")
    asked = parser.parse_args(words)
    root = Path("mutants").resolve()
    if not asked.score:
        os.chdir(root)
        sys.path[:1] = [str(root / "src"), str(root)]
        config = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
        stats = json.loads(Path("mutmut-stats.json").read_text("utf-8"))
        mutants = chosen(root, asked.patterns or ["*"], again=asked.again)
        touched = {
            test.split("::")[0]
            for _meta, mutant in mutants
            for test in stats["tests_by_mangled_function_name"].get(function(mutant), [])
        }
        pytest.main(
            ["-q", "-s", "--tb=no", *config["pytest_add_cli_args"], *sorted(touched)],
            plugins=[Trying(mutants, stats, asked.most)],
        )
    print(score(root))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
