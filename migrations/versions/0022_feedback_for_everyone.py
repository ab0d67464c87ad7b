"""What a stronger answer held, and what an officer does so that everyone can take their feedback in"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("principle_feedback", sa.Column("stronger", sa.String(), server_default="", nullable=False))
    op.create_table(
        "feedback_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("done_by_name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name=op.f("ck_feedback_task_done_by_somebody")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_feedback_task_account_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["account.id"], name=op.f("fk_feedback_task_done_by_id")),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_task_feedback_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_task")),
        sa.UniqueConstraint(
            "feedback_id", "account_id", "kind", name=op.f("uq_feedback_task_feedback_id_account_id_kind")
        ),
    )


def downgrade() -> None:
    op.drop_table("feedback_task")
    op.drop_column("principle_feedback", "stronger")
