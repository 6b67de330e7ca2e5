"""My account: one's own password, and where one is signed in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from ..language import _, ngettext
from ..records.passwords import BadPassword
from ..records.people import PasswordIsChanged, Right, Wait
from .accounts import Form

# The first that fits: browsers name each other in what they say of themselves.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|Chromium|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES: Final = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"),
    ("Linux", "Linux"),
)


class Account(Form):
    async def get(self) -> None:
        said = self.get_query_argument("said", "")
        notice = {
            "password": _("Your password is changed. You are signed out everywhere else."),
            "ended": _("Signed out there."),
        }.get(said, "")
        await self.draw(notice=notice)

    async def post(self) -> None:
        """Change the password; who does it says the present one."""
        house, visit = self.house, self.visitor
        said = self.said("present", "password")
        errors, lock = {}, ""
        wrong = _("This is not your present password. Try again.")
        if not said["present"]:
            errors["present"] = _("Enter your present password.")
        if not said["password"]:
            errors["password"] = _("Enter a new password.")
        status = 400
        if not errors:
            outcome = await house.hashed(
                house.people.check_password,
                visit.person.account,
                said["present"],
                address=self.address,
                mark=self.get_cookie(self.mark_cookie, ""),
            )
            match outcome:
                case Right():
                    lock = outcome.lock
                case Wait(seconds):
                    status = 429
                    self.set_header("Retry-After", str(seconds))
                    errors["form"] = ngettext(
                        "There were too many wrong attempts. Wait {seconds} second, then try "
                        "again.",
                        "There were too many wrong attempts. Wait {seconds} seconds, then try "
                        "again.",
                        seconds,
                    ).format(seconds=seconds)
                case _wrong:
                    errors["present"] = wrong
        if not errors:
            try:
                await house.hashed(
                    house.people.set_password,
                    visit.person.id,
                    said["password"],
                    by=visit.person.id,
                    keep=visit.token,
                    lock=lock,
                )
            except BadPassword as error:
                errors["password"] = str(error)
            except PasswordIsChanged:
                errors["present"] = wrong
        if errors:
            await self.draw(status=status, errors=errors)
            return
        await house.turn_out()
        self.redirect(f"{house.base}account?said=password", status=303)

    async def draw(
        self,
        *,
        status: int = 200,
        errors: dict[str, str] | None = None,
        notice: str = "",
    ) -> None:
        house, visit = self.house, self.visitor
        here = await house.off(house.people.who, visit.token, seen=False)
        found = await house.off(house.people.signed_in, visit.person.id)
        devices: list[dict[str, Any]] = [
            {
                "id": one.id,
                "what": in_words(one.agent),
                "since": _moment(one.since),
                "seen": f"{one.seen.astimezone():%H:%M}",
                "here": here is not None and one.id == here.by.id,
            }
            for one in found
        ]
        self.show(
            "account", status=status, errors=errors or {}, values={}, notice=notice, devices=devices
        )


class Devices(Form):
    """Signing out elsewhere: of one browser, of every other, or of all, this one too."""

    async def post(self) -> None:
        house, visit = self.house, self.visitor
        which = self.get_body_argument("which", "")
        person = visit.person.id
        if which == "others":
            await house.off(house.people.sign_out_everywhere, person, by=person, keep=visit.token)
        elif which == "everywhere":
            await house.off(house.people.sign_out_everywhere, person, by=person)
        else:
            await house.off(house.people.sign_out_of, person, which)
        await house.turn_out()
        self.redirect(f"{house.base}account?said=ended", status=303)


def _moment(at: datetime) -> str:
    here = at.astimezone()
    return f"{here.day} {here:%B, %H:%M}"


def in_words(agent: str) -> str:
    """What a browser says of itself, as people say it."""
    browser = next((name for sign, name in _BROWSERS if re.search(sign, agent)), "")
    machine = next((name for sign, name in _MACHINES if re.search(sign, agent)), "")
    if browser and machine:
        return _("{browser} on {machine}").format(browser=browser, machine=machine)
    return browser or machine or _("A browser that does not say what it is")
