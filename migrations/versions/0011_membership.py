"""Membership: checks with outcomes, renewals, folded keys of names and numbers, merged entries"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.add_column(
        "organisation",
        sa.Column(
            "merged_into_id",
            sa.Integer(),
            sa.ForeignKey("organisation.id", name=op.f("fk_organisation_merged_into_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column("organisation", sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_organisation_merged_into_id"), "organisation", ["merged_into_id"], unique=False)
    op.add_column("membership", sa.Column("renewal_waits", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_membership_end", "membership", ["state", "approved_until"], unique=False)

    op.create_table(
        "member_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["checked_by_id"], ["account.id"], name=op.f("fk_member_check_checked_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_member_check_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_check")),
        sa.UniqueConstraint("organisation_id", "key", "live", name=op.f("uq_member_check_organisation_id_key_live")),
    )
    op.create_table(
        "no_double",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.Column("said_by_name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("organisation_id < other_id", name=op.f("ck_no_double_in_order")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_no_double_organisation_id")),
        sa.ForeignKeyConstraint(["other_id"], ["organisation.id"], name=op.f("fk_no_double_other_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["account.id"], name=op.f("fk_no_double_said_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_no_double")),
        sa.UniqueConstraint("organisation_id", "other_id", name=op.f("uq_no_double_organisation_id_other_id")),
    )
    op.create_index(op.f("ix_no_double_other_id"), "no_double", ["other_id"], unique=False)
    op.create_table(
        "organisation_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_key_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_key")),
        sa.UniqueConstraint(
            "organisation_id", "kind", "value", name=op.f("uq_organisation_key_organisation_id_kind_value")
        ),
    )
    op.create_index("ix_organisation_key_value", "organisation_key", ["value", "kind"], unique=False)
    op.create_table(
        "renewal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=True),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_by_name", sa.String(length=200), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_renewal_answered_by_id")),
        sa.ForeignKeyConstraint(["before_id"], ["form_response.id"], name=op.f("fk_renewal_before_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_renewal_membership_id")),
        sa.ForeignKeyConstraint(["response_id"], ["form_response.id"], name=op.f("fk_renewal_response_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["account.id"], name=op.f("fk_renewal_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
        sa.UniqueConstraint("membership_id", "live", name=op.f("uq_renewal_membership_id_live")),
        sa.UniqueConstraint("response_id", name=op.f("uq_renewal_response_id")),
    )
    op.create_index("ix_renewal_state", "renewal", ["state", "sent_at"], unique=False)


def downgrade() -> None:
    """Backwards."""
    op.drop_table("renewal")
    op.drop_table("organisation_key")
    op.drop_table("no_double")
    op.drop_table("member_check")
    op.drop_index("ix_membership_end", table_name="membership")
    op.drop_index(op.f("ix_organisation_merged_into_id"), table_name="organisation")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_column("renewal_waits")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("merged_at")
        batch_op.drop_column("merged_into_id")
