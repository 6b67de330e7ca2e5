"""The people of the house: opening accounts, changing them, letting people in and out."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NoReturn

from argon2 import PasswordHasher
from sqlalchemy import Connection, insert, select, update

from ..errors import CpdError
from ..language import _
from . import log, sign_ins, throttle
from .browsers import Browsers
from .events import NewEvent, in_ink, storable
from .passwords import Locksmith, refuse_weak
from .person import (
    COMMAND_LINE,
    ROLES,
    AccountIsTaken,
    Person,
    UnknownAccount,
    fit,
    fit_roles,
    new_id,
    of_row,
    plain,
    refuse_taken,
)
from .settings import Settings
from .sign_ins import IDLE, NOTED, Limits, Link, LinkKind, SignIn
from .store import NotSaved, Store
from .tables import people

__all__ = [
    "COMMAND_LINE",
    "ROLES",
    "AccountIsTaken",
    "LinkIsSpent",
    "Outcome",
    "PasswordIsChanged",
    "People",
    "Person",
    "Right",
    "SignedIn",
    "SwitchedOff",
    "UnknownAccount",
    "Wait",
    "Wrong",
]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person, as the account stands now, and the sign-in they came by."""

    person: Person
    by: SignIn


# What came of trying a password.


@dataclass(frozen=True, slots=True)
class Right:
    """It is the right one."""

    person: Person
    lock: str = field(default="", repr=False, compare=False)
    """The hash that it opened: by it, whatever comes of this knows whether it still would."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """The account or the password is wrong; nobody is told which."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many were wrong lately; nothing was tried."""

    seconds: int


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """It is the right one, but the account is disabled. Said to nobody who did not know it."""

    person: Person


Outcome = Right | Wrong | Wait | SwitchedOff


class LinkIsSpent(CpdError):
    """A one-time link that was used, replaced or left too long."""


class PasswordIsChanged(CpdError):
    """The password by which somebody came is not theirs any more."""


class People:
    """Everybody who has an account in a store. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        *,
        hasher: PasswordHasher | None = None,
        limits: Limits | None = None,
        secret: bytes | None = None,
    ) -> None:
        """``secret`` seals the marks of known browsers; without it they last as long as this."""
        self._store = store
        self._browsers = Browsers(secret or secrets.token_bytes(32))
        self._locksmith = Locksmith(hasher)
        self._given = limits
        # What could not be written down just then counts all the same, until this ends.
        self._used: dict[str, datetime] = {}
        self._ended: set[str] = set()

    @property
    def limits(self) -> Limits:
        """How long a sign-in lasts, as the school has said."""
        if self._given:
            return self._given
        minutes = self._store.setting(IDLE)
        return Limits(idle=timedelta(minutes=minutes)) if minutes else Limits()

    # Accounts.

    def add(self, account: str, name: str, roles: Collection[str], *, by: str) -> Person:
        """Open an account; it has no password until one is set, or a welcome link is used."""
        with self._store.writing() as connection:
            return self._add(connection, account, name, roles, by)

    def add_with_password(
        self, account: str, name: str, roles: Collection[str], password: str, *, by: str
    ) -> Person:
        """Open an account that can be used at once; neither, when the password is weak."""
        lock = self._lock(password, account, name)
        with self._store.writing() as connection:
            person = self._add(connection, account, name, roles, by)
            self._set_lock(connection, person.id, lock, by)
        return self._known(person.id)

    def add_all(
        self, everybody: Iterable[tuple[str, str, Collection[str]]], *, by: str
    ) -> list[tuple[Person, str]]:
        """Open accounts, each given as account, name and roles: everybody's, or nobody's.

        Each comes with the token of a link to set a password by.
        """
        with self._store.writing() as connection:
            return [
                (
                    person := self._add(connection, account, name, roles, by),
                    self._welcome_link(connection, person.id, by),
                )
                for account, name, roles in everybody
            ]

    def refuse_to_add(self, account: str, name: str, roles: Collection[str]) -> str:
        """Raise what is wrong with an account that might be added; how it would be called."""
        account, _wanted, _name = fit(account, name, roles)
        if self.find(account):
            refuse_taken(account)
        return account

    def find(self, account: str) -> Person | None:
        """Who signs in by that name."""
        return self._one(people.c.account == plain(account))

    def get(self, account: str) -> Person:
        """The same; :class:`UnknownAccount` when there is nobody."""
        person = self.find(account)
        if person is None:
            raise UnknownAccount(
                _("There is no account “{account}”.").format(account=account),
                _("mentor-cpd account list shows them all."),
            )
        return person

    def person(self, id: str) -> Person | None:
        """Whose pseudonym it is."""
        return self._one(people.c.person == id)

    def all(self) -> list[Person]:
        """Everybody, by account."""
        with self._store.reading() as connection:
            rows = connection.execute(select(people).order_by(people.c.account)).all()
        return [of_row(row) for row in rows]

    def need_set_up(self) -> bool:
        """Whether nobody yet can sign in as an administrator."""
        with self._store.reading() as connection:
            return not any(person.has_password for person in _administrators(connection))

    def set_roles(self, person: str, roles: Collection[str], *, by: str) -> Person:
        with self._store.writing() as connection:
            wanted = fit_roles(roles)
            if "administrator" not in wanted:
                _keep_an_administrator(connection, person)
            self._change(connection, person, roles=json.dumps(sorted(wanted)))
            self._log(connection, "roles-changed", person, by, roles=sorted(wanted))
        return self._known(person)

    def disable(self, person: str, *, by: str) -> Person:
        """Nobody signs in by it any more; what the person did is kept."""
        with self._store.writing() as connection:
            _keep_an_administrator(connection, person)
            self._change(connection, person, disabled=in_ink(self._store.clock()))
            sign_ins.end_all(connection, person)
            sign_ins.cancel_links(connection, person)
            self._log(connection, "account-disabled", person, by)
        return self._known(person)

    def enable(self, person: str, *, by: str) -> Person:
        with self._store.writing() as connection:
            self._change(connection, person, disabled=None)
            self._log(connection, "account-enabled", person, by)
        return self._known(person)

    # Passwords.

    def set_password(
        self, person: str, password: str, *, by: str, keep: str = "", lock: str = ""
    ) -> None:
        """Give a new password, and end every sign-in but the one whose token is ``keep``.

        Raises :class:`BadPassword` when it is easy to guess, and :class:`PasswordIsChanged`
        when ``lock`` is given, of the one before, and is not the person's any more.
        """
        known = self._known(person)
        new = self._lock(password, known.account, known.name)
        with self._store.writing() as connection:
            _refuse_changed(connection, person, lock)
            self._set_lock(connection, person, new, by, keep)

    def check_password(
        self, account: str, password: str, *, address: str, mark: str = ""
    ) -> Outcome:
        """Try a password. It costs the same whether or not the account exists.

        ``mark`` is the browser's, if it has one. Takes a good part of a tenth of a second
        on purpose: not for an event loop.
        """
        name = plain(account)
        with self._store.writing() as connection:
            now = self._store.clock()
            row = connection.execute(select(people).where(people.c.account == name)).first()
            known = self._browsers.known(mark, row.person if row else "")
            keys = (
                [throttle.by_browser(known, name)]
                if known
                else [throttle.by_account(name), throttle.by_address(address)]
            )
            left = throttle.wait(connection, keys, now)
            if left:
                return Wait(-(-left // timedelta(seconds=1)))
            throttle.count(connection, keys, now)
        if not self._locksmith.opens(password, row.password if row else None) or row is None:
            return Wrong()
        lock = row.password
        new = self._locksmith.lock(password) if self._locksmith.is_old(lock) else lock
        same = select(people).where(people.c.person == row.person, people.c.password == lock)
        with self._store.writing() as connection:
            row = connection.execute(same).first()
            if row is not None:
                throttle.forgive(connection, *keys)
                if new != lock:
                    self._change(connection, row.person, password=new)
        if row is None:  # it was changed meanwhile, or another click has renewed its hash
            return self.check_password(account, password, address=address, mark=mark)
        return SwitchedOff(of_row(row)) if row.disabled else Right(of_row(row), new)

    def greet(self, mark: str, person: str) -> str:
        """The mark for a browser on which the person has just signed in."""
        return self._browsers.greet(mark, person)

    # Sign-ins.

    def sign_in(self, person: str, agent: str, *, lock: str = "") -> str:
        """The token for the browser that ``agent`` names. The store keeps its digest only.

        Raises :class:`PasswordIsChanged` when ``lock`` is given, of the password by which
        they came, and is not the person's any more.
        """
        limits = self.limits
        with self._store.writing() as connection:
            _refuse_changed(connection, person, lock)
            return sign_ins.start(connection, person, storable(agent), self._store.clock(), limits)

    def who(self, token: str, *, seen: bool = True) -> SignedIn | None:
        """Who is signed in by the token; ``None`` when it is over or the account is disabled.

        With ``seen`` the sign-in counts as used now; who only watches leaves that out.
        """
        now, limits, mine = self._store.clock(), self.limits, sign_ins.digest(token)
        if mine in self._ended:
            return None
        with self._store.reading() as connection:
            by = sign_ins.find(connection, token, now, limits, used=self._used.get(mine))
            if by is None:
                return None
            row = connection.execute(select(people).where(people.c.person == by.person)).one()
        if row.disabled:
            return None
        if seen and abs(now - by.seen) > NOTED:
            # A full disk must not lock out those who only want to read, nor those who are
            # at work meanwhile; and whoever waits for a lock waits once a minute.
            self._used[mine] = now
            with contextlib.suppress(NotSaved):
                with self._store.writing() as connection:
                    sign_ins.note(connection, token, now)
                self._used.pop(mine, None)
        return SignedIn(of_row(row), by)

    def put_right(self) -> None:
        """After the clock was put back: sign-ins of a day that has yet to come last no longer
        than if they had begun now."""
        now = self._store.clock()
        self._used = {mine: min(used, now) for mine, used in self._used.items()}
        with self._store.reading() as connection:
            if not sign_ins.are_ahead(connection, now):
                return
        with self._store.writing() as connection:
            sign_ins.put_right(connection, now)

    def sign_out(self, token: str) -> None:
        """Nobody is signed in by the token any more, even where that cannot be written now."""
        self._ended.add(sign_ins.digest(token))
        with contextlib.suppress(NotSaved):
            with self._store.writing() as connection:
                sign_ins.end(connection, token)
            self._ended.discard(sign_ins.digest(token))

    def left(self, by: SignIn) -> tuple[timedelta, timedelta]:
        """How long the sign-in lasts yet: when nothing happens, and whatever happens."""
        now, limits = self._store.clock(), self.limits
        return by.seen + limits.idle + NOTED - now, by.since + limits.most - now

    def signed_in(self, person: str) -> list[SignIn]:
        """Where the person is signed in, the newest first."""
        now, limits = self._store.clock(), self.limits
        with self._store.reading() as connection:
            return sign_ins.all_of(connection, person, now, limits)

    def sign_out_of(self, person: str, sign_in: str) -> bool:
        """End the person's sign-in of that id; whether there was one."""
        with self._store.writing() as connection:
            return sign_ins.end_one(connection, person, sign_in) > 0

    def sign_out_everywhere(self, person: str, *, by: str, keep: str = "") -> int:
        """End all the person's sign-ins but the one whose token is ``keep``: how many."""
        with self._store.writing() as connection:
            ended = sign_ins.end_all(connection, person, but=keep)
            self._log(connection, "signed-out-everywhere", person, by)
        return ended

    # One-time links.

    def make_link(self, kind: LinkKind, person: str | None = None, *, by: str) -> str:
        """A one-time link's token: ``set-up`` for nobody yet, ``welcome`` for a person."""
        if (kind == "welcome") != (person is not None):
            raise ValueError("a welcome is for a person, a set-up for nobody yet")
        with self._store.writing() as connection:
            if person is not None:
                return self._welcome_link(connection, person, by)
            return sign_ins.make_link(connection, kind, None, self._store.clock())

    def link(self, token: str) -> Link | None:
        """What the link is for, without using it up."""
        with self._store.reading() as connection:
            return sign_ins.find_link(connection, token, self._store.clock())

    def set_up(
        self,
        token: str,
        *,
        account: str,
        name: str,
        password: str,
        beside: Callable[[Settings, str], object] | None = None,
    ) -> Person:
        """Make the first administrator by the set-up link, which this uses up.

        ``beside`` is given the settings, and the new pseudonym: what it keeps is kept with the
        account, or neither is. Raises :class:`LinkIsSpent`, or :class:`CpdError` for what has
        to be put right first; the link is still good then.
        """
        lock = self._lock(password, account, name)
        with self._store.writing() as connection:
            self._spend(connection, token, "set-up")
            if any(person.has_password for person in _administrators(connection)):
                _spent()
            person = self._add(connection, account, name, ["administrator"], "set-up-link")
            self._set_lock(connection, person.id, lock, person.id)
            if beside:
                beside(Settings(connection, self._store.clock()), person.id)
        return self._known(person.id)

    def welcome(self, token: str, *, password: str) -> Person:
        """Set the person's password by their welcome link, which this uses up; as above."""
        link = self.link(token)
        if link is None or link.person is None:
            _spent()
        person = self._known(link.person)
        lock = self._lock(password, person.account, person.name)
        with self._store.writing() as connection:
            self._spend(connection, token, "welcome")
            self._set_lock(connection, person.id, lock, person.id)
        return self._known(person.id)

    # Within.

    def _add(
        self, connection: Connection, account: str, name: str, roles: Collection[str], by: str
    ) -> Person:
        account, wanted, name = fit(account, name, roles)
        if connection.scalar(select(people.c.person).where(people.c.account == account)):
            refuse_taken(account)
        row = {
            "person": new_id(),
            "account": account,
            "name": name,
            "roles": json.dumps(sorted(wanted)),
            "added": in_ink(self._store.clock()),
        }
        connection.execute(insert(people), row)
        self._log(connection, "account-added", row["person"], by, roles=sorted(wanted))
        return of_row(connection.execute(select(people).where(people.c.account == account)).one())

    def _welcome_link(self, connection: Connection, person: str, by: str) -> str:
        token = sign_ins.make_link(connection, "welcome", person, self._store.clock())
        self._log(connection, "link-made", person, by)
        return token

    def _lock(self, password: str, *own: str) -> str:
        """The password's hash, if it is good enough. Slow: before a transaction, never in one."""
        refuse_weak(password, *own)
        return self._locksmith.lock(password)

    def _set_lock(
        self, connection: Connection, person: str, lock: str, by: str, keep: str = ""
    ) -> None:
        self._change(connection, person, password=lock)
        sign_ins.end_all(connection, person, but=keep)
        sign_ins.cancel_links(connection, person)
        self._log(connection, "password-set", person, by)

    def _spend(self, connection: Connection, token: str, kind: LinkKind) -> None:
        link = sign_ins.use_link(connection, token, self._store.clock())
        if link is None or link.kind != kind:
            _spent()

    def _change(self, connection: Connection, person: str, **values: Any) -> None:
        changed = connection.execute(
            update(people).where(people.c.person == person).values(**values)
        )
        if not changed.rowcount:
            raise UnknownAccount(_('There is no person "{id}".').format(id=person))

    def _log(self, connection: Connection, kind: str, person: str, by: str, **body: Any) -> None:
        new = NewEvent(kind, person, {"by": by, **body})
        log.append(connection, new, self._store.clock())

    def _known(self, id: str) -> Person:
        person = self.person(id)
        if person is None:
            raise UnknownAccount(_('There is no person "{id}".').format(id=id))
        return person

    def _one(self, condition: Any) -> Person | None:
        with self._store.reading() as connection:
            row = connection.execute(select(people).where(condition)).first()
        return of_row(row) if row else None


def _refuse_changed(connection: Connection, person: str, lock: str) -> None:
    """Or whoever knew the old password would be in again, the moment after a reset."""
    still = select(people.c.person).where(
        people.c.person == person, people.c.password == lock, people.c.disabled.is_(None)
    )
    if lock and connection.scalar(still) is None:
        raise PasswordIsChanged(
            _("The password was changed just now."), _("Try again with the new one.")
        )


def _administrators(connection: Connection) -> list[Person]:
    rows = connection.execute(select(people).where(people.c.disabled.is_(None)))
    return [person for person in map(of_row, rows) if "administrator" in person.roles]


def _keep_an_administrator(connection: Connection, person: str) -> None:
    """Refuse to lock everybody out of the house.

    Who has no password yet cannot let anybody in.
    """
    everybody = {admin.id: admin for admin in _administrators(connection)}
    leaving = everybody.pop(person, None)
    if leaving and not any(
        admin.has_password or not leaving.has_password for admin in everybody.values()
    ):
        raise CpdError(
            _("This is the only administrator who can sign in."),
            _("Make somebody else an administrator first."),
        )


def _spent() -> NoReturn:
    raise LinkIsSpent(
        _("This link has been used or is too old."),
        _("Ask whoever gave it to you for a new one."),
    )
