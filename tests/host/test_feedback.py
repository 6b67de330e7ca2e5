"""Grading by itself while the host serves, and the feedback page that comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has none
from playwright.sync_api import Browser

from mentor_cpd.assess import assignment
from mentor_cpd.assess.outcomes import release
from mentor_cpd.host.feedback import ALONE
from mentor_cpd.records.people import People
from tests.assess.house import MODULE, course_with_forms, mark, message, submitted
from tests.assess.making import GOOD
from tests.host.desk_school import School
from tests.serving import serving, until

AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder = tmp_path_factory.mktemp("feedback")
    course = course_with_forms(folder / "course")
    for source in assignment.sources(course):
        source.write()
    with serving(course.root, folder / "data", grade=True) as host:
        host.set_up()
        found = School(host)
        for account, role in {"ada": "mentor", "ben": "mentor", "tess": "trainer"}.items():
            found.add(account, role)
        yield found


def test_what_is_handed_in_is_graded_and_what_is_released_is_told_to_its_mentor_alone(
    made: School, browser: Browser
) -> None:
    ada, ben = made.host.browser().sign_in("ada"), made.host.browser().sign_in("ben")
    with made.store() as store:
        people = People(store)
        one = submitted(store, *GOOD, person=people.get("ada"))
        until(lambda: store.events(kinds=["graded"], about=one), seconds=240)
        tess = people.get("tess")
        mark(store, one, by=tess)
        page = f"assessment/{MODULE}/feedback/{one}"
        assert ada.get(page).status == 404
        assert release(store, tess, [one], message=message()).done == (one,)
        until(lambda: ada.get(page).status == 200, seconds=240)
    assert ben.get(page).status == 404
    assert ada.get(page.replace(MODULE, "negotiation")).status == 404
    shown = ada.get(page)
    assert shown.headers["Content-Security-Policy"] == ALONE
    assert "There was no critical error." in shown.text
    assert "Sam stamped the same date for ten minutes" in shown.text
    assert "<script" not in shown.text.lower()
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", shown.text)
    assert page in ada.get(f"assessment/{MODULE}").text, made.host.said
    # nbgrader's own page, read as everybody may have to read it; it lets no script in, so
    # what it says is looked at outside its walls.
    seen = browser.new_page(viewport={"width": 320, "height": 640})
    seen.set_content(shown.text)
    report = Axe().run(seen, options={"runOnly": AA}).response
    assert [broken["id"] for broken in report["violations"]] == []
    assert not seen.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    seen.close()
