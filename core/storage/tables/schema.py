"""What every table shares: the metadata, the names of constraints and the usual columns."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, String

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)

BIG_ID = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only for INTEGER


def row_id() -> Column[int]:
    """The integer by which rows refer to each other; it never leaves the house."""
    return Column("id", BIG_ID, primary_key=True, autoincrement=True)


def uuid() -> Column[str]:
    """The UUIDv7 by which the outside refers to a row."""
    return Column("uuid", String(36), nullable=False)


def organisation() -> Column[int]:
    """The organisation that a row belongs to; part of every unique key."""
    return Column("organisation_id", BIG_ID, ForeignKey("organisations.id"), nullable=False)


def reference(name: str, target: str, *, nullable: bool = False) -> Column[Any]:
    """A column `name` holding the id of a row of `target`."""
    return Column(name, BIG_ID, ForeignKey(f"{target}.id"), nullable=nullable)


def instant(name: str, *, nullable: bool = False) -> Column[Any]:
    """UTC milliseconds; the name ends in `_ms`."""
    return Column(name, BigInteger, nullable=nullable)


def sha256(name: str) -> Column[str]:
    """A SHA-256 in lower-case hexadecimal."""
    return Column(name, String(64), nullable=False)
