"""A store that knows the small school's assessment, and a clock that can be moved on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mentor_cpd.assess import offered
from mentor_cpd.course import Course
from mentor_cpd.practice import shelf
from mentor_cpd.records.store import Store
from tests.assess.house import course_with_forms
from tests.records.making import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy, for tests that change what trainers write."""
    return course_with_forms(tmp_path / "course")


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with the forms on its shelf and the assessment offered, made once."""
    folder = tmp_path_factory.mktemp("stocked")
    course = course_with_forms(folder / "course")
    with Store.open(f"sqlite:///{folder / 'record.sqlite'}") as store:
        shelf.stock(course, store)
        offered.offer(course, store)
        store.backup(folder / "copy.sqlite")
    return folder / "copy.sqlite"


@pytest.fixture
def opened(tmp_path: Path, clock: Clock) -> Iterator[Callable[[], Store]]:
    """Opens the same store again and again, as other processes would."""
    stores: list[Store] = []

    def open_() -> Store:
        url = f"sqlite:///{tmp_path / 'record.sqlite'}"
        stores.append(Store.open(url, clock=clock, wait=0.2))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def store(tmp_path: Path, stocked: Path, opened: Callable[[], Store]) -> Store:
    """With the forms on its shelf, and the assessment offered."""
    shutil.copy(stocked, tmp_path / "record.sqlite")
    return opened()
