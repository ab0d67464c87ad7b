"""Consultees, what they are asked by a link of their own, what they say, and the applicant's reply"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _directory()
    _asked()
    op.create_table(
        "factual_summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("replied_by_name", sa.String(length=200), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_factual_summary_application_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_factual_summary_written_by_id")),
        sa.ForeignKeyConstraint(["replied_by_id"], ["account.id"], name=op.f("fk_factual_summary_replied_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factual_summary")),
        sa.UniqueConstraint("application_id", name=op.f("uq_factual_summary_application_id")),
    )
    op.create_index("ix_factual_summary_unread", "factual_summary", ["state", "read_at"])


def _directory() -> None:
    op.create_table(
        "consultee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.String(length=150), nullable=False),
        sa.Column("person", sa.String(length=150), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultee")),
        sa.UniqueConstraint("reference", name=op.f("uq_consultee_reference")),
        sa.UniqueConstraint("email", name=op.f("uq_consultee_email")),
    )
    op.create_index("ix_consultee_listed", "consultee", ["retired_at", "kind", "body"])
    op.create_table(
        "consultee_reach",
        sa.Column("consultee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["consultee_id"], ["consultee.id"], name=op.f("fk_consultee_reach_consultee_id")),
        sa.PrimaryKeyConstraint("consultee_id", "kind", "value", name=op.f("pk_consultee_reach")),
    )


def _asked() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("consultee_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["consultee_id"], ["consultee.id"], name=op.f("fk_consultation_consultee_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_consultation_round_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_consultation_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("reference", name=op.f("uq_consultation_reference")),
        sa.UniqueConstraint("consultee_id", "round_id", name=op.f("uq_consultation_consultee_id_round_id")),
    )
    op.create_index("ix_consultation_round", "consultation", ["round_id", "ends_at"])
    op.create_index("ix_consultation_ends", "consultation", ["ends_at"])
    op.create_table(
        "consultation_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_link_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_consultation_link_token_hash")),
    )
    op.create_index("ix_consultation_link_live", "consultation_link", ["consultation_id", "cancelled_at"])
    op.create_table(
        "advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("need", sa.String(length=20), nullable=False),
        sa.Column("duplicate", sa.String(length=20), nullable=False),
        sa.Column("duplicate_who", sa.String(), nullable=False),
        sa.Column("concerns", sa.String(), nullable=False),
        sa.Column("anything", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'answered', 'no_view', 'not_my_area', 'conflict')", name=op.f("ck_advice_known_state")
        ),
        sa.CheckConstraint(
            "state <> 'conflict' OR (need = '' AND duplicate = '' AND duplicate_who = '' AND concerns = '' "
            "AND anything = '')",
            name=op.f("ck_advice_conflict_holds_nothing"),
        ),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_advice_consultation_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_advice_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
        sa.UniqueConstraint("consultation_id", "application_id", name=op.f("uq_advice_consultation_id_application_id")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_advice_consultation_id_number")),
    )
    op.create_index("ix_advice_application", "advice", ["application_id", "state"])


def downgrade() -> None:
    op.drop_index("ix_factual_summary_unread", "factual_summary")
    op.drop_table("factual_summary")
    op.drop_index("ix_advice_application", "advice")
    op.drop_table("advice")
    op.drop_index("ix_consultation_link_live", "consultation_link")
    op.drop_table("consultation_link")
    op.drop_index("ix_consultation_ends", "consultation")
    op.drop_index("ix_consultation_round", "consultation")
    op.drop_table("consultation")
    op.drop_table("consultee_reach")
    op.drop_index("ix_consultee_listed", "consultee")
    op.drop_table("consultee")
