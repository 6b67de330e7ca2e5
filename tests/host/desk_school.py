"""A school whose desk is being tested: its people, and what they have handed in.

What mentors do goes through the parts that their pages use; what trainers do is left to
the desk itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mentor_cpd.assess import offered, taking
from mentor_cpd.assess.handed_in import write
from mentor_cpd.assess.outcomes import alias
from mentor_cpd.assess.receiving import submission_id
from mentor_cpd.assess.recorded import TRANSCRIPT
from mentor_cpd.assess.submission import Submission
from mentor_cpd.assess.taking import seal
from mentor_cpd.assess.ways import submission
from mentor_cpd.practice import edition as editions
from mentor_cpd.practice import shelf
from mentor_cpd.practice.attempt import SAVED, Attempt
from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.people import People, Person
from mentor_cpd.records.store import Clock, Store, utc_now
from tests.assess.house import MODULE, WORDS, course_with_forms, grade, message, played
from tests.assess.making import transcript
from tests.practice.playing import CASE
from tests.serving import Answer, Browser, Serving, serving

HOSTILE = '<script>alert("x")</script><img src=x onerror="alert(1)"> {{ 7 * 7 }} =1+1'
NAMES = {"ada": "Ada Lovell", "ben": "Ben Achebe", "cleo": "Cleo Marsh"}
STAFF = {"tess": "trainer", "tom": "trainer", "hope": "head", "lena": "safeguarding-lead"}


@dataclass
class School:
    """A host, and its record."""

    host: Serving

    @contextmanager
    def store(self, clock: Clock = utc_now) -> Iterator[Store]:
        with Store.open(self.host.store_url, migrate=False, clock=clock) as store:
            yield store

    def person(self, account: str) -> Person:
        with self.store() as store:
            return People(store).get(account)

    def add(self, account: str, *roles: str) -> Person:
        self.host.add(account, *roles, name=NAMES.get(account, account.replace("_", " ").title()))
        return self.person(account)

    def practises(self, account: str, *choices: str) -> None:
        with self.store() as store:
            who = People(store).get(account)
            attempt, outcome = Attempt.begin(store, who.id, CASE, message=message())
            assert outcome == SAVED
            played(attempt, *choices)

    def begins(self, account: str, *, days_ago: int = 0) -> str:
        def clock() -> object:
            return utc_now() - timedelta(days=days_ago)

        with self.store(clock) as store:  # type: ignore[arg-type] # it is a Clock
            who = People(store).get(account)
            attempt, outcome = taking.begin(store, who.id, MODULE, message=message())
            assert outcome == SAVED
            return attempt.id

    def hands_in(
        self, account: str, *choices: str, words: Mapping[str, str] = WORDS, graded: bool = True
    ) -> str:
        """Begun, played so, reflected on, handed in, and replayed: the submission's id."""
        with self.store() as store:
            who = People(store).get(account)
            attempt, outcome = taking.begin(store, who.id, MODULE, message=message())
            assert outcome == SAVED
            played(attempt, *choices)
            assert attempt.submit(words, turn=attempt.turn, message=message()) == SAVED
            if graded:
                grade(store, attempt.id)
            return attempt.id

    def hands_in_files(self, account: str, *choices: str) -> str:
        """The same, played in JupyterLab and taken in from files: unwitnessed."""
        with self.store() as store:
            who = People(store).get(account)
            form = offered.assignment(store, MODULE).forms[0]
            edition = editions.load(store, shelf.offered(store)[form].digest)
            moves = transcript(edition.scenario, choices)
            own = submission_id(store, who.id, MODULE, seal(moves))
            body = {
                "submission": own,
                "mentor": who.id,
                "assignment": MODULE,
                "scenario": moves.scenario,
                "edition": moves.edition,
                "transcript": seal(moves),
            }
            texts = {**WORDS, TRANSCRIPT: write(moves).decode("utf-8")}
            new = NewEvent(
                "received",
                who.id,
                body,
                attempt=own,
                turn=0,
                message=message(),
                edition=moves.edition,
                texts=texts,
            )
            store.append(new)
            grade(store, own)
            return own

    def submission(self, work: str) -> Submission:
        with self.store() as store:
            return submission(store, work)

    def events(self, *kinds: str) -> list[tuple[str, Mapping[str, object]]]:
        with self.store() as store:
            return [(event.kind, event.body) for event in store.events(kinds=kinds)]


@contextmanager
def school(folder: Path, **given: Any) -> Iterator[School]:
    """Open, with a mentor or two, two trainers, a head and a safeguarding lead.

    ``given``: how it is served otherwise than usual.
    """
    course = course_with_forms(folder / "course")
    with serving(course.root, folder / "data", **given) as host:
        host.set_up()
        made = School(host)
        for account in NAMES:
            made.add(account)
        for account, role in STAFF.items():
            made.add(account, role)
        yield made


class Forms(HTMLParser):
    """The forms of a page, by where they go: the fields as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._in: dict[str, str] = {}
        self._box = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in = self.forms.setdefault(urlsplit(given.get("action", "")).path, {})
        elif tag == "input" and given.get("name"):
            ticks = given.get("type") in ("radio", "checkbox")
            if not ticks or "checked" in given:
                self._in[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self._box = given.get("name", "")
            self._in[self._box] = ""

    def handle_endtag(self, tag: str) -> None:
        self._box = "" if tag == "textarea" else self._box

    def handle_data(self, data: str) -> None:
        if self._box:
            self._in[self._box] += data.removeprefix("\n")


def fill(browser: Browser, page: str, to: str, **fields: str) -> Answer:
    """Open a page, fill one of its forms, and send it."""
    forms = Forms(browser.get(page).text).forms
    assert f"/{to}" in forms, f"{page} has no form for {to}: {list(forms)}"
    given = {name.replace("_", "-"): text for name, text in fields.items()}
    return browser.post(to, forms[f"/{to}"] | given)


__all__ = ["HOSTILE", "Forms", "School", "alias", "fill", "grade", "school"]
