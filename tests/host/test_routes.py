"""Every route of the host, asked by everybody: who gets what, whatever they forge."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from tornado.web import RequestHandler

from mentor_cpd.assess.gradebook import feedback
from mentor_cpd.assess.gradebook.course import Places
from mentor_cpd.host import desk_boxes as boxes
from mentor_cpd.host.app import ROUTES
from mentor_cpd.host.feedback import ALONE
from mentor_cpd.host.headers import ALWAYS
from mentor_cpd.records.folder import DataFolder
from mentor_cpd.records.people import COMMAND_LINE, People
from tests.assess.house import MODULE, WORDS
from tests.assess.making import GOOD
from tests.host.desk_school import School, fill, school
from tests.host.test_desk import marks, release
from tests.host.who_may import ROWS, TABLE, WHO, Row
from tests.serving import Browser, Line, Serving

METHODS = ("GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND")
NO_KERNEL = "00000000-0000-4000-8000-000000000000"
# Account (and column of the table) -> name and roles. Nobody else is called so.
PEOPLE = {
    "mentor": ("Meera Quillon", ["mentor"]),
    "owner": ("Oriel Wexcombe", ["mentor"]),
    "trainer": ("Tess Aldermoor", ["trainer"]),
    "lead": ("Lena Thrupp", ["safeguarding-lead"]),
    "head": ("Hope Yarrowby", ["head"]),
    "admin": ("Ada Brimscombe", ["administrator"]),
    "several": (
        "Sev Kettlewell",
        ["mentor", "trainer", "safeguarding-lead", "head", "administrator"],
    ),
    "named": ("Nell Osterley", ["mentor"]),
    "disabled": ("Dov Uffington", ["mentor", "trainer"]),
    "leaver": ("Lev Marchwood", ["mentor", "administrator"]),
    "invited": ("Ivo Pellmere", ["mentor"]),
}
# Where a name stands because it is what the page is for: whoever may open it may read it.
NAMED_ON = ("people", "sign-off", "welcome")
FORGED = {
    "X-Remote-User": "admin",
    "Remote-User": "admin",
    "X-Forwarded-User": "admin",
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Host": "localhost",
    "X-Forwarded-Proto": "https",
    "X-Real-IP": "127.0.0.1",
    "Authorization": "token admin",
    "X-HTTP-Method-Override": "DELETE",
}

MARKS = {"level-evidence": "2", "strength": "You waited.", "do": "save"}
BOX = {"box": "task", "text": "Wait ten seconds.", "seen": boxes.mark("")}


@dataclass
class Open:
    """The school while its doors are tried: everybody's browser, and what stands in braces."""

    school: School
    browsers: dict[str, Browser]
    places: dict[str, str]
    forms: dict[str, Any] = field(default_factory=dict)
    line: Line | None = None

    @property
    def host(self) -> Serving:
        return self.school.host

    def path(self, row: Row) -> str:
        return re.sub(r"\{([^}]*)\}", lambda found: self.places[found[1]], row.path)

    def body(self, row: Row, who: str) -> bytes:
        """What is sent where nothing at all would not tell who may."""
        said = self.forms.get(row.path)
        if callable(said):
            said = said(who)
        if said is None:
            return b""
        told = json.dumps(said) if self.kind(row) == "application/json" else urlencode(said)
        return told.encode()

    def kind(self, row: Row) -> str:
        is_json = row.path.endswith(("box", "draft"))
        return "application/json" if is_json else "application/x-www-form-urlencoded"

    def ask(
        self,
        who: str,
        row: Row,
        *,
        headers: dict[str, str] | None = None,
        empty: bool = False,
        hang_up: bool = False,
    ) -> Heard:
        """A request as a page of ours would make it, and then the given headers. ``empty``:
        without a body, where the server may hang up before it has heard all of it."""
        browser = self.browsers[who]
        given: dict[str, str] = {}
        if row.method != "GET":
            given = {"Origin": browser.origin, "X-XSRFToken": browser.xsrf}
            given["Content-Type"] = self.kind(row)
        if row.path.endswith(LINES) and row.method == "GET":
            given = handshake(browser)
        path = urlsplit(browser.root).path + self.path(row)
        body = self.body(row, who) if row.method == "POST" and not empty else b""
        return raw(browser, row.method, path, given | (headers or {}), body, hang_up=hang_up)

    def let_go(self) -> None:
        """Close the owner's page."""
        if self.line:
            self.line.__exit__()

    def record(self) -> tuple[int, str]:
        with self.school.store() as store:
            return store.head()


@dataclass(frozen=True)
class Heard:
    status: int
    headers: dict[str, str]
    text: str


def title_of(heard: Heard) -> str:
    found = re.search(r"<title>.*?</title>|\A[^<]{0,200}", heard.text, re.S)
    return found[0] if found else ""


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
    *,
    hang_up: bool = False,
) -> Heard:
    """Exactly this request, as no browser would mend it. ``hang_up``: do not wait for the page."""
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
        # A server that has heard enough answers before everything is said.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.endheaders(body or None)
        answer = connection.getresponse()
        read = answer.status != 101 and not hang_up
        text = answer.read().decode("utf-8", "replace") if read else ""
        return Heard(answer.status, dict(answer.getheaders()), text)
    finally:
        connection.close()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """A school in which there is something of everything, and a browser for each of WHO."""
    with school(tmp_path_factory.mktemp("routes")) as made:
        for account, (name, roles) in PEOPLE.items():
            made.host.add(account, *roles, name=name)
        browsers = {who: made.host.browser().sign_in(who) for who in PEOPLE if who != "invited"}
        browsers["nobody"] = made.host.browser()
        works = {
            "released": made.hands_in("owner", *GOOD),
            "work": made.hands_in("leaver", *GOOD),
            "real": made.hands_in("mentor", *GOOD),
            "several's": made.hands_in("several", *GOOD),
        }
        marks(browsers["trainer"], works["released"])
        release(browsers["trainer"], works["released"])
        told = made.submission(works["released"]).released
        page = feedback.page(Places.of(DataFolder(made.host.data)), works["released"], told)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"<p>{WORDS['evidence']}</p>", encoding="utf-8")
        fill(
            browsers["trainer"], f"desk/{works['real']}", f"desk/{works['real']}/may-be-real",
            told="Mrs Okafor",
        )  # fmt: skip
        ids = {who: made.person(who).id for who in PEOPLE}
        browsers["head"].post("sign-off/signers", {"who": ids["named"], "do": "name"})
        with made.store() as store:
            people = People(store)
            link = people.make_link("welcome", ids["invited"], by=COMMAND_LINE)
            people.disable(ids["disabled"], by=COMMAND_LINE)
        browsers["admin"].post(f"people/{ids['leaver']}", {"do": "disable"})
        doors = Open(
            made,
            browsers,
            {
                **works,
                "link": link,
                "made-up": "abcdefghijklmnopqrstuvwx",
                "owner": ids["owner"],
                "nobody-here": "p-aaaaaaaaaa",
                "none": "0123456789abcdef01234567",
                "no-kernel": NO_KERNEL,
                "static": browsers["nobody"].static("site.css"),
            },
            {
                "draft": {"place": "attempt:1:text", "text": "so far"},
                "desk/{work}": MARKS,
                "desk/{real}": MARKS,
                "desk/{several's}": MARKS,
                "desk/{work}/box": BOX,
                "desk/{real}/box": BOX,
                "desk/{none}/box": BOX,
                "desk/{work}/close": {"note-close": "It was out of a film."},
                # Each names another: nobody can be named twice.
                "sign-off/signers": lambda who: {
                    "who": ids["lead" if who == "several" else "invited"],
                    "do": "name",
                },
            },
        )
        yield doors
        doors.let_go()


@pytest.fixture
def everybody(opened: Open) -> Open:
    """The same, with a page that the owner has open: its line is held, as a page holds it."""
    owner = opened.browsers["owner"]
    if not opened.line or owner.get(f"seat/{opened.places['kernel']}").status != 204:
        opened.let_go()
        opened.places["kernel"] = owner.module(MODULE)
        opened.line = Line(owner, opened.places["kernel"])
    return opened


LINES = ("/channels", "/line")
# Pages of these start a kernel: it is enough to see that they begin.
STARTS = ("module/listening", "first-steps/3", "assessment/listening/take")


def test_the_table_has_every_route_with_every_method_of_it(everybody: Open) -> None:
    """A route that is added without saying who may use it fails here."""
    assert len(ROWS) == len(re.findall(r"\d{3}$", TABLE, re.M)), "a line was not understood"
    nothing = RequestHandler._unimplemented_method
    wanted = {
        (route, method)
        for route, handler in ROUTES
        for method in RequestHandler.SUPPORTED_METHODS
        if getattr(handler, method.lower()) is not nothing and method != "OPTIONS"
    }
    assert {(route_of(everybody.path(row)), row.method) for row in ROWS} == wanted


def route_of(path: str) -> str:
    return next(route for route, _ in ROUTES if re.fullmatch(route, path))


def test_everybody_is_answered_as_the_table_says(everybody: Open) -> None:
    amiss = []
    # Who opens pages that start kernels gives up older ones: these come last.
    for row in sorted(ROWS, key=lambda row: row.path in STARTS):
        for who in (*WHO, "disabled", "leaver"):
            if row.path == "sign-out":
                continue  # below: it ends what the others need
            expected = row.answers["nobody" if who in ("disabled", "leaver") else who]
            heard = everybody.ask(who, row, hang_up=row.path in STARTS and expected == 200)
            what = f"{row.method} {row.path} as {who}"
            if heard.status != expected:
                amiss.append(f"{what}: {heard.status} for {expected}: {title_of(heard)}")
                continue
            amiss += [f"{what}: {why}" for why in not_as_it_should_be(who, row, heard)]
    assert not amiss, "\n".join(amiss)


def not_as_it_should_be(who: str, row: Row, heard: Heard) -> Iterator[str]:
    """What is wrong with an answer besides its status."""
    text = unescape(heard.text)
    for header, value in ALWAYS.items():
        alone = header == "Content-Security-Policy" and "feedback" in row.path
        if heard.headers.get(header) != (ALONE if alone and heard.status == 200 else value):
            yield f"{header}: {heard.headers.get(header)}"
    to_sign_in = re.match(r"/sign-in(\?next=|\?ended=|$)", heard.headers.get("Location", ""))
    if heard.status == 302 and row.path != "sign-in" and not to_sign_in:
        yield f"leads to {heard.headers['Location']}"
    is_page = row.method == "GET" and not row.path.startswith("seat")
    if heard.status in (403, 404) and is_page and not SENTENCE.search(text):
        yield f"no sentence: {text[-600:]}"
    for account, (name, _roles) in PEOPLE.items():
        if name in text and account != who and not may_read_of(who, account, row):
            yield f"names {name}"
    if WORDS["evidence"] in text and not (reads(who, row) and row.path.startswith(WRITTEN_ON)):
        yield "tells what somebody wrote"


SENTENCE = re.compile(r'<h1>[A-Z][^<]{9,}</h1>\s*<p class="lead">[A-Z][^<]{9,}[.]</p>')
WRITTEN_ON = ("desk/", "assessment/")


def reads(who: str, row: Row) -> bool:
    """Whether the page at that address, or the one whose form it is, is theirs to read."""
    pages = [one for one in ROWS if one.method == "GET" and row.path.startswith(one.path)]
    page = max(pages, key=lambda one: len(one.path) * (one.answers["several"] != 303))
    return page.answers.get(who, 0) == 200


def may_read_of(who: str, account: str, row: Row) -> bool:
    """Whether the page is there to tell this reader of that person."""
    if row.path.startswith("desk/"):
        # Who marks it, or has stopped it, is told to who reads it; whose it is, to the lead
        # alone, who talks to them about what may be real.
        leads = who in ("lead", "several") and row.path.startswith("desk/{real}")
        return reads(who, row) and (account in ("trainer", "several") or leads)
    return reads(who, row) and row.path.startswith(NAMED_ON)


def test_signing_out_is_for_everybody_and_of_oneself(everybody: Open) -> None:
    (row,) = [one for one in ROWS if one.path == "sign-out"]
    for who, expected in row.answers.items():
        if who in PEOPLE:
            again = everybody.host.browser().sign_in(who)
            path = urlsplit(again.root).path + "sign-out"
            headers = {"Origin": again.origin, "X-XSRFToken": again.xsrf}
            assert raw(again, "POST", path, headers).status == expected
            assert again.get("account").status == 302
            assert everybody.browsers[who].get("account").status == 200, "elsewhere they stay"
    assert everybody.ask("nobody", row).status == row.answers["nobody"]


def test_a_seat_is_given_back_by_whom_it_belongs_to(everybody: Open) -> None:
    give_back = Row("seat/{kernel}", "DELETE", {})
    for who in (*WHO, "disabled", "leaver"):
        if who != "owner":
            assert everybody.ask(who, give_back).status in (401, 404)
    assert everybody.browsers["owner"].get(f"seat/{everybody.places['kernel']}").status == 204
    assert everybody.ask("owner", give_back).status == 204


def test_what_everybody_writes_is_kept_for_each_apart(everybody: Open) -> None:
    """The same place, on five accounts: nobody writes over another's words, or reads them."""
    for who in ("mentor", "owner", "trainer", "admin", "several"):
        everybody.forms["draft"] = {"place": "attempt:1:text", "text": f"by {who}"}
        assert everybody.ask(who, Row("draft", "POST", {})).status == 204
    with everybody.school.store() as store:
        for who in ("mentor", "owner", "trainer", "admin", "several"):
            person = everybody.school.person(who).id
            assert store.drafts(person, "attempt:") == {"attempt:1:text": f"by {who}"}


def test_other_methods_are_not_answered(everybody: Open) -> None:
    """Whoever may not ask at all is turned away as ever; everybody else hears that."""
    routes: dict[str, list[Row]] = {}
    for row in ROWS:
        routes.setdefault(route_of(everybody.path(row)), []).append(row)
    for rows in routes.values():
        path = rows[0].path
        for method in set(METHODS) - {row.method for row in rows}:
            for who in ("nobody", "owner", "several"):
                away = {302, 401} if who == "nobody" else set()
                if path.endswith("/channels"):  # whether a line is theirs is looked at first
                    away |= {row.answers[who] for row in rows} & {404}
                status = everybody.ask(who, Row(path, method, {})).status
                assert status in {405, *away}, f"{method} {path} as {who}: {status}"


def test_no_header_makes_anybody_somebody_else(everybody: Open) -> None:
    for row in ROWS:
        if row.path in (*STARTS, "sign-out") or row.method == "POST":
            continue
        for who in ("nobody", "mentor"):
            status = everybody.ask(who, row, headers=FORGED).status
            assert status == row.answers[who], f"{row.method} {row.path} as {who}"
    for path in STARTS:
        row = Row(path, "GET", {})
        assert everybody.ask("nobody", row, headers=FORGED).status == 302
    assert everybody.browsers["nobody"].get("?token=admin").status == 302


def test_a_cookie_that_was_made_up_is_nobodys(everybody: Open) -> None:
    names = [one.name for one in everybody.browsers["owner"].cookies if one.name != "_xsrf"]
    for made_up in ("", "x", "a" * 8000, '"; drop', "%00%ff", "p-aaaaaaaaaa|1|2"):
        cookie = "; ".join(f"{name}={made_up}" for name in names)
        for row in (Row("account", "GET", {}), Row("people", "GET", {})):
            heard = everybody.ask("nobody", row, headers={"Cookie": cookie})
            assert heard.status == 302, made_up[:20]


# What does not come from our own pages.

ENDS = ("sign-out", "account/devices")
CHANGES = [row for row in ROWS if row.method in ("POST", "DELETE")]


@pytest.mark.parametrize("host_header", ["evil.example", "127.0.0.1.evil.example", "[evil]", ""])
def test_a_name_that_is_not_ours_is_refused_on_every_route(
    everybody: Open, host_header: str
) -> None:
    """Another site that points its name at this machine (DNS rebinding) reads nothing."""
    before = everybody.record()
    for row in ROWS:
        headers = {"Host": host_header}
        if host_header:
            headers["Origin"] = f"http://{host_header}"
        heard = everybody.ask("several", row, headers=headers, empty=True)
        assert heard.status in (400, 421), f"{row.method} {row.path}: {heard.status}"
        assert not any(name in heard.text for name, _ in PEOPLE.values())
    assert everybody.record() == before


@pytest.mark.parametrize(
    "origin", ["", "null", "http://evil.example", "https://{}", "http://{}.evil.example", "file://"]
)
def test_what_does_not_come_from_our_pages_changes_nothing(everybody: Open, origin: str) -> None:
    """A missing Origin and a foreign one are refused, for forms, scripts and websockets: also
    from whoever may do everything, and before it is asked who it is."""
    given = {"Origin": origin.format(urlsplit(everybody.host.root).netloc)}
    before = everybody.record()
    for row in (*CHANGES, Row("seat/{kernel}", "DELETE", {})):
        for who in ("several", "nobody"):
            status = everybody.ask(who, row, headers=given).status
            assert status == 403, f"{row.method} {row.path} as {who}"
    for line in ("seat/{kernel}/channels", "here/line"):
        assert everybody.ask("owner", Row(line, "GET", {}), headers=given).status == 403
    assert everybody.record() == before
    assert everybody.browsers["several"].get("").status == 200
    assert everybody.browsers["owner"].get(f"seat/{everybody.places['kernel']}").status == 204


@pytest.mark.parametrize("token", ["", "2|x|y|1", "0" * 32, "another's"])
def test_a_form_without_the_token_of_its_page_changes_nothing(everybody: Open, token: str) -> None:
    given = {"X-XSRFToken": everybody.browsers["mentor"].xsrf if token == "another's" else token}
    before = everybody.record()
    for row in (*CHANGES, Row("seat/{kernel}", "DELETE", {})):
        status = everybody.ask("several", row, headers=given).status
        assert status == 403, f"{row.method} {row.path}"
    assert everybody.record() == before
    assert everybody.browsers["several"].get("").status == 200


# What nobody would type.

FIELDS = (
    "account", "password", "present", "name", "roles", "do", "who", "which", "next", "list",
    "submission", "assignment", "sure", "attempt", "message", "writer", "brief", "met", "on",
    "when", "told", "why", "note-refer", "note-observed", "strength", "level-evidence",
    "is-strength", "school.days", "nation", "sign-in.idle", "works-kcsie-2025", "duty", "said",
)  # fmt: skip
WISHES = ("", "roles", "disable", "link", "done", "save", "add", "name")
NONSENSE = {
    "nul": "\0",
    "unseen": "\u202e\u200b\x1b[31m",
    "half a character": "\ud83d",
    "long": "x" * 20_000,
    "digits": "9" * 5_000,
    "a digit that is none": "²",
    "markup": "<script>alert(1)</script>",
    "a path": "../../etc/passwd",
}


def told_so(said: str, wish: str) -> bytes:
    """Every field that any form has, with this in it."""
    fields = [(name, said) for name in FIELDS if name not in ("writer", "do")] + [("do", wish)]
    return urlencode(fields, errors="surrogatepass").encode()


@pytest.mark.parametrize("said", [*NONSENSE])
def test_nonsense_in_every_field_is_answered_in_words(everybody: Open, said: str) -> None:
    """By whoever may do everything; never by a fault of ours, and nothing of it runs."""
    browser = everybody.browsers["several"]
    given = {"Origin": browser.origin, "X-XSRFToken": browser.xsrf}
    given["Content-Type"] = "application/x-www-form-urlencoded"
    for number, row in enumerate(one for one in CHANGES if one.path not in ENDS):
        body = told_so(NONSENSE[said], WISHES[number % len(WISHES)])
        heard = raw(browser, row.method, "/" + everybody.path(row), given, body)
        assert heard.status < 500, f"{row.method} {row.path}: {heard.text[-400:]}"
        assert "<script>alert" not in heard.text, f"{row.method} {row.path}"
    query = urlencode(dict.fromkeys((*FIELDS, "state", "sent", "before", "opened"), NONSENSE[said]),
                      errors="surrogatepass")  # fmt: skip
    for row in ROWS:
        if row.method == "GET" and row.path not in STARTS and len(query) < 30_000:
            heard = raw(browser, "GET", f"/{everybody.path(row)}?{query}")
            assert heard.status < 500, f"GET {row.path}: {heard.text[-400:]}"
            assert "<script>alert" not in heard.text, f"GET {row.path}"


BODIES: dict[str, tuple[str, bytes]] = {
    "no json": ("application/json", b"no json"),
    "another thing": ("application/json", b"[]"),
    "nothing": ("application/json", b"null"),
    "deep": ("application/json", b"[" * 100_000),
    "no text": ("application/json", b'{"box": "strength", "text": "\xff\xfe", "seen": ""}'),
    "half a character": ("application/json", b'{"place": "a:1:b", "text": "\\ud83d"}'),
    "another box": ("application/json", b'{"box": "../x", "text": "", "seen": "\\u0000"}'),
    "no form": ("multipart/form-data", b"--x\r\n"),
    "half a form": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form"),
    "a file of nothing": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n\xff\0\r\n--x--',
    ),
    "packed": ("application/x-www-form-urlencoded", b"\x1f\x8b\x08\x00junk"),
}


@pytest.mark.parametrize("sent", [*BODIES])
def test_a_body_that_is_none_is_answered_in_words(everybody: Open, sent: str) -> None:
    browser = everybody.browsers["several"]
    kind, body = BODIES[sent]
    given = {"Origin": browser.origin, "X-XSRFToken": browser.xsrf, "Content-Type": kind}
    for row in CHANGES:
        if row.path not in ENDS:
            status = raw(browser, row.method, "/" + everybody.path(row), given, body).status
            assert status < 500, f"{row.method} {row.path}"


def test_more_than_anybody_sends_is_not_listened_to(everybody: Open) -> None:
    """Also from nobody: it is refused by its length, before it is there."""
    before = everybody.record()
    for who in ("several", "nobody"):
        browser = everybody.browsers[who]
        given = {"Origin": browser.origin, "X-XSRFToken": browser.xsrf}
        for row in CHANGES:
            path = "/" + everybody.path(row)
            length = {"Content-Length": str(64 * 1024 * 1024)}
            assert raw(browser, row.method, path, given | length).status in (400, 413), row.path
    assert everybody.record() == before


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


def test_no_path_leads_out_of_the_list(everybody: Open) -> None:
    """Not by dots, slashes, escapes or the addresses of stock Jupyter and Voilà."""
    digest = everybody.places["static"].split("/")[1]
    for who in ("nobody", "owner"):
        kernel = everybody.places["kernel"]
        for path in [*TRICKS, f"/api/kernels/{kernel}", f"/api/kernels/{kernel}/channels"]:
            heard = raw(everybody.browsers[who], "GET", path.replace("DIGEST", digest))
            assert heard.status == 404, f"{path} as {who}: {heard.status}"
            for source in ("import ", '"cells"', "root:", "SQLite"):
                assert source not in heard.text, path


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
def test_signing_in_leads_to_no_other_site(opened: Open, wanted: str) -> None:
    browser = opened.host.browser()
    assert browser.get(f"sign-in?{urlencode({'next': wanted})}").status == 200
    fields = {"account": "mentor", "password": "plenty horse battery staple", "next": wanted}
    answer = browser.post("sign-in", fields, follow=False)
    assert answer.status == 303
    location = answer.headers["Location"]
    assert location == "/" or (location.startswith("/") and location[1] not in "/\\")
    assert not answer.headers.get("Set-Cookie", "").startswith("x=")
