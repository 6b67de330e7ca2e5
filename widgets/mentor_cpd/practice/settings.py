"""The settings of a school: what is asked, why, where it shows, and what may be said.

The one place that knows them all; the page */settings* and ``mentor-cpd settings`` are
two ways to fill them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from ..errors import CpdError
from ..language import _
from ..records.events import UNSEEN, NewEvent
from ..records.settings import Settings
from ..records.sign_ins import IDLE
from ..records.store import Store
from .school import DAYS, NATIONS, PHASES, School, is_telephone

Kind = Literal["line", "telephone", "nation", "phase", "days", "number"]
LONGEST: Final = 300
ATTEMPTS: Final = "assessment.attempts"
TIME: Final = "assessment.days"
CHANGED: Final = "settings-changed"


class Amiss(CpdError):
    """Not what the setting can be."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One question to the school.

    ``field`` is where :class:`School` keeps it; a number is kept under its own name,
    between ``least`` and ``most``, and is ``otherwise`` until somebody says so.
    ``why`` it is asked and ``where`` it shows are told beside it.
    """

    name: str
    label: str
    why: str
    where: str
    field: str = ""
    kind: Kind = "line"
    least: int = 1
    most: int = 1
    otherwise: int = 1
    needed: Literal["always", "adults", "no"] = "always"

    @property
    def title(self) -> str:
        """Its label where it stands alone, as on home."""
        if self.name.startswith("lead."):
            return _("Safeguarding lead: {what}").format(what=self.label)
        return self.label

    def is_needed(self, school: School) -> bool:
        return self.needed == "always" or (self.needed == "adults" and school.teaches_adults)


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that are asked together."""

    id: str
    title: str
    settings: tuple[Setting, ...]


_ON_HELP = _("On the help page, for those who are signed in.")
_EVERYWHERE = _("At the foot of every page, beside every box to write in, and on the help page.")

GROUPS: Final = (
    Group(
        "school",
        _("Your school"),
        (
            Setting(
                "school.name",
                _("Name of the school"),
                _("So that people see that they are in the right place."),
                _("In the title and at the foot of every page."),
                "name",
            ),
            Setting(
                "school.nation",
                _("Nation"),
                _("Rules on keeping children safe differ."),
                _("Safeguarding cases that rest on another nation’s rules are withheld."),
                "nation",
                "nation",
            ),
            Setting(
                "school.phase",
                _("Phase"),
                _("Where learners are eighteen or over, other rules hold for them."),
                _("It decides whether a lead for adults at risk is asked for below."),
                "phase",
                "phase",
            ),
            Setting(
                "school.days",
                _("School days"),
                _("Feedback on an assessment is promised within ten working days."),
                _("On the trainers’ desk, in the day by which each mentor is to be told."),
                "days",
                "days",
            ),
        ),
    ),
    Group(
        "lead",
        _("Your safeguarding lead"),
        (
            Setting(
                "lead.name",
                _("Name"),
                _(
                    "Practice is no place to report a real concern, so anybody who has one must "
                    "know whom to go to."
                ),
                _EVERYWHERE,
                "lead_name",
            ),
            Setting(
                "lead.title",
                _("What your school calls them"),
                _("Nations and schools have different names, such as DSL or DSP."),
                _("Beside the name."),
                "lead_title",
            ),
            Setting(
                "lead.phone",
                _("Telephone number"),
                _("A concern is spoken, in person or by telephone, straight away."),
                _EVERYWHERE,
                "lead_phone",
                "telephone",
            ),
            Setting(
                "deputy.name",
                _("Deputy: name"),
                _("A concern does not wait because the lead is out."),
                _("On the help page, and where a term such as DSL is explained."),
                "deputy_name",
            ),
            Setting(
                "deputy.phone",
                _("Deputy: telephone number"),
                _("A name without a number helps nobody at half past three."),
                _("On the help page, and where a term such as DSL is explained."),
                "deputy_phone",
                "telephone",
            ),
        ),
    ),
    Group(
        "others",
        _("Others to go to"),
        (
            Setting(
                "social-care.name",
                _("Children’s social care: what it is called"),
                _("Each council has its own name for its front door."),
                _ON_HELP,
                "social_care_name",
                needed="no",
            ),
            Setting(
                "social-care.phone",
                _("Children’s social care: number in office hours"),
                _("Anyone may ring it, and should not wait if the lead cannot be reached."),
                _ON_HELP,
                "social_care_phone",
                "telephone",
            ),
            Setting(
                "social-care.out-of-hours",
                _("Children’s social care: number out of hours"),
                _("A child may need help in the evening or on a trip."),
                _ON_HELP,
                "out_of_hours_phone",
                "telephone",
            ),
            Setting(
                "low-level.name",
                _("Low-level concerns about staff: who hears them"),
                _("Your own policy says who; often it is the head."),
                _ON_HELP,
                "low_level_name",
            ),
            Setting(
                "low-level.phone",
                _("Low-level concerns about staff: number"),
                _("So that nobody has to look for it."),
                _ON_HELP,
                "low_level_phone",
                "telephone",
                needed="no",
            ),
            Setting(
                "chair.name",
                _("Chair of governors, or proprietor: name"),
                _("They hear it when the concern is about the head."),
                _ON_HELP,
                "chair_name",
            ),
            Setting(
                "chair.phone",
                _("Chair of governors, or proprietor: number"),
                _("So that nobody has to ask the head for it."),
                _ON_HELP,
                "chair_phone",
                "telephone",
            ),
            Setting(
                "lado.name",
                _("Designated officer (LADO): name or team"),
                _("Councils differ in what they call the officer for allegations."),
                _("On the help page, and where the term LADO is explained."),
                "lado_name",
                needed="no",
            ),
            Setting(
                "lado.phone",
                _("Designated officer (LADO): number"),
                _("An allegation against an adult goes there, as a rule through the head."),
                _("On the help page, and where the term LADO is explained."),
                "lado_phone",
                "telephone",
            ),
            Setting(
                "adults-lead.name",
                _("Lead for adults at risk: name"),
                _("Only where learners are eighteen or over."),
                _ON_HELP,
                "adults_lead_name",
                needed="adults",
            ),
            Setting(
                "adults-lead.phone",
                _("Lead for adults at risk: number"),
                _("Only where learners are eighteen or over."),
                _ON_HELP,
                "adults_lead_phone",
                "telephone",
                needed="adults",
            ),
        ),
    ),
    Group(
        "working",
        _("How it works here"),
        (
            Setting(
                ATTEMPTS,
                _("Attempts at an assessment"),
                _(
                    "How many times a mentor may take it. Each referral to a retake allows one "
                    "more."
                ),
                _("On each assessment’s page."),
                kind="number",
                most=9,
            ),
            Setting(
                TIME,
                _("Days to hand an assessment in"),
                _("Counted from its beginning; whoever has begun keeps what was promised."),
                _("On each assessment’s page, as a date."),
                kind="number",
                most=365,
                otherwise=14,
            ),
            Setting(
                IDLE,
                _("Minutes until somebody who does nothing is signed out"),
                _("Laptops are shared. Nothing is lost: drafts are kept."),
                _("A minute before it happens, the page says so."),
                kind="number",
                least=5,
                most=120,
                otherwise=20,
            ),
        ),
    ),
)
ALL: Final = {one.name: one for group in GROUPS for one in group.settings}


def values(store: Store | Settings) -> dict[str, str]:
    """Every setting as it stands, by name."""
    school = School.of(store)
    return {
        name: str(getattr(school, one.field)) if one.field else str(number(store, name))
        for name, one in ALL.items()
    }


def number(store: Store | Settings, name: str) -> int:
    """A setting that is a number."""
    value = store.setting(name)
    return value if isinstance(value, int) and value > 0 else ALL[name].otherwise


def missing(store: Store) -> list[Setting]:
    """What the school has still to say."""
    school = School.of(store)
    return [
        one
        for one in ALL.values()
        if one.field and one.is_needed(school) and not getattr(school, one.field)
    ]


def keep(store: Store, said: Mapping[str, str], *, by: str) -> list[str]:
    """Keep what was said, by name: the names of those that changed. Nothing, when one is amiss.

    Who changed which is in the log; what they were changed to is not.
    """
    with store.changing_settings() as kept:
        return change(kept, said, by=by)


def change(kept: Settings, said: Mapping[str, str], *, by: str) -> list[str]:
    """The same, as a part of something larger."""
    wanted = {name: checked(ALL[name], value) for name, value in said.items()}
    before = values(kept)
    changed = [name for name, value in wanted.items() if value != before[name]]
    if not changed:
        return []
    fields = {ALL[name].field: wanted[name] for name in changed if ALL[name].field}
    if fields:
        msgspec.structs.replace(School.of(kept), **fields).keep(kept)
    for name in changed:
        if not ALL[name].field:
            kept.set_setting(name, int(wanted[name]))
    kept.append(NewEvent(CHANGED, by, {"by": by, "names": changed}))
    return changed


def checked(setting: Setting, value: str) -> str:
    """The value as it is kept; :class:`Amiss` when it cannot be."""
    value = " ".join(value.split())
    if len(value) > LONGEST or UNSEEN.search(value):
        raise Amiss(
            _("This is too long, or has characters that cannot be seen."),
            _("Write it on one line, in at most {most} characters.").format(most=LONGEST),
        )
    match setting.kind:
        case "nation":
            return _one_of(value, NATIONS, _("“{value}” is no nation that mentor-cpd knows."))
        case "phase" if value:
            return _one_of(value, PHASES, _("“{value}” is no phase that mentor-cpd knows."))
        case "days":
            return _days(value)
        case "number":
            return _number(setting, value)
        case "telephone" if value and not is_telephone(value):
            raise Amiss(
                _("“{value}” is no telephone number.").format(value=value),
                _("Write one such as 01632 960 001, or an extension of three digits or more."),
            )
    return value


def _one_of(value: str, known: tuple[str, ...], says: str) -> str:
    found = {one.casefold(): one for one in known}.get(value.casefold())
    if found is None:
        raise Amiss(
            says.format(value=value), _("Choose one of: {names}.").format(names=", ".join(known))
        )
    return found


def _days(value: str) -> str:
    """The days of the week in their order, however they were listed."""
    named = [part.strip() for part in value.split(",") if part.strip()]
    says = _("“{value}” is no day of the week.")
    found = {_one_of(one, DAYS, says) for one in named}
    if not found:
        raise Amiss(_("A school works on one day at least."), _("Choose its days, such as Monday."))
    return ", ".join(day for day in DAYS if day in found)


def _number(setting: Setting, value: str) -> str:
    if not (value.isascii() and value.isdigit() and len(value) <= 4) or not (
        setting.least <= int(value) <= setting.most
    ):
        raise Amiss(
            _("“{value}” is not a number that can be used here.").format(value=value),
            _("Enter one from {least} to {most}.").format(least=setting.least, most=setting.most),
        )
    return str(int(value))
