"""Scorecards, reviews, standing and renewal; events are found by type and time."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision."""
    op.create_table('reviews',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('vendor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('first', sa.String(length=7), nullable=False),
    sa.Column('last', sa.String(length=7), nullable=False),
    sa.Column('cards', sa.JSON(), nullable=False),
    sa.Column('score', sa.JSON(), nullable=True),
    sa.Column('suggested', sa.String(length=1), nullable=True),
    sa.Column('assessment', sa.Text(), nullable=False),
    sa.Column('created_by', sa.String(length=255), nullable=False),
    sa.Column('created_ms', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('sent_ms', sa.BigInteger(), nullable=True),
    sa.Column('reply_by_ms', sa.BigInteger(), nullable=True),
    sa.Column('reply', sa.JSON(), nullable=True),
    sa.Column('decision', sa.JSON(), nullable=True),
    sa.Column('closed_ms', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_reviews_organisation_id')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendors.id'], name=op.f('fk_reviews_vendor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviews')),
    sa.UniqueConstraint('organisation_id', 'number', name=op.f('uq_reviews_organisation_id_number')),
    sa.UniqueConstraint('organisation_id', 'uuid', name=op.f('uq_reviews_organisation_id_uuid'))
    )
    op.create_index(op.f('ix_reviews_organisation_id_vendor_id'), 'reviews', ['organisation_id', 'vendor_id'], unique=False)
    op.create_table('standing_acts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('vendor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('act', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=255), nullable=False),
    sa.Column('at_ms', sa.BigInteger(), nullable=False),
    sa.Column('grade', sa.String(length=1), nullable=True),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('review', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_standing_acts_organisation_id')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendors.id'], name=op.f('fk_standing_acts_vendor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standing_acts')),
    sa.UniqueConstraint('organisation_id', 'uuid', name=op.f('uq_standing_acts_organisation_id_uuid'))
    )
    op.create_index(op.f('ix_standing_acts_organisation_id_vendor_id'), 'standing_acts', ['organisation_id', 'vendor_id'], unique=False)
    op.create_table('renewal_decisions',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('choice', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('cards', sa.JSON(), nullable=False),
    sa.Column('sureness', sa.JSON(), nullable=False),
    sa.Column('by', sa.String(length=255), nullable=False),
    sa.Column('at_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_renewal_decisions_contract_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_renewal_decisions_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_renewal_decisions')),
    sa.UniqueConstraint('organisation_id', 'uuid', name=op.f('uq_renewal_decisions_organisation_id_uuid'))
    )
    op.create_index(op.f('ix_renewal_decisions_organisation_id_contract_id'), 'renewal_decisions', ['organisation_id', 'contract_id'], unique=False)
    op.create_table('scorecards',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('vendor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('contract_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('feed_seq', sa.BigInteger(), nullable=False),
    sa.Column('closed_by', sa.String(length=255), nullable=False),
    sa.Column('closed_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_scorecards_contract_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_scorecards_organisation_id')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendors.id'], name=op.f('fk_scorecards_vendor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scorecards')),
    sa.UniqueConstraint('organisation_id', 'contract_id', 'month', name=op.f('uq_scorecards_organisation_id_contract_id_month')),
    sa.UniqueConstraint('organisation_id', 'uuid', name=op.f('uq_scorecards_organisation_id_uuid'))
    )
    op.create_index(op.f('ix_scorecards_organisation_id_vendor_id_month'), 'scorecards', ['organisation_id', 'vendor_id', 'month'], unique=False)
    op.create_index('ix_events_of_type', 'events', ['organisation_id', 'type', 'effective_ms'], unique=False)
    with op.batch_alter_table('selections') as batch:
        batch.add_column(sa.Column('past', sa.JSON(), nullable=False, server_default='[]'))
        batch.alter_column('past', server_default=None)


def downgrade() -> None:
    """Undo this revision."""
    with op.batch_alter_table('selections') as batch:
        batch.drop_column('past')
    op.drop_index('ix_events_of_type', table_name='events')
    op.drop_index(op.f('ix_scorecards_organisation_id_vendor_id_month'), table_name='scorecards')
    op.drop_table('scorecards')
    op.drop_index(op.f('ix_renewal_decisions_organisation_id_contract_id'), table_name='renewal_decisions')
    op.drop_table('renewal_decisions')
    op.drop_index(op.f('ix_standing_acts_organisation_id_vendor_id'), table_name='standing_acts')
    op.drop_table('standing_acts')
    op.drop_index(op.f('ix_reviews_organisation_id_vendor_id'), table_name='reviews')
    op.drop_table('reviews')
