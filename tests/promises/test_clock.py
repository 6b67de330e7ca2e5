"""Clocks that jump by ten years, the server's and the laptop's: what was saved stays, in its order,
nobody is kept out or in for ten years, and administrators are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window, hold_to_account, sign_in
from tests.house import files, read
from tests.promises.clockwork import YEARS, Clocks
from tests.promises.mentor import AWAY, BACK, LOST, SOON, Mentor, one_module
from tests.promises.wire import wired
from tests.serving import Serving, serving, until

APART = "The clock of this computer is more than a day away from that: one of the two is wrong."
DOUBT = (
    r"What was saved last is dated .+, and the server’s clock says .+: one of the two is wrong\."
)

# A browser whose clock is off by so much.
OFF = """
const True = Date;
window.Date = class extends True {
  constructor(...given) {
    super(...(given.length ? given : [Date.now()]));
  }
  static now() {
    return True.now() + window.off;
  }
};
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Serving, Clocks]]:
    folder = tmp_path_factory.mktemp("school")
    clocks = Clocks(folder / "clocks")
    with serving(one_module(folder / "course"), folder / "data", command=clocks.command) as host:
        host.set_up()
        yield host, clocks


def test_the_clock_is_read_in_few_places() -> None:
    """What the tests move is all that there is to move."""
    reads = re.compile(r"datetime\.now\(|\.today\(\)|utcnow\(\)|time\.time\(\)")
    found = {
        name for name in files(".py") if name.startswith("widgets/") and reads.search(read(name))
    }
    assert {name.removeprefix("widgets/mentor_cpd/") for name in found} == {
        "records/store.py",  # the record's
        "practice/shelf.py",  # the day on which a case is checked
        "cli/check.py",
        "records/backup.py",  # the age of what a backup left that was cut short
        "assess/gradebook/grader.py",  # the name of a gradebook that is put aside
        "host/relay.py",  # makes each message another one
    }


def test_the_servers_clock_jumps_ten_years_ahead_and_back_while_people_are_at_work(
    machine: tuple[Serving, Clocks], window: Window
) -> None:
    host, clocks = machine
    administrator = host.browser().sign_in("head.of.it")
    host.add("ada")
    mentor = Mentor(window(host, "ada"), host, "ada").start()
    mentor.choose()
    mentor.keep("Before the jump.")

    clocks.set(wall=YEARS)
    mentor.signs_in_again()
    expect(mentor.box).to_have_value("Before the jump.")
    mentor.choose()
    mentor.lost_nothing()
    administrator.sign_in("head.of.it")

    clocks.set(wall=0)
    home = administrator.get("")
    assert re.search(DOUBT, home.text)
    mentor.listen()
    mentor.choose()
    for kernel in host.kernels():  # its end is noticed although the clock went back
        kernel.kill()
    mentor.said("Opening the page again…", seconds=SOON)
    mentor.said("Opening the page again…", BACK)
    mentor.choose()
    mentor.lost_nothing()
    years = [event.at.year for event in mentor.events()]
    assert years != sorted(years)
    assert not re.search(DOUBT, administrator.get("").text)  # something was saved since

    # Nobody stays signed in until that day comes.
    clocks.set(wall=25 * 60)
    until(lambda: administrator.get("").status == 302, why="still signed in")
    clocks.set(wall=0)


def test_the_server_starts_with_a_flat_battery_ten_years_ago(
    tmp_path: Path, window: Window
) -> None:
    clocks = Clocks(tmp_path / "clocks")
    course, data = one_module(tmp_path / "course"), tmp_path / "data"
    with serving(course, data, command=clocks.command) as host:
        host.set_up()
        host.add("ada")
        mentor = Mentor(window(host, "ada"), host, "ada").start()
        mentor.choose()
        mentor.keep("Before the battery went flat.")
        mentor.listen()
        port = host.root.rsplit(":", 1)[1].strip("/")
    mentor.said(AWAY)
    clocks.set(wall=-YEARS)
    with serving(course, data, "--port", port, command=clocks.command) as host:
        assert re.search(DOUBT, "\n".join(host.said))
        mentor.said(AWAY, BACK)
        expect(mentor.box).to_have_value("Before the battery went flat.")
        mentor.choose()
        mentor.lost_nothing()

        administrator = window(host, "head.of.it")
        expect(administrator.get_by_role("heading", name="The clocks may be wrong")).to_be_visible()
        expect(administrator.get_by_text(APART)).to_be_visible()
        hold_to_account(administrator)
        clocks.set(wall=0)  # which signs everybody out once more
        sign_in(administrator, host, "head.of.it")
        expect(administrator.locator("#clock")).to_be_hidden()
        mentor.signs_in_again()
        expect(mentor.box).to_have_value("Before the battery went flat.")
        mentor.lost_nothing()


def test_a_laptop_whose_clock_is_ten_years_off_and_is_set_just_when_its_line_goes_dead(
    machine: tuple[Serving, Clocks], window: Window
) -> None:
    host, _clocks = machine
    host.add("ben")
    with wired(host) as (reached, wire):
        page = window(reached, "ben")
        page.add_init_script(f"window.off = {YEARS * 1000};{OFF}")
        mentor = Mentor(page, reached, "ben").start()
        for off in (0, -YEARS, YEARS):
            mentor.choose()
            mentor.said("Saved")
            mentor.write("Whatever the clock says.")
            mentor.listen()
            page.evaluate(f"window.off = {off * 1000}")
            wire.go_silent()
            mentor.click()
            mentor.said(LOST, "Reconnected", "Saved")
            mentor.arrives()
            expect(mentor.box).to_have_value("Whatever the clock says.")
            mentor.lost_nothing()
