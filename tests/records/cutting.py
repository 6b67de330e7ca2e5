"""Commands cut short at every moment, one after the other, as a power cut may."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from typing import Any

# A server that has read the code once forks each process; Windows starts each from nothing.
_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_processes: Any = multiprocessing.get_context("forkserver" if _FORKS else "spawn")
if _FORKS:
    _processes.set_forkserver_preload(["mentor_cpd.records.backup", "mentor_cpd.cli.backup"])

CUT = 9


def dying(word: str, *words: str) -> Iterator[int]:
    """Run the command again and again, each time cut short a moment later, until it is not.

    A moment is when it opens or renames a file whose name has the word in it.
    """
    for moment in range(100):
        process = _processes.Process(target=_run, args=(moment, word, words))
        process.start()
        process.join()
        assert process.exitcode in (0, CUT)
        yield process.exitcode
        if process.exitcode == 0:
            assert moment > 2, "it was never cut short"
            return
    raise AssertionError("it never came to its end")


def _run(moment: int, word: str, words: tuple[str, ...]) -> None:
    left = moment

    def watch(event: str, given: tuple[object, ...]) -> None:
        nonlocal left
        if event in ("os.rename", "open", "sqlite3.connect") and word in f"{event} {given}":
            left -= 1
            if left < 0:
                os._exit(CUT)  # nothing is tidied up

    from mentor_cpd.cli import group

    sys.addaudithook(watch)
    group([*words], standalone_mode=False)
