"""Whether a database file that is not the record's, such as the gradebook's, is whole."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path


def is_damaged(path: Path) -> bool:
    """Whether the file is there and cannot be used. One that is merely busy is not damaged."""
    if not path.exists():
        return False
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=30)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True
    return said != [("ok",)]
