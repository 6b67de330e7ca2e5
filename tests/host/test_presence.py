"""A page without a kernel: it is told when its person is signed out, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import websocket

from mentor_cpd.host.presence import MOST
from mentor_cpd.records.people import COMMAND_LINE, People
from mentor_cpd.records.store import Store
from tests.serving import Browser, Serving


def held(browser: Browser) -> websocket.WebSocket:
    """What a page without a kernel holds open."""
    address = browser.root.replace("http", "ws", 1) + "here/line"
    given: dict[str, Any] = {"origin": browser.origin, "cookie": browser.cookie_header}
    return websocket.create_connection(address, timeout=20, **given)


@contextmanager
def page(browser: Browser) -> Iterator[websocket.WebSocket]:
    socket = held(browser)
    try:
        yield socket
    finally:
        socket.close(timeout=0)
        socket.shutdown()


def ended(socket: websocket.WebSocket) -> int:
    """Wait for the host to end it: the code that it gives."""
    kind, data = socket.recv_data()
    assert kind == websocket.ABNF.OPCODE_CLOSE
    return int.from_bytes(data[:2], "big")


def stands(socket: websocket.WebSocket) -> bool:
    socket.ping("there?")
    kind, _data = socket.recv_data_frame(control_frame=True)
    return bool(kind == websocket.ABNF.OPCODE_PONG)


def signs_out_elsewhere(host: Serving, account: str) -> None:
    host.browser().sign_in(account).post("account/devices", {"which": "everywhere"})


def is_given_a_role(host: Serving, account: str) -> None:
    with Store.open(host.store_url, migrate=False) as store:
        people = People(store)
        people.set_roles(people.get(account).id, ["mentor", "trainer"], by=COMMAND_LINE)


def is_switched_off(host: Serving, account: str) -> None:
    with Store.open(host.store_url, migrate=False) as store:
        people = People(store)
        people.disable(people.get(account).id, by=COMMAND_LINE)


@pytest.mark.parametrize("end", [signs_out_elsewhere, is_given_a_role, is_switched_off])
def test_a_page_ends_with_its_sign_in_and_nobody_elses_does(
    host: Serving, end: Callable[[Serving, str], None]
) -> None:
    """By a page of the host, and by another process, which the host hears of by its record."""
    account = f"pip.{end.__name__}"
    host.mentor_once("amina")
    with page(host.mentor(account)) as mine, page(host.browser().sign_in("amina")) as another:
        assert stands(mine)
        end(host, account)
        assert ended(mine) == 4003
        assert stands(another)


def test_a_page_has_nothing_to_say_there(host: Serving) -> None:
    with page(host.mentor_once("amina")) as mine:
        mine.send("anything")
        assert ended(mine) == 1008


def test_of_very_many_pages_those_that_were_opened_first_ask_by_themselves(host: Serving) -> None:
    browser = host.mentor_once("amina")
    pages: list[websocket.WebSocket] = []
    try:
        for _page in range(MOST):
            pages.append(held(browser))
            assert stands(pages[-1])
        assert all(stands(one) for one in pages)
        with page(browser) as newest:
            assert ended(pages[0]) == 1000
            assert all(stands(one) for one in (newest, *pages[1:]))
    finally:
        for one in pages:
            with suppress(OSError, websocket.WebSocketException):
                one.close(timeout=0)
            one.shutdown()
