"""A case keeps the contract version that was in force when it began."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
PIN = """
UPDATE cases SET contract_version_id = coalesce(
    (SELECT id FROM contract_versions
     WHERE contract_versions.contract_id = cases.contract_id AND effective_from_ms <= cases.opened_ms
     ORDER BY effective_from_ms DESC LIMIT 1),
    (SELECT id FROM contract_versions
     WHERE contract_versions.contract_id = cases.contract_id
     ORDER BY effective_from_ms LIMIT 1))
"""


def upgrade() -> None:
    """Apply this revision."""
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('contract_version_id', BIG_ID, nullable=True))
    op.execute(PIN)
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.alter_column('contract_version_id', existing_type=BIG_ID, nullable=False)
        batch_op.create_foreign_key(batch_op.f('fk_cases_contract_version_id'), 'contract_versions', ['contract_version_id'], ['id'])


def downgrade() -> None:
    """Undo this revision."""
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_cases_contract_version_id'), type_='foreignkey')
        batch_op.drop_column('contract_version_id')
