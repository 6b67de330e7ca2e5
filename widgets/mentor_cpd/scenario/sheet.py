"""A sheet of YAML into a table: nothing is executed, aliased or guessed."""

from __future__ import annotations

import yaml

from ..language import _
from . import limits
from .diagnostic import Findings
from .table import Table, line_of_mark


def compose(text: str, findings: Findings, *, what: str) -> Table | None:
    """The table that ``text`` writes; ``None`` when it is none, and the findings say why."""
    try:
        if not _is_plain(text, findings, what):
            return None
        # SafeLoader builds nothing but nodes here, and _is_plain has capped their depth.
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        findings.report(
            "S105",
            line_of_mark(mark),
            _("{what} cannot be read: {problem}.").format(
                what=what, problem=getattr(error, "problem", None) or _("it is not plain text")
            ),
            _('Words that hold a colon, or begin with a sign, stand in "quotes".'),
        )
        return None
    if node is None:
        node = yaml.MappingNode("tag:yaml.org,2002:map", [])
    if not isinstance(node, yaml.MappingNode):
        findings.report(
            "S105",
            1,
            _("{what} is not a table.").format(what=what),
            _("Write one key a line, such as title: Too quiet."),
        )
        return None
    return Table(node, findings, what, 1)


def _is_plain(text: str, findings: Findings, what: str) -> bool:
    """Whether nothing is deep, aliased or tagged. Reads events: composing would recurse."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = line_of_mark(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            findings.report(
                "S106",
                line,
                _("{what} uses an anchor or alias (& or *).").format(what=what),
                _('Write the words out again, or in "quotes" if they begin with that sign.'),
            )
            return False
        tag = getattr(event, "tag", None)
        if tag:
            findings.report(
                "S106",
                line,
                _("{what} uses a tag (!).").format(what=what),
                _('Take it out, or put the words in "quotes".'),
            )
            return False
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > limits.DEPTH:
            findings.report(
                "S103",
                line,
                _("{what} is nested more than {most} deep.").format(what=what, most=limits.DEPTH),
                _("Nothing in the format needs more than four."),
            )
            return False
    return True
