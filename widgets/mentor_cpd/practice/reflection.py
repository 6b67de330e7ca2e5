"""The models that a reflection may follow: each a few prompts, in the order of its stages."""

from __future__ import annotations

import msgspec

from ..language import _

DEFAULT = "what"


class Stage(msgspec.Struct, frozen=True):
    """One stage of a model: ``prompt`` is what the mentor is asked there."""

    id: str
    label: str
    prompt: str


class Model(msgspec.Struct, frozen=True):
    """A way of looking back that has a name."""

    id: str
    name: str
    stages: tuple[Stage, ...]


def models() -> dict[str, Model]:
    """Every model by its id; the first is offered where nothing was chosen."""
    found = (
        Model(
            "what",
            _("What? So what? Now what? (Driscoll, Rolfe)"),
            (
                Stage("what", _("What?"), _("What happened, and what did you do?")),
                Stage("so-what", _("So what?"), _("What did it mean, for the pupil and for you?")),
                Stage("now-what", _("Now what?"), _("What will you do, or do otherwise?")),
            ),
        ),
        Model(
            "gibbs",
            _("Six steps (Gibbs)"),
            (
                Stage("description", _("Description"), _("What happened?")),
                Stage("feelings", _("Feelings"), _("What did you feel and think?")),
                Stage("evaluation", _("Evaluation"), _("What went well, and what did not?")),
                Stage("analysis", _("Analysis"), _("Why did it go as it did?")),
                Stage("conclusion", _("Conclusion"), _("What else could you have done?")),
                Stage("action-plan", _("Action plan"), _("What will you do if it comes again?")),
            ),
        ),
        Model(
            "kolb",
            _("The learning cycle (Kolb)"),
            (
                Stage("experience", _("Experience"), _("What did you do, and what happened?")),
                Stage("observation", _("Observation"), _("What do you notice, looking back?")),
                Stage("concept", _("Idea"), _("What do you make of it? What rule do you draw?")),
                Stage("experiment", _("Trying it"), _("Where will you try that next?")),
            ),
        ),
        Model(
            "era",
            _("Experience, reflection, action (ERA)"),
            (
                Stage("experience", _("Experience"), _("What happened?")),
                Stage("reflection", _("Reflection"), _("What have you learned from it?")),
                Stage("action", _("Action"), _("What will you do now?")),
            ),
        ),
        Model(
            "schon",
            _("In the moment, and afterwards (Schön)"),
            (
                Stage(
                    "in-action",
                    _("In the moment"),
                    _("What surprised you, and what did you change while it went on?"),
                ),
                Stage(
                    "on-action",
                    _("Afterwards"),
                    _("What do you see now that you did not see then?"),
                ),
            ),
        ),
    )
    return {model.id: model for model in found}
