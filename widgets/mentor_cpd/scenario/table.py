"""A table of YAML, read cell by cell, each with its line.

``yes`` in a title stays the word *yes*, and a date stays as it was typed: only whoever
asks for a number, a date or a flag has the text read as one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

import yaml

from ..language import _
from . import limits
from .diagnostic import Findings, listed
from .ids import Cell, check_id

_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


def line_of_mark(mark: object) -> int:
    """The mark's line in the file. PyYAML and libyaml each have a class of marks."""
    return int(getattr(mark, "line", 0)) + 1


class Table:
    """Keys and their values. Asking for a value that is not as it should be reports it."""

    def __init__(self, node: yaml.MappingNode, findings: Findings, what: str, line: int) -> None:
        self.what = what
        self.line = line
        self._findings = findings
        self._entries: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        for key, value in node.value[: limits.ENTRIES]:
            self._add(key, value)
        self._cap(len(node.value), line)

    def _add(self, key: yaml.Node, value: yaml.Node) -> None:
        line = self._line(key)
        if not isinstance(key, yaml.ScalarNode):
            self._report("S109", line, _("{what} has a key that is not a word."))
        elif key.value in self._entries:
            self._findings.report(
                "S111",
                line,
                _('{what} gives "{key}" twice.').format(what=self.what, key=key.value),
                _("Keep one."),
            )
        else:
            self._entries[key.value] = value
            self._lines[key.value] = line

    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def has(self, key: str) -> bool:
        """Whether the key is there with something in it."""
        node = self._entries.get(key)
        return node is not None and not (isinstance(node, yaml.ScalarNode) and not node.value)

    def line_of(self, key: str) -> int:
        """The key's line; the table's own when the key is absent."""
        return self._lines.get(key, self.line)

    def expect(self, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Report the keys that are missing and those that nobody knows."""
        known = [*required, *optional]
        for key in self._entries:
            if key not in known:
                self._findings.report(
                    "S107",
                    self.line_of(key),
                    _('{what} has the key "{key}", which the format does not know.').format(
                        what=self.what, key=key
                    ),
                    self._findings.nearest(
                        key, known, _("The keys are {keys}.").format(keys=listed(known))
                    ),
                )
        for key in required:
            if key not in self._entries:
                self._findings.report(
                    "S108",
                    self.line,
                    _('{what} has no "{key}".').format(what=self.what, key=key),
                    _('Add a line that begins "{key}:".').format(key=key),
                )
            elif not self.has(key):
                self._report("S108", self.line_of(key), _('"{key}" of {what} is empty.'), key=key)

    def cell(self, key: str) -> Cell:
        """The text of the key, on one line; empty when it is absent."""
        node = self._entries.get(key)
        if node is None:
            return Cell("", self.line)
        if not isinstance(node, yaml.ScalarNode):
            self._report("S109", self.line_of(key), _('"{key}" of {what} must be words.'), key=key)
            return Cell("", self._line(node))
        return Cell(" ".join(node.value.split()), self._line(node))

    def text(self, key: str) -> str:
        return self.cell(key).text

    def id(self, key: str) -> str:
        """The key's text, which must be an id."""
        cell = self.cell(key)
        check_id(cell, self._findings)
        return cell.text

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """The key's whole number between ``low`` and ``high``."""
        cell = self.cell(key)
        otherwise = low if default is None else default
        if not self.has(key):
            return otherwise
        if not re.fullmatch(r"[+-]?[0-9]{1,6}", cell.text) or not low <= int(cell.text) <= high:
            self._report(
                "S109",
                cell.line,
                _('"{key}" of {what} is "{text}"; it must be a whole number from {low} to {high}.'),
                key=key,
                text=cell.text,
                low=low,
                high=high,
            )
            return otherwise
        return int(cell.text)

    def flag(self, key: str, default: bool) -> bool:
        cell = self.cell(key)
        if not self.has(key):
            return default
        if cell.text.lower() not in _FLAGS:
            self._report(
                "S109",
                cell.line,
                _('"{key}" of {what} is "{text}"; it must be true or false.'),
                key=key,
                text=cell.text,
            )
        return _FLAGS.get(cell.text.lower(), default)

    def one_of(self, key: str, options: Collection[str], default: str) -> str:
        cell = self.cell(key)
        if not self.has(key) or cell.text in options:
            return cell.text or default
        self._findings.report(
            "S109",
            cell.line,
            _('"{key}" of {what} is "{text}"; it must be one of {options}.').format(
                key=key, what=self.what, text=cell.text, options=listed(options)
            ),
            self._findings.nearest(cell.text, options),
        )
        return default

    def day(self, key: str) -> date | None:
        cell = self.cell(key)
        try:
            return date.fromisoformat(cell.text)
        except ValueError:
            if self.has(key):
                self._report(
                    "S109",
                    cell.line,
                    _('"{key}" of {what} is "{text}"; write a day as 2025-09-01.'),
                    key=key,
                    text=cell.text,
                )
            return None

    def cells(self, key: str) -> list[Cell]:
        """The texts of a list; one text alone is a list of one."""
        node = self._entries.get(key)
        if node is None or not self.has(key):
            return []
        if isinstance(node, yaml.ScalarNode):
            return [self.cell(key)]
        if not isinstance(node, yaml.SequenceNode):
            self._report("S109", self.line_of(key), _('"{key}" of {what} must be a list.'), key=key)
            return []
        self._cap(len(node.value), self.line_of(key))
        cells = []
        for item in node.value[: limits.ENTRIES]:
            if isinstance(item, yaml.ScalarNode) and item.value.strip():
                cells.append(Cell(" ".join(item.value.split()), self._line(item)))
            else:
                self._findings.report(
                    "S109",
                    self._line(item),
                    _('"{key}" of {what} has an entry that is not plain words.').format(
                        key=key, what=self.what
                    ),
                    _('Words that hold a colon stand in "quotes".'),
                )
        return cells

    def texts(self, key: str, exactly: int) -> tuple[str, ...]:
        """The texts of a list that has a certain length."""
        texts = tuple(cell.text for cell in self.cells(key))
        if self.has(key) and len(texts) != exactly:
            self._report(
                "S109",
                self.line_of(key),
                _('"{key}" of {what} lists {count}; it must list {exactly}.'),
                key=key,
                count=len(texts),
                exactly=exactly,
            )
        return texts

    def ids(self, key: str) -> list[Cell]:
        """The ids of a list, each of them once."""
        once: dict[str, Cell] = {}
        for cell in self.cells(key):
            check_id(cell, self._findings)
            if cell.text in once:
                self._findings.report(
                    "S111",
                    cell.line,
                    _('"{key}" of {what} lists "{id}" twice.').format(
                        key=key, what=self.what, id=cell.text
                    ),
                    _("Keep one."),
                )
            once.setdefault(cell.text, cell)
        return list(once.values())

    def tables(self, key: str, what: str) -> list[tuple[str, Table]]:
        """The named tables inside the key; ``what`` says in the singular what each is."""
        node = self._entries.get(key)
        if node is None or not self.has(key):
            return []
        if not isinstance(node, yaml.MappingNode):
            self._report(
                "S109",
                self.line_of(key),
                _('"{key}" of {what} must be a table of tables.'),
                key=key,
            )
            return []
        within = Table(node, self._findings, f'"{key}"', self.line_of(key))
        return within.each(what)

    def each(self, what: str) -> list[tuple[str, Table]]:
        """Every value of this table as a table of its own, by its key."""
        found = []
        for name, node in self._entries.items():
            line = self.line_of(name)
            if isinstance(node, yaml.MappingNode):
                title = f'{what} "{name}"'
                found.append((name, Table(node, self._findings, title, line)))
            else:
                self._report(
                    "S109", line, _('"{name}" in {what} must be a table of its own.'), name=name
                )
        return found

    def rows(self, key: str, what: str) -> list[Table]:
        """The tables of a list, such as the rules."""
        node = self._entries.get(key)
        if node is None or not self.has(key):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._report("S109", self.line_of(key), _('"{key}" of {what} must be a list.'), key=key)
            return []
        self._cap(len(node.value), self.line_of(key))
        found = []
        for item in node.value[: limits.ENTRIES]:
            line = self._line(item)
            if isinstance(item, yaml.MappingNode):
                found.append(Table(item, self._findings, what, line))
            else:
                self._report("S109", line, _('"{key}" of {what} must list tables.'), key=key)
        return found

    def _line(self, node: yaml.Node) -> int:
        return line_of_mark(node.start_mark)

    def _cap(self, count: int, line: int) -> None:
        if count > limits.ENTRIES:
            self._findings.report(
                "S103",
                line,
                _("{what} has {count} entries in one place, and {most} is the most.").format(
                    what=self.what, count=count, most=limits.ENTRIES
                ),
                _("Split the case in two."),
            )

    def _report(self, code: str, line: int, sentence: str, **words: str | int) -> None:
        self._findings.report(code, line, sentence.format(what=self.what, **words))
