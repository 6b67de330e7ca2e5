"""The Player and its page: what may be asked, what is answered, and what is never told."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from mentor_cpd.practice import shelf
from mentor_cpd.practice.attempt import Attempt
from mentor_cpd.records.store import Store
from tests.practice.playing import CASE, case, somebody_writing
from tests.ui.page import Page, said
from tests.ui.unsaid import commentary, scenes, targets

Open = Callable[..., Page]


def test_the_content_note_comes_first_and_says_nothing_of_the_story(page: Open) -> None:
    view = page().view
    assert view["stage"] == "note"
    assert view["content_note"] == "A pupil talks about being left out by friends."
    assert (view["minutes"], view["standing"]) == (12, "new")
    assert [other["id"] for other in view["others"]] == ["second-thoughts"]
    assert "stamp" not in said(view)


def test_a_whole_case_is_played_to_its_debrief(page: Open) -> None:
    here = page()
    stages = []
    here.player.observe(lambda change: stages.append(change["new"]["stage"]), "view")
    here.take("sit-beside", "tell-together", "write-it")
    assert stages == ["scene", "explain", "scene", "explain", "scene", "write", "debrief"]
    assert here.view["debrief"]["kind"] == "good"


def test_a_scene_is_given_with_speech_meters_and_the_choices_that_are_open(page: Open) -> None:
    scene = page().take().view["scene"]
    assert scene["title"] == "A corner table"
    assert scene["passages"][0]["spans"][1] == {"text": "scrap paper", "as": "em"}
    assert scene["passages"][2] == {
        "spans": [{"text": "It’s fine. I just like it here."}],
        "name": "Sam",
        "who": "Year 7 pupil",
    }
    assert [choice["id"] for choice in scene["choices"]] == ["sit-beside", "ask-lunch", "promise"]
    (trust,) = scene["meters"]
    assert (trust["label"], trust["level"], trust["word"], trust["was"]) == (
        "Sam’s trust",
        2,
        "wary",
        "",
    )


def test_a_meter_that_moved_says_what_it_was(page: Open) -> None:
    (trust,) = page().take("ask-lunch").view["scene"]["meters"]
    assert (trust["word"], trust["was"]) == ("thin", "wary")


def test_who_has_been_met_is_introduced_once(page: Open) -> None:
    passages = page().take("ask-lunch").view["scene"]["passages"]
    assert [p.get("who") for p in passages] == [None, ""]


def test_a_closed_choice_is_not_shown(page: Open) -> None:
    ids = [c["id"] for c in page().take("sit-beside").view["scene"]["choices"]]
    assert ids == ["tell-together", "kind-words"]


@pytest.mark.parametrize(
    "choices",
    [
        ("sit-beside", "tell-together", "write-it"),
        ("promise", "thank", "take-it-back", "corridor"),
        ("ask-lunch", "press"),
    ],
    ids="-".join,
)
def test_before_the_debrief_no_view_holds_another_scene_a_score_or_commentary(
    page: Open, choices: tuple[str, ...]
) -> None:
    here = page().take(*choices)
    scenario = case()
    told_never = commentary(scenario) | targets(scenario) | {"evidence", "because"}
    hidden = {**scenes(scenario), "": told_never}
    visited: set[str] = set()
    for view in here.views:
        if view["stage"] == "debrief":
            break
        present = view.get("scene", {}).get("id", "")
        visited.add(present)
        text = said(view).replace(f'"id": "{present}"', "")
        taken = {step["chose"] for step in view.get("so_far", [])}
        for scene, words in hidden.items():
            if scene == present:
                continue
            leaked = {word for word in words - taken if word in text}
            assert leaked == set(), (view["stage"], scene)
    else:
        raise AssertionError("the debrief was never reached")
    assert len(visited) > 2


def test_while_one_is_asked_why_the_consequence_is_not_on_the_page(page: Open) -> None:
    here = page().take()
    here.ask("choose", choice="ask-lunch")
    assert here.stage == "explain"
    assert "Nothing ever happens" not in said(here.view)
    assert here.view["chose"] == "“Did something happen at lunch?”"
    assert here.view["sureness"] == ["A guess", "Not very sure", "Fairly sure", "Certain"]


# What goes wrong.


def test_a_double_click_is_answered_saved_twice_and_counted_once(page: Open, store: Store) -> None:
    here = page().take()
    click = {
        "do": "choose",
        "choice": "ask-lunch",
        "message": "one-click",
        "attempt": here.view["attempt"],
        "turn": 1,
    }
    assert [here.send(click)["state"], here.send(click)["state"]] == ["saved", "saved"]
    assert len(store.events(kinds=["chose"])) == 1


def test_the_second_tab_is_told_and_refreshed(page: Open) -> None:
    first = page().take()
    second = page().take()
    first.take("sit-beside")
    reply = second.ask("choose", choice="promise")
    assert reply["state"] == "behind"
    assert reply["say"].startswith("This was carried on in another tab or on another device")
    assert second.view["scene"]["id"] == "the-stamps"


def test_what_is_not_saved_leaves_the_page_where_it_is(page: Open, store: Store) -> None:
    here = page().take()
    before = here.view
    with somebody_writing(store):
        reply = here.ask("choose", choice="ask-lunch")
    assert reply["state"] == "not-saved"
    assert reply["say"].startswith("Not saved.")
    assert here.view == before
    assert here.ask("choose", choice="ask-lunch")["state"] == "saved"


def test_a_draft_is_kept_and_comes_back_on_another_page(page: Open) -> None:
    here = page().take("sit-beside", "tell-together")
    here.ask("choose", choice="write-it")
    assert here.ask("draft", part="when", text="Tuesday")["state"] == "saved"
    elsewhere = page()
    assert elsewhere.view["standing"] == "under-way"
    elsewhere.ask("begin")
    assert elsewhere.stage == "write"
    assert elsewhere.view["drafts"] == {"when": "Tuesday"}
    assert page("ben").view["standing"] == "new"


def test_keeping_a_draft_redraws_nothing(page: Open) -> None:
    here = page().take()
    here.ask("choose", choice="ask-lunch")
    drawn = len(here.views)
    here.ask("draft", part="why", text="Bec")
    assert len(here.views) == drawn


def test_a_finished_case_can_be_looked_back_on_or_played_again(page: Open) -> None:
    page().take("ask-lunch", "press")
    here = page()
    assert here.view["standing"] == "finished"
    here.ask("begin")
    assert here.stage == "debrief"
    old = here.view["attempt"]
    again = {"do": "again", "message": "play-again", "attempt": old, "turn": here.view["turn"]}
    assert here.send(again)["state"] == "saved"
    assert here.view["scene"]["id"] == "a-corner-table"
    assert here.view["attempt"] != old
    new = here.view["attempt"]
    assert here.send(again)["state"] == "saved"
    assert here.view["attempt"] == new


def test_playing_again_in_two_tabs_begins_once(page: Open) -> None:
    page().take("ask-lunch", "press")
    one, two = page(), page()
    one.ask("again")
    assert two.ask("again")["state"] == "behind"
    assert two.view["attempt"] == one.view["attempt"]


@pytest.mark.parametrize("do", ["begin", "again"])
def test_two_tabs_at_the_very_same_moment_begin_once(
    page: Open, store: Store, monkeypatch: pytest.MonkeyPatch, do: str
) -> None:
    """One tab begins just after the other has looked whether anybody did."""
    if do == "again":
        page().take("ask-lunch", "press")
    one, two = page(), page()
    before = len(store.events(kinds=["attempted"]))
    looked = Attempt.latest

    def looked_too_early(*asked: Any) -> Attempt | None:
        found = looked(*asked)
        monkeypatch.undo()
        assert one.ask(do)["state"] == "saved"
        return found

    monkeypatch.setattr(Attempt, "latest", looked_too_early)
    assert two.ask(do)["state"] == "behind"
    assert two.view["attempt"] == one.view["attempt"]
    assert len(store.events(kinds=["attempted"])) == before + 1


def test_going_back_shows_the_moment_again(page: Open) -> None:
    here = page().take("promise")
    (step,) = here.view["so_far"]
    assert here.ask("go-back", to=step["turn"])["state"] == "saved"
    assert here.view["scene"]["id"] == "a-corner-table"
    assert here.view["so_far"] == []


def test_another_case_can_be_skipped_to_and_nothing_is_recorded(page: Open, store: Store) -> None:
    here = page()
    assert here.ask("other", case="second-thoughts")["state"] == "saved"
    assert here.view["case"]["title"] == "Second thoughts"
    assert here.ask("other", case="no-such-case")["state"] == "refused"
    assert store.events(person="ada") == []


def test_what_people_are_assessed_on_is_not_opened_from_a_page_of_practice(
    page: Open, store: Store
) -> None:
    """Neither by a button nor by a message that no button sends."""
    shelf = store.setting("shelf")
    shelf["second-thoughts"]["use"] = "assessed"
    store.set_setting("shelf", shelf)
    here = page()
    assert here.view["others"] == []
    assert here.ask("other", case="second-thoughts")["state"] == "refused"
    assert here.view["case"]["id"] == "too-quiet"


def test_a_case_that_is_withheld_says_so_and_offers_the_others(page: Open) -> None:
    view = page(case="no-such-case").view
    assert view["stage"] == "withheld"
    assert [other["id"] for other in view["others"]] == ["second-thoughts", CASE]


def test_a_case_that_is_withheld_goes_on_for_who_has_begun_it(page: Open, store: Store) -> None:
    page().take("sit-beside")
    store.set_setting(shelf.SETTING, {})
    here = page()
    assert here.view["standing"] == "under-way"
    assert here.take("kind-words").stage == "debrief"
    reply = here.ask("again")
    assert reply["state"] == "not-saved"
    assert "being corrected" in reply["say"]


# What a browser may not do.


@pytest.mark.parametrize(
    "content",
    [
        None,
        "choose",
        [],
        {},
        {"do": "choose"},
        {"do": "score", "message": "message-x", "turn": 1},
        {"do": "choose", "message": "message-x", "turn": 1, "choice": "promise", "score": 3},
        {"do": "choose", "message": "message-x", "turn": "1", "choice": "promise"},
        {"do": "choose", "message": "message-x", "turn": -1, "choice": "promise"},
        {"do": "choose", "message": "x" * 65, "turn": 1, "choice": "promise"},
        {"do": "choose", "message": ["message-x"], "turn": 1, "choice": "promise"},
        {"do": "explain", "message": "message-x", "turn": 1, "text": "", "sure": 5},
        {"do": "write", "message": "message-x", "turn": 1, "parts": {"when": 5}},
        {"do": "draft", "message": "message-x", "turn": 1, "part": "", "text": "x"},
    ],
    ids=str,
)
def test_a_forged_message_is_refused_and_changes_nothing(
    page: Open, store: Store, content: Any
) -> None:
    here = page().take()
    before, events = here.view, len(store.events())
    reply = here.send(content)
    assert reply["state"] == "refused"
    assert reply["say"] == "The page asked for something that this widget does not do."
    assert here.view == before
    assert len(store.events()) == events


def test_a_message_is_answered_by_its_id_and_what_is_no_id_is_not_said_back(page: Open) -> None:
    here = page()
    assert here.send({"do": "score", "message": "message-x"})["re"] == "message-x"
    for no_id in ("x" * 250_000, "short", 12345678, None):
        assert here.send({"do": "score", "message": no_id})["re"] == ""


@pytest.mark.parametrize(
    ("do", "more"),
    [
        ("choose", {"choice": "take-it-back"}),
        ("choose", {"choice": "no-such-choice"}),
        ("write", {"parts": {"when": "now"}}),
        ("explain", {"text": "why not", "sure": 4}),
        ("go-back", {"to": 3}),
    ],
)
def test_what_is_not_open_now_is_refused(
    page: Open, store: Store, do: str, more: dict[str, Any]
) -> None:
    here = page().take()
    events = len(store.events())
    assert here.ask(do, **more)["state"] == "refused"
    assert len(store.events()) == events


def test_nothing_can_be_done_before_the_content_note(page: Open, store: Store) -> None:
    page().take("sit-beside")
    before = len(store.events())
    here = page()
    assert here.ask("choose", choice="kind-words")["state"] == "refused"
    assert len(store.events()) == before


def test_another_persons_attempt_cannot_be_named(page: Open, store: Store) -> None:
    theirs = page("ben").take("sit-beside")
    mine = page().take()
    reply = mine.ask(
        "choose", choice="kind-words", attempt=theirs.view["attempt"], turn=theirs.view["turn"]
    )
    assert reply["state"] == "behind"
    assert store.events(person="ben")[-1].kind == "explained"


@pytest.mark.parametrize(
    "data",
    [
        {"method": "update", "state": {"view": {"stage": "debrief"}, "words": {}, "_esm": "x"}},
        {"method": "update", "state": {"comm": None, "_model_id": "x", "layout": "IPY_MODEL_x"}},
        {"method": "backbone", "sync_data": {}},
        {"method": "no-such-method"},
        {},
        None,
        "update",
    ],
    ids=str,
)
def test_what_a_browser_sets_is_never_believed(page: Open, data: Any) -> None:
    here = page().take()
    before = here.player.get_state()
    here.comm(data)
    assert here.player.get_state() == before
    assert here.replies[-1]["state"] == "saved"  # nothing was even answered


def test_a_mistake_of_ours_is_one_calm_sentence(
    page: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    here = page().take()

    def fail(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("mentor_cpd.practice.attempt.Attempt.choose", fail)
    reply = here.ask("choose", choice="promise")
    assert reply["state"] == "not-saved"
    assert reply["say"] == "Something went wrong on our side. Reload the page to go on."
    assert "secret detail" in caplog.text


def test_every_answer_names_the_message_that_it_answers(page: Open) -> None:
    here = page()
    for number, do in enumerate(itertools.repeat("refresh", 3)):
        message = f"message-{number}"
        assert here.ask(do, message=message)["re"] == message


def test_the_schools_lead_is_among_the_words(page: Open, store: Store) -> None:
    store.set_setting("school", {"name": "N", "lead_name": "Mrs Okafor", "lead_phone": "01632"})
    words = page().player.words
    assert (words["lead_name"], words["lead_phone"], words["lead_title"]) == (
        "Mrs Okafor",
        "01632",
        "",
    )
