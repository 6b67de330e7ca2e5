"""What is kept about somebody: handed to them whole, without what is about others; and erased."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mentor_cpd.assess.outcomes import alias, release
from mentor_cpd.records import tables
from mentor_cpd.records.people import People, Person
from tests.assess.grading import Ran, School, school
from tests.assess.house import mark, message, practises, submitted
from tests.assess.making import GOOD

DRAFT = "Half a thought <b>about</b> it"


@dataclass(frozen=True)
class Asked:
    """A school in which Ada has done everything once, and asks what is kept about her."""

    school: School
    ada: Person
    tess: Person
    submission: str
    folder: Path

    def copy(self, account: str = "ada") -> dict[str, Any]:
        path = self.folder / f"{account}.json"
        path.unlink(missing_ok=True)
        ran = self.school.run("export", "person", account, str(path))
        assert ran.exit_code == 0, ran.output
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return told

    def release(self) -> None:
        assert release(self.school.store, self.tess, [self.submission], message=message()).done

    def erase(self, *words: str) -> Ran:
        return self.school.run("account", "erase", "ada", *words)


@contextmanager
def has_worked(folder: Path, stocked: Path) -> Iterator[Asked]:
    made = school(folder / "school", stocked)
    ada, tess = made.somebody("ada"), made.somebody("tess", "trainer")
    practises(made.store, *GOOD, person=ada)
    submission = submitted(made.store, *GOOD, person=ada)
    made.store.save_draft(ada.id, "journal:1:what", DRAFT)
    People(made.store).sign_in(ada.id, "Firefox on a tablet")
    made.grade()
    mark(made.store, submission, by=tess, level=2)
    yield Asked(made, ada, tess, submission, folder)
    made.store.close()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, stocked: Path) -> Iterator[Asked]:
    """One for all who only look."""
    with has_worked(tmp_path_factory.mktemp("asked"), stocked) as made:
        yield made


def texts_of(asked: Asked) -> list[str]:
    """Whatever stands in the table of texts of hers."""
    mine = tables.events.c.person == asked.ada.id
    wanted = tables.texts.select().join(tables.events).where(mine)
    with asked.school.store.reading() as connection:
        return [row.text for row in connection.execute(wanted)]


def test_a_copy_holds_all_that_she_did_and_wrote_in_words(asked: Asked) -> None:
    told = asked.copy()
    assert told["account"]["Account"] == "ada"
    assert [one["Browser"] for one in told["sign_ins"]] == ["Firefox on a tablet"]
    assert [piece["what"] for piece in told["work"]] == ["Practice", "Assessment"]
    assert list(told["drafts"].values()) == [DRAFT]
    lines = [line for piece in told["work"] for line in piece["lines"]]
    events = asked.school.store.events(person=asked.ada.id)
    assert len(lines) + len(told["account_lines"]) == len(events)
    written = [text for line in lines for text in line["wrote"].values()]
    assert written
    assert sorted(written) == sorted(texts_of(asked))
    chosen = [line["says"] for line in lines if line["says"].startswith("In “")]
    assert len(chosen) == sum(event.kind == "chose" for event in events)
    assert not any(choice in says for choice in GOOD for says in chosen), "words, and not ids"
    (record,) = [line for line in told["work"][0]["lines"] if line["says"] == "Wrote."]
    assert [*record["wrote"]][:3] == ["When", "Where", "The exact words"], "as the form asks"


def test_marks_are_in_it_once_they_were_released(tmp_path: Path, stocked: Path) -> None:
    with has_worked(tmp_path, stocked) as asked:
        assert asked.copy()["results"] == []
        asked.release()
        (results,) = asked.copy()["results"]
    assert results["what"] == "Results"
    assert any("2" in line["says"] and line["wrote"] for line in results["lines"])


def test_what_a_trainer_did_is_in_their_copy_and_what_they_wrote_about_others_is_not(
    asked: Asked,
) -> None:
    told = asked.copy("tess")
    assert told["work"] == []
    did = [line["says"] for line in told["account_lines"]]
    assert did[0] == "The account was opened: trainer"
    assert did[1] == f"Marked a submission: {alias(asked.submission)}"
    marked = asked.school.store.events(person=asked.tess.id, kinds=["marked"])
    written = asked.school.store.texts(str(marked[0].attempt))
    assert written
    assert not any(
        text in json.dumps(told) for parts in written.values() for text in parts.values()
    )


def test_the_page_says_the_same_and_nothing_in_it_is_markup_of_hers(asked: Asked) -> None:
    path = asked.folder / "ada.html"
    ran = asked.school.run("export", "person", "ada", str(path))
    assert ran.exit_code == 0, ran.output
    page = path.read_text(encoding="utf-8")
    assert "<h1>What is kept about Ada</h1>" in page
    assert "Half a thought &lt;b&gt;about&lt;/b&gt; it" in page
    assert "What is not in this copy" in page
    assert "http" not in page.replace("http-equiv", "")
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_a_file_that_is_there_is_left_alone_and_another_ending_refused(asked: Asked) -> None:
    path = asked.folder / "ada.html"
    path.write_text("mine", encoding="utf-8")
    assert asked.school.run("export", "person", "ada", str(path)).exit_code == 2
    assert path.read_text(encoding="utf-8") == "mine"
    ran = asked.school.run("export", "person", "ada", str(asked.folder / "ada.pdf"))
    assert ran.exit_code == 2
    assert ".html, .json" in ran.output
    assert asked.school.run("export", "person", "nobody", str(path)).exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit on a file's size")
@pytest.mark.parametrize("ending", ["html", "json"])
def test_where_there_is_no_room_nothing_is_left_of_it(
    tmp_path: Path, stocked: Path, ending: str
) -> None:
    """Nor is it in the way of the next."""
    import resource

    made, path = school(tmp_path / "school", stocked), tmp_path / f"ada.{ending}"
    made.store.save_draft(made.somebody("ada").id, "journal:1:what", "A long thought. " * 20_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        ran = made.run("export", "person", "ada", str(path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (ran.exit_code, "cannot be written: File too large" in ran.output) == (2, True)
    assert not path.exists()
    assert made.run("export", "person", "ada", str(path)).exit_code == 0
    made.store.close()


def test_what_she_wrote_is_erased_and_the_record_stays_sound(tmp_path: Path, stocked: Path) -> None:
    with has_worked(tmp_path, stocked) as asked:
        before = len(texts_of(asked))
        assert asked.erase().exit_code == 1, "nothing is erased before somebody said yes"
        assert len(texts_of(asked)) == before
        ran = asked.erase("--yes")
        assert ran.exit_code == 0, ran.output
        assert f"{before} texts of ada are erased." in ran.output
        assert texts_of(asked) == []
        assert asked.school.store.verify() == []
        told = asked.copy()
        lines = [line for piece in told["work"] for line in piece["lines"]]
        assert sum(line["erased"] for line in lines) == before
        assert not any(line["wrote"] for line in lines)
        assert told["drafts"] == {}
        assert any("was erased" in line["says"] for line in told["account_lines"])
