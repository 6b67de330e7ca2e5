"""What every request passes before it is answered: our name, who is asking, and from where."""

from __future__ import annotations

import logging
from types import TracebackType
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

from tornado.httputil import HTTPServerRequest
from tornado.iostream import StreamClosedError
from tornado.web import Application, HTTPError, RequestHandler

from ..errors import CpdError
from ..language import _, ngettext
from ..practice.citing import day_in_words
from . import headers
from .house import House, Visit
from .names import asker, same_origin
from .roles import roles_in_words
from .sorry import Sorry, described, sorry_for

log = logging.getLogger("mentor_cpd.host")

_SAFE = ("GET", "HEAD", "OPTIONS")
# A page that opens itself again, or asks for its turn, says so: nobody need be there.
BY_ITSELF = "X-By-Itself"


class Door(RequestHandler):
    """The base of every handler."""

    public: ClassVar[bool] = False
    """Anyone may ask, signed in or not."""
    plain: ClassVar[bool] = False
    """It is asked by a script: errors are short text, and nobody is led to another page."""
    counts: ClassVar[bool] = True
    """Asking for it shows that somebody is there: scripts ask for some by themselves."""

    visit: Visit | None = None
    may_sign: bool = False
    """Every page's head shows the way to the sign-offs, to those who sign."""

    def __init__(self, application: Application, request: HTTPServerRequest, **given: Any) -> None:
        self.house: House = application.settings["house"]
        super().__init__(application, request, **given)

    def set_default_headers(self) -> None:
        headers.dress(self._headers)

    async def prepare(self) -> None:
        self.check_name()
        token = self.get_cookie(self.session_cookie)
        if token:
            seen = self.counts and not self.request.headers.get(BY_ITSELF)
            signed_in = await self.house.off(self.house.people.who, token, seen=seen)
            self.visit = Visit(signed_in.person, token) if signed_in else None
        if self.visit is not None and not self.plain:
            self.may_sign = await self.house.off(self.house.may_sign, self.visit.person)
        if self.visit is None and not self.public:
            self.ask_to_sign_in()

    def check_name(self) -> None:
        if not self.house.names.include(self.request.host):
            raise Sorry(
                421,
                _("This server does not know that name"),
                _("It was asked for “{host}”.").format(host=self.request.host[:100]),
                _("Start it with --allow-host and the name by which people reach it."),
            )

    def check_xsrf_cookie(self) -> None:
        """A form or a script of ours sends both its origin and the token of its cookie."""
        self.check_name()
        if not self.comes_from_us():
            raise Sorry(
                403,
                _("That did not come from a page of this site"),
                _("Nothing was changed."),
                _("Go back to the page and try again."),
            )
        try:
            super().check_xsrf_cookie()
        except HTTPError as error:
            raise Sorry(
                403,
                _("This page had been open for too long"),
                _("Nothing was changed."),
                _("Go back, load the page again, and try once more."),
            ) from error

    def comes_from_us(self) -> bool:
        # A proxy that speaks TLS for us may not say so.
        protocols = ("http", "https") if self.house.behind_proxy else (self.request.protocol,)
        origin = self.request.headers.get("Origin")
        return same_origin(origin, host=self.request.host, protocols=protocols)

    @property
    def address(self) -> str:
        """Where the request comes from; what a browser says of itself is not believed."""
        forwarded = self.request.headers.get("X-Forwarded-For") if self.house.behind_proxy else None
        return asker(str(self.request.remote_ip), forwarded)

    def ask_to_sign_in(self) -> None:
        if self.plain or self.request.method not in _SAFE:
            raise Sorry(
                401,
                _("You are signed out"),
                _("Nothing was changed."),
                _("Sign in and try again."),
            )
        wanted = self.request.uri or ""
        asked = {"next": wanted} if wanted != self.house.base else {}
        # Whoever was signed in a while ago is told why they have to do it again.
        if self.get_cookie(self.session_cookie):
            asked["ended"] = "1"
        query = urlencode(asked, quote_via=quote, safe="")
        self.redirect(f"{self.house.base}sign-in" + (f"?{query}" if query else ""))

    # Who is asking.

    @property
    def visitor(self) -> Visit:
        """Who is asking, behind a door that nobody passes without being known."""
        if self.visit is None:
            raise HTTPError(401)
        return self.visit

    @property
    def session_cookie(self) -> str:
        return str(self.settings["session_cookie"])

    @property
    def mark_cookie(self) -> str:
        return f"{self.session_cookie}-mark"

    @property
    def secure(self) -> bool:
        return self.house.secure or self.request.protocol == "https"

    def remember(self, token: str) -> None:
        """Known from now on; the cookie is a key to a sign-in that the store can take back."""
        self.set_cookie(
            self.session_cookie,
            token,
            path=self.house.base,
            httponly=True,
            secure=self.secure,
            # Strict would show the sign-in page to whoever follows a link in a message.
            samesite="Lax",
        )

    def mark(self, mark: str) -> None:
        """A browser on which somebody has signed in: it opens nothing, and says no name."""
        self.set_cookie(
            self.mark_cookie,
            mark,
            path=self.house.base,
            expires_days=180,
            httponly=True,
            secure=self.secure,
            samesite="Lax",
        )

    def forget(self) -> None:
        self.clear_cookie(self.session_cookie, path=self.house.base)

    def next_page(self, wanted: str) -> str:
        """Where to go after signing in: a page of ours, whatever the address said."""
        try:
            parts = urlsplit(wanted)
        except ValueError:
            return self.house.base
        ours = (
            not parts.scheme
            and not parts.netloc
            and parts.path.startswith(self.house.base)
            and not wanted.startswith("//")
            and "\\" not in wanted
            and wanted.isprintable()
        )
        return wanted if ours else self.house.base

    # Answers.

    def show(self, name: str, *, status: int = 200, **context: Any) -> None:
        """Render a page of ``pages/``."""
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(
            self.house.templates.get_template(f"{name}.html").render(
                **self.context(name), status=status, **context
            )
        )

    def context(self, page: str) -> dict[str, Any]:
        """What every page is given."""
        return {
            "_": _,
            "ngettext": ngettext,
            "base": self.house.base,
            "static": self.house.static,
            "lang": "en-GB",
            "roles_in_words": roles_in_words,
            "page": page,
            "school": self.house.school(),
            "person": self.visit.person if self.visit else None,
            "may_sign": self.may_sign,
            "standing": self.visit.standing if self.visit else "",
            "writer": self.visit.writer if self.visit else "",
            "printed_on": day_in_words(self.house.store.clock().astimezone().date().isoformat()),
            "xsrf_token": self.xsrf_token.decode("ascii"),
        }

    @property
    def xsrf_token(self) -> bytes:
        self.settings["xsrf_cookie_kwargs"] = {
            "path": self.house.base,
            "secure": self.secure,
            "samesite": "Lax",
        }
        return super().xsrf_token

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Every error is a page in words, or a line for a script; never a traceback."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        sorry = error if isinstance(error, Sorry) else sorry_for(status_code, error)
        status_code = sorry.status_code
        self.set_status(status_code)
        headers.dress(self._headers)
        if sorry.retry:
            self.set_header("Retry-After", str(sorry.retry))
        if self.plain:
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(sorry.title)
            return
        try:
            self.show(
                "error",
                status=status_code,
                title=sorry.title,
                sentence=sorry.sentence,
                remedy=sorry.remedy,
            )
        except Exception as second:
            # The store or the template itself is what is broken.
            log.error("the error page could not be shown: %s", second, exc_info=second)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.write(f"{sorry.title}. {sorry.sentence} {sorry.remedy}")
        self.finish()

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if isinstance(value, StreamClosedError):
            return  # whoever asked went away
        if isinstance(value, HTTPError) and value.status_code < 500:
            return
        if isinstance(value, HTTPError | CpdError):
            log.warning("%s: %s", self.summary(), value)
            return
        log.error("%s: %s", self.summary(), described(value), exc_info=value)

    def summary(self) -> str:
        """The request in the log: no query, and no one-time link."""
        path = self.request.path
        for secret in ("set-up/", "welcome/"):
            before, found, _after = path.partition(self.house.base + secret)
            if found:
                path = f"{before}{found}..."
        return f"{self.request.method} {path[:120]}"


class Lost(Door):
    """Every address that is none of ours."""

    public = True

    async def prepare(self) -> None:
        await super().prepare()
        raise HTTPError(404)

    def check_xsrf_cookie(self) -> None:
        """There is nothing here to protect."""
