"""What checking has found, as people, programs and a workflow are told it."""

from __future__ import annotations

import click
import msgspec

from ..language import _, ngettext
from ..scenario.coverage import Coverage
from ..scenario.diagnostic import Diagnostic
from .curriculum import in_numbers


def as_text(found: list[Diagnostic], cases: int, _coverage: Coverage | None) -> None:
    for one in found:
        click.echo(str(one))
        if one.witness:
            click.echo(f"    {one.way()}")
    checked = ngettext("{count} case checked", "{count} cases checked", cases).format(count=cases)
    click.echo(f"{checked}: {_counted(found)}.", err=True)


def _counted(found: list[Diagnostic]) -> str:
    errors = sum(one.severity == "error" for one in found)
    warnings = len(found) - errors
    if not found:
        return _("nothing found")
    return ", ".join(
        (
            ngettext("{count} error", "{count} errors", errors).format(count=errors),
            ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings),
        )
    )


def as_json(found: list[Diagnostic], cases: int, coverage: Coverage | None) -> None:
    told: dict[str, object] = {
        "cases": cases,
        "errors": sum(one.severity == "error" for one in found),
        "warnings": sum(one.severity == "warning" for one in found),
        "diagnostics": [
            {
                "code": one.code,
                "name": one.name,
                "severity": one.severity,
                "file": one.file,
                "line": one.line,
                "sentence": one.sentence,
                "remedy": one.remedy,
                "witness": [step._asdict() for step in one.witness],
            }
            for one in found
        ],
    }
    if coverage:
        told["curriculum"] = in_numbers(coverage)
    click.echo(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())


def as_github(found: list[Diagnostic], _cases: int, _coverage: Coverage | None) -> None:
    """Workflow commands: GitHub shows each at its line of the change."""
    for one in found:
        said = " ".join(part for part in (one.sentence, one.remedy, one.way()) if part)
        place = f"file={_property(one.file)},line={one.line},title={one.code}"
        click.echo(f"::{one.severity} {place}::{_data(said)}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
