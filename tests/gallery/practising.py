"""Practising: a module's page, every kind of scene, its drill, its journal, and a lost line."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import WebSocketRoute, expect

from mentor_cpd.host import module
from mentor_cpd.practice.school import School as About
from tests.gallery.gallery import SOMEBODY, WINDOW, View, Way
from tests.gallery.people import MENTOR
from tests.gallery.visit import LONG, Visit

LISTENING, CASE, DRILL = "listening", "the-goal-he-didnt-see", "listening-drill"
WELL, MENDED, BADLY = 0, 5, 14  # plans of the case


def cover(visit: Visit) -> None:
    visit.opens_module(LISTENING)


def other_cases(visit: Visit) -> None:
    cover(visit)
    visit.unfolds("Skip to another case")


def cover_under_way(visit: Visit) -> None:
    visit.school.practises(visit.account, CASE, WELL, scenes=3)
    cover(visit)


def first_scene(visit: Visit) -> None:
    cover(visit)
    visit.begins(visit.player, "Start", "scene")


def scene(number: int, module: str = LISTENING, case: str = CASE) -> Way:
    """The scene after so many choices."""

    def way(visit: Visit) -> None:
        visit.school.practises(visit.account, case, WELL, scenes=number)
        visit.plays_on(module, "scene")

    return way


def going_back(visit: Visit) -> None:
    scene(7)(visit)
    visit.unfolds("What happened so far")


def asked(what: str, stage: str) -> Way:
    """Where the case first asks for it."""

    def way(visit: Visit) -> None:
        visit.school.practises(visit.account, CASE, WELL, until=what)
        visit.plays_on(LISTENING, stage)

    return way


def paused(visit: Visit) -> None:
    scene(7)(visit)
    visit.page.locator(".bar").get_by_role("button", name="Pause").click()


def debrief(plan: int) -> Way:
    def way(visit: Visit) -> None:
        visit.school.practises(visit.account, CASE, plan)
        visit.plays_on(LISTENING, "debrief", "Look back on it")

    return way


def debrief_open(visit: Visit) -> None:
    debrief(MENDED)(visit)
    visit.presses("Open all", visit.player)
    visit.unfolds("Your path in words")


def withheld(visit: Visit) -> None:
    """As in another nation, until the page has been drawn."""
    with visit.school.store() as store:
        before = About.of(store)
        replaced = About(
            **{f: getattr(before, f) for f in before.__struct_fields__} | {"nation": "Wales"}
        )
        replaced.keep(store)
        try:
            visit.opens_module("safeguarding")
            visit.comes_to(visit.player, "withheld")
        finally:
            before.keep(store)


def terms(visit: Visit) -> None:
    visit.opens_module("safeguarding")
    visit.page.locator(".prose .cpd-term").first.click()


def terms_in_a_scene(visit: Visit) -> None:
    visit.school.practises(visit.account, "dont-tell", WELL, scenes=6)
    visit.plays_on("safeguarding", "scene")
    visit.player.locator(".cpd-term").first.click()


def drill_question(visit: Visit) -> None:
    cover(visit)
    visit.begins(visit.drill, "Start the drill", "question")


def drill_nothing_ticked(visit: Visit) -> None:
    drill_question(visit)
    visit.presses("Send my answers", visit.drill)
    expect(visit.drill.locator(".cpd-notice")).to_be_visible()


def drill_consequence(visit: Visit) -> None:
    drill_question(visit)
    visit.drill.locator("input[type=checkbox]").first.check()
    visit.presses("Send my answers", visit.drill)
    visit.comes_to(visit.drill, "consequence")


def drill_over(visit: Visit) -> None:
    visit.school.drills(visit.account, DRILL)
    cover(visit)
    visit.begins(visit.drill, "Look back on the drill", "debrief")


def journal_written(visit: Visit) -> None:
    visit.school.keeps_a_journal(visit.account, LISTENING)
    cover(visit)
    visit.journal.scroll_into_view_if_needed()


def journal_models(visit: Visit) -> None:
    cover(visit)
    visit.unfolds("Write to other prompts")
    visit.presses("Six steps (Gibbs)", visit.journal)
    expect(visit.journal.get_by_label("Feelings", exact=True)).to_be_visible()


def line_lost(visit: Visit) -> None:
    asked("concern-record", "write")(visit)
    visit.player.locator("textarea").first.fill("Tuesday, 12.50")
    visit.page.context.set_offline(True)
    expect(visit.page.locator("#status")).to_contain_text("offline", timeout=LONG)


def elsewhere(visit: Visit) -> None:
    lines: list[WebSocketRoute] = []

    def pass_on(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    visit.page.route_web_socket(re.compile("/channels"), pass_on)
    scene(2)(visit)
    lines[-1].close(code=4004)
    visit.reads("You have this open in other tabs")


PAGE: Final = (module.ModulePage,)
ITS_PLAYER, ITS_DRILL, ITS_JOURNAL = ".cpd-player", ".cpd-drill", ".cpd-journal"
VIEWS: Final = (
    View("module", "A module’s page, with everything done", MENTOR, PAGE, cover),
    View("module-new", "A module’s page, new: the content note", SOMEBODY, PAGE, cover, ITS_PLAYER),
    View("module-under-way", "A case under way", SOMEBODY, PAGE, cover_under_way, ITS_PLAYER),
    View("other-cases", "Skipping to another case", SOMEBODY, PAGE, other_cases, ITS_PLAYER),
    View("withheld", "A case that is withheld", SOMEBODY, PAGE, withheld, ITS_PLAYER),
    View("terms", "A term opened in the text", SOMEBODY, PAGE, terms, ".prose:has(.cpd-term-note)"),
    View("scene-first", "The first scene", SOMEBODY, PAGE, first_scene, ITS_PLAYER),
    View("scene-talk", "A scene of talk, with meters", SOMEBODY, PAGE, scene(7), ITS_PLAYER),
    View("scene-terms", "A term opened in a scene", SOMEBODY, PAGE, terms_in_a_scene, ITS_PLAYER),
    View("scene-back", "Going back to a moment", SOMEBODY, PAGE, going_back, ITS_PLAYER),
    View("scene-why", "Saying why", SOMEBODY, PAGE, asked("explain", "explain"), ITS_PLAYER),
    View(
        "scene-words",
        "Saying it in one’s own words",
        SOMEBODY,
        PAGE,
        asked("free-text", "write"),
        ITS_PLAYER,
    ),
    View(
        "scene-record",
        "Writing the concern record",
        SOMEBODY,
        PAGE,
        asked("concern-record", "write"),
        ITS_PLAYER,
    ),
    View("paused", "Paused", SOMEBODY, PAGE, paused, WINDOW),
    View("debrief", "Looking back: all went well", SOMEBODY, PAGE, debrief(WELL), ITS_PLAYER),
    View(
        "debrief-open",
        "Looking back: mended mistakes, all open",
        SOMEBODY,
        PAGE,
        debrief_open,
        ITS_PLAYER,
    ),
    View(
        "debrief-badly", "Looking back: critical errors", SOMEBODY, PAGE, debrief(BADLY), ITS_PLAYER
    ),
    View("drill-question", "The drill: a moment", SOMEBODY, PAGE, drill_question, ITS_DRILL),
    View(
        "drill-nothing",
        "The drill: nothing ticked",
        SOMEBODY,
        PAGE,
        drill_nothing_ticked,
        ITS_DRILL,
    ),
    View(
        "drill-answered",
        "The drill: what comes of it",
        SOMEBODY,
        PAGE,
        drill_consequence,
        ITS_DRILL,
    ),
    View("drill-over", "The drill: how it went", SOMEBODY, PAGE, drill_over, ITS_DRILL),
    View("journal", "The journal, with an entry", SOMEBODY, PAGE, journal_written, ITS_JOURNAL),
    View(
        "journal-models",
        "The journal, to other prompts",
        SOMEBODY,
        PAGE,
        journal_models,
        ITS_JOURNAL,
    ),
    View("line-lost", "The line is lost", SOMEBODY, PAGE, line_lost, WINDOW),
    View("elsewhere", "Open in other tabs", SOMEBODY, PAGE, elsewhere, WINDOW),
)
