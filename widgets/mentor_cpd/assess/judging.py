"""Judging a transcript: is it one that somebody can have played, and what does it show?

Marks are computed by the newest edition of the case that tells the same story, so that a
key can be mended; where there is none, by the edition that was played.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..language import _
from ..practice import edition as editions
from ..practice import shelf
from ..practice.edition import Edition
from ..records.store import Store
from ..scenario.key import same_story
from ..scenario.transcript import Illegal, Replay, Transcript, replay
from .scoring import Scores, score


@dataclass(frozen=True, slots=True)
class Judged:
    """A transcript that is legal and finished, and what it shows.

    ``key`` is the digest of the edition by whose key it was marked.
    """

    lived: Replay
    edition: Edition
    key: str
    scores: Scores


class Library:
    """The editions of a store, each read once; it may serve for thousands of transcripts."""

    KEPT = 32  # editions held in memory; a course has fewer that are assessed

    def __init__(self, store: Store) -> None:
        self.store = store
        self.edition = lru_cache(self.KEPT)(self._edition)
        self.key = lru_cache(self.KEPT)(self._key)

    def _edition(self, digest: str) -> Edition | None:
        """The edition of that digest, if it was ever kept."""
        if self.store.edition(digest) is None:
            return None
        return editions.load(self.store, digest)

    def _key(self, digest: str) -> Edition:
        """The edition whose key serves for what was played on the edition of that digest."""
        played = editions.load(self.store, digest)
        for newer in self._newest_first(played.scenario.id):
            if newer == digest:
                break
            edition = self.edition(newer)
            if edition and same_story(edition.scenario, played.scenario):
                return edition
        return played

    def _newest_first(self, scenario: str) -> Iterator[str]:
        """The one that is on the shelf, then the others as they were kept, newest first."""
        on_shelf = shelf.offered(self.store).get(scenario)
        if on_shelf:
            yield on_shelf.digest
        yield from reversed(self.store.editions_of(scenario))


def judge(transcript: Transcript, assignment: str, library: Library) -> Judged:
    """What the transcript shows. Raises :class:`Illegal` when it counts for nothing."""
    edition = library.edition(transcript.edition)
    if edition is None:
        raise Illegal(
            _("The edition of the case that was played, {edition}, is not known here.").format(
                edition=transcript.edition[:12]
            ),
            _("Give the trainer's computer the course that it was played from."),
        )
    scenario = edition.scenario
    if scenario.use != "assessed" or scenario.module != assignment:
        raise Illegal(
            _('"{case}" is no case of the assessment "{assignment}".').format(
                case=scenario.title, assignment=assignment
            ),
            _("Play the case that the notebook opens."),
        )
    lived = replay(scenario, transcript)
    if lived.here.ending is None or lived.awaiting:
        raise Illegal(
            _("The case has not been played to its end."), _("Go on from where it was left.")
        )
    key = library.key(edition.digest)
    judged = lived if key.digest == edition.digest else replay(key.scenario, transcript)
    return Judged(lived, edition, key.digest, score(lived, judged, key.scenario, key.grounds))
