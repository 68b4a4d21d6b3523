"""The commands; each is a thin shell around one service."""

import signal
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import msgspec
import typer

import contract_templates
import rules
from api.cli import launch
from api.cli.accounts import accounts, organisations
from api.cli.demo import LATEST_MS, SIGN_INS, check_loopback, day_of, fill, is_begun, moment
from api.cli.event_import import import_events
from api.cli.keys import keys
from api.cli.listening import check_ports, in_address
from api.cli.scorecard import scorecard
from api.cli.shell import AsJson, Data, language, opened, put, settings_of, text, told
from api.main import create_app
from core.bootstrap import App, build
from core.domain.actor import Actor
from core.errors import Conflict, InvalidInput
from core.logs import log_as_json
from core.services.decisions import DecisionService
from core.services.legal.verification import Verified
from core.settings import Settings
from core.sla.coverage import cover

main = typer.Typer(
    no_args_is_help=True, add_completion=False,
    pretty_exceptions_show_locals=False,  # they may hold what must not reach a log
)  # fmt: skip


At = typer.Option("--at", help="The day or instant in Shanghai at which the sample world stands, such as 2026-11-11.")


@main.callback()
def begin() -> None:
    """Runs the outsourcing of service operations."""
    log_as_json()


@main.command("serve")
def serve_all(
    data: Data = None,
    with_demo: Annotated[bool, typer.Option("--demo", help="On the first start, load the sample world.")] = False,
    day: Annotated[str, At] = "",
) -> None:
    """Start API, screens and monitor; Ctrl-C stops them all."""
    with told():
        settings = settings_of(data)
        check_ports(settings)
        made = _sample_world(settings, day) if with_demo else ""
        typer.echo(text("launch.migrating"))
        services = build(settings, rules.load(), library=contract_templates.load)
        typer.echo(text("launch.starting"))

        def ready() -> None:
            host = in_address(settings.host)
            typer.echo(text("launch.ready", api=settings.api_port, ui=settings.ui_port, host=host))
            if not services.accounts.has_people():
                typer.echo(text(_first_steps(services), data=settings.data.absolute()))
            if made:
                typer.echo(text("launch.sign_ins", file=settings.data / SIGN_INS) + "\n\n" + made)

        launch.serve(create_app(services), settings, ready)


def _first_steps(services: App) -> str:
    """What to say where nobody can sign in yet: which command adds the first person."""
    return "launch.no_organisation" if services.sign_in.is_unused() else "launch.no_people"


@main.command()
def demo(data: Data = None, day: Annotated[str, At] = "") -> None:
    """Load the sample world into an empty data folder and end; a folder that has a database is left alone."""
    with told():
        settings = settings_of(data)
        made = _sample_world(settings, day)
        told_of = "launch.sign_ins" if made else "launch.demo_left_alone"
        typer.echo(text(told_of, file=settings.data / SIGN_INS) + ("\n\n" + made if made else ""))


def _sample_world(settings: Settings, day: str) -> str:
    """Load the sample world as of `day` and return its sign-ins; `""` where there is a database, whose time goes on."""
    check_loopback(settings)
    until_ms = moment(day) if day else LATEST_MS
    if is_begun(settings):
        if day:
            raise Conflict("launch.demo_begun", place="--at", value=day[:60])
        return ""
    typer.echo(text("launch.demo"))
    return fill(settings, _Progress(), until_ms)


class _Progress:
    """Says every two seconds to which day the story has come."""

    def __init__(self) -> None:
        self.said_s = time.monotonic()

    def __call__(self, at_ms: int) -> None:
        if time.monotonic() - self.said_s >= 2:
            self.said_s = time.monotonic()
            typer.echo(f"  {day_of(at_ms)}")


main.command("import-events")(import_events)
main.add_typer(organisations, name="organisation")
main.add_typer(accounts, name="account")
main.add_typer(keys, name="key")


@main.command()
def monitor(
    data: Data = None, as_json: AsJson = False, once: Annotated[bool, typer.Option(help="Sweep once and end.")] = False
) -> None:
    """Work off all clocks that are due; without --once, every second until Ctrl-C."""
    with opened(data) as shell:
        if not once:
            _until_interrupted(shell.app.start)
            return
        swept = shell.app.monitor.sweep()
    put(
        _plain(swept),
        as_json,
        lambda: f"{swept.clocks} clocks, {swept.milestones} milestones, {swept.breaches} breaches",
    )


audit = typer.Typer(help="The audit record.", no_args_is_help=True)
main.add_typer(audit, name="audit")


@audit.command("verify")
def verify_audit(data: Data = None, as_json: AsJson = False) -> None:
    """Check the hash chain of the record against itself and its checkpoints; status 1 if it was changed."""
    with opened(data) as shell:
        found = shell.app.record.verify(shell.actor)
    code = "audit.broken" if found.reason else "audit.whole"
    put(found, as_json, lambda: text(code, **_plain(found)))
    if found.reason:
        raise typer.Exit(1)


@main.command("contract")
def write_contract(
    number: str, out: Annotated[Path, typer.Option("--out", help="The docx to write.", dir_okay=False)],
    edition: Annotated[str, typer.Option(help="zh, en or bilingual.")] = "bilingual", data: Data = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Write a contract as docx: the active version, else the latest draft."""
    with opened(data) as shell:
        content = shell.app.desk.render(shell.actor, number, edition)
        sha256 = shell.app.desk.shown(shell.actor, number).terms_sha256
    out.write_bytes(content)
    written = {"file": str(out), "number": number, "edition": edition, "terms_sha256": sha256}
    put(written, as_json, lambda: text("draft.written", **written))


@main.command("verify")
def verify_contract(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)], data: Data = None, as_json: AsJson = False,
    on: Annotated[str, typer.Option(metavar="DAY", help="Hold it against the version in force on that day.")] = "",
) -> None:  # fmt: skip
    """Hold a contract document against the record and the rules; status 1, with the clause named, if they differ."""
    with opened(data) as shell:
        day = _day(on) if on else None
        found = shell.app.verification.verify(shell.actor, file.read_bytes(), day)
    put(found, as_json, lambda: _verified(found))
    if not found.is_same:
        raise typer.Exit(1)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise InvalidInput("draft.no_day", place="--on", value=written[:20]) from None


def _verified(found: Verified) -> str:
    values = {**_plain(found), "document_version": found.document_version or "—"}
    if found.is_same:
        return text("verify.same", **values)
    head = text("verify.differs", **values)
    return "\n".join([head, *(text("verify.clause", **_plain(one)) for one in found.differences)])


main.command()(scorecard)


@main.command()
def decide(
    pack: str, facts: Annotated[Path, typer.Argument(exists=True, dir_okay=False)], as_json: AsJson = False
) -> None:
    """Ask a decision table of the shipped packs with the facts of a JSON file; the answer cites its rule."""
    with told():
        service = DecisionService({one.name: one for one in rules.load()})
        answer = service.decide(Actor(0, "local", "admin"), pack, _facts(facts))
    put(answer, as_json, lambda: f"{answer.outcome} ({answer.rule}): {answer.cites.get(language(), '')}")


@main.command()
def obligations(
    coverage: Annotated[bool, typer.Option(help="Show where each obligation lives and what tests it.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the obligations of the shipped packs."""
    with told():
        found = cover(rules.load())
    put({"obligations": found}, as_json, lambda: "\n".join(_rows(found, coverage)))


def _facts(file: Path) -> dict[str, str | int | bool]:
    """The facts of a JSON file. Raises `InvalidInput` saying what is wrong with it."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, str | int | bool])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidInput("decision.bad_facts", place=str(file), reason=str(error)) from None


def _rows(found: list[dict[str, Any]], coverage: bool) -> Iterator[str]:
    """A line each in columns as wide as their longest entry; with `coverage` its screen, and its examples below."""
    columns = ("id", "pack", "screen", "kpi") if coverage else ("id", "pack", "kpi")
    widths = {name: max((len(one[name] or "-") for one in found), default=0) for name in columns}
    for one in found:
        yield "  ".join(f"{one[name] or '-':{widths[name]}}" for name in columns).rstrip()
        if coverage:
            yield from (f"    {test}" for test in one["tests"])


def _plain(view: Any) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(view)
    return plain


def _until_interrupted(start: Any) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    start()
    try:
        signal.pause()
    except KeyboardInterrupt:
        return
