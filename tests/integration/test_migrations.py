"""The schema by its revisions: up, down, up again the same, as the tables say; an organisation in every key."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, NullPool, PrimaryKeyConstraint, Table, UniqueConstraint, create_engine, inspect

from core.storage import migrate
from core.storage.tables import metadata
from tests.postgres import drop_postgres_database, empty_postgres_database

VERSIONS = "alembic_version"
OF_NO_ORGANISATION = {
    "organisations": "it is the organisation",
    "watermark": "the machine's clock is everybody's",
}
Schema = dict[str, Any]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    url = empty_postgres_database() if request.param == "postgresql" else f"sqlite:///{tmp_path / 'empty.db'}"
    engine = create_engine(url, poolclass=NullPool)
    yield engine
    if request.param == "postgresql":
        drop_postgres_database(url)


def address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def schema(engine: Engine) -> Schema:
    """Every table with its columns, keys, references and indices, partial ones with their condition."""
    found = inspect(engine)
    columns, primary, unique, references, indices = (
        found.get_multi_columns(), found.get_multi_pk_constraint(), found.get_multi_unique_constraints(),
        found.get_multi_foreign_keys(), found.get_multi_indexes(),
    )  # fmt: skip
    return {
        table[1]: {
            "columns": {one["name"]: {**one, "type": repr(one["type"])} for one in columns[table]},
            "primary": primary[table],
            "unique": sorted(unique[table], key=str),
            "references": sorted(references[table], key=str),
            "indices": sorted(map(_index, indices[table]), key=str),
        }
        for table in columns
        if table[1] != VERSIONS
    }


def _index(found: Any) -> dict[str, Any]:
    options = {name: str(value) for name, value in found.get("dialect_options", {}).items()}
    return {**found, "dialect_options": options}


def revisions() -> list[tuple[str, str]]:
    """Each revision with the one before it, the first first."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())[::-1]
    return [(str(one.down_revision or "base"), one.revision) for one in scripts]


def test_every_revision_undone_and_applied_again_leaves_the_same_schema(engine: Engine) -> None:
    for before, revision in revisions():
        earlier = schema(engine)
        migrate.upgrade(address(engine), revision)
        later = schema(engine)
        migrate.downgrade(address(engine), before)
        assert schema(engine) == earlier, f"{revision} undone"
        migrate.upgrade(address(engine), revision)
        assert schema(engine) == later, f"{revision} again"


def test_all_revisions_undone_leave_nothing(engine: Engine) -> None:
    migrate.upgrade(address(engine))
    migrate.downgrade(address(engine))

    assert schema(engine) == {}


def test_the_migrated_schema_is_what_the_tables_say(engine: Engine) -> None:
    migrate.upgrade(address(engine))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrated = schema(engine)
    migrate.downgrade(address(engine))
    metadata.create_all(engine)

    assert migrated == schema(engine)  # also defaults and conditions of partial indices, which alembic leaves out


def keys(table: Table) -> list[set[str]]:
    """The columns of each unique key but the row's own number, by which no row is found from outside."""
    constraints = [one for one in table.constraints if isinstance(one, UniqueConstraint | PrimaryKeyConstraint)]
    indices = [index for index in table.indexes if index.unique]
    found = [{column.name for column in one.columns} for one in (*constraints, *indices)]
    return [columns for columns in found if columns != {"id"}]


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_row_belongs_to_an_organisation_which_is_part_of_every_unique_key(table: Table) -> None:
    if table.name in OF_NO_ORGANISATION:
        assert "organisation_id" not in table.columns
        return

    assert not table.columns["organisation_id"].nullable
    assert [columns for columns in keys(table) if "organisation_id" not in columns] == []


def test_an_exception_is_a_table() -> None:
    assert set(OF_NO_ORGANISATION) <= set(metadata.tables)
