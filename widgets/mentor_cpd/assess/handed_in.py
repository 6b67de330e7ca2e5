"""``transcript.json``: a transcript as a file, beside the notebook that is handed in.

Whoever sends one owns their files, so nothing in it is believed: it is read strictly, and
counts for what its replay shows.
"""

from __future__ import annotations

import msgspec

from ..language import _
from ..scenario.transcript import Illegal, Transcript

FILE = "transcript.json"
# No path through a case is a tenth as long; replaying takes time for every move.
MOST_BYTES = 1_000_000
MOST_MOVES = 2_000


def write(transcript: Transcript) -> bytes:
    """The transcript as canonical JSON: the same one always has the same bytes."""
    return msgspec.json.encode(transcript, order="sorted")


def read(raw: bytes) -> Transcript:
    """The transcript that the file holds. Raises :class:`Illegal` when it holds none."""
    if len(raw) > MOST_BYTES:
        raise Illegal(_("The transcript is too large to be one."), _again())
    try:
        transcript = msgspec.json.decode(raw, type=Transcript)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Illegal(_("The transcript cannot be read."), _again()) from error
    if len(transcript.moves) > MOST_MOVES:
        raise Illegal(_("The transcript has more moves than any case."), _again())
    return transcript


def _again() -> str:
    return _("Play the case again from the notebook, which writes the file anew.")
