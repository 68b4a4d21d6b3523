"""The fees of contracts by month, and the statements that were settled on them."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Apply this revision."""
    op.create_table('contract_fees',
    sa.Column('id', BIG_ID, autoincrement=True, nullable=False),
    sa.Column('organisation_id', BIG_ID, nullable=False),
    sa.Column('contract_id', BIG_ID, nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('amount', sa.JSON(), nullable=False),
    sa.Column('invoice', sa.String(length=100), nullable=False),
    sa.Column('by', sa.String(length=255), nullable=False),
    sa.Column('at_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_contract_fees_contract_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_contract_fees_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_fees')),
    sa.UniqueConstraint('organisation_id', 'contract_id', 'month', name=op.f('uq_contract_fees_organisation_id_contract_id_month'))
    )
    op.create_table('settlements',
    sa.Column('id', BIG_ID, autoincrement=True, nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', BIG_ID, nullable=False),
    sa.Column('vendor_id', BIG_ID, nullable=False),
    sa.Column('contract_id', BIG_ID, nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('closed_by', sa.String(length=255), nullable=False),
    sa.Column('closed_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_settlements_contract_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_settlements_organisation_id')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendors.id'], name=op.f('fk_settlements_vendor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_settlements')),
    sa.UniqueConstraint('organisation_id', 'contract_id', 'month', name=op.f('uq_settlements_organisation_id_contract_id_month')),
    sa.UniqueConstraint('organisation_id', 'uuid', name=op.f('uq_settlements_organisation_id_uuid'))
    )
    op.create_index(op.f('ix_settlements_organisation_id_vendor_id_month'), 'settlements', ['organisation_id', 'vendor_id', 'month'], unique=False)


def downgrade() -> None:
    """Undo this revision."""
    op.drop_index(op.f('ix_settlements_organisation_id_vendor_id_month'), table_name='settlements')
    op.drop_table('settlements')
    op.drop_table('contract_fees')
