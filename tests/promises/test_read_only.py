"""What people do may be read and not written: the folder or the file belongs to another
account, or somebody has changed its rights. A server says so, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mentor_cpd.records.store import Store
from tests.browser.conftest import Window
from tests.practice.playing import COURSE
from tests.promises.at_work import CHOICE, THEN, Mentor, health
from tests.promises.ordinary import ordinary
from tests.serving import Serving, serving, until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights another way")
WHY = "The record can be read but not written."


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    data = tmp_path_factory.mktemp("school") / "data"
    with serving(COURSE, data, command=ordinary()) as host:
        host.set_up("rae")
        for account in ("ada", "ben"):
            host.add(account)
        yield host


@contextmanager
def only_read(*paths: Path) -> Iterator[None]:
    """No account may write there, while this lasts."""
    before = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        yield
    finally:
        for path, mode in before.items():
            path.chmod(mode)


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ordinary(), *words], capture_output=True, encoding="utf-8", check=False)


def test_it_is_said_while_it_serves_and_saved_once_when_it_is_mended(
    host: Serving, window: Window
) -> None:
    before = Mentor(window(host, "ben"), host, "ben").starts()
    with only_read(host.data, *host.data.glob("record.sqlite*")):
        # Whoever is at work goes on saving; whoever opens a page now cannot.
        before.played.take(CHOICE)
        before.played.at(THEN)
        mentor = Mentor(window(host, "ada"), host, "ada")
        mentor.page.goto(f"{host.root}module/listening")
        start = mentor.root.get_by_role("button", name="Start", exact=True)
        mentor.press(start, WHY)
        status, told = health(host)
        assert (status, told["ok"], told["why"]) == (503, False, WHY)
        assert until(lambda: [line for line in host.said if "account that runs" in line])
    start.click()
    mentor.played.at("a-corner-table")
    mentor.played.take(CHOICE)
    mentor.played.at(THEN)
    for one in (before, mentor):
        assert one.kept() == [("chose", CHOICE), ("explained", "")]
    assert until(lambda: health(host)[0] == 200)


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    Store.open(f"sqlite:///{data / 'record.sqlite'}").close()
    with only_read(data):
        for words in (["serve", str(COURSE)], ["verify"], ["backup", str(tmp_path / "b.backup")]):
            refused = command(*words, "--data", str(data))
            assert refused.returncode == 2, words
            assert refused.stderr == (
                f"mentor-cpd: The data folder {data} cannot be written to: Permission denied."
                " Choose another with --data or MENTOR_CPD_DATA, or ask whoever owns it.\n"
            )


def test_a_record_that_cannot_be_written_to(tmp_path: Path) -> None:
    """As a command leaves it that was given by another account."""
    data = tmp_path / "data"
    data.mkdir()
    record = data / "record.sqlite"
    Store.open(f"sqlite:///{record}").close()
    with only_read(record):
        refused = command("serve", str(COURSE), "--data", str(data), "--port", "0")
        assert refused.returncode == 2
        assert refused.stderr == (
            f"mentor-cpd: {WHY} Let the account that runs mentor-cpd write to {record} and to"
            " its folder.\n"
        )
