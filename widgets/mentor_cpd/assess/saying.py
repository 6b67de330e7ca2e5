"""What a machine found in an attempt, in words: the line above each mark."""

from __future__ import annotations

from ..language import _
from .cells import Cell
from .scoring import Scores


def said_of(cell: Cell, scores: Scores) -> str:
    """What is said beside the points of an autograded cell."""
    match cell.what:
        case "competency":
            earned = scores.competency(cell.of)
            if earned is None:
                return _("This case does not show it.")
            return _("{competency}: {says}").format(competency=earned.label, says=earned.says)
        case "features":
            return _features_in_words(scores)
        case "errors":
            return _errors_in_words(scores)
    raise ValueError(f"{cell.grade_id} is marked by a trainer")


def _features_in_words(scores: Scores) -> str:
    must = [one for one in scores.features if one.must]
    met = sum(one.met for one in must)
    first = _("{met} of {all} key features were met.").format(met=met, all=len(must))
    return "\n".join(
        [first, *(_("Not met: {feature}").format(feature=one.says) for one in scores.missed)]
    )


def _errors_in_words(scores: Scores) -> str:
    if not scores.errors:
        return _("There was no critical error.")
    return "\n".join(
        _("{error}: put right at turn {turn}.").format(error=error.label, turn=error.repaired)
        if error.repaired
        else _("{error}: made in “{scene}”, and never put right.").format(
            error=error.label, scene=error.title
        )
        for error in scores.errors
    )


def record_in_words(scores: Scores) -> str:
    """What a machine can say of the concern record, and below it the record as it was written.

    What somebody wrote is set in, so that it cannot pass for what the machine says.
    """
    record = scores.record
    if record is None:
        return _("No concern record was written on this path.")
    lines = [
        _("Left out: {parts}.").format(parts=", ".join(record.left_out))
        if record.left_out
        else _("All its parts are there."),
        *(_("Quoted word for word: {words}").format(words=words) for words in record.kept_words),
    ]
    if not record.quoted:
        lines.append(_("Nothing that was said is quoted word for word."))
    for _name, label, text in record.parts:
        lines += ["", f"{label}:", *(f"    {line}" for line in text.splitlines())]
    return "\n".join(lines)
