"""The checkout as the tests of the house see it: its files, and the words in them."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import nbformat

ROOT = Path(__file__).parent.parent


def files(*suffixes: str) -> list[str]:
    """Every file that is, or is about to be, under version control; those with a suffix."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = sorted(set(filter(None, listed.stdout.decode().split("\0"))))
    return [n for n in names if (ROOT / n).is_file() and (not suffixes or n.endswith(suffixes))]


def read(name: str) -> str:
    """The file's text; one of the failing examples is no UTF-8 at all."""
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def is_text(name: str) -> bool:
    return b"\0" not in (ROOT / name).read_bytes()[:8192]


def plain(markdown: str) -> str:
    """A page without its code, front matter and link targets, the line numbers kept."""

    def blank(match: re.Match[str]) -> str:
        return "\n" * match[0].count("\n")

    text = re.sub(r"\A---\n.*?^---$", blank, markdown, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^( *)(```|~~~).*?^\1\2 *$", blank, text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]+`", "", text)
    return re.sub(r"\]\([^)\n]*\)", "]", text)


def interface_strings(name: str) -> list[tuple[int, str]]:
    """The strings of a Python file that people read: those given to `_` and `ngettext`."""
    return [
        (node.lineno, part.value)
        for node in ast.walk(ast.parse(read(name)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "ngettext")
        for argument in node.args
        for part in ast.walk(argument)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def notebook_pages(name: str) -> list[str]:
    notebook = nbformat.read(ROOT / name, as_version=4)
    return [str(cell.source) for cell in notebook.cells if cell.cell_type == "markdown"]


def slug(heading: str) -> str:
    """The anchor that a Markdown viewer gives a heading."""
    text = re.sub(r"[`*_]|\[|\]\([^)]*\)", "", heading.strip().lower())
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def anchors(name: str) -> set[str]:
    text = re.sub(r"^```.*?^```", "", read(name), flags=re.MULTILINE | re.DOTALL)
    return {slug(h) for h in re.findall(r"^#{1,6} +(.+?)(?: *\{#[\w-]+\})? *$", text, re.M)} | set(
        re.findall(r"\{#([\w-]+)\}", text)
    )
