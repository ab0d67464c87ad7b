"""What members look for and offer, and what they write to each other about it"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partner_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("size", sa.String(length=10), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_by_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_partner_entry_organisation_id")
        ),
        sa.ForeignKeyConstraint(["posted_by_id"], ["account.id"], name=op.f("fk_partner_entry_posted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_entry")),
        sa.UniqueConstraint("reference", name=op.f("uq_partner_entry_reference")),
    )
    op.create_index("ix_partner_entry_shown", "partner_entry", ["closed_at", "ends_at"])
    op.create_index("ix_partner_entry_organisation", "partner_entry", ["organisation_id", "posted_at"])
    op.create_table(
        "partner_entry_reach",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["partner_entry.id"], name=op.f("fk_partner_entry_reach_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "kind", "value", name=op.f("pk_partner_entry_reach")),
    )
    op.create_index("ix_partner_entry_reach", "partner_entry_reach", ["kind", "value", "entry_id"])
    op.create_table(
        "partner_conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_wrote_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asker_wrote_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("introduction_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("introduction_given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("owner_id <> asker_id", name=op.f("ck_partner_conversation_between_two")),
        sa.ForeignKeyConstraint(["entry_id"], ["partner_entry.id"], name=op.f("fk_partner_conversation_entry_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_partner_conversation_owner_id")),
        sa.ForeignKeyConstraint(["asker_id"], ["organisation.id"], name=op.f("fk_partner_conversation_asker_id")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["organisation.id"], name=op.f("fk_partner_conversation_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["organisation.id"], name=op.f("fk_partner_conversation_reported_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_conversation")),
        sa.UniqueConstraint("reference", name=op.f("uq_partner_conversation_reference")),
        sa.UniqueConstraint("entry_id", "asker_id", name=op.f("uq_partner_conversation_entry_id_asker_id")),
    )
    op.create_index("ix_partner_conversation_owner", "partner_conversation", ["owner_id", "last_at"])
    op.create_index("ix_partner_conversation_asker", "partner_conversation", ["asker_id", "last_at"])
    op.create_index("ix_partner_conversation_reported", "partner_conversation", ["reported_at"])
    op.create_index("ix_partner_conversation_asked", "partner_conversation", ["introduction_asked_at"])
    op.create_table(
        "partner_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("bid", sa.String(length=20), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["partner_conversation.id"], name=op.f("fk_partner_line_conversation_id")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_partner_line_organisation_id")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_partner_line_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_line")),
    )
    op.create_index("ix_partner_line_conversation", "partner_line", ["conversation_id", "id"])
    op.create_index("ix_partner_line_organisation", "partner_line", ["organisation_id", "sent_at"])


def downgrade() -> None:
    op.drop_index("ix_partner_line_organisation", "partner_line")
    op.drop_index("ix_partner_line_conversation", "partner_line")
    op.drop_table("partner_line")
    for name in ("asked", "reported", "asker", "owner"):
        op.drop_index(f"ix_partner_conversation_{name}", "partner_conversation")
    op.drop_table("partner_conversation")
    op.drop_index("ix_partner_entry_reach", "partner_entry_reach")
    op.drop_table("partner_entry_reach")
    op.drop_index("ix_partner_entry_organisation", "partner_entry")
    op.drop_index("ix_partner_entry_shown", "partner_entry")
    op.drop_table("partner_entry")
