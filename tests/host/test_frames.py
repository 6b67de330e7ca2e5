"""What may pass between a page and its kernel."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client.session import Session

from mentor_cpd.host.frames import Frame, Refused, read, written

# Any character whatever, halves of one included. Hypothesis' own texts know the characters by
# their categories, and reading those takes seconds where nobody has done it before.
TEXT = st.lists(st.integers(0, 0x10FFFF).map(chr), max_size=9).map("".join)
LEAF = st.none() | st.booleans() | st.integers() | TEXT


def holding(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Lists and dictionaries of these; few at once, so that drawing them stays quick."""
    return st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)


ANYTHING = LEAF | holding(LEAF | holding(LEAF | holding(LEAF)))


def frame(kind: str, channel: str = "shell", content: Any = None, **more: Any) -> str:
    header = {"msg_id": "m1", "msg_type": kind, "session": "s", **more.pop("header", {})}
    return json.dumps({"channel": channel, "header": header, "content": content or {}, **more})


def test_a_page_speaks_to_its_widgets() -> None:
    content = {"comm_id": "w1", "data": {"method": "custom", "content": {"do": "choose"}}}
    read_ = read(frame("comm_msg", content=content), ())
    assert read_ == Frame("shell", "comm_msg", "m1", content, {})
    assert read_.is_deed


def test_what_nobody_thought_of_does_not_travel() -> None:
    """A message is read and written anew: other fields of it stay behind."""
    said = frame(
        "comm_msg",
        content={"comm_id": "w1", "data": {"method": "request_state", "state": {"x": 1}}, "y": 2},
        header={"username": "root"},
        metadata={"version": "2.1.0", "cellId": "x"},
        parent_header={"msg_id": "forged"},
        buffers=["AAAA"],
    )
    assert read(said, ()) == Frame(
        "shell",
        "comm_msg",
        "m1",
        {"comm_id": "w1", "data": {"method": "request_state"}},
        {"version": "2.1.0"},
    )


@pytest.mark.parametrize(
    ("said", "passed"),
    [
        ("half a \ud83d smile", "half a \N{REPLACEMENT CHARACTER} smile"),
        ("half a \ude42 smile", "half a \N{REPLACEMENT CHARACTER} smile"),
        ("two halves \ud83d\ude42", "two halves 🙂"),
        ('nul \0, quote ", line\n', 'nul \0, quote ", line\n'),
    ],
)
def test_whatever_can_be_typed_can_be_carried(said: str, passed: str) -> None:
    """Half of a character, as a browser may send it, must not break the line that brings it."""
    content = {"comm_id": "w1", "data": {"method": "custom", "content": {"text": said}}}
    frame_ = read(frame("comm_msg", content=content), ())
    assert frame_.content["data"]["content"] == {"text": passed}
    Session(key=b"").pack(dict(frame_.content))


def test_a_heartbeat_is_nobodys_deed() -> None:
    assert not read(frame("kernel_info_request", channel="control"), ()).is_deed


@pytest.mark.parametrize(
    ("kind", "channel", "content"),
    [
        ("execute_request", "shell", {"code": "1"}),
        ("kernel_info_request", "shell", {}),
        ("shutdown_request", "control", {}),
        ("comm_open", "shell", {"comm_id": "c", "target_name": "jupyter.widget"}),
        ("comm_open", "control", {"comm_id": "c", "target_name": "jupyter.widget.control"}),
        ("comm_msg", "control", {"comm_id": "c", "data": {"method": "custom"}}),
        ("comm_msg", "shell", {"comm_id": "c", "data": {"method": "update", "state": {}}}),
        ("comm_msg", "shell", {"comm_id": "c", "data": {}}),
        ("comm_msg", "shell", {"comm_id": "c"}),
        ("comm_close", "shell", {"comm_id": "w1"}),
    ],
)
def test_anything_else_is_refused(kind: str, channel: str, content: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        read(frame(kind, channel, content), ())


def test_a_page_closes_what_it_has_opened() -> None:
    assert read(frame("comm_close", content={"comm_id": "c1"}), {"c1"}).kind == "comm_close"


@given(st.dictionaries(st.sampled_from(["channel", "header", "content", "metadata"]), ANYTHING))
def test_no_message_whatever_makes_it_stumble(said: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        read(json.dumps(said), ())


@given(st.sampled_from(["comm_open", "comm_msg", "comm_close"]), ANYTHING)
def test_no_content_whatever_makes_it_stumble(kind: str, content: Any) -> None:
    with pytest.raises(Refused):
        read(frame(kind, content=content), ())


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        ("iopub", "stream"),
        ("iopub", "error"),
        ("iopub", "execute_input"),
        ("iopub", "execute_result"),
        ("iopub", "display_data"),
        ("iopub", "debug_event"),
        ("shell", "execute_reply"),
        ("shell", "inspect_reply"),
        ("stdin", "input_request"),
        ("shell", "comm_msg"),
    ],
)
def test_what_is_not_for_pages_stays_in_the_house(channel: str, kind: str) -> None:
    message = {"header": {"msg_id": "1", "msg_type": kind}, "content": {"text": "secret"}}
    assert written(channel, message) is None


def test_a_status_says_the_state_and_nothing_else() -> None:
    message = {
        "header": {"msg_id": "1", "msg_type": "status", "username": "root"},
        "parent_header": {"msg_id": "0", "username": "root"},
        "content": {"execution_state": "idle", "more": "secret"},
    }
    passed = written("iopub", message)
    assert passed is not None
    assert passed["content"] == {"execution_state": "idle"}
    assert "root" not in json.dumps(passed)
