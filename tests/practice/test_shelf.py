"""The shelf: sound cases are offered, the others are not, and nothing is checked for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_cpd.course import CaseFile, Course
from mentor_cpd.practice import edition, shelf
from mentor_cpd.records.store import Store
from mentor_cpd.scenario.parse import Parsed
from tests.practice.playing import CASE


@pytest.fixture
def page(course: Course) -> Path:
    return course.scenarios / "listening" / f"{CASE}.md"


def change(page: Path, before: str, after: str) -> None:
    text = page.read_text(encoding="utf-8")
    assert before in text
    page.write_text(text.replace(before, after), encoding="utf-8")


def test_a_sound_case_is_offered_with_its_edition_and_its_grounds(store: Store) -> None:
    offered = shelf.offered(store)[CASE]
    assert offered.title == "Too quiet in the library"
    assert (offered.module, offered.use, offered.minutes) == ("listening", "practice", 12)
    kept = edition.load(store, offered.digest)
    assert kept.scenario.id == CASE
    assert kept.grounds.competencies["active-listening"].label == "Active listening"
    assert kept.grounds.errors["promise-of-secrecy"].label == "A promise of secrecy"
    assert kept.grounds.sources["kcsie-2025"].in_force_from == "2025-09-01"
    bounds = kept.grounds.proof.bounds["wellbeing-aspiration"]
    assert (bounds.lowest, bounds.highest) == (0, 3)


def test_a_case_that_does_not_check_is_held_back_and_its_author_told(
    store: Store, course: Course, page: Path
) -> None:
    change(page, "(#a-shrug ", "(#a-shrugs ")
    held, other = sorted(shelf.stock(course, store), key=lambda r: r.offered is not None)
    assert held.id == CASE
    (problem,) = held.problems
    assert problem.startswith(f"{page.as_posix()}:")
    assert 'S104 choice "ask-lunch" leads to "a-shrugs"' in problem
    assert other.offered
    assert set(shelf.offered(store)) == {"second-thoughts"}


def test_a_broken_rule_is_told_with_the_way_to_see_it(
    store: Store, course: Course, page: Path
) -> None:
    change(page, "  - when: not promised-secrecy\n", "")
    held = next(report for report in shelf.stock(course, store) if report.id == CASE)
    assert any("To see it, choose: promise, thank, tell-together" in p for p in held.problems)


def test_a_plan_that_does_not_come_true_holds_its_case_back(
    store: Store, course: Course, page: Path
) -> None:
    change(page.with_suffix(".testplan"), "ends the-bag", "ends the-walk-to-registration")
    held = next(report for report in shelf.stock(course, store) if report.id == CASE)
    assert not held.offered
    assert "S503" in held.problems[0]


def test_a_register_that_cannot_be_read_holds_back_what_rests_on_it(
    store: Store, course: Course
) -> None:
    (course.scenarios / "citations.yml").write_text("kcsie-2025: [", encoding="utf-8")
    reports = shelf.stock(course, store)
    assert not any(report.offered for report in reports)
    assert all("citations.yml" in report.problems[0] for report in reports)


def test_a_case_that_has_not_changed_is_not_looked_at_again(
    store: Store, course: Course, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.stock(course, store)
    looked_at = []
    parsed = CaseFile.parsed

    def watched(file: CaseFile) -> Parsed:
        looked_at.append(file.id)
        return parsed(file)

    monkeypatch.setattr(CaseFile, "parsed", watched)
    before = store.changes()
    shelf.stock(course, store)
    assert looked_at == []
    assert store.changes() == before
    change(page, "It’s fine.", "It is fine.")
    shelf.stock(course, store)
    assert looked_at == [CASE]


def test_changed_registers_have_every_case_checked_again(store: Store, course: Course) -> None:
    register = course.scenarios / "competencies.yml"
    change(register, "label: Active listening", "label: Listening, actively")
    shelf.stock(course, store)
    kept = edition.load(store, shelf.offered(store)[CASE].digest)
    assert kept.grounds.competencies["active-listening"].label == "Listening, actively"


def test_an_edited_case_is_a_new_edition_and_the_old_one_is_kept(
    store: Store, course: Course, page: Path
) -> None:
    old = shelf.offered(store)[CASE].digest
    change(page, "It’s fine.", "It is fine.")
    shelf.stock(course, store)
    new = shelf.offered(store)[CASE].digest
    assert new != old
    assert store.edition(old)
    assert store.edition(new)


def test_a_case_that_is_taken_away_is_offered_no_more(
    store: Store, course: Course, page: Path
) -> None:
    page.unlink()
    page.with_suffix(".testplan").unlink()
    shelf.stock(course, store)
    assert set(shelf.offered(store)) == {"second-thoughts"}


def test_two_cases_of_one_id_are_one_case_and_a_complaint(
    store: Store, course: Course, page: Path
) -> None:
    twin = course.scenarios / "other" / page.name
    twin.parent.mkdir()
    twin.write_bytes(page.read_bytes())
    reports = [report for report in shelf.stock(course, store) if report.id == CASE]
    assert [report.offered is not None for report in reports] == [True, False]
    assert "its id is also that of" in reports[1].problems[0]
    assert CASE in shelf.offered(store)


def test_stocking_one_case_leaves_the_others_on_the_shelf(
    store: Store, course: Course, page: Path
) -> None:
    change(page, "(#a-shrug ", "(#a-shrugs ")
    reports = shelf.stock(course, store, only=["second-thoughts"])
    assert [report.id for report in reports] == ["second-thoughts"]
    assert set(shelf.offered(store)) == {"second-thoughts", CASE}
