"""What may pass between a page and its kernel: two allow-lists, and nothing else.

Pure. A frame from a browser is never passed on: what it may say is read out of
it, and a new message is written. So a field that nobody thought of cannot travel.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..records.events import storable

CONTROL_TARGET: Final = "jupyter.widget.control"
METHODS: Final = frozenset({"custom", "request_state", "request_states"})
LARGEST: Final = 256 * 1024
"""The longest frame that a browser may send: a long piece of writing, many times over."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_VERSION = re.compile(r"[0-9.]{1,12}")
_OUT: Final = {
    "iopub": frozenset({"comm_open", "comm_msg", "comm_close", "status"}),
    "shell": frozenset({"kernel_info_reply"}),
    "control": frozenset({"kernel_info_reply"}),
}
_CONTENT: Final = {
    "status": ("execution_state",),
    "kernel_info_reply": ("status", "protocol_version"),
}
_HEADER: Final = ("msg_id", "msg_type", "session", "date", "version")


class Refused(Exception):
    """A frame that no page of ours sends."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page asks of its kernel, once read."""

    channel: str
    kind: str
    id: str
    content: Mapping[str, Any]
    metadata: Mapping[str, Any]

    @property
    def is_deed(self) -> bool:
        """Whether a person did something: the page's own questions do not count."""
        return self.kind == "comm_msg" and self.content["data"]["method"] == "custom"


def read(text: str | bytes, controls: Collection[str]) -> Frame:
    """What a frame from a browser asks. ``controls`` are the control comms that it has opened."""
    if isinstance(text, bytes):
        raise Refused("binary frames are not read")
    if len(text) > LARGEST:
        raise Refused("too long")
    try:
        said = json.loads(text)
        if "\\u" in text:
            # JSON can spell half of a character, which no wire can carry on.
            said = json.loads(storable(json.dumps(said, ensure_ascii=False)))
    except (ValueError, RecursionError):
        raise Refused("not JSON") from None
    header = _dict(_dict(said).get("header"))
    kind = header.get("msg_type")
    channel = said.get("channel")
    content = _dict(said.get("content"))
    if kind == "kernel_info_request":
        wanted, passed = "control", {}
    elif kind == "comm_open":
        wanted, passed = "shell", _opening(content)
    elif kind == "comm_msg":
        wanted, passed = "shell", _message(content)
    elif kind == "comm_close":
        wanted, passed = "shell", _closing(content, controls)
    else:
        raise Refused(f"{str(kind)[:40]!r} is no message for a kernel")
    if channel != wanted:
        raise Refused(f"{kind} belongs on {wanted}")
    version = _dict(said.get("metadata", {})).get("version")
    metadata = {"version": version} if _is(version, _VERSION) else {}
    return Frame(wanted, kind, _id(header.get("msg_id")), passed, metadata)


def written(channel: str, message: Mapping[str, Any]) -> dict[str, Any] | None:
    """What of a kernel's message a page may see: ``None`` when it is not for pages."""
    kind = message["header"]["msg_type"]
    if kind not in _OUT.get(channel, ()):
        return None
    content = message["content"]
    parent = message.get("parent_header") or {}
    return {
        "channel": channel,
        "header": {name: message["header"][name] for name in _HEADER if name in message["header"]},
        "parent_header": {name: parent[name] for name in _HEADER if name in parent},
        "metadata": message.get("metadata") or {},
        "content": {name: content[name] for name in _CONTENT.get(kind, content) if name in content},
        "buffers": message.get("buffers") or [],
    }


def _opening(content: Mapping[str, Any]) -> dict[str, Any]:
    if content.get("target_name") != CONTROL_TARGET:
        raise Refused("a page opens no widgets")
    return {"comm_id": _id(content.get("comm_id")), "target_name": CONTROL_TARGET, "data": {}}


def _message(content: Mapping[str, Any]) -> dict[str, Any]:
    data = _dict(content.get("data"))
    method = data.get("method")
    if method not in METHODS:
        raise Refused("a page sets no state")
    passed = {"method": method}
    if method == "custom":
        passed["content"] = data.get("content")
    return {"comm_id": _id(content.get("comm_id")), "data": passed}


def _closing(content: Mapping[str, Any], controls: Collection[str]) -> dict[str, Any]:
    comm = _id(content.get("comm_id"))
    if comm not in controls:
        raise Refused("a page closes no widgets")
    return {"comm_id": comm, "data": {}}


def _dict(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refused("not a message")
    return value


def _id(value: object) -> str:
    if not _is(value, _ID):
        raise Refused("not an id")
    return str(value)


def _is(value: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
