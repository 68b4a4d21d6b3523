"""The first start: the sample world is told in a folder of its own and moved into place when it is whole."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import contract_templates
import rules
from api.cli.demo import (
    cases,
    contracts,
    objections,
    people,
    performance,
    selections,
    service_desk,
    story,
    studies,
    vendors,
)
from api.cli.demo.people import SIGN_INS
from api.cli.demo.world import BEGINS, ENDS, ORGANISATION, World, at, ms, tell
from api.cli.listening import is_loopback
from core.bootstrap import App, build, check_folder
from core.errors import Conflict, InvalidInput, Unavailable
from core.now import VirtualClock
from core.settings import Settings

LOADING = "demo-loading"
LAST = "2026-12-31 22:00"
LATEST_MS = at(ENDS)
"""Where the world stands if no day is named: in the quarter's last week, so that clocks still run."""
Say = Callable[[int], None]
"""Hears each instant (UTC ms) of the story as it is reached."""


def moment(written: str) -> int:
    """The instant (UTC ms) that `--at` names: a day means its 10:00 in Shanghai. Raises `InvalidInput`."""
    try:
        local = datetime.fromisoformat(written if len(written) > len("2026-11-11") else f"{written} 10:00")
        found = ms(local)
    except ValueError:
        found = 0
    if not at(BEGINS) < found <= at(LAST):
        raise InvalidInput("launch.bad_moment", place="--at", value=written[:60], least=BEGINS[:10], most=LAST[:10])
    return found


def check_loopback(settings: Settings) -> None:
    """Raise `Unavailable` where others than this machine would reach the sample world (decision 15)."""
    if not is_loopback(settings.host):
        raise Unavailable("launch.demo_loopback", place="OUTPACT_HOST", value=settings.host)


def fill(settings: Settings, say: Say, until_ms: int = LATEST_MS, scale: float = 1.0) -> str:
    """Tell the world up to `until_ms` and return its sign-ins; there is no database yet.

    What an interrupted start has left is thrown away and begun anew. Raises `Conflict` on a database server that is in
    use. `scale` is the share of the quarter's cases that is told.
    """
    check_folder(settings.data)
    folder = settings.data / LOADING
    shutil.rmtree(folder, ignore_errors=True)
    server = settings.database_url if settings.file is None else ""
    loading = settings.model_copy(update={"data": folder, "database_url": server})
    app = build(loading, rules.load(), VirtualClock(at(BEGINS)), contract_templates.load)
    try:
        _tell(app, folder, say, until_ms, scale)
        app.begin_time(folder, until_ms)
    finally:
        app.stop()
    _move(loading, settings)
    return (settings.data / SIGN_INS).read_text("utf-8")


def is_begun(settings: Settings) -> bool:
    """Whether there is a database to be left alone; on a server the sign-ins tell."""
    return settings.file.exists() if settings.file is not None else (settings.data / SIGN_INS).exists()


def _tell(app: App, folder: Path, say: Say, until_ms: int, scale: float) -> None:
    clock = app.database.clock
    assert isinstance(clock, VirtualClock)  # noqa: S101 - made so above
    if not app.sign_in.is_unused():
        raise Conflict("launch.demo_not_empty", place="OUTPACT_DATABASE_URL")
    world = World(app, clock, app.sign_in.add_organisation(*ORGANISATION), scale)
    chapters = (
        vendors.chapter(world), people.chapter(world, folder), studies.chapter(world), *selections.chapters(world),
        *contracts.chapters(world), cases.chapter(world), *story.chapters(world),
        objections.chapter(world), *performance.chapters(world), service_desk.chapter(world),
    )  # fmt: skip
    tell(world, chapters, until_ms, say)
    app.monitor.sweep()


def _move(loading: Settings, settings: Settings) -> None:
    """Put every file in its place, the database last: only with it has the world begun."""
    for one in loading.data.rglob("*"):
        if one.is_file() and one != loading.file:
            target = settings.data / one.relative_to(loading.data)
            target.parent.mkdir(parents=True, exist_ok=True)
            one.replace(target)
    if loading.file is not None and settings.file is not None:
        settings.file.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(loading.file, settings.file)
    shutil.rmtree(loading.data)
