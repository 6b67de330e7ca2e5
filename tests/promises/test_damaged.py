"""The record is damaged: nobody is shown anything that is not sound, nothing is overwritten,
and the technician is led back to the newest backup, with all that was saved before it."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mentor_cpd.records.sqlite import forget
from mentor_cpd.records.store import Store
from tests.browser.conftest import Window
from tests.practice.playing import COURSE
from tests.promises.at_work import CHOICE, THEN, Mentor, health
from tests.records.making import spoil
from tests.serving import MENTOR_CPD, PASSWORD, Browser, Serving, serving

WHY = "The record is damaged."
WAY_BACK = "mentor-cpd restore FILE, FILE being your newest backup."
SAID = "They changed the group chat"


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MENTOR_CPD, *words], capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(COURSE, tmp_path_factory.mktemp("school") / "data") as host:
        host.set_up("rae")
        host.add("ada")
        yield host


def test_a_damaged_record_is_said_to_everybody_and_brought_back(
    host: Serving, window: Window
) -> None:
    mentor = Mentor(window(host, "ada"), host, "ada").starts()
    mentor.played.take(CHOICE)
    mentor.played.at(THEN)
    mentor.comes_to_the_notes()
    reader = host.browser().sign_in("ada")
    night = host.data.parent / "night.backup"
    made = command("backup", str(night), "--data", str(host.data))
    assert made.returncode == 0, made.stderr
    before = mentor.kept()
    assert ("chose", CHOICE) in before

    record = host.data / "record.sqlite"
    assert forget(record)  # all of it is in the file, and none in the log beside it
    spoil(record)
    mentor.words.fill(SAID)
    mentor.press(mentor.go_on, WHY)
    expect(mentor.words).to_have_value(SAID)
    readers_are_told(host, reader)
    host.stop()
    the_way_back_is_walked(host.data, night)

    with serving(COURSE, host.data) as again:
        mentor = Mentor(window(again, "ada"), again, "ada")
        mentor.page.goto(f"{again.root}module/listening")
        mentor.root.get_by_role("button", name="Continue where you left off").click()
        mentor.words.fill(SAID)
        mentor.go_on.click()
        mentor.played.at("the-walk-to-registration")
        assert mentor.kept() == [*before, ("wrote", "")]
        sound = command("verify", "--data", str(host.data))
        assert sound.returncode == 0, sound.stdout


def readers_are_told(host: Serving, reader: Browser) -> None:
    """Every page is a sentence; the log says which file it is, and how it is brought back."""
    for page in ("", "module/listening", "account"):
        answer = reader.get(page)
        assert answer.status == 503
        assert 'data-page="error"' in answer.text
        assert f"{WHY} Nothing was changed." in answer.text
        assert str(host.data) not in answer.text
    refused = host.browser().post("sign-in", {"account": "ada", "password": PASSWORD})
    assert refused.status == 503
    assert WHY in refused.text
    status, told = health(host)
    assert (status, told["ok"], told["why"]) == (503, False, WHY)
    record = str(host.data / "record.sqlite")
    assert any(WAY_BACK in line and record in line for line in host.said)
    assert not any("Traceback" in line for line in host.said)


def the_way_back_is_walked(data: Path, night: Path) -> None:
    """As the commands themselves say it. The damaged file stays as it is."""
    record = data / "record.sqlite"
    damaged = record.read_bytes()
    another = str(night.with_suffix(".another"))
    for words in (["serve", str(COURSE)], ["verify"], ["backup", another]):
        stopped = command(*words, "--data", str(data))
        assert stopped.returncode == 2, words
        assert stopped.stderr.count("\n") == 1
        assert WAY_BACK in stopped.stderr
        assert str(record) in stopped.stderr
    assert record.read_bytes() == damaged
    restored = command("restore", str(night), "--data", str(data))
    assert restored.returncode == 0, restored.stderr
    aside = re.search(r"What was there before is in (\S+)\.", restored.stdout)
    assert aside
    assert (Path(aside[1]) / record.name).read_bytes() == damaged


def header(record: Path) -> None:
    with record.open("r+b") as file:
        file.write(b"\0" * 100)


def cut_short(record: Path) -> None:
    with record.open("r+b") as file:
        file.truncate(record.stat().st_size // 2)


def a_page(record: Path) -> None:
    """One in the middle, of which the server knows nothing until it reads there."""
    with closing(sqlite3.connect(record)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name='editions'").fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    with record.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


@pytest.mark.parametrize("damage", [header, cut_short, a_page])
def test_a_server_does_not_start_on_a_damaged_record(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    record = tmp_path / "record.sqlite"
    Store.open(f"sqlite:///{record}").close()
    damage(record)
    damaged = record.read_bytes()
    refused = command("serve", str(COURSE), "--data", str(tmp_path), "--port", "0")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "damaged" in refused.stderr
    assert WAY_BACK in refused.stderr
    assert f"{record} is put aside then, and kept." in refused.stderr
    assert record.read_bytes() == damaged
