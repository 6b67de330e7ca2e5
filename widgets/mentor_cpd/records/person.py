"""A person of the house: an account as it stands, and what one may be called.

In the log, and wherever work is kept, a person is a pseudonym; names stand in the
table of accounts and nowhere else.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NoReturn

from ..errors import CpdError
from ..language import _
from .events import UNSEEN, from_ink, storable
from .passwords import LONGEST

ROLES: Final = ("mentor", "trainer", "safeguarding-lead", "head", "administrator")
# Who did it, when it was done by `mentor-cpd account`.
COMMAND_LINE: Final = "command-line"


@dataclass(frozen=True, slots=True)
class Person:
    """An account. ``id`` is the pseudonym that the log knows."""

    id: str
    account: str
    name: str
    roles: frozenset[str]
    disabled: bool
    has_password: bool
    added: datetime


class UnknownAccount(CpdError):
    """No account is called so."""


class AccountIsTaken(CpdError):
    """Somebody else's account is called so."""


def new_id() -> str:
    """A pseudonym: 50 random bits, easy to read out."""
    return "p-" + base64.b32encode(secrets.token_bytes(10))[:10].decode("ascii").lower()


def of_row(row: Any) -> Person:
    return Person(
        id=row.person,
        account=row.account,
        name=row.name,
        roles=frozenset(json.loads(row.roles)),
        disabled=row.disabled is not None,
        has_password=row.password is not None,
        added=from_ink(row.added),
    )


def plain(account: str) -> str:
    """The account as it is kept: however it was typed, it is the same account."""
    return unicodedata.normalize("NFKC", storable(account[:LONGEST])).strip().casefold()


def _good_account(account: str) -> str:
    wanted = plain(account)
    if not re.fullmatch(r"[^\W_][\w.@+-]{1,63}", wanted):
        raise CpdError(
            _("“{account}” cannot be an account.").format(account=account),
            _("Use 2 to 64 letters, digits, dots, hyphens or an email address, without spaces."),
        )
    return wanted


def fit(account: str, name: str, roles: Collection[str]) -> tuple[str, frozenset[str], str]:
    """The account, roles and name as they are kept; raises what is wrong with them."""
    account, wanted, name = (
        _good_account(account),
        fit_roles(roles),
        " ".join(storable(name).split()),
    )
    if not name:
        raise CpdError(
            _("The account needs the person’s full name."),
            _("It is what colleagues see: first name and family name."),
        )
    if UNSEEN.search(name):
        raise CpdError(
            _("The person’s full name holds a character that cannot be seen."),
            _("Type it again, by hand."),
        )
    return account, wanted, name


def refuse_taken(account: str) -> NoReturn:
    raise AccountIsTaken(
        _("There is an account “{account}” already.").format(account=account),
        _("Choose another."),
    )


def fit_roles(roles: Collection[str]) -> frozenset[str]:
    wanted = frozenset(roles)
    unknown = wanted - set(ROLES)
    if unknown or not wanted:
        raise CpdError(
            _("“{role}” is no role.").format(role=min(unknown))
            if unknown
            else _("An account needs a role."),
            _("The roles are {roles}.").format(roles=", ".join(ROLES)),
        )
    return wanted
