"""The school, as whoever set it up described it: its name, its nation, its safeguarding lead."""

from __future__ import annotations

import re
from typing import Final, Self

import msgspec

from ..records.store import Store

SETTING: Final = "school"
ENGLAND: Final = "England"
NATIONS: Final = (ENGLAND, "Wales", "Scotland", "Northern Ireland")


class School(msgspec.Struct, frozen=True):
    """What the pages say of the school; a field that nobody has filled in is empty."""

    name: str = ""
    nation: str = ENGLAND
    lead_title: str = ""
    lead_name: str = ""
    lead_phone: str = ""

    @classmethod
    def of(cls, store: Store) -> Self:
        kept = store.setting(SETTING) or {}
        told = {name: str(kept.get(name, "")) for name in cls.__struct_fields__}
        return cls(**{**told, "nation": told["nation"] or ENGLAND})

    def keep(self, store: Store) -> None:
        store.set_setting(SETTING, msgspec.to_builtins(self))

    @property
    def lead(self) -> str:
        """Who the lead is and how to reach them, on one line; empty while nobody is named."""
        if not self.lead_name:
            return ""
        number = self.lead_phone.replace(" ", "\N{NO-BREAK SPACE}")  # to be read at one go
        return ", ".join(filter(None, (self.lead_name, self.lead_title, number)))


def is_telephone(number: str) -> bool:
    """Whether it can be rung: an extension inside a school is enough."""
    return re.search(r"\d{3}", number) is not None
