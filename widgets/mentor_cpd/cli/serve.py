"""``mentor-cpd serve``: the course, in browsers."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..course import ENV, Course
from ..errors import CpdError
from ..language import _
from ..records import restore
from ..records.clock import told
from ..records.folder import DataFolder
from ..records.people import People
from ..records.store import Store

if TYPE_CHECKING:
    from ..host.house import House

PORT = 8484
_BASE = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to
_LOCAL = ("127.0.0.1", "localhost", "::1")


@click.command("serve")
@click.argument("course", required=False, type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), help=_("Where records are kept."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option(
    "--port",
    default=PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help=_("Port to listen on; 0 takes any that is free."),
)
@click.option("--base-url", default="/", show_default=True, help=_("Path below which to answer."))
@click.option("--certfile", type=click.Path(path_type=Path), help=_("Certificate (PEM), for TLS."))
@click.option("--keyfile", type=click.Path(path_type=Path), help=_("The certificate's key."))
@click.option(
    "--allow-host", multiple=True, metavar="NAME", help=_("A name by which people reach this.")
)
@click.option(
    "--behind-proxy",
    is_flag=True,
    help=_("A proxy in front of this speaks TLS, and says in X-Forwarded-For who asks."),
)
@click.option(
    "--seats", type=click.IntRange(1), help=_("Open pages at once.  [default: by memory]")
)
@click.option(
    "--idle",
    type=click.FloatRange(0.01),
    default=45.0,
    show_default=True,
    metavar="MINUTES",
    help=_("Put an open page to rest after so long without a click."),
)
@click.option(
    "--grade/--no-grade",
    default=True,
    help=_("Mark by itself what is handed in.  [default: yes]"),
)
@click.option("--debug", is_flag=True, help=_("Log tracebacks; they may hold what people wrote."))
def command(  # noqa: PLR0917 - one option each, given by name
    course: Path | None,
    data: Path | None,
    host: str,
    port: int,
    base_url: str,
    certfile: Path | None,
    keyfile: Path | None,
    allow_host: tuple[str, ...],
    behind_proxy: bool,
    seats: int | None,
    idle: float,
    grade: bool,
    debug: bool,
) -> None:
    """Serve the COURSE to browsers: this folder's, unless another is named."""
    # What is cheap to find wrong is found first; the server itself takes seconds to import.
    from ..host import log, names, open_files  # noqa: PLC0415
    from ..host import port as ports  # noqa: PLC0415

    open_files.raise_limit()
    found = Course.find(course)
    folder = DataFolder.find(data, unfinished=True)
    base = _base(base_url)
    allowed = [names.in_links(name) for name in allow_host]
    if keyfile and not certfile:
        raise CpdError(_("A key needs its certificate."), _("Name it with --certfile."))
    tls = ports.encryption(certfile, keyfile) if certfile else None
    sockets = ports.bind(host, port)
    port = sockets[0].getsockname()[1]
    with folder.serving(), _finished(folder), Store.open(folder.store_url) as store:
        store.probe()  # before the course is proved, which takes long
        from ..host.app import Host  # noqa: PLC0415
        from ..host.bundle import Bundle  # noqa: PLC0415
        from ..host.house import House  # noqa: PLC0415
        from ..host.seats import Ledger, Patience  # noqa: PLC0415
        from ..host.watch import restock  # noqa: PLC0415

        log.begin(debug=debug)
        house = House(
            store=store,
            people=People(store, secret=folder.secret("browsers")),
            course=found,
            base=base,
            names=names.Names(host, allowed),
            ledger=Ledger(
                seats or min(seats_by_memory(), open_files.limit() // open_files.EACH_PAGE),
                patience=Patience(rest=idle * 60),
            ),
            bundle=Bundle(),
            secure=tls is not None,
            behind_proxy=behind_proxy,
            grades=grade,
            told={
                "MENTOR_CPD_HOSTED": "1",
                "MENTOR_CPD_DATA": str(folder.path),
                "MENTOR_CPD_STORE": folder.store_url,
                ENV: str(found.root),
                "MENTOR_CPD_BASE": base,
            },
        )
        for problem in found.unreadable():
            click.echo(str(problem), err=True)
        _count, amiss = restock(found, store)
        for line in amiss:
            click.echo(line, err=True)
        scheme = "https" if tls else "http"
        address = f"{scheme}://{_shown(host, port, allowed)}{base}"
        proxied = f"https://{allowed[0]}{base}" if behind_proxy and allowed else ""
        # Links that the command line hands over begin with it.
        store.set_setting("address", proxied or address)
        risky = host not in _LOCAL and tls is None and not behind_proxy
        Host(house, address=host, port=port).serve(
            sockets, tls, opened=lambda: _announce(house, address, proxied, risky=risky)
        )


@contextmanager
def _finished(folder: DataFolder) -> Iterator[None]:
    """A restore or an upgrade that was cut short is finished before anything is opened."""
    if restore.recover(folder):
        click.echo(_("What a restore or an upgrade had begun was finished first."))
    yield


def _announce(house: House, address: str, proxied: str, *, risky: bool) -> None:
    """Say where it answers, and what has to be done first."""
    if risky:
        click.echo(
            _(
                "Anyone on this network can read passwords and what people write on their way"
                " here: there is no TLS. Use --certfile and --keyfile, or a proxy that speaks"
                " TLS and --behind-proxy."
            ),
            err=True,
        )
    clock = told(house.store)
    if clock.doubt:
        click.echo(f"{clock.doubt} {clock.remedy} {clock.otherwise}", err=True)
    click.echo(_("mentor-cpd answers at {address}").format(address=address))
    if house.people.need_set_up():
        token = house.people.make_link("set-up", by="serve")
        click.echo(_("Nobody has an account yet. Set it up, once and within a day, at"))
        click.echo(f"  {address}set-up/{token}")
        if proxied:
            click.echo(_("or, through the proxy, at"))
            click.echo(f"  {proxied}set-up/{token}")
    click.echo(_("Ctrl-C ends it."))


def seats_by_memory() -> int:
    """About 90 MB a kernel, with a third of the memory left to everything else."""
    import psutil  # noqa: PLC0415 - it comes with ipykernel

    memory: int = psutil.virtual_memory().total
    with suppress(OSError, ValueError):  # a container is given less than the machine has
        memory = min(memory, int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return max(1, memory * 2 // 3 // (90 * 1024 * 1024))


def _base(given: str) -> str:
    """The base URL with a slash at both ends."""
    plain = "/" + given.strip("/") if given.strip("/") else ""
    if not _BASE.fullmatch(plain):
        raise CpdError(
            _("{base} cannot be a base URL.").format(base=given),
            _("Write a path such as /mentor-cpd/."),
        )
    return plain + "/"


def _shown(host: str, port: int, allowed: list[str]) -> str:
    """The name to open in a browser: one that it was given, else the machine's own."""
    if host in _EVERYWHERE:
        name = allowed[0] if allowed else socket.gethostname()
    else:
        name = f"[{host}]" if ":" in host else host
    return name if re.search(r":\d+$", name) else f"{name}:{port}"
