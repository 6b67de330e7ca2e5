"""An assessment in somebody's own JupyterLab: what is written beside the notebook, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from mentor_cpd.assess import handed_in
from mentor_cpd.records.store import Store
from mentor_cpd.ui import whose
from mentor_cpd.ui.assessment import Assessment
from tests.assess.making import GOOD, PROMISED, RECORD, assessed_course

FILE = Path(handed_in.FILE)

_numbers = count()


@pytest.fixture
def cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Assessment]]:
    """Runs the notebook's cell, in a folder of the course: every time is a new kernel's."""
    here = assessed_course(tmp_path / "course").root / "mine"
    here.mkdir()
    monkeypatch.chdir(here)
    with Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}") as store:
        monkeypatch.setattr(whose, "store", lambda: store)
        monkeypatch.setattr(whose, "person", lambda: "ada")
        yield lambda: Assessment("listening")


def ask(taken: Assessment, do: str, **more: Any) -> None:
    """As the page asks it; what it asks is done."""
    view = taken.view
    replies: list[dict[str, Any]] = []
    taken.send = replies.append
    wish = {"do": do, "message": f"message-{next(_numbers):04}", **more}
    content = wish | {"attempt": view["attempt"], "turn": view["turn"]}
    taken._handle_msg({"content": {"data": {"method": "custom", "content": content}}})
    assert replies[-1]["state"] == "saved", replies


def play(taken: Assessment, choices: tuple[str, ...]) -> None:
    ask(taken, "begin")
    for choice in choices:
        ask(taken, "choose", choice=choice)
        if taken.view["stage"] == "explain":
            ask(taken, "explain")
        if taken.view["stage"] == "write":
            record = taken.view["write"]["kind"] == "concern-record"
            ask(taken, "write", parts=RECORD if record else {"text": "I would say so."})
    assert taken.view["stage"] == "file"


def test_the_end_writes_the_transcript_and_nothing_before_it(
    cell: Callable[[], Assessment],
) -> None:
    taken = cell()
    assert taken.view["standing"] == "new"
    ask(taken, "begin")
    ask(taken, "choose", choice=GOOD[0])
    assert not FILE.exists()
    again = cell()
    assert again.view["standing"] == "under-way"
    ask(again, "begin")
    assert again.view["stage"] != "before"
    assert not FILE.exists()


def test_who_comes_back_after_the_end_looks_back_on_it_and_can_play_again(
    cell: Callable[[], Assessment],
) -> None:
    play(cell(), PROMISED)
    first = FILE.read_bytes()
    back = cell()
    assert back.view["standing"] == "finished"
    ask(back, "begin")
    assert (back.view["stage"], back.view["ours"]) == ("file", True)
    play(back, GOOD)
    assert back.view["ours"]
    assert FILE.read_bytes() != first


def test_a_file_that_was_lost_is_written_again(cell: Callable[[], Assessment]) -> None:
    play(cell(), GOOD)
    written = FILE.read_bytes()
    FILE.unlink()
    ask(cell(), "begin")
    assert FILE.read_bytes() == written


def test_looking_back_replaces_nobodys_file_and_says_that_it_is_not_ours(
    cell: Callable[[], Assessment],
) -> None:
    """A trainer who has played the case opens what a mentor handed in."""
    play(cell(), GOOD)
    FILE.write_bytes(b"somebody else's")
    back = cell()
    ask(back, "begin")
    assert not back.view["ours"]
    assert FILE.read_bytes() == b"somebody else's"
