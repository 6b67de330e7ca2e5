"""The house is kept: its shape, its words, its links, its exceptions."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import click
import pytest
import yaml

from tests.everything import checks
from tests.house import (
    ROOT,
    anchors,
    files,
    interface_strings,
    is_text,
    notebook_pages,
    plain,
    read,
)

TOP_LEVEL = {
    *(".ci", "assessments", "benchmarks", "docs", "modules", "requirements", "scenarios"),
    *("tests", "widgets"),
    *(".gitattributes", ".gitignore", ".pre-commit-config.yaml"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md"),
    *("bootstrap.py", "environment.yml", "pyproject.toml"),
}

# What the user fixed.
FIXED = {
    *("modules", "scenarios", "assessments", "widgets", "tests", "benchmarks", "docs", ".ci"),
    *("README.md", "environment.yml", "pyproject.toml", "bootstrap.py"),
}

# In pieces, so that this file does not hold what it looks for.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "anaconda" + ".org",
    "cdn.js" + "delivr.net",
    "unpkg" + ".com",
]
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:root|work|opt/tools|opt/pypi|home/\w+|Users/\w+)/")

# American spelling -> British, in text that people read.
AMERICAN = {
    r"behaviors?\b|behavioral": "behaviour",
    r"\bcolou?r(?<!colour)(?:s|ed|ful)?\b": "colour",
    r"\bcenter(?:s|ed)?\b": "centre",
    r"\bfavor(?:s|ed|ite|ites|able)?\b": "favour",
    r"\bhonor(?:s|ed|ing)?\b": "honour",
    r"\bneighbor(?:s|hood)?\b": "neighbour",
    r"\blabor\b": "labour",
    r"\b(?:organ|recogn|summar|apolog|real|emphas|priorit)iz(?:e|es|ed|ing|ation)\b": "-ise",
    r"\banalyz(?:e|es|ed|ing)\b": "analyse",
    r"\b(?:cancel|label|travel|model|counsel|signal)(?:ed|ing|or|er)\b": "-ll-",
    r"\bfulfill\b|\bskillful\b|\benroll(?:ment|s)?\b": "one l",
    r"\bgray\b": "grey",
    r"\bdefense\b|\boffense\b": "-ce",
    r"\bpracticing\b|\bpracticed\b": "practis-",
    r"\bmom\b|\bmath\b|\bgrade school\b": "mum, maths, primary school",
}


def test_the_top_level_is_as_the_user_fixed_it() -> None:
    there = {name.split("/")[0] for name in files()}
    assert there <= TOP_LEVEL
    assert there >= FIXED


def test_every_command_is_documented() -> None:
    from mentor_cpd.cli import group

    pages = "\n".join(read(name) for name in files(".md") if name.startswith(("README", "docs/")))

    def walk(command: click.Command, words: str) -> Iterator[str]:
        if isinstance(command, click.Group):
            for name in command.list_commands(click.Context(command)):
                inner = command.get_command(click.Context(command), name)
                assert inner is not None
                yield from walk(inner, f"{words} {name}".strip())
        else:
            yield words

    commands = list(walk(group, ""))
    assert "account add" in commands
    unspoken = [
        c for c in commands if not re.search(rf"(?:`|mentor-cpd |bootstrap\.py ){c}\b", pages)
    ]
    assert not unspoken


@pytest.mark.parametrize("registry", REGISTRIES)
def test_no_file_names_a_package_registry(registry: str) -> None:
    assert [name for name in files() if is_text(name) and registry in read(name)] == []


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name in files()
        if is_text(name) and name != "tests/test_house.py"
        for number, line in enumerate(read(name).splitlines(), 1)
        if MACHINE_PATHS.search(line)
    ]
    assert not found


# Exceptions


def test_every_exception_to_a_rule_says_why() -> None:
    """A noqa or a type: ignore is followed by its reason, or has it on the line above.

    Once in a file is enough for each rule: six late imports in a row have one reason.
    """
    exception = re.compile(r"#\s*(?:noqa\b:?|type:\s*ignore)\s*(?P<rest>.*)$")
    silent: list[str] = []
    for name in files(".py"):
        reasoned: set[str] = set()
        unreasoned: dict[str, str] = {}
        before = ""
        for number, line in enumerate(read(name).splitlines(), 1):
            match = exception.search(line)
            if match and not line.strip().startswith(("f'", 'f"', "'", '"', "r'", 'r"')):
                code = re.search(r"[A-Z]+\d+|\[[\w, -]+\]", match["rest"])
                rule = code[0] if code else ""
                reason = match["rest"].replace(rule, "")
                comment = "#" in line[: match.start()] or before.startswith("#")
                if re.search(r"\w{3}", reason) or comment:
                    reasoned.add(rule)
                else:
                    unreasoned.setdefault(rule, f"{name}:{number}: {line.strip()}")
            before = line.strip()
        silent += [said for rule, said in unreasoned.items() if rule not in reasoned]
    assert not silent


def test_every_setting_that_turns_a_rule_off_says_why() -> None:
    """In pyproject: each ignored lint rule, each warning let through, each mypy override."""
    silent = []
    section = ""
    off = re.compile(r'^\s*"(?:[A-Z]+\d+"|ignore:|[\w*/.]+" = \[)|^(?:ignore|disable)_\w+ = ')
    lines = read("pyproject.toml").splitlines()
    for number, line in enumerate(lines):
        if line.startswith("["):
            section = line
        watched = "ruff.lint" in section or "mypy.overrides" in section or "pytest" in section
        chosen = "select" in line
        if watched and off.match(line) and not chosen:
            above = lines[number - 1].strip()
            if "#" not in line and not above.startswith("#") and "PLR0911" not in above:
                silent.append(f"pyproject.toml:{number + 1}: {line.strip()}")
    # RUF001 to RUF003 are one rule for three kinds of text; the first says why.
    assert [line for line in silent if not re.search(r'"RUF00[23]"', line)] == []


def test_warnings_are_errors_and_types_are_strict() -> None:
    tool = tomllib.loads(read("pyproject.toml"))["tool"]
    assert tool["pytest"]["ini_options"]["filterwarnings"][0] == "error"
    assert tool["mypy"]["strict"] is True


def test_a_scenario_is_read_without_touching_a_file_or_a_clock() -> None:
    """`scenario/` may name a path and a day; it opens no file and asks for no time."""
    methods = {"read_bytes", "write_text", "write_bytes", "today", "now", "utcnow", "monotonic"}
    found = []
    for name in files(".py"):
        if name.startswith("widgets/mentor_cpd/scenario/"):
            for node in ast.walk(ast.parse(read(name))):
                match node:
                    case ast.Call(func=ast.Name(id="open" | "print" | "input")):
                        found.append(f"{name}:{node.lineno}")
                    case ast.Call(func=ast.Attribute(attr=attr)) if attr in methods:
                        found.append(f"{name}:{node.lineno}")
                    case ast.ImportFrom(module="pathlib", names=names):
                        if {alias.name for alias in names} - {"PurePath", "PurePosixPath"}:
                            found.append(f"{name}:{node.lineno}")
    assert not found


# Words and links


def spoken() -> Iterator[tuple[str, int, str]]:
    """Every line that somebody reads: pages, cases, notebooks, the interface."""
    for name in (name for name in files(".md") if not name.startswith("tests/")):
        for number, line in enumerate(plain(read(name)).splitlines(), 1):
            yield name, number, line
    for name in files(".ipynb"):
        for page in notebook_pages(name):
            for line in plain(page).splitlines():
                yield name, 0, line
    for name in files(".py"):
        if name.startswith("widgets/"):
            for number, text in interface_strings(name):
                yield name, number, text


@pytest.mark.parametrize(("american", "british"), AMERICAN.items(), ids=AMERICAN.values())
def test_spelling_is_british(american: str, british: str) -> None:
    found = [
        f"{name}:{number}: {match[0]} (British: {british})"
        for name, number, line in spoken()
        for match in re.finditer(american, line, flags=re.IGNORECASE)
        # Words that are names in code, or of somebody else's.
        if match[0] not in {"Center"}
    ]
    assert not found


def links() -> Iterator[tuple[str, int, str]]:
    for name in files(".md"):
        if name.startswith(("scenarios/", "tests/")) and not name.endswith(
            ("FORMAT.md", "README.md")
        ):
            continue  # a case's links are its choices: `check` follows them
        text = re.sub(
            r"^( *)(```|~~~).*?^\1\2",
            lambda block: "\n" * block[0].count("\n"),
            read(name),
            flags=re.MULTILINE | re.DOTALL,
        )
        for number, line in enumerate(text.splitlines(), 1):
            bare = re.sub(r"`[^`]*`", "", line)
            for target in re.findall(r"\]\(([^)\s]+)", bare):
                yield name, number, target


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for name, number, target in links():
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        page = (ROOT / name).parent / path if path else ROOT / name
        if not page.exists():
            broken.append(f"{name}:{number}: {target}")
        elif anchor and page.suffix == ".md":
            there = page.resolve().relative_to(ROOT.resolve()).as_posix()
            if anchor not in anchors(there):
                broken.append(f"{name}:{number}: {target} (no such heading)")
    assert not broken


def test_notebooks_are_committed_without_outputs() -> None:
    for name in files(".ipynb"):
        for cell in json.loads(read(name))["cells"]:
            if cell["cell_type"] == "code":
                assert cell["outputs"] == [], name
                assert cell["execution_count"] is None, name


def test_javascript_and_styles_lie_beside_their_python() -> None:
    """`player.js` and `player.css` belong to `player.py`, or are shared by their neighbours."""
    ui = [PurePosixPath(n) for n in files(".js", ".css") if n.startswith("widgets/mentor_cpd/ui/")]
    sources = {path.name: read(str(path)) for path in ui}
    package = [n for n in files(".py", ".html", ".j2") if n.startswith("widgets/mentor_cpd/")]
    said = "\n".join(read(name) for name in package)
    for path in ui:
        beside = (ROOT / path).with_suffix(".py").is_file()
        shared = any(path.name in text for other, text in sources.items() if other != path.name)
        assert beside or shared or path.name in said, f"{path} belongs to nothing"


def test_glossary_words_are_in_order_of_use_and_said_once() -> None:
    words = re.findall(r"^\*\*([\w -]+)\*\*", read("docs/glossary.md"), flags=re.MULTILINE)
    assert len(words) == len(set(words))
    assert {"scene", "choice", "ending", "attempt", "move", "turn", "transcript"} <= set(words)


def test_hooks_before_a_commit_are_checks_of_the_test_command_and_download_nothing() -> None:
    told = yaml.safe_load(read(".pre-commit-config.yaml"))
    (local,) = told["repos"]
    assert local["repo"] == "local"
    programs = {command[0] for command in checks([]).values()}
    for hook in local["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].split()[0] in programs


def test_the_licence_is_mit_everywhere() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert project["license"] == "MIT"
    assert read("LICENSE").startswith("MIT License")
    assert (ROOT / Path("LICENSE")).stat().st_size > 1000
