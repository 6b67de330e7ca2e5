"""The store: what people did, kept so that whatever was called saved is never lost.

One table of events that is only ever appended to, and beside it what may change:
erasable texts, drafts, editions, settings. SQLAlchemy Core throughout; what only
SQLite does is in ``sqlite.py``.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from ..errors import CpdError
from ..language import _
from . import chain, holds, log, sqlite
from .events import Event, NewEvent, in_ink, storable
from .log import Appended, NotTheirs, OutOfStep, Spoiled, TurnTaken
from .migrations import MIGRATIONS, Migration
from .opening import address, bring_up_to_date, expect_present
from .settings import Settings
from .soundness import Finding, fits, inspect_store
from .tables import drafts, editions, events, settings, texts

__all__ = [
    "Appended",
    "Clock",
    "Finding",
    "NotSaved",
    "NotTheirs",
    "OutOfStep",
    "Store",
    "TurnTaken",
    "Unreadable",
    "utc_now",
]

Clock = Callable[[], datetime]
# More than anybody has open at once (a trainer's desk has a dozen boxes a submission), and
# few enough to bound what one person fills.
MOST_DRAFTS = 500


class NotSaved(CpdError):
    """Nothing was written. The store goes on as soon as the cause is gone.

    Here as below, ``what`` may be shown to anybody; the remedy names files, and is for
    whoever looks after the machine.
    """


class Unreadable(CpdError):
    """The record could not be read."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """An open store. Safe to share between threads; one for each process."""

    def __init__(self, engine: Engine, path: Path, *, clock: Clock, wait: float) -> None:
        self.engine = engine
        self.place = str(path)
        self._path = path
        self.clock = clock
        self._wait = wait
        self._reader = engine.execution_options(reading=True)
        self._watch: sqlite.Watch | None = None
        self._one_watch = threading.Lock()

    @classmethod
    def open(
        cls,
        url: str,
        *,
        migrate: bool = True,
        clock: Clock = utc_now,
        wait: float = 5.0,
        known: Sequence[Migration] = MIGRATIONS,
    ) -> Store:
        """The store at ``url``.

        With ``migrate`` it is made if need be, checked, and brought to the present
        form after a copy has gone to ``backups/`` beside it; that is for the host and
        the command line. A kernel opens what is there. Raises :class:`CpdError` when
        it cannot be used.
        """
        parsed = address(url)
        path = sqlite.file_of(parsed)
        store = cls(sqlite.engine(parsed, wait=wait), path, clock=clock, wait=wait)
        try:
            with store._plainly(Unreadable):
                if migrate:
                    bring_up_to_date(store.engine, path, known, clock())
                else:
                    expect_present(store.engine, path, known)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        if self._watch:
            self._watch.close()
            self._watch = None
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    # The log.

    def append(
        self,
        new: NewEvent,
        *,
        clears_draft: str | None = None,
        provided: Callable[[], object] | None = None,
    ) -> Appended:
        """Record one event: one transaction, one commit, on disk when this returns.

        ``clears_draft`` names the draft that the event replaces, or the stem of
        several (``stem:part``). ``provided`` looks once more whether the event may be,
        while nobody else can write; what it raises keeps it out. Raises
        :class:`TurnTaken` and :class:`OutOfStep` when the turn is not the attempt's next,
        :class:`NotTheirs` when the attempt is another person's, and :class:`NotSaved`
        when nothing could be written.
        """
        with self.writing() as connection:
            if provided:
                provided()
            appended = log.append(connection, new, self.clock())
            if clears_draft is not None:
                connection.execute(
                    delete(drafts).where(
                        drafts.c.person == new.person,
                        or_(
                            drafts.c.place == clears_draft,
                            _begins(drafts.c.place, clears_draft + ":"),
                        ),
                    )
                )
        return appended

    def events(
        self,
        *,
        attempt: str | None = None,
        person: str | None = None,
        kinds: Collection[str] | None = None,
        editions: Collection[str] | None = None,
        about: str | None = None,
        after: int = 0,
        most: int | None = None,
    ) -> list[Event]:
        """The events that answer to everything that is given, in the order they happened.

        ``about`` names the submission that they speak of; ``most`` is how many at most.
        """
        wanted: Select[Any] = select(events).where(events.c.seq > after).order_by(events.c.seq)
        if attempt is not None:
            wanted = wanted.where(events.c.attempt == attempt)
        if person is not None:
            wanted = wanted.where(events.c.person == person)
        if kinds is not None:
            wanted = wanted.where(events.c.kind.in_(kinds))
        if editions is not None:
            wanted = wanted.where(events.c.edition.in_(editions))
        if about is not None:
            named = f'"submission":{chain.canonical(about)}'
            wanted = wanted.where(events.c.body.contains(named, autoescape=True))
        if most is not None:
            wanted = wanted.limit(most)
        with self.reading() as connection:
            return [log.event_of(row._mapping) for row in connection.execute(wanted)]

    def texts(self, attempt: str) -> dict[int, dict[str, str]]:
        """What was written in the attempt and has not been erased: turn to part to text."""
        wanted = (
            select(events.c.turn, texts.c.part, texts.c.text)
            .join(texts, texts.c.seq == events.c.seq)
            .where(events.c.attempt == attempt)
            .order_by(events.c.seq, texts.c.part)
        )
        found: dict[int, dict[str, str]] = {}
        with self.reading() as connection:
            for turn, part, text in connection.execute(wanted):
                found.setdefault(turn, {})[part] = text
        return found

    def texts_are_whole(self, attempt: str) -> bool:
        """Whether what is kept of the attempt's texts is what was written. One that was
        erased is not missed here."""
        wanted = (
            select(events.c.texts, texts.c.part, texts.c.key, texts.c.text)
            .join(texts, texts.c.seq == events.c.seq)
            .where(events.c.attempt == attempt)
        )
        with self.reading() as connection:
            return all(
                fits(key, text, json.loads(digests).get(part, ""))
                for digests, part, key, text in connection.execute(wanted)
            )

    def erase_texts(self, *, person: str, by: str, attempt: str | None = None) -> int:
        """Erase what the person wrote, drafts too; in one attempt or everywhere.

        The number of texts erased. The log keeps that they were written and that they
        were erased, and its chain still holds. Copies made earlier keep the text. Raises
        :class:`CpdError`, and erases nothing, where something is held (``holds.py``).
        """
        mine = select(events.c.seq).where(events.c.person == person)
        theirs = delete(drafts).where(drafts.c.person == person)
        if attempt is not None:
            mine = mine.where(events.c.attempt == attempt)
            theirs = theirs.where(_begins(drafts.c.place, attempt + ":"))
        with self.writing() as connection:
            holds.refuse_erasing(connection, person, attempt)
            erased = connection.execute(delete(texts).where(texts.c.seq.in_(mine))).rowcount
            connection.execute(theirs)
            body = {"by": by} if attempt is None else {"by": by, "attempt": attempt}
            log.append(connection, NewEvent("texts-erased", person, body), self.clock())
        sqlite.forget(self._path)
        return erased

    # Beside the log.

    def keep_edition(self, digest: str, scenario: str, canonical: bytes, proof: bytes) -> None:
        """Keep an edition, so that what is played on it can be replayed for ever.

        An edition that is kept already stays as it is; its proof may be renewed.
        """
        kept = self.edition(digest)
        if kept == (canonical, proof):
            return
        with self.writing() as connection:
            before = connection.scalar(
                select(editions.c.canonical).where(editions.c.digest == digest)
            )
            if before is None:
                connection.execute(
                    insert(editions).values(
                        digest=digest,
                        scenario=scenario,
                        canonical=canonical.decode("utf-8"),
                        proof=proof.decode("utf-8"),
                        at=in_ink(self.clock()),
                    )
                )
            elif before != canonical.decode("utf-8"):
                raise ValueError(f"another text is kept as edition {digest}")
            else:
                connection.execute(
                    update(editions)
                    .where(editions.c.digest == digest)
                    .values(proof=proof.decode("utf-8"))
                )

    def edition(self, digest: str) -> tuple[bytes, bytes] | None:
        """The canonical JSON and the proof of an edition that was kept."""
        with self.reading() as connection:
            row = connection.execute(
                select(editions.c.canonical, editions.c.proof).where(editions.c.digest == digest)
            ).first()
        return (row.canonical.encode("utf-8"), row.proof.encode("utf-8")) if row else None

    def editions_of(self, scenario: str) -> list[str]:
        """The digests of all that was kept under that id, in the order they were kept."""
        wanted = select(editions.c.digest).where(editions.c.scenario == scenario)
        with self.reading() as connection:
            found = connection.scalars(wanted.order_by(editions.c.at, editions.c.digest))
            return [str(digest) for digest in found]

    def save_draft(self, person: str, place: str, text: str) -> None:
        """Keep what somebody is writing; an empty text is no draft.

        Past ``MOST_DRAFTS`` of a person the oldest gives way: what is being written now
        is never the one that is turned away.
        """
        with self.writing() as connection:
            connection.execute(_draft(person, place))
            if text:
                connection.execute(
                    insert(drafts).values(
                        person=person, place=place, text=storable(text), at=in_ink(self.clock())
                    )
                )
                others = select(drafts.c.place).where(
                    drafts.c.person == person, drafts.c.place != place
                )
                too_old = others.order_by(drafts.c.at.desc()).offset(MOST_DRAFTS - 1)
                connection.execute(
                    delete(drafts).where(drafts.c.person == person, drafts.c.place.in_(too_old))
                )

    def drafts(self, person: str, prefix: str = "") -> dict[str, str]:
        """The person's drafts whose places begin so: place to text."""
        wanted = select(drafts.c.place, drafts.c.text).where(
            drafts.c.person == person, _begins(drafts.c.place, prefix)
        )
        with self.reading() as connection:
            return {row.place: row.text for row in connection.execute(wanted)}

    def drop_draft(self, person: str, place: str) -> None:
        with self.writing() as connection:
            connection.execute(_draft(person, place))

    def setting(self, name: str) -> Any:
        """The setting's value, or ``None`` when nobody has set it."""
        with self.reading() as connection:
            return Settings(connection, self.clock()).setting(name)

    def set_setting(self, name: str, value: Any) -> None:
        """Set it to anything that JSON can say."""
        with self.changing_settings() as kept:
            kept.set_setting(name, value)

    @contextlib.contextmanager
    def changing_settings(self) -> Iterator[Settings]:
        """The settings, to read and change them while nobody else can: all of it, or nothing."""
        with self.writing() as connection:
            yield Settings(connection, self.clock())

    def key(self, name: str) -> bytes:
        """A secret of this record's own, made when it is first asked for: the same from then on."""
        wanted = f"key.{name}"
        kept = self.setting(wanted)
        if kept is None:
            with self.writing() as connection:
                row = {"name": wanted, "value": json.dumps(secrets.token_hex(32))}
                # Whoever asks at the same time has made it meanwhile.
                connection.execute(insert(settings).prefix_with("OR IGNORE"), row)
            kept = self.setting(wanted)
        return bytes.fromhex(kept)

    # The whole of it.

    def changes(self) -> int:
        """A number that is another one after any commit, by this process or by others."""
        with self._plainly(Unreadable), self._one_watch:
            if self._watch is None:
                self._watch = sqlite.Watch(self.engine)
            return self._watch.version()

    def verify(self) -> list[Finding]:
        """Everything that is wrong with the record; an empty list when it is sound."""
        with self.reading() as connection:
            return inspect_store(connection)

    def head(self) -> tuple[int, str]:
        """The place and the hash of the last event: who notes them down can tell later
        that nothing was cut off the end, which no chain shows by itself."""
        with self.reading() as connection:
            last = connection.execute(
                select(events.c.seq, events.c.hash).order_by(events.c.seq.desc()).limit(1)
            ).first()
        return (last.seq, last.hash) if last else (0, chain.BEGINNING)

    def holds(self, seq: int, seal: str) -> bool:
        """Whether the event of that place still has that hash."""
        if seq == 0:
            return seal == chain.BEGINNING
        with self.reading() as connection:
            found = connection.scalar(select(events.c.hash).where(events.c.seq == seq))
        return bool(found == seal)

    def probe(self) -> None:
        """Write something that nobody needs, as a kernel would that has just begun.

        Raises :class:`NotSaved` when nobody's work could be saved now.
        """
        with self._plainly(NotSaved):
            sqlite.probe(self._path, wait=self._wait)
        sqlite.tidy(self._path)

    def backup(self, to: Path) -> None:
        """A whole, checked copy in one file, while others go on writing."""
        with self._plainly(NotSaved):
            sqlite.backup(self.engine, to)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the store as it is at one moment."""
        with self._plainly(Unreadable), self._reader.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that nobody else writes beside: all of it is saved, or nothing."""
        with self._plainly(NotSaved), self.engine.begin() as connection:
            yield connection
        sqlite.tidy(self._path)

    @contextlib.contextmanager
    def _plainly(self, kind: type[CpdError]) -> Iterator[None]:
        """Turn what the database raises into a sentence with a remedy."""
        try:
            yield
        except IntegrityError:
            raise  # a mistake in our code, and to be seen as one
        except Spoiled as spoiled:
            what, remedy = _("The record is damaged."), sqlite.mend().format(place=self.place)
            raise kind(what, remedy) from spoiled
        except (DBAPIError, *sqlite.ERRORS) as error:
            cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
            if not sqlite.passes(cause):
                # Connections that were opened meanwhile would stay as they are when it is mended.
                self.engine.dispose()
            raise kind(*sqlite.explain(cause, self.place, self._wait)) from error


def _draft(person: str, place: str) -> Any:
    return delete(drafts).where(drafts.c.person == person, drafts.c.place == place)


def _begins(column: Any, prefix: str) -> Any:
    """Whether the column begins so, letter for letter (SQLite's LIKE ignores case)."""
    return func.substr(column, 1, len(prefix)) == prefix
