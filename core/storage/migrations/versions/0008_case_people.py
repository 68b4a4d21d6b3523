"""The people of cases: customers by case, and the vendors' workers."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Apply this revision."""
    op.create_table('case_contacts',
    sa.Column('id', BIG_ID, autoincrement=True, nullable=False),
    sa.Column('organisation_id', BIG_ID, nullable=False),
    sa.Column('case_id', BIG_ID, nullable=False),
    sa.Column('relay', sa.String(length=32), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('created_ms', sa.BigInteger(), nullable=False),
    sa.Column('changed_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_contacts_case_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_case_contacts_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_contacts')),
    sa.UniqueConstraint('organisation_id', 'case_id', name=op.f('uq_case_contacts_organisation_id_case_id')),
    sa.UniqueConstraint('organisation_id', 'relay', name=op.f('uq_case_contacts_organisation_id_relay'))
    )
    op.create_table('workers',
    sa.Column('id', BIG_ID, autoincrement=True, nullable=False),
    sa.Column('organisation_id', BIG_ID, nullable=False),
    sa.Column('vendor_id', BIG_ID, nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=False),
    sa.Column('badge', sa.Text(), nullable=False),
    sa.Column('certificates', sa.JSON(), server_default='[]', nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('created_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_workers_organisation_id')),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendors.id'], name=op.f('fk_workers_vendor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workers')),
    sa.UniqueConstraint('organisation_id', 'number', name=op.f('uq_workers_organisation_id_number')),
    sa.UniqueConstraint('organisation_id', 'vendor_id', 'badge', name=op.f('uq_workers_organisation_id_vendor_id_badge'))
    )


def downgrade() -> None:
    """Undo this revision."""
    op.drop_table('workers')
    op.drop_table('case_contacts')
