"""Tornado's server, which is not brought down by connections that ask for nothing."""

from __future__ import annotations

import copy
import errno
import logging
import socket
import time
from collections.abc import Iterable
from typing import Any, cast

from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPMessageDelegate
from tornado.ioloop import IOLoop

log = logging.getLogger("mentor_cpd.host")
# Seconds without a question: a connection that never asked one, and one that did.
_STRANGER = 10.0
_KNOWN = 120.0
_PAUSE = 1.0
_SAID = 60.0  # between two lines of the log
_TOO_MANY = {errno.EMFILE, errno.ENFILE, getattr(errno, "WSAEMFILE", errno.EMFILE)}


class Server(HTTPServer):
    def initialize(self, *args: Any, **given: Any) -> None:
        super().initialize(*args, **given)
        self.conn_params.header_timeout = _STRANGER
        self._known = copy.copy(self.conn_params)
        self._known.header_timeout = _KNOWN

    def add_sockets(self, sockets: Iterable[socket.socket]) -> None:
        super().add_sockets([Entrance(fileno=each.detach()) for each in sockets])

    def start_request(
        self, server_conn: object, request_conn: HTTPConnection
    ) -> HTTPMessageDelegate:
        # It is asked with the patience for strangers, and from the next question on with this.
        cast("HTTP1ServerConnection", server_conn).params = self._known
        return super().start_request(server_conn, request_conn)


class Entrance(socket.socket):
    """A socket that listens, and rests for a second when no more files can be open.

    Who knocks stays at the door, and Tornado would look a hundred thousand times a minute.
    """

    _said = -_SAID

    def accept(self) -> tuple[socket.socket, Any]:
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in _TOO_MANY:
                raise
            self._rest()
            raise BlockingIOError from error  # nobody is there, as far as Tornado goes

    def _rest(self) -> None:
        now = time.monotonic()
        if now - self._said >= _SAID:
            self._said = now
            log.warning(
                "no connection can be taken: too many files are open"
                " (docs/deploy.md: LimitNOFILE); tried again each second"
            )
        loop = IOLoop.current()
        loop.update_handler(self.fileno(), 0)
        loop.call_later(_PAUSE, self._go_on)

    def _go_on(self) -> None:
        if self.fileno() >= 0:  # it was not closed meanwhile
            IOLoop.current().update_handler(self.fileno(), IOLoop.READ)
