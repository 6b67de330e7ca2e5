"""The relay between a kernel's wires and the page that listens to them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
import zmq
from jupyter_client.session import Session
from zmq.eventloop.zmqstream import ZMQStream

from mentor_cpd.host.relay import Relay


class Talking:
    """Stands for a kernel that has said something on every wire, before anybody listens."""

    def __init__(self, context: zmq.Context[zmq.Socket[bytes]]) -> None:
        self.session = Session(key=b"key")
        self.context = context
        self.ends: list[zmq.Socket[bytes]] = []
        self.streams: list[ZMQStream] = []

    def connect(self, *, identity: bytes) -> ZMQStream:
        end, heard = self.context.socket(zmq.PUSH), self.context.socket(zmq.PULL)
        end.bind(f"inproc://{len(self.ends)}")
        heard.connect(f"inproc://{len(self.ends)}")
        self.ends.append(end)
        said: Any = self.session.serialize(self.session.msg("status", {"execution_state": "idle"}))
        end.send_multipart(said)
        self.streams.append(ZMQStream(heard))
        return self.streams[-1]

    connect_shell = connect_control = connect_iopub = connect


def test_a_relay_that_ends_while_its_kernel_speaks_leaves_no_word_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def story() -> list[ZMQStream]:
        with zmq.Context() as context:
            kernel = Talking(context)
            relay = Relay(kernel)
            relay.close()
            while not all(stream.closed() for stream in kernel.streams):
                await asyncio.sleep(0)
            await asyncio.sleep(0)
            for end in kernel.ends:
                end.close(0)
            return kernel.streams

    assert len(asyncio.run(story())) == 3
    assert caplog.messages == []


class Page:
    """A page's end of the line."""

    def __init__(self) -> None:
        self.heard: list[str | bytes] = []

    def hear(self, frame: str | bytes) -> None:
        self.heard.append(frame)


def test_of_what_nobody_listened_to_so_much_is_kept_as_a_page_needs_and_no_more() -> None:
    """The last of it: a kernel that says a great deal does not fill the host's memory."""

    async def story() -> list[str | bytes]:
        with zmq.Context() as context:
            kernel = Talking(context)
            relay = Relay(kernel)
            for number in range(40):
                data = {"method": "custom", "content": {"number": number, "text": "x" * 300_000}}
                said = kernel.session.msg("comm_msg", {"comm_id": "c", "data": data})
                last: Any = kernel.session.serialize(said)
                kernel.ends[2].send_multipart(last)
            page = Page()
            while kernel.streams[2].socket.poll(100):
                await asyncio.sleep(0.01)
            relay.attach(page, "")
            relay.close()
            while not all(stream.closed() for stream in kernel.streams):
                await asyncio.sleep(0)
            for end in kernel.ends:
                end.close(0)
            return page.heard

    heard = asyncio.run(story())
    assert sum(map(len, heard)) < 4 * 1024 * 1024
    assert [json.loads(frame)["content"]["data"]["content"]["number"] for frame in heard] == [
        *range(40 - len(heard), 40)
    ]
    assert len(heard) > 5
