"""Another program keeps the record locked: a backup that copies files, a technician who looks
into it. What was not saved is said, reading goes on, and afterwards one press saves once."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mentor_cpd.records.store import Store
from tests.browser.conftest import Window
from tests.practice.playing import COURSE
from tests.promises.at_work import CHOICE, THEN, Mentor, health
from tests.serving import MENTOR_CPD, PASSWORD, Serving, serving, until

WHY = "Another program has kept the record locked for 5 seconds."


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(COURSE, tmp_path_factory.mktemp("school") / "data") as host:
        host.set_up("rae")
        host.add("ada")
        yield host


@contextmanager
def locked(record: Path, *, whole: bool = False) -> Iterator[sqlite3.Connection]:
    """Somebody else has it, and does not let go; the ``whole`` of it, so that nobody reads."""
    with closing(sqlite3.connect(record, isolation_level=None)) as other:
        if whole:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield other
        if other.in_transaction:
            other.execute("ROLLBACK")


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MENTOR_CPD, *words], capture_output=True, encoding="utf-8", check=False)


def test_it_is_said_to_everybody_and_saved_once_afterwards(host: Serving, window: Window) -> None:
    mentor = Mentor(window(host, "ada"), host, "ada").starts()
    reader = host.browser().sign_in("ada")
    data = str(host.data)
    with locked(host.data / "record.sqlite"):
        mentor.choice().click()  # it waits for five seconds, and so does whoever signs in
        refused = host.browser().post("sign-in", {"account": "ada", "password": PASSWORD})
        assert refused.status == 503
        assert f"You cannot be signed in just now. {WHY}" in refused.text
        for page in ("", "help"):
            assert reader.get(page).status == 200, page
        mentor.is_told(WHY)
        mentor.choice().click()
        assert until(lambda: health(host)[1].get("why")) == WHY
        assert any("Close whatever else has" in line for line in host.said)
        mentor.is_told(WHY)
        checked = command("verify", "--data", data)
        assert checked.returncode == 0, checked.stderr
        backed_up = command("backup", str(host.data.parent / "night.backup"), "--data", data)
        assert backed_up.returncode == 0, backed_up.stderr
    assert mentor.kept() == []
    mentor.played.take(CHOICE)
    mentor.played.at(THEN)
    assert mentor.kept() == [("chose", CHOICE), ("explained", "")]
    assert until(lambda: health(host)[0] == 200)


def test_whoever_waits_long_enough_is_told_nothing_but_saved(host: Serving, window: Window) -> None:
    host.add("ben")
    mentor = Mentor(window(host, "ben"), host, "ben").starts()
    with locked(host.data / "record.sqlite") as other:
        mentor.choice().click()
        expect(mentor.page.locator("#status")).to_have_text("Saving…")
        other.execute("ROLLBACK")
    mentor.root.get_by_role("button", name="Go on without saying").click()
    mentor.played.at(THEN)
    expect(mentor.notice).to_have_count(0)
    expect(mentor.page.locator("#status")).to_have_text("Saved")
    assert mentor.kept() == [("chose", CHOICE), ("explained", "")]


def test_a_server_does_not_start_and_says_who_can_mend_it(tmp_path: Path) -> None:
    record = tmp_path / "data" / "record.sqlite"
    record.parent.mkdir()
    Store.open(f"sqlite:///{record}").close()
    with locked(record, whole=True):
        refused = command("serve", str(COURSE), "--data", str(record.parent), "--port", "0")
    assert refused.returncode == 2
    assert refused.stderr == (
        f"mentor-cpd: {WHY} Close whatever else has {record} open, and try again.\n"
    )
