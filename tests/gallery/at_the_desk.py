"""At the desk: the queue, a submission in every state, releasing, and signing off."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import expect

from mentor_cpd.assess.outcomes import alias
from mentor_cpd.host import desk, desk_decisions, desk_submission, sign_off
from tests.gallery.gallery import View, Way, at
from tests.gallery.people import HEAD, LEAD, OTHER_TRAINER, TRAINER
from tests.gallery.visit import Visit


def submission(whose: str, query: str = "") -> Way:
    def way(visit: Visit) -> None:
        visit.opens(f"desk/{visit.school.works[whose]}{query}")

    return way


def everything_open(visit: Visit) -> None:
    submission("cleo")(visit)
    for fold in visit.main.locator("details").all():
        fold.evaluate("(one) => { one.open = true }")


def marked_wrongly(visit: Visit) -> None:
    submission("ben")(visit)
    visit.main.locator("button[name=do][value=done]").click()
    visit.reads("There is a problem")


def doubtful(visit: Visit) -> None:
    submission("ben")(visit)
    box = visit.main.get_by_label("One strength")
    box.fill("You thought of Jaydon Whitlock.")
    expect(visit.page.locator("#strength-doubt")).to_contain_text("Jaydon Whitlock")
    box.fill("")
    expect(visit.page.locator("#status")).to_have_text("Saved")
    box.fill("You thought of Jaydon Whitlock.")
    expect(visit.page.locator("#strength-doubt")).to_contain_text("Jaydon Whitlock")


def refused(visit: Visit) -> None:
    """A referral without a note."""
    submission("cleo")(visit)
    refer = visit.main.locator("details", has=visit.page.get_by_role("heading", name="Refer"))
    if not refer.get_attribute("open"):
        refer.locator("summary").first.click()
    visit.presses("Refer", refer)
    visit.reads("There is a problem")


def releasing(visit: Visit) -> None:
    visit.opens("desk?state=done")
    for whose in ("eve", "finn"):
        visit.page.get_by_label(f"Release {alias(visit.school.works[whose])}").check()
    visit.presses("Release what is ticked…")
    visit.heads("Release these?")


def naming_nobody(visit: Visit) -> None:
    visit.opens("sign-off")
    visit.presses("Let them sign off")
    visit.reads("There is a problem")


QUEUE, SUBMISSION = (desk.Desk,), (desk_submission.SubmissionPage,)
VIEWS: Final = (
    View("desk", "The desk: to mark", TRAINER, QUEUE, at("desk")),
    View("desk-done", "The desk: done", TRAINER, QUEUE, at("desk?state=done")),
    View("desk-in-progress", "The desk: in progress", TRAINER, QUEUE, at("desk?state=in-progress")),
    View("desk-released", "The desk: released", TRAINER, QUEUE, at("desk?state=released")),
    View("desk-refused", "The desk: refused", TRAINER, QUEUE, at("desk?state=refused")),
    View("desk-lapsed", "The desk: lapsed", TRAINER, QUEUE, at("desk?state=lapsed")),
    View("desk-lead", "The desk of the safeguarding lead", LEAD, QUEUE, at("desk?state=held")),
    View("desk-release", "Before it is released", TRAINER, (desk.Release,), releasing),
    View("submission", "To mark", TRAINER, SUBMISSION, submission("ben")),
    View(
        "submission-open", "With a critical error, all open", TRAINER, SUBMISSION, everything_open
    ),
    View("submission-brief", "The short way", TRAINER, SUBMISSION, submission("ben", "?brief=1")),
    View("submission-wrong", "With mistakes", OTHER_TRAINER, SUBMISSION, marked_wrongly),
    View("submission-doubtful", "A name in a comment", OTHER_TRAINER, SUBMISSION, doubtful),
    View("submission-begun", "Marked in part", TRAINER, SUBMISSION, submission("dara")),
    View("submission-done", "Marked", TRAINER, SUBMISSION, submission("eve")),
    View("submission-apart", "Two markers who differ", TRAINER, SUBMISSION, submission("ola")),
    View("submission-referred", "Referred", TRAINER, SUBMISSION, submission("finn")),
    View("submission-observed", "After a conversation", TRAINER, SUBMISSION, submission("gita")),
    View("submission-passed", "Signed off", TRAINER, SUBMISSION, submission("isla")),
    View("submission-refused", "Refused by the replay", TRAINER, SUBMISSION, submission("kit")),
    View("submission-held", "May be real, to a trainer", TRAINER, SUBMISSION, submission("jon")),
    View("submission-closing", "May be real, to the lead", LEAD, SUBMISSION, submission("jon")),
    View("submission-read", "Read by the head", HEAD, SUBMISSION, submission("hal")),
    View(
        "decision-wrong", "A referral without a note", TRAINER, (desk_decisions.Decision,), refused
    ),
    View("sign-off", "Sign-off", HEAD, (sign_off.SignOff,), at("sign-off")),
    View("sign-off-wrong", "Naming nobody", HEAD, (sign_off.Signers,), naming_nobody),
    View(
        "sign-off-signer",
        "Sign-off, for whom the head named",
        OTHER_TRAINER,
        (sign_off.SignOff,),
        at("sign-off"),
    ),
)
