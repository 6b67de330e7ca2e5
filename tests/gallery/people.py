"""Who is at the school of the gallery: account to name and roles."""

from __future__ import annotations

from typing import Final, NamedTuple


class Somebody(NamedTuple):
    name: str
    roles: tuple[str, ...] = ("mentor",)


# Those who look at pages, by what they do here.
MENTOR: Final = "amina"
NEW: Final = "mia"  # has done nothing yet
TRAINER: Final = "tess"
OTHER_TRAINER: Final = "tom"
LEAD: Final = "grace"
HEAD: Final = "hope"
ADMINISTRATOR: Final = "ada"
EVERYTHING: Final = "olu"

PEOPLE: Final = {
    MENTOR: Somebody("Amina Yusuf"),
    NEW: Somebody("Mia Jones"),
    TRAINER: Somebody("Tess Oyelaran", ("trainer",)),
    OTHER_TRAINER: Somebody("Tom Rigby", ("trainer", "mentor")),
    LEAD: Somebody("Grace Okafor", ("safeguarding-lead",)),
    HEAD: Somebody("Hope Marchetti", ("head",)),
    ADMINISTRATOR: Somebody("Ada Lead", ("administrator",)),
    EVERYTHING: Somebody(
        "Oluwaseun Fairweather-Adebayo",
        ("mentor", "trainer", "safeguarding-lead", "head", "administrator"),
    ),
    # Mentors, by where they stand with an assessment.
    "ben": Somebody("Ben Achebe"),  # handed in
    "cleo": Somebody("Cleo Marsh"),  # handed in, with a critical error
    "dara": Somebody("Dara Quinn"),  # being marked
    "eve": Somebody("Eve Lindqvist"),  # marked, to be released
    "finn": Somebody("Finn Mallory"),  # referred, to be released
    "gita": Somebody("Gita Rao"),  # referred, and told so
    "hal": Somebody("Hal Whitcombe"),  # awaits sign-off
    "isla": Somebody("Isla Novak"),  # passed
    "jon": Somebody("Jon Abara"),  # may be real
    "kit": Somebody("Kit Sorensen"),  # refused by the replay
    "lou": Somebody("Lou Bennett"),  # lapsed
    "max": Somebody("Max Tran"),  # in the middle of an assessment
    "nell": Somebody("Nell Brody"),  # writing about it
    "ola": Somebody("Ola Brandt"),  # its markers do not say the same
    "pia": Somebody("Pia Corso"),  # an account that was switched off
}
