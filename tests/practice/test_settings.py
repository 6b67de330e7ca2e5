"""``mentor-cpd settings``, as whoever looks after the server uses it."""

from __future__ import annotations

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from mentor_cpd.cli import group, main
from mentor_cpd.host.desk_queue import due
from mentor_cpd.practice.school import School
from mentor_cpd.practice.settings import ALL, CHANGED, keep, missing, values
from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.people import COMMAND_LINE
from mentor_cpd.records.store import NotSaved, Store
from tests.records.making import no_room


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
    assert re.search(r"school.nation +Wales", shown)
    assert "not filled in" in shown
    told = json.loads(settings(data, "show", "--json"))
    assert list(told) == list(ALL), "every setting, and no other"
    assert {name: value for name, value in told.items() if value} == {
        "school.nation": "Wales",
        "school.days": "Monday, Tuesday, Wednesday, Thursday, Friday",
        "lead.name": "Amina Yusuf",
        "assessment.attempts": "1",
        "assessment.days": "14",
        "sign-in.idle": "20",
    }


def test_what_the_school_has_still_to_say_is_known(data: Path) -> None:
    """Whoever teaches adults is asked for one more; what is only nice to know is never missed."""
    settings(data, "set", "lead.name", "Amina Yusuf")
    with Store.open(DataFolder.find(data).store_url) as store:
        names = {one.name for one in missing(store)}
        assert {"lead.phone", "deputy.name", "school.phase", "lado.phone"} <= names
        assert names.isdisjoint({"lead.name", "adults-lead.name", "low-level.phone"})
        settings(data, "set", "school.phase", "further education")
        assert "adults-lead.name" in {one.name for one in missing(store)}


def test_school_days_are_listed_in_order_and_feedback_is_counted_by_them(data: Path) -> None:
    settings(data, "set", "school.days", "thursday,Monday, Tuesday")
    assert school(data).days == "Monday, Tuesday, Thursday"
    friday = date(2026, 11, 20)
    assert due(friday) == date(2026, 12, 4)
    assert due(friday, school(data).works_on) == date(2026, 12, 14)


def test_who_changed_what_is_in_the_log_but_not_to_what(data: Path) -> None:
    settings(data, "set", "lead.phone", "01632 960 009")
    settings(data, "set", "lead.phone", "01632 960 009")
    with Store.open(DataFolder.find(data).store_url) as store:
        (event,) = store.events(kinds=[CHANGED])
    assert event.body == {"by": COMMAND_LINE, "names": ["lead.phone"]}


def test_what_cannot_be_told_to_the_log_is_not_changed_either(data: Path) -> None:
    settings(data, "set", "lead.name", "Amina Yusuf")
    said = {"lead.name": "Mrs Okafor", "school.days": "Monday", "sign-in.idle": "30"}
    with Store.open(DataFolder.find(data).store_url) as store:
        before = values(store)
        with no_room(data / "record.sqlite", "INSERT ON events"), pytest.raises(NotSaved):
            keep(store, said, by="p-ada")
        assert values(store) == before
        assert keep(store, said, by="p-ada") == list(said)
        assert store.events(kinds=[CHANGED])[-1].body == {"by": "p-ada", "names": list(said)}


def test_administrators_who_save_at_once_lose_nothing_of_one_another(data: Path) -> None:
    names = [name for name, one in ALL.items() if one.kind == "line"]
    with Store.open(DataFolder.find(data).store_url) as store, ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda name: keep(store, {name: f"Of {name}"}, by="p-ada"), names))
        told = values(store)
    assert {name: told[name] for name in names} == {name: f"Of {name}" for name in names}


def test_an_empty_value_takes_it_away(data: Path) -> None:
    settings(data, "set", "lead.phone", "01632 960 001")
    assert "not filled in" in settings(data, "set", "lead.phone", "")
    assert school(data).lead_phone == ""


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("lead.fone", "1", 'There is no setting "lead.fone". There are: school.name'),
        ("school.nation", "France", "“France” is no nation that mentor-cpd knows. Choose one of"),
        ("school.nation", "", "is no nation that mentor-cpd knows"),
        ("lead.phone", "by the gate", "“by the gate” is no telephone number. Write one such"),
        ("school.phase", "Nursery", "is no phase that mentor-cpd knows. Choose one of: Primary"),
        ("school.days", "Mon", "“Mon” is no day of the week. Choose one of: Monday"),
        ("school.days", "", "A school works on one day at least."),
        (
            "sign-in.idle",
            "2",
            "“2” is not a number that can be used here. Enter one from 5 to 120.",
        ),
        ("assessment.attempts", "two", "Enter one from 1 to 9."),
        ("lead.name", "A" * 301, "This is too long"),
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
