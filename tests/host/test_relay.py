"""The relay between a kernel's wires and the page that listens to them."""

from __future__ import annotations

import asyncio
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
