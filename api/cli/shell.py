"""What every command shares: the services on a data folder, output for people or programs, and exit statuses."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from pydantic import ValidationError

import contract_templates
import rules
from core.bootstrap import App, build
from core.domain.actor import CLI, Actor
from core.errors import InvalidInput, NotFound, OutpactError
from core.messages import sentence
from core.services.sign_in import LONGEST_NAME
from core.settings import Settings

ORGANISATION = ("local", "local")
"""What an import into an empty folder founds; `outpact organisation rename` gives it the company's name."""
Data = Annotated[
    Path | None,
    typer.Option("--data", file_okay=False, help="Folder of the embedded database and files; default var/."),
]
Of = Annotated[
    str, typer.Option("--organisation", metavar="CODE", help="Which organisation, where there is more than one.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


@dataclass(frozen=True, slots=True)
class Shell:
    """The services, and the code of the organisation that was named, if one was."""

    app: App
    organisation: str = ""

    @property
    def actor(self) -> Actor:
        """Whoever has the machine's command line acts as administrator of the organisation that was named, or the one.

        Raises `InvalidInput` where there is more than one to choose from, `NotFound` where there is none.
        """
        found = {one.code: one for one in self.app.accounts.organisations()}
        if not found:
            raise NotFound("access.no_organisation")
        codes = ", ".join(found)
        if not self.organisation and len(found) > 1:
            raise InvalidInput("access.which_organisation", place="--organisation", allowed=codes)
        chosen = self.organisation or next(iter(found))
        if chosen not in found:
            raise NotFound("access.unknown_organisation", place="--organisation", value=chosen[:60], allowed=codes)
        return Actor(found[chosen].id, operating_person(), "admin")


def operating_person() -> str:
    """Who sits at the command line, as the record names him: `cli:` and his name on the machine."""
    try:
        return f"{CLI}{getuser()}"[:LONGEST_NAME]
    except (KeyError, OSError):  # the machine has no name for this number
        return f"{CLI}unknown"


def settings_of(data: Path | None) -> Settings:
    """The settings, with the data folder of the command line. Raises `InvalidInput` naming the port that is none."""
    try:
        return Settings(data=data) if data else Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"OUTPACT_{first['loc'][0]}".upper()
        raise InvalidInput("launch.bad_port", place=name, value=str(first["input"])[:60]) from None


@contextmanager
def opened(
    data: Path | None, *, create: bool = False, organisation: str = "", options: Mapping[str, str] | None = None
) -> Iterator[Shell]:
    """Open the data folder, migrating it first; an error of ours ends the command with status 1.

    Only with `create` is a database begun: who asks about a record does not want to be told of an empty one. `options`
    says by which option or argument of the command a place of the services was given.
    """
    with told(options):
        settings = settings_of(data)
        if not create and settings.file is not None and not settings.file.exists():
            raise NotFound("launch.no_database", place=str(settings.file.parent))
        app = build(settings, rules.load(), library=contract_templates.load)
        try:
            yield Shell(app, organisation or settings.organisation)
        finally:
            app.stop()


@contextmanager
def told(options: Mapping[str, str] | None = None) -> Iterator[None]:
    """Say an error in the user's language, in both where none is known, and leave with status 1 (refused input)."""
    try:
        yield
    except OutpactError as error:
        error.place = (options or {}).get(error.place, error.place)
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
