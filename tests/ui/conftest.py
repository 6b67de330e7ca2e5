"""A store with the small course on its shelf, and Players on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mentor_cpd.course import Course
from mentor_cpd.practice import shelf
from mentor_cpd.records.store import Store
from tests.practice.playing import CASE, COURSE
from tests.ui.page import Page


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}", wait=0.2) as store:
        shelf.stock(Course(COURSE), store)
        yield store


@pytest.fixture
def page(store: Store) -> Callable[..., Page]:
    """Opens a page with a Player on it, for a person: another page is another tab."""

    def open_(person: str = "ada", case: str = CASE) -> Page:
        return Page(store, person, case)

    return open_
