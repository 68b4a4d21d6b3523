"""What the first screen looks up: a person's acts in the record, and breaches in dispute."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

BY_PEOPLE = sa.text("action NOT IN ('clock.sweep', 'event.receive')")
DISPUTED = sa.text("state = 'disputed'")


def upgrade() -> None:
    """Apply this revision."""
    op.create_index('ix_audit_acts', 'audit', ['organisation_id', 'actor', 'seq'],
                    sqlite_where=BY_PEOPLE, postgresql_where=BY_PEOPLE)
    op.create_index('ix_breaches_disputed', 'breaches', ['organisation_id', 'breach_ms'],
                    sqlite_where=DISPUTED, postgresql_where=DISPUTED)


def downgrade() -> None:
    """Undo this revision."""
    op.drop_index('ix_breaches_disputed', 'breaches')
    op.drop_index('ix_audit_acts', 'audit')
