"""Looking after it: people, settings, and the editions that the lead confirms."""

from __future__ import annotations

from itertools import count
from typing import Final

from mentor_cpd.host import editions, people, settings
from tests.gallery.gallery import View, Way, at
from tests.gallery.people import ADMINISTRATOR, LEAD
from tests.gallery.visit import Visit

LIST: Final = (
    "name,account,roles\nRuth Bell,r.bell,safeguarding-lead\nBen Osei,b.osei,mentor trainer\n"
    "Constance Featherstonehaugh,c.featherstonehaugh,\nYu Chen,y.chen,mentor\n"
)
_numbers = count(1)


def added(visit: Visit) -> None:
    visit.opens("people")
    visit.fills("Full name", "Nia Marlowe")
    visit.fills("Account name", f"n.marlowe{next(_numbers)}")
    visit.presses("Add and make a link")
    visit.heads("Hand over this link")


def added_wrongly(visit: Visit) -> None:
    visit.opens("people")
    visit.fills("Account name", "amina")
    visit.presses("Add and make a link")
    visit.reads("There is a problem")


def person(account: str) -> Way:
    def way(visit: Visit) -> None:
        visit.opens(f"people/{visit.school.person(account).id}")

    return way


def no_role(visit: Visit) -> None:
    person("amina")(visit)
    for tick in visit.main.locator("input[type=checkbox]:checked").all():
        tick.uncheck()
    visit.presses("Save these roles")
    visit.reads("There is a problem")


def a_new_link(visit: Visit) -> None:
    person("lou")(visit)
    visit.presses("Make a one-time link")
    visit.heads("Hand over this link")


def listed(text: str, wait_for: str) -> Way:
    def way(visit: Visit) -> None:
        visit.opens("people/import")
        visit.fills("Or paste the list", text)
        visit.presses("Look at it first")
        visit.heads(wait_for)

    return way


def set_wrongly(visit: Visit) -> None:
    visit.opens("settings")
    visit.fills("Deputy: telephone number", "at the gate")
    visit.presses("Save these settings")
    visit.reads("There is a problem")


def confirmed_wrongly(visit: Visit) -> None:
    visit.opens("editions")
    visit.page.get_by_label("Another one").first.check()
    visit.presses("Save these answers")
    visit.reads("There is a problem")


WRONG: Final = (
    LIST.replace("mentor trainer", "boss").replace("y.chen", "amina").replace("Ruth Bell", "")
)
PEOPLE, PERSON, IMPORT = (people.PeoplePage,), (people.PersonPage,), (people.Import,)
VIEWS: Final = (
    View("people", "People", ADMINISTRATOR, PEOPLE, at("people")),
    View("people-added", "A link to hand over", ADMINISTRATOR, PEOPLE, added),
    View("people-wrong", "Adding somebody, with mistakes", ADMINISTRATOR, PEOPLE, added_wrongly),
    View("person", "One person", ADMINISTRATOR, PERSON, person("amina")),
    View("person-link", "A new link for one person", ADMINISTRATOR, PERSON, a_new_link),
    View("person-wrong", "A person without a role", ADMINISTRATOR, PERSON, no_role),
    View("person-off", "An account that was switched off", ADMINISTRATOR, PERSON, person("pia")),
    View("import", "Adding many people", ADMINISTRATOR, IMPORT, at("people/import")),
    View(
        "import-look", "The list, looked at first", ADMINISTRATOR, IMPORT, listed(LIST, "4 people")
    ),
    View(
        "import-wrong", "The list, with mistakes", ADMINISTRATOR, IMPORT, listed(WRONG, "3 lines")
    ),
    View("settings", "Settings", ADMINISTRATOR, (settings.Settings,), at("settings")),
    View(
        "settings-wrong",
        "Settings, with mistakes",
        ADMINISTRATOR,
        (settings.Settings,),
        set_wrongly,
    ),
    View("editions", "Editions", LEAD, (editions.Editions,), at("editions")),
    View(
        "editions-wrong", "Editions, with mistakes", LEAD, (editions.Editions,), confirmed_wrongly
    ),
)
