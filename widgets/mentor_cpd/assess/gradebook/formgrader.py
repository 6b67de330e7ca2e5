"""nbgrader's formgrader, on this computer alone: a Jupyter server with nothing else in it."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...course import ENV as COURSE
from ...course import Course
from ...errors import CpdError
from ...language import _
from ...records.folder import DataFolder
from .. import assignment
from .course import REPLAY, Places

# Its pages would ask a content delivery network for MathJax; with this a browser asks nobody
# but the server itself. Their own scripts stand in the pages, and build others from text.
POLICY: Final = "; ".join(
    (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


@dataclass(frozen=True, slots=True)
class Server:
    """How it is started: a command, where, and what it is told."""

    command: tuple[str, ...]
    folder: Path
    env: dict[str, str]


def server(course: Course, data: DataFolder, *, port: int, browser: bool) -> Server:
    """Raises :class:`CpdError` when there is nothing to open yet."""
    if not Places.of(data).gradebook.is_file():
        raise CpdError(
            _("There is no gradebook yet."),
            _("Run mentor-cpd grade first: it makes one of what was handed in."),
        )
    folder = assignment.folder(course)
    settings = {"headers": {"Content-Security-Policy": POLICY}}
    options = {
        "ip": "127.0.0.1",
        "port": str(port),
        "port_retries": "0",
        "root_dir": str(folder),
        "default_url": "/formgrader/gradebook",
        "open_browser": str(browser),
        "terminals_enabled": "False",
        "allow_remote_access": "False",
        "jpserver_extensions": json.dumps({"nbgrader.server_extensions.formgrader": 1}),
        "tornado_settings": repr(settings),
        # As root, which containers are, Jupyter wants to be told that it is meant.
        **({"allow_root": "True"} if _is_root() else {}),
    }
    command = [sys.executable, "-m", "jupyter_server"]
    command += [f"--ServerApp.{name}={value}" for name, value in options.items()]
    env = {
        **os.environ,
        COURSE: str(course.root),
        "MENTOR_CPD_DATA": str(data.path),
        REPLAY: "1",  # whoever presses its button for autograding runs nobody's code
        # No other extension of this computer, and no settings of its owner.
        "JUPYTER_NO_CONFIG": "1",
        # nbgrader asks the program alembic, which lies beside this Python.
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    return Server(tuple(command), folder, env)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
