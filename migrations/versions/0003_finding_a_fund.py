"""Followers of funds, questions about rounds, and counts of eligibility checks"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(email IS NULL) = (stopped_at IS NOT NULL)", name=op.f("ck_follower_stopped_is_forgotten")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_follower_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("fund_id", "email", name=op.f("uq_follower_fund_id_email")),
        sa.UniqueConstraint("key", name=op.f("uq_follower_key")),
    )
    op.create_table(
        "round_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state = 'asked' OR (answer <> '' AND answered_at IS NOT NULL)",
            name=op.f("ck_round_question_has_its_answer"),
        ),
        sa.CheckConstraint("state <> 'answered' OR shown <> ''", name=op.f("ck_round_question_answered_is_shown")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_question_round_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_round_question_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_question")),
        sa.UniqueConstraint("reference", name=op.f("uq_round_question_reference")),
        sa.UniqueConstraint("round_id", "email", "digest", name=op.f("uq_round_question_round_id_email_digest")),
    )
    op.create_index("ix_round_question_round", "round_question", ["round_id", "state", "answered_at"], unique=False)
    op.create_index("ix_round_question_state", "round_question", ["state", "asked_at"], unique=False)
    op.create_table(
        "check_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_check_count_counted")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_check_count_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_count")),
        sa.UniqueConstraint(
            "round_id", "day", "question", "result", name=op.f("uq_check_count_round_id_day_question_result")
        ),
    )
    op.create_table(
        "visitor_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor_act")),
        sa.UniqueConstraint("kind", "about", name=op.f("uq_visitor_act_kind_about")),
    )
    op.create_index("ix_visitor_act_visitor", "visitor_act", ["kind", "visitor", "at"], unique=False)
    op.create_index("ix_visitor_act_at", "visitor_act", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("visitor_act")
    op.drop_table("check_count")
    op.drop_table("round_question")
    op.drop_table("follower")
