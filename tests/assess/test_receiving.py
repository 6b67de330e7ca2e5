"""Submissions that came as files: taken in when somebody can have played them, or refused."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mentor_cpd.assess import assignment, handed_in, outcomes, ways
from mentor_cpd.assess.receiving import MOST_BYTES, found_in, refusals
from mentor_cpd.scenario.transcript import Chose, Transcript
from tests.assess.grading import School, points, school
from tests.assess.house import FIRST, MODULE, TESS, WORDS, mark, message, submitted
from tests.assess.making import GOOD, PROMISED, RECORD, case_of, transcript


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, stocked: Path) -> Iterator[School]:
    """One school for all of them: each story has a mentor of its own."""
    found = school(tmp_path_factory.mktemp("school"), stocked)
    yield found
    found.store.close()


def told(made: School, *way: str, saw: str = "") -> Transcript:
    """What playing so in JupyterLab writes; ``saw`` makes the words of it somebody's own."""
    return transcript(case_of(made.course, FIRST), way, RECORD | {"seen": saw or RECORD["seen"]})


def notebook(made: School, words: Mapping[str, str] = WORDS) -> dict[str, Any]:
    """The assignment's notebook, written in."""
    (source,) = assignment.sources(made.course, MODULE)
    page: dict[str, Any] = json.loads(source.made)
    for cell in page["cells"]:
        text = words.get(cell["id"].removeprefix("reflection-"))
        if text:
            cell["source"] = [text]
    return page


def cell_of(page: dict[str, Any], name: str) -> dict[str, Any]:
    cell: dict[str, Any] = next(cell for cell in page["cells"] if cell["id"] == name)
    return cell


def lay(folder: Path, account: str, transcript: bytes | None, page: dict[str, Any] | bytes) -> Path:
    """What a mentor hands in."""
    place = folder / account / MODULE
    place.mkdir(parents=True)
    content = page if isinstance(page, bytes) else json.dumps(page).encode()
    (place / f"{MODULE}.ipynb").write_bytes(content)
    if transcript is not None:
        (place / handed_in.FILE).write_bytes(transcript)
    return folder


def test_files_that_can_have_been_played_are_marked_as_unwitnessed(
    made: School, tmp_path: Path
) -> None:
    ada = made.somebody("ada")
    folder = lay(tmp_path, "ada", handed_in.write(told(made, *GOOD, saw="Ada")), notebook(made))
    result = made.grade("--files", str(folder))
    assert "taken in, as unwitnessed" in result.output, result.output
    (received,) = made.store.events(kinds=["received"], person=ada.id)
    one = ways.submission(made.store, received.body["submission"])
    assert one.unwitnessed
    (body,) = made.graded(one.id)
    assert body["source"] == "files"
    assert points(body)["critical-errors"] == 5
    kept = made.gradebook(ada.id)
    assert kept["critical-errors"] == (5.0, None)
    text = made.step("autograded", ada.id, MODULE, f"{MODULE}.ipynb").read_text(encoding="utf-8")
    assert WORDS["action"] in text
    head = made.store.head()
    made.grade("--files", str(folder))
    assert made.store.head() == head
    assert made.store.verify() == []
    mark(made.store, one.id)
    assert outcomes.release(made.store, TESS, [one.id], message=message()).done
    made.grade()
    (page,) = made.step("told").glob(f"{one.id}-*.html")
    assert "Unwitnessed: it came as files." in page.read_text(encoding="utf-8")


def test_what_nbgrader_collected_and_what_comes_as_a_zip_is_taken_as_well(
    made: School, tmp_path: Path
) -> None:
    bea, cal = made.somebody("bea"), made.somebody("cal")
    lay(made.step("submitted"), bea.id, handed_in.write(told(made, *GOOD, saw="B")), notebook(made))
    lay(tmp_path / "x", "cal", handed_in.write(told(made, *PROMISED)), notebook(made))
    (tmp_path / "y" / "cal").mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "y" / "cal" / f"{MODULE}.zip", "w") as packed:
        for path in (tmp_path / "x" / "cal" / MODULE).iterdir():
            packed.write(path, f"mine/{path.name}")
    made.grade("--files", str(tmp_path / "y"))
    assert made.gradebook(bea.id)["critical-errors"] == (5.0, None)
    assert made.gradebook(cal.id)["critical-errors"] == (0.0, None)


def forged_output(page: dict[str, Any]) -> None:
    cell_of(page, "critical-errors")["outputs"] = [
        {"output_type": "execute_result", "data": {"text/plain": "5.0"}, "metadata": {}}
    ]


def forged_points(page: dict[str, Any]) -> None:
    cell_of(page, "critical-errors")["metadata"]["nbgrader"]["points"] = 50


def forged_score(page: dict[str, Any]) -> None:
    cell_of(page, "critical-errors")["metadata"]["nbgrader"]["score"] = 5


def impossible(page: Transcript) -> Transcript:
    first, *moves = page.moves
    assert isinstance(first, Chose)
    never = Chose(first.scene, "be-somewhere-else")
    return msgspec.structs.replace(page, moves=(never, *moves))


def never_was(page: Transcript) -> Transcript:
    return msgspec.structs.replace(page, edition="0" * 64)


def unfinished(page: Transcript) -> Transcript:
    return msgspec.structs.replace(page, moves=page.moves[:2])


FORGED: dict[str, tuple[Callable[..., Any], str]] = {
    "an edited output": (forged_output, "critical-errors claims more points"),
    "more points in the metadata": (forged_points, "critical-errors claims more points"),
    "a score in the metadata": (forged_score, "critical-errors claims more points"),
    "an impossible choice": (impossible, "be-somewhere-else"),
    "an edition that never was": (never_was, "is not known here"),
    "half a case": (unfinished, "has not been played to its end"),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_one_is_refused_and_gets_no_marks(made: School, tmp_path: Path, what: str) -> None:
    forge, why = FORGED[what]
    account = "dee." + "".join(letter for letter in what if letter.isalpha())
    mentor = made.somebody(account)
    page, played = notebook(made), told(made, *PROMISED)
    if forge in (forged_output, forged_points, forged_score):
        forge(page)
    else:
        played = forge(played)
    lay(tmp_path, account, handed_in.write(played), page)
    result = made.grade("--files", str(tmp_path))
    assert result.exit_code == 1
    assert f"{account} {MODULE}: refused." in result.output
    refused = [event.body for event in made.refused() if event.body["student"] == mentor.id]
    assert len(refused) == 1
    assert why in refused[0]["why"]
    assert refused[0] in refusals(made.store)
    assert made.store.events(kinds=["received"], person=mentor.id) == []
    assert not made.step("submitted", mentor.id).exists()
    made.grade("--files", str(tmp_path))
    assert len([e for e in made.refused() if e.body["student"] == mentor.id]) == 1


DAMAGED: dict[str, tuple[bytes | None, bytes, str]] = {
    "a transcript that is no JSON": (b"{", b"", "cannot be read"),
    "no transcript": (None, b"", "There is no transcript.json"),
    "a notebook that is no JSON": (b"", b"{]", "The notebook cannot be read"),
    "deeply nested": (b"[" * 100_000, b"", "cannot be read"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_damaged_files_are_refused_in_words(made: School, tmp_path: Path, what: str) -> None:
    raw, page, why = DAMAGED[what]
    account = "eve." + "".join(letter for letter in what if letter.isalpha())
    made.somebody(account)
    content = handed_in.write(told(made, *GOOD, saw=what)) if raw == b"" else raw
    lay(tmp_path, account, content, page or notebook(made))
    result = made.grade("--files", str(tmp_path))
    assert result.exit_code == 1
    assert why in result.output


def about(name: str, **told: Any) -> Callable[[dict[str, Any]], None]:
    """Puts something else into what nbgrader keeps about a cell."""
    return lambda page: cell_of(page, name)["metadata"]["nbgrader"].update(told)


def cell(name: str, **told: Any) -> Callable[[dict[str, Any]], None]:
    """Puts something else into a cell."""
    return lambda page: cell_of(page, name).update(told)


SHAPES: dict[str, Callable[[dict[str, Any]], None]] = {
    "no metadata": cell("critical-errors", metadata=None),
    "metadata of a list": cell("critical-errors", metadata=[1]),
    "no outputs": cell("critical-errors", outputs=None),
    "outputs of numbers": cell("critical-errors", outputs=[1]),
    "points in words": about("critical-errors", points="many"),
    "points of a list": about("critical-errors", points=[5]),
    "a score in words": about("critical-errors", score="5"),
    "a name of a list": about("reflection-action", grade_id=["reflection-action"]),
    "writing of numbers": cell("reflection-action", source=[1, 2]),
    "points that are no number": cell(
        "critical-errors",
        outputs=[{"output_type": "execute_result", "data": {"text/plain": "nan"}}],
    ),
}


def test_no_notebook_keeps_others_from_being_marked(made: School, tmp_path: Path) -> None:
    """Whatever somebody has put into theirs, it is refused, and grading goes on."""
    for number, (what, put) in enumerate(SHAPES.items()):
        made.somebody(f"a-shape{number}")
        page = notebook(made)
        put(page)
        lay(tmp_path, f"a-shape{number}", handed_in.write(told(made, *GOOD, saw=what)), page)
    zed = made.somebody("zed")
    lay(tmp_path, "zed", handed_in.write(told(made, *GOOD, saw="Z")), notebook(made))
    result = made.grade("--files", str(tmp_path))
    assert result.exit_code == 1
    assert result.output.count("refused. ") == len(SHAPES), result.output
    assert made.gradebook(zed.id)["critical-errors"] == (5.0, None)


def test_nobody_writes_more_in_files_than_in_the_app(made: School, tmp_path: Path) -> None:
    made.somebody("lia")
    lay(tmp_path, "lia", handed_in.write(told(made, *GOOD, saw="on " * 10_000)), notebook(made))
    assert "longer than 20000 characters" in made.grade("--files", str(tmp_path)).output


def test_a_zip_that_unpacks_without_end_is_read_no_further(tmp_path: Path) -> None:
    (tmp_path / "mo").mkdir()
    path = tmp_path / "mo" / f"{MODULE}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"0/{MODULE}.ipynb", b"{}")
        for number in range(1, 30):
            packed.writestr(f"{number}/{MODULE}.ipynb", b" " * 50_000)
    (first,) = found_in(tmp_path)
    assert first.notebook == b"{}"
    with path.open("ab") as file:
        file.truncate(MOST_BYTES + 1)
    (second,) = found_in(tmp_path)
    assert "The zip file is too large" in second.amiss


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file that never ends is Unix's")
def test_a_file_that_is_none_is_not_waited_for(tmp_path: Path) -> None:
    place = lay(tmp_path, "ned", None, b"{}") / "ned" / MODULE
    os.mkfifo(place / handed_in.FILE)
    (handed,) = found_in(tmp_path)
    assert handed.amiss


def test_a_damaged_zip_and_an_unknown_student_are_refused(made: School, tmp_path: Path) -> None:
    made.somebody("fay")
    (tmp_path / "fay").mkdir()
    (tmp_path / "fay" / f"{MODULE}.zip").write_bytes(b"PK\x03\x04 and no more")
    lay(tmp_path, "nobody.here", handed_in.write(told(made, *GOOD, saw="N")), notebook(made))
    result = made.grade("--files", str(tmp_path))
    assert "The zip file is damaged." in result.output
    assert 'Nobody here has the account or the pseudonym "nobody.here"' in result.output


def test_anothers_transcript_is_refused(made: School, tmp_path: Path) -> None:
    for account in ("gil", "hal"):
        made.somebody(account)
    same = handed_in.write(told(made, *GOOD, saw="He looked at the door, twice."))
    lay(tmp_path / "first", "gil", same, notebook(made))
    lay(tmp_path / "then", "hal", same, notebook(made))
    made.grade("--files", str(tmp_path / "first"))
    result = made.grade("--files", str(tmp_path / "then"))
    assert "Another mentor handed in this very transcript" in result.output


def test_who_has_handed_in_in_the_app_cannot_better_it_with_files(
    made: School, tmp_path: Path
) -> None:
    ivy = made.somebody("ivy")
    one = submitted(made.store, *PROMISED, person=ivy)
    lay(tmp_path, "ivy", handed_in.write(told(made, *GOOD, saw="I")), notebook(made))
    result = made.grade("--files", str(tmp_path))
    assert "The record has another attempt" in result.output
    assert points(made.graded(one)[0])["critical-errors"] == 0
    assert made.gradebook(ivy.id)["critical-errors"] == (0.0, None)


def test_what_somebody_put_in_place_of_an_app_submission_is_refused_and_made_again(
    made: School,
) -> None:
    jan = made.somebody("jan")
    submitted(made.store, *PROMISED, person=jan)
    made.grade()
    place = made.step("submitted", jan.id, MODULE)
    better = handed_in.write(told(made, *GOOD, saw="J"))
    (place / handed_in.FILE).write_bytes(better)
    (place / "submission_secret.txt").write_text("0" * 64, encoding="ascii")
    result = made.grade()
    assert "refused. The record has another attempt" in result.output
    assert (place / handed_in.FILE).read_bytes() != better
    (kept,) = made.step("refused", jan.id).iterdir()
    assert (kept / handed_in.FILE).read_bytes() == better
    assert made.gradebook(jan.id)["critical-errors"] == (0.0, None)
