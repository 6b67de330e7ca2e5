"""``mentor-cpd account``: open accounts, and look after them, from the server's own terminal."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..errors import CpdError
from ..language import _, ngettext
from ..records.folder import DataFolder
from ..records.people import COMMAND_LINE, ROLES, People, Person
from ..records.store import Store
from .options import data_option

Command = Callable[..., Any]


def password_options(command: Command) -> Command:
    """How a password may come in. Never as an argument: those stay in the shell's history
    and show in the list of processes."""
    prompt = click.option(
        "--password-prompt", "prompt", is_flag=True, help=_("Ask for a password, unseen.")
    )
    stdin = click.option(
        "--password-stdin", "stdin", is_flag=True, help=_("Read the password from standard input.")
    )
    return prompt(stdin(command))


@click.group(short_help=_("Open accounts and look after them."))
def command() -> None:
    """Open accounts and look after them."""


@command.command()
@click.argument("account")
@click.option("--name", required=True, help=_("The person's full name, as colleagues know it."))
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(ROLES),
    help=_("What the person does here; give it again for each further role."),
)
@password_options
@data_option
def add(
    *,
    account: str,
    name: str,
    roles: tuple[str, ...],
    prompt: bool,
    stdin: bool,
    data: Path | None,
) -> None:
    """Open the account ACCOUNT.

    Prints a link to hand over, by which the person sets a password. It works once, for
    seven days.
    """
    with _people(data, new=True) as (store, people):
        password = _password(prompt, stdin)
        if password is None:
            person = people.add(account, name, roles, by=COMMAND_LINE)
        else:
            person = people.add_with_password(account, name, roles, password, by=COMMAND_LINE)
        click.echo(_("{account} is open for {name}.").format(account=person.account, name=name))
        if password is None:
            _hand_over(store, people, person)


@command.command("list")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@data_option
def list_(form: str, data: Path | None) -> None:
    """Show every account."""
    with _people(data) as (_store, people):
        everybody = people.all()
    if form == "json":
        click.echo(json.dumps([_as_data(person) for person in everybody], indent=2))
        return
    table = Table(_("Account"), _("Name"), _("Roles"), _("State"), box=None, pad_edge=False)
    for person in everybody:
        cells = (person.account, person.name, _in_order(person), _state(person))
        table.add_row(*(Text(cell) for cell in cells))
    Console().print(table)


@command.command()
@click.argument("account")
@click.argument("roles", nargs=-1, required=True, type=click.Choice(ROLES))
@data_option
def role(account: str, roles: tuple[str, ...], data: Path | None) -> None:
    """Give ACCOUNT these ROLES, in place of those that it has."""
    with _people(data) as (_store, people):
        person = people.set_roles(people.get(account).id, roles, by=COMMAND_LINE)
    click.echo(
        _("{account} is now: {roles}.").format(account=person.account, roles=_in_order(person))
    )


@command.command()
@click.argument("account")
@password_options
@data_option
def password(account: str, prompt: bool, stdin: bool, data: Path | None) -> None:
    """Give ACCOUNT a new password, or a link to set one by.

    Setting one signs the person out everywhere.
    """
    with _people(data) as (store, people):
        person = people.get(account)
        new = _password(prompt, stdin)
        if new is None:
            _hand_over(store, people, person)
            return
        people.set_password(person.id, new, by=COMMAND_LINE)
    click.echo(_("{account} has a new password.").format(account=person.account))


@command.command()
@click.argument("account")
@data_option
def disable(account: str, data: Path | None) -> None:
    """Switch ACCOUNT off, and sign the person out. What they did is kept."""
    with _people(data) as (_store, people):
        person = people.disable(people.get(account).id, by=COMMAND_LINE)
    click.echo(_("{account} is switched off.").format(account=person.account))


@command.command()
@click.argument("account")
@data_option
def enable(account: str, data: Path | None) -> None:
    """Switch ACCOUNT on again."""
    with _people(data) as (_store, people):
        person = people.enable(people.get(account).id, by=COMMAND_LINE)
    click.echo(_("{account} is switched on.").format(account=person.account))


@command.command("sign-out")
@click.argument("account")
@data_option
def sign_out(account: str, data: Path | None) -> None:
    """Sign ACCOUNT out on every browser."""
    with _people(data) as (_store, people):
        person = people.get(account)
        ended = people.sign_out_everywhere(person.id, by=COMMAND_LINE)
    click.echo(
        ngettext(
            "{account} is signed out on {n} browser.",
            "{account} is signed out on {n} browsers.",
            ended,
        ).format(account=person.account, n=ended)
    )


@command.command()
@click.argument("account")
@click.option("--yes", is_flag=True, help=_("Do not ask first."))
@data_option
def erase(account: str, *, yes: bool, data: Path | None) -> None:
    """Erase whatever ACCOUNT has written, and what they have begun to write.

    The choices stay in the record, under a pseudonym, and its chain still holds. Nothing is
    erased while something of it may be about a real child: the safeguarding lead closes that
    on the desk first. Copies that were made before (backups) keep it until they are deleted.
    """
    with _people(data) as (store, people):
        person = people.get(account)
        if not yes:
            click.confirm(
                _(
                    "Erase everything that {name} ({account}) has written? It cannot be undone."
                ).format(name=person.name, account=person.account),
                abort=True,
            )
        erased = store.erase_texts(person=person.id, by=COMMAND_LINE)
    click.echo(
        ngettext(
            "{n} text of {account} is erased.", "{n} texts of {account} are erased.", erased
        ).format(n=erased, account=person.account)
    )
    click.echo(
        _(
            "The files for marking lose it at the next mentor-cpd grade. "
            "A running server does that by itself."
        )
    )


@contextlib.contextmanager
def _people(data: Path | None, *, new: bool = False) -> Iterator[tuple[Store, People]]:
    """The store and its people; with ``new`` the folder is made where there is none yet."""
    folder = DataFolder.find(data, create=new)
    with Store.open(folder.store_url) as store:
        yield store, People(store)


def _password(prompt: bool, stdin: bool) -> str | None:
    if prompt and stdin:
        raise CpdError(_("Give one of --password-prompt and --password-stdin, not both."))
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if prompt:
        read: str = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
        return read
    return None


def _hand_over(store: Store, people: People, person: Person) -> None:
    """Print a welcome link. The host knows its own address, once it has been started."""
    if person.disabled:
        raise CpdError(
            _("{account} is switched off.").format(account=person.account),
            _("Switch it on first: mentor-cpd account enable {account}").format(
                account=person.account
            ),
        )
    path = f"/welcome/{people.make_link('welcome', person.id, by=COMMAND_LINE)}"
    address = str(store.setting("address") or "").rstrip("/")
    if address:
        click.echo(_("Hand over this link; it works once, for seven days:"))
    else:
        click.echo(
            _("Hand over this link, after the server's address; it works once, for seven days:")
        )
    click.echo(address + path)


def _in_order(person: Person) -> str:
    return ", ".join(role for role in ROLES if role in person.roles)


def _state(person: Person) -> str:
    if person.disabled:
        return _("switched off")
    return "" if person.has_password else _("no password yet")


def _as_data(person: Person) -> dict[str, Any]:
    return {
        "account": person.account,
        "name": person.name,
        "roles": [role for role in ROLES if role in person.roles],
        "person": person.id,
        "disabled": person.disabled,
        "has_password": person.has_password,
        "added": person.added.isoformat(),
    }
