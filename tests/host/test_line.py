"""The line between a page and its kernel: what passes, and what does not."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
import websocket

from tests.serving import Browser, Line, Serving, until


@pytest.fixture
def amina(host: Serving) -> Browser:
    return host.mentor_once("amina")


def probe(line: Line) -> tuple[str, dict[str, Any]]:
    """The probe of the page: its id and its state."""
    return next((key, state) for key, state in line.states().items() if "count" in state)


def test_a_widget_hears_its_page_and_answers(amina: Browser) -> None:
    with amina.open("listening") as line:
        widget, _ = probe(line)
        line.ask(widget, {"do": "shout", "text": "Grüße"})
        heard = line.until(lambda frame: frame["content"].get("data", {}).get("method") == "custom")
        assert heard["content"]["data"]["content"] == {"heard": {"do": "shout", "text": "Grüße"}}


def test_what_a_browser_forges_changes_nothing(amina: Browser) -> None:
    """State cannot be set, widgets cannot be made or closed, and no code is run."""
    with amina.open("listening") as line:
        widget, before = probe(line)
        widgets = set(line.states())
        update = {"method": "update", "state": {"count": 99}, "buffer_paths": []}
        line.send("comm_msg", {"comm_id": widget, "data": update})
        line.send(
            "comm_open",
            {
                "comm_id": "f" * 32,
                "target_name": "jupyter.widget",
                "data": {"state": {"_model_name": "TextModel", "value": "forged"}},
            },
            metadata={"version": "2.1.0"},
        )
        line.send("comm_close", {"comm_id": widget, "data": {}})
        code = "probe.count = 77; print('ran')"
        for channel in ("shell", "control", "stdin", "iopub"):
            line.send("execute_request", {"code": code, "silent": False}, channel=channel)
            line.send("shutdown_request", {"restart": False}, channel=channel)
            line.send("interrupt_request", {}, channel=channel)
            line.send("debug_request", {"command": "initialize"}, channel=channel)
            line.send("history_request", {"hist_access_type": "tail", "n": 9}, channel=channel)
            line.send("inspect_request", {"code": "probe", "cursor_pos": 5}, channel=channel)
            line.send("complete_request", {"code": "pro", "cursor_pos": 3}, channel=channel)
            line.send("input_reply", {"value": "x"}, channel=channel)
            line.send("comm_info_request", {}, channel=channel)
        line.answered()
        assert set(line.states()) == widgets
        assert probe(line) == (widget, before)
        kinds = {frame["header"]["msg_type"] for frame in line.frames}
        assert kinds <= {"comm_open", "comm_msg", "comm_close", "status", "kernel_info_reply"}
        assert "ran" not in json.dumps(line.frames)


NONSENSE: list[str | bytes] = [
    "no json",
    "[]",
    "null",
    "{}",
    '{"header": 1}',
    '{"header": {"msg_type": ["comm_msg"]}, "channel": "shell"}',
    '{"header": {"msg_type": "comm_msg", "msg_id": 1}, "channel": "shell", "content": {}}',
    "[" * 100_000,
    b"\x00\x00\x00\x01binary",
    json.dumps(
        {
            "channel": "shell",
            "header": {"msg_type": "comm_msg", "msg_id": "a\r\nb"},
            "content": {"comm_id": "x", "data": {"method": "custom"}},
        }
    ),
]


def test_nonsense_is_dropped_and_the_line_goes_on(amina: Browser) -> None:
    with amina.open("listening") as line:
        for frame in NONSENSE:
            if isinstance(frame, bytes):
                line.socket.send_binary(frame)
            else:
                line.socket.send(frame)
        assert probe(line)[1]["count"] == 0


def test_no_traceback_and_nothing_printed_gets_out(amina: Browser, host: Serving) -> None:
    """A widget that fails says so in the kernel and nowhere else."""
    with amina.open("listening") as line:
        widget, _ = probe(line)
        line.ask(widget, {"do": "fail"})
        line.answered()
        heard = json.dumps(line.frames)
        for secret in ("raised-secret", "printed-secret", "Traceback", "hear(self", "ipykernel"):
            assert secret not in heard
    assert not [text for text in host.said if "secret" in text]


def test_the_kernel_says_no_more_of_itself_than_that_it_is_there(amina: Browser) -> None:
    with amina.open("listening") as line:
        asked = line.send("kernel_info_request", {}, channel="control")
        reply = line.until(lambda frame: frame["parent_header"].get("msg_id") == asked)
        while reply["header"]["msg_type"] != "kernel_info_reply":
            reply = line.until(lambda frame: frame["parent_header"].get("msg_id") == asked)
        assert set(reply["content"]) == {"status", "protocol_version"}


def test_a_page_that_comes_back_hears_what_it_missed(amina: Browser) -> None:
    """The line breaks after a question; the answer waits for the page."""
    kernel = amina.module("listening")
    with Line(amina, kernel, session="the-same") as line:
        widget, _ = probe(line)
        line.ask(widget, {"do": "count"})
    with Line(amina, kernel, session="the-same") as line:
        line.until(
            lambda frame: (
                frame["content"].get("data", {}).get("content") == {"heard": {"do": "count"}}
            )
        )


def test_a_newer_line_takes_the_place_of_the_older(amina: Browser) -> None:
    kernel = amina.module("listening")
    with Line(amina, kernel) as older, Line(amina, kernel) as newer:
        assert older.closed() == 1000
        assert probe(newer)[1]["count"] == 0


def test_a_page_that_says_too_much_at_once_is_cut_off(amina: Browser) -> None:
    with amina.open("listening") as line:
        with suppress(OSError, websocket.WebSocketException):
            for _ in range(400):
                line.send("kernel_info_request", {}, channel="control")
        assert line.closed() in (1008, 1006)


def test_a_frame_that_is_too_long_ends_the_line(amina: Browser) -> None:
    with amina.open("listening") as line:
        with suppress(OSError, websocket.WebSocketException):
            line.socket.send("x" * 400_000)
        assert line.closed() in (1009, 1006)


def test_a_page_that_does_not_read_is_cut_off(amina: Browser, host: Serving) -> None:
    """What waits for it lies in the host's memory, which is everybody's."""
    before = len(host.said)
    with amina.open("listening") as line:
        widget, _ = probe(line)
        with suppress(OSError, websocket.WebSocketException):
            for _ in range(20):  # the probe says all that it was ever told, each time
                line.ask(widget, {"do": "shout", "text": "x" * 200_000})
        until(lambda: any("does not read" in said for said in host.said[before:]))
        assert line.closed() in (1008, 1006)
    assert len(host.complaints(before)) == 1
