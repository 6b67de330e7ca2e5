"""A store for each test: the contract is the same for every database that it can lie in."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.people import People
from mentor_cpd.records.store import Store
from tests.records.making import Clock, begun, chose, quick_hasher, wrote


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it. PostgreSQL will be a second parameter."""
    return {"sqlite": f"sqlite:///{tmp_path / 'record.sqlite'}"}[request.param]


@pytest.fixture
def opened(url: str, clock: Clock) -> Iterator[Callable[..., Store]]:
    """Opens the same store again and again, as other processes would."""
    stores: list[Store] = []

    def open_(**how: Any) -> Store:
        stores.append(Store.open(url, **{"clock": clock, **how}))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    return opened()


@pytest.fixture
def people(store: Store) -> People:
    """The people of the store, with passwords that are quick to try."""
    return People(store, hasher=quick_hasher())


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    """A data folder in which somebody has worked, with a gradebook."""
    folder = DataFolder.find(tmp_path / "data")
    with Store.open(folder.store_url) as store:
        for new in (begun(), chose(1), wrote(2, said="I would listen.")):
            store.append(new)
        store.save_draft("p-amina", "a-1:3:said", "Half a sent")
    folder.secret("browsers")
    released = folder.path / "assessments" / "feedback" / "p-amina" / "listening"
    released.mkdir(parents=True)
    (released / "listening.html").write_text("Well listened.", encoding="utf-8")
    (folder.path / "assessments" / "grading.lock").touch()
    with closing(sqlite3.connect(folder.path / "assessments" / "gradebook.db")) as gradebook:
        gradebook.execute("CREATE TABLE grade (points REAL)")
        gradebook.execute("INSERT INTO grade VALUES (3)")
        gradebook.commit()
    return folder


@pytest.fixture
def as_nobody() -> Iterator[Callable[[], None]]:
    """Goes on as a user whom the rights of a folder concern: the administrator's do not."""
    was = os.geteuid() if os.name == "posix" else None

    def become() -> None:
        if was == 0:
            os.seteuid(65534)

    yield become
    if was == 0:
        os.seteuid(0)
