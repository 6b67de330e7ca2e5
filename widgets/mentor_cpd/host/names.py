"""The names that this server answers to, and the origins that it believes.

A page of another site can point its own name at this machine (DNS rebinding) and
would then read our pages as its own. The browser still tells the truth in the
Host header, so a name that nobody gave this server is refused. A literal address
cannot be rebound.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Names:
    """The allow-list of host names for a server bound to ``bound``."""

    def __init__(self, bound: str, allowed: Iterable[str] = ()) -> None:
        self._open = not _is_loopback(bound)
        self._names = set(_LOOPBACK) | {name.lower().rstrip(".") for name in allowed}
        if self._open:
            self._names |= {bound.lower(), *own_names()}

    def include(self, host: str) -> bool:
        """Whether a Host header of ``host`` (with or without a port) is one of ours."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = found[1].strip("[]").lower().rstrip(".")
        return name in self._names or (self._open and _is_address(name))


def own_names() -> set[str]:
    """What other machines on the network may call this one."""
    name = socket.gethostname().lower()
    return {name, name.partition(".")[0], f"{name.partition('.')[0]}.local"}


def same_origin(origin: str | None, *, host: str, protocols: Iterable[str]) -> bool:
    """Whether a page of ``origin`` is one of ours, asked for at ``host``.

    A browser sends the header with every POST, DELETE and websocket, so that a
    request without one comes from no page of ours.
    """
    if origin is None:
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in protocols and parts.netloc.lower() == host.lower()


def asker(remote: str, forwarded: str | None) -> str:
    """The address of who asks, when a proxy speaks for them.

    Each proxy adds to ``X-Forwarded-For`` whom it has heard: the last is what ours saw,
    and anything before it a browser can have made up. So it can ``X-Real-Ip``, which most
    proxies pass on as it came; where both are sent, this one is believed.
    """
    last = (forwarded or "").rpartition(",")[2].strip()
    return last if _is_address(last) else remote


def _is_loopback(bound: str) -> bool:
    if bound in _LOOPBACK:
        return True
    return _is_address(bound) and ipaddress.ip_address(bound).is_loopback


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
