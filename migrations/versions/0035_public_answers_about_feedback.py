"""Answers about feedback that everyone can read"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("shown <> '' AND answer <> ''", name=op.f("ck_public_answer_said_in_words")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_public_answer_fund_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["account.id"], name=op.f("fk_public_answer_published_by_id")),
        sa.ForeignKeyConstraint(["question_id"], ["feedback_question.id"], name=op.f("fk_public_answer_question_id")),
        sa.ForeignKeyConstraint(["taken_down_by_id"], ["account.id"], name=op.f("fk_public_answer_taken_down_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_answer")),
        sa.UniqueConstraint("question_id", name=op.f("uq_public_answer_question_id")),
    )
    op.create_index("ix_public_answer_fund", "public_answer", ["fund_id", "taken_down_at"])


def downgrade() -> None:
    op.drop_table("public_answer")
