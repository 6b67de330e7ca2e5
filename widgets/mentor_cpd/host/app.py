"""The host: Voilà's application with our own handlers and no others."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import socket
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler
from traitlets import List, Unicode
from voila.app import Voila
from voila.configuration import VoilaConfiguration

from ..errors import CpdError
from ..language import _
from . import (
    account,
    accounts,
    assessment,
    desk,
    desk_decisions,
    desk_submission,
    editions,
    feedback,
    first_steps,
    frames,
    kernels,
    line,
    module,
    pages,
    people,
    presence,
    settings,
    sign_off,
)
from .door import Door, Lost
from .house import House
from .server import Server
from .watch import look_after

log = logging.getLogger("mentor_cpd.host")
_KERNEL = r"(?P<kernel>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_NAME = r"(?P<name>[A-Za-z0-9][A-Za-z0-9_-]{0,99})"
_PERSON = r"(?P<person>p-[a-z2-7]{10})"
_SUBMISSION = r"(?P<submission>[0-9a-f]{24})"
_DECISION = rf"(?P<decision>{'|'.join(desk_decisions.DECISIONS)})"
_LINK = r"(?P<token>[A-Za-z0-9_-]{16,128})"

# Below the base URL. Every route is here, and each has its expectations in
# tests/host/test_routes.py; one without fails there.
ROUTES: tuple[tuple[str, type[RequestHandler]], ...] = (
    (r"", pages.Home),
    (r"sign-in", accounts.SignIn),
    (r"sign-out", accounts.SignOut),
    (rf"set-up/{_LINK}", accounts.SetUp),
    (rf"welcome/{_LINK}", accounts.Welcome),
    (r"help", pages.Help),
    (r"first-steps/(?P<step>[12])", first_steps.FirstSteps),
    (r"first-steps/3", first_steps.TryIt),
    (r"first-steps/skip", first_steps.Skip),
    (r"editions", editions.Editions),
    (r"settings", settings.Settings),
    (r"account", account.Account),
    (r"account/devices", account.Devices),
    (r"people", people.PeoplePage),
    (r"people/import", people.Import),
    (rf"people/{_PERSON}", people.PersonPage),
    (r"health", pages.Health),
    (r"draft", pages.Draft),
    (r"here", pages.Here),
    (r"here/line", presence.Presence),
    (rf"module/{_NAME}", module.ModulePage),
    (rf"assessment/{_NAME}", assessment.AssessmentPage),
    (rf"assessment/{_NAME}/take", assessment.Take),
    (rf"assessment/{_NAME}/feedback/{_SUBMISSION}", feedback.Feedback),
    (r"desk", desk.Desk),
    (r"desk/release", desk.Release),
    (r"desk/reopen", desk.Reopen),
    (rf"desk/{_SUBMISSION}", desk_submission.SubmissionPage),
    (rf"desk/{_SUBMISSION}/box", desk_submission.Box),
    (rf"desk/{_SUBMISSION}/{_DECISION}", desk_decisions.Decision),
    (r"sign-off", sign_off.SignOff),
    (r"sign-off/signers", sign_off.Signers),
    (rf"seat/{_KERNEL}", line.SeatDoor),
    (rf"seat/{_KERNEL}/channels", line.Line),
    (r"static/(?P<digest>[0-9a-f]{16})/(?P<path>[A-Za-z0-9_./-]{1,200})", pages.Static),
)


class Nobody(IdentityProvider):
    """Knows nobody. Our own doors do; this stands where a stock handler would ask."""

    token = Unicode("")

    def get_user(self, handler: RequestHandler) -> User | None:
        return None


class Nothing(Authorizer):
    """Allows nothing: no stock handler is mounted, and if one ever were it would stay shut."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        return False


class Host(Voila):
    """One process on one port."""

    # A voila.py in the working directory, or in the installer's home, would be run.
    config_file_paths = List(Unicode(), [])

    def __init__(self, house: House, *, address: str, port: int, **given: Any) -> None:
        super().__init__(
            ip=address,
            port=port,
            port_retries=0,
            open_browser=False,
            base_url=house.base,
            root_dir=str(house.course.root / "modules"),
            config=kernels.configuration(),
            identity_provider_class=Nobody,
            authorizer_class=Nothing,
            log=logging.getLogger("mentor_cpd.host.jupyter"),
            **given,
        )
        self.house = house
        self.voila_configuration = VoilaConfiguration(
            parent=self,
            template="template",
            theme="light",
            allow_template_override="NO",
            allow_theme_override="NO",
            show_tracebacks=False,
            file_allowlist=[],
            multi_kernel_manager_class=kernels.Manager,
            kernel_spec_manager_class=kernels.OwnPython,
        )

    def init_settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = super().init_settings()
        house = self.house
        house.kernels = kernels.Kernels(self.kernel_manager, Path(self.connection_dir))
        return settings | {
            "house": house,
            "traitlet_config": self.config,
            "voila_configuration": self.voila_configuration,
            "default_handler_class": Lost,
            "xsrf_cookies": True,
            "session_cookie": f"mentor-cpd-{self.port}",
            "compress_response": True,
            "log_function": _note_failures,
            "websocket_max_message_size": frames.LARGEST,
            "websocket_ping_interval": 20,
            "websocket_ping_timeout": 20,
            "autoreload": False,
            "allow_remote_access": False,
        }

    def init_handlers(self) -> list[tuple[str, type[RequestHandler]]]:
        base = self.house.base
        routes = [(base + path, handler) for path, handler in ROUTES]
        if base != "/":
            routes.append((base.rstrip("/"), _ToBase))
        return routes

    def serve(
        self,
        sockets: list[socket.socket],
        tls: ssl.SSLContext | None,
        opened: Callable[[], None],
    ) -> None:
        """Answer at ``sockets`` until told to stop; then end everything, kernels included."""
        self._init_asyncio_patch()
        with _folder_for_now() as self.connection_dir:
            asyncio.run(self._serve(sockets, tls, opened))

    async def _serve(
        self,
        sockets: list[socket.socket],
        tls: ssl.SSLContext | None,
        opened: Callable[[], None],
    ) -> None:
        self.config.KernelManager.transport = kernels.wires(Path(self.connection_dir))
        stop = asyncio.Event()
        watching: asyncio.Future[None] | None = None
        server = None
        # Tornado's timers go by the clock on the wall: put back by an hour, it would keep
        # those that watch the kernels still for as long.
        IOLoop.current().time = time.monotonic  # type: ignore[method-assign] # as it suggests
        try:
            with _signals(stop):
                application = Application(**self.init_settings())
                application.add_handlers(".*$", self.init_handlers())
                server = Server(
                    application,
                    ssl_options=tls,
                    xheaders=self.house.behind_proxy,
                    max_body_size=1024 * 1024,
                    max_header_size=32 * 1024,
                    body_timeout=30,
                )
                server.add_sockets(sockets)
                watching = asyncio.ensure_future(look_after(self.house))
                opened()
                stopped = asyncio.ensure_future(stop.wait())
                await asyncio.wait((stopped, watching), return_when=asyncio.FIRST_COMPLETED)
                if not stopped.done():
                    # Unwatched, it would go on with seats that never end. It ends with the
                    # reason instead, and whatever started it starts it again.
                    stopped.cancel()
                    await watching
                log.info("stopping")
        finally:
            if server is not None:
                server.stop()
            if watching is not None:
                watching.cancel()
            await self.house.close()
            if server is not None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(server.close_all_connections(), 2)


@contextmanager
def _folder_for_now() -> Iterator[str]:
    """Where kernels are told how they are reached; it goes when the host ends."""
    try:
        folder = tempfile.mkdtemp(prefix="mentor-cpd-")
    except OSError as error:
        raise CpdError(
            _("No temporary folder can be made: {why}.").format(why=error.strerror),
            _("Make room where temporary files are kept, or name another place with TMPDIR."),
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _ToBase(Door):
    """The base URL without its slash."""

    public = True

    async def get(self) -> None:
        self.redirect(self.house.base)


class _signals:  # noqa: N801 - it reads as the verb that it is: with _signals(stop)
    """Ctrl-C, SIGTERM and their like set ``stop``; asked a second time, they are not waited on."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop
        self._names = [
            getattr(signal, name)
            for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
            if hasattr(signal, name)
        ]
        self._before: dict[Any, Any] = {}
        self._beat: asyncio.Task[None] | None = None

    def __enter__(self) -> None:
        loop = asyncio.get_running_loop()
        for name in self._names:
            try:
                loop.add_signal_handler(name, self._stop.set)
            except NotImplementedError:
                # Windows: the handler runs between two steps of the loop, so the loop
                # must take steps although nothing happens.
                self._before[name] = signal.signal(
                    name, lambda *_: loop.call_soon_threadsafe(self._stop.set)
                )
        if self._before:
            self._beat = asyncio.ensure_future(_beat())

    def __exit__(self, *_exc: object) -> None:
        if self._beat is not None:
            self._beat.cancel()
        loop = asyncio.get_running_loop()
        for name in self._names:
            with suppress(NotImplementedError):
                loop.remove_signal_handler(name)
        for name, handler in self._before.items():
            signal.signal(name, handler)


async def _beat() -> None:
    while True:
        await asyncio.sleep(0.5)


def _note_failures(handler: RequestHandler) -> None:
    """The request log: only what failed on our side. Who opened what is nobody's business."""
    # 503 is an answer: every seat is taken, or nobody has set this up yet.
    if handler.get_status() >= 500 and handler.get_status() != 503:
        what = handler.summary() if isinstance(handler, Door) else handler.request.method
        log.warning("%d %s", handler.get_status(), what)
