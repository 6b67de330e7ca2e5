"""Whose work a widget is, and which store keeps it.

A kernel of the host is told both. In somebody's own JupyterLab the person is the local
user, the store is theirs, and it is made when it is first needed.
"""

from __future__ import annotations

import os
from functools import cache

from ..language import _
from ..practice.grounds import DrillGrounds, Grounds
from ..practice.school import School
from ..practice.terms import Terms
from ..records.folder import DataFolder
from ..records.store import Store

LOCAL = "this-computer"


@cache
def store() -> Store:
    """The one store of this process."""
    if url := os.environ.get("MENTOR_CPD_STORE"):
        return Store.open(url, migrate=False)
    return Store.open(DataFolder.find().store_url)


def person() -> str:
    """The pseudonym of whom the work belongs to."""
    return os.environ.get("MENTOR_CPD_PERSON") or _local_person()


def school(store: Store) -> dict[str, str]:
    """What the school has told us, and where home is."""
    told = School.of(store)
    hosted = os.environ.get("MENTOR_CPD_HOSTED") == "1"
    return {
        "lead_name": told.lead_name,
        "lead_title": told.lead_title,
        "lead_phone": told.lead_phone,
        "home": os.environ.get("MENTOR_CPD_BASE", "/") if hosted else "",
    }


def terms(store: Store, grounds: Grounds | DrillGrounds) -> Terms:
    """The terms of a case or drill, with this school's own lead filled in."""
    return Terms(grounds.terms, School.of(store))


@cache
def _local_person() -> str:
    from ..records.people import COMMAND_LINE, People  # noqa: PLC0415 -- never in a hosted kernel

    people = People(store())
    local = people.find(LOCAL)
    if local is None:
        local = people.add(LOCAL, _("You, on this computer"), ["mentor"], by=COMMAND_LINE)
    return local.id
