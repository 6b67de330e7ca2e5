"""What is shared while the body of one case is read."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from .diagnostic import Findings
from .lines import Lines
from .names import Names


@dataclass(frozen=True, slots=True)
class Page:
    """Where findings, lines and names go. ``after`` lines stand before the body."""

    after: int
    findings: Findings
    lines: Lines
    names: Names

    def line(self, block: SyntaxTreeNode) -> int:
        """The line of the file in which a block of Markdown begins."""
        return (block.map[0] if block.map else 0) + self.after + 1

    def report(self, code: str, line: int, sentence: str, remedy: str) -> None:
        self.findings.report(code, line, sentence, remedy)
