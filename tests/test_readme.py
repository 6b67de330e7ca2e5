"""The README keeps its word: its commands are commands, its options are options."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from bootstrap import options
from tests.house import ROOT, files, read

BOOTSTRAP = "python3 bootstrap.py"


def said() -> list[list[str]]:
    """The words after `python3 bootstrap.py`, wherever a page shows such a command."""
    found = []
    for name in files(".md"):
        if name.startswith(("README", "CONTRIBUTING", "docs/", "scenarios/FORMAT", "benchmarks/")):
            for block in re.findall(r"^ *```\w*\n(.*?)^ *```", read(name), re.M | re.S):
                found += [line.strip() for line in block.splitlines()]
            found += re.findall(r"`([^`\n]+)`", read(name))
    words = [shlex.split(line) for line in found if line.startswith(BOOTSTRAP + " ")]
    return [options(line[2:])[1] for line in words]


# What bootstrap.py does by itself, and the word that stands for any other.
OWN = ("test", "screenshots", "bundle", "WORDS")
COMMANDS = [words for words in said() if words and words[0] not in OWN]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_that_a_page_shows_is_one(words: list[str]) -> None:
    """Its options and arguments are parsed by the command itself; nothing is run."""
    from mentor_cpd.cli import group

    command: click.Command = group
    context = click.Context(group)
    rest = list(words)
    while isinstance(command, click.Group) and not rest[0].startswith("-"):
        inner = command.get_command(context, rest[0])
        assert inner is not None, f"{rest[0]} is no command"
        command, rest = inner, rest[1:]
        context = click.Context(command, parent=context)
    parser = command.make_parser(context)
    options, left, _ = parser.parse_args(args=rest)
    assert not [word for word in left if word.startswith("-")]
    required = [p for p in command.params if isinstance(p, click.Option) and p.required]
    assert {p.name for p in required} <= options.keys()


def test_the_two_commands_stand_in_the_readme() -> None:
    blocks = re.findall(r"^```\n(.*?)\n```", read("README.md"), re.M | re.S)
    assert blocks[:2] == [f"{BOOTSTRAP} serve", f"{BOOTSTRAP} test"]


def test_continuous_integration_calls_the_readmes_test_command() -> None:
    script = read(".ci/run")
    assert 'exec "${python:-python3}" bootstrap.py test "$@"' in script
    assert f"# README: {BOOTSTRAP} test" in script
    listed = subprocess.run(
        ["git", "ls-files", "--stage", ".ci/run"], cwd=ROOT, capture_output=True, check=True
    )
    assert listed.stdout.startswith(b"100755 "), "it can be run"


def test_the_way_in_says_the_same_as_the_readme() -> None:
    import bootstrap

    assert bootstrap.__doc__ is not None
    for word in ("serve", "test"):
        assert f"{BOOTSTRAP} {word}" in bootstrap.__doc__


def test_paths_that_the_readme_names_are_there() -> None:
    shown = {word for words in COMMANDS for word in words if word.startswith("scenarios/")}
    assert shown
    for path in shown:
        assert (ROOT / path).exists(), path
    for folder in re.findall(
        r"`((?:modules|scenarios|widgets|docs|tests|benchmarks)/)`", read("README.md")
    ):
        assert (ROOT / folder).is_dir(), folder


def test_the_data_folder_is_where_the_readme_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for platform in (Unix, MacOS):
        folder = Path(platform("mentor-cpd", appauthor=False).user_data_dir)
        assert f"`~/{folder.relative_to(Path.home()).as_posix()}`" in read("README.md")
