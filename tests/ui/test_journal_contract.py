"""The journal and its page: what may be asked, and what is answered."""

from __future__ import annotations

from typing import Any

import pytest

from mentor_cpd.records.store import Store
from mentor_cpd.ui.journal import Journal
from tests.ui.page import Sheet, said


class Page(Sheet):
    """A page with a journal on it."""

    def __init__(self, store: Store, person: str = "ada") -> None:
        super().__init__(Journal("listening", store=store, person=person))


def test_an_entry_is_kept_and_shown_above_those_before_it(store: Store) -> None:
    here = Page(store)
    for words in ("First.", "Second."):
        assert here.ask("reflect", model="what", parts={"what-what": words})["state"] == "saved"
    answers = [entry["said"][0]["answer"] for entry in here.view["entries"]]
    assert answers == ["Second.", "First."]
    assert Page(store).view["entries"] == here.view["entries"]
    assert here.view["just"], "and the page says that it was saved"
    here.ask("prompts", model="gibbs")
    assert not here.view["just"]
    assert not Page(store).view["just"]
    assert "First." not in said(Page(store, "ben").view)


def test_other_prompts_can_be_chosen_and_drafts_stay(store: Store) -> None:
    here = Page(store)
    assert here.view["model"]["id"] == "what"
    here.ask("draft", part="what-what", text="Half a sentence")
    assert here.ask("prompts", model="gibbs")["state"] == "saved"
    assert len(here.view["model"]["parts"]) == 6
    assert here.view["drafts"] == {"what-what": "Half a sentence"}
    assert Page(store).view["model"]["id"] == "what"


@pytest.mark.parametrize(
    ("do", "more"),
    [
        ("prompts", {"model": "moon"}),
        ("reflect", {"model": "what", "parts": {"moon": "Full."}}),
        ("reflect", {"model": "what", "parts": {}}),
        ("reflect", {"model": "what", "parts": {"what-what": "A."}, "person": "ben"}),
        ("draft", {"part": "moon", "text": "Full."}),
        ("erase", {}),
    ],
    ids=["model", "box", "nothing", "more", "draft", "unknown"],
)
def test_a_forged_message_changes_nothing(store: Store, do: str, more: dict[str, Any]) -> None:
    here = Page(store)
    before = dict(here.view)
    assert here.ask(do, **more)["state"] == "refused"
    assert here.view == before
    assert store.events(kinds=["reflected"]) == []


def test_a_message_for_somebody_elses_journal_is_not_done(store: Store) -> None:
    theirs = Page(store, "ben").view["attempt"]
    reply = Page(store).ask("reflect", attempt=theirs, model="what", parts={"what-what": "A."})
    assert reply["state"] == "behind"
    assert store.events(kinds=["reflected"]) == []
