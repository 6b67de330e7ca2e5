"""The safeguarding lead's page: which editions the school works to.

Assessed safeguarding cases wait for what is said here (``practice/confirmation.py``).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, get_args

from ..language import _
from ..practice import confirmation
from ..practice.citing import day_in_words
from ..practice.confirmation import LONGEST, Confirmed, Duty, Said, Standing
from ..practice.school import ENGLAND, School
from ..records.store import NotSaved, Store
from .accounts import Form
from .sorry import Sorry, not_kept

ROLE: Final = "safeguarding-lead"
THIS, ANOTHER = "this", "another"


class Asked(NamedTuple):
    """What the page asks, and what was said up to now."""

    school: School
    standings: list[Standing]
    confirmed: Confirmed

    @property
    def asks_duty(self) -> bool:
        """The duty to report child sexual abuse is one of England."""
        return self.school.nation == ENGLAND

    @property
    def waiting(self) -> list[Standing]:
        """The sources that keep assessed safeguarding cases closed."""
        return [one for one in self.standings if one.state != "confirmed"]


def asked(store: Store) -> Asked:
    said = confirmation.confirmed(store)
    found = confirmation.standings(confirmation.to_confirm(store), said.said)
    return Asked(School.of(store), found, said)


class Editions(Form):
    def check_role(self) -> None:
        if ROLE not in self.visitor.person.roles:
            raise Sorry(
                403,
                _("This page is for your safeguarding lead"),
                _("Whoever holds that role here confirms the editions that the school works to."),
                _("Ask them, or whoever looks after mentor-cpd at your school."),
            )

    async def get(self) -> None:
        self.check_role()
        asks = await self.house.off(asked, self.house.store)
        kept = bool(self.get_query_argument("kept", ""))
        self.draw(asks, values=_values(asks), kept=kept)

    async def post(self) -> None:
        self.check_role()
        house = self.house
        asks = await house.off(asked, house.store)
        names = [f"{part}-{one.id}" for one in asks.standings for part in ("works", "other", "is")]
        typed = self.said(*names, "duty")
        errors: dict[str, str] = {}
        said = {}
        for one in asks.standings:
            answer = self._answer(one, typed, errors)
            if answer is not None:
                said[one.id] = answer
        duty = next((known for known in get_args(Duty) if known == typed["duty"]), None)
        if not errors and not said and duty is None:
            errors["form"] = _("Nothing was chosen. Answer for at least one source.")
        if errors:
            self.draw(asks, status=400, values=typed, errors=errors)
            return
        by = self.visitor.person.id
        try:
            await house.off(confirmation.confirm, house.store, said, duty, by=by)
        except NotSaved as error:
            self.draw(asks, status=503, values=typed, errors={"form": not_kept(error)})
            return
        # A browser would carry the fragment of the last link over, and go there instead.
        self.redirect(f"{house.base}editions?kept=1#kept", status=303)

    def _answer(self, one: Standing, typed: dict[str, str], errors: dict[str, str]) -> Said | None:
        """What was said of one source; nothing, where it was left open."""
        works, other = typed[f"works-{one.id}"], " ".join(typed[f"other-{one.id}"].split())
        digest = confirmation.digest_of(one.id, one.source)
        if works not in (THIS, ANOTHER):
            return None
        if typed[f"is-{one.id}"] != digest:
            errors[f"works-{one.id}"] = _(
                "What the course says of “{title}” changed while this page was open. Look again."
            ).format(title=one.source.title)
        elif works == ANOTHER and not other:
            errors[f"other-{one.id}"] = _(
                "Say which edition of “{title}” your school works to."
            ).format(title=one.source.title)
        elif len(other) > LONGEST:
            errors[f"other-{one.id}"] = _("Say it in at most {most} characters.").format(
                most=LONGEST
            )
        return Said(one.source.edition, digest, other if works == ANOTHER else "")

    def draw(self, asks: Asked, *, status: int = 200, **context: Any) -> None:
        at = asks.confirmed.at
        self.show(
            "editions",
            status=status,
            **{
                "errors": {},
                "kept": False,
                "at": at and day_in_words(at.date().isoformat()),
                "asks": asks,
                "digest_of": confirmation.digest_of,
                "day": day_in_words,
                **context,
            },
        )


def _values(asks: Asked) -> dict[str, str]:
    """The form as it was last answered. A source that changed is to be looked at anew."""
    values: dict[str, str] = {"duty": asks.confirmed.duty or ""}
    for one in asks.standings:
        if one.said is not None and one.state in ("confirmed", "another"):
            values[f"works-{one.id}"] = ANOTHER if one.said.another else THIS
            values[f"other-{one.id}"] = one.said.another
    return values
