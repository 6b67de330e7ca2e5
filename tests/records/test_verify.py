"""``mentor-cpd verify``: sound, not sound, or nothing to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mentor_cpd.cli import group
from mentor_cpd.errors import CpdError
from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.store import Store
from tests.records.making import begun, chose, spoil, wrote
from tests.records.test_soundness import tamper


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a short record in it."""
    monkeypatch.delenv("MENTOR_CPD_STORE", raising=False)
    with Store.open(DataFolder.find(tmp_path).store_url) as store:
        for new in (begun(), chose(1), wrote(2, said="Hello, Sam.")):
            store.append(new)
    return tmp_path


def verify(data: Path, *words: str) -> tuple[int, list[str]]:
    told = CliRunner().invoke(
        group, ["verify", "--data", str(data), *words], catch_exceptions=False
    )
    return told.exit_code, told.output.splitlines()


def test_a_sound_record_says_so_and_names_its_head(data: Path) -> None:
    code, lines = verify(data)
    assert code == 0
    assert lines[0] == "The record is sound: 3 events."
    with Store.open(DataFolder.find(data).store_url) as store:
        seq, seal = store.head()
    assert lines[1:] == [f"Head: {seq}:{seal}"]


def test_what_is_wrong_is_listed_one_a_line_with_exit_code_1(data: Path) -> None:
    with Store.open(DataFolder.find(data).store_url) as store:
        tamper(
            store,
            "UPDATE events SET person = 'p-eve' WHERE seq = 2",
            "UPDATE texts SET text = 'Nothing.'",
        )
    code, lines = verify(data)
    assert code == 1
    assert "event 2: it was changed after it was sealed" in lines
    assert 'event 3: its text "said" is not what was written' in lines


def test_a_record_whose_end_was_cut_off_does_not_hold_the_head_that_was_noted(data: Path) -> None:
    _, (_, head) = verify(data)
    noted = head.removeprefix("Head: ")
    with Store.open(DataFolder.find(data).store_url) as store:
        store.append(chose(3))
    assert verify(data, "--head", noted)[0] == 0
    with Store.open(DataFolder.find(data).store_url) as store:
        tamper(store, "DELETE FROM texts", "DELETE FROM events WHERE seq >= 3")
    assert verify(data)[0] == 0
    assert verify(data, "--head", noted) == (
        1,
        ["record: the head that was noted is not part of it any more"],
    )


def test_an_empty_record_is_sound_and_its_head_can_be_noted(tmp_path: Path) -> None:
    Store.open(DataFolder.find(tmp_path).store_url).close()
    code, lines = verify(tmp_path)
    assert (code, lines[0]) == (0, "The record is sound: 0 events.")
    assert verify(tmp_path, "--head", lines[1].removeprefix("Head: "))[0] == 0


def test_there_has_to_be_a_record(tmp_path: Path, data: Path) -> None:
    for missing in (tmp_path / "typo", tmp_path.parent):
        with pytest.raises(CpdError, match="There is no"):
            verify(missing)
    with pytest.raises(CpdError, match="is no head"):
        verify(data, "--head", "3")
    spoil(data / "record.sqlite")
    with pytest.raises(CpdError, match="damaged"):
        verify(data)


def test_a_damaged_page_is_a_finding(data: Path) -> None:
    """The record can still be opened: what is wrong with it is said, not raised."""
    with Store.open(DataFolder.find(data).store_url) as store:
        for turn in range(3, 60):
            store.append(wrote(turn, said="I would listen. " * 100))
        with store.reading() as connection:
            page = connection.exec_driver_sql(
                "SELECT rootpage FROM sqlite_master WHERE name = 'texts'"
            ).scalar()
    assert page is not None
    with (data / "record.sqlite").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\x99" * 64)
    code, lines = verify(data)
    assert code == 1
    assert lines
    assert all(line.startswith("record: ") for line in lines)


def test_looking_changes_nothing(data: Path) -> None:
    before = (data / "record.sqlite").read_bytes()
    verify(data)
    assert (data / "record.sqlite").read_bytes() == before
    assert [path.name for path in data.iterdir()] == ["record.sqlite"]
