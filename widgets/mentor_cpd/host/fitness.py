"""Whether what people do can be saved now: monitoring asks, and the log says when it changes."""

from __future__ import annotations

import logging
import threading
import time

from ..errors import CpdError
from ..records.store import NotSaved, Store, Unreadable

log = logging.getLogger("mentor_cpd.host")
FRESH = 2.0  # seconds: anybody may ask, and each look costs a commit


class Fitness:
    """The record's, as it was when it was last looked at. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looking = threading.Lock()
        self._looked = 0.0
        self._trouble: CpdError | None = None

    def look(self) -> CpdError | None:
        """What is wrong, if anything is; waits for another's commit as long as a mentor would.

        While one looks, others are told what was found last.
        """
        if self._looking.acquire(blocking=False):
            try:
                if not self._looked or time.monotonic() - self._looked > FRESH:
                    self._note(self._try())
                    self._looked = time.monotonic()
            finally:
                self._looking.release()
        return self._trouble

    def _try(self) -> CpdError | None:
        try:
            self._store.head()
            self._store.probe()
        except (NotSaved, Unreadable) as trouble:
            return trouble
        return None

    def _note(self, trouble: CpdError | None) -> None:
        if trouble is not None and str(trouble) != str(self._trouble):
            log.error("nothing can be saved: %s", trouble)
        elif trouble is None and self._trouble is not None:
            log.warning("what people do can be saved again")
        self._trouble = trouble
