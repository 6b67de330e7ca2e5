"""The school's settings, for administrators: every one, why it is asked, and where it shows."""

from __future__ import annotations

from typing import Final

from ..language import _
from ..practice import settings
from ..practice.school import DAYS, NATIONS, PHASES
from ..practice.settings import ALL, GROUPS, Amiss
from ..records.store import NotSaved
from .accounts import Form
from .sorry import Sorry, not_kept

ADMINISTRATOR: Final = "administrator"


class AdministratorsForm(Form):
    """A page for those who look after the accounts and the settings, and for nobody else."""

    def check_role(self) -> None:
        if ADMINISTRATOR not in self.visitor.person.roles:
            raise Sorry(
                403,
                _("This page is for administrators"),
                _("They look after the accounts and the settings of mentor-cpd at your school."),
                _("Ask one of them."),
            )


class Settings(AdministratorsForm):
    async def get(self) -> None:
        self.check_role()
        kept = bool(self.get_query_argument("kept", ""))
        await self.draw(await self.house.off(settings.values, self.house.store), kept=kept)

    async def post(self) -> None:
        self.check_role()
        house = self.house
        said = self.said(*ALL)
        said["school.days"] = ", ".join(self.get_body_arguments("school.days"))
        errors = {}
        for name, setting in ALL.items():
            try:
                settings.checked(setting, said[name])
            except Amiss as amiss:
                errors[name] = _("{label}: {what}").format(label=setting.title, what=amiss)
        if errors:
            await self.draw(said, status=400, errors=errors)
            return
        try:
            await house.off(settings.keep, house.store, said, by=self.visitor.person.id)
        except NotSaved as error:
            await self.draw(said, status=503, errors={"form": not_kept(error)})
            return
        # A browser would carry the fragment of the last link over, and go there instead.
        self.redirect(f"{house.base}settings?kept=1#kept", status=303)

    async def draw(
        self,
        values: dict[str, str],
        *,
        status: int = 200,
        errors: dict[str, str] | None = None,
        kept: bool = False,
    ) -> None:
        missing = await self.house.off(settings.missing, self.house.store)
        self.show(
            "settings",
            status=status,
            values=values
            | {"school.days": [day.strip() for day in values["school.days"].split(",")]},
            errors=errors or {},
            kept=kept,
            groups=GROUPS,
            missing={one.name for one in missing},
            options={"nation": NATIONS, "phase": PHASES, "days": DAYS},
        )
