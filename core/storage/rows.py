"""Many rows in one statement: the rows travel as one JSON document, so that RETURNING tells which were new."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, TextClause, text

Types = Mapping[str, str]
"""Column name -> SQL type (bigint, integer, text, boolean)."""


def insert_new(
    connection: Connection, table: str, types: Types, rows: Sequence[Mapping[str, object]], returning: str
) -> list[Row[Any]]:
    """Insert those of `rows` that break no unique key; return `returning` of each that was new."""
    if not rows:
        return []
    statement = _statement(connection.dialect.name, table, tuple(types.items()), returning)
    return list(connection.execute(statement, {"rows": msgspec.json.encode(rows).decode()}))


@cache
def _statement(dialect: str, table: str, types: tuple[tuple[str, str], ...], returning: str) -> TextClause:
    names = ", ".join(name for name, _ in types)
    if dialect == "sqlite":
        values = ", ".join(f"json_extract(value, '$.{name}')" for name, _ in types)
        source = f"SELECT {values} FROM json_each(:rows) WHERE true"  # noqa: S608 - names from the code, values bound
    else:
        columns = ", ".join(f"{name} {kind}" for name, kind in types)
        source = f"SELECT {names} FROM json_to_recordset(CAST(:rows AS json)) AS r({columns})"  # noqa: S608
    return text(f"INSERT INTO {table} ({names}) {source} ON CONFLICT DO NOTHING RETURNING {returning}")
