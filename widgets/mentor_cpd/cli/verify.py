"""``mentor-cpd verify``: is the record whole, and as it was written?"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from ..errors import CpdError
from ..language import _, ngettext
from ..records.folder import DataFolder
from ..records.store import Store
from .options import data_option


@click.command(short_help=_("Check that the record is whole."))
@data_option
@click.option(
    "--head",
    metavar="SEQ:HASH",
    help=_("What an earlier check printed as the head: is it still part of the record?"),
)
def command(data: Path | None, head: str | None) -> None:
    """Check the record: the file, the chain of events, what was written, every turn.

    Prints the head of the chain. Note it down outside this machine, and a later
    check with --head shows that nothing before it was taken away or rewritten.

    Exit code 0: sound. 1: something is wrong. 2: there is no record to check.
    """
    noted = _read_head(head) if head else None
    folder = DataFolder.find(data, create=False)
    with Store.open(folder.store_url, migrate=False) as store:
        wrong = [str(finding) for finding in store.verify()]
        if noted and not store.holds(*noted):
            wrong.append(_("record: the head that was noted is not part of it any more"))
        if wrong:
            click.echo("\n".join(wrong))
            sys.exit(1)
        seq, seal = store.head()
    click.echo(
        ngettext("The record is sound: {n} event.", "The record is sound: {n} events.", seq).format(
            n=seq
        )
    )
    click.echo(_("Head: {seq}:{hash}").format(seq=seq, hash=seal))


def _read_head(head: str) -> tuple[int, str]:
    read = re.fullmatch(r"(\d{1,15}):([0-9a-f]{64})", head.strip())
    if not read:
        raise CpdError(
            _('"{head}" is no head of a record.').format(head=head),
            _("Give what mentor-cpd verify printed: the number, a colon, and 64 letters."),
        )
    return int(read[1]), read[2]
