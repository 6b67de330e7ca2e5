"""Programs that the rights of files concern, whoever runs the tests."""

from __future__ import annotations

import os
import sys

from tests.serving import MENTOR_CPD

# The administrator's processes pass over every right, by two powers (CAP_DAC_OVERRIDE and
# CAP_DAC_READ_SEARCH), which a process can give up (PR_CAPBSET_DROP) for what it becomes.
_GIVE_UP = (
    "import ctypes, os, sys\n"
    "for power in (1, 2):\n"
    "    if ctypes.CDLL(None, use_errno=True).prctl(24, power, 0, 0, 0):\n"
    "        sys.exit('the power to pass over rights could not be given up')\n"
    "os.execv(sys.argv[1], sys.argv[1:])\n"
)


def powerless() -> tuple[str, ...]:
    """The words before a command that may then do what its account may, and no more."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return ()
    return (sys.executable, "-c", _GIVE_UP)


def ordinary() -> list[str]:
    """The command of such a ``mentor-cpd``."""
    return [*powerless(), *MENTOR_CPD]
