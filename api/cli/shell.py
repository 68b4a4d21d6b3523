"""What every command shares: the services on a data folder, output for people or programs, and exit statuses."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from pydantic import ValidationError

import contract_templates
import rules
from core.bootstrap import App, build
from core.domain.actor import Actor
from core.errors import InvalidInput, NotFound, OutpactError
from core.messages import sentence
from core.settings import Settings

ORGANISATION = ("local", "上海木阅家居有限公司〔演示〕")
Data = Annotated[
    Path | None,
    typer.Option("--data", file_okay=False, help="Folder of the embedded database and files; default var/."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


@dataclass(frozen=True, slots=True)
class Shell:
    """The services and the local administrator in whose name the command line acts."""

    app: App
    actor: Actor


def settings_of(data: Path | None) -> Settings:
    """The settings, with the data folder of the command line. Raises `InvalidInput` naming the port that is none."""
    try:
        return Settings(data=data) if data else Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"OUTPACT_{first['loc'][0]}".upper()
        raise InvalidInput("launch.bad_port", place=name, value=str(first["input"])[:60]) from None


@contextmanager
def opened(data: Path | None, *, create: bool = False) -> Iterator[Shell]:
    """Open the data folder, migrating it first; an error of ours ends the command with status 1.

    Only with `create` is a database begun: who asks about a record does not want to be told of an empty one.
    """
    with told():
        settings = settings_of(data)
        if not create and settings.file is not None and not settings.file.exists():
            raise NotFound("launch.no_database", place=str(settings.file.parent))
        app = build(settings, rules.load(), library=contract_templates.load)
        try:
            yield Shell(app, app.local_admin(app.sign_in.add_organisation(*ORGANISATION)))
        finally:
            app.stop()


@contextmanager
def told() -> Iterator[None]:
    """Say an error in the user's language, in both where none is known, and leave with status 1 (refused input)."""
    try:
        yield
    except OutpactError as error:
        for one in (language(),) if _spoken() else ("zh", "en"):
            typer.echo(error.message(one), err=True)
        raise typer.Exit(1) from None


def language() -> str:
    """Zh where the terminal's language is Chinese, else en."""
    return "zh" if _spoken().startswith("zh") else "en"


def _spoken() -> str:
    """The terminal's language, or nothing: C and POSIX are none."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    spoken = named.lower().partition(".")[0]
    return "" if spoken in ("c", "posix") else spoken


def text(code: str, **values: object) -> str:
    """A sentence of ours in the terminal's language."""
    return sentence(code, language(), values)


def put(shown: Any, as_json: bool, in_words: Callable[[], str]) -> None:
    """Write `shown` as one JSON object, or `in_words` for a person."""
    if as_json:
        sys.stdout.write(msgspec.json.encode(shown).decode() + "\n")
    else:
        typer.echo(in_words())
