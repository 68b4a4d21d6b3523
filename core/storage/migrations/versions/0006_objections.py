"""The objection period of a breach, disputes and decisions."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TOLD = """
UPDATE breaches SET notified_ms =
    (SELECT min(at_ms) FROM breach_changes WHERE breach_changes.breach_id = breaches.id AND breach_changes.state = 'notified')
"""
# Nobody has told these vendors until when they can object: the monitor gives each notice again, with a period from then.
TELL_AGAIN = """
UPDATE breaches SET next_fire_ms = detected_ms
WHERE state = 'notified' AND case_id IN
    (SELECT cases.id FROM cases JOIN contracts ON contracts.id = cases.contract_id WHERE contracts.state <> 'imported')
"""
TIME_ALONE_ACCEPTED = "UPDATE breaches SET state = 'notified' WHERE state = 'deemed_accepted'"
NO_PERIODS = "UPDATE breaches SET next_fire_ms = NULL WHERE state <> 'provisional'"


def upgrade() -> None:
    """Apply this revision."""
    op.create_table('breach_disputes',
    sa.Column('id', BIG_ID, autoincrement=True, nullable=False),
    sa.Column('organisation_id', BIG_ID, nullable=False),
    sa.Column('breach_id', BIG_ID, nullable=False),
    sa.Column('ground', sa.String(length=32), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('raised_by', sa.String(length=255), nullable=False),
    sa.Column('raised_ms', sa.BigInteger(), nullable=False),
    sa.Column('withdrawn_ms', sa.BigInteger(), nullable=True),
    sa.Column('decision', sa.JSON(), nullable=True),
    sa.Column('decided_by', sa.String(length=255), nullable=True),
    sa.Column('decided_ms', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['breach_id'], ['breaches.id'], name=op.f('fk_breach_disputes_breach_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_breach_disputes_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_breach_disputes'))
    )
    standing = sa.text('withdrawn_ms IS NULL')
    op.create_index('uq_breach_disputes_standing', 'breach_disputes', ['organisation_id', 'breach_id'], unique=True,
                    sqlite_where=standing, postgresql_where=standing)
    with op.batch_alter_table('breaches', schema=None) as batch_op:
        batch_op.add_column(sa.Column('notified_ms', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('objection_ends_ms', sa.BigInteger(), nullable=True))
    op.execute(TOLD)
    op.execute(TELL_AGAIN)


def downgrade() -> None:
    """Undo this revision."""
    op.execute(TIME_ALONE_ACCEPTED)
    op.execute(NO_PERIODS)
    op.drop_table('breach_disputes')
    with op.batch_alter_table('breaches', schema=None) as batch_op:
        batch_op.drop_column('objection_ends_ms')
        batch_op.drop_column('notified_ms')
