"""``mentor-cpd settings``, as whoever looks after the server uses it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mentor_cpd.cli import group, main
from mentor_cpd.practice.school import School
from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.store import Store


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("MENTOR_CPD_STORE", raising=False)
    return tmp_path / "data"


def settings(data: Path, *words: str) -> str:
    told = CliRunner().invoke(
        group, ["settings", *words, "--data", str(data)], catch_exceptions=False
    )
    assert told.exit_code == 0, told.output
    return told.output


def school(data: Path) -> School:
    with Store.open(DataFolder.find(data).store_url) as store:
        return School.of(store)


def test_what_is_set_is_shown_and_changes_nothing_else(data: Path) -> None:
    settings(data, "set", "lead.name", "Amina Yusuf")
    assert settings(data, "set", "school.nation", "wales") == "school.nation is now: Wales\n"
    assert school(data) == School(nation="Wales", lead_name="Amina Yusuf")
    shown = settings(data, "show")
    assert "school.nation  Wales" in shown
    assert "not filled in" in shown
    assert json.loads(settings(data, "show", "--json")) == {
        "school.name": "",
        "school.nation": "Wales",
        "lead.name": "Amina Yusuf",
        "lead.title": "",
        "lead.phone": "",
    }


def test_an_empty_value_takes_it_away(data: Path) -> None:
    settings(data, "set", "lead.phone", "01632 960 001")
    assert "not filled in" in settings(data, "set", "lead.phone", "")
    assert school(data).lead_phone == ""


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("lead.fone", "1", 'There is no setting "lead.fone". There are: school.name'),
        ("school.nation", "France", '"France" is no nation that mentor-cpd knows. Write one of'),
        ("school.nation", "", "is no nation that mentor-cpd knows"),
        ("lead.phone", "by the gate", '"by the gate" is no telephone number. Write one such'),
        ("lead.name", "A" * 301, "This is no lead.name: it is too long"),
        ("school.name", "North\x1b[2Jfield", "has characters that cannot be seen"),
    ],
)
def test_a_mistake_is_one_line_with_its_remedy_and_changes_nothing(
    *,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    says: str,
) -> None:
    settings(data, "set", "lead.name", "Amina Yusuf")
    before = school(data)
    words = ["mentor-cpd", "settings", "set", name, value, "--data", str(data)]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line
    assert school(data) == before
