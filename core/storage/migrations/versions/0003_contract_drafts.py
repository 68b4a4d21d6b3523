"""Versions of contracts on their way from draft to active."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision."""
    op.create_table('contract_drafts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('vendor_number', sa.String(length=64), nullable=False),
    sa.Column('effective_from', sa.Date(), nullable=False),
    sa.Column('calendar_name', sa.String(length=64), nullable=False),
    sa.Column('calendar', sa.JSON(), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.Column('terms_sha256', sa.String(length=64), nullable=False),
    sa.Column('packs', sa.JSON(), nullable=False),
    sa.Column('authors', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('linted_for', sa.Date(), nullable=True),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('acknowledgements', sa.JSON(), nullable=False),
    sa.Column('approval', sa.JSON(), nullable=True),
    sa.Column('renditions', sa.JSON(), nullable=False),
    sa.Column('clauses', sa.JSON(), nullable=False),
    sa.Column('signature', sa.JSON(), nullable=True),
    sa.Column('created_ms', sa.BigInteger(), nullable=False),
    sa.Column('activated_ms', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_contract_drafts_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_drafts')),
    sa.UniqueConstraint('organisation_id', 'number', 'version', name=op.f('uq_contract_drafts_organisation_id_number_version')),
    sa.UniqueConstraint('organisation_id', 'uuid', name=op.f('uq_contract_drafts_organisation_id_uuid'))
    )
    op.create_index(op.f('ix_contract_drafts_organisation_id_terms_sha256'), 'contract_drafts', ['organisation_id', 'terms_sha256'], unique=False)


def downgrade() -> None:
    """Undo this revision."""
    op.drop_index(op.f('ix_contract_drafts_organisation_id_terms_sha256'), table_name='contract_drafts')
    op.drop_table('contract_drafts')
