"""Telling a group early that its application cannot be considered"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        """CREATE TRIGGER early_answer_update_refused BEFORE UPDATE ON early_answer 
BEGIN SELECT RAISE(ABORT, 'early_answer rows are never changed'); END""",
        """CREATE TRIGGER early_answer_delete_refused BEFORE DELETE ON early_answer 
BEGIN SELECT RAISE(ABORT, 'early_answer rows are never changed'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER early_answer_update_refused BEFORE UPDATE ON early_answer FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER early_answer_delete_refused BEFORE DELETE ON early_answer FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    op.create_table(
        "early_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("helps", sa.JSON(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_early_answer_application_id")),
        sa.ForeignKeyConstraint(["told_by_id"], ["account.id"], name=op.f("fk_early_answer_told_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_answer")),
        sa.UniqueConstraint("application_id", name=op.f("uq_early_answer_application_id")),
    )
    op.add_column("application", sa.Column("told_early_at", sa.DateTime(timezone=True), nullable=True))

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_column("application", "told_early_at")

    op.drop_table("early_answer")
