"""How many files, and so how many connections and wires to kernels, the host may have open."""

from __future__ import annotations

import sys

MOST = 65_536  # more are never needed, and a system that knows no limit has one all the same
EACH_PAGE = 10  # or nearly: its lines, the wires to its kernel, and what watches that


def raise_limit() -> None:
    """Take as many as are to be had: a system gives 1,024, and more to whoever asks."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _counted(hard)
        if _counted(soft) < wanted:
            try:
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            except (OSError, ValueError):  # macOS says there is no limit, and then refuses
                return


def limit() -> int:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        return _counted(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return MOST


def _counted(given: int) -> int:
    """A limit as a number: none at all is -1 on one system, and huge on another."""
    return MOST if given < 0 else min(given, MOST)
