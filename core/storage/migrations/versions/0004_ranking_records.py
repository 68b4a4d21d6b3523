"""The ranking that lay before an award, as canonical JSON with its hash; comments beside scores."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision."""
    op.create_table('ranking_records',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('selection_number', sa.String(length=64), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('created_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_ranking_records_organisation_id')),
    sa.ForeignKeyConstraint(['organisation_id', 'selection_number'], ['selections.organisation_id', 'selections.number'], name=op.f('fk_ranking_records_organisation_id_selection_number')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking_records')),
    sa.UniqueConstraint('organisation_id', 'selection_number', name=op.f('uq_ranking_records_organisation_id_selection_number'))
    )
    with op.batch_alter_table('score_sheets') as batch:
        batch.add_column(sa.Column('comments', sa.JSON(), nullable=False, server_default='{}'))
        batch.alter_column('comments', server_default=None)


def downgrade() -> None:
    """Undo this revision."""
    with op.batch_alter_table('score_sheets') as batch:
        batch.drop_column('comments')
    op.drop_table('ranking_records')
