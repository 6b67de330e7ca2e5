"""The gallery's school: the course that ships, on a real host, with a term's life in it.

Whatever people did is done through the parts that their pages use, at the store.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy import update

from mentor_cpd.assess import outcomes, taking
from mentor_cpd.assess.grading import REPLAY, weigh
from mentor_cpd.assess.judging import Library
from mentor_cpd.assess.marking import OVERALL, Marking, level_box
from mentor_cpd.assess.taking import Assessed
from mentor_cpd.practice.attempt import SAVED, Attempt
from mentor_cpd.practice.drill import DrillAttempt
from mentor_cpd.practice.journal import Journal
from mentor_cpd.practice.school import School as About
from mentor_cpd.practice.sitting import Outcome
from mentor_cpd.records.events import INTRODUCED, NewEvent
from mentor_cpd.records.passwords import Locksmith
from mentor_cpd.records.people import COMMAND_LINE, People, Person
from mentor_cpd.records.store import Store, utc_now
from mentor_cpd.records.tables import people as everybody
from mentor_cpd.scenario.testplan import read_testplan, run
from tests.browser.walking import COURSE, scenario_of
from tests.gallery.people import HEAD, MENTOR, OTHER_TRAINER, PEOPLE, TRAINER
from tests.gallery.words import COMMENTS, JOURNAL, RECORD, REFERRED, REFLECTIONS, SAID, WHY
from tests.house import ROOT
from tests.serving import MENTOR_CPD, PASSWORD, Serving, serving

LISTENING, NEGOTIATION = "listening", "negotiation"
GOOD, PROMISED = 0, 14  # plans of the assessed case: all well, and a promise of secrecy
AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36"
)
TABLET = (
    "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)

_numbers = count(1)


def message() -> str:
    """A message id that no other message has."""
    return f"gallery-{next(_numbers)}"


def saved(outcome: Outcome) -> None:
    assert outcome.state == SAVED.state, outcome


@dataclass
class School:
    """A host, its record, and the submissions that stand on its desk, by whose they are."""

    host: Serving
    works: dict[str, str] = field(default_factory=dict)
    _fed_back: bool = False

    @contextmanager
    def store(self, days_ago: int = 0) -> Iterator[Store]:
        clock = utc_now if not days_ago else lambda: utc_now() - timedelta(days=days_ago)
        with Store.open(self.host.store_url, migrate=False, clock=clock) as store:
            yield store

    def person(self, account: str) -> Person:
        with self.store() as store:
            return People(store).get(account)

    def sign_in(self, account: str, agent: str = AGENT) -> str:
        """The token of a browser in which they are signed in."""
        with self.store() as store:
            people = People(store)
            return people.sign_in(people.get(account).id, agent)

    def link(self, account: str) -> str:
        """The path of a one-time link for them."""
        with self.store() as store:
            people = People(store)
            token = people.make_link("welcome", people.get(account).id, by=COMMAND_LINE)
            return f"welcome/{token}"

    def somebody_new(self) -> str:
        """The account of a mentor who has seen the pages for newcomers, and done nothing."""
        account = f"visitor.{next(_numbers)}"
        with self.store() as store:
            person = People(store).add(account, "Robin Hale", ["mentor"], by=COMMAND_LINE)
            store.append(NewEvent(INTRODUCED, person.id))
            lock_in(store)
        return account

    # Practice.

    def practises(
        self, account: str, case: str, plan: int, until: str = "", scenes: int = 0
    ) -> None:
        """Play the case by its plan, to its end or until it asks for what ``until`` says."""
        with self.store() as store:
            attempt, outcome = Attempt.begin(
                store, People(store).get(account).id, case, message=message()
            )
            saved(outcome)
            go_on(attempt, way(case, plan)[: scenes or None], until)

    def drills(self, account: str, drill: str, answered: int = 0) -> None:
        """Answer so many questions of it, the second of them wrongly; none is all."""
        with self.store() as store:
            attempt, outcome = DrillAttempt.begin(
                store, People(store).get(account).id, drill, message=message()
            )
            saved(outcome)
            while (here := attempt.played.here) and (not answered or attempt.turn <= answered):
                wrong = [one.id for one in here.answers if not one.right]
                given = wrong[:1] if attempt.turn == 2 else sorted(here.right)
                saved(attempt.answer(here.id, given, turn=attempt.turn, message=message()))

    def keeps_a_journal(self, account: str, module: str) -> None:
        with self.store() as store:
            journal = Journal(store, People(store).get(account).id, module)
            saved(journal.reflect("what", JOURNAL, turn=journal.turn, message=message()))

    # Assessment.

    def takes(
        self, account: str, assignment: str, plan: int = GOOD, scenes: int = 0, days_ago: int = 0
    ) -> Assessed:
        """Begun, and played to its end or for so many scenes."""
        with self.store(days_ago) as store:
            attempt, outcome = taking.begin(
                store, People(store).get(account).id, assignment, message=message()
            )
            saved(outcome)
            go_on(attempt, way(attempt.edition.scenario.id, plan)[: scenes or None])
            return attempt

    def writes_about_it(self, account: str, assignment: str) -> None:
        """Played to its end, with drafts in the boxes of the reflections."""
        work = self.takes(account, assignment).id
        with self.store() as store:
            attempt = taking.resume(store, People(store).get(account).id, work)
            for one in attempt.reflections[:-1]:
                saved(attempt.keep_draft(one.id, REFLECTIONS[one.id], turn=attempt.turn))

    def hands_in(
        self, account: str, assignment: str = LISTENING, plan: int = GOOD, *, graded: bool = True
    ) -> str:
        """Taken, written about, submitted, and marked by replay: the submission's id."""
        work = self.takes(account, assignment, plan).id
        with self.store() as store:
            attempt = taking.resume(store, People(store).get(account).id, work)
            texts = {one.id: REFLECTIONS[one.id] for one in attempt.reflections}
            saved(attempt.submit(texts, turn=attempt.turn, message=message()))
            if graded:
                assert weigh(store, work, Library(store)).what == "graded"
        self.works[account] = work
        return work

    def marks(self, account: str, by: str = TRAINER, level: int = 2, *, done: bool = True) -> None:
        """Marked to the end, or as far as a trainer comes before the bell goes."""
        with self.store() as store:
            marking = Marking(store, People(store).get(by), self.works[account])
            ids = [one.id for one in marking.criteria]
            if done:
                texts = {box: COMMENTS[box] for box in (*ids, *OVERALL)}
                levels = dict.fromkeys(ids, level)
                turn = marking.turn
                saved(marking.mark(levels, texts, done=True, turn=turn, message=message()))
            else:
                for one in ids[:2]:
                    saved(marking.keep_draft(one, COMMENTS[one], turn=marking.turn))
                    saved(marking.keep_draft(level_box(one), str(level), turn=marking.turn))

    def refers(self, account: str) -> None:
        with self.store() as store:
            by = People(store).get(TRAINER)
            outcomes.refer(store, by, self.works[account], note=REFERRED, message=message())

    def releases(self, account: str) -> None:
        with self.store() as store:
            by = People(store).get(TRAINER)
            done = outcomes.release(store, by, [self.works[account]], message=message())
            assert not done.left, done.left

    def refuses(self, account: str) -> None:
        """As grading does where somebody has changed what was handed in."""
        why = "What the record has of this attempt is not what was handed in."
        body = {"submission": self.works[account], "why": why}
        with self.store() as store:
            store.append(NewEvent("refused", REPLAY, body))

    def fed_back(self, account: str) -> str:
        """Their submission, of which nbgrader has made its feedback page: seconds, once."""
        if not self._fed_back:
            told = ["--course", str(ROOT), "--data", str(self.host.data)]
            grading = [*MENTOR_CPD, "grade", LISTENING, "--new", *told]
            # One that is held makes the exit code 1.
            subprocess.run(grading, check=False, stdout=subprocess.DEVNULL)
            self._fed_back = True
            self.refuses("kit")  # the record is sound, so that grading had thought better of it
        return self.works[account]


@cache
def way(case: str, plan: int) -> Sequence[str]:
    """The choices of one of the case's own plans."""
    scenario, text = scenario_of(case), COURSE.case(case).testplan()
    assert text
    return [step.choice for step in run(read_testplan(text).plans[plan], scenario).path]


def go_on(attempt: Attempt, choices: Sequence[str], until: str = "") -> None:
    """Take the choices, saying and writing what is asked for, up to where ``until`` is asked."""
    for choice in choices:
        saved(attempt.choose(choice, turn=attempt.turn, message=message()))
        if until in (attempt.stage, attempt.played.awaiting):
            return
        if attempt.stage == "explain":
            saved(attempt.explain(WHY, 3, turn=attempt.turn, message=message()))
        if attempt.stage == "write":
            parts = RECORD if attempt.played.awaiting == "concern-record" else {"text": SAID}
            saved(attempt.write(parts, turn=attempt.turn, message=message()))
    assert not until, f"{until} was never asked for"


@contextmanager
def populated(folder: Path) -> Iterator[School]:
    """The school, open."""
    with serving(ROOT, folder / "data", "--seats", "40") as host:
        host.set_up("head.of.it", "Ira Stone")
        school = School(host)
        with school.store() as store:
            people = People(store)
            for account, (name, roles) in PEOPLE.items():
                person = people.add(account, name, roles, by=COMMAND_LINE)
                store.append(NewEvent(INTRODUCED, person.id))
            people.disable(people.get("pia").id, by=COMMAND_LINE)
            lock_in(store)
            about(store)
        live(school)
        yield school


@cache
def lock() -> str:
    """Of the password that everybody has here: making one for each would take a while."""
    return Locksmith().lock(PASSWORD)


def lock_in(store: Store) -> None:
    """Whoever has no password yet has that one now."""
    with store.writing() as connection:
        locked = update(everybody).where(everybody.c.password.is_(None)).values(password=lock())
        connection.execute(locked)


def about(store: Store) -> None:
    """What the school has said of itself; some of it is still to be filled in."""
    About(
        name="Northfield Academy",
        phase="Secondary with sixth form",
        lead_title="Designated Safeguarding Lead",
        lead_name="Grace Okafor",
        lead_phone="01632 960 001",
        deputy_name="Daniel Bell",
        deputy_phone="01632 960 002",
        lado_name="Local authority designated officer",
        lado_phone="01632 960 010",
        social_care_name="Northshire children’s social care",
        social_care_phone="01632 960 011",
        chair_name="Ruth Pemberton",
    ).keep(store)


def live(school: School) -> None:
    """A term of it."""
    school.drills(MENTOR, "listening-drill")
    school.practises(MENTOR, "the-goal-he-didnt-see", 0)
    school.keeps_a_journal(MENTOR, LISTENING)
    school.practises(MENTOR, "period-five", 0, scenes=4)
    for account in ("ben", "dara", "eve", "hal", "isla", "jon", "kit", "ola"):
        school.hands_in(account, graded=account != "kit")
    for account in ("cleo", "finn", "gita"):
        school.hands_in(account, plan=PROMISED)
    school.hands_in(MENTOR, NEGOTIATION)
    school.takes("lou", LISTENING, scenes=3, days_ago=30)
    school.takes("max", LISTENING, scenes=3)
    school.writes_about_it("nell", LISTENING)
    for account in ("hal", "isla"):
        school.practises(account, "the-goal-he-didnt-see", 0)
    school.marks("dara", done=False)
    for account in ("eve", "finn", "gita", "hal", "isla", "ola"):
        school.marks(account)
    school.marks("ola", OTHER_TRAINER, 1)
    for account in ("finn", "gita"):
        school.refers(account)
    for account in ("gita", "hal", "isla"):
        school.releases(account)
    with school.store() as store:
        people = People(store)
        trainer, head = people.get(TRAINER), people.get(HEAD)
        outcomes.sign_off(store, head, people.get("isla").id, LISTENING, message=message())
        outcomes.name_signer(store, head, people.get(OTHER_TRAINER), named=True, message=message())
        outcomes.may_be_real(
            store,
            trainer,
            school.works["jon"],
            told="Grace Okafor",
            when=utc_now(),
            message=message(),
        )
        outcomes.observe(
            store,
            trainer,
            people.get("gita").id,
            LISTENING,
            met=False,
            on=date.today() - timedelta(days=1),
            note="We talked for half an hour. She says early now what she cannot keep.",
            message=message(),
        )
        stranger = {
            "student": "someone.new",
            "assignment": LISTENING,
            "files": "0",
            "why": "There is no transcript.json in what was handed in.",
        }
        store.append(NewEvent("refused", REPLAY, stranger))
        people.sign_in(people.get(MENTOR).id, TABLET)
    school.refuses("kit")
