"""A fresh PostgreSQL database for each test that asks for one."""

import atexit
import os
import uuid
from functools import cache

from sqlalchemy import URL, create_engine, make_url, text

from core.storage import migrate
from tests.tools import missing

SERVER = "OUTPACT_TEST_POSTGRES_URL"


def new_postgres_database() -> str:
    """Make a database and return its URL; without a server the test is skipped, or fails if everything is required."""
    server = os.environ.get(SERVER)
    if not server:
        missing(f"set {SERVER} to a PostgreSQL server to run this on it")
        return ""
    name = f"outpact_{uuid.uuid4().hex}"
    _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{_migrated(server)}"')
    return _url(server, name)


def empty_postgres_database() -> str:
    """The same without any table."""
    server = os.environ.get(SERVER)
    if not server:
        missing(f"set {SERVER} to a PostgreSQL server to run this on it")
        return ""
    name = f"outpact_{uuid.uuid4().hex}"
    _run(server, f'CREATE DATABASE "{name}"')
    return _url(server, name)


@cache
def _migrated(server: str) -> str:
    """A database with all tables that the others are copied from: migrating takes a hundred times as long."""
    name = f"outpact_template_{uuid.uuid4().hex}"
    _run(server, f'CREATE DATABASE "{name}"')
    migrate.upgrade(_url(server, name))
    atexit.register(_run, server, f'DROP DATABASE "{name}" WITH (FORCE)')
    return name


def _url(server: str, name: str) -> str:
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
