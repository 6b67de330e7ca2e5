"""People, for administrators: who has an account, as what, and the way in for each.

Nothing is sent by mail: a link is handed over. It is shown once, to whoever made it.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from tornado.web import HTTPError

from ..errors import CpdError
from ..language import _
from ..practice.citing import day_in_words
from ..records.people import ROLES, AccountIsTaken, Person
from ..records.sign_ins import LIFE
from ..records.store import NotSaved, Unreadable
from .people_list import Line, read_list
from .roles import DOES, LABELS
from .settings import AdministratorsForm
from .sorry import not_kept

# Nobody else reaches this machine by such a name.
_LOCAL: Final = ("127.0.0.1", "localhost", "::1")
_LONGEST_LIST: Final = 200_000
ROLE_CHOICES: Final = tuple((role, f"{LABELS[role].capitalize()}: {DOES[role]}") for role in ROLES)


class PeoplePage(AdministratorsForm):
    """Everybody, and adding one more."""

    async def get(self) -> None:
        self.check_role()
        await self.draw(values={"roles": ["mentor"]})

    async def post(self) -> None:
        self.check_role()
        house = self.house
        typed = self.said("name", "account")
        roles = self.get_body_arguments("roles")
        status, errors = 400, {}
        if not typed["name"].strip():
            errors["name"] = _("Enter the person’s full name.")
        if not typed["account"].strip():
            errors["account"] = _("Enter an account name.")
        if not roles:
            errors["roles"] = _("Choose at least one role.")
        if not errors:
            try:
                [(person, token)] = await house.off(
                    house.people.add_all,
                    [(typed["account"], typed["name"], roles)],
                    by=self.visitor.person.id,
                )
            except NotSaved as error:
                status, errors["form"] = 503, not_kept(error)
            except Unreadable:
                raise
            except CpdError as error:
                errors["account"] = str(error)
            else:
                await self.draw(
                    values={"roles": ["mentor"]}, links=[(person, await self.link(token))]
                )
                return
        await self.draw(status=status, values={**typed, "roles": roles}, errors=errors)

    async def link(self, token: str) -> str:
        """The whole address of a one-time link, as the person will reach it."""
        house = self.house
        here = f"{'https' if self.secure or house.behind_proxy else 'http'}://{self.request.host}"
        if urlsplit(here).hostname in _LOCAL:
            # An administrator at the server itself sees it by another name than the others.
            said = str(await house.off(house.store.setting, "address") or "")
            here = said.rstrip("/") if said else here + house.base.rstrip("/")
        else:
            here += house.base.rstrip("/")
        return f"{here}/welcome/{token}"

    async def draw(self, *, status: int = 200, **context: Any) -> None:
        people = await self.house.off(self.house.people.all)
        everybody = sorted(people, key=lambda one: (one.disabled, one.name.casefold()))
        until = self.house.store.clock() + LIFE["welcome"]
        self.show(
            "people",
            status=status,
            **{
                "errors": {},
                "values": {},
                "links": [],
                "everybody": everybody,
                "choices": ROLE_CHOICES,
                "state": state,
                "until": day_in_words(until.astimezone().date().isoformat()),
                **context,
            },
        )


class PersonPage(PeoplePage):
    """One account: its roles, a link for a new password, switching it off and on."""

    async def get(self, person: str = "") -> None:
        self.check_role()
        known = await self.known(person)
        said = {
            "roles": _("Saved. Pages that they had open were closed."),
            "disable": _(
                "Switched off. Nobody can sign in with this account now; what was done with it is "
                "kept."
            ),
            "enable": _("Switched on again."),
            "sign-out": _("Signed out everywhere."),
        }.get(self.get_query_argument("said", ""), "")
        await self.draw_one(known, notice=said)

    async def post(self, person: str = "") -> None:
        self.check_role()
        house, by = self.house, self.visitor.person.id
        known = await self.known(person)
        wish = self.get_body_argument("do", "")
        roles = self.get_body_arguments("roles")
        try:
            match wish:
                case "roles":
                    if not roles:
                        raise CpdError(_("An account needs a role."), _("Tick one or more."))
                    await house.off(house.people.set_roles, known.id, roles, by=by)
                case "disable":
                    await house.off(house.people.disable, known.id, by=by)
                case "enable":
                    await house.off(house.people.enable, known.id, by=by)
                case "sign-out":
                    await house.off(house.people.sign_out_everywhere, known.id, by=by)
                case "link":
                    if known.disabled:
                        raise CpdError(_("This account is switched off."), _("Switch it on first."))
                    token = await house.off(house.people.make_link, "welcome", known.id, by=by)
                    await self.draw_one(known, links=[(known, await self.link(token))])
                    return
                case _unknown:
                    raise HTTPError(400)
        except (NotSaved, Unreadable):
            raise
        except CpdError as error:
            where = "roles" if wish == "roles" else "form"
            await self.draw_one(known, status=400, errors={where: str(error)}, roles=roles)
            return
        await house.turn_out()
        self.redirect(f"{house.base}people/{known.id}?said={wish}", status=303)

    async def known(self, person: str) -> Person:
        known = await self.house.off(self.house.people.person, person)
        if known is None:
            raise HTTPError(404)
        return known

    async def draw_one(
        self, known: Person, *, status: int = 200, roles: list[str] | None = None, **context: Any
    ) -> None:
        until = self.house.store.clock() + LIFE["welcome"]
        self.show(
            "person",
            status=status,
            **{
                "errors": {},
                "links": [],
                "notice": "",
                "one": known,
                "values": {"roles": sorted(known.roles) if roles is None else roles},
                "choices": ROLE_CHOICES,
                "state": state,
                "until": day_in_words(until.astimezone().date().isoformat()),
                **context,
            },
        )


class Import(PeoplePage):
    """A list of people: looked at line by line, and added whole or not at all."""

    async def get(self) -> None:
        self.check_role()
        self.draw_list()

    async def post(self) -> None:
        self.check_role()
        house = self.house
        files = self.request.files.get("file", [])
        sent = files[0].body if files and files[0].body else None
        text: str | bytes = self.get_body_argument("list", "", strip=False)
        if sent is not None:
            text = sent
        if not text.strip():
            self.draw_list(status=400, errors={"file": _("Choose a file, or paste a list.")})
            return
        if len(text) > _LONGEST_LIST:
            self.draw_list(
                status=400, errors={"file": _("This list is too long. Send it in parts.")}
            )
            return
        listed = await house.off(read_list, text, house.people)
        if listed.wrong:
            self.draw_list(
                status=400,
                errors={
                    "form": _("Nothing was added. Mend what is named below, then send it again.")
                },
                listed=listed.lines,
                text=listed.text,
                amiss=listed.amiss,
            )
            return
        if self.get_body_argument("do", "") != "add":
            self.draw_list(listed=listed.lines, text=listed.text)
            return
        await self.add(listed.lines, listed.text)

    async def add(self, lines: list[Line], text: str) -> None:
        house = self.house
        try:
            added = await house.off(
                house.people.add_all,
                [(one.account, one.name, one.roles) for one in lines],
                by=self.visitor.person.id,
            )
        except NotSaved as error:
            self.draw_list(status=503, errors={"form": not_kept(error)}, listed=lines, text=text)
            return
        except AccountIsTaken as error:  # somebody else added it since the list was looked at
            self.draw_list(status=400, errors={"file": str(error)}, listed=lines, text=text)
            return
        await self.draw(
            values={"roles": ["mentor"]},
            links=[(person, await self.link(token)) for person, token in added],
        )

    def draw_list(self, *, status: int = 200, **context: Any) -> None:
        self.show(
            "people_import",
            status=status,
            **{"errors": {}, "listed": [], "text": "", "amiss": "", **context},
        )


def state(person: Person) -> str:
    if person.disabled:
        return _("switched off")
    return "" if person.has_password else _("no password yet")
