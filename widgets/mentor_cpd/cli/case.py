"""The case that a command is about, by its path or by its id."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..course import CaseFile, Course
from ..errors import CpdError
from ..language import _
from ..scenario.model import Scenario

TESTPLAN = ".testplan"


def find_case(words: str) -> CaseFile:
    """The file of the case: a path to it or to its testplan, or its id in this course."""
    path = Path(words)
    if path.suffix == TESTPLAN:
        path = path.with_suffix(".md")
    if path.is_file():
        return CaseFile(path)
    if path.is_dir():
        raise CpdError(
            _("{path} is a folder.").format(path=words),
            _("Name one case: a file that ends in .md."),
        )
    if path.suffix or len(path.parts) > 1:
        raise CpdError(
            _("There is no file {path}.").format(path=path.as_posix()),
            _("Name a case by its path or its id."),
        )
    return Course.find().case(words)


def read_case(file: CaseFile) -> Scenario:
    """What the file tells. One that cannot be read ends the command, with everything amiss."""
    parsed = file.parsed()
    if parsed.scenario is not None:
        return parsed.scenario
    for amiss in parsed.diagnostics:
        click.echo(str(amiss), err=True)
    sys.exit(1)
