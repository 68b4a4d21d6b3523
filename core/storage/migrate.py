"""Bringing a database to the present schema and back, from code: no alembic.ini is needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

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
    engine = create_engine(url)
    try:
        with available(), engine.begin() as connection:
            config.attributes["connection"] = connection
            getattr(command, direction)(config, revision)
    finally:
        engine.dispose()
