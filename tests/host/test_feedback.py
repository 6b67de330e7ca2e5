"""Grading by itself while the host serves, and the feedback page that comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from mentor_cpd.assess import assignment
from mentor_cpd.assess.outcomes import release
from mentor_cpd.host.feedback import ALONE
from mentor_cpd.records.people import People
from tests.assess.house import MODULE, course_with_forms, mark, message, submitted
from tests.assess.making import GOOD
from tests.host.desk_school import School
from tests.serving import serving, until


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
    made: School,
) -> None:
    ada, ben = made.host.browser().sign_in("ada"), made.host.browser().sign_in("ben")
    with made.store() as store:
        people = People(store)
        one = submitted(store, *GOOD, person=people.get("ada"))
        until(lambda: store.events(kinds=["graded"], about=one), seconds=60)
        tess = people.get("tess")
        mark(store, one, by=tess)
        page = f"assessment/{MODULE}/feedback/{one}"
        assert ada.get(page).status == 404
        assert release(store, tess, [one], message=message()).done == (one,)
        until(lambda: ada.get(page).status == 200, seconds=60)
    assert ben.get(page).status == 404
    assert ada.get(page.replace(MODULE, "negotiation")).status == 404
    shown = ada.get(page)
    assert shown.headers["Content-Security-Policy"] == ALONE
    assert "There was no critical error." in shown.text
    assert "Sam stamped the same date for ten minutes" in shown.text
    assert "<script" not in shown.text.lower()
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", shown.text)
    assert page in ada.get(f"assessment/{MODULE}").text, made.host.said
