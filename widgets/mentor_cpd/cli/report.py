"""The report of ``mentor-cpd check --course --report``: made, shown, and written to a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..errors import CpdError
from ..language import _
from ..scenario.balance import weigh
from ..scenario.cast import read_cast
from ..scenario.check import Checked
from ..scenario.figures import case_figures, drill_figures
from ..scenario.model import Scenario
from ..scenario.parse import Parsed
from ..scenario.report import PAGE, PICTURE, markdown
from ..scenario.report_picture import draw_report
from ..scenario.report_tables import Report

Page = tuple[Parsed, Checked, str | None]
"""A page, what checking it found, and the text of its testplan."""


def make_report(pages: Iterable[Page], cast: bytes | None) -> Report:
    """The report on pages that have been checked; nothing is explored again."""
    cases, drills, left_out = [], [], []
    for parsed, checked, testplan in pages:
        explored = checked.exploration
        if parsed.drill is not None:
            drills.append(drill_figures(parsed.drill))
        elif isinstance(parsed.scenario, Scenario) and explored is not None and explored.finished:
            cases.append(case_figures(parsed.scenario, explored, testplan))
        else:
            left_out.append(parsed.file.rpartition("/")[2].removesuffix(".md"))
    members, amiss = read_cast(cast) if cast is not None else ((), ())
    return Report(
        # a practice case before the assessed one that is its parallel
        tuple(sorted(cases, key=lambda case: (case.module, case.use != "practice", case.id))),
        tuple(sorted(drills, key=lambda drill: (drill.module, drill.id))),
        weigh(members) if members and not amiss else None,
        tuple(sorted(left_out)),
    )


def write_report(report: Report, folder: Path) -> tuple[Path, Path]:
    """Write the page and its picture; the paths of the two."""
    page, picture = folder / PAGE, folder / PICTURE
    for path, text in ((page, markdown(report)), (picture, draw_report(report))):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CpdError(
                _("{path} cannot be written: {why}.").format(path=path, why=error.strerror),
                _("Name another folder: --report FOLDER"),
            ) from error
    return page, picture
