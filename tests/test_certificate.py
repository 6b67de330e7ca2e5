"""Behind a school's proxy that looks into TLS, with an authority of the school's own."""

from __future__ import annotations

import contextlib
import http.server
import select
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checkouts import Checkout, make_checkout, make_wheel

# A name that only the proxy can find.
INDEX = "index.school.invalid"


def openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority (ca.pem) and a certificate that it signed for the index."""
    folder = tmp_path_factory.mktemp("authority")
    ca, ca_key, asked, key = (str(folder / n) for n in ("ca.pem", "ca.key", "asked", "index.key"))
    new = ("req", "-newkey", "rsa:2048", "-nodes", "-subj")
    openssl(*new, "/CN=School CA", "-x509", "-days", "2", "-keyout", ca_key, "-out", ca)
    openssl(*new, f"/CN={INDEX}", "-keyout", key, "-out", asked)
    (folder / "names").write_text(f"subjectAltName=DNS:{INDEX}\n", encoding="utf-8")
    signed = ("-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", "2")
    more = ("-extfile", str(folder / "names"), "-out", str(folder / "index.pem"))
    openssl("x509", "-req", "-in", asked, *signed, *more)
    return folder


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_given: Any) -> None:
        """Nobody reads it."""


class Proxy(socketserver.StreamRequestHandler):
    """Takes CONNECT, whatever the name, to the one index that there is."""

    def handle(self) -> None:
        asked = self.rfile.readline().decode().split()
        while self.rfile.readline().strip():
            pass
        server: Any = self.server
        server.asked.append(" ".join(asked[:2]))
        with socket.create_connection(server.index) as there:
            self.wfile.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            ends = {self.connection: there, there: self.connection}
            while True:
                ready, _, _ = select.select(list(ends), [], [], 20)
                chunk = ready[0].recv(65536) if ready else b""
                if not chunk:
                    return
                ends[ready[0]].sendall(chunk)


@contextlib.contextmanager
def running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    asked: list[str]
    index: tuple[str, int]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return make_checkout(tmp_path)


@pytest.fixture
def school(authority: Path, checkout: Checkout, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a machine in that school: its packages come through the proxy."""
    files = tmp_path / "index"

    def page(*given: Any, **named: Any) -> Quiet:
        return Quiet(*given, directory=str(files), **named)

    index = http.server.ThreadingHTTPServer(("127.0.0.1", 0), page)
    index.daemon_threads = True
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(authority / "index.pem", authority / "index.key")
    index.socket = tls.wrap_socket(index.socket, server_side=True, do_handshake_on_connect=False)
    proxy = Threads(("127.0.0.1", 0), Proxy)
    proxy.asked, proxy.index = [], index.server_address[:2]  # type: ignore[assignment] # an address
    with running(index), running(proxy):
        shelve(checkout, files)
        yield {
            "PIP_NO_INDEX": "",
            "PIP_FIND_LINKS": "",
            "PIP_RETRIES": "0",
            "PIP_INDEX_URL": f"https://{INDEX}:{index.server_address[1]}/simple/",
            "HTTPS_PROXY": f"http://127.0.0.1:{proxy.server_address[1]}",
        }
        assert proxy.asked
        assert {asked.partition(":")[0] for asked in proxy.asked} == {f"CONNECT {INDEX}"}


def shelve(checkout: Checkout, files: Path) -> None:
    """Put the wheels of the shelf on the index, too."""
    for wheel in checkout.shelf.glob("*.whl"):
        place = files / "simple" / wheel.name.partition("-")[0]
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(wheel, place)
        page = f'<a href="{wheel.name}">{wheel.name}</a>'
        (place / "index.html").write_text(page, encoding="utf-8")


def test_a_proxy_and_an_authority_of_the_schools_own(
    school: dict[str, str], authority: Path, checkout: Checkout, tmp_path: Path
) -> None:
    """Without the authority the line names the setting; with it, however it is named, it works."""
    distrusted = checkout.run("serve", **school)
    assert distrusted.returncode == 2
    assert distrusted.stderr.count("\n") == 1
    for setting in ("certificate", "--cert FILE", "PIP_CERT", "SSL_CERT_FILE"):
        assert setting in distrusted.stderr
    assert checkout.installed() == set()

    ca = str(authority / "ca.pem")
    ways: list[tuple[str, list[str], dict[str, str]]] = [
        ("alpha", ["--cert", ca], {}),
        ("gamma", [], {"PIP_CERT": ca}),
        ("delta", [], {"SSL_CERT_FILE": ca}),
    ]
    for name, words, settings in ways:
        line = make_wheel(checkout.shelf, name)
        shelve(checkout, tmp_path / "index")
        checkout.lock("run", line)
        checkout.lock("test", line)
        served = checkout.run(*words, "serve", **school, **settings)
        assert served.returncode == 0, served.stderr
        assert checkout.installed() == {name, "small"}


def test_a_file_that_is_no_certificate_is_said_before_anything_is_fetched(
    checkout: Checkout, tmp_path: Path
) -> None:
    (tmp_path / "ca.cer").write_bytes(b"\x30\x82\x03")
    for words, settings, says in (
        (["--cert", str(tmp_path / "ca.cer")], {}, "--cert names"),
        (["--cert=" + str(tmp_path / "none")], {}, "there is no such file"),
        ([], {"SSL_CERT_FILE": str(tmp_path / "ca.cer")}, "SSL_CERT_FILE names"),
    ):
        refused = checkout.run(*words, "serve", **settings)
        assert refused.returncode == 2
        assert says in refused.stderr
        assert refused.stderr.count("\n") == 1
    assert not (checkout.folder / ".venv").exists()
