"""Starting the host: what it says, and one clear line for everything that can be mended."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from mentor_cpd.host.log import OneLine
from tests.serving import MENTOR_CPD, serving, until

REPOSITORY = Path(__file__).parents[2]
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what the test is about


def refused(*arguments: str, **env: str) -> str:
    """What ``mentor-cpd serve`` says when it does not start: one line, and exit code 2."""
    done = subprocess.run(
        [*MENTOR_CPD, "serve", *arguments],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, **env},
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("mentor-cpd: ")
    return lines[0]


def test_a_folder_that_is_no_course(tmp_path: Path) -> None:
    said = refused(str(tmp_path), "--data", str(tmp_path / "data"))
    assert "scenarios/ and modules/" in said


def test_a_course_that_is_not_there(tmp_path: Path) -> None:
    assert "nowhere" in refused(str(tmp_path / "nowhere"), "--data", str(tmp_path / "data"))


def test_a_data_folder_that_cannot_be_written(small_course: Path, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("x", encoding="utf-8")
    said = refused(str(small_course), "--data", str(tmp_path / "a-file" / "data"))
    assert "--data" in said


def test_a_port_that_is_in_use(small_course: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = refused(str(small_course), "--data", str(tmp_path / "data"), "--port", port)
    assert f"Port {port} is in use already." in said
    assert "--port" in said


@pytest.mark.parametrize("url", ["not a url", "oracle://x/y", "postgresql://h/db"])
def test_a_wrong_address_of_a_database(small_course: Path, tmp_path: Path, url: str) -> None:
    said = refused(str(small_course), "--data", str(tmp_path), "--port", "0", MENTOR_CPD_STORE=url)
    assert "sqlite:///" in said


def test_a_damaged_database(small_course: Path, tmp_path: Path) -> None:
    (tmp_path / "record.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    said = refused(str(small_course), "--data", str(tmp_path), "--port", "0")
    assert "record.sqlite" in said


@pytest.mark.parametrize("base", ["/a b/", "/a/../b", "/%2e/", "/a?b", "//x//y"])
def test_a_base_url_that_is_no_path(small_course: Path, tmp_path: Path, base: str) -> None:
    said = refused(str(small_course), "--data", str(tmp_path), "--port", "0", "--base-url", base)
    assert "base URL" in said


def test_a_certificate_that_is_none(small_course: Path, tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("no certificate", encoding="utf-8")
    given = (str(small_course), "--data", str(tmp_path / "data"), "--port", "0")
    assert "--certfile" in refused(*given, "--certfile", str(tmp_path / "cert.pem"))
    assert "--certfile" in refused(*given, "--certfile", str(tmp_path / "none.pem"))
    assert "--certfile" in refused(*given, "--keyfile", str(tmp_path / "cert.pem"))


def test_an_address_that_this_machine_has_not(small_course: Path, tmp_path: Path) -> None:
    said = refused(
        str(small_course), "--data", str(tmp_path), "--port", "0", "--host", "203.0.113.7"
    )
    assert "203.0.113.7" in said


def test_what_does_not_check_is_said_and_the_rest_goes_on(
    small_course: Path, tmp_path: Path
) -> None:
    course = tmp_path / "course"
    shutil.copytree(small_course, course)
    broken = course / "scenarios" / "listening" / "broken.md"
    broken.parent.mkdir()
    broken.write_text("---\nid: broken\n---\n\nNo scenes.\n", encoding="utf-8")
    (course / "modules" / "torn.ipynb").write_text("{", encoding="utf-8")
    with serving(course, tmp_path / "data") as host:
        said = "\n".join(host.said)
        assert "broken.md is not offered to mentors" in said
        assert "torn.ipynb" in said
        browser = host.set_up("ada")
        assert browser.get("").status == 200


def test_a_case_that_is_mended_is_offered_without_a_restart(tmp_path: Path) -> None:
    """Home says that it is being corrected; when the file is sound again, it is back."""
    course = tmp_path / "course"
    for folder in ("modules", "scenarios"):
        shutil.copytree(REPOSITORY / folder, course / folder)
    case = course / "scenarios" / "listening" / "the-goal-he-didnt-see.md"
    sound = case.read_text(encoding="utf-8")
    case.write_text(sound.replace("Ending: good", "Ending: splendid"), encoding="utf-8")
    with serving(course, tmp_path / "data") as host:
        assert any("is not offered to mentors" in line for line in host.said)
        browser = host.set_up("ada")
        assert "being corrected" in browser.get("").text
        case.write_text(sound, encoding="utf-8")
        until(lambda: "being corrected" not in browser.get("").text)


def test_serving_the_network_without_tls_says_what_that_risks(
    small_course: Path, tmp_path: Path
) -> None:
    with serving(small_course, tmp_path, "--host", EVERYWHERE) as host:
        said = "\n".join(host.said)
    assert "there is no TLS" in said
    assert "--behind-proxy" in said


def test_behind_a_proxy_the_set_up_link_is_given_as_others_can_open_it(
    small_course: Path, tmp_path: Path
) -> None:
    options = ("--behind-proxy", "--allow-host", "cpd.school.example:9443")
    with serving(small_course, tmp_path, *options) as host:
        token = host.set_up_link.rpartition("/")[2]
        assert f"  https://cpd.school.example:9443/set-up/{token}" in host.said
        host.set_up("ada")


def test_with_a_certificate_it_speaks_tls_and_its_cookies_say_so(
    small_course: Path, tmp_path: Path
) -> None:
    certfile, keyfile = make_certificate(tmp_path)
    options = ("--certfile", str(certfile), "--keyfile", str(keyfile))
    with serving(small_course, tmp_path / "data", *options) as host:
        assert host.root.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=str(certfile))
        address = host.root + "help"
        with urllib.request.urlopen(address, context=trusting) as page:  # noqa: S310 - ours
            assert page.status == 200
            assert "secure" in page.headers["Set-Cookie"].lower()


def test_restarting_asks_nobody_to_sign_in_again_and_offers_no_second_set_up(
    small_course: Path, tmp_path: Path
) -> None:
    with serving(small_course, tmp_path) as host:
        cookies = host.set_up("ada").cookie_header
        first = host.root
    assert host.process.returncode == 0
    port = first.rpartition(":")[2].strip("/")
    with serving(small_course, tmp_path, "--port", port) as host:
        assert host.root == first
        assert not host.set_up_link
        assert host.browser().ask("GET", "", headers={"Cookie": cookies}).status == 200


def test_what_is_cheap_to_find_wrong_is_found_before_anything_slow_is_imported() -> None:
    """``serve`` itself, and so its help and its refusals, needs no Voilà."""
    code = "import sys, mentor_cpd.cli.serve; print('voila' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1, signed by itself; OpenSSL's own program makes it."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    wanted = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    wanted += ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    wanted += ["-keyout", str(key), "-out", str(cert)]
    subprocess.run(["openssl", *wanted], check=True, capture_output=True)
    return cert, key


def test_what_people_sent_is_one_line_of_the_log_and_does_nothing_to_a_terminal() -> None:
    said = "GET /a\x1b[2J\r\n2026-11-22 ERROR forged\u2028line \u202e \x9b é"
    record = logging.makeLogRecord({"msg": "%s", "args": (said,), "levelname": "WARNING"})
    line = OneLine(tracebacks=False).format(record)
    assert line.isprintable()
    assert line.endswith(r"GET /a\x1b[2J\r 2026-11-22 ERROR forged\u2028line \u202e \x9b é")
