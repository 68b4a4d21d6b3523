"""A fresh PostgreSQL database for each test that asks for one."""

import os
import uuid

from sqlalchemy import URL, create_engine, make_url, text

from tests.tools import missing

SERVER = "OUTPACT_TEST_POSTGRES_URL"


def new_postgres_database() -> str:
    """Make a database and return its URL; without a server the test is skipped, or fails if everything is required."""
    server = os.environ.get(SERVER)
    if not server:
        missing(f"set {SERVER} to a PostgreSQL server to run this on it")
        return ""
    name = f"outpact_{uuid.uuid4().hex}"
    _run(server, f'CREATE DATABASE "{name}"')
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def drop_postgres_database(url: str) -> None:
    """Drop the database of `url`, ending whoever still uses it."""
    name = make_url(url).database
    _run(os.environ[SERVER], f'DROP DATABASE "{name}" WITH (FORCE)')


def forbid_connections(url: URL) -> None:
    """Let nobody into the database of `url` any more."""
    _run(os.environ[SERVER], f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false')


def _run(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
