"""Our notebooks in somebody's own JupyterLab, Voilà and pytest: no host, their own record.

The environment is one made from the names in environment.yml, as conda makes it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from mentor_cpd.assess import handed_in
from mentor_cpd.assess import rubric as rubrics
from mentor_cpd.assess.cells import cells_of
from mentor_cpd.assess.judging import Library, judge
from mentor_cpd.assess.scoring import points
from mentor_cpd.records.store import Store
from mentor_cpd.scenario.testplan import read_testplan, run
from tests.assess.making import case_of
from tests.assess.test_nbgrader import NAME, Desk
from tests.browser.own_tools import Own, looks_right, opened, own, work_through
from tests.browser.playing import WORDS, Played
from tests.house import ROOT
from tests.own_environment import make

TOKEN = "a-token-for-tests-alone"
OVER = "The case is over, and your path is in transcript.json"
REFLECTION = "She had a plan of her own, and I talked over it."


@pytest.fixture(scope="module")
def commands() -> Iterator[Path]:
    """Where the commands of their environment lie; it goes with the last of these tests."""
    with tempfile.TemporaryDirectory(prefix="mentor-cpd-", ignore_cleanup_errors=True) as folder:
        yield make(Path(folder) / "env")


@pytest.fixture(scope="module")
def lab(commands: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    """As ``jupyter lab`` starts it in the folder of the course."""
    options = {
        "IdentityProvider.token": TOKEN,
        "ServerApp.port_retries": 0,
        "ServerApp.allow_root": True,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    folder = tmp_path_factory.mktemp("own")
    with own(folder, commands, ["jupyter", "lab"], options, answers_at=f"api?token={TOKEN}") as lab:
        yield lab


def notebook(name: str) -> str:
    return f"lab/tree/{name}?token={TOKEN}&reset"


def run_all(page: Page, which: str = "Run All Cells") -> None:
    """As the menu does; the kernel has to be there before cells can be run."""
    ready = page.get_by_role("button", name="Python 3 (ipykernel) | Idle")
    expect(ready).to_be_visible(timeout=90_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=which, exact=True).click()


@pytest.mark.parametrize(
    ("module", "width"),
    [
        ("listening", 1280),
        ("negotiation", 768),
        ("safeguarding", 1280),
        ("learning-difficulties", 768),
    ],
)
def test_a_module_is_worked_through_and_kept_as_the_local_users(
    lab: Own, browser: Browser, module: str, width: int
) -> None:
    before = lab.done("answered", "chose", "reflected") if lab.data.exists() else []
    with opened(lab, browser, notebook(f"modules/{module}.ipynb"), width=width) as page:
        run_all(page)
        expect(page.locator(".cpd-journal")).to_be_visible(timeout=60_000)
        cells = page.locator(".jp-Notebook .jp-Cell").count()
        work_through(page, lab, module)
        looks_right(page)
        assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    done = lab.done("answered", "chose", "reflected")[len(before) :]
    assert done == ["answered", "chose", "chose", "reflected"]


def play_to_its_end(page: Page, lab: Own) -> None:
    (form, *_more) = lab.course.module(NAME).assessed
    scenario, plan = lab.course.case(form).parsed().scenario, lab.course.case(form).testplan()
    assert scenario and plan
    root = page.locator(".cpd-assessment")
    root.get_by_role("button", name="Begin the assessment").click()
    played = Played(page, root, scenario)
    played.at(scenario.start.id)
    for step in run(read_testplan(plan).plans[0], scenario).path:
        played.take(step.choice)


def write_reflections(page: Page) -> int:
    """As anybody writes in a Markdown cell: open it, type over what stands there, run it."""
    untouched = page.locator(".jp-RenderedMarkdown").get_by_text("Write here.", exact=True)
    there = untouched.count()
    for left in range(there, 0, -1):
        expect(untouched).to_have_count(left)
        untouched.first.dblclick()
        page.locator(".jp-MarkdownCell.jp-mod-active .cm-content").click()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(REFLECTION)
        page.keyboard.press("Shift+Enter")
    return there


def save(page: Page) -> None:
    """The notebook itself: JupyterLab saves how its window stands as well."""
    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and "/api/contents/" in answer.url
    ):
        page.keyboard.press("ControlOrMeta+s")


def test_an_assessment_is_played_written_handed_in_as_files_and_marked(
    lab: Own, browser: Browser, tmp_path: Path
) -> None:
    rubric = rubrics.of_course(lab.course)
    desk = Desk(lab.course, tmp_path / "data")
    desk.nbgrader("generate_assignment", NAME)
    folder = lab.course.root / "to-hand-in" / NAME
    shutil.copytree(desk.step("release", NAME), folder)
    with opened(lab, browser, notebook(f"to-hand-in/{NAME}/{NAME}.ipynb")) as page:
        nothing = page.get_by_text("There is no transcript here yet.")
        heading = page.locator(".cpd-assessment [data-heading]")
        run_all(page)
        expect(nothing.first).to_be_visible(timeout=60_000)
        play_to_its_end(page, lab)
        expect(heading).to_have_text(OVER)
        expect(page.locator(".cpd-assessment .cpd-happened")).to_contain_text(WORDS)
        transcript = (folder / handed_in.FILE).read_bytes()
        run_all(page)
        expect(page.locator(".jp-CodeCell pre", has_text=WORDS)).to_be_visible()  # the last
        expect(nothing).to_have_count(0)
        expect(heading).to_have_text(OVER)
        written = write_reflections(page)
        assert written == len(rubric.reflection)
        save(page)
    assert (folder / handed_in.FILE).read_bytes() == transcript
    assert {path.name for path in folder.iterdir() if path.is_file()} == {
        f"{NAME}.ipynb",
        handed_in.FILE,
    }

    case = case_of(lab.course, lab.course.module(NAME).assessed[0])
    cells = cells_of(case, rubric)
    with Store.open(f"sqlite:///{lab.data / 'record.sqlite'}", migrate=False) as store:
        scores = judge(handed_in.read(transcript), NAME, Library(store)).scores
    due = {cell.grade_id: points(cell, scores) for cell in cells if cell.kind == "autograded"}
    assert (folder / f"{NAME}.ipynb").read_text(encoding="utf-8").count(REFLECTION) == written
    assert marks_printed(folder / f"{NAME}.ipynb") == due

    shutil.copytree(folder, desk.step("submitted", "kit", NAME))
    desk.nbgrader("autograde", NAME)
    given = desk.gradebook("kit")
    assert {name: score for name, (score, by_hand) in given.items() if not by_hand} == due
    assert {name for name, (_score, by_hand) in given.items() if by_hand} == {
        cell.grade_id for cell in cells if cell.kind != "autograded"
    }


def marks_printed(file: Path) -> dict[str, float]:
    """What the autograded cells gave in the mentor's own JupyterLab."""
    cells = nbformat.read(file, as_version=4).cells
    graded = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    return {
        cell.metadata.nbgrader.grade_id: float(cell.outputs[-1].data["text/plain"])
        for cell in graded
        if cell.cell_type == "code"
    }


# Voilà


@pytest.fixture(scope="module")
def voila(commands: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    folder = tmp_path_factory.mktemp("own")
    with own(folder, commands, ["voila", "modules/listening.ipynb"], {}) as voila:
        yield voila


def test_plain_voila_serves_a_module_and_keeps_it_as_the_local_users(
    voila: Own, browser: Browser
) -> None:
    with opened(voila, browser, "") as page:
        expect(page.locator(".cpd-journal")).to_be_visible(timeout=90_000)
        work_through(page, voila, "listening")
        looks_right(page)
    done = voila.done("answered", "chose", "reflected")
    assert done == ["answered", "chose", "chose", "reflected"]


def test_who_comes_back_goes_on_where_they_were(voila: Own, browser: Browser) -> None:
    with opened(voila, browser, "", width=768) as page:
        player = page.locator(".cpd-player")
        expect(page.locator(".cpd-entries li")).to_have_count(1, timeout=90_000)
        before = player.locator(".cpd-story").get_by_role(
            "button", name="Continue where you left off"
        )
        before.click()
        expect(player.locator(".cpd-so-far li")).to_have_count(2)
        page.locator(".cpd-drill").get_by_role("button", name="Go on with the drill").click()
        expect(page.locator(".cpd-drill .cpd-progress")).to_be_visible()
        looks_right(page)


# nbval


def test_every_notebook_runs_from_top_to_bottom_in_their_environment(commands: Path) -> None:
    words = ["--nbval-lax", "modules/", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [str(commands / "pytest"), *words],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"\b\d+ passed\b", ran.stdout)
