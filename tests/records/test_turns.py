"""Double clicks, replayed messages and two tabs, in whatever order they come.

Hypothesis chooses the order: mentors' tabs with stale pages, over two connections,
each message possibly sent again and again. The log must be what a single patient
clerk would have written.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.store import NotTheirs, OutOfStep, Store, TurnTaken
from tests.records.making import begun

PEOPLE = {"a-1": "p-amina", "a-2": "p-ben"}


class Tabs(RuleBasedStateMachine):
    """Three tabs a mentor; each believes in the turn that it last heard of."""

    messages: Bundle[NewEvent] = Bundle("messages")

    @initialize()
    def open_(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mentor-cpd-tabs-"))
        url = f"sqlite:///{self.folder / 'record.sqlite'}"
        self.stores = [Store.open(url), Store.open(url, migrate=False)]
        self.clerk: dict[tuple[str, int], str] = {}
        self.order: list[tuple[str, int]] = []
        self.believes = {(attempt, tab): 0 for attempt in PEOPLE for tab in range(3)}
        self.sent = 0
        for attempt, person in PEOPLE.items():
            self.stores[0].append(begun(attempt, person))
            self._write_down(attempt, 0, f"{attempt}-begins")

    @rule(
        target=messages,
        attempt=st.sampled_from(sorted(PEOPLE)),
        tab=st.integers(0, 2),
        over=st.integers(0, 1),
        clicks=st.sampled_from([1, 1, 1, 2]),
    )
    def click(self, attempt: str, tab: int, over: int, clicks: int) -> MultipleResults[NewEvent]:
        """Send the tab's next move; a double click is two messages for one turn."""
        turn = self.believes[attempt, tab] + 1
        sent = [self._message(attempt, turn) for _ in range(clicks)]
        for message in sent:
            self._send(message, over)
        self.believes[attempt, tab] = max(turn, self.believes[attempt, tab])
        return multiple(*sent)

    @rule(message=messages, over=st.integers(0, 1))
    def send_again(self, message: NewEvent, over: int) -> None:
        """The line was lost before the answer came: the page sends it once more."""
        self._send(message, over)

    @rule(attempt=st.sampled_from(sorted(PEOPLE)), tab=st.integers(0, 2))
    def refresh(self, attempt: str, tab: int) -> None:
        self.believes[attempt, tab] = self._last(attempt)

    @rule(attempt=st.sampled_from(sorted(PEOPLE)), ahead=st.integers(2, 5), over=st.integers(0, 1))
    def forge_a_later_turn(self, attempt: str, ahead: int, over: int) -> None:
        self._send(self._message(attempt, self._last(attempt) + ahead), over)

    @rule(message=messages, over=st.integers(0, 1))
    def forge_the_person(self, message: NewEvent, over: int) -> None:
        stranger = NewEvent(
            message.kind, "p-eve", message.body, message.attempt, message.turn, message.message
        )
        try:
            self.stores[over].append(stranger)
        except NotTheirs:
            return
        raise AssertionError("somebody else's message was taken")

    @invariant()
    def the_log_is_what_the_clerk_wrote(self) -> None:
        logs = [store.events() for store in self.stores]
        assert logs[0] == logs[1]
        assert [(event.attempt, event.turn) for event in logs[0]] == self.order
        held = {(event.attempt, event.turn): event.message for event in logs[0]}
        assert held == self.clerk

    def teardown(self) -> None:
        if not hasattr(self, "stores"):
            return
        assert self.stores[1].verify() == []
        for store in self.stores:
            store.close()
        shutil.rmtree(self.folder)

    def _message(self, attempt: str, turn: int) -> NewEvent:
        self.sent += 1
        body = {"scene": "s", "choice": f"c-{self.sent}"}
        return NewEvent("chose", PEOPLE[attempt], body, attempt, turn, f"m-{self.sent}")

    def _send(self, message: NewEvent, over: int) -> None:
        """What the store answers must be what the clerk would."""
        assert message.attempt is not None
        assert message.turn is not None
        held = self.clerk.get((message.attempt, message.turn))
        last = self._last(message.attempt)
        try:
            appended = self.stores[over].append(message)
        except TurnTaken as taken:
            assert held not in (None, message.message)
            assert taken.last_turn == last
        except OutOfStep as gap:
            assert held is None
            assert message.turn > last + 1
            assert gap.last_turn == last
        else:
            assert appended.again == (held == message.message)
            assert appended.event.message == message.message
            if not appended.again:
                assert message.turn == last + 1
                self._write_down(message.attempt, message.turn, message.message)

    def _write_down(self, attempt: str, turn: int, message: str) -> None:
        self.clerk[attempt, turn] = message
        self.order.append((attempt, turn))

    def _last(self, attempt: str) -> int:
        return max(turn for theirs, turn in self.clerk if theirs == attempt)


TestTabs = Tabs.TestCase
TestTabs.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,  # a commit waits for the disk
    suppress_health_check=[HealthCheck.too_slow],
)
