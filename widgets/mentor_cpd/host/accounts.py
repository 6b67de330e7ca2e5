"""How people come in and go: set-up, sign-in and out, and the link to a first password."""

from __future__ import annotations

import logging
from urllib.parse import quote

from ..errors import CpdError
from ..language import _
from ..practice import settings
from ..practice.school import ENGLAND, NATIONS, is_telephone
from ..practice.settings import ALL, Amiss
from ..records.events import INTRODUCED
from ..records.passwords import LONGEST, BadPassword, refuse_weak
from ..records.people import LinkIsSpent, PasswordIsChanged, Person, Right, SwitchedOff, Wait, Wrong
from ..records.store import NotSaved, Store
from .door import Door
from .sorry import Sorry, not_kept

log = logging.getLogger("mentor_cpd.host")
_LONGEST_FIELD = 300
_SECRET = ("password", "present")  # nothing is taken off these
_SCHOOL = {
    "school_name": "school.name",
    "nation": "school.nation",
    "lead_name": "lead.name",
    "lead_title": "lead.title",
    "lead_phone": "lead.phone",
}
_SET_UP = (*_SCHOOL, "name", "account", "password")  # in the order of the page


def is_new(store: Store, person: str) -> bool:
    """Whether the person has not seen the pages for newcomers yet."""
    return not store.events(person=person, kinds=[INTRODUCED], most=1)


class Form(Door):
    """A page with fields, shown again with what is wrong until all is right."""

    def said(self, *names: str) -> dict[str, str]:
        """What was typed into each field; a password exactly as it was typed."""
        return {name: self._said(name) for name in names}

    def _said(self, name: str) -> str:
        if name in _SECRET:
            return self.get_body_argument(name, "", strip=False)[: LONGEST + 1]
        return self.get_body_argument(name, "")[:_LONGEST_FIELD]

    async def begin(self, person: Person, lock: str = "") -> None:
        """Signed in from now on; whoever used this browser before is signed out."""
        agent, people = self.request.headers.get("User-Agent", ""), self.house.people
        token = await self.house.off(people.sign_in, person.id, agent, lock=lock)
        if self.visit is not None:
            await self.house.off(people.sign_out, self.visit.token)
        self.mark(people.greet(self.get_cookie(self.mark_cookie, ""), person.id))
        self.remember(token)

    async def enter(self, person: Person) -> None:
        """In, by the password that was set just now."""
        try:
            await self.begin(person)
        except NotSaved as error:
            # The password is kept, so it would be wrong to say that nothing was.
            log.warning("nobody can sign in: %s", error)
            self.redirect(f"{self.house.base}sign-in", status=303)
            return
        await self.lead(person, self.house.base)

    async def lead(self, person: Person, wanted: str) -> None:
        """To where they were going; whoever is new sees three short pages first."""
        house = self.house
        if await house.off(is_new, house.store, person.id):
            asked = f"?next={quote(wanted, safe='')}" if wanted != house.base else ""
            wanted = f"{house.base}first-steps/1{asked}"
        self.redirect(wanted, status=303)


class SignIn(Form):
    public = True

    async def get(self) -> None:
        wanted = self.next_page(self.get_query_argument("next", ""))
        if self.visit is not None:
            self.redirect(wanted)
            return
        if not await self.house.off(self.house.people.all):
            raise Sorry(
                503,
                _("mentor-cpd is not set up yet"),
                _("Whoever started it was given a one-time link to set it up."),
                _("Open that link; it was printed where mentor-cpd serve runs."),
            )
        ended = bool(self.get_query_argument("ended", ""))
        self.show("sign_in", errors={}, values={}, next=wanted, ended=ended)

    async def post(self) -> None:
        said = self.said("account", "password")
        wanted = self.next_page(self.get_body_argument("next", ""))
        errors = {}
        if not said["account"].strip():
            errors["account"] = _("Enter your account name.")
        if not said["password"]:
            errors["password"] = _("Enter your password.")
        status, retry = 400, 0
        if not errors:
            try:
                outcome = await self.house.hashed(
                    self.house.people.check_password,
                    said["account"],
                    said["password"],
                    address=self.address,
                    mark=self.get_cookie(self.mark_cookie, ""),
                )
                if isinstance(outcome, Right):
                    await self.begin(outcome.person, outcome.lock)
                    await self.lead(outcome.person, wanted)
                    return
            except PasswordIsChanged:
                outcome = Wrong()
            except NotSaved as error:
                log.warning("nobody can sign in: %s", error)
                outcome = None
                status, errors["form"] = 503, _cannot(error)
            match outcome:
                case None:
                    pass
                case Wait(seconds):
                    status, retry = 429, seconds
                    errors["form"] = _(
                        "There were too many wrong attempts. Wait {seconds} seconds, then try "
                        "again."
                    ).format(seconds=seconds)
                case SwitchedOff():
                    status = 403
                    errors["form"] = _(
                        "This account is switched off. Ask whoever set it up for you."
                    )
                case _wrong:
                    status = 401
                    errors["form"] = _("The account name or the password is wrong. Try again.")
        if retry:
            self.set_header("Retry-After", str(retry))
        values = {"account": said["account"]}
        self.show("sign_in", status=status, errors=errors, values=values, next=wanted, ended=False)


class SignOut(Door):
    public = True

    async def post(self) -> None:
        if self.visit is not None:
            await self.house.off(self.house.people.sign_out, self.visit.token)
            await self.house.turn_out()
        self.forget()
        self.redirect(f"{self.house.base}sign-in", status=303)


class SetUp(Form):
    """The first administrator, and what is asked of the school, by the link that was printed."""

    public = True

    async def get(self, token: str) -> None:
        await self.check_link(token)
        values = {"lead_title": _("Designated Safeguarding Lead"), "nation": ENGLAND}
        self.show("set_up", errors={}, values=values, nations=NATIONS)

    async def post(self, token: str) -> None:
        await self.check_link(token)
        said = self.said(*_SET_UP)
        said["nation"] = said["nation"] or ENGLAND
        required = {
            "school_name": _("Enter the name of the school."),
            "lead_name": _("Enter the name of your safeguarding lead."),
            "lead_title": _("Enter what your school calls them."),
            "lead_phone": _("Enter their telephone number."),
            "name": _("Enter your name."),
            "account": _("Enter an account name."),
            "password": _("Enter a password."),
        }
        errors = {name: words for name, words in required.items() if not said[name].strip()}
        if said["nation"] not in NATIONS:
            errors["nation"] = _("Choose the nation that your school is in.")
        if "lead_phone" not in errors and not is_telephone(said["lead_phone"]):
            errors["lead_phone"] = _("Enter a telephone number, such as 01632 960 001.")
        for field in _SCHOOL.keys() - errors.keys():
            try:
                settings.checked(ALL[_SCHOOL[field]], said[field])
            except Amiss as amiss:
                errors[field] = str(amiss)
        if "password" not in errors:
            try:
                refuse_weak(said["password"], said["account"], said["name"])
            except BadPassword as error:
                errors["password"] = str(error)
        people, status = self.house.people, 400
        school = {name: said[field] for field, name in _SCHOOL.items()}
        if not errors:
            try:
                person = await self.house.hashed(
                    people.set_up,
                    token,
                    account=said["account"],
                    name=said["name"],
                    password=said["password"],
                    beside=lambda kept, by: settings.change(kept, school, by=by),
                )
            except LinkIsSpent as error:
                raise _spent() from error
            except BadPassword as error:
                errors["password"] = str(error)
            except NotSaved as error:
                status, errors["form"] = 503, not_kept(error)
            except CpdError as error:
                errors["account"] = str(error)
            else:
                await self.enter(person)
                return
        said.pop("password")
        errors = {name: errors[name] for name in ("form", *_SET_UP) if name in errors}
        self.show("set_up", status=status, errors=errors, values=said, nations=NATIONS)

    async def check_link(self, token: str) -> None:
        link = await self.house.off(self.house.people.link, token)
        if link is None or link.kind != "set-up":
            raise _spent()


class Welcome(Form):
    """A first or a new password, by a link that works once."""

    public = True

    async def get(self, token: str) -> None:
        self.show("welcome", errors={}, values={}, account=await self.account(token))

    async def post(self, token: str) -> None:
        account = await self.account(token)
        password = self.said("password")["password"]
        people = self.house.people
        try:
            if not password:
                raise BadPassword(_("Enter a password."))
            person = await self.house.hashed(people.welcome, token, password=password)
        except LinkIsSpent as error:
            raise _spent() from error
        except BadPassword as error:
            self.show(
                "welcome", status=400, errors={"password": str(error)}, values={}, account=account
            )
            return
        await self.enter(person)

    async def account(self, token: str) -> str:
        people = self.house.people
        link = await self.house.off(people.link, token)
        person = None
        if link is not None and link.kind == "welcome" and link.person is not None:
            person = await self.house.off(people.person, link.person)
        if person is None:
            raise _spent()
        return person.account


def _cannot(error: NotSaved) -> str:
    return _(
        "You cannot be signed in just now. {what} What you saved before is safe. Tell whoever"
        " looks after mentor-cpd, and try again."
    ).format(what=error.what)


def _spent() -> Sorry:
    return Sorry(
        404,
        _("This link does not work any more"),
        _("It may have been used already, or it is too old."),
        _("Ask whoever gave it to you for a new one."),
    )
