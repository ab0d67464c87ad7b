"""Calls about feedback that groups can book"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("booked_by_id", sa.Integer(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "(application_id IS NULL) = (booked_at IS NULL)", name=op.f("ck_call_slot_booked_by_somebody")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_call_slot_application_id")),
        sa.ForeignKeyConstraint(["booked_by_id"], ["account.id"], name=op.f("fk_call_slot_booked_by_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_call_slot_officer_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_call_slot_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_slot")),
        sa.UniqueConstraint("application_id", name=op.f("uq_call_slot_application_id")),
        sa.UniqueConstraint("officer_id", "starts_at", name=op.f("uq_call_slot_officer_id_starts_at")),
        sa.UniqueConstraint("reference", name=op.f("uq_call_slot_reference")),
    )
    op.create_index("ix_call_slot_round", "call_slot", ["round_id", "starts_at"])


def downgrade() -> None:
    op.drop_table("call_slot")
