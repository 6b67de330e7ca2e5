"""Whether the record is sound: the file, the guards, the chain, the texts, the turns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, select

from ..language import _
from . import chain, guards, sqlite
from .submissions import Submissions
from .tables import editions, events, texts

Kind = Literal["file", "guard", "chain", "text", "turn", "edition", "submission"]


class Finding(NamedTuple):
    """One thing that is wrong, and the event where it shows (``None``: the whole store)."""

    kind: Kind
    seq: int | None
    says: str

    def __str__(self) -> str:
        place = _("record") if self.seq is None else _("event {seq}").format(seq=self.seq)
        return f"{place}: {self.says}"


class _Attempt:
    """What the events of one attempt have in common, and the turn that it has come to."""

    def __init__(self, row: Mapping[Any, Any]) -> None:
        self.person = row["person"]
        self.edition = row["edition"]
        self.turn = -1


def inspect_store(connection: Connection) -> list[Finding]:
    """Everything that is wrong, in one pass over the log.

    A damaged file is all that is said of it: nothing read from it could be trusted.
    """
    damage = sqlite.damage(connection)
    if damage:
        return [Finding("file", None, says) for says in damage]
    found = [Finding("file", None, says) for says in sqlite.loose_ends(connection)]
    found += [
        Finding("guard", None, _("the guard {name} has been taken down").format(name=name))
        for name in guards.missing(connection)
    ]
    beside = _Beside(connection)
    previous, expected = chain.BEGINNING, 1
    attempts: dict[str, _Attempt] = {}
    submissions = Submissions()
    for result in connection.execution_options(yield_per=1000).execute(
        select(events).order_by(events.c.seq)
    ):
        row = result._mapping
        if row["seq"] != expected:
            found.append(
                Finding("chain", row["seq"], _("{seq} was expected here").format(seq=expected))
            )
        if row["previous"] != previous:
            found.append(
                Finding("chain", row["seq"], _("it does not follow from the event before it"))
            )
        if chain.seal(row) != row["hash"]:
            found.append(Finding("chain", row["seq"], _("it was changed after it was sealed")))
        found += _turns(row, attempts)
        found += beside.findings(row)
        found += [
            Finding("submission", row["seq"], says)
            for says in submissions.wrong(row, _read(row["body"]))
        ]
        previous, expected = row["hash"], row["seq"] + 1
    return found + list(_editions(connection))


def _turns(row: Mapping[Any, Any], attempts: dict[str, _Attempt]) -> Iterator[Finding]:
    if row["attempt"] is None:
        return
    attempt = attempts.setdefault(row["attempt"], _Attempt(row))
    if row["turn"] != attempt.turn + 1:
        yield Finding(
            "turn",
            row["seq"],
            _("turn {turn} of attempt {attempt} follows turn {last}").format(
                turn=row["turn"], attempt=row["attempt"], last=attempt.turn
            ),
        )
    if (row["person"], row["edition"]) != (attempt.person, attempt.edition):
        yield Finding(
            "turn",
            row["seq"],
            _("attempt {attempt} changes its person or its edition").format(attempt=row["attempt"]),
        )
    attempt.turn = row["turn"]


class _Beside:
    """What stands in the table of texts, and which of it was erased by whom."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept = set(connection.scalars(select(texts.c.seq).distinct()))
        # (person, attempt or everything) -> the last event that says so
        self._erased: dict[tuple[str, str | None], int] = {}
        wanted = select(events.c.seq, events.c.person, events.c.body).where(
            events.c.kind == "texts-erased"
        )
        for seq, person, body in connection.execute(wanted.order_by(events.c.seq)):
            self._erased[person, _read(body).get("attempt")] = seq

    def findings(self, row: Mapping[Any, Any]) -> Iterator[Finding]:
        digests, kept = _read(row["texts"]), self._texts(row["seq"])
        for part in digests.keys() | kept.keys():
            if part not in digests:
                says = _('a text "{part}" was put in that the event never had')
            elif part in kept:
                if fits(*kept[part], digests[part]):
                    continue
                says = _('its text "{part}" is not what was written')
            elif self._was_erased(row):
                continue
            else:
                says = _('its text "{part}" is gone, and no erasure says why')
            yield Finding("text", row["seq"], says.format(part=part))

    def _texts(self, seq: int) -> dict[str, tuple[str, str]]:
        if seq not in self._kept:
            return {}
        wanted = select(texts.c.part, texts.c.key, texts.c.text).where(texts.c.seq == seq)
        return {part: (key, text) for part, key, text in self._connection.execute(wanted)}

    def _was_erased(self, row: Mapping[Any, Any]) -> bool:
        places = ((row["person"], None), (row["person"], row["attempt"]))
        return any(self._erased.get(place, 0) > row["seq"] for place in places)


def fits(key: str, text: str, digest: str) -> bool:
    """Whether the digest, with that key, is the text's."""
    try:
        return chain.digest(text, key) == digest
    except ValueError:  # no key at all
        return False


def _read(written: str) -> dict[str, Any]:
    """The JSON object, or nothing: a line that somebody spoiled breaks its seal anyway."""
    try:
        read = json.loads(written)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _editions(connection: Connection) -> Iterator[Finding]:
    kept = connection.execution_options(yield_per=50).execute(
        select(editions.c.digest, editions.c.canonical).order_by(editions.c.digest)
    )
    for digest, canonical in kept:
        if hashlib.sha256(canonical.encode("utf-8")).hexdigest() != digest:
            yield Finding(
                "edition", None, _("edition {digest} is not what was kept").format(digest=digest)
            )
