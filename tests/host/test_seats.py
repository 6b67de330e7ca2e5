"""The seat ledger: who is let in, who waits, and whose time is over."""

from __future__ import annotations

from itertools import count

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mentor_cpd.host.seats import Ledger, Over, Patience, Seat, Turn

_kernels = (f"kernel-{n}" for n in count(1))


def ask(ledger: Ledger, person: str, now: float = 0.0) -> Seat | Turn:
    return ledger.ask(person, kernel=next(_kernels), now=now)


def seated(ledger: Ledger, person: str, now: float = 0.0) -> Seat:
    seat = ask(ledger, person, now)
    assert isinstance(seat, Seat)
    return seat


def test_the_last_seat_is_given_once() -> None:
    ledger = Ledger(cap=1)
    assert isinstance(ask(ledger, "amina"), Seat)
    assert ask(ledger, "ben") == Turn(place=1, retry=4)


def test_a_reload_is_never_turned_away_even_when_the_house_is_full() -> None:
    """The old page gives its seat back only after the new one has arrived."""
    ledger = Ledger(cap=1)
    old = seated(ledger, "amina")
    new = seated(ledger, "amina", now=1)
    ledger.leave(old.kernel)
    assert [seat.kernel for seat in ledger.all()] == [new.kernel]


def test_whoever_opens_a_page_over_and_over_keeps_nobody_else_waiting() -> None:
    """What goes beyond a person's share is ended at the next look, and counts no more."""
    ledger = Ledger(cap=5)
    for _page in range(20):
        seated(ledger, "mallory")
    seated(ledger, "amina")
    seated(ledger, "ben")
    assert ask(ledger, "chloe") == Turn(1, 4), "the house is full: three, one and one"
    assert len([seat for seat, over in ledger.overdue(0.0) if over is Over.SURPLUS]) == 17


def test_those_who_wait_are_let_in_by_turn() -> None:
    ledger = Ledger(cap=1)
    first = seated(ledger, "amina")
    assert ask(ledger, "ben", now=1) == Turn(1, 4)
    assert ask(ledger, "chloe", now=2) == Turn(2, 4)
    ledger.leave(first.kernel)
    assert ask(ledger, "chloe", now=3) == Turn(2, 4), "Ben is before her"
    assert ask(ledger, "dev", now=3) == Turn(3, 4), "and nobody slips in between"
    assert isinstance(ask(ledger, "ben", now=4), Seat)
    assert ask(ledger, "chloe", now=5) == Turn(1, 4)


def test_whoever_leaves_and_comes_straight_back_passes_nobody_who_waits() -> None:
    """A kernel takes a second to end: until then its seat takes room, and lets nobody in."""
    ledger = Ledger(cap=1)
    first = seated(ledger, "amina")
    assert ask(ledger, "ben", now=1) == Turn(1, 4)
    ledger.ending(first.kernel)
    assert ask(ledger, "amina", now=2) == Turn(2, 4)
    assert ask(ledger, "ben", now=3) == Turn(1, 4), "her kernel is still there"
    ledger.leave(first.kernel)
    assert isinstance(ask(ledger, "ben", now=4), Seat)


def test_a_seat_that_is_ending_is_ended_once_and_crowds_out_no_page() -> None:
    ledger = Ledger(cap=9)
    ended, *_pages = (seated(ledger, "amina", now=n) for n in range(4))
    ledger.ending(ended.kernel)
    assert ledger.overdue(now=4) == []
    ledger.shown(ended.kernel, now=4)
    assert ledger.overdue(now=600) == []


def test_whoever_stops_asking_loses_their_place() -> None:
    ledger = Ledger(cap=1)
    first = seated(ledger, "amina")
    ask(ledger, "ben", now=0)
    ask(ledger, "chloe", now=12)
    ledger.leave(first.kernel)
    assert isinstance(ask(ledger, "chloe", now=16), Seat)
    assert ledger.waiting() == []


def test_a_page_that_nobody_joins_is_over_after_fifteen_seconds() -> None:
    ledger = Ledger(cap=3)
    seat = seated(ledger, "amina", now=0)
    assert ledger.overdue(now=600) == [], "a kernel may be slow to start: its page is not out yet"
    ledger.shown(seat.kernel, now=600)
    assert ledger.overdue(now=614.9) == []
    [(over, reason)] = ledger.overdue(now=615)
    assert (over.kernel, reason) == (seat.kernel, Over.UNJOINED)


def test_a_lost_line_has_a_minute_to_come_back() -> None:
    ledger = Ledger(cap=3)
    seat = seated(ledger, "amina")
    ledger.shown(seat.kernel, now=1)
    ledger.joined(seat.kernel, now=2)
    ledger.parted(seat.kernel, now=100)
    assert ledger.overdue(now=159) == []
    assert [reason for _, reason in ledger.overdue(now=160)] == [Over.LOST]
    ledger.joined(seat.kernel, now=161)
    assert ledger.overdue(now=1000) == []


def test_a_page_in_which_nothing_happens_is_put_to_rest() -> None:
    ledger = Ledger(cap=3, patience=Patience(rest=100))
    seat = seated(ledger, "amina")
    ledger.joined(seat.kernel, now=1)
    ledger.touched(seat.kernel, now=50)
    assert ledger.overdue(now=149) == []
    assert [reason for _, reason in ledger.overdue(now=150)] == [Over.RESTED]


def test_a_third_page_takes_the_seat_of_the_oldest_once_it_is_there() -> None:
    ledger = Ledger(cap=9)
    first, second, third = (seated(ledger, "amina", now=n) for n in range(3))
    for seat in (first, second):
        ledger.joined(seat.kernel, now=5)
    assert ledger.overdue(now=60) == [], "while the third is on its way, it may be a reload"
    ledger.shown(third.kernel, now=60)
    ledger.joined(third.kernel, now=61)
    assert ledger.overdue(now=69) == []
    assert [(seat.kernel, why) for seat, why in ledger.overdue(now=70)] == [
        (first.kernel, Over.SURPLUS)
    ]


def test_a_page_that_nobody_looks_at_goes_before_an_older_one_in_use() -> None:
    ledger = Ledger(cap=9)
    first, second, third = (seated(ledger, "amina", now=n) for n in range(3))
    ledger.joined(first.kernel, now=5)
    ledger.joined(second.kernel, now=5)
    ledger.parted(second.kernel, now=6)
    ledger.shown(third.kernel, now=10)
    ledger.joined(third.kernel, now=11)
    assert [seat.kernel for seat, _ in ledger.overdue(now=20)] == [second.kernel]


def test_a_fourth_page_ends_the_oldest_at_once() -> None:
    ledger = Ledger(cap=9)
    seats = [seated(ledger, "amina", now=n) for n in range(4)]
    assert [seat.kernel for seat, _ in ledger.overdue(now=4)] == [seats[0].kernel]


def test_a_seat_given_back_twice_is_given_back_once() -> None:
    ledger = Ledger(cap=1)
    seat = seated(ledger, "amina")
    assert ledger.leave(seat.kernel) == seat
    assert ledger.leave(seat.kernel) is None
    ledger.touched(seat.kernel, now=1)
    assert len(ledger) == 0


PEOPLE = st.sampled_from(["amina", "ben", "chloe", "dev", "efe"])


class House(RuleBasedStateMachine):
    """Any order of arrivals, reloads, departures and sweeps keeps the ledger's promises."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.ledger = Ledger(cap=2)
        self.queue: list[str] = []  # our own idea of who waits, in order
        self.asked: dict[str, float] = {}

    @rule(person=PEOPLE)
    def arrive(self, person: str) -> None:
        patience = self.ledger.patience.queue
        self.queue = [p for p in self.queue if self.now - self.asked[p] <= patience]
        held = bool(self.ledger.held_by(person))
        free = self.ledger.cap - len(self.ledger)
        answer = ask(self.ledger, person, self.now)
        if held:
            assert isinstance(answer, Seat), "a holder was turned away"
        elif isinstance(answer, Seat):
            ahead = self.queue.index(person) if person in self.queue else len(self.queue)
            assert ahead < free, f"{person} was let in before {self.queue[:ahead]}"
            assert len(self.ledger) <= self.ledger.cap
        else:
            if person not in self.queue:
                self.queue.append(person)
            assert answer.place == self.queue.index(person) + 1
            assert answer.place > free, "somebody waits although it is their turn"
            self.asked[person] = self.now
        if isinstance(answer, Seat) and person in self.queue:
            self.queue.remove(person)

    @precondition(lambda self: len(self.ledger) > 0)
    @rule(data=st.data(), deed=st.sampled_from(["shown", "joined", "parted", "touched", "ending"]))
    def use(self, data: st.DataObject, deed: str) -> None:
        seat = data.draw(st.sampled_from(self.ledger.all()))
        given = () if deed == "ending" else (self.now,)
        getattr(self.ledger, deed)(seat.kernel, *given)

    @precondition(lambda self: len(self.ledger) > 0)
    @rule(data=st.data())
    def depart(self, data: st.DataObject) -> None:
        self.ledger.leave(data.draw(st.sampled_from(self.ledger.all())).kernel)

    @rule(seconds=st.floats(min_value=0, max_value=70, allow_nan=False))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def sweep(self) -> None:
        for seat, _ in self.ledger.overdue(self.now):
            self.ledger.leave(seat.kernel)
        for person in {seat.person for seat in self.ledger.all()}:
            assert len(self.ledger.held_by(person)) <= self.ledger.pages + 1
        assert self.ledger.overdue(self.now) == [], "one sweep is enough"

    @invariant()
    def nobody_both_holds_and_waits(self) -> None:
        holders = {seat.person for seat in self.ledger.all() if not seat.ending}
        assert not holders & set(self.ledger.waiting())


TestHouse = House.TestCase
TestHouse.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
