"""Terms and sources in what pages are given to draw: decided here, and nothing told early."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mentor_cpd.course import Course
from mentor_cpd.practice import shelf
from mentor_cpd.practice.school import School
from mentor_cpd.records.store import Store
from tests.practice.playing import COURSE
from tests.practice.safe_course import PRACTISED, add_to
from tests.scenario.waiting_drill import DRILL, FILE
from tests.ui.page import Page
from tests.ui.test_drill_contract import Page as DrillPage


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    course = add_to(Path(shutil.copytree(COURSE, tmp_path / "course")))
    words = DRILL.replace("## The glue stick", "## The PE stick")
    (course / FILE).write_text(words, encoding="utf-8")
    with Store.open(f"sqlite:///{tmp_path / 'record.sqlite'}", wait=0.2) as store:
        shelf.stock(Course(course), store)
        School(lead_name="Amina Yusuf", lead_title="DSL here").keep(store)
        yield store


def terms_in(view: Any) -> list[str]:
    """The short forms that a view offers, wherever they stand."""
    if isinstance(view, dict):
        own = [view["short"]] if "says" in view and "short" in view else []
        return own + [short for inner in view.values() for short in terms_in(inner)]
    return [short for inner in view for short in terms_in(inner)] if isinstance(view, list) else []


def test_a_scene_offers_each_term_once_and_its_choices_stay_plain(store: Store) -> None:
    page = Page(store, "ada", PRACTISED)
    assert terms_in(page.view) == [], "nothing is told before the content note was passed"
    page.ask("begin")
    scene = page.view["scene"]
    assert terms_in(scene["passages"]) == ["DSL"]
    assert [term["short"] for term in scene["terms"]] == ["PE"]
    assert all(isinstance(choice["text"], str) for choice in scene["choices"])
    (spoken,) = [one for one in scene["passages"] if terms_in(one)]
    (offered,) = [span["term"] for span in spoken["spans"] if "term" in span]
    assert offered["says"][1] == "In your school: Amina Yusuf, DSL here."


def test_what_was_chosen_is_explained_beside_it(store: Store) -> None:
    page = Page(store, "ada", PRACTISED)
    page.ask("begin")
    page.ask("choose", choice="sit-beside")
    assert page.stage == "explain"
    assert [term["short"] for term in page.view["terms"]] == ["PE", "DSL"]
    assert terms_in(page.view["so_far"]) == ["PE", "DSL"]


def test_terms_of_the_commentary_come_with_the_debrief_and_no_sooner(store: Store) -> None:
    page = Page(store, "ada", PRACTISED).take("sit-beside", "kind-words")
    first = page.view["debrief"]["decisions"][0]
    assert terms_in(first["because"]) == ["DSL"]
    assert terms_in(first).count("DSL") == 1, "once in each decision"
    for view in page.views[:-1]:
        assert "The DSL would say" not in json.dumps(view)


def test_a_debrief_names_edition_and_days_and_the_schools_own_lead(store: Store) -> None:
    debrief = Page(store, "ada", PRACTISED).take("ask-lunch", "press").view["debrief"]
    facts = {one["title"]: one["facts"] for one in debrief["sources"]}
    assert facts["Keeping children safe in education"] == (
        "2025; England; in force from 1 September 2025; looked up 1 November 2026."
    )
    assert facts["Working together"] == "2023; England; looked up 1 November 2026."
    assert debrief["lead"] == {"who": "Amina Yusuf, DSL here"}
    listening = Page(store, "ada", "too-quiet").take("ask-lunch", "press").view["debrief"]
    assert listening["lead"] == {}, "only a case about safeguarding ends with the lead"


def test_a_case_that_is_withheld_says_why(store: Store) -> None:
    School(nation="Scotland").keep(store)
    view = Page(store, "ada", PRACTISED).view
    assert view["stage"] == "withheld"
    assert "your school is in Scotland" in view["why"]


def test_a_drill_names_its_sources_only_after_the_answer(store: Store) -> None:
    drill = DrillPage(store)
    drill.ask("begin")
    assert "sources" not in drill.view["question"]
    drill.give()
    assert [one["facts"] for one in drill.view["question"]["sources"]] == [
        "As read in November; Australia; looked up 1 November 2026."
    ]
    drill.ask("next")
    asked = drill.view["question"]
    assert [term["short"] for term in asked["terms"]] == ["PE"], "a title holds no button"
