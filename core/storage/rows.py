"""Many rows in one statement: they travel as one JSON document, which both databases take apart (decision 3)."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, TextClause, text

Types = Mapping[str, str]
"""Column name -> SQL type (bigint, integer, text, boolean, json)."""
Rows = Sequence[Mapping[str, object]]


def insert_new(connection: Connection, table: str, types: Types, rows: Rows, returning: str) -> Sequence[Row[Any]]:
    """Insert those of `rows` that break no unique key; return `returning` of each that was new."""
    if not rows:
        return []
    statement = _insert(connection.dialect.name, table, tuple(types.items()), returning)
    return connection.execute(statement, {"rows": _packed(rows)}).all()


def append(connection: Connection, table: str, types: Types, rows: Rows) -> None:
    """Insert rows that are new by their making."""
    if rows:
        statement = _insert(connection.dialect.name, table, tuple(types.items()), "")
        connection.execute(statement, {"rows": _packed(rows)})


def change(connection: Connection, table: str, types: Types, rows: Rows) -> None:
    """Write the columns of `types` to the stored rows whose `id` each row names."""
    if rows:
        statement = _update(connection.dialect.name, table, tuple(types.items()))
        connection.execute(statement, {"rows": _packed(rows)})


def by_due(table: Table, organisation_id: int) -> ColumnElement[bool]:
    """The organisation's rows, found by their due instant: as a sum, so that the planner does not sort all its rows."""
    return (table.c.organisation_id + 0) == organisation_id


def _packed(rows: Rows) -> str:
    return msgspec.json.encode(rows).decode()


def _source(dialect: str, types: tuple[tuple[str, str], ...]) -> str:
    """The document as rows of SQL; names come from the code, values are bound."""
    if dialect == "sqlite":
        values = ", ".join(f"json_extract(value, '$.{name}') AS {_quoted(name)}" for name, _ in types)
        return f"SELECT {values} FROM json_each(:rows) WHERE true"  # noqa: S608
    columns = ", ".join(f"{_quoted(name)} {kind}" for name, kind in types)
    return f"SELECT * FROM json_to_recordset(CAST(:rows AS json)) AS r({columns})"  # noqa: S608


@cache
def _insert(dialect: str, table: str, types: tuple[tuple[str, str], ...], returning: str) -> TextClause:
    names = ", ".join(_quoted(name) for name, _ in types)
    unless_there = f" ON CONFLICT DO NOTHING RETURNING {returning}" if returning else ""
    return text(f"INSERT INTO {table} ({names}) {_source(dialect, types)}{unless_there}")


@cache
def _update(dialect: str, table: str, types: tuple[tuple[str, str], ...]) -> TextClause:
    sets = ", ".join(f"{_quoted(name)} = new.{_quoted(name)}" for name, _ in types)
    source = _source(dialect, (("id", "bigint"), *types))
    return text(f"UPDATE {table} SET {sets} FROM ({source}) AS new WHERE {table}.id = new.id")  # noqa: S608


def _quoted(name: str) -> str:
    return f'"{name}"'
