"""Organisations and who may sign in to them."""

from sqlalchemy import Boolean, Column, Index, String, Table, Text, UniqueConstraint, true

from core.storage.tables.schema import instant, metadata, organisation, reference, row_id, sha256, uuid

organisations = Table(
    "organisations",
    metadata,
    row_id(),
    uuid(),
    Column("code", String(64), nullable=False),
    Column("name", Text, nullable=False),
    instant("created_ms"),
    UniqueConstraint("uuid"),
    UniqueConstraint("code"),
)

users = Table(
    "users",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("name", String(128), nullable=False),
    Column("display_name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("role", String(32), nullable=False),
    reference("vendor_id", "vendors", nullable=True),
    Column("active", Boolean, nullable=False, server_default=true()),
    instant("created_ms"),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "name"),
)

sessions = Table(
    "sessions",
    metadata,
    row_id(),
    organisation(),
    sha256("token_hash"),
    reference("user_id", "users"),
    instant("created_ms"),
    instant("expires_ms"),
    instant("ended_ms", nullable=True),
    UniqueConstraint("organisation_id", "token_hash"),
    Index(None, "token_hash"),
)

api_keys = Table(
    "api_keys",
    metadata,
    row_id(),
    uuid(),
    organisation(),
    Column("name", Text, nullable=False),
    Column("prefix", String(16), nullable=False),
    sha256("key_hash"),
    Column("role", String(32), nullable=False),
    reference("vendor_id", "vendors", nullable=True),
    instant("created_ms"),
    instant("expires_ms", nullable=True),
    instant("revoked_ms", nullable=True),
    UniqueConstraint("organisation_id", "uuid"),
    UniqueConstraint("organisation_id", "key_hash"),
    Index(None, "key_hash"),
)
