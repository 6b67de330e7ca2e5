"""One person's journal of a module: reflections, private, in the order they were written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..language import _
from ..records.events import REFLECTED, Event
from ..records.store import Store
from ..scenario.drill import Drill
from ..scenario.model import Scenario
from ..scenario.transcript import Illegal
from . import edition as editions
from . import shelf
from .allowance import refuse_long
from .reflection import Model, models
from .sitting import Outcome, ToLog, Turns


@dataclass(frozen=True, slots=True)
class Said:
    """One answer. ``prompt`` is as it was asked on that day, whatever has become of it."""

    stage: str
    prompt: str
    answer: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One reflection. What was written and has been erased since is not there."""

    at: datetime
    model: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The entries so far. The first takes turn 0: a journal needs no beginning."""

    entries: tuple[Entry, ...] = ()

    @property
    def turn(self) -> int:
        return len(self.entries) - 1


@dataclass(frozen=True, slots=True)
class Reflection:
    """An entry that is being handed in: stage to answer."""

    model: Model
    answers: Mapping[str, str]


class Journal(Turns[Reflection, Written]):
    """The journal that one person keeps in one module."""

    def __init__(self, store: Store, person: str, module: str) -> None:
        self.module = module
        own = hashlib.sha256(f"{person}\njournal\n{module}".encode()).hexdigest()[:24]
        super().__init__(store, person, own, digest=None)
        self.catch_up()

    @property
    def boxes(self) -> frozenset[str]:
        """The boxes of every model: who turns to another one keeps what they wrote."""
        return frozenset(
            box_of(model, stage.id) for model in models().values() for stage in model.stages
        )

    def _stories(self) -> Iterable[Scenario | Drill]:
        for case in shelf.offered(self.store).values():
            if case.module == self.module:
                yield editions.load(self.store, case.digest).scenario
        for drill in shelf.drills(self.store).values():
            if drill.module == self.module:
                yield editions.load_drill(self.store, drill.digest).drill

    def reflect(self, model: str, parts: Mapping[str, str], *, turn: int, message: str) -> Outcome:
        """Keep an entry: what stands in the boxes of the model."""
        outcome = self._record(lambda: _made(model, parts), turn, message)
        if outcome.state == "saved":
            self.catch_up()  # with the moment at which it was kept
        return outcome

    def _stand(self, events: Sequence[Event]) -> Written:
        texts = self.store.texts(self.id) if events else {}
        return Written(tuple(_entry(event, texts.get(event.turn or 0, {})) for event in events))

    def _advance(self, move: Reflection) -> Written:
        entry = Entry(self.store.clock(), move.model.id, ())
        return Written((*self.played.entries, entry))

    def _to_log(self, move: Reflection) -> ToLog:
        prompts = {
            stage.id: stage.prompt for stage in move.model.stages if stage.id in move.answers
        }
        body = {"module": self.module, "model": move.model.id, "prompts": prompts}
        return REFLECTED, body, move.answers


def box_of(model: Model, stage: str) -> str:
    """The name of the box of a stage: stages of two models may be called the same."""
    return f"{model.id}-{stage}"


def _made(model: str, parts: Mapping[str, str]) -> Reflection:
    known = models().get(model)
    if known is None:
        raise Illegal(_("There are no such prompts."))
    boxes = {box_of(known, stage.id): stage.id for stage in known.stages}
    if not parts.keys() <= boxes.keys():
        raise Illegal(_("There is no such box to write in."))
    refuse_long(parts.values())
    answers = {boxes[box]: text.strip() for box, text in parts.items() if text.strip()}
    if not answers:
        raise Illegal(_("Nothing has been written yet."), _("Write in at least one box."))
    return Reflection(known, answers)


def _entry(event: Event, texts: Mapping[str, str]) -> Entry:
    known = models().get(event.body["model"])
    order = [stage.id for stage in known.stages] if known else []
    prompts: Mapping[str, str] = event.body["prompts"]
    asked = sorted(prompts, key=lambda stage: order.index(stage) if stage in order else 99)
    said = tuple(Said(stage, prompts[stage], texts[stage]) for stage in asked if stage in texts)
    return Entry(event.at, event.body["model"], said)
