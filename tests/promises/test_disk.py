"""The disk is full: everybody is told so in a sentence, nothing that was saved is lost, and
it goes on by itself as soon as there is room."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from mentor_cpd.assess import taking
from tests.assess.house import MODULE, WORDS, message, played
from tests.assess.making import GOOD
from tests.browser.conftest import Window
from tests.host.desk_school import Forms, School, fill, school
from tests.promises.at_work import CHOICE, THEN, Mentor, health, not_saved
from tests.promises.at_work import WORDS as SAID
from tests.promises.small_disk import Disk, small_disk
from tests.serving import PASSWORD, kernel_of, until

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux lets a test fill a disk, or use up its share"
)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    with small_disk(tmp_path_factory.mktemp("machine") / "disk") as one:
        yield one


@pytest.fixture(scope="module")
def made(disk: Disk) -> Iterator[School]:
    """A school that has the record, and whatever is needed for a while, on the same disk."""
    for_a_while = disk.path / "tmp"
    for_a_while.mkdir()
    with school(disk.path / "school", env={"TMPDIR": str(for_a_while)}) as opened:
        yield opened


def test_a_mentor_stays_where_they_are_and_goes_on_when_there_is_room(
    disk: Disk, made: School, window: Window
) -> None:
    host = made.host
    mentor = Mentor(window(host, "ada"), host, "ada").starts()
    with disk.full(host):
        for _press in range(2):
            mentor.press(mentor.choice(), disk.says)
            expect(mentor.root.locator("[data-heading]")).to_have_text("A corner table")
    assert mentor.kept() == []
    mentor.played.take(CHOICE)
    mentor.played.at(THEN)
    expect(mentor.notice).to_have_count(0)
    mentor.comes_to_the_notes()
    before = mentor.kept()
    assert before == [("chose", CHOICE), ("explained", ""), ("chose", "tell-together"),
                      ("explained", ""), ("chose", "write-it")]  # fmt: skip

    with disk.full(host):
        mentor.words.fill(SAID)
        expect(mentor.root).to_contain_text("Draft not kept yet; it is still on this page")
        mentor.press(mentor.go_on, disk.says)
        expect(mentor.words).to_have_value(SAID)
    assert mentor.kept() == before
    mentor.go_on.click()
    mentor.played.at("the-walk-to-registration")
    assert mentor.kept() == [*before, ("wrote", "")]
    assert mentor.wrote() == {SAID}


def test_an_assessment_is_handed_in_once_there_is_room(
    disk: Disk, made: School, window: Window
) -> None:
    host = made.host
    me = made.person("ben").id
    with made.store() as store:
        attempt, _outcome = taking.begin(store, me, MODULE, message=message())
        played(attempt, *GOOD)
    page = window(host, "ben")
    page.goto(f"{host.root}assessment/{MODULE}/take")
    root = page.locator(".cpd-assessment")
    root.get_by_role("button", name="Continue where you left off").click()
    boxes = {"Evidence": "evidence", "The child’s view": "childs-view", "Action": "action"}
    for label, name in boxes.items():
        root.get_by_label(label).fill(WORDS[name])
    root.get_by_role("button", name="See what will be sent").click()
    expect(root.get_by_role("heading", level=2)).to_have_text("This is what will be sent")
    submit = root.get_by_role("button", name="Submit", exact=True)
    with disk.full(host):
        submit.click()
        expect(root.locator(".cpd-notice")).to_have_text(not_saved(disk.says))
        expect(root.get_by_text(WORDS["action"])).to_be_visible()
    assert made.events("submitted") == []
    submit.click()
    expect(root.get_by_role("heading", level=2)).to_have_text("Submitted")
    assert len(made.events("submitted")) == 1


def test_a_trainers_words_stay_on_the_desk(disk: Disk, made: School, window: Window) -> None:
    host = made.host
    work = made.hands_in("cleo", *GOOD)
    other = host.browser().sign_in("tom")
    page = window(host, "tess")
    page.goto(f"{host.root}desk/{work}")
    comment = page.get_by_label("Comment").first
    with disk.full(host):
        comment.fill("She let the silence be.")
        expect(page.locator("#status")).to_have_text(not_saved(disk.says))
        page.get_by_role("button", name="Save for later").click()
        expect(page.locator(".error-summary")).to_contain_text(not_saved(disk.says))
        expect(comment).to_have_value("She let the silence be.")
        referred = fill(other, f"desk/{work}", f"desk/{work}/refer", note_refer=SAID)
        assert referred.status == 503
        assert not_saved(disk.says) in referred.text
        assert SAID in referred.text
    assert made.events("marked") == []
    page.get_by_role("button", name="Save for later").click()
    expect(page.locator("[data-focus]")).to_have_text("Saved. Go on whenever you like.")
    assert len(made.events("marked")) == 1
    expect(comment).to_have_value("She let the silence be.")


def test_everybody_else_is_told_and_can_go_on_reading(disk: Disk, made: School) -> None:
    host = made.host
    made.add("rae", "administrator")
    admin, leaving = host.browser().sign_in("rae"), host.browser().sign_in("rae")
    reader = host.browser().sign_in("ada")
    assert health(host)[0] == 200
    with disk.full(host):
        _status, told = until(lambda: (now := health(host))[0] == 503 and now)
        assert (told["ok"], told["why"]) == (False, disk.says)
        assert until(lambda: [line for line in host.said if disk.remedy in line])

        for page in ("", "help", "account", "people", "settings"):
            assert admin.get(page).status == 200, page
        fields = {"account": "ada", "password": PASSWORD}
        refused = host.browser().post("sign-in", fields)
        assert refused.status == 503
        assert (
            f"You cannot be signed in just now. {disk.says} What you saved before is safe."
            in refused.text
        )
        assert 'value="ada"' in refused.text
        form = Forms(admin.get("settings").text).forms["/settings"]
        kept = admin.post("settings", form | {"school.name": "Southfield Academy"})
        assert kept.status == 503
        assert f"Nothing was saved. {disk.says}" in kept.text
        assert 'value="Southfield Academy"' in kept.text
        draft = reader.send("POST", "draft", {"place": "a:1:words", "text": SAID})
        assert draft.status == 503

        # Nobody stays signed in on a shared laptop because a disk is full.
        cookies = list(leaving.cookies)
        leaving.sign_out()
        for cookie in cookies:
            leaving.cookies.set_cookie(cookie)
        assert "sign-in" in leaving.get("").headers["Location"]
    assert until(lambda: health(host)[0] == 200)
    assert until(lambda: [line for line in host.said if "can be saved again" in line])
    assert "Northfield Academy" in admin.get("settings").text
    assert "sign-in" in leaving.get("").headers["Location"]
    host.browser().sign_in("ada")


def test_a_page_that_needs_a_kernel_ends_in_a_sentence(disk: Disk, made: School) -> None:
    host = made.host
    reader = host.mentor("kit")
    with disk.full(host):
        page = reader.get("module/listening")
        assert "This page could not be finished. Load it again" in page.text
        assert "Traceback" not in page.text
        host.no_kernels()
    assert kernel_of(reader.get("module/listening"))


def test_the_technician_is_told_and_nothing_is_lost(disk: Disk, made: School) -> None:
    """Last of this file: it ends the server."""
    data = str(made.host.data)
    with made.store() as store:
        was = store.head()
    elsewhere = disk.path.parent / "night.backup"
    with disk.full(made.host):
        sound = disk.run("verify", "--data", data)
        assert sound.returncode == 0, sound.stderr
        half = disk.run("backup", str(disk.path / "night.backup"), "--data", data)
        assert half.returncode == 2
        assert half.stderr.count("\n") == 1
        assert "could not be made" in half.stderr
        assert "that has room" in half.stderr
        assert [path.name for path in disk.path.glob("*night*")] == []
    made.host.stop()
    with disk.full():
        course = disk.path / "school" / "course"
        refused = disk.run("serve", str(course), "--data", data, "--port", "0")
        assert refused.returncode == 2
        assert re.fullmatch(
            rf"mentor-cpd: {re.escape(disk.says)} .*{re.escape(disk.remedy)}.*\n", refused.stderr
        )
    kept = disk.run("backup", str(elsewhere), "--data", data)
    assert kept.returncode == 0, kept.stderr
    with made.store() as store:
        store.probe()
        assert store.verify() == []
        assert store.holds(*was)
