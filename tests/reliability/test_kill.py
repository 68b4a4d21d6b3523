"""kill -9 during ingest and sweep: no acknowledged event is lost, no milestone doubled (reliability T2, D4, D5)."""

import json
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Self

import pytest
from sqlalchemy import Connection, NullPool, create_engine, text

import rules
from core.bootstrap import build
from core.domain.actor import Actor
from core.settings import Settings
from tests.postgres import drop_postgres_database, new_postgres_database

ROOT = Path(__file__).parents[2]
KILLS = 20
MOST = 500
DATABASES = ("sqlite", "postgresql")


class Client:
    """An honest client: what was not acknowledged it sends again, with the same id."""

    def __init__(self, folder: Path, url: str, mutant: str = "none") -> None:
        self.folder, self.url, self.mutant = folder, url, mutant
        self.acknowledged: set[str] = set()
        self.unanswered: list[dict[str, Any]] = []
        self.sent = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.kill()  # a test that fails leaves no server behind

    def start(self) -> None:
        """Start the server and wait until it listens."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "tests.reliability.server", str(self.folder), self.url, str(self.port)]
        self.process = subprocess.Popen([*command, self.mutant], cwd=ROOT)
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        raise TimeoutError

    def kill(self) -> None:
        """End the server as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def send(self, count: int) -> bool:
        """Send what is unanswered and `count` new events; False if the server was gone."""
        for _ in range(count):
            self.sent += 1
            at = datetime.now(UTC).isoformat()
            self.unanswered.append(
                {"specversion": "1.0", "id": f"e{self.sent}", "source": "client", "type": "case.started",
                 "subject": f"K-{self.sent}", "time": at, "data": {"contract": "C-1"}}
            )  # fmt: skip
        key = (self.folder / "key").read_text()
        try:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
                body = json.dumps(self.unanswered[:MOST])
                connection.request("POST", "/v1/events", body, {"Authorization": f"Bearer {key}"})
                answer = json.loads(connection.getresponse().read())
        except (OSError, HTTPException, ValueError):
            return False
        self.acknowledged.update(item["id"] for item in answer["items"] if item["status"] in ("accepted", "duplicate"))
        self.unanswered = [one for one in self.unanswered if one["id"] not in self.acknowledged]
        return True


def finish(client: Client) -> None:
    """Let the last server take in what is left and work off all clocks, then stop it."""
    client.start()
    until = time.monotonic() + 60
    while time.monotonic() < until and (client.unanswered or not _at_rest(client)):
        client.send(0)
        time.sleep(0.05)
    client.kill()


def _at_rest(client: Client) -> bool:
    with _connect(client) as connection:
        waiting = [f"SELECT count(*) FROM {table} WHERE next_fire_ms IS NOT NULL" for table in ("clocks", "breaches")]
        return not any(connection.execute(text(one)).scalar_one() for one in waiting)


def _connect(client: Client) -> Connection:
    return create_engine(client.url or f"sqlite:///{client.folder / 'outpact.db'}", poolclass=NullPool).connect()


def damage(client: Client) -> list[str]:
    """What of the promises does not hold, in words; empty if all do."""
    with _connect(client) as connection:

        def rows(statement: str) -> list[Any]:
            return list(connection.execute(text(statement)).all())

        stored = {row[0] for row in rows("SELECT event_id FROM events")}
        doubled = rows(
            "SELECT clock_id, kind, level, count(*) FROM milestones "
            "GROUP BY clock_id, cycle_no, kind, level, generation HAVING count(*) > 1"
        )
        clocks = rows("SELECT count(*) FROM clocks")[0][0]
        kinds = dict(rows("SELECT kind || level, count(DISTINCT clock_id) FROM milestones GROUP BY kind, level"))
        breaches = rows("SELECT count(*), count(DISTINCT clock_id) FROM breaches")[0]
        feed = [row[0] for row in rows("SELECT seq FROM breach_changes ORDER BY seq")]
        lives = Counter(
            (breach, state)
            for breach, snapshot in rows("SELECT breach_id, snapshot FROM breach_changes")
            for state in (json.loads(snapshot) if isinstance(snapshot, str) else snapshot)["states"]
        )
        ends = dict(rows("SELECT state, count(*) FROM breaches GROUP BY state"))
        told = rows("SELECT count(*) FROM outbox WHERE topic = 'breach.changed'")[0][0]
    found = [
        (client.acknowledged - stored, "acknowledged events are lost"),
        (doubled, "milestones are doubled"),
        (clocks != len(stored), "an event has no clock, or two"),
        (set(kinds.values()) != {clocks} or len(kinds) != 4, "a clock misses a milestone"),
        (tuple(breaches) != (clocks, clocks), "a breach is missing or doubled"),
        (set(lives.values()) - {1}, "a breach passed a state twice"),
        (ends != {"deemed_accepted": clocks}, "a breach has not come to its end"),
        (feed != list(range(1, len(feed) + 1)), "the feed has a gap"),
        (told != len(feed), "a change has no message, or two"),
        (_record_broken(client), "the record is broken"),
    ]
    return [said for wrong, said in found if wrong]


def _record_broken(client: Client) -> bool:
    app = build(Settings(data=client.folder, database_url=client.url), rules.load())
    organisation_id = app.sign_in.add_organisation("local", "Local")
    found = app.record.verify(Actor(organisation_id, "test", "admin"))
    app.database.close()
    return bool(found.reason)


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    made = new_postgres_database() if request.param == "postgresql" else ""
    yield made
    if made:
        drop_postgres_database(made)


@pytest.mark.timeout(300)
def test_twenty_kills_lose_nothing_and_double_nothing(url: str, tmp_path: Path) -> None:
    chance = random.Random(20)
    with Client(tmp_path, url) as client:
        for _ in range(KILLS):
            client.start()
            until = time.monotonic() + chance.uniform(0.05, 1.4)
            while time.monotonic() < until:
                client.send(chance.randint(1, 25))
            client.kill()
        finish(client)

        assert client.acknowledged
        assert damage(client) == []


def mutated(folder: Path, url: str, mutant: str) -> list[str]:
    """The damage that a mutant does when it dies three times at its worst moment."""
    for number in range(3):
        (folder / f"die-{number}").touch()
    with Client(folder, url, mutant) as client:
        for _ in range(3):
            client.start()
            while client.process is not None and client.process.poll() is None:
                client.send(5)
                time.sleep(0.02)
        finish(client)
        return damage(client)


@pytest.mark.timeout(300)
def test_without_the_same_transaction_the_test_sees_losses(url: str, tmp_path: Path) -> None:
    assert "a clock misses a milestone" in mutated(tmp_path, url, "apart")


@pytest.mark.timeout(300)
def test_written_first_the_unique_key_alone_prevents_doubles(url: str, tmp_path: Path) -> None:
    assert "milestones are doubled" not in mutated(tmp_path, url, "first")


@pytest.mark.timeout(300)
def test_without_the_unique_key_the_test_sees_doubles(url: str, tmp_path: Path) -> None:
    assert "milestones are doubled" in mutated(tmp_path, url, "first-no-key")
