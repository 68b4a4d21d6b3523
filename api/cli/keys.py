"""`outpact key`: the API keys of programs, each with a role; a key is shown once and kept as a hash."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

import msgspec
import typer

from api.cli.shell import AsJson, Data, Of, opened, put, text
from core.domain.zone import HOUSE_ZONE, find_zone
from core.errors import InvalidInput
from core.services.keys import KeyView

keys = typer.Typer(
    help="API keys for programs: of a role, perhaps of a vendor, perhaps until a day.", no_args_is_help=True
)
OPTIONS = {"name": "--name", "role": "--role", "vendor": "--vendor", "until": "--until", "key": "KEY"}

ENDED = {"revoked": "key.revoked", "expired": "key.expired"}


@keys.command("add")
def add_key(
    role: Annotated[str, typer.Option(help="What the key may do: the role of a person, or `service`.")],
    vendor: Annotated[str, typer.Option(metavar="NUMBER", help="The vendor whose key it is (role vendor).")] = "",
    name: Annotated[str, typer.Option(help="What it is for, such as \"shop ERP\"; else its role and vendor.")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="The last day (Shanghai) on which it is valid.")] = "",
    organisation: Of = "", data: Data = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Make a key and write it on standard output, this once; what is said of it goes to standard error."""
    called = name or f"{role} {vendor}".strip()
    with opened(data, organisation=organisation, options=OPTIONS) as shell:
        until_ms = _end_of(until) if until else None
        key = shell.app.sign_in.add_key(shell.actor, called, role, vendor, until_ms)
    made = {"key": key, "name": called, "role": role, "vendor": vendor, "until": until}
    put(made, as_json, lambda: key)
    if not as_json:
        typer.echo(text("key.made", **made), err=True)


@keys.command("list")
def list_keys(organisation: Of = "", data: Data = None, as_json: AsJson = False) -> None:
    """List the keys, the latest first, with what became of them."""
    with opened(data, organisation=organisation) as shell:
        found = shell.app.keys.keys(shell.actor)
    put({"keys": [_plain(one) for one in found]}, as_json, lambda: "\n".join(_line(one) for one in found))


@keys.command("revoke")
def revoke_key(
    key: Annotated[str, typer.Argument(help="Its name, or how it begins (op_…, as `key list` shows it).")],
    organisation: Of = "", data: Data = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """End a key at once."""
    with opened(data, organisation=organisation, options=OPTIONS) as shell:
        ended = shell.app.keys.revoke(shell.actor, key)
    put(_plain(ended), as_json, lambda: text(ENDED[ended.state], **_plain(ended)))


def _end_of(written: str) -> int:
    """The instant (UTC ms) at which the day ends in the house's zone. Raises `InvalidInput`."""
    try:
        after = date.fromisoformat(written) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise InvalidInput("draft.no_day", place="--until", value=written[:20]) from None
    return int(datetime.combine(after, time(), find_zone(HOUSE_ZONE)).timestamp() * 1000)


def _plain(key: KeyView) -> dict[str, Any]:
    """The key's view with its instants as they are written."""
    plain: dict[str, Any] = msgspec.to_builtins(key)
    for name in ("created", "expires", "revoked"):
        at_ms = plain.pop(f"{name}_ms")
        plain[f"{name}_at"] = None if at_ms is None else instant(at_ms)
    return plain


def instant(at_ms: int) -> str:
    """An instant as RFC 3339 in UTC, to the second."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _line(key: KeyView) -> str:
    plain = _plain(key)
    ends = plain["revoked_at"] or plain["expires_at"] or "-"
    return "  ".join(
        (f"{key.prefix}…", f"{key.state:7}", f"{key.role:11}", f"{key.vendor or '-':6}", f"{ends:20}", key.name)
    )
