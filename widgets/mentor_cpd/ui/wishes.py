"""What a page may ask of a widget: a closed contract, and nothing outside it is heard."""

from __future__ import annotations

from typing import Annotated

import msgspec

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
MessageId = Annotated[str, msgspec.Meta(min_length=8, max_length=64)]
Turn = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Text = Annotated[str, msgspec.Meta(max_length=100_000)]


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", kw_only=True):
    """``message`` is the wish's own id; ``attempt`` and ``turn`` say what the page showed."""

    message: MessageId
    turn: Turn
    attempt: Annotated[str, msgspec.Meta(max_length=64)] = ""


class Begin(Wish, frozen=True, tag="begin"):
    """After the content note: start the case, or go on where it was left."""


class Choose(Wish, frozen=True, tag="choose"):
    choice: Id


class Explain(Wish, frozen=True, tag="explain"):
    """Why, and how sure; both empty is *go on without saying*."""

    text: Text = ""
    sure: Annotated[int, msgspec.Meta(ge=0, le=4)] = 0


class Write(Wish, frozen=True, tag="write"):
    parts: Annotated[dict[Id, Text], msgspec.Meta(max_length=20)]


class GoBack(Wish, frozen=True, tag="go-back"):
    to: Turn


class Again(Wish, frozen=True, tag="again"):
    """A new attempt at the same case."""


class Other(Wish, frozen=True, tag="other"):
    """Skip to another case."""

    case: Id


class Draft(Wish, frozen=True, tag="draft"):
    part: Id
    text: Text


class Refresh(Wish, frozen=True, tag="refresh"):
    """Send the view again."""


class Answer(Wish, frozen=True, tag="answer"):
    """Every answer that is ticked, to the question of a drill that is shown."""

    question: Id
    answers: Annotated[list[Id], msgspec.Meta(max_length=20)]


class Next(Wish, frozen=True, tag="next"):
    """On to the next question, once what came of the last has been read."""


class Reflect(Wish, frozen=True, tag="reflect"):
    """An entry of the journal: the model that its prompts come from, and the answers."""

    model: Id
    parts: Annotated[dict[Id, Text], msgspec.Meta(max_length=20)]


class Prompts(Wish, frozen=True, tag="prompts"):
    """Another model's prompts."""

    model: Id


class Check(Wish, frozen=True, tag="check"):
    """Show what would be handed in: the reflections as they stand, by criterion."""

    parts: Annotated[dict[Id, Text], msgspec.Meta(max_length=20)]


class WriteOn(Wish, frozen=True, tag="write-on"):
    """Back from there to the boxes."""


class Submit(Wish, frozen=True, tag="submit"):
    """Hand in what was shown."""


AnyWish = Begin | Choose | Explain | Write | GoBack | Again | Other | Draft | Refresh
AnyJournalWish = Reflect | Prompts | Draft | Refresh
AnyAssessmentWish = Begin | Choose | Explain | Write | Draft | Refresh | Check | WriteOn | Submit
AnyDrillWish = Begin | Answer | Next | Again | Refresh
