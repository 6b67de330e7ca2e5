"""Handing in from the page: what is sent is what was shown."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from mentor_cpd.assess import taking
from mentor_cpd.assess.results import reflections
from mentor_cpd.records.store import Store
from mentor_cpd.ui.assessment import Assessment
from tests.assess.house import ADA, MODULE, WORDS, begun, played
from tests.assess.making import GOOD

_numbers = count()


def ask(page: Assessment, do: str, **more: Any) -> str:
    """As the page asks it: what became of it."""
    replies: list[dict[str, Any]] = []
    page.send = replies.append
    wish = {"do": do, "message": f"handing-in-{next(_numbers):04}", **more}
    content = wish | {"attempt": page.view["attempt"], "turn": page.view["turn"]}
    page._handle_msg({"content": {"data": {"method": "custom", "content": content}}})
    return str(replies[-1]["state"])


def shown(page: Assessment) -> dict[str, str]:
    """What the page says would be sent."""
    return {one["name"]: one["text"] for one in page.view["reflections"]}


@pytest.mark.parametrize("too_soon", [{"do": "submit"}, {"do": "check", "parts": {}}])
def test_who_asks_too_soon_still_writes_before_they_are_shown_what_is_sent(
    store: Store, too_soon: dict[str, Any]
) -> None:
    page = Assessment(MODULE, store=store, person=ADA.id)
    assert ask(page, "begin") == "saved"
    ask(page, **too_soon)
    assert page.view["stage"] == "scene"
    played(taking.resume(store, ADA.id, page.view["attempt"]), *GOOD)
    assert ask(page, "refresh") == "saved"
    assert page.view["stage"] == "reflect"
    assert ask(page, "check", parts=WORDS) == "saved"
    assert ask(page, "submit") == "saved"
    assert page.view["stage"] == "sent"


def test_what_another_tab_changed_is_shown_before_it_is_sent(store: Store) -> None:
    attempt = begun(store)
    played(attempt, *GOOD)
    one, two = (Assessment(MODULE, store=store, person=ADA.id) for _tab in range(2))
    for page in (one, two):
        assert ask(page, "begin") == "saved"
    assert ask(one, "check", parts=WORDS) == "saved"
    assert shown(one) == WORDS
    assert ask(two, "draft", part="action", text="On Tuesday instead.") == "saved"
    assert ask(one, "submit") == "behind"
    assert shown(one) == WORDS | {"action": "On Tuesday instead."}
    assert store.events(attempt=attempt.id, kinds=["submitted"]) == []
    assert ask(one, "submit") == "saved"
    assert reflections(store, attempt.id) == WORDS | {"action": "On Tuesday instead."}
