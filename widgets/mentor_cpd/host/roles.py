"""Roles, as people call them, and what each may open."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from ..language import _
from ..records.people import ROLES

LABELS: Final = {
    "mentor": _("mentor"),
    "trainer": _("trainer"),
    "safeguarding-lead": _("safeguarding lead"),
    "head": _("head"),
    "administrator": _("administrator"),
}
# What each does here, where they are given.
DOES: Final = {
    "mentor": _("practises, keeps a journal and takes assessments"),
    "trainer": _("marks at the desk, without names"),
    "safeguarding-lead": _(
        "confirms the editions, and is told of anything that may be about a real child"
    ),
    "head": _("signs off, and says who else may"),
    "administrator": _("looks after people and settings; reads nobody’s work"),
}


def roles_in_words(roles: Collection[str]) -> str:
    """The roles in their order."""
    return ", ".join(LABELS[role] for role in ROLES if role in roles)
