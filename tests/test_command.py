"""The command as a whole: how it ends."""

from __future__ import annotations

import pytest

from mentor_cpd import cli
from mentor_cpd.errors import CpdError


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
