"""The quality bar, as far as a machine can hold it: every finding is a warning."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .diagnostic import Diagnostic
from .subject import Subject

OF_WORDS: tuple[Callable[[Subject], Iterable[Diagnostic]], ...] = ()
OF_STRUCTURE: tuple[Callable[[Subject], Iterable[Diagnostic]], ...] = ()
