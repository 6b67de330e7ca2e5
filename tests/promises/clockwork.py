"""A machine whose clocks a test can move: runs mentor-cpd by the clocks that a file sets.

    python -P clockwork.py FILE mentor_cpd.cli serve ...

FILE holds two numbers, in seconds: how far the clock on the wall is from the true time, and
how far the clock is that counts while the machine is awake. They are looked up whenever
anybody asks for the time, here and in the kernels that the host starts.
"""

from __future__ import annotations

import datetime
import runpy
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

YEARS = 10 * 365.25 * 24 * 3600


@dataclass
class Clocks:
    """The clocks of a machine, in a test's hands."""

    file: Path
    wall: float = 0
    awake: float = 0

    def __post_init__(self) -> None:
        self.set()

    def set(self, *, wall: float | None = None, awake: float | None = None) -> None:
        self.wall = self.wall if wall is None else wall
        self.awake = self.awake if awake is None else awake
        new = self.file.with_suffix(".new")
        new.write_text(f"{self.wall} {self.awake}", encoding="ascii")
        new.replace(self.file)

    def sleep(self, seconds: float, *, counts: bool) -> None:
        """So much time passes; on some systems the clock of waking time counts it as well."""
        self.set(wall=self.wall + seconds, awake=self.awake + (seconds if counts else 0))

    @property
    def command(self) -> list[str]:
        """``mentor-cpd`` on that machine."""
        return [sys.executable, "-P", __file__, str(self.file), "mentor_cpd.cli"]


def move_clocks(file: Path) -> None:
    """From here on this process goes by the clocks of ``file``."""

    def moved(clock: Callable[[], float], which: int) -> Callable[[], float]:
        return lambda: clock() + float(file.read_text(encoding="ascii").split()[which])

    time.time = moved(time.time, 0)
    time.monotonic = moved(time.monotonic, 1)
    # What is written in C asks the system itself, so these are replaced where we use them.
    from mentor_cpd.practice import shelf
    from mentor_cpd.records import store

    vars(store)["datetime"] = _Moment
    vars(shelf)["date"] = _Day


class _Moment(datetime.datetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return datetime.datetime.fromtimestamp(time.time(), tz)


class _Day(datetime.date):
    @classmethod
    def today(cls) -> Any:
        return datetime.date.fromtimestamp(time.time())


def main() -> None:
    file, module, *rest = sys.argv[1:]
    move_clocks(Path(file))
    sys.argv = [module, *rest]
    if module == "mentor_cpd.cli":
        from mentor_cpd.cli import main as run
        from mentor_cpd.host import kernels

        python, *options = kernels._PROGRAM
        kernels._PROGRAM = [python, "-P", __file__, file, *options[options.index("-m") + 1 :]]
        run()
    else:
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
