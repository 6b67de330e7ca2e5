"""``mentor-cpd grade``: marks by replay, into the log and into nbgrader's gradebook."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from ..assess.grading import Weighed
from ..course import Course
from ..language import _
from ..records.folder import DataFolder
from ..records.store import Store
from .options import course_option, data_option

WORDS = ("graded", "changed", "refused", "held", "erased", "same")


@click.command("grade", short_help=_("Mark what was handed in, by replay."))
@click.argument("assignment", required=False, default="")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help=_("Only what was handed in on that day or later."),
)
@click.option("--dry-run", is_flag=True, help=_("Change nothing; say what would change."))
@click.option(
    "--files",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help=_(
        "A folder of submissions from JupyterLab: ACCOUNT/ASSIGNMENT/ or ACCOUNT/ASSIGNMENT.zip."
    ),
)
@click.option(
    "--new",
    "only_new",
    is_flag=True,
    help=_("Mark only what has not been marked; as the server does."),
)
@course_option
@data_option
def command(  # noqa: PLR0917 - one option each, given by name
    assignment: str,
    since: datetime | None,
    dry_run: bool,
    files: Path | None,
    only_new: bool,
    course: Path | None,
    data: Path | None,
) -> None:
    """Mark everything that was handed in, or one ASSIGNMENT, by playing it again.

    The marks go to the record and to nbgrader's gradebook, with those that trainers have
    agreed on, and released submissions get nbgrader's feedback. No kernel is started, and
    nothing that anybody handed in is run. It can be stopped and run again at any time;
    the server runs it by itself for whatever is new.

    After the key of a case or the rubric has changed, run it again: marks are computed
    anew, those that trainers gave are kept, and every change is in the record.

    Exit code 0: everything is marked. 1: something was refused, or left as it was. 2: it
    could not be done.
    """
    found = Course.find(course)
    folder = DataFolder.find(data)
    with _Shown() as shown, Store.open(folder.store_url) as store:
        # nbgrader takes seconds to import.
        from ..assess.gradebook import run  # noqa: PLC0415

        asked = run.Asked(assignment, since.astimezone() if since else None, files, only_new)
        watcher = run.Watcher(shown.begin, shown.done, shown.say, shown.complain)
        if dry_run:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
                copy = Path(place) / "record.sqlite"
                store.backup(copy)
                with Store.open(f"sqlite:///{copy.as_posix()}") as rehearsal:
                    run.rehearse(found, folder, rehearsal, asked, watcher)
        else:
            run.grade(found, folder, store, asked, watcher)
    shown.sum_up(dry=dry_run)
    sys.exit(1 if shown.amiss else 0)


class _Shown:
    """What whoever grades sees: a bar while it lasts, a line for what matters, a sum."""

    def __init__(self) -> None:
        self.console = Console()
        self.amiss = False
        self.counts: Counter[str] = Counter()
        errors = Console(stderr=True)
        self._bar = Progress(
            TextColumn(_("Grading")),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=errors,
            transient=True,
            disable=not errors.is_terminal,
        )
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> _Shown:
        self._bar.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._bar.stop()

    def begin(self, total: int) -> None:
        self._bar.update(self._task, total=total)

    def done(self, weighed: Weighed) -> None:
        from ..assess.gradebook.run import described  # noqa: PLC0415 -- as above

        self.counts[weighed.what] += 1
        self._bar.advance(self._task)
        if weighed.what in ("refused", "held"):
            self.complain(described(weighed))
        elif weighed.says:
            self.say(described(weighed))

    def say(self, line: str) -> None:
        self.console.print(Text(line), soft_wrap=True)

    def complain(self, line: str) -> None:
        self.amiss = True
        self.say(line)

    def sum_up(self, *, dry: bool) -> None:
        words = {
            "graded": _("{n} graded"),
            "changed": _("{n} changed"),
            "refused": _("{n} refused"),
            "held": _("{n} held"),
            "erased": _("{n} erased"),
            "same": _("{n} as they were"),
        }
        told = [words[what].format(n=self.counts[what]) for what in WORDS if self.counts[what]]
        said = ", ".join(told) or _("Nothing has been handed in")
        self.say((_("It would be: {said}.") if dry else _("{said}.")).format(said=said))
