"""The settings, in a transaction that is open: several are read and changed as one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from . import log, tables
from .events import NewEvent

_settings = tables.settings.c


class Settings:
    """As they stand now. Whoever holds this to change them is the only one who does."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def setting(self, name: str) -> Any:
        """The setting's value, or ``None`` when nobody has set it."""
        kept = self._connection.scalar(select(_settings.value).where(_settings.name == name))
        return None if kept is None else json.loads(kept)

    def set_setting(self, name: str, value: Any) -> None:
        """Set it to anything that JSON can say."""
        self._connection.execute(delete(tables.settings).where(_settings.name == name))
        row = {"name": name, "value": json.dumps(value)}
        self._connection.execute(insert(tables.settings), row)

    def append(self, new: NewEvent) -> None:
        """What the log is told of the change."""
        log.append(self._connection, new, self._now)
