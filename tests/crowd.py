"""A crowd of simulated mentors, who play as people do: they reload, lose the network in the
middle of a choice, have two tabs open, and go away without a word.

They are seeded: the same seed plans the same deeds, though not at the same moment. Nothing
here decides whether all went well. Each mentor notes what was answered, and
:func:`compare` holds that against the record.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections import Counter
from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any, Literal, NamedTuple

from mentor_cpd.practice.moves import WHY
from mentor_cpd.records.events import ATTEMPT, Event
from mentor_cpd.records.people import People
from mentor_cpd.records.store import Store
from tests.tab import Tab, Trouble, Visitor

Mishap = Literal["reload", "cut", "two tabs", "away"]
MISHAPS: tuple[Mishap, ...] = ("reload", "cut", "two tabs", "away")
# What each wish is in the record.
_KINDS = {
    "begin": "attempted",
    "again": "attempted",
    "choose": "chose",
    "explain": "explained",
    "write": "wrote",
    "go-back": "went-back",
}
_WRITTEN = ("explained", "wrote")
_PHRASES = ("He looked at the floor,", "so I waited,", "and said nothing,", "until he was done.")


@dataclass(frozen=True)
class Habits:
    """How a crowd lives."""

    pause: tuple[float, float] = (2.0, 6.0)
    """Seconds that somebody reads before they do something, at least and at most."""
    apart: tuple[int, int] = (15, 30)
    """How many ordinary deeds lie between two mishaps."""
    away: tuple[float, float] = (2.0, 8.0)
    """Seconds until somebody who went away without a word comes back on a new page."""


class Deed(NamedTuple):
    """A wish that was to be recorded, and what became of it."""

    wish: dict[str, Any]
    state: str
    """As it was answered; empty where nobody waited for the answer."""
    took: float
    """Seconds from sending it to the answer."""
    plain: bool
    """Nothing was made to go wrong: no line was cut, and no other tab took part."""
    stage: str
    """Where it led."""


@dataclass
class Diary:
    """What a mentor met with."""

    deeds: list[Deed] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    mishaps: Counter[str] = field(default_factory=Counter)
    signed_in: float = 0.0
    """Seconds until the first sign-in was answered."""
    head: float = 0.0
    """Seconds until the first page began to come."""
    opened: list[float] = field(default_factory=list)
    """For each page the seconds from asking for it until its case could be begun."""
    lost: int = 0
    """Lines that were lost without having been cut."""


class Mentor:
    """Somebody who plays the case of a module again and again."""

    def __init__(self, root: str, account: str, module: str, *, habits: Habits, seed: str) -> None:
        self.account = account
        self.diary = Diary()
        self._visitor = Visitor(root, account)
        self._module = module
        self._habits = habits
        self._dice = random.Random(seed)  # noqa: S311 - so that a run can be repeated
        self._plan = self._planned(self._dice.randrange(len(MISHAPS)))
        self._tab = Tab(self._visitor, module)

    def _planned(self, first: int) -> Iterator[Mishap | None]:
        """Ordinary deeds, and between them each mishap in turn."""
        for mishap in islice(cycle(MISHAPS), first, None):
            yield from [None] * self._dice.randint(*self._habits.apart)
            yield mishap

    async def sign_in(self) -> None:
        began = time.monotonic()
        await self._visitor.sign_in()
        self.diary.signed_in = time.monotonic() - began

    async def arrive(self) -> None:
        """Open the page for the first time."""
        await self._opening(self._tab.arrive())
        self.diary.head = self._tab.head

    async def live(self, until: float) -> None:
        """Play until that moment, whatever happens on the way."""
        while time.monotonic() < until:
            await asyncio.sleep(self._dice.uniform(*self._habits.pause))
            try:
                await self._step(next(self._plan))
            except Trouble as trouble:
                self.diary.troubles.append(f"{self.account}: {trouble}")
                await self._start_again()

    async def leave(self, *, silently: bool = False) -> None:
        if silently:
            await self._tab.go()
        else:
            await self._tab.leave()
        self.diary.lost += self._tab.lost

    async def _start_again(self) -> None:
        """What somebody does whose page is of no use any more."""
        try:
            await self._reload()
        except Trouble as trouble:
            self.diary.troubles.append(f"{self.account}, again: {trouble}")
            self._tab = Tab(self._visitor, self._module)

    async def _opening(self, opening: Coroutine[Any, Any, None]) -> None:
        began = time.monotonic()
        await opening
        self.diary.opened.append(time.monotonic() - began)

    # Mishaps.

    async def _step(self, mishap: Mishap | None) -> None:
        if mishap is None:
            await self._do(self._tab)
            return
        self.diary.mishaps[mishap] += 1
        if mishap == "reload":
            await self._stand_again(self._reload())
        elif mishap == "cut":
            await self._do(self._tab, cut=self._dice.uniform(0, 0.03))
        elif mishap == "two tabs":
            await self._race()
        else:
            await self._stand_again(self._go_and_come_back())

    async def _reload(self) -> None:
        old, self._tab = self._tab, Tab(self._visitor, self._module)
        await self._opening(self._tab.replace(old))
        self.diary.lost += old.lost

    async def _go_and_come_back(self) -> None:
        """The lid is closed, with or without a choice under way; later there is a new page."""
        wish = self._wish(self._tab.view)
        if wish["do"] in _KINDS and self._dice.random() < 0.5:
            self._tab.post(wish)
            self.diary.deeds.append(Deed(wish, "", 0.0, plain=False, stage=""))
        await self._tab.go()
        self.diary.lost += self._tab.lost
        await asyncio.sleep(self._dice.uniform(*self._habits.away))
        self._tab = Tab(self._visitor, self._module)
        await self._opening(self._tab.arrive())

    async def _stand_again(self, came_back: Any) -> None:
        """Whoever comes back stands where they were: nothing is lost, and nothing is added."""
        before = self._tab.view
        asked = len(self.diary.deeds)
        await came_back
        if before["stage"] in ("note", "withheld"):
            return
        await self._turn_to(self._tab, before["case"]["id"])
        await self._begin(self._tab)  # goes on where it was left
        now = self._tab.view
        under_way = [deed for deed in self.diary.deeds[asked:] if not deed.state]
        stands = {(before["attempt"], before["turn"])}
        for deed in under_way:  # it may have arrived in time, or not
            stands.add((before["attempt"], before["turn"] + 1))
            if deed.wish["do"] == "again":
                stands.add((now["attempt"], 1))
        if (now["attempt"], now["turn"]) not in stands:
            raise Trouble(f"stood at {stands}, and came back to {now['attempt']}, {now['turn']}")

    async def _race(self) -> None:
        """Two tabs answer the same moment at once: one of them is saved, the other is told."""
        if self._tab.view["stage"] == "note":
            await self._begin(self._tab)
        other = Tab(self._visitor, self._module)
        await self._opening(other.arrive())
        try:
            await self._turn_to(other, self._tab.view["case"]["id"])
            await self._begin(other)
            wishes = [self._wish(tab.view) for tab in (self._tab, other)]
            done = await asyncio.gather(
                self._ask(self._tab, wishes[0], plain=False),
                self._ask(other, wishes[1], plain=False),
            )
            if sorted(done) != ["behind", "saved"]:
                raise Trouble(f"two tabs at once asked {wishes} and were answered {done}")
            if self._tab.view["turn"] != other.view["turn"]:
                raise Trouble("two tabs show different moments after the same answer")
        finally:
            await other.leave()
            self.diary.lost += other.lost

    async def _turn_to(self, tab: Tab, case: str) -> None:
        if tab.view["case"]["id"] != case:
            await self._ask(tab, self._made(tab.view, {"do": "other", "case": case}), plain=False)

    # Deeds.

    async def _begin(self, tab: Tab) -> None:
        state = await self._ask(tab, self._made(tab.view, {"do": "begin"}), plain=False)
        if state != "saved":
            raise Trouble(f"beginning was answered {state}")

    async def _do(self, tab: Tab, *, cut: float | None = None) -> None:
        """What the view offers now."""
        if tab.view["stage"] in ("explain", "write") and self._dice.random() < 0.5:
            part = self._dice.choice(_boxes(tab.view))
            draft = {"do": "draft", "part": part, "text": self._said()}
            await self._ask(tab, self._made(tab.view, draft), plain=False)
        wish = self._wish(tab.view)
        state = await self._ask(tab, wish, cut=cut, plain=cut is None)
        # Only what they did themselves on a page that they left can have come in between.
        rivals = [deed.wish for deed in self.diary.deeds if not deed.state]
        if state != "saved" and not any(_moment(wish) == _moment(rival) for rival in rivals):
            raise Trouble(f"{wish} was answered {state}")

    async def _ask(
        self, tab: Tab, wish: dict[str, Any], *, plain: bool, cut: float | None = None
    ) -> str:
        began = time.perf_counter()
        answer = await tab.ask(wish, cut=cut)
        took = time.perf_counter() - began
        state = str(answer["state"])
        if wish["do"] in _KINDS:
            self.diary.deeds.append(Deed(wish, state, took, plain, str(tab.view["stage"])))
        if state in ("refused", "not-saved"):
            raise Trouble(f"{wish['do']} was {state}: {answer['say']}")
        return state

    def _wish(self, view: dict[str, Any]) -> dict[str, Any]:
        """Something that the view offers."""
        return self._made(view, self._wanted(view))

    def _wanted(self, view: dict[str, Any]) -> dict[str, Any]:
        dice = self._dice
        match view["stage"]:
            case "note":
                if view["others"] and dice.random() < 0.3:
                    return {"do": "other", "case": dice.choice(view["others"])["id"]}
                return {"do": "begin"}
            case "explain":
                told = dice.random() < 0.7
                return {
                    "do": "explain",
                    "text": self._said() if told else "",
                    "sure": dice.randint(1, 4) if told else 0,
                }
            case "write":
                return {"do": "write", "parts": {name: self._said() for name in _boxes(view)}}
            case "debrief" if dice.random() < 0.8:
                return {"do": "again"}
            case "withheld":
                raise Trouble("the case is withheld")
        if view["stage"] == "debrief" or (view["so_far"] and dice.random() < 0.1):
            return {"do": "go-back", "to": dice.choice(view["so_far"])["turn"]}
        return {"do": "choose", "choice": dice.choice(view["scene"]["choices"])["id"]}

    def _made(self, view: dict[str, Any], wish: dict[str, Any]) -> dict[str, Any]:
        about = {"attempt": view["attempt"], "turn": view["turn"]}
        return {**wish, **about, "message": secrets.token_hex(12)}

    def _said(self) -> str:
        return " ".join(self._dice.choices(_PHRASES, k=self._dice.randint(1, 12)))


def _moment(wish: dict[str, Any]) -> tuple[str, int]:
    return wish["attempt"], wish["turn"]


def _boxes(view: dict[str, Any]) -> list[str]:
    return [part["name"] for part in view["write"]["parts"]] if view.get("write") else [WHY]


class Crowd:
    """Mentors who come at once, play side by side, and go."""

    def __init__(
        self, root: str, accounts: list[str], module: str, *, habits: Habits, seed: int = 1
    ) -> None:
        self.mentors = [
            Mentor(root, account, module, habits=habits, seed=f"{seed}/{account}")
            for account in accounts
        ]
        self.late: list[float] = []
        """Seconds by which the crowd's own clock was late: what it adds to what it measures."""

    @property
    def diaries(self) -> list[Diary]:
        return [mentor.diary for mentor in self.mentors]

    @property
    def deeds(self) -> list[Deed]:
        return [deed for diary in self.diaries for deed in diary.deeds]

    @property
    def troubles(self) -> list[str]:
        return [trouble for diary in self.diaries for trouble in diary.troubles]

    async def arrive(self) -> None:
        """Sign in, and then open the page, all at once."""
        await asyncio.gather(*(mentor.sign_in() for mentor in self.mentors))
        await asyncio.gather(*(mentor.arrive() for mentor in self.mentors))

    async def play(self, seconds: float) -> None:
        listening = asyncio.ensure_future(self._be_punctual())
        end = time.monotonic() + seconds
        try:
            await asyncio.gather(*(mentor.live(end) for mentor in self.mentors))
        finally:
            listening.cancel()

    async def leave(self, *, silent: int = 0) -> None:
        """Everybody goes, so many of them without a word."""
        await asyncio.gather(
            *(mentor.leave(silently=n < silent) for n, mentor in enumerate(self.mentors))
        )

    async def _be_punctual(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.1)
            self.late.append(time.perf_counter() - began - 0.1)


class Kept(NamedTuple):
    """What the record and the mentors say of each other."""

    saved: int
    """Deeds that were answered *saved* and have an event of their own."""
    unanswered: int
    """Deeds whose mentor went away before the answer; they are kept once or not at all."""
    doubled: list[str]
    lost: list[str]
    unasked: list[str]
    """Events that nobody was told of, or of which they were told something else."""


def compare(store: Store, crowd: Crowd) -> Kept:
    """Compare, mentor by mentor, what was answered with what the record has."""
    people = People(store)
    saved = unanswered = 0
    doubled: list[str] = []
    lost: list[str] = []
    unasked: list[str] = []
    for mentor in crowd.mentors:
        events = store.events(person=people.get(mentor.account).id, kinds=ATTEMPT)
        times = Counter(event.message for event in events)
        doubled += [f"{mentor.account}: {message}" for message, n in times.items() if n > 1]
        by_message = {event.message: event for event in events}
        for deed in mentor.diary.deeds:
            wish = deed.wish
            event = by_message.pop(wish["message"], None)
            says = f"{mentor.account}: {wish} was answered {deed.state or 'nothing'}"
            if deed.state == "saved":
                # Whoever begins what is under way already goes on with it: no event.
                if event is None and wish["do"] != "begin":
                    lost.append(says)
                elif event is not None and not _same(store, event, wish):
                    unasked.append(f"{says}, and is kept as {event.kind} {event.body}")
                saved += event is not None
            elif not deed.state:
                unanswered += 1
            elif event is not None:
                unasked.append(f"{says}, and is kept")
        unasked += [f"{mentor.account}: {event.kind} {event.body}" for event in by_message.values()]
    return Kept(saved, unanswered, doubled, lost, unasked)


def _same(store: Store, event: Event, wish: dict[str, Any]) -> bool:
    """Whether the event is what was wished, on the attempt and turn that the page showed."""
    if event.kind != _KINDS[wish["do"]]:
        return False
    if event.kind == "attempted":
        return event.turn == 0
    if (event.attempt, event.turn) != _moment(wish):
        return False
    texts: Mapping[str, str] = {}
    if event.kind in _WRITTEN and event.attempt and event.turn:
        texts = store.texts(event.attempt).get(event.turn, {})
    match event.kind:
        case "chose":
            same = event.body["choice"] == wish["choice"]
        case "went-back":
            same = event.body["to"] == wish["to"]
        case "explained":
            same = event.body["sure"] == wish["sure"] and texts.get(WHY, "") == wish["text"]
        case _:
            same = texts == wish["parts"]
    return bool(same)
