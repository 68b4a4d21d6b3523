"""Work packages, feasibility studies, selections and their evaluations; where a vendor was found."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this revision."""
    op.create_table('work_packages',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('created_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_work_packages_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_packages')),
    sa.UniqueConstraint('organisation_id', 'id', name=op.f('uq_work_packages_organisation_id_id')),
    sa.UniqueConstraint('organisation_id', 'number', name=op.f('uq_work_packages_organisation_id_number')),
    sa.UniqueConstraint('organisation_id', 'uuid', name=op.f('uq_work_packages_organisation_id_uuid'))
    )
    op.create_table('feasibility_studies',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('package_number', sa.String(length=64), nullable=False),
    sa.Column('package_version', sa.Integer(), nullable=False),
    sa.Column('core', sa.JSON(), nullable=True),
    sa.Column('technical', sa.JSON(), nullable=True),
    sa.Column('economic', sa.JSON(), nullable=True),
    sa.Column('social', sa.JSON(), nullable=True),
    sa.Column('weighing', sa.JSON(), nullable=False),
    sa.Column('decision', sa.JSON(), nullable=True),
    sa.Column('created_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'package_number'], ['work_packages.organisation_id', 'work_packages.number'], name=op.f('fk_feasibility_studies_organisation_id_package_number')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_feasibility_studies_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feasibility_studies')),
    sa.UniqueConstraint('organisation_id', 'package_number', 'package_version', name=op.f('uq_feasibility_studies_organisation_id_package_number_package_version')),
    sa.UniqueConstraint('organisation_id', 'uuid', name=op.f('uq_feasibility_studies_organisation_id_uuid'))
    )
    op.create_table('package_versions',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('work_package_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('created_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'work_package_id'], ['work_packages.organisation_id', 'work_packages.id'], name=op.f('fk_package_versions_organisation_id_work_package_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_package_versions_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_package_versions')),
    sa.UniqueConstraint('organisation_id', 'work_package_id', 'version', name=op.f('uq_package_versions_organisation_id_work_package_id_version'))
    )
    op.create_table('selections',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('package_number', sa.String(length=64), nullable=False),
    sa.Column('package_version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('rules', sa.JSON(), nullable=True),
    sa.Column('rules_sha256', sa.String(length=64), nullable=True),
    sa.Column('opened_ms', sa.BigInteger(), nullable=True),
    sa.Column('bids', sa.JSON(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('gates', sa.JSON(), nullable=False),
    sa.Column('failure', sa.JSON(), nullable=True),
    sa.Column('award', sa.JSON(), nullable=True),
    sa.Column('created_ms', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id', 'package_number'], ['work_packages.organisation_id', 'work_packages.number'], name=op.f('fk_selections_organisation_id_package_number')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_selections_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_selections')),
    sa.UniqueConstraint('organisation_id', 'number', name=op.f('uq_selections_organisation_id_number')),
    sa.UniqueConstraint('organisation_id', 'uuid', name=op.f('uq_selections_organisation_id_uuid'))
    )
    op.create_table('evaluations',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('selection_number', sa.String(length=64), nullable=False),
    sa.Column('vendors', sa.JSON(), nullable=False),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.Column('bound', sa.JSON(), nullable=False),
    sa.Column('consensus', sa.JSON(), nullable=False),
    sa.Column('created_ms', sa.BigInteger(), nullable=False),
    sa.Column('closed_ms', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'selection_number'], ['selections.organisation_id', 'selections.number'], name=op.f('fk_evaluations_organisation_id_selection_number')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_evaluations_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluations')),
    sa.UniqueConstraint('organisation_id', 'id', name=op.f('uq_evaluations_organisation_id_id')),
    sa.UniqueConstraint('organisation_id', 'selection_number', name=op.f('uq_evaluations_organisation_id_selection_number')),
    sa.UniqueConstraint('organisation_id', 'uuid', name=op.f('uq_evaluations_organisation_id_uuid'))
    )
    op.create_table('score_sheets',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('evaluation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('evaluator', sa.String(length=128), nullable=False),
    sa.Column('scores', sa.JSON(), nullable=False),
    sa.Column('locked_ms', sa.BigInteger(), nullable=True),
    sa.Column('recused_because', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id', 'evaluation_id'], ['evaluations.organisation_id', 'evaluations.id'], name=op.f('fk_score_sheets_organisation_id_evaluation_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_score_sheets_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_sheets')),
    sa.UniqueConstraint('organisation_id', 'evaluation_id', 'evaluator', name=op.f('uq_score_sheets_organisation_id_evaluation_id_evaluator'))
    )
    with op.batch_alter_table('vendors', schema=None) as batch_op:
        batch_op.add_column(sa.Column('found_by', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('evidence', sa.JSON(), server_default='[]', nullable=False))


def downgrade() -> None:
    """Undo this revision."""
    with op.batch_alter_table('vendors', schema=None) as batch_op:
        batch_op.drop_column('evidence')
        batch_op.drop_column('found_by')

    op.drop_table('score_sheets')
    op.drop_table('evaluations')
    op.drop_table('selections')
    op.drop_table('package_versions')
    op.drop_table('feasibility_studies')
    op.drop_table('work_packages')
