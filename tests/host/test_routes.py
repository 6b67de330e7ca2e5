"""Every route of the host, asked by everybody: who gets what, whatever they forge."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from tornado.web import RequestHandler

from mentor_cpd.host.app import ROUTES
from mentor_cpd.host.headers import ALWAYS
from tests.serving import Browser, Serving, until

METHODS = ("GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS")
WHO = ("nobody", "other", "owner", "administrator")
NO_KERNEL = "00000000-0000-4000-8000-000000000000"
NO_SUBMISSION = "0123456789abcdef01234567"
NO_LINK = "abcdefghijklmnopqrstuvwx"

# Route, as the app names it -> method -> what each of WHO is answered. A route or a
# method of it that is not here fails `test_every_route_has_its_expectations`; a method
# that is not here is answered 405.
Expected = dict[str, dict[str, tuple[int, int, int, int]]]
EXPECTED: Expected = {
    "": {"GET": (302, 200, 200, 200)},
    "sign-in": {"GET": (200, 302, 302, 302), "POST": (400, 400, 400, 400)},
    "sign-out": {"POST": (303, 303, 303, 303)},
    "set-up": {"GET": (404, 404, 404, 404), "POST": (404, 404, 404, 404)},
    "welcome": {"GET": (404, 404, 404, 404), "POST": (404, 404, 404, 404)},
    "help": {"GET": (200, 200, 200, 200)},
    "first-steps/step": {"GET": (302, 200, 200, 200)},
    "first-steps/3": {"GET": (302, 200, 200, 200)},
    "first-steps/skip": {"POST": (401, 303, 303, 303)},
    # for the safeguarding lead alone (test_editions.py)
    "editions": {"GET": (302, 403, 403, 403), "POST": (401, 403, 403, 403)},
    # for administrators alone (test_settings.py)
    "settings": {"GET": (302, 403, 403, 200), "POST": (401, 403, 403, 400)},
    "account": {"GET": (302, 200, 200, 200), "POST": (401, 400, 400, 400)},
    "account/devices": {"POST": (401, 303, 303, 303)},
    "people": {"GET": (302, 403, 403, 200), "POST": (401, 403, 403, 400)},
    "people/import": {"GET": (302, 403, 403, 200), "POST": (401, 403, 403, 400)},
    "people/person": {"GET": (302, 403, 403, 404), "POST": (401, 403, 403, 404)},
    "health": {"GET": (200, 200, 200, 200)},
    "draft": {"POST": (401, 204, 204, 204)},
    "here": {"GET": (401, 200, 200, 200), "POST": (401, 204, 204, 204)},
    "module": {"GET": (302, 200, 200, 200)},
    # this course has none (tests/browser/test_assessment.py)
    "assessment": {"GET": (302, 404, 404, 404)},
    "assessment/take": {"GET": (302, 404, 404, 404)},
    # for whom it is about alone, once it was released (test_feedback.py)
    "assessment/feedback/submission": {"GET": (302, 404, 404, 404)},
    # for trainers, the head and the safeguarding lead (test_desk.py)
    "desk": {"GET": (302, 403, 403, 403)},
    "desk/release": {"POST": (401, 403, 403, 403)},
    "desk/reopen": {"POST": (401, 403, 403, 403)},
    "desk/submission": {"GET": (302, 403, 403, 403), "POST": (401, 403, 403, 403)},
    "desk/submission/box": {"POST": (401, 403, 403, 403)},
    "desk/submission/decision": {"GET": (302, 403, 403, 403), "POST": (401, 403, 403, 403)},
    # for the head, and whom the head has named
    "sign-off": {"GET": (302, 403, 403, 403), "POST": (401, 403, 403, 403)},
    "sign-off/signers": {"GET": (302, 403, 403, 403), "POST": (401, 403, 403, 403)},
    "seat": {"GET": (401, 404, 204, 404), "DELETE": (401, 404, 204, 404)},
    "seat/channels": {"GET": (401, 404, 101, 404)},
    "static": {"GET": (200, 200, 200, 200), "HEAD": (200, 200, 200, 200)},
}
BODIES: dict[str, Any] = {"draft": {"place": "attempt:1:text", "text": "so far"}}
FORGED = {
    "X-Remote-User": "ada",
    "Remote-User": "ada",
    "X-Forwarded-User": "ada",
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Host": "localhost",
    "X-Forwarded-Proto": "https",
    "X-Real-IP": "127.0.0.1",
    "Authorization": "token ada",
    "X-HTTP-Method-Override": "DELETE",
}


def name_of(route: str) -> str:
    """``seat/(?P<kernel>...)/channels`` is ``seat/channels``, ``desk/(?P<submission>...)``
    is ``desk/submission``."""
    route = re.sub(r"\(\?P<(submission|decision|person|step)>[^)]*\)", r"\1", route)
    parts = re.sub(r"\(\?P<.*?\}\)|\(\?P<.*?\)\)?", "", route)
    literal = [part for part in parts.split("/") if re.fullmatch(r"[a-z0-9-]+", part)]
    return "/".join(literal)


def path_of(browser: Browser, name: str, kernel: str) -> str:
    return {
        "set-up": f"set-up/{NO_LINK}",
        "welcome": f"welcome/{NO_LINK}",
        "module": "module/listening",
        "people/person": "people/p-aaaaaaaaaa",
        "first-steps/step": "first-steps/2",
        "desk/submission": f"desk/{NO_SUBMISSION}",
        "desk/submission/box": f"desk/{NO_SUBMISSION}/box",
        "desk/submission/decision": f"desk/{NO_SUBMISSION}/refer",
        "assessment": "assessment/listening",
        "assessment/take": "assessment/listening/take",
        "assessment/feedback/submission": f"assessment/listening/feedback/{NO_SUBMISSION}",
        "seat": f"seat/{kernel}",
        "seat/channels": f"seat/{kernel}/channels",
        "static": browser.static("site.css") if name == "static" else "",
    }.get(name, name)


def methods_of(handler: type[RequestHandler]) -> set[str]:
    nothing = RequestHandler._unimplemented_method
    return {m for m in METHODS[:6] if getattr(handler, m.lower()) is not nothing}


def handshake(browser: Browser) -> dict[str, str]:
    return {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Origin": browser.origin,
    }


def raw(
    browser: Browser,
    method: str,
    path: str,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> tuple[int, dict[str, str], str]:
    """Exactly this request, as no browser would mend it."""
    parts = urlsplit(browser.root)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        given = {"Host": parts.netloc, "Cookie": browser.cookie_header, **(headers or {})}
        for name, value in given.items():
            if value:
                connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        answer = connection.getresponse()
        text = "" if answer.status == 101 else answer.read().decode("utf-8", "replace")
        return answer.status, dict(answer.getheaders()), text
    finally:
        connection.close()


def ask(
    browser: Browser, method: str, name: str, kernel: str, **headers: str
) -> tuple[int, dict[str, str], str]:
    """A request as a page of ours would make it, and then the given headers."""
    given: dict[str, str] = {}
    body = b""
    if method != "GET":
        given = {"Origin": browser.origin, "X-XSRFToken": browser.xsrf}
    if name in BODIES:
        import json

        body = json.dumps(BODIES[name]).encode()
    if name == "seat/channels" and method == "GET":
        given = handshake(browser)
    path = urlsplit(browser.root).path + path_of(browser, name, kernel)
    return raw(
        browser, method, path, given | {k.replace("_", "-"): v for k, v in headers.items()}, body
    )


@pytest.fixture(scope="module")
def everybody(running_host: Serving) -> Iterator[dict[str, Browser]]:
    """One browser for each of WHO."""
    running_host.mentor_once("amina")
    running_host.mentor_once("ben")
    yield {
        "nobody": running_host.browser(),
        "other": running_host.browser().sign_in("ben"),
        "owner": running_host.browser().sign_in("amina"),
        "administrator": running_host.browser().sign_in("ada"),
    }


@pytest.fixture
def kernel(host: Serving, everybody: dict[str, Browser]) -> str:
    """The kernel of a page that the owner has open."""
    assert host
    return everybody["owner"].module("listening")


CASES = [(name, method) for name, methods in EXPECTED.items() for method in methods]


def test_every_route_has_its_expectations() -> None:
    """A route that is added without saying who may use it fails here."""
    assert [name_of(route) for route, _ in ROUTES] == list(EXPECTED)
    for route, handler in ROUTES:
        assert methods_of(handler) == set(EXPECTED[name_of(route)]), route


def test_everybody_is_answered_as_expected(
    host: Serving, everybody: dict[str, Browser], kernel: str
) -> None:
    """Each route and method, asked by nobody, another mentor, the owner, an administrator."""
    for name, method in CASES:
        for who, expected in zip(WHO, EXPECTED[name][method], strict=True):
            if (name, method) in (("sign-out", "POST"), ("seat", "DELETE")):
                continue  # below: they end what the others need
            status, headers, text = ask(everybody[who], method, name, kernel)
            assert status == expected, f"{method} {name} as {who}: {text[:300]}"
            for header, value in ALWAYS.items():
                assert headers.get(header) == value, f"{method} {name} as {who}: {header}"
            if name in ("module", "first-steps/3") and status == 200:
                everybody[who].leave(re.findall(r"seat/([0-9a-f-]{36})", text)[0])
    for who in ("nobody", "other", "administrator"):
        assert ask(everybody[who], "DELETE", "seat", kernel)[0] in (401, 404)
    until(lambda: len(host.kernels()) == 1, why="only the pages opened here are to end")
    assert everybody["owner"].get(f"seat/{kernel}").status == 204, "nobody else could end it"
    assert ask(everybody["owner"], "DELETE", "seat", kernel)[0] == 204
    for browser in (host.browser(), host.browser().sign_in("ben")):
        assert ask(browser, "POST", "sign-out", kernel)[0] == 303


def test_other_methods_are_not_answered(everybody: dict[str, Browser], kernel: str) -> None:
    for name, methods in EXPECTED.items():
        for method in set(METHODS) - set(methods):
            status, _, _ = ask(everybody["owner"], method, name, kernel)
            assert status == 405, f"{method} {name}"


def test_no_header_makes_anybody_somebody_else(everybody: dict[str, Browser], kernel: str) -> None:
    for name, method in CASES:
        if name in ("module", "first-steps/3", "sign-out"):
            continue  # the first is asked as nobody below; the last is for everybody
        for who in ("nobody", "other"):
            expected = EXPECTED[name][method][WHO.index(who)]
            status, _, _ = ask(everybody[who], method, name, kernel, **FORGED)
            assert status == expected, f"{method} {name} as {who}"
    assert ask(everybody["nobody"], "GET", "module", kernel, **FORGED)[0] == 302
    assert everybody["nobody"].get("?token=ada").status == 302


@pytest.mark.parametrize("host_header", ["evil.example", "127.0.0.1.evil.example", "[evil]", ""])
def test_a_name_that_is_not_ours_is_refused_on_every_route(
    everybody: dict[str, Browser], kernel: str, host_header: str
) -> None:
    """Another site that points its name at this machine (DNS rebinding) reads nothing."""
    for name, method in CASES:
        origin = f"http://{host_header}"
        headers = {"Host": host_header, "Origin": origin} if host_header else {"Host": ""}
        status, _, text = ask(everybody["owner"], method, name, kernel, **headers)
        assert status in (400, 421), f"{method} {name}: {status}"
        assert "Amina" not in text
    assert everybody["owner"].get(f"seat/{kernel}").status == 204


@pytest.mark.parametrize(
    "origin", ["", "null", "http://evil.example", "https://{}", "http://{}.evil.example", "file://"]
)
def test_what_does_not_come_from_our_pages_changes_nothing(
    host: Serving, everybody: dict[str, Browser], kernel: str, origin: str
) -> None:
    """A missing Origin and a foreign one are refused, for forms, scripts and websockets."""
    given = origin.format(urlsplit(host.root).netloc)
    for name, method in CASES:
        if method in ("POST", "DELETE") or name == "seat/channels":
            status, _, _ = ask(everybody["owner"], method, name, kernel, Origin=given)
            assert status == 403, f"{method} {name}"
    assert everybody["owner"].get("").status == 200
    assert everybody["owner"].get(f"seat/{kernel}").status == 204


@pytest.mark.parametrize("token", ["", "2|x|y|1", "0" * 32])
def test_a_form_without_the_token_of_its_page_changes_nothing(
    everybody: dict[str, Browser], kernel: str, token: str
) -> None:
    for name, method in CASES:
        if method in ("POST", "DELETE"):
            status, _, _ = ask(everybody["owner"], method, name, kernel, **{"X-XSRFToken": token})
            assert status == 403, f"{method} {name}"
    assert everybody["owner"].get(f"seat/{kernel}").status == 204


STATIC = "/static/DIGEST"
TRICKS = [
    f"{STATIC}/../app.py",
    f"{STATIC}/..%2fapp.py",
    f"{STATIC}/%2e%2e/app.py",
    f"{STATIC}/%2e%2e%2fapp.py",
    f"{STATIC}/..%5capp.py",
    f"{STATIC}/ui/../host/app.py",
    f"{STATIC}/ui/player.py",
    f"{STATIC}/ui//tokens.css",
    f"{STATIC}//etc/passwd",
    f"{STATIC}/%2fetc%2fpasswd",
    f"{STATIC}/site.css%00.py",
    f"{STATIC}/site.css/",
    f"{STATIC}/",
    STATIC,
    "/static/0000000000000000/site.css",
    "/static/../static/site.css",
    "/static/site.css",
    "//static/site.css",
    "/module/listening.ipynb",
    "/module/listening/",
    "/module/..%2f..%2fREADME",
    "/module/%2e%2e",
    "/module/../listening",
    "/module/",
    "/module/a%00b",
    "/modules/listening.ipynb",
    "/scenarios/",
    "/record.sqlite",
    "/files/modules/listening.ipynb",
    "/voila/files/listening.ipynb",
    "/voila/render/listening.ipynb",
    "/voila/tree",
    "/voila/static/voila.js",
    "/voila/templates/lab/index.html.j2",
    "/api/kernels",
    "/api/contents/listening.ipynb",
    "/api/sessions",
    "/lab",
    "/tree",
    "/login",
    "/logout",
    "/seat/",
    "/seat/x",
    f"/seat/{NO_KERNEL}/",
    f"/seat/{NO_KERNEL}/channels/",
    f"/seat/{NO_KERNEL}%2fchannels",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..",
    "/health/",
    "/HEALTH",
    "//evil.example/",
    "/sign-in/",
]


def test_no_path_leads_out_of_the_list(everybody: dict[str, Browser], kernel: str) -> None:
    """Not by dots, slashes, escapes or the addresses of stock Jupyter and Voilà."""
    digest = everybody["nobody"].static("site.css").split("/")[1]
    for who in ("nobody", "owner"):
        for path in [*TRICKS, f"/api/kernels/{kernel}", f"/api/kernels/{kernel}/channels"]:
            status, _, text = raw(everybody[who], "GET", path.replace("DIGEST", digest))
            assert status == 404, f"{path} as {who}: {status}"
            for source in ("import ", '"cells"', "root:", "SQLite"):
                assert source not in text, path


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:x=1",
        "\t//evil.example",
        "///evil.example",
        "http://[evil",
    ],
)
def test_signing_in_leads_to_no_other_site(host: Serving, wanted: str) -> None:
    browser = host.browser()
    host.mentor_once("amina")
    assert browser.get(f"sign-in?{urlencode({'next': wanted})}").status == 200
    fields = {"account": "amina", "password": "plenty horse battery staple", "next": wanted}
    answer = browser.post("sign-in", fields, follow=False)
    assert answer.status == 303
    location = answer.headers["Location"]
    assert location == "/" or (location.startswith("/") and location[1] not in "/\\")
    assert not answer.headers.get("Set-Cookie", "").startswith("x=")
