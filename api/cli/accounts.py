"""`outpact organisation` and `outpact account`: who works here; a password is typed or piped in, never an argument."""

import sys
from typing import Annotated, Any

import msgspec
import typer

from api.cli.keys import instant
from api.cli.shell import AsJson, Data, Of, opened, operating_person, put, text
from core.services.accounts import AccountView

organisations = typer.Typer(help="The organisations that are served: mostly one.", no_args_is_help=True)
accounts = typer.Typer(help="The people who sign in.", no_args_is_help=True)
PLACES = {"code": "CODE", "name": "NAME"}
OPTIONS = {"name": "NAME", "shown": "--shown", "role": "--role", "vendor": "--vendor"}
Name = Annotated[str, typer.Argument(help="The name with which the person signs in.")]


@organisations.command("add")
def add_organisation(
    code: Annotated[str, typer.Argument(help="A short word such as acme; with two, people sign in as name@code.")],
    name: Annotated[str, typer.Argument(help="The company's name, as contracts give the buyer.")],
    data: Data = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Found an organisation; begins the database where there is none."""
    with opened(data, create=True, options=PLACES) as shell:
        made = shell.app.accounts.found(operating_person(), code, name)
    put(made, as_json, lambda: text("organisation.added", short=made.code, name=made.name))


@organisations.command("list")
def list_organisations(data: Data = None, as_json: AsJson = False) -> None:
    """List the organisations."""
    with opened(data) as shell:
        found = shell.app.accounts.organisations()
    put({"organisations": found}, as_json, lambda: "\n".join(f"{one.code}  {one.name}" for one in found))


@organisations.command("rename")
def rename_organisation(
    name: Annotated[str, typer.Argument(help="The company's name from now on.")],
    organisation: Of = "", data: Data = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Give the organisation another name; its code stays."""
    with opened(data, organisation=organisation, options=PLACES) as shell:
        made = shell.app.accounts.rename(shell.actor, name)
    put(made, as_json, lambda: text("organisation.renamed", short=made.code, name=made.name))


@accounts.command("add")
def add_account(
    name: Name, role: Annotated[str, typer.Option(help="What the person may do; a wrong role is answered with all.")],
    vendor: Annotated[str, typer.Option(metavar="NUMBER", help="The vendor whose person it is (role vendor).")] = "",
    shown: Annotated[str, typer.Option(help="The name that the screens show; else NAME.")] = "",
    organisation: Of = "", data: Data = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Add a person; the password is asked for, or the first line of standard input."""
    with opened(data, organisation=organisation, options=OPTIONS) as shell:
        actor = shell.actor
        shell.app.sign_in.add_user(actor, name, shown or name, _password(), role, vendor)
    put({"name": name, "role": role, "vendor": vendor}, as_json, lambda: text("account.added", name=name, role=role))


@accounts.command("list")
def list_accounts(organisation: Of = "", data: Data = None, as_json: AsJson = False) -> None:
    """List the people, blocked ones too."""
    with opened(data, organisation=organisation) as shell:
        found = shell.app.accounts.accounts(shell.actor)
    put({"accounts": [_plain(one) for one in found]}, as_json, lambda: "\n".join(_line(one) for one in found))


@accounts.command("block")
def block_account(name: Name, organisation: Of = "", data: Data = None, as_json: AsJson = False) -> None:
    """Let a person sign in no more, and end what sessions are open."""
    with opened(data, organisation=organisation, options=OPTIONS) as shell:
        found = shell.app.accounts.block(shell.actor, name)
    put(_plain(found), as_json, lambda: text("account.blocked", name=name))


@accounts.command("unblock")
def unblock_account(name: Name, organisation: Of = "", data: Data = None, as_json: AsJson = False) -> None:
    """Let a blocked person sign in again."""
    with opened(data, organisation=organisation, options=OPTIONS) as shell:
        found = shell.app.accounts.unblock(shell.actor, name)
    put(_plain(found), as_json, lambda: text("account.unblocked", name=name))


@accounts.command("password")
def set_password(name: Name, organisation: Of = "", data: Data = None, as_json: AsJson = False) -> None:
    """Give a person another password, asked for or the first line of standard input; open sessions end."""
    with opened(data, organisation=organisation, options=OPTIONS) as shell:
        actor = shell.actor
        found = shell.app.accounts.set_password(actor, name, _password())
    put(_plain(found), as_json, lambda: text("account.password_set", name=name))


def _password() -> str:
    """Typed twice unseen, or the first line of what is piped in; an argument would stand in lists of processes."""
    if sys.stdin.isatty():
        return str(typer.prompt(text("account.ask_password"), hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _plain(account: AccountView) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(account)
    return {**plain, "created_at": instant(plain.pop("created_ms"))}


def _line(account: AccountView) -> str:
    state = "active" if account.active else "blocked"
    return "  ".join(
        (f"{account.name:16}", f"{state:7}", f"{account.role:11}", f"{account.vendor or '-':6}", account.shown)
    )
