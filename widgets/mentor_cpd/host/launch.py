"""What the process of a mentor's kernel runs: an IPython kernel without its debugger.

Nobody debugs there, and the debugger is a third of the kernel's start and 8 MB of it.
"""

from __future__ import annotations

import sys
from typing import Any


def launch() -> None:
    without: dict[str, Any] = {"debugpy": None}  # importing it then fails, as if it were not there
    sys.modules.update(without)
    from ipykernel import kernelapp  # noqa: PLC0415 - only now

    kernelapp.launch_new_instance()


if __name__ == "__main__":
    launch()
