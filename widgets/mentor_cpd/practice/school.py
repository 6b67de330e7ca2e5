"""The school, as it describes itself: its name and nation, and whom to go to about what."""

from __future__ import annotations

import re
from typing import Final, NamedTuple, Self

import msgspec

from ..language import _
from ..records.settings import Settings
from ..records.store import Store

SETTING: Final = "school"
ENGLAND: Final = "England"
NATIONS: Final = (ENGLAND, "Wales", "Scotland", "Northern Ireland")
SIXTH_FORM: Final = "Secondary with sixth form"
FURTHER: Final = "Further education"
PHASES: Final = (
    "Primary",
    "Secondary",
    SIXTH_FORM,
    "All-through",
    "Special school",
    "Alternative provision",
    FURTHER,
)
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK: Final = ", ".join(DAYS[:5])


class Contact(NamedTuple):
    """Whom to ring, as a page shows it; either may be empty."""

    name: str
    phone: str
    says: str
    """What they are rung about."""
    office: bool = False
    """It is an office that every school has: its number is what matters."""


class School(msgspec.Struct, frozen=True):
    """What the pages say of the school; a field that nobody has filled in is empty."""

    name: str = ""
    nation: str = ENGLAND
    phase: str = ""
    days: str = _WEEK
    lead_title: str = ""
    lead_name: str = ""
    lead_phone: str = ""
    deputy_name: str = ""
    deputy_phone: str = ""
    low_level_name: str = ""
    low_level_phone: str = ""
    chair_name: str = ""
    chair_phone: str = ""
    lado_name: str = ""
    lado_phone: str = ""
    social_care_name: str = ""
    social_care_phone: str = ""
    out_of_hours_phone: str = ""
    adults_lead_name: str = ""
    adults_lead_phone: str = ""

    @classmethod
    def of(cls, store: Store | Settings) -> Self:
        kept = store.setting(SETTING) or {}
        told = {name: str(kept[name]) for name in cls.__struct_fields__ if kept.get(name)}
        return cls(**told)

    def keep(self, store: Store | Settings) -> None:
        plain = School()
        told = msgspec.to_builtins(self)
        said = {name: told[name] for name in told if told[name] != getattr(plain, name)}
        store.set_setting(SETTING, {**said, "nation": self.nation})

    @property
    def lead(self) -> str:
        """Who the lead is and how to reach them, on one line; empty while nobody is named."""
        if not self.lead_name:
            return ""
        return ", ".join(filter(None, (self.lead_name, self.lead_title, whole(self.lead_phone))))

    @property
    def deputy(self) -> str:
        """Who stands in for the lead, on one line."""
        if not self.deputy_name:
            return ""
        return ", ".join(filter(None, (self.deputy_name, whole(self.deputy_phone))))

    @property
    def lado(self) -> str:
        """The local authority's designated officer, on one line."""
        return ", ".join(filter(None, (self.lado_name, whole(self.lado_phone))))

    @property
    def teaches_adults(self) -> bool:
        """Whether it has learners of eighteen and over, for whom other rules hold."""
        return self.phase in (SIXTH_FORM, FURTHER)

    @property
    def works_on(self) -> frozenset[int]:
        """The days of the week on which it works, Monday being 0."""
        named = {day.strip() for day in self.days.split(",")}
        return frozenset(place for place, day in enumerate(DAYS) if day in named)

    def about_a_child(self) -> list[Contact]:
        """Whom to ring about a child besides the lead, as far as the school has said."""
        return _said(
            Contact(self.deputy_name, self.deputy_phone, _("when the lead cannot be reached")),
            Contact(
                self.social_care_name or _("Children’s social care"),
                self.social_care_phone,
                _(
                    "in office hours. Anyone may ring, and should not wait if the lead cannot be "
                    "reached"
                ),
                office=True,
            ),
            Contact(
                _("Children’s social care, out of hours"),
                self.out_of_hours_phone,
                _("evenings, weekends and holidays"),
                office=True,
            ),
        )

    def about_an_adult(self) -> list[Contact]:
        """Whom to go to about somebody who works with children, or about an adult at risk."""
        return _said(
            Contact(
                self.low_level_name,
                self.low_level_phone,
                _("about what an adult in school says or does, however small it seems"),
            ),
            Contact(self.chair_name, self.chair_phone, _("when it is about the head")),
            Contact(
                self.lado_name or _("The local authority’s designated officer"),
                self.lado_phone,
                _("when an adult may have harmed a child; usually the head rings"),
                office=True,
            ),
            Contact(
                self.adults_lead_name,
                self.adults_lead_phone,
                _("about a learner of eighteen or over who may be at risk"),
            ),
        )


def _said(*contacts: Contact) -> list[Contact]:
    """Those of whom the school has said something: an office without a number is nothing new."""
    return [one for one in contacts if one.phone or (one.name and not one.office)]


def whole(number: str) -> str:
    """A telephone number that no line breaks apart: it is read at one go."""
    return number.replace(" ", "\N{NO-BREAK SPACE}")


def is_telephone(number: str) -> bool:
    """Whether it can be rung: an extension inside a school is enough."""
    return re.search(r"\d{3}", number) is not None
