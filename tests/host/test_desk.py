"""The desk over HTTP: who may do what, what is recorded, and what nobody can forge."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from mentor_cpd.assess.grading import REPLAY
from mentor_cpd.assess.marking import history
from mentor_cpd.host import desk_boxes as boxes
from mentor_cpd.records.events import NewEvent
from mentor_cpd.records.people import COMMAND_LINE, People
from tests.assess.house import WORDS
from tests.assess.making import GOOD, PROMISED, REPAIRED
from tests.host.desk_school import HOSTILE, NAMES, Forms, School, alias, fill, school
from tests.records.making import no_room
from tests.serving import Answer, Browser

LEVELS = {"level-evidence": "2", "level-childs-view": "2", "level-action": "2"}
RECORD = {"level-concern-record": "2"}
SAID = {
    "evidence": "You chose the stamps. Say who else saw it.",
    "strength": "You let the silence stand.",
    "change": "Say early what you cannot keep.",
    "task": "On Monday, wait ten seconds before you ask.",
}
_numbers = count()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with school(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def tess(made: School) -> Browser:
    return made.host.browser().sign_in("tess")


@pytest.fixture(scope="module")
def tom(made: School) -> Browser:
    return made.host.browser().sign_in("tom")


@pytest.fixture(scope="module")
def hope(made: School) -> Browser:
    return made.host.browser().sign_in("hope")


@pytest.fixture(scope="module")
def lena(made: School) -> Browser:
    return made.host.browser().sign_in("lena")


def somebody(made: School) -> str:
    """A mentor who has done nothing yet."""
    account = f"mentor{next(_numbers)}"
    made.add(account)
    return account


def marks(browser: Browser, work: str, do: str = "done", **fields: str) -> Answer:
    """Fill the sheet as a browser without JavaScript would, and send it."""
    given = {**LEVELS, **RECORD, **SAID, **{k.replace("_", "-"): v for k, v in fields.items()}}
    page = browser.get(f"desk/{work}").text
    form = Forms(page).forms[f"/desk/{work}"] | given | {"do": do}
    return browser.post(f"desk/{work}", form, follow=False)


def release(browser: Browser, *works: str) -> Answer:
    body = "&".join(f"submission={work}" for work in works)
    page = browser.ask(
        "POST",
        "desk/release",
        body=f"_xsrf={browser.xsrf}&{body}".encode(),
        headers={"Origin": browser.origin},
    )
    assert page.status == 200, page.text
    forms = Forms(page.text).forms
    if "/desk/release" not in forms:
        return page
    hidden = re.findall(r'name="submission" value="(\w+)"', page.text)
    fields = forms["/desk/release"]
    fields.pop("submission")
    told = "&".join([f"{k}={v}" for k, v in fields.items()] + [f"submission={w}" for w in hidden])
    return browser.ask(
        "POST", "desk/release", body=told.encode(), headers={"Origin": browser.origin}, follow=True
    )


# Who may.


def test_the_desk_is_for_those_who_mark(made: School, hope: Browser, lena: Browser) -> None:
    account = somebody(made)
    work = made.hands_in(account, *GOOD)
    mentor = made.host.browser().sign_in(account)
    for path in ("desk", f"desk/{work}", "sign-off"):
        assert mentor.get(path).status == 403, path
    assert mentor.post(f"desk/{work}", {**LEVELS, **SAID, "do": "done"}).status == 403
    assert mentor.send("POST", f"desk/{work}/box", {"box": "evidence"}).status == 403
    assert hope.get(f"desk/{work}").status == 200
    assert 'name="level-evidence"' not in hope.get(f"desk/{work}").text
    assert hope.post(f"desk/{work}", {**LEVELS, **RECORD, **SAID, "do": "done"}).status == 400
    assert hope.post(f"desk/{work}/refer", {"note-refer": "Again."}).status == 403
    assert hope.post("desk/release", {"submission": work}).status == 403
    assert lena.get(f"desk/{work}").status == 403, "the lead opens what may be real"
    assert alias(work) not in lena.get("desk").text
    assert made.submission(work).marks == ()
    assert made.submission(work).referred is None


def test_a_trainer_neither_reads_nor_marks_their_own_work(made: School) -> None:
    made.add("tara", "trainer", "mentor")
    work = made.hands_in("tara", *GOOD)
    tara = made.host.browser().sign_in("tara")
    assert alias(work) not in tara.get("desk").text
    assert tara.get(f"desk/{work}").status == 403
    assert tara.post(f"desk/{work}", {**LEVELS, **RECORD, **SAID, "do": "done"}).status == 403
    for decision in ("refer", "hold", "may-be-real", "withdraw", "observed", "close"):
        assert tara.post(f"desk/{work}/{decision}", {"note-refer": "Again."}).status == 403
    told = tara.post("desk/release", {"submission": work, "sure": "yes"})
    assert "Nothing was ticked, so nothing was released." in told.text
    assert made.submission(work).marks == ()


def test_a_role_that_was_taken_away_closes_the_desk_at_once(made: School) -> None:
    person = made.add("tim", "trainer")
    tim = made.host.browser().sign_in("tim")
    assert tim.get("desk").status == 200
    with made.store() as store:
        People(store).set_roles(person.id, ["mentor"], by=COMMAND_LINE)
    assert tim.get("desk").status == 403


# Marking.


def test_marks_are_kept_with_every_word_and_the_desk_goes_on_to_the_next(
    made: School, tess: Browser
) -> None:
    first = made.hands_in(somebody(made), *GOOD)
    second = made.hands_in(somebody(made), *GOOD)
    answer = marks(tess, first)
    assert answer.status == 303
    following = tess.get(answer.headers["Location"])
    assert f"{alias(first)} is done" in following.text
    assert re.search(r"\d+ of \d+ are marked", following.text)
    one = made.submission(first)
    assert one.agreed
    assert one.agreed.single
    assert one.agreed.levels["childs-view"] == 2
    with made.store() as store:
        assert store.texts(one.marks[0].id)[0] == SAID
    assert made.submission(second).marks == ()
    assert "single-marked" in tess.get("desk?state=done").text


def test_half_a_sheet_is_saved_and_stands_in_progress(made: School, tess: Browser) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    page = tess.get(f"desk/{work}").text
    form = Forms(page).forms[f"/desk/{work}"]
    half = form | {"level-action": "3", "action": "A day, and a name.", "do": "save"}
    assert "Saved" in tess.post(f"desk/{work}", half).text
    assert alias(work) in tess.get("desk?state=in-progress").text
    again = Forms(tess.get(f"desk/{work}").text).forms[f"/desk/{work}"]
    assert (again["level-action"], again["action"]) == ("3", "A day, and a name.")
    assert made.submission(work).agreed is None
    again["level-action"] = again["action"] = ""
    answer = tess.post(f"desk/{work}", again | {"do": "done"})
    assert answer.status == 400
    assert "Choose a level for “Evidence”" in answer.text
    assert "Say one strength" in answer.text


def test_a_form_that_is_sent_twice_marks_once(made: School, tess: Browser) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    form = Forms(tess.get(f"desk/{work}").text).forms[f"/desk/{work}"]
    sent = form | LEVELS | RECORD | SAID | {"do": "done"}
    for _try in range(2):
        assert tess.post(f"desk/{work}", sent, follow=False).status == 303
    with made.store() as store:
        assert [len(said) for said in history(store, work).values()] == [1]


@pytest.mark.parametrize(
    "forged",
    [
        {"level-evidence": "4"},
        {"level-evidence": "-1"},
        {"level-evidence": "two"},
        {"level-evidence": "2.0"},
        {"level-evidence": "２"},
        {"level-action": ""},
        {"strength": "   "},
        {"task": "x" * 20_001},
    ],
)
def test_a_forged_or_half_filled_sheet_is_not_done(
    made: School, tess: Browser, forged: dict[str, str]
) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    form = Forms(tess.get(f"desk/{work}").text).forms[f"/desk/{work}"]
    sent = form | LEVELS | RECORD | SAID | forged | {"do": "done"}
    answer = tess.post(f"desk/{work}", sent)
    assert answer.status == 400
    assert "There is a problem" in answer.text
    assert SAID["change"] in answer.text, "what was typed is still there"
    assert made.submission(work).agreed is None


def test_a_box_that_is_not_of_the_rubric_is_left_out(made: School, tess: Browser) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    assert marks(tess, work, level_kindness="3", kindness="So kind.").status == 303
    with made.store() as store:
        (said,) = history(store, work).values()
    assert "kindness" not in said[0].levels
    assert "kindness" not in said[0].texts


def test_what_is_done_is_changed_by_saying_why(made: School, tess: Browser) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    assert marks(tess, work).status == 303
    silent = marks(tess, work, level_evidence="3")
    assert silent.status == 400
    assert "say why you change them" in silent.text
    assert marks(tess, work, level_evidence="3", why="I read it again.").status == 303
    page = tess.get(f"desk/{work}").text
    assert "Evidence: from level 2 to 3" in page
    assert "I read it again." in page
    with made.store() as store:
        (said,) = history(store, work).values()
    assert [one.levels["evidence"] for one in said] == [2, 3]


def test_a_reason_that_is_saved_for_later_is_there_later(made: School, tess: Browser) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    marks(tess, work)
    seen = sheet(tess, work)["is-why"]
    assert keep(tess, work, "why", "I read it again.", seen)[0] == 200
    marks(tess, work, do="save", level_evidence="3", why="I read it again.")
    assert sheet(tess, work)["why"] == "I read it again."
    marks(tess, work, do="save", level_evidence="3", why="I read it twice.")
    assert sheet(tess, work)["why"] == "I read it twice.", "without JavaScript as well"
    assert marks(tess, work, level_evidence="3", why="I read it twice.").status == 303
    assert sheet(tess, work)["why"] == "", "it has become part of the record"
    assert "I read it twice." in tess.get(f"desk/{work}").text


def test_what_is_recorded_is_not_denied_because_its_draft_cannot_be_dropped(
    made: School, tess: Browser
) -> None:
    work = made.hands_in(somebody(made), *PROMISED)
    for box in ("why", "note-refer"):
        assert keep(tess, work, box, "You promised.", boxes.mark(""))[0] == 200
    record = made.host.data / "record.sqlite"
    with no_room(record, "DELETE ON drafts WHEN OLD.place LIKE 'desk:%'"):
        assert marks(tess, work).status == 303
        form = Forms(tess.get(f"desk/{work}").text).forms[f"/desk/{work}/refer"]
        referred = tess.post(f"desk/{work}/refer", form, follow=False)
    assert referred.status == 303
    assert made.submission(work).referred


def test_another_trainers_marks_are_theirs(made: School, tess: Browser, tom: Browser) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    assert marks(tess, work).status == 303
    page = tom.get(f"desk/{work}").text
    assert "Another trainer has marked this" in page
    assert Forms(page).forms[f"/desk/{work}"].get("level-evidence") is None
    assert marks(tom, work, level_evidence="1").status == 303
    one = made.submission(work)
    assert one.agreed is None
    assert "do not say the same" in tess.get("desk?state=in-progress").text
    with made.store() as store:
        assert len(history(store, work)) == 2


# Boxes, as they are filled.


def keep(browser: Browser, work: str, box: str, text: str, seen: str) -> tuple[int, dict[str, str]]:
    answer = browser.send("POST", f"desk/{work}/box", {"box": box, "text": text, "seen": seen})
    return answer.status, json.loads(answer.text)


def sheet(browser: Browser, work: str) -> dict[str, str]:
    return Forms(browser.get(f"desk/{work}").text).forms[f"/desk/{work}"]


def test_boxes_are_kept_as_they_are_filled_and_doubts_are_said(made: School, tess: Browser) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    seen = sheet(tess, work)
    status, told = keep(tess, work, "evidence", "You saw it as Sam did.", seen["is-evidence"])
    assert (status, told["state"], told["say"]) == (200, "saved", "")
    words = "Ask Jaydon Whitlock of 14 Alder Road."
    status, told = keep(tess, work, "evidence", words, told["seen"])
    assert status == 200
    assert "Jaydon Whitlock" in told["say"]
    assert keep(tess, work, "level-evidence", "3", seen["is-level-evidence"])[0] == 200
    page = tess.get(f"desk/{work}").text
    assert "This may tell who somebody is" in page
    again = sheet(tess, work)
    assert (again["evidence"], again["level-evidence"]) == (words, "3")
    assert alias(work) in tess.get("desk?state=in-progress").text
    for box, text in (("kindness", "So kind"), ("level-evidence", "9"), ("level-kindness", "1")):
        assert keep(tess, work, box, text, seen.get(f"is-{box}", ""))[0] in (400, 409), box
    assert sheet(tess, work)["level-evidence"] == "3"


def test_what_two_tabs_type_into_one_box_is_lost_in_neither(made: School, tess: Browser) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    one = sheet(tess, work)
    two = dict(one)
    assert keep(tess, work, "action", "From the first tab.", one["is-action"])[0] == 200
    status, told = keep(tess, work, "action", "From the second.", two["is-action"])
    assert (status, told["state"], told["other"]) == (409, "behind", "From the first tab.")
    assert sheet(tess, work)["action"] == "From the first tab."

    # The same by whole forms, without JavaScript: what each changed alone is merged.
    sent = two | {"action": "From the second.", "task": "Only here.", "do": "save"}
    answer = tess.post(f"desk/{work}", sent)
    assert answer.status == 409
    assert "In another tab something else was put" in answer.text
    assert "From the first tab." in answer.text
    assert "From the second." in answer.text
    shown = Forms(answer.text).forms[f"/desk/{work}"]
    assert tess.post(f"desk/{work}", shown | {"do": "save"}).status == 200
    kept = sheet(tess, work)
    assert (kept["action"], kept["task"]) == ("From the second.", "Only here.")
    late = one | {"strength": "From a tab that was left open.", "do": "save"}
    assert tess.post(f"desk/{work}", late).status == 200
    kept = sheet(tess, work)
    assert kept["strength"] == "From a tab that was left open."
    assert kept["action"] == "From the second.", "what the old tab never touched stays"


def test_what_one_trainer_left_on_the_page_is_not_sent_by_who_signs_in_after(
    made: School, tess: Browser, tom: Browser
) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    left = sheet(tess, work) | LEVELS | SAID | RECORD
    del left["_xsrf"]  # a browser has one, whoever is signed in
    answer = tom.post(f"desk/{work}", {**left, "do": "done"})
    assert answer.status == 403
    assert "Somebody else has signed in on this computer since" in answer.text
    box = {"box": "task", "text": "Try silence.", "seen": left["is-task"]}
    writer = {"X-Writer": left["writer"], "X-XSRFToken": tom.xsrf, "Origin": tom.origin}
    body = json.dumps(box).encode()
    assert tom.ask("POST", f"desk/{work}/box", body=body, headers=writer).status == 403
    assert sheet(tom, work)["task"] == ""
    assert made.submission(work).marks == ()
    tess.post(f"desk/{work}", {**left, "do": "done"})
    assert [mark.marker for mark in made.submission(work).marks] == [made.person("tess").id]


def test_a_box_can_be_emptied_again(made: School, tess: Browser) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    assert marks(tess, work, do="save").status == 303
    seen = sheet(tess, work)
    assert seen["task"] == SAID["task"]
    assert keep(tess, work, "task", "", seen["is-task"])[0] == 200
    assert sheet(tess, work)["task"] == ""


def test_one_trainers_drafts_are_no_other_trainers(
    made: School, tess: Browser, tom: Browser
) -> None:
    work = made.hands_in(somebody(made), *GOOD)
    assert keep(tess, work, "task", "Mine.", sheet(tess, work)["is-task"])[0] == 200
    assert sheet(tom, work)["task"] == ""


# Names, and what people wrote.


def test_no_name_and_no_pseudonym_is_on_any_page_while_it_is_marked(
    made: School, tess: Browser, hope: Browser
) -> None:
    work = made.hands_in("ben", *PROMISED)
    pages = ["desk", "desk?state=to-mark", f"desk/{work}"]
    hidden = [NAMES["ben"], made.person("ben").id, "ben<", ">ben"]
    marks(tess, work)
    fill(tess, f"desk/{work}", f"desk/{work}/refer", note_refer="You promised.")
    pages += ["desk?state=done", f"desk/{work}"]
    for browser in (tess, hope):
        for page in pages:
            answer = browser.get(page)
            assert answer.status == 200
            for name in hidden:
                assert name not in answer.text, (page, name)


def test_what_people_write_is_inert_on_every_page(
    made: School, tess: Browser, lena: Browser
) -> None:
    account = somebody(made)
    work = made.hands_in(account, *PROMISED, words=dict.fromkeys(WORDS, HOSTILE))
    said = {"evidence": HOSTILE, "strength": HOSTILE, "change": HOSTILE, "task": HOSTILE}
    assert marks(tess, work, **said).status == 303
    fill(tess, f"desk/{work}", f"desk/{work}/refer", note_refer=HOSTILE)
    release(tess, work)
    fill(tess, f"desk/{work}", f"desk/{work}/may-be-real", told=HOSTILE)
    mentor = made.host.browser().sign_in(account)
    for browser, page in (
        (tess, f"desk/{work}"),
        (tess, "desk?state=held"),
        (lena, f"desk/{work}"),
        (mentor, "assessment/listening"),
    ):
        text = browser.get(page).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert " 49 " not in text, "no template runs what somebody wrote"
    assert "&lt;script&gt;alert" in tess.get(f"desk/{work}").text
    assert "&lt;script&gt;alert" in mentor.get("assessment/listening").text


# What follows.


def test_a_referral_is_told_when_it_is_released_and_can_be_taken_back_until_then(
    made: School, tess: Browser
) -> None:
    account = somebody(made)
    mentor = made.host.browser().sign_in(account)
    work = made.hands_in(account, *PROMISED)
    page = tess.get(f"desk/{work}").text
    assert page.index("A promise of secrecy") < page.index("What the replay found")
    assert "Critical error: A promise of secrecy" in tess.get("desk?state=to-mark").text
    assert "#follows" in marks(tess, work).headers["Location"]
    empty = fill(tess, f"desk/{work}", f"desk/{work}/refer", note_refer=" ")
    assert empty.status == 400
    assert fill(
        tess, f"desk/{work}", f"desk/{work}/refer", note_refer="You promised secrecy."
    ).text.count("You promised secrecy.")
    took = fill(tess, f"desk/{work}", f"desk/{work}/withdraw", note_withdraw="Too soon.")
    assert "taken back" in took.text
    assert made.submission(work).referred is None
    fill(tess, f"desk/{work}", f"desk/{work}/refer", note_refer="You promised secrecy.")
    assert "promised secrecy" not in mentor.get("assessment/listening").text
    assert "was released" in release(tess, work).text
    told = mentor.get("assessment/listening").text
    assert "You promised secrecy." in told
    assert "Referred: go back to the practice case" in told
    assert SAID["task"] in told
    assert "single-marked" in told
    assert "module/listening#practice" in told
    assert f"/desk/{work}/withdraw" not in tess.get(f"desk/{work}").text
    assert "This is the work of" in tess.get(f"desk/{work}").text, "it is talked over now"


def test_nothing_is_told_before_it_is_released_or_while_it_is_held_back(
    made: School, tess: Browser
) -> None:
    account = somebody(made)
    mentor = made.host.browser().sign_in(account)
    first, second = made.hands_in(account, *GOOD), made.hands_in(somebody(made), *GOOD)
    marks(tess, first)
    marks(tess, second)
    assert SAID["strength"] not in mentor.get("assessment/listening").text
    fill(tess, f"desk/{first}", f"desk/{first}/hold")
    assert "Held back" in tess.get("desk?state=done").text
    answer = release(tess, first, second)
    assert SAID["strength"] not in mentor.get("assessment/listening").text
    assert made.submission(first).released == 0
    assert made.submission(second).released
    assert answer.status == 200
    fill(tess, f"desk/{first}", f"desk/{first}/let-go")
    release(tess, first)
    assert SAID["strength"] in mentor.get("assessment/listening").text
    marks(tess, first, strength="Another one.", why="I thought again.")
    told = mentor.get("assessment/listening").text
    assert SAID["strength"] in told
    assert "Another one." not in told
    assert "Changed since it was released" in tess.get("desk?state=done").text


def test_releasing_asks_once_more_and_says_what_stays(made: School, tess: Browser) -> None:
    done, open_ = made.hands_in(somebody(made), *GOOD), made.hands_in(somebody(made), *GOOD)
    marks(tess, done)
    page = tess.ask(
        "POST",
        "desk/release",
        body=f"_xsrf={tess.xsrf}&submission={done}&submission={open_}&submission=nothing".encode(),
        headers={"Origin": tess.origin},
    )
    assert "Release these?" in page.text
    assert "These stay here" in page.text
    assert "not fully marked" in page.text
    assert made.submission(done).released == 0
    told = tess.post("desk/release", {}).text
    assert "Nothing was ticked, so nothing was released." in told


def test_what_may_be_real_stands_still_until_the_lead_closes_it(
    made: School, tess: Browser, tom: Browser, lena: Browser
) -> None:
    account = somebody(made)
    work = made.hands_in(account, *GOOD)
    name = made.person(account).name
    assert "01632 960 001" in tess.get(f"desk/{work}").text
    untold = fill(tess, f"desk/{work}", f"desk/{work}/may-be-real", told="")
    assert untold.status == 400
    assert "Say whom you told" in untold.text
    later = fill(
        tess, f"desk/{work}", f"desk/{work}/may-be-real", told="Mrs Okafor", when="2099-01-01T10:00"
    )
    assert later.status == 403
    mistyped = fill(
        tess, f"desk/{work}", f"desk/{work}/may-be-real", told="Mrs Okafor", when="0202-11-20T09:30"
    )
    assert mistyped.status == 403
    assert "That was before the submission was handed in." in mistyped.text
    stopped = fill(tess, f"desk/{work}", f"desk/{work}/may-be-real", told="Mrs Okafor").text
    assert "Stopped: this may be real" in stopped
    assert "Mrs Okafor was told on" in stopped
    assert name not in stopped
    assert tom.post(f"desk/{work}", {**LEVELS, **RECORD, **SAID, "do": "done"}).status == 400
    assert tess.post(f"desk/{work}/refer", {"note-refer": "Again."}).status == 403
    assert tess.post(f"desk/{work}/close", {"note-close": "It was a story."}).status == 403
    assert made.submission(work).marks == ()
    assert alias(work) in lena.get("desk").text
    assert "may be about a real child" in lena.get("").text
    assert name in lena.get(f"desk/{work}").text, "the lead has to know"
    closed = fill(lena, f"desk/{work}", f"desk/{work}/close", note_close="From a film.")
    assert "Closed" in closed.text
    assert not made.submission(work).held
    assert marks(tess, work).status == 303


def test_a_moment_that_cannot_be_read_keeps_nobody_from_the_page(
    made: School, tess: Browser, lena: Browser
) -> None:
    """A year that was mistyped was once taken, with three digits, and the log keeps it."""
    work = made.hands_in(somebody(made), *GOOD)
    written = "202-11-20T09:30:00.000000Z"
    said = NewEvent(
        "may-be-real",
        made.person("tess").id,
        {"submission": work, "when": written},
        attempt=f"real-{work}",
        turn=0,
        message="mistyped",
        texts={"told": "Mrs Okafor"},
    )
    with made.store() as store:
        store.append(said)
    for browser in (tess, lena):
        page = browser.get(f"desk/{work}")
        assert page.status == 200
        assert f"Mrs Okafor was told on {written}" in page.text
    closed = fill(lena, f"desk/{work}", f"desk/{work}/close", note_close="From a film.")
    assert "Closed" in closed.text


def test_an_attempt_that_lapsed_is_opened_again(made: School, tess: Browser) -> None:
    account = somebody(made)
    name = made.person(account).name
    attempt = made.begins(account, days_ago=20)
    page = tess.get("desk?state=lapsed").text
    assert name in page
    assert attempt not in page, "later it is handed in under its alias"
    row = page[page.index(name) :]
    key = re.search(r'name="attempt" value="(\w+)"', row)
    assert key
    fields = {"attempt": key[1], "message": "again"}
    assert "open again" in tess.post("desk/reopen", fields).text
    assert tess.post("desk/reopen", fields).status == 404
    assert name not in tess.get("desk?state=lapsed").text


def test_filters_show_what_they_say(made: School, tess: Browser) -> None:
    work = made.hands_in(somebody(made), *REPAIRED, graded=False)
    assert alias(work) in tess.get("desk?state=to-mark&assignment=listening").text
    assert "Not yet replayed" in tess.get("desk?state=to-mark").text
    assert alias(work) not in tess.get("desk?state=released").text
    for odd in ("desk?state=<b>", "desk?assignment=<b>", "desk?state=done&sent=99999999"):
        answer = tess.get(odd)
        assert answer.status == 200
        assert "<b>" not in answer.text
    page = tess.get(f"desk/{work}").text
    assert "Critical error, put right: A promise of secrecy" in page
    assert "Not yet replayed for the gradebook" in page


# Sign-off.


def passes(made: School, tess: Browser) -> str:
    account = somebody(made)
    made.practises(account, *GOOD)
    work = made.hands_in(account, *GOOD)
    marks(tess, work)
    release(tess, work)
    return account


def waits(page: str, name: str) -> dict[str, str]:
    """The fields of the form that signs them off."""
    row = page[page.index(name) :]
    return dict(re.findall(r'name="(who|message)" value="([^"]+)"', row)[:2])


def test_the_head_signs_off_or_whom_the_head_has_named(
    made: School, tess: Browser, tom: Browser, hope: Browser
) -> None:
    first, second = passes(made, tess), passes(made, tess)
    names = {account: made.person(account).name for account in (first, second)}
    mentor = made.host.browser().sign_in(first)
    assert "awaiting sign-off" in mentor.get("assessment/listening").text
    assert tom.get("sign-off").status == 403
    assert tom.post("sign-off", {"who": f"{made.person(first).id}:listening"}).status == 403
    assert tom.post("sign-off/signers", {"who": made.person("tom").id, "do": "name"}).status == 403
    page = hope.get("sign-off").text
    assert "waiting for your sign-off" in hope.get("").text
    assert hope.post("sign-off", {"who": "p-nobody:listening"}).status == 409
    assert "Signed off" in hope.post("sign-off", waits(page, names[first])).text
    assert "signed this off" in mentor.get("assessment/listening").text

    assert hope.post("sign-off/signers", {"who": "", "do": "name"}).status == 400
    named = hope.post("sign-off/signers", {"who": made.person("tom").id, "do": "name"})
    assert "They can sign off now" in named.text
    page = tom.get("sign-off").text
    assert "Who signs off besides you" not in page
    assert tom.post("sign-off/signers", {"who": made.person("tess").id, "do": "name"}).status == 403
    assert "Signed off" in tom.post("sign-off", waits(page, names[second])).text
    hope.post("sign-off/signers", {"who": made.person("tom").id, "do": "take"})
    assert tom.get("sign-off").status == 403


def test_a_head_who_is_a_mentor_reads_their_own_results_when_they_are_released(
    made: School, tess: Browser
) -> None:
    made.add("hilda", "head", "mentor")
    hilda = made.host.browser().sign_in("hilda")
    made.practises("hilda", *GOOD)
    work = made.hands_in("hilda", *GOOD)
    marks(tess, work)
    assert "This is your own" not in hilda.get("sign-off").text
    release(tess, work)
    assert "This is your own" in hilda.get("sign-off").text


def test_a_conversation_is_observed_after_two_referrals(
    made: School, tess: Browser, hope: Browser
) -> None:
    account = somebody(made)
    mentor = made.host.browser().sign_in(account)
    for _time in range(2):
        work = made.hands_in(account, *PROMISED)
        marks(tess, work)
        fill(tess, f"desk/{work}", f"desk/{work}/refer", note_refer="You promised.")
        assert f"desk/{work}/observed" not in Forms(tess.get(f"desk/{work}").text).forms
        release(tess, work)
    made.practises(account, *GOOD)
    where = f"desk/{work}/observed"
    half = fill(tess, f"desk/{work}", where, on="", met="yes", note_observed="She said it early.")
    assert half.status == 400
    assert "She said it early." in half.text
    today = date.today().isoformat()
    told = fill(
        tess, f"desk/{work}", where, on=today, met="yes", note_observed="She said it early."
    )
    assert "criteria met" in told.text
    page = mentor.get("assessment/listening").text
    assert "She said it early." in page
    assert "awaiting sign-off" in page
    assert made.person(account).name in hope.get("sign-off").text


def test_a_critical_error_is_referred_practised_retaken_and_signed_off(
    made: School, tess: Browser, hope: Browser
) -> None:
    """The whole way, as everybody sees it on their own pages."""
    account = somebody(made)
    mentor = made.host.browser().sign_in(account)
    first = made.hands_in(account, *PROMISED)
    marks(tess, first)
    fill(tess, f"desk/{first}", f"desk/{first}/refer", note_refer="You promised.")
    release(tess, first)
    assert "Referred: go back to the practice case" in mentor.get("assessment/listening").text
    made.practises(account, *GOOD)
    again = made.hands_in(account, *GOOD)
    assert made.submission(again).case != made.submission(first).case
    marks(tess, again)
    release(tess, again)
    told = mentor.get("assessment/listening").text
    assert "awaiting sign-off" in told
    assert told.index("Your results") < told.index("Earlier:")
    hope.post("sign-off", waits(hope.get("sign-off").text, made.person(account).name))
    assert "You have passed" in mentor.get("assessment/listening").text
    assert f"/desk/{again}/refer" not in Forms(tess.get(f"desk/{again}").text).forms


# What came as files, and what was refused.


def test_what_came_as_files_says_so_wherever_it_stands(
    made: School, tess: Browser, hope: Browser
) -> None:
    account = somebody(made)
    work = made.hands_in_files(account, *GOOD)
    assert "Unwitnessed: it came as files" in tess.get("desk?state=to-mark").text
    page = tess.get(f"desk/{work}").text
    assert "Unwitnessed" in page
    assert WORDS["action"] in page
    assert made.person(account).name not in page
    marks(tess, work)
    release(tess, work)
    mentor = made.host.browser().sign_in(account)
    assert "unwitnessed" in mentor.get("assessment/listening").text
    made.practises(account, *GOOD)
    row = hope.get("sign-off").text
    assert "unwitnessed" in row[row.index(made.person(account).name) :]


def test_what_was_refused_gets_no_marks_and_says_why(made: School, tess: Browser) -> None:
    work = made.hands_in(somebody(made), *GOOD, graded=False)
    why = "What the record has of this attempt is not what was handed in."
    stranger = {"student": "someone.new", "assignment": "listening", "files": "0", "why": HOSTILE}
    with made.store() as store:
        store.append(NewEvent("refused", REPLAY, {"submission": work, "why": why}))
        store.append(NewEvent("refused", REPLAY, stranger))
    queue = tess.get("desk?state=refused").text
    assert alias(work) in queue
    assert "someone.new" in queue
    assert "<script>alert" not in queue
    page = tess.get(f"desk/{work}").text
    assert why in page
    assert "level-evidence" not in page
    assert tess.post(f"desk/{work}", {**LEVELS, **RECORD, **SAID, "do": "done"}).status == 400
    assert made.submission(work).marks == ()


def test_the_record_is_sound_after_all_of_it(made: School) -> None:
    with made.store() as store:
        assert store.verify() == []
