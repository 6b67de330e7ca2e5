"""The log: one line for each thing that happened, and no traceback unless it is asked for."""

from __future__ import annotations

import logging
import re
import sys

from ..records.events import UNSEEN

# Jupyter tells of every kernel that starts and stops; our own seats say it better.
_QUIET = ("traitlets", "Voila", "tornado.access", "nbconvert", "mentor_cpd.host.jupyter")


class OneLine(logging.Formatter):
    """Time, level, words. What spans lines is drawn together, and a terminal obeys none of it."""

    def __init__(self, *, tracebacks: bool) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(message)s", "%Y-%m-%d %H:%M:%S")
        self._tracebacks = tracebacks

    def format(self, record: logging.LogRecord) -> str:
        if self._tracebacks:
            return super().format(record)
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            if str(error) not in record.getMessage():
                said = " ".join(str(error).split())
                record = logging.makeLogRecord(
                    {
                        **record.__dict__,
                        "msg": f"{record.getMessage()}: {type(error).__name__}: {said}"[:500],
                        "args": None,
                    }
                )
        record = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        return UNSEEN.sub(_seen, " ".join(super().format(record).split("\n")))


def _seen(unseen: re.Match[str]) -> str:
    return unseen[0].encode("unicode_escape").decode("ascii")


def begin(*, debug: bool = False) -> None:
    """Log to the standard error stream, from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(tracebacks=debug))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("mentor_cpd").setLevel(logging.DEBUG if debug else logging.INFO)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.INFO if debug else logging.ERROR)
    logging.getLogger("mentor_cpd.host.cells").setLevel(logging.INFO if debug else logging.CRITICAL)
