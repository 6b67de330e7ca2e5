"""The report on the course: its page and its drawing say what was measured, and are current."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml
from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from mentor_cpd import cli
from mentor_cpd.scenario.balance import weigh
from mentor_cpd.scenario.cast import read_cast
from mentor_cpd.scenario.explore import explore
from mentor_cpd.scenario.figures import CaseFigures, Habits, Span, case_figures, drill_figures
from mentor_cpd.scenario.guessers import GUESSERS, Guessed
from mentor_cpd.scenario.parse import parse
from mentor_cpd.scenario.report import (
    COMMAND,
    PAGE,
    PICTURE,
    cases_in_words,
    markdown,
    verdict,
)
from mentor_cpd.scenario.report_picture import draw_report
from mentor_cpd.scenario.report_tables import Report, grids
from tests.scenario.drawn import CLOSE, Area, shapes, sheet
from tests.scenario.test_cast import KHAN, KOFI, MAYA, table
from tests.scenario.waiting_drill import DRILL
from tests.scenario.waiting_drill import FILE as DRILL_FILE
from tests.scenario.wet_coat import CASE, FILE, PLANS, ROOT

MEND = f"docs/{PAGE} is behind the course. Make it again: {COMMAND}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def wet_coat() -> CaseFigures:
    case = parse(CASE, FILE).scenario
    assert case is not None
    return case_figures(case, explore(case), PLANS)


@pytest.fixture(scope="module")
def report(wet_coat: CaseFigures) -> Report:
    drill = parse(DRILL, DRILL_FILE).drill
    assert drill is not None
    members, amiss = read_cast(table(MAYA, KHAN, KOFI))
    assert not amiss
    return Report((wet_coat,), (drill_figures(drill),), weigh(members))


def check(*words: str) -> Result:
    return CliRunner().invoke(cli.group, ["check", "--course", *words])


# What is committed


def test_the_committed_report_is_that_of_the_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = check("--report", str(tmp_path))
    assert "Written: " in result.stderr, result.output
    for name in (PAGE, PICTURE):
        made = (tmp_path / name).read_text("utf-8")
        assert (ROOT / "docs" / name).read_text("utf-8") == made, MEND


# The page


def test_the_page_tells_every_figure_of_a_case(report: Report, wet_coat: CaseFigures) -> None:
    page = markdown(report)
    assert "| The wet coat | listening | practice | 6 | 3 | 3: 1 good, 1 mixed, 1 poor |" in page
    assert f"| {wet_coat.paths} |" in page
    assert "| The wet coat | active-listening | 0 | 3 |" in page
    assert "| The wet coat | Mixed ending: A nod | Poor ending: The pond again |" in page
    assert "| Three moments of waiting | 3 | 9 | 4 |" in page
    assert "![" in page and f"]({PICTURE})" in page
    assert COMMAND in page


def test_the_page_says_how_its_figures_are_made(report: Report) -> None:
    how = markdown(report).split("## How the figures are made")[1]
    assert "200 words a minute, and 20 seconds for each decision" in how
    for guesser in GUESSERS:
        assert f"*{guesser.label.lower()}*: " in how


def test_a_table_has_as_many_cells_in_every_row(report: Report) -> None:
    for grid in grids(report):
        assert grid.rows
        assert {len(row) for row in grid.rows} == {len(grid.columns)}, grid.heading


def test_a_story_with_loops_says_so_and_counts_what_can_be_counted(wet_coat: CaseFigures) -> None:
    looped = msgspec.structs.replace(wet_coat, paths=None, routes=1234)
    page = markdown(Report((looped,)))
    assert "| countless, with loops: 1,234 when each loop counts once |" in page
    assert "1,234 and loops" in draw_report(Report((looped,)))


def test_what_cannot_be_shared_out_is_a_dash_and_equal_minutes_are_one_number(
    wet_coat: CaseFigures,
) -> None:
    """A case in which no decision scores, and of which all testplans take as long."""
    plain = msgspec.structs.replace(
        wet_coat, habits=Habits(0, 0, 0), minutes=Span(2.2, 1.8), title="Either | or"
    )
    page = markdown(Report((plain,)))
    assert "| 0 | – | – |" in page
    assert re.search(r"\| Either / or \|.*: 1 good, 1 mixed, 1 poor \| 2 \| 16 \|", page)


def test_one_case_is_counted_in_the_singular(wet_coat: CaseFigures) -> None:
    assert cases_in_words(Report((wet_coat,))) == "1 case"
    assert cases_in_words(Report((wet_coat, wet_coat))) == "2 cases"


def test_what_does_not_check_is_named_and_left_out(wet_coat: CaseFigures) -> None:
    page = markdown(Report((wet_coat,), left_out=("a-broken-case",)))
    assert "Left out, because they do not check: a-broken-case." in page


def test_a_course_of_nothing_is_a_page_all_the_same() -> None:
    assert "No guesser" in markdown(Report(()))
    Xml.fromstring(draw_report(Report(())))


# The verdict


def won(case: CaseFigures, *guessers: str) -> CaseFigures:
    return msgspec.structs.replace(
        case,
        guessed=tuple(
            Guessed(g.id, "a-dry-coat", "A dry coat", "good", g.id in guessers, ())
            for g in GUESSERS
        ),
    )


def test_the_verdict_names_a_habit_that_wins_twice(wet_coat: CaseFigures) -> None:
    first = won(wet_coat, "first")
    assert verdict(Report((wet_coat, wet_coat))) == "No guesser comes to a best ending in any case."
    assert "in more than one case." in verdict(Report((first, won(wet_coat, "last"))))
    told = verdict(Report((first, won(wet_coat, "first", "last"))))
    assert told == "Who plays by habit wins in more than one case: Always the first."


# The drawing


def test_the_drawing_says_in_words_all_that_it_shows(report: Report, wet_coat: CaseFigures) -> None:
    drawn = Xml.fromstring(draw_report(report))
    assert drawn.get("role") == "img"
    title, described = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
    assert title is not None and described is not None
    assert drawn.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    words = described.text or ""
    assert f"Paths: {wet_coat.paths}." in words
    assert "active-listening 0 to 3" in words
    assert "Always the last: Mixed ending: A nod" in words


def test_a_guessers_cell_has_a_letter_and_the_ending_it_stands_for(report: Report) -> None:
    drawn = Xml.fromstring(draw_report(report))
    cells = [group for group in drawn.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]
    told = [(cell.findtext(f"{SVG}title"), cell.findtext(f"{SVG}text")) for cell in cells]
    assert told[0] == ("Mixed ending: A nod", "M")
    assert told[1] == ("Poor ending: The pond again", "P")
    assert len(told) == len(GUESSERS)


def test_the_drawing_has_colours_for_dark_and_no_style_attribute(report: Report) -> None:
    drawn = draw_report(report)
    assert "prefers-color-scheme:dark" in drawn
    assert " style=" not in drawn


def test_nothing_in_a_drawing_overlaps_its_edge(report: Report) -> None:
    drawn = Xml.fromstring(draw_report(report))
    wide, high = (float(drawn.get(side, 0)) for side in ("width", "height"))
    for box in drawn.iter(f"{SVG}rect"):
        if "%" not in box.get("width", ""):
            assert float(box.get("x", 0)) + float(box.get("width", 0)) <= wide
            assert float(box.get("y", 0)) + float(box.get("height", 0)) <= high


def odd(wet_coat: CaseFigures) -> CaseFigures:
    """A case whose names are long, whose paths are countless, and of which little is known."""
    return msgspec.structs.replace(
        wet_coat,
        title="The wet coat that hung in the corridor for the whole of a long wet week in June",
        paths=None,
        routes=3**80,
        evidence={"what-a-mentor-says-and-does-not-say-about-coats": Span(2, 3)},
        guessed=tuple(Guessed(g.id, "", "", None, False, ()) for g in GUESSERS),
    )


def many(wet_coat: CaseFigures) -> CaseFigures:
    """A case with evidence for more competencies than its name has lines."""
    return msgspec.structs.replace(
        wet_coat, evidence={f"competency-{n}": Span(0, n) for n in range(7)}
    )


def test_nothing_in_the_drawing_lies_on_anything_else(wet_coat: CaseFigures) -> None:
    svg = draw_report(Report((wet_coat, odd(wet_coat), many(wet_coat), odd(wet_coat), wet_coat)))
    whole, drawn = sheet(svg), shapes(svg)
    inner = Area(22, 22, whole.right - 22, whole.bottom - 22)
    assert all(inner.holds(shape.area) for shape in drawn)
    written = [shape for shape in drawn if shape.kind == "text"]
    tracks = [shape for shape in drawn if shape.has(height="8") and "stroke" in shape.looks]
    letters = [shape for shape in drawn if shape.has(rx="5")]
    for some in (written, [*tracks, *letters]):
        for one, other in combinations(some, 2):
            assert not one.area.meets(other.area), (one, other)
    for track in tracks:
        assert not any(track.area.meets(words.area) for words in written), track
    rules = [shape.area.top for shape in drawn if shape.has(stroke_width="0.6")]
    assert len(rules) == 5
    for y in rules:
        assert not any(one.area.top < y < one.area.bottom for one in (*written, *tracks, *letters))


def test_bars_run_from_the_least_to_the_most_on_one_scale(wet_coat: CaseFigures) -> None:
    drawn = shapes(draw_report(Report((many(wet_coat), odd(wet_coat)))))
    rects = [shape for shape in drawn if shape.has(height="8") and shape.area.left > 400]
    pairs = list(zip(rects[::2], rects[1::2], strict=True))
    track = pairs[0][0].area
    step = (track.right - track.left) / 6
    for (_track, bar), (low, high) in zip(
        pairs, [*((0, n) for n in range(7)), (2, 3)], strict=True
    ):
        assert bar.area.left == pytest.approx(track.left + step * low, abs=CLOSE)
        assert bar.area.right == pytest.approx(max(track.left + step * high, bar.area.left + 2))


def test_paths_are_drawn_by_tens_with_a_mark_at_each_thousand(wet_coat: CaseFigures) -> None:
    def seen(routes: int) -> tuple[float, list[float]]:
        """How much of its track the bar takes, and where on it the marks are."""
        case = msgspec.structs.replace(wet_coat, paths=routes, routes=routes)
        drawn = shapes(draw_report(Report((case,))))
        track, bar = [s.area for s in drawn if s.has(height="8") and s.area.left < 400]
        assert (track.left, track.top) == (bar.left, bar.top)
        wide = track.right - track.left
        marks = [s.area for s in drawn if s.has(stroke_width="0.8")]
        assert all(mark.top < track.top and mark.bottom > track.bottom for mark in marks)
        return (bar.right - bar.left) / wide, [(mark.left - track.left) / wide for mark in marks]

    for routes, share, marks in (
        (0, 2 / 140, [0]),
        (1, 2 / 140, [0]),
        (5, 0.7, [0]),
        (10_000, 4 / 5, [0, 3 / 5]),
        (10**8, 8 / 9, [0, 1 / 3, 2 / 3, 1]),
    ):
        bar, there = seen(routes)
        assert bar == pytest.approx(share, abs=0.005)
        assert there == pytest.approx(marks, abs=0.005)


def test_evidence_of_one_point_fills_its_track(wet_coat: CaseFigures) -> None:
    one = msgspec.structs.replace(wet_coat, evidence={"listening": Span(0, 1)})
    drawn = shapes(draw_report(Report((one,))))
    track, bar = [s.area for s in drawn if s.has(height="8") and s.area.left > 400]
    assert track == pytest.approx(bar)


def test_a_guesser_that_gives_up_has_a_dash_and_no_ending(wet_coat: CaseFigures) -> None:
    drawn = Xml.fromstring(draw_report(Report((odd(wet_coat),))))
    cells = [group for group in drawn.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]
    assert len(cells) == len(GUESSERS)
    for cell in cells:
        assert cell.findtext(f"{SVG}title") == "goes round, and gives up"
        assert cell.findtext(f"{SVG}text") == "–"
        box = cell.find(f"{SVG}rect")
        assert box is not None
        assert box.get("class") == "f-card s-edge"


def test_a_title_too_long_for_its_row_is_cut_short(wet_coat: CaseFigures) -> None:
    drawn = shapes(draw_report(Report((odd(wet_coat),))))
    title = [one.words for one in drawn if one.has(font_size="13", x="0", font_weight="600")][:-1]
    assert len(title) == 2
    assert title[0].startswith("The wet coat")
    assert title[1].endswith(" …")
    (label,) = [one.words for one in drawn if one.words.startswith("what-a-mentor")]
    assert label.endswith(" …")


# The command


@pytest.fixture
def course(small_course: Path) -> Path:
    """A course with the taught case, and with everybody in it in the register."""
    (small_course / "scenarios" / "cast.csv").write_text(table(MAYA, KHAN), "utf-8")
    return small_course


def test_a_report_is_shown_and_nothing_is_written(course: Path) -> None:
    before = sorted(course.rglob("*"))
    result = check("--sound-only", "--report")
    assert result.exit_code == 0, result.output
    for words in ("Scripted guessers", "The balance of the cast", "No guesser comes to"):
        assert words in result.stdout
    assert sorted(course.rglob("*")) == before


def test_with_a_folder_the_page_and_its_drawing_are_written(course: Path) -> None:
    result = check("--sound-only", "--report", "about/it")
    assert result.exit_code == 0, result.output
    assert (course / "about" / "it" / PAGE).read_text("utf-8").startswith("# The course in figures")
    Xml.parse(course / "about" / "it" / PICTURE)
    assert "Written: about/it/report.md" in result.stderr


def test_without_a_report_the_balance_is_shown_alone(course: Path) -> None:
    result = check("--sound-only")
    assert re.search(r"everybody\W+2\W+1\W+0\W+1\b", result.stdout)
    assert "Scripted guessers" not in result.stdout
    assert course


def test_a_course_without_a_cast_register_says_that_nobody_was_weighed(course: Path) -> None:
    (course / "scenarios" / "cast.csv").unlink()
    result = check("--sound-only")
    assert result.exit_code == 0
    assert "No cast.csv lies beside these cases" in result.stderr
    assert "everybody" not in result.stdout


def test_somebody_missing_from_the_register_fails_the_check(course: Path) -> None:
    (course / "scenarios" / "cast.csv").write_text(table(MAYA), "utf-8")
    result = check("--sound-only")
    assert result.exit_code == 1
    assert result.stdout.startswith("scenarios/listening/the-wet-coat.md:")
    assert 'S702 "Mr Khan" has no line in cast.csv.' in result.stdout


def test_a_warning_about_the_cast_is_left_out_where_only_soundness_is_asked(course: Path) -> None:
    quiet = MAYA.replace("hangs on to what she knows", "")
    (course / "scenarios" / "cast.csv").write_text(table(quiet, KHAN), "utf-8")
    assert "S706" in check().stdout
    assert check("--sound-only").exit_code == 0


def test_a_case_that_does_not_check_is_left_out_of_the_report(course: Path) -> None:
    case = course / "scenarios" / "listening" / "the-wet-coat.md"
    case.write_text(CASE.replace("Ending: poor", "Ending: pour"), "utf-8")
    result = check("--sound-only", "--report")
    assert result.exit_code == 1
    assert "Left out, because they do not check: the-wet-coat." in result.stdout


def test_programs_get_no_tables(course: Path) -> None:
    result = check("--sound-only", "--format=json")
    assert result.stdout.startswith("{")
    assert course


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("words", [["--course", "--format=json"], ["scenarios"]])
def test_a_report_is_about_a_whole_course_and_for_people(words: list[str]) -> None:
    result = CliRunner().invoke(cli.group, ["check", *words, "--report"])
    assert result.exit_code == 2
    assert "say --course" in result.stderr


def test_a_folder_that_cannot_be_written_is_one_sentence(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "taken").write_text("a file", "utf-8")
    monkeypatch.setattr("sys.argv", ["mentor-cpd", "check", "--course", "--report", "taken"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert "cannot be written" in capsys.readouterr().err
