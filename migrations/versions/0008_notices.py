"""News for members, and what each person wants to hear"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_notice_round_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["account.id"], name=op.f("fk_notice_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("reference", name=op.f("uq_notice_reference")),
    )
    op.create_index("ix_notice_sent_at", "notice", ["sent_at"])
    op.create_table(
        "notice_reach",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_reach_notice_id")),
        sa.PrimaryKeyConstraint("notice_id", "kind", "value", name=op.f("pk_notice_reach")),
    )
    op.create_table(
        "notice_choice",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("often", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_choice_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_notice_choice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_choice_key")),
    )
    op.create_index("ix_notice_choice_often", "notice_choice", ["often", "account_id"])
    op.create_table(
        "notice_choice_reach",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["notice_choice.account_id"], name=op.f("fk_notice_choice_reach_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "kind", "value", name=op.f("pk_notice_choice_reach")),
    )


def downgrade() -> None:
    op.drop_table("notice_choice_reach")
    op.drop_index("ix_notice_choice_often", "notice_choice")
    op.drop_table("notice_choice")
    op.drop_table("notice_reach")
    op.drop_index("ix_notice_sent_at", "notice")
    op.drop_table("notice")
