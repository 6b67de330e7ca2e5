"""The port that the host listens on, taken before anything slow is done."""

from __future__ import annotations

import errno
import socket
import ssl
from pathlib import Path

from tornado.netutil import bind_sockets

from ..errors import CpdError
from ..language import _


def bind(address: str, port: int) -> list[socket.socket]:
    """Take the port now, so that a busy one is said before anything else is done."""
    try:
        return bind_sockets(port, address)
    except socket.gaierror as error:
        raise CpdError(
            _("This machine has no address {address}.").format(address=address),
            _("Use 127.0.0.1, or 0.0.0.0 for every address that it has."),
        ) from error
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", None)):
            raise CpdError(
                _("Port {port} is in use already.").format(port=port),
                _("Stop the program that uses it, or choose another with --port."),
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM):
            raise CpdError(
                _("Port {port} may not be used by this account.").format(port=port),
                _("Choose one above 1023 with --port."),
            ) from error
        raise CpdError(
            _("{address} cannot be listened on: {why}.").format(
                address=address, why=error.strerror
            ),
            _("Use 127.0.0.1, or 0.0.0.0 for every address that this machine has."),
        ) from error


def encryption(certfile: Path, keyfile: Path | None) -> ssl.SSLContext:
    """TLS with the school's own certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # Without a password, OpenSSL would stop and ask for one at the terminal.
        context.load_cert_chain(certfile, keyfile, password="")
    except OSError as error:  # ssl.SSLError is one
        raise CpdError(
            _("The certificate {path} cannot be used: {why}.").format(
                path=certfile, why=getattr(error, "reason", None) or error.strerror or error
            ),
            _("Give a PEM certificate with --certfile and its key, unlocked, with --keyfile."),
        ) from error
    return context
