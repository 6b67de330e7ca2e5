"""``mentor-cpd account``, as whoever looks after the server uses it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentor_cpd.cli import group, main
from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.people import People, Right
from mentor_cpd.records.store import Store

PASSWORD = "teapot lantern gravel"


class Terminal:
    """Runs the command on one data folder."""

    def __init__(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.data, self._patch = data, monkeypatch

    def account(self, *words: str, typed: str = "") -> Result:
        """It is expected to work; ``typed`` is what comes in on standard input."""
        told = CliRunner().invoke(
            group,
            ["account", *words, "--data", str(self.data)],
            input=typed,
            catch_exceptions=False,
        )
        assert told.exit_code == 0, told.output
        return told

    def refused(self, *words: str, typed: str = "") -> int:
        """It is expected to end without having done anything: its exit code."""
        self._patch.setattr(sys, "argv", ["mentor-cpd", *words, "--data", str(self.data)])
        self._patch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        return ended.value.code

    def people(self) -> tuple[Store, People]:
        store = Store.open(DataFolder.find(self.data).store_url)
        return store, People(store)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.delenv("MENTOR_CPD_STORE", raising=False)
    return Terminal(tmp_path / "data", monkeypatch)


@pytest.fixture
def amina(terminal: Terminal) -> str:
    terminal.account("add", "amina", "--name", "Amina Khan", "--role", "mentor")
    return "amina"


def listed(terminal: Terminal) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(terminal.account("list", "--format", "json").output)
    return found


def test_adding_an_account_gives_a_link_that_sets_its_password(terminal: Terminal) -> None:
    told = terminal.account("add", "amina", "--name", "Amina Khan", "--role", "mentor").output
    assert "amina is open for Amina Khan." in told
    (token,) = re.findall(r"^/welcome/(\S{32,})$", told, re.MULTILINE)
    store, people = terminal.people()
    with store:
        people.welcome(token, password=PASSWORD)
        assert isinstance(people.check_password("amina", PASSWORD, address="here"), Right)


def test_the_link_is_whole_once_the_server_has_told_its_address(
    terminal: Terminal, amina: str
) -> None:
    store, _people = terminal.people()
    with store:
        store.set_setting("address", "http://127.0.0.1:8866/cpd/")
    told = terminal.account("password", amina).output
    assert re.search(r"^http://127\.0\.0\.1:8866/cpd/welcome/\S{32,}$", told, re.MULTILINE)


@pytest.mark.parametrize(
    ("option", "typed"),
    [("--password-stdin", f"{PASSWORD}\n"), ("--password-prompt", f"{PASSWORD}\n{PASSWORD}\n")],
)
def test_a_password_comes_by_standard_input_or_a_hidden_prompt(
    terminal: Terminal, option: str, typed: str
) -> None:
    words = ["add", "ben", "--name", "Ben", "--role", "trainer", "--role", "head", option]
    told = terminal.account(*words, typed=typed)
    assert PASSWORD not in told.output
    assert "/welcome/" not in told.output
    store, people = terminal.people()
    with store:
        assert isinstance(people.check_password("ben", PASSWORD, address="here"), Right)


def test_no_option_takes_a_password_itself() -> None:
    """It would stay in the shell's history, and show in the list of processes."""
    account = group.get_command(None, "account")  # type: ignore[arg-type]  # no command line, and so no context
    for command in account.commands.values():  # type: ignore[union-attr]  # it is a group
        for option in command.params:
            if "password" in " ".join(option.opts):
                assert option.is_flag


def test_everybody_is_listed_for_people_and_for_programs(terminal: Terminal, amina: str) -> None:
    terminal.account(
        *("add", "boss", "--name", "The [bold]Boss", "--role", "administrator"),
        *("--role", "mentor", "--password-stdin"),
        typed=PASSWORD,
    )
    terminal.account("disable", amina)
    shown = terminal.account("list").output.splitlines()
    assert [line.split("  ")[0].strip() for line in shown] == ["Account", "amina", "boss"]
    assert "switched off" in shown[1]
    assert "The [bold]Boss" in shown[2]
    assert "mentor, administrator" in shown[2]
    first, second = listed(terminal)
    assert (first["account"], first["disabled"], first["has_password"]) == ("amina", True, False)
    assert second["roles"] == ["mentor", "administrator"]
    assert str(second["person"]).startswith("p-")


def test_roles_are_given_in_place_of_those_before(terminal: Terminal, amina: str) -> None:
    told = terminal.account("role", amina, "trainer", "mentor").output
    assert told == "amina is now: mentor, trainer.\n"
    assert listed(terminal)[0]["roles"] == ["mentor", "trainer"]


def test_an_account_is_switched_off_and_on_and_signed_out(terminal: Terminal, amina: str) -> None:
    store, people = terminal.people()
    with store:
        token = people.sign_in(people.get(amina).id, "Firefox")
        assert terminal.account("sign-out", amina).output == "amina is signed out on 1 browser.\n"
        assert people.who(token) is None
        token = people.sign_in(people.get(amina).id, "Firefox")
        assert terminal.account("disable", amina).output == "amina is switched off.\n"
        assert people.who(token) is None
        assert terminal.account("enable", amina).output == "amina is switched on.\n"
        assert not people.get(amina).disabled
        assert {event.body["by"] for event in store.events()} == {"command-line"}


@pytest.mark.parametrize(
    ("words", "typed", "says"),
    [
        (["list"], "", "There is no data folder"),
        (["add", "a b", "--name", "A", "--role", "mentor"], "", "“a b” cannot be an account."),
        (
            ["add", "amina", "--name", "A", "--role", "mentor", "--password-stdin"],
            "short\n",
            "at least 12 characters. Three random words make a good one.",
        ),
        (
            [
                "add",
                "amina",
                "--name",
                "A",
                "--role",
                "head",
                "--password-stdin",
                "--password-prompt",
            ],
            "",
            "not both",
        ),
    ],
)
def test_what_cannot_be_done_is_one_line_with_a_remedy_and_exit_code_2(
    terminal: Terminal,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    typed: str,
    says: str,
) -> None:
    assert terminal.refused("account", *words, typed=typed) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("mentor-cpd: ")
    assert says in told.err
    assert told.err.count("\n") == 1


@pytest.mark.usefixtures("amina")
@pytest.mark.parametrize(
    "words", ["role x mentor", "password x", "disable x", "enable x", "sign-out x"]
)
def test_an_unknown_account_is_one_line_and_exit_code_2(
    terminal: Terminal, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    assert terminal.refused("account", *words.split()) == 2
    assert capsys.readouterr().err == (
        "mentor-cpd: There is no account “x”. mentor-cpd account list shows them all.\n"
    )


def test_an_account_that_is_switched_off_gets_no_link(
    terminal: Terminal, amina: str, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.account("disable", amina)
    assert terminal.refused("account", "password", amina) == 2
    assert "mentor-cpd account enable amina" in capsys.readouterr().err


def test_a_damaged_record_and_a_wrong_address_are_one_line_each(tmp_path: Path) -> None:
    """In a process of its own, as a person would see it."""

    def run(**environ: str) -> subprocess.CompletedProcess[str]:
        code = "from mentor_cpd.cli import main; main()"
        words = [sys.executable, "-c", code, "account", "list", "--data", str(tmp_path)]
        return subprocess.run(words, env=environ, capture_output=True, text=True, check=False)

    (tmp_path / "record.sqlite").write_bytes(b"not a database" * 999)
    for told in (run(), run(MENTOR_CPD_STORE="mysql://school")):
        assert told.returncode == 2
        assert told.stdout == ""
        assert told.stderr.startswith("mentor-cpd: ")
        assert told.stderr.count("\n") == 1
