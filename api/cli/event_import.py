"""`outpact import-events`: a CSV event log in, its cases, clocks and breaches out."""

import signal
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from api.cli.shell import ORGANISATION, AsJson, Data, language, opened, put, text
from core.services.operations.imports import Progress, Report


def import_events(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    mapping: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="How its columns become events (YAML).")],
    data: Data = None, as_json: AsJson = False,
    skip_refused: Annotated[bool, typer.Option(help="Import the good rows of a file that has bad ones.")] = False,
) -> None:  # fmt: skip
    """Read a CSV event log. Refused rows stop it before the first write; Ctrl-C leaves whole chunks, run it again."""
    stopping: list[int] = []
    signal.signal(signal.SIGINT, lambda number, frame: stopping.append(number))
    progress = Progress(_bar if sys.stderr.isatty() else lambda done, of: None, lambda: bool(stopping))
    began = time.monotonic()
    with opened(data, create=True) as shell:
        if shell.app.sign_in.is_unused():
            shell.app.sign_in.add_organisation(*ORGANISATION)
        report = shell.app.imports.run(
            shell.actor, file.read_bytes(), mapping.read_bytes(), progress, skip_refused=skip_refused
        )
    report.seconds = round(time.monotonic() - began, 3)
    put(_counts(report), as_json, lambda: _in_words(report))
    if report.cancelled or (report.refused and not skip_refused):
        raise typer.Exit(1)


def _bar(done: int, of: int) -> None:
    filled = 30 * done // max(of, 1)
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{of}" + ("\n" if done == of else ""))
    sys.stderr.flush()


def _counts(report: Report) -> dict[str, Any]:
    return {**msgspec.to_builtins(report), "refused": len(report.refused), "refusals": report.refused[:100]}


def _in_words(report: Report) -> str:
    rows = [
        text("import.row", row=one["row"], column=one["column"], reason=one[language()]) for one in report.refused[:20]
    ]
    if report.refused and not report.events:
        return "\n".join([*rows, text("import.refused", count=len(report.refused))])
    ended = text("import.cancelled" if report.cancelled else "import.done")
    return "\n".join([*rows, text("import.counts", **{**msgspec.to_builtins(report), "ended": ended})])
