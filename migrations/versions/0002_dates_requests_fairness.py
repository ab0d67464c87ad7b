"""Dates that move, requests for information, counts about fairness"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "decision_delay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before_on", sa.Date(), nullable=False),
        sa.Column("after_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_decision_delay_round_id")),
        sa.ForeignKeyConstraint(["told_by_id"], ["account.id"], name=op.f("fk_decision_delay_told_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_delay")),
    )
    with op.batch_alter_table("decision_delay", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_delay_round_id"), ["round_id"], unique=False)

    op.create_table(
        "equality_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_equality_count_not_negative")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_equality_count_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_count")),
        sa.UniqueConstraint("round_id", "question", "answer", name=op.f("uq_equality_count_round_id_question_answer")),
    )
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["granted_by_id"], ["account.id"], name=op.f("fk_extension_granted_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_extension_organisation_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_extension_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        sa.UniqueConstraint("round_id", "organisation_id", name=op.f("uq_extension_round_id_organisation_id")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("before_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["declared_by_id"], ["account.id"], name=op.f("fk_outage_declared_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_outage_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outage_round_id"), ["round_id"], unique=False)

    op.create_table(
        "equality_asked",
        sa.Column("application_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_equality_asked_application_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_equality_asked")),
    )
    op.create_table(
        "information_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_name", sa.String(length=200), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_information_request_application_id")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_information_request_asked_by_id")),
        sa.ForeignKeyConstraint(["response_id"], ["form_response.id"], name=op.f("fk_information_request_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_request")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_information_request_application_id_number")),
        sa.UniqueConstraint("application_id", "open", name=op.f("uq_information_request_application_id_open")),
        sa.UniqueConstraint("response_id", name=op.f("uq_information_request_response_id")),
    )
    with op.batch_alter_table("section_revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tab_key", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("tab_count", sa.Integer(), server_default="0", nullable=False))

    # Not in a batch: SQLite would build the table anew, without the triggers that guard it.
    reference = sa.ForeignKey("information_request.id", name=op.f("fk_snapshot_in_reply_to_id"))
    op.add_column(
        "snapshot", sa.Column("in_reply_to_id", sa.Integer(), reference, nullable=True), inline_references=True
    )


def downgrade() -> None:
    """Backwards."""
    op.drop_column("snapshot", "in_reply_to_id")

    with op.batch_alter_table("section_revision", schema=None) as batch_op:
        batch_op.drop_column("tab_count")
        batch_op.drop_column("tab_key")

    op.drop_table("information_request")
    op.drop_table("equality_asked")
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outage_round_id"))

    op.drop_table("outage")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extension_organisation_id"))

    op.drop_table("extension")
    op.drop_table("equality_count")
    with op.batch_alter_table("decision_delay", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_delay_round_id"))

    op.drop_table("decision_delay")
