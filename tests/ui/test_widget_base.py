"""The base of every widget: hosted or not, what is imported, and what a browser cannot open."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mentor_cpd.records.store import Store
from mentor_cpd.ui.base import module, style

UI = Path(module.__wrapped__.__globals__["__file__"]).parent

# What our code may import in a mentor's kernel. Each name costs every kernel time and memory.
ALLOWED = ("anywidget", "comm", "ipywidgets", "msgspec", "sqlalchemy", "traitlets")
HEAVY = (
    "pandas",
    "voila",
    "nbgrader",
    "jupyter_server",
    "nbconvert",
    "markdown_it",
    "yaml",
    "argon2",
)


def in_a_kernel(program: str, **env: str) -> str:
    """What a program prints, run as a kernel of the host would."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "MENTOR_CPD_HOSTED": "1", **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_kernel_imports_what_is_allowed_and_nothing_else() -> None:
    program = f"""
import sys, ipykernel.ipkernel, ipykernel.kernelapp, sqlalchemy.dialects.sqlite
for name in {ALLOWED}:
    __import__(name)
before = set(sys.modules)
import mentor_cpd
mentor_cpd.Player
brought = {{name.split(".")[0] for name in set(sys.modules) - before}}
print(sorted(brought - set(sys.stdlib_module_names)))
"""
    assert in_a_kernel(program).strip() == "['mentor_cpd']"


def test_playing_a_whole_case_reads_no_markdown_and_imports_nothing_heavy(store: Store) -> None:
    program = f"""
import sys
from mentor_cpd import Player
player = Player("too-quiet")
number = 0
def ask(do, **more):
    global number
    number += 1
    content = {{"do": do, "message": f"message-{{number}}", **more}}
    content |= {{"attempt": player.view["attempt"], "turn": player.view["turn"]}}
    assert player._try(content)[0] == "saved"
ask("begin")
ask("choose", choice="ask-lunch")
ask("explain")
ask("choose", choice="press")
assert player.view["stage"] == "debrief"
ours = {{"mentor_cpd.scenario.parse", "mentor_cpd.records.people"}}
print([name for name in sys.modules if name in {HEAVY} or name in ours])
"""
    there = {"MENTOR_CPD_STORE": f"sqlite:///{store.place}", "MENTOR_CPD_PERSON": "ada"}
    assert in_a_kernel(program, **there).strip() == "[]"


def test_the_hosted_page_gets_no_text_to_run() -> None:
    program = """
from mentor_cpd import Player
print(Player._own_module, Player.__name__)
from mentor_cpd.ui.base import Base
class Plain(Base):
    files = "player"
widget = Plain()
state = widget.get_state()
print(repr(state["_esm"]), repr(state["_css"]), state["layout"], state["_anywidget_id"])
"""
    told = in_a_kernel(program).splitlines()[-1]
    assert told == "'' '' None __main__.Plain"


def test_no_browser_can_make_widgets_in_a_hosted_kernel() -> None:
    program = """
import comm, ipywidgets
ipywidgets.register_comm_target()
from mentor_cpd.ui.base import Base
class Plain(Base):
    files = "player"
Plain()
print(sorted(comm.get_comm_manager().targets))
"""
    assert in_a_kernel(program).strip() == "['jupyter.widget.control']"


def folded(text: str) -> list[str]:
    """The modules folded into a text, and those folded into them."""
    found = []
    for data in re.findall(r'from "data:text/javascript;base64,([^"]+)"', text):
        inner = base64.b64decode(data).decode()
        found += [inner, *folded(inner)]
    return found


def test_in_jupyterlab_the_module_is_one_text_without_relative_imports() -> None:
    text = module("player")
    inner = folded(text)
    assert len(inner) >= 3
    for one in [text, *inner]:
        assert not re.search(r'^(import|export) .*from "\.', one, flags=re.MULTILINE)


def test_in_jupyterlab_the_stylesheet_brings_the_tokens_along() -> None:
    assert "--cpd-paper" in style("tokens")
    used = set(re.findall(r"var\((--[\w-]+)", style("base") + style("player") + style("drill")))
    assert used
    given = style("tokens") + style("base") + style("player")
    known = set(re.findall(r"^\s*(--[\w-]+):", given, flags=re.MULTILINE))
    assert used - known == {"--cpd-natural"}  # a drawing's own width, set by debrief.js


@pytest.mark.parametrize("path", sorted(UI.glob("*.js")), ids=lambda path: path.name)
def test_no_module_puts_markup_into_the_page_or_words_into_storage(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in text
    for storage in ("localStorage", "sessionStorage", "indexedDB", "document.cookie"):
        assert storage not in text


def test_every_word_that_a_module_asks_for_is_there_and_none_is_left_over() -> None:
    from mentor_cpd.ui.words import assessment_words, drill_words, journal_words, words

    asked: set[str] = set()
    for path in UI.glob("*.js"):
        asked |= set(re.findall(r"\bw\.([a-z_]+)", path.read_text(encoding="utf-8")))
    said_by_name = {"practice"}  # w[view.use]
    from_the_school = {"home", "lead_name", "lead_title", "lead_phone"}
    given = {
        name for said in (words, drill_words, journal_words, assessment_words) for name in said()
    }
    assert asked - from_the_school == given - said_by_name
