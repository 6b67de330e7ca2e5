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

from ..errors import CpdError
from ..language import _

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Names:
    """The allow-list of host names for a server bound to ``bound``; a port in them says nothing."""

    def __init__(self, bound: str, allowed: Iterable[str] = ()) -> None:
        self._open = not _is_loopback(bound)
        self._names = set(_LOOPBACK) | {_bare(name) for name in allowed}
        if self._open:
            self._names |= {bound.lower(), *own_names()}

    def include(self, host: str) -> bool:
        """Whether a Host header of ``host`` (with or without a port) is one of ours."""
        name = _bare(host)
        return bool(name) and (name in self._names or (self._open and _is_address(name)))


def in_links(given: str) -> str:
    """The name by which people reach this, as it stands in links, with a port if one was given.

    Raises :class:`CpdError` when it is no name alone.
    """
    host = f"[{given}]" if ":" in given and _is_address(given) else given
    found = _HOST.fullmatch(host)
    name = _bare(host)
    if (
        not found
        or not name.strip(".-_")
        or (host.startswith("[") and not _is_address(name))
        or not 0 < int(found[2] or 1) < 65536
    ):
        raise CpdError(
            _('"{given}" is no name by which people can reach this.').format(given=given),
            _(
                "After --allow-host write the name alone, such as cpd.school.example, and :PORT"
                " where people type one."
            ),
        )
    return host.lower()


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


def _bare(host: str) -> str:
    """The name without its port; nothing when it is no name."""
    found = _HOST.fullmatch(host)
    return found[1].strip("[]").lower().rstrip(".") if found else ""


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
