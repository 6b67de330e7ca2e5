"""A small course, and for each test a store of its own with the shelf stocked from it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mentor_cpd.course import Course
from mentor_cpd.practice import shelf
from mentor_cpd.records.store import Store
from tests.practice.playing import COURSE


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy, for tests that change what trainers write."""
    return Course(Path(shutil.copytree(COURSE, tmp_path / "course")))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens the same store again and again, as other processes would."""
    stores: list[Store] = []

    def open_() -> Store:
        stores.append(Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}", wait=0.2))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    """With the cases of the small course on its shelf."""
    store = opened()
    shelf.stock(Course(COURSE), store)
    return store
