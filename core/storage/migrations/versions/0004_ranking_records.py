"""The ranking that lay before an award, as canonical JSON with its hash."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0002'
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


def downgrade() -> None:
    """Undo this revision."""
    op.drop_table('ranking_records')
