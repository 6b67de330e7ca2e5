"""Whether the testplan beside a case comes true, and reaches every ending."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from ..language import _
from .diagnostic import Diagnostic
from .subject import Subject
from .testplan import Failed, read_testplan, run

ENDING = ".testplan"


def check_testplan(subject: Subject, text: str | None) -> Iterator[Diagnostic]:
    """The findings of the plans in ``text``; ``None`` when there is no file."""
    file = str(PurePath(subject.file).with_suffix(ENDING).as_posix())
    if text is None:
        yield subject.at(
            code="S501",
            says=_("the case has no testplan beside it."),
            remedy=_("Write one: {file}, with a plan for every ending.").format(
                file=PurePath(file).name
            ),
        )
        return
    read = read_testplan(text)
    for wrong in read.not_understood:
        yield _failed("S502", file, wrong)
    ended = set()
    for plan in read.plans:
        outcome = run(plan, subject.scenario)
        if outcome.failed:
            yield _failed("S503", file, outcome.failed, outcome.plan.name)
        else:
            ended.add(plan.ends)
    for scene in subject.scenario.scenes:
        if scene.ending and scene.id not in ended:
            yield subject.at(
                "scene",
                scene.id,
                code="S504",
                says=_('no plan ends in "{scene}".').format(scene=scene.id),
                remedy=_("Add a plan that closes with: ends {scene}").format(scene=scene.id),
            )


def _failed(code: str, file: str, failed: Failed, plan: str = "") -> Diagnostic:
    says = failed.sentence
    if plan:
        says = _('plan "{plan}" does not come true: {why}').format(plan=plan, why=says)
    return Diagnostic(code, file, failed.line, says, failed.remedy)
