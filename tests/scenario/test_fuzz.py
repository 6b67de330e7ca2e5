"""Whatever is in a file, reading it ends, and ends in sentences: never a traceback.

Two tests share a minute and more between them, so that two workers can run them side
by side; conftest.py prints how much each has tried. ``FUZZ_SECONDS`` makes
each go on for longer.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_cpd.scenario.canon import canonical, decode
from mentor_cpd.scenario.check import check
from mentor_cpd.scenario.diagnostic import CODES
from mentor_cpd.scenario.parse import parse
from mentor_cpd.scenario.register import FILES, read_register
from mentor_cpd.scenario.testplan import read_testplan
from tests.scenario.wet_coat import CASE, PLANS, ROOT

SECONDS = float(os.environ.get("FUZZ_SECONDS", "32"))
HANGING = 30.0  # seconds for one input: not a measure of speed, only of going on for ever
SEEDS = [
    CASE,
    *(
        path.read_bytes().decode("utf-8", "replace")
        for path in sorted((ROOT / "tests" / "scenario" / "broken").glob("S*.md"))
    ),
    *(path.read_text("utf-8") for path in sorted((ROOT / "scenarios").glob("*/*.md"))),
]
# What authors, other formats and ill will put into files.
PIECES = [
    "\n", "\n\n", "---\n", "## ", "# ", "### x\n", "> ", "> > ", "- ", "  - ", "    ", "\t", "*",
    "**", "_", "`", "```\n", "[", "](", "](#", ")", '"', "'", ":", ": ", "*When ", ":*",
    "**Maya:** ", "<", "<!--", "-->", "<b>", "&amp;", "&#0;", "&", "*a", "!",
    "!!python/object/apply:os.system ", "{#", "}", "{", "|", "%", "@", "Ending: ",
    "Ending: good\n", "Decides: ", "Expert: ", "Cites: ", "sets: ", "when: ", "if ", "asks: ",
    "evidence: ", "error: ", "repairs: ", "because: ", "visited ", "ending is ", "unrepaired ",
    " and ", " or ", "not ", "(", ">= ", "= 99999999999999999999", "-1", "é", "\u202e", "\u0000",
    "\ufeff", "\r", "\u2028", "😀", "a" * 500, "(" * 40, "[" * 60, "> " * 30, "- " * 30,
    "  - x: y\n" * 40, "\ud800", "id: ", "? ", "<<: *a\n",
]  # fmt: skip


@st.composite
def mutants(draw: st.DrawFn) -> str:
    """A case with a few lines or characters gone, doubled, swapped or put in."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(text) - 1, 0)))
        end = min(len(text), at + draw(st.sampled_from([0, 1, 2, 5, 20, 200, 2_000])))
        piece = draw(st.sampled_from(PIECES))
        text = draw(
            st.sampled_from(
                [
                    text[:at] + text[end:],
                    text[:at] + piece + text[end:],
                    text[:at] + piece + text[at:],
                    text[:end] + text[at:],
                    text[at:] + text[:at],
                    text[:at] + text[at:end].upper() + text[end:],
                    _without_a_line(text, at),
                ]
            )
        )
    return text


def _without_a_line(text: str, at: int) -> str:
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return text[:start] + text[end + 1 :] if end >= 0 else text[:start]


pieced = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60).map("".join)
headed = st.tuples(st.sampled_from(SEEDS), pieced).map(
    lambda both: both[0][: both[0].find("\n## ") + 1] + both[1]
)
anything: st.SearchStrategy[str | bytes] = st.one_of(
    pieced, headed, st.text(max_size=400), st.binary(max_size=400)
)


def try_out(text: str | bytes) -> None:
    """Read it, check it, and hold what comes out to its promises."""
    started = time.monotonic()
    parsed = parse(text, "fuzzed.md")
    found = check(parsed, None, today=date(2026, 11, 22), limit=400, testplan=PLANS)
    for one in found.diagnostics:
        assert one.code in CODES
        assert one.line >= 1
        assert re.match(r"fuzzed\.(md|testplan):\d+: S\d{3} \S", str(one))
    if parsed.scenario is None:
        assert any(one.severity == "error" for one in parsed.diagnostics)
    else:
        assert decode(canonical(parsed.scenario)) == parsed.scenario
    words = text if isinstance(text, str) else text.decode("latin-1")
    read_testplan(words)
    read_register(dict.fromkeys(FILES, text))
    assert time.monotonic() - started < HANGING


def fuzz(inputs: st.SearchStrategy[str] | st.SearchStrategy[str | bytes]) -> int:
    """Try inputs out until the time is up; how many there were."""
    tried = 0
    ends = time.monotonic() + SECONDS

    @settings(
        deadline=None,
        max_examples=100,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs)
    def batch(text: str | bytes) -> None:
        nonlocal tried
        tried += 1
        try_out(text)

    while time.monotonic() < ends:
        batch()
    return tried


Property = Callable[[str, object], None]


def test_cases_with_mistakes_in_them_are_read_to_the_end(record_property: Property) -> None:
    tried = fuzz(mutants())
    record_property("fuzzed", f"{tried} mutated cases read in {SECONDS:.0f} s")
    assert tried >= 100


def test_what_is_no_case_at_all_is_read_to_the_end(record_property: Property) -> None:
    tried = fuzz(anything)
    record_property("fuzzed", f"{tried} pieces of anything read in {SECONDS:.0f} s")
    assert tried >= 100
