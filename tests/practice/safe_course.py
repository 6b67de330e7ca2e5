"""A safeguarding module for the small course: a practice case, an assessed one, and terms."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.practice.playing import COURSE
from tests.serving import Serving, serving

PRACTISED, ASSESSED = "too-near", "too-late"
LISTENED = "too-quiet"
NOTEBOOK = "Ask the DSL. Then ask the DSL again."

CITATIONS = """\
kcsie-2025:
  title: Keeping children safe in education
  edition: "2025"
  nation: England
  in_force_from: 2025-09-01
  checked_on: 2026-11-01
  address: https://www.gov.uk/kcsie
  note: For checking. A newer one may have followed.
together-2023:
  title: Working together
  edition: "2023"
  nation: England
  checked_on: 2026-11-01
  address: https://www.gov.uk/together
  note: For checking.
oars-listening:
  title: Open questions, affirmations, reflections, summaries
  edition: As read in November
  nation: Australia
  checked_on: 2026-11-01
  address: https://example.org/oars
  note: Practice and no rule.
"""
GLOSSARY = """\
DSL:
  stands_for: designated safeguarding lead
  means: Whom every worry about a child goes to.
  in_your_school: lead
PE:
  stands_for: physical education
  means: Lessons in sport.
"""


def add_to(course: Path) -> Path:
    """Write the module, its two cases and the registers into the course."""
    scenarios = course / "scenarios"
    (scenarios / "citations.yml").write_text(CITATIONS, encoding="utf-8")
    (scenarios / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    words = (scenarios / "listening" / f"{LISTENED}.md").read_text(encoding="utf-8")
    words = words.replace("module: listening", "module: safeguarding")
    words = words.replace("]\n---\n", ", together-2023, oars-listening]\n---\n", 1)
    words = words.replace("He’s no trouble.", "He’s no trouble. The DSL knows, and DSLs are busy.")
    words = words.replace("Say nothing, pull up a chair", "Skip PE, ask the DSL, pull up a chair")
    words = words.replace("Sam is given company", "The DSL would say: Sam is given company")
    (scenarios / "safeguarding").mkdir()
    for name, use in ((PRACTISED, "practice"), (ASSESSED, "assessed")):
        case = words.replace(f"id: {LISTENED}", f"id: {name}").replace(
            "use: practice", f"use: {use}"
        )
        (scenarios / "safeguarding" / f"{name}.md").write_text(case, encoding="utf-8")
    _notebook(course)
    return course


def _notebook(course: Path) -> None:
    notebook = json.loads((course / "modules" / "listening.ipynb").read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = [
        f"# Safeguarding\n\n{NOTEBOOK}\n\n## Reading\n\n- [KCSIE](cite:kcsie-2025)\n"
    ]
    notebook["cells"][1]["source"] = [f'from mentor_cpd import Player\n\nPlayer("{PRACTISED}")']
    notebook["metadata"]["mentor_cpd"] = {
        "title": "Safeguarding",
        "order": 2,
        "minutes": 40,
        "cases": [PRACTISED],
        "assessed": [ASSESSED],
    }
    path = course / "modules" / "safeguarding.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")


@contextmanager
def safe_school(folder: Path) -> Iterator[Serving]:
    """A host of such a course, with an administrator, a mentor, and a lead who is a mentor too."""
    course = add_to(Path(shutil.copytree(COURSE, folder / "course")))
    with serving(course, folder / "data") as host:
        host.set_up("ada")
        host.mentor_once("mia")
        host.mentor_once("lena", "mentor", "safeguarding-lead")
        yield host
