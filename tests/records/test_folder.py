"""The data folder: found, made, kept private; and its secrets."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import platformdirs
import pytest

from mentor_cpd.errors import CpdError
from mentor_cpd.records import swap
from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.store import Store

posix = pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights another way")


@pytest.fixture(autouse=True)
def _nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MENTOR_CPD_DATA", raising=False)
    monkeypatch.delenv("MENTOR_CPD_STORE", raising=False)


def test_the_folder_given_goes_before_the_one_that_is_named_and_that_before_the_usual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "usual"))
    assert DataFolder.find().path == tmp_path / "usual"
    monkeypatch.setenv("MENTOR_CPD_DATA", str(tmp_path / "named"))
    assert DataFolder.find().path == tmp_path / "named"
    assert DataFolder.find(tmp_path / "given").path == tmp_path / "given"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other places")
def test_the_usual_place_on_linux_is_beside_the_data_of_other_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert DataFolder.find().path == tmp_path / "mentor-cpd"


@posix
def test_a_folder_is_made_so_that_only_its_owner_can_look_into_it(tmp_path: Path) -> None:
    folder = DataFolder.find(tmp_path / "deep" / "down")
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert list(folder.path.iterdir()) == []


def test_a_folder_is_not_made_when_that_is_not_wanted(tmp_path: Path) -> None:
    with pytest.raises(CpdError, match="There is no data folder"):
        DataFolder.find(tmp_path / "typo", create=False)
    assert not (tmp_path / "typo").exists()


def test_a_folder_that_cannot_be_written_to_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "deeper"):
        with pytest.raises(CpdError, match="cannot be written to") as refused:
            DataFolder.find(path)
        assert "--data" in refused.value.remedy


def test_a_folder_in_which_a_restore_was_cut_short_is_for_whoever_finishes_it(
    tmp_path: Path,
) -> None:
    swap.arm(tmp_path, [])
    with pytest.raises(CpdError, match="was cut short") as refused:
        DataFolder.find(tmp_path)
    assert "mentor-cpd serve" in refused.value.remedy
    assert DataFolder.find(tmp_path, unfinished=True).path == tmp_path
    swap.finish(tmp_path)
    assert DataFolder.find(tmp_path).path == tmp_path


@pytest.mark.parametrize("name", ["plain", "a b", "schöne Daten", "50% #1 ?x=y&z", "ä+b@c"])
def test_the_store_lies_in_the_folder_whatever_the_folder_is_called(
    tmp_path: Path, name: str
) -> None:
    if os.name == "nt" and "?" in name:
        name = name.replace("?", "!")
    folder = DataFolder.find(tmp_path / name)
    Store.open(folder.store_url).close()
    assert (tmp_path / name / "record.sqlite").exists()


def test_the_store_may_lie_elsewhere_and_lies_there_for_everybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kernel runs in another folder than the host that tells it the address."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MENTOR_CPD_STORE", "sqlite:///elsewhere.sqlite")
    told = DataFolder.find(tmp_path / "data").store_url
    Store.open(told).close()
    (tmp_path / "kernel").mkdir()
    monkeypatch.chdir(tmp_path / "kernel")
    Store.open(told, migrate=False).close()
    assert (tmp_path / "elsewhere.sqlite").exists()


@pytest.mark.parametrize(
    "named",
    [
        "postgresql://school/cpd",
        "no address",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:record.sqlite?uri=true",
    ],
)
def test_an_address_that_the_store_will_refuse_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("MENTOR_CPD_STORE", named)
    folder = DataFolder.find(tmp_path)
    assert folder.store_url == named
    with pytest.raises(CpdError):
        Store.open(folder.store_url)


def test_a_secret_stays_the_same_and_no_two_are_alike(tmp_path: Path) -> None:
    folder = DataFolder.find(tmp_path)
    secret = folder.secret("cookies")
    assert len(secret) == 32
    assert DataFolder.find(tmp_path).secret("cookies") == secret
    assert folder.secret("another") != secret
    assert DataFolder.find(tmp_path / "other").secret("cookies") != secret


@posix
def test_only_its_owner_can_read_a_secret(tmp_path: Path) -> None:
    DataFolder.find(tmp_path).secret("cookies")
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "secrets" / "cookies").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["cookies"]


@pytest.mark.parametrize("links", [True, False])
def test_all_who_ask_first_at_once_get_the_same_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Also on a disk that knows no hard links, where one asks at a time here."""
    if not links:

        def refuse(*_: object) -> None:
            raise PermissionError(1, "no links here")

        monkeypatch.setattr(Path, "hardlink_to", refuse)
    folder = DataFolder.find(tmp_path)
    askers = 8 if links else 1
    together, told = threading.Barrier(askers, timeout=30), []

    def ask() -> None:
        together.wait()
        told.append(folder.secret("cookies"))

    asking = [threading.Thread(target=ask) for _ in range(askers)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert set(told) == {folder.secret("cookies")}
    assert len(told) == askers


def test_a_damaged_secret_says_what_to_do(tmp_path: Path) -> None:
    folder = DataFolder.find(tmp_path)
    folder.secret("cookies")
    (tmp_path / "secrets" / "cookies").write_text("spoiled")
    with pytest.raises(CpdError, match="is damaged") as refused:
        folder.secret("cookies")
    assert "Delete the file" in refused.value.remedy


@posix
def test_a_secret_that_finds_no_room_leaves_nothing_behind(tmp_path: Path) -> None:
    import resource

    folder = DataFolder.find(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        with pytest.raises(CpdError, match="cannot be kept"):
            folder.secret("cookies")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((tmp_path / "secrets").iterdir()) == []
    assert len(folder.secret("cookies")) == 32
