"""The database under trouble and under load: snapshots, and what is told when it cannot serve."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.testclient import TestClient

from api.main import create_app
from core.errors import Unavailable
from core.storage.database import available, connect
from core.storage.tables import organisations
from tests.integration.conftest import House
from tests.postgres import forbid_connections

FULL, NO_SUCH_TABLE = sqlite3.SQLITE_FULL, sqlite3.SQLITE_ERROR


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    key = house.app.sign_in.add_key(house.admin, "shop", "service")
    yield TestClient(create_app(house.app), headers={"Authorization": f"Bearer {key}"}, raise_server_exceptions=False)
    house.app.intake.stop()


def test_what_is_committed_while_reading_is_not_seen(house: House) -> None:
    count = select(func.count()).select_from(organisations)
    with house.app.database.reading() as work:
        before = work.connection.execute(count).scalar_one()
        house.app.sign_in.add_organisation("other", "Other")
        assert work.connection.execute(count).scalar_one() == before
    with house.app.database.reading() as work:
        assert work.connection.execute(count).scalar_one() == before + 1


def failing(code: int) -> OperationalError:
    broken = sqlite3.OperationalError("told by SQLite")
    broken.sqlite_errorcode = code
    return OperationalError("INSERT", {}, broken)


def test_a_full_disk_is_told_as_unavailable() -> None:
    with pytest.raises(Unavailable), available():
        raise failing(FULL)


def test_a_mistake_of_ours_is_not_called_unavailable() -> None:
    with pytest.raises(OperationalError), available():
        raise failing(NO_SUCH_TABLE)
    with pytest.raises(IntegrityError), available():
        raise IntegrityError("INSERT", {}, sqlite3.IntegrityError())


def test_a_file_held_by_another_program_is_unavailable(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'held.db'}"
    database = connect(url)
    holder = sqlite3.connect(tmp_path / "held.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Unavailable), database.unit_of_work_of(1, "test"):
            pass
    finally:
        holder.close()
        database.close()


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        connect("postgresql+psycopg://nobody@127.0.0.1:1/none")


def test_a_database_that_is_gone_is_503_on_every_route(house: House, client: TestClient) -> None:
    take_away(house)

    for path in ("/readyz", "/v1/clocks"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["title"]) == (503, "database.unavailable"), path
        assert answer.headers["Retry-After"]


def take_away(house: House) -> None:
    """A folder stands where the file was; a server lets nobody into the database any more."""
    house.app.database.close()
    url = house.app.database.writer.url
    if url.get_backend_name() == "sqlite":
        Path(str(url.database)).rename(f"{url.database}.away")
        Path(str(url.database)).mkdir()
    else:
        forbid_connections(url)
