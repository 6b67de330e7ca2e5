"""The drill that FORMAT.md teaches with, for tests."""

from __future__ import annotations

import json
from pathlib import Path

from tests.scenario.wet_coat import FORMAT

FILE = "scenarios/listening/waiting-drill.md"
DRILL = FORMAT.partition("````markdown\n---\nkind: drill")[2].partition("\n````")[0]
DRILL = f"---\nkind: drill{DRILL}\n"
RIGHT = {
    "outside-the-office": ["sit-down", "rough-lesson"],
    "the-glue-stick": ["go-on"],
    "the-bell": ["a-note"],
}
MISSED = ["what-this-time"]
SOURCE = """
oars-listening:
  title: Open questions, affirmations, reflections, summaries
  edition: "1"
  nation: any
  in_force_from: 2026-11-01
  checked_on: 2026-11-22
  address: https://example.org/oars
"""


def add_to(course: Path) -> None:
    """Put the drill into a course, and on the page of a module of its own."""
    (course / FILE).write_text(DRILL, encoding="utf-8")
    sources = course / "scenarios" / "citations.yml"
    sources.write_text(sources.read_text("utf-8") + SOURCE, encoding="utf-8")
    notebook = json.loads((course / "modules" / "listening.ipynb").read_text("utf-8"))
    notebook["cells"] = [
        {"cell_type": "markdown", "id": "waiting", "metadata": {}, "source": ["# Waiting"]},
        {
            "cell_type": "code",
            "id": "drill",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": ["from mentor_cpd import Drill\n", "\n", 'Drill("waiting-drill")'],
        },
        {
            "cell_type": "code",
            "id": "journal",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": ["from mentor_cpd import Journal\n", "\n", 'Journal("waiting")'],
        },
    ]
    notebook["metadata"]["mentor_cpd"] = {
        "title": "Waiting",
        "order": 2,
        "minutes": 5,
        "drill": "waiting-drill",
    }
    page = course / "modules" / "waiting.ipynb"
    page.write_text(json.dumps(notebook), encoding="utf-8")
