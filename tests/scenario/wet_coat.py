"""The small whole case that FORMAT.md teaches with, and its testplan: read from there."""

from __future__ import annotations

import re
from pathlib import Path

from mentor_cpd.scenario.register import FILES, Register, read_register

ROOT = Path(__file__).parents[2]
FORMAT = (ROOT / "scenarios" / "FORMAT.md").read_text("utf-8")
CASE: str = re.findall(r"^````markdown\n(.*?)^````$", FORMAT, re.DOTALL | re.MULTILINE)[0]
PLANS: str = re.findall(r"^```text\n(# Lines.*?)^```$", FORMAT, re.DOTALL | re.MULTILINE)[0]
FILE = "scenarios/listening/the-wet-coat.md"


def course_register() -> Register:
    """The register of the real course."""
    folder = ROOT / "scenarios"
    register, amiss = read_register({name: (folder / name).read_bytes() for name in FILES})
    assert not amiss
    return register


def line_of(text: str, words: str) -> int:
    """The line, from 1, of the one place where ``words`` stand."""
    assert text.count(words) == 1, words
    return text[: text.index(words)].count("\n") + 1
