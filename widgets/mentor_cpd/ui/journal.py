"""The journal: a reflection written in the page, and those that were written before."""

from __future__ import annotations

import traitlets

from ..language import _
from ..practice import journal as journals
from ..practice.journal import Entry, box_of
from ..practice.reflection import DEFAULT, models
from ..practice.sitting import SAVED, Outcome
from ..records.store import Store
from . import whose
from .base import Base
from .view import View
from .wishes import AnyJournalWish, Draft, Prompts, Reflect, Refresh
from .words import journal_words


class Journal(Base):
    """Keeps a person's reflections on a module: ``Journal("listening")``."""

    view = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    files = "journal"
    wishes = AnyJournalWish

    def __init__(self, module: str, *, store: Store | None = None, person: str = "") -> None:
        super().__init__()
        kept = store or whose.store()
        self._journal = journals.Journal(kept, person or whose.person(), module)
        self._model = self._last_model()
        self.words = journal_words() | whose.school(kept)
        self._show()

    def wished(self, wish: AnyJournalWish) -> Outcome:
        """Do it, show what came of it, and say how it went."""
        journal = self._journal
        if wish.attempt != journal.id:
            return Outcome("behind", _("The page was showing another journal."))
        match wish:
            case Draft(part=part, text=text):
                return journal.keep_draft(part, text, turn=wish.turn)
            case Refresh():
                journal.catch_up()
                outcome = SAVED
            case Prompts(model=model):
                if model not in models():
                    return Outcome("refused", _("There are no such prompts."))
                self._model, outcome = model, SAVED
            case Reflect(model=model, parts=parts):
                outcome = journal.reflect(model, parts, turn=wish.turn, message=wish.message)
        if outcome.state in ("saved", "behind"):
            self._show(just=isinstance(wish, Reflect) and outcome.state == "saved")
        return outcome

    def _last_model(self) -> str:
        """The prompts that the person used last, or is writing to."""
        for place in self._journal.drafts():
            for model in models().values():
                if place in {box_of(model, stage.id) for stage in model.stages}:
                    return model.id
        entries = self._journal.played.entries
        last = entries[-1].model if entries else DEFAULT
        return last if last in models() else DEFAULT

    def _show(self, *, just: bool = False) -> None:
        """Draw the journal; ``just``: its newest entry was saved this moment, from this page."""
        journal, model = self._journal, models()[self._model]
        self.view = {
            "stage": "journal",
            "module": journal.module,
            "attempt": journal.id,
            "turn": journal.turn,
            "model": {
                "id": model.id,
                "name": model.name,
                "parts": [
                    {
                        "name": box_of(model, stage.id),
                        "label": stage.label,
                        "hint": stage.prompt,
                        "lines": 4,
                    }
                    for stage in model.stages
                ],
            },
            "others": [
                {"id": one.id, "name": one.name} for one in models().values() if one != model
            ],
            "entries": [_entry(one) for one in reversed(journal.played.entries)],
            "just": just,
            "drafts": journal.drafts(),
        }


def _entry(entry: Entry) -> View:
    return {
        "at": entry.at.isoformat(),
        "said": [{"prompt": one.prompt, "answer": one.answer} for one in entry.said],
    }
