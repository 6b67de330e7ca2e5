"""A source as pages name it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from mentor_cpd.practice.citing import all_cited, cited
from mentor_cpd.practice.grounds import Source
from tests.house import ROOT

GUIDANCE = Source(
    title="Keeping children safe",
    edition="2025",
    nation="England",
    in_force_from="2025-09-01",
    checked_on="2026-11-22",
    note="For checking. A draft has been seen.",
)
PRACTICE = Source(title="OARS", edition="undated", nation="Australia", checked_on="2026-11-22")


def test_a_binding_source_says_edition_nation_and_both_days() -> None:
    assert cited(GUIDANCE).facts == (
        "2025; England; in force from 1 September 2025; looked up 22 November 2026."
    )


def test_a_source_without_a_day_of_force_says_only_when_it_was_looked_up() -> None:
    assert cited(PRACTICE).facts == "undated; Australia; looked up 22 November 2026."


def test_what_is_to_be_checked_says_so() -> None:
    assert cited(GUIDANCE).check == "For checking."
    assert cited(PRACTICE).check == ""
    assert GUIDANCE.binds
    assert not PRACTICE.binds


def test_a_source_stands_once_and_one_that_is_not_known_is_left_out() -> None:
    found = all_cited(["oars", "kcsie", "oars", "gone"], {"kcsie": GUIDANCE, "oars": PRACTICE})
    assert [one.title for one in found] == ["OARS", "Keeping children safe"]


@pytest.mark.parametrize("path", sorted((ROOT / "modules").glob("*.ipynb")), ids=lambda p: p.stem)
def test_a_module_takes_everything_that_it_cites_from_the_register(path: Path) -> None:
    """So a page shows the edition and the days that the register has, and no others."""
    register = yaml.safe_load((ROOT / "scenarios" / "citations.yml").read_text(encoding="utf-8"))
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert set(re.findall(r"\(cite:([^)]*)\)", "".join(prose))) <= set(register)
    (reading,) = [text for text in prose if text.startswith("## Further reading")]
    items = re.findall(r"^- .*", reading, re.MULTILINE)
    assert items
    assert [item for item in items if not re.match(r"- \[[^]]+\]\(cite:", item)] == []
