"""Feedback that was released can be corrected, and what it said before is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        """CREATE TRIGGER feedback_version_update_refused BEFORE UPDATE ON feedback_version 
BEGIN SELECT RAISE(ABORT, 'feedback_version rows are never changed'); END""",
        """CREATE TRIGGER feedback_version_delete_refused BEFORE DELETE ON feedback_version 
BEGIN SELECT RAISE(ABORT, 'feedback_version rows are never changed'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER feedback_version_update_refused BEFORE UPDATE ON feedback_version FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER feedback_version_delete_refused BEFORE DELETE ON feedback_version FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    op.create_table(
        "feedback_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("wrong", sa.String(), nullable=False),
        sa.Column("tell", sa.Boolean(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_feedback_correction_application_id")
        ),
        sa.ForeignKeyConstraint(["edited_by_id"], ["account.id"], name=op.f("fk_feedback_correction_edited_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_correction")),
        sa.UniqueConstraint("application_id", name=op.f("uq_feedback_correction_application_id")),
    )
    op.create_table(
        "feedback_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("wrong", sa.String(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_feedback_version_application_id")
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["account.id"], name=op.f("fk_feedback_version_approved_by_id")),
        sa.ForeignKeyConstraint(["corrected_by_id"], ["account.id"], name=op.f("fk_feedback_version_corrected_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_version")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_feedback_version_application_id_number")),
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("feedback_version")
    op.drop_table("feedback_correction")
