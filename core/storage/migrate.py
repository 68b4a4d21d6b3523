"""Bringing a database to the present schema and back, from code: no alembic.ini is needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import ArgumentError

from core.errors import Unavailable
from core.storage.database import available


def upgrade(url: str, revision: str = "head") -> None:
    """Apply all revisions up to `revision`; a database at it already is left alone."""
    _run(url, "upgrade", revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Undo all revisions down to `revision`."""
    _run(url, "downgrade", revision)


def _run(url: str, direction: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = _engine(url)
    try:
        with available(), engine.begin() as connection:
            config.attributes["connection"] = connection
            getattr(command, direction)(config, revision)
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    """Raises `Unavailable` for an address that no driver here knows; it may hold a password, so it is not repeated."""
    try:
        return create_engine(url)
    except (ArgumentError, ModuleNotFoundError):
        raise Unavailable("launch.bad_database", place="OUTPACT_DATABASE_URL") from None
