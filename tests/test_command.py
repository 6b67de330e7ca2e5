"""The command as a whole: how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_cpd import cli
from mentor_cpd.errors import CpdError
from tests.promises.ordinary import powerless


def ended(monkeypatch: pytest.MonkeyPatch, error: Exception) -> object:
    """The exit code of the command when this comes out of it."""

    def group() -> None:
        raise error

    monkeypatch.setattr(cli, "group", group)
    with pytest.raises(SystemExit) as end:
        cli.main()
    return end.value.code


def test_a_mistake_that_can_be_mended_is_one_line_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, CpdError("The disk is full.", "Make room.")) == 2
    assert capsys.readouterr().err == "mentor-cpd: The disk is full. Make room.\n"


def test_a_fault_of_the_program_is_not_taken_for_something_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, TypeError("of the program's own")) not in (0, 1, 2)
    assert "TypeError: of the program's own" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that somebody stands in")
@pytest.mark.parametrize("then", ["chmod 0 .", "rmdir ../odd"])
def test_a_folder_that_is_gone_or_closed_is_left_before_a_library_looks_into_it(
    tmp_path: Path, then: str
) -> None:
    """Alembic does, for nbgrader: grade fell in root's folder, given as another account."""
    look = "from pathlib import Path; from mentor_cpd import cli; "
    look += "cli.group = lambda: print(Path('pyproject.toml').exists(), Path.cwd()); cli.main()"
    there = ("sh", "-c", f'mkdir odd; cd odd; {then}; exec "$@"', "sh", *powerless())
    told = subprocess.run(
        [*there, sys.executable, "-c", look],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout == "False /\n", told.stderr
