"""``mentor-cpd play``: a case in the terminal, for whoever writes it or tries it out.

Nothing is recorded. What a mentor sees before the ending is all that is shown before it.
"""

from __future__ import annotations

import sys

import click
from rich.console import Console

from ..course import CaseFile, Course
from ..errors import CpdError
from ..language import _, ngettext
from ..practice.debrief import debrief
from ..practice.grounds import Grounds, Named
from ..scenario.explore import Exploration, Proof, explore
from ..scenario.model import Scenario
from ..scenario.register import Register
from ..scenario.testplan import Outcome, read_testplan, run
from .case import TESTPLAN, find_case, read_case
from .terminal import Left, LookingBack, Telling

WIDEST = 78  # columns; longer lines are hard to read


@click.command("play", short_help=_("Play a case in the terminal, or run its testplan."))
@click.argument("case")
@click.option(
    "--testplan", "plans", is_flag=True, help=_("Run the plans beside the case instead of playing.")
)
def command(case: str, plans: bool) -> None:
    """Play a case in the terminal.

    CASE is the path of a case, or its id in this course. Nothing is recorded.

    Exit code 0: it was played, or every plan came true. 1: the case cannot be read, or a
    plan did not come true. 2: there was nothing to play.
    """
    file = find_case(case)
    scenario = read_case(file)
    if plans:
        sys.exit(0 if _run_plans(file, scenario) else 1)
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    try:
        played = Telling(console, scenario).play()
    except (Left, EOFError, KeyboardInterrupt):
        console.print(_("You have left the story."), style="dim")
        return
    with console.status(_("Looking at every other path ...")):
        found = explore(scenario)
    LookingBack(console).tell(debrief(played, scenario, _grounds(file, scenario, found), {}))


def _grounds(file: CaseFile, scenario: Scenario, found: Exploration) -> Grounds:
    """What the debrief rests on; a case outside a course goes by its ids."""
    try:
        register, _amiss = Course.find(env={}, start=file.path.parent).register()
    except CpdError:
        register = Register()
    competencies, errors = register.competencies, register.critical_errors
    return Grounds(
        found.proof or Proof(found.positions, found.paths, found.bounds, {}),
        {c: Named(competencies[c].label) for c in scenario.competencies if c in competencies},
        {e: Named(errors[e].label, errors[e].means) for e in scenario.errors() if e in errors},
    )


# Plans


def _run_plans(file: CaseFile, scenario: Scenario) -> bool:
    """Run every plan beside the case and say how it went; whether all came true."""
    path = file.path.with_suffix(TESTPLAN)
    text = file.testplan()
    if text is None:
        raise CpdError(
            _("There is no testplan {path}.").format(path=path.as_posix()),
            _("Write one beside the case."),
        )
    found = read_testplan(text)
    for amiss in found.not_understood:
        said = f"{amiss.sentence} {amiss.remedy}".strip()
        click.echo(f"{path.as_posix()}:{amiss.line}: {said}")
    outcomes = [run(plan, scenario) for plan in found.plans]
    for outcome in outcomes:
        _tell_outcome(outcome, path.as_posix())
    true = sum(outcome.failed is None for outcome in outcomes)
    click.echo(
        ngettext(
            "{true} of {all} plan came true.", "{true} of {all} plans came true.", len(outcomes)
        ).format(true=true, all=len(outcomes))
    )
    return true == len(outcomes) and not found.not_understood


def _tell_outcome(outcome: Outcome, path: str) -> None:
    plan = outcome.plan
    if outcome.failed is None:
        steps = ngettext("{n} choice", "{n} choices", len(outcome.path))
        told = _("true    {plan}: {steps}, ends in {scene}").format(
            plan=plan.name, steps=steps.format(n=len(outcome.path)), scene=plan.ends
        )
        click.echo(told)
        return
    click.echo(_("FAILED  {plan}").format(plan=plan.name))
    said = f"{outcome.failed.sentence} {outcome.failed.remedy}".strip()
    click.echo(f"        {path}:{outcome.failed.line}: {said}")
