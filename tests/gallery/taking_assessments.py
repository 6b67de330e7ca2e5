"""Taking an assessment, from its rules to its results."""

from __future__ import annotations

from typing import Final

from mentor_cpd.host import assessment, feedback
from tests.gallery.gallery import SOMEBODY, View, Way, at
from tests.gallery.people import NEW
from tests.gallery.school import LISTENING
from tests.gallery.visit import Visit

TAKE: Final = f"assessment/{LISTENING}/take"


def opens_it(visit: Visit) -> None:
    visit.opens(TAKE)
    visit.drawn()


def playing(visit: Visit) -> None:
    visit.school.takes(visit.account, LISTENING, scenes=5)
    opens_it(visit)
    visit.begins(visit.assessment, "Continue where you left off", "scene")


def reflecting(visit: Visit) -> None:
    visit.school.writes_about_it(visit.account, LISTENING)
    opens_it(visit)
    visit.begins(visit.assessment, "Continue where you left off", "reflect")


def doubtful(visit: Visit) -> None:
    reflecting(visit)
    words = "Then Chidi Okonjo, who lives at 4 Mill Lane, told me."
    visit.assessment.locator("textarea").last.fill(words)
    visit.assessment.locator("textarea").first.focus()
    visit.reads("Chidi Okonjo”")


def looking_over(visit: Visit) -> None:
    reflecting(visit)
    visit.presses("See what will be sent", visit.assessment)
    visit.comes_to(visit.assessment, "check")


def receipt(visit: Visit) -> None:
    reflecting(visit)
    visit.assessment.locator("textarea").last.fill("On Monday I say first what I cannot keep.")
    visit.presses("See what will be sent", visit.assessment)
    visit.comes_to(visit.assessment, "check")
    visit.presses("Submit", visit.assessment)
    visit.comes_to(visit.assessment, "sent")


def debrief_of_results(visit: Visit) -> None:
    visit.opens(f"assessment/{LISTENING}")
    for fold in visit.main.locator("details").all():
        fold.evaluate("(one) => { one.open = true }")


def feedback_page(visit: Visit) -> None:
    visit.opens(f"assessment/{LISTENING}/feedback/{visit.school.fed_back(visit.account)}")


def its_page(name: str = LISTENING) -> Way:
    return at(f"assessment/{name}")


PAGE, TAKING = (assessment.AssessmentPage,), (assessment.Take,)
VIEWS: Final = (
    View("assessment", "How it is marked", NEW, PAGE, its_page()),
    View("assessment-closed", "One that is not open yet", NEW, PAGE, its_page("safeguarding")),
    View("assessment-under-way", "In progress", "max", PAGE, its_page()),
    View("assessment-lapsed", "Its time is over", "lou", PAGE, its_page()),
    View("take", "Before it begins", SOMEBODY, TAKING, opens_it),
    View("take-playing", "Playing it", SOMEBODY, TAKING, playing, ".cpd-assessment"),
    View("take-reflecting", "Writing about it", SOMEBODY, TAKING, reflecting, ".cpd-assessment"),
    View(
        "take-doubtful",
        "What may tell who somebody is",
        SOMEBODY,
        TAKING,
        doubtful,
        ".cpd-assessment",
    ),
    View(
        "take-looking-over", "What will be sent", SOMEBODY, TAKING, looking_over, ".cpd-assessment"
    ),
    View("take-receipt", "The receipt", SOMEBODY, TAKING, receipt, ".cpd-assessment"),
    View("take-closed", "Submitted already", "ben", TAKING, opens_it),
    View("results-submitted", "Submitted", "ben", PAGE, its_page()),
    View("results-awaiting", "Criteria met", "hal", PAGE, its_page()),
    View("results-passed", "Passed, with all of the debrief", "isla", PAGE, debrief_of_results),
    View("results-referred", "Referred", "gita", PAGE, its_page()),
    View("feedback", "nbgrader’s feedback page", "isla", (feedback.Feedback,), feedback_page),
)
