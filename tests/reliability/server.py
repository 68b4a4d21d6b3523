"""The API with its monitor on a database of its own, in real time, to be killed; mutants show what each wall holds.

    python -m tests.reliability.server FOLDER URL PORT MUTANT

Mutants: `apart` writes the clocks' state and what they reached in two transactions; `first` writes what they reached
first; `first-no-key` does so without the unique keys. Each dies between the two, once for every file `die-*`.
"""

import os
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from unittest.mock import patch

import uvicorn
from sqlalchemy import text

import rules
from api.main import create_app
from core.bootstrap import App, build
from core.services.legal.publication import ContractDraft
from core.services.operations.monitor import MonitorService
from core.services.operations.sweep import Sweep, Swept
from core.services.shelf import Shelf
from core.settings import Settings
from core.sla.packs import parse
from core.storage.books.breaches import Ledger
from core.storage.books.reached import Reached
from core.storage.database import Work
from tests.integration.conftest import OFFICE

WATCHED = {
    "obligations": {
        "T-01": {
            "source": "the tests' own", "kind": "deadline", "owed_by": "vendor", "severity": "major", "kpi": "on_time",
            "trigger": "case.started", "required": "case.stopped", "limit": {"default": "1 s", "from": "ours"},
            "basis": "natural", "wording": {"zh": "{limit}内", "en": "within {limit}"},
        }
    },
    "words": {
        "case.started": {"zh": "开始", "en": "started"}, "case.stopped": {"zh": "结束", "en": "stopped"},
    },
}  # fmt: skip
KEY = "key"
GRACE_MS = 300
OBJECTION_MS = 500
"""In place of minutes and days, so that a breach goes through its whole life between two kills."""
KEYED = ("milestones", "breaches")


def main(folder: Path, url: str, port: int, mutant: str) -> None:
    """Serve until killed."""
    patch("core.domain.breach.INGEST_GRACE_MS", GRACE_MS).start()
    patch("core.services.shelf.objection_ends_ms", lambda calendar, told_ms, days: told_ms + OBJECTION_MS).start()
    app = build(Settings(data=folder, database_url=url), rules.load())
    if not (folder / KEY).exists():
        _fill(app, folder)
    if mutant != "none":
        _mutate(app, folder, mutant)
    uvicorn.run(create_app(app), host="127.0.0.1", port=port, log_level="critical", access_log=False)


def _fill(app: App, folder: Path) -> None:
    admin = app.local_admin(app.sign_in.add_organisation("local", "Local"))
    draft = ContractDraft(
        number="C-1", title="Desk", buyer="Buyer", vendor_number="V-1", vendor_name="Vendor",
        effective_from=date(2020, 1, 1), calendar_name="office", calendar=OFFICE,
        packs=[app.packs["deadlines"], parse("watched", WATCHED)],
    )  # fmt: skip
    app.contracts.publish(admin, draft)
    (folder / KEY).write_text(app.sign_in.add_key(admin, "test", "service"))


def _mutate(app: App, folder: Path, mutant: str) -> None:
    if mutant == "first-no-key":
        _drop_keys(app, folder)

    def sweep(monitor: MonitorService, most: int | None = None) -> Swept:
        done = Swept()
        while (organisation_id := monitor._earliest()) is not None:
            with monitor.database.unit_of_work_of(organisation_id, "mutant") as work:
                step = Sweep(work, monitor.shelf)
                rows = step._claim()
                if mutant == "apart":
                    reached = step._reach(rows)
                else:
                    with patch("core.services.operations.sweep.move_clocks"):  # the rows of the clocks are left alone
                        reached = step._reach(rows)
                    _record(work, monitor.shelf, reached)
            _die(folder)
            with monitor.database.unit_of_work_of(organisation_id, "mutant") as work:
                if mutant == "apart":
                    _record(work, monitor.shelf, reached)
                else:
                    Sweep(work, monitor.shelf)._reach(rows)
            done.clocks += len(rows)
        return done

    patch.object(MonitorService, "sweep", sweep).start()


def _record(work: Work, shelf: Shelf, reached: list[Reached]) -> None:
    ledger = Ledger(work.connection, work.organisation_id, work.now_ms, shelf.period(work.connection))
    ledger.record(reached)
    ledger.ripen(500)
    ledger.close(work.range)
    work.audit("clock.sweep", "mutant", "0" * 64)


def _drop_keys(app: App, folder: Path) -> None:
    """Take the unique keys of milestones and breaches away, as a forgotten migration would."""
    if app.database.writer.dialect.name == "sqlite":
        _drop_sqlite_keys(folder / "outpact.db")
        return
    named = text("SELECT conname FROM pg_constraint WHERE contype = 'u' AND conrelid = CAST(:t AS regclass)")
    with app.database.writer.begin() as connection:
        for table in KEYED:
            for name in connection.execute(named, {"t": table}).scalars().all():
                connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))


def _drop_sqlite_keys(file: Path) -> None:
    """SQLite keeps a key in its table's definition: make the tables anew without."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA legacy_alter_table=ON")  # references of other tables stay as they are
        for table in KEYED:
            [sql] = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            made = "\n".join(line for line in sql.splitlines() if "UNIQUE" not in line).replace(", \n)", "\n)")
            connection.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
            connection.execute(made)
            connection.execute(f"INSERT INTO {table} SELECT * FROM old_{table}")
            connection.execute(f"DROP TABLE old_{table}")


def _die(folder: Path) -> None:
    """Kill this process, as often as there are files that say so."""
    for file in sorted(folder.glob("die-*"))[:1]:
        file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4])
