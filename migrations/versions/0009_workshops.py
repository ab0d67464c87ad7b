"""Workshops: bookings, invitations, materials; files of the office belong to no organisation"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("learn", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("access_more", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("places_each", sa.Integer(), nullable=False),
        sa.Column("books_from", sa.Date(), nullable=False),
        sa.Column("books_until", sa.Date(), nullable=False),
        sa.Column("members_first_until", sa.Date(), nullable=True),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_because", sa.String(), nullable=False),
        sa.CheckConstraint("books_from <= books_until", name=op.f("ck_workshop_booking_opens_before_closing")),
        sa.CheckConstraint("places > 0", name=op.f("ck_workshop_has_places")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_workshop_ends_after_start")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_workshop_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("reference", name=op.f("uq_workshop_reference")),
    )
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.create_index("ix_workshop_state", ["state", "starts_at"], unique=False)

    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("person_key", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("access_needs", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attendance", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_booking_account_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_booking_organisation_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_booking_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("reference", name=op.f("uq_booking_reference")),
        sa.UniqueConstraint(
            "workshop_id",
            "organisation_id",
            "person_key",
            "live",
            name=op.f("uq_booking_workshop_id_organisation_id_person_key_live"),
        ),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index("ix_booking_organisation", ["organisation_id", "state"], unique=False)
        batch_op.create_index("ix_booking_workshop", ["workshop_id", "state", "id"], unique=False)

    op.create_table(
        "workshop_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("principle", sa.String(length=20), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["invited_by_id"], ["account.id"], name=op.f("fk_workshop_invitation_invited_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_workshop_invitation_organisation_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_workshop_invitation_round_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_invitation_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_invitation")),
        sa.UniqueConstraint(
            "workshop_id", "organisation_id", name=op.f("uq_workshop_invitation_workshop_id_organisation_id")
        ),
    )
    with op.batch_alter_table("workshop_invitation", schema=None) as batch_op:
        batch_op.create_index("ix_workshop_invitation_organisation", ["organisation_id"], unique=False)

    op.create_table(
        "workshop_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_topic_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_topic")),
        sa.UniqueConstraint("workshop_id", "topic", name=op.f("uq_workshop_topic_workshop_id_topic")),
    )
    with op.batch_alter_table("workshop_topic", schema=None) as batch_op:
        batch_op.create_index("ix_workshop_topic_topic", ["topic"], unique=False)

    op.create_table(
        "workshop_material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("for_everyone", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(file_id IS NULL) = (url <> '')", name=op.f("ck_workshop_material_file_or_link")),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_workshop_material_added_by_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_workshop_material_file_id")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_material_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_material")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_workshop_material_workshop_id_number")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.alter_column("organisation_id", existing_type=sa.INTEGER(), nullable=True)


def downgrade() -> None:
    """Backwards."""

    op.drop_table("workshop_material")
    with op.batch_alter_table("workshop_topic", schema=None) as batch_op:
        batch_op.drop_index("ix_workshop_topic_topic")

    op.drop_table("workshop_topic")
    with op.batch_alter_table("workshop_invitation", schema=None) as batch_op:
        batch_op.drop_index("ix_workshop_invitation_organisation")

    op.drop_table("workshop_invitation")
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index("ix_booking_workshop")
        batch_op.drop_index("ix_booking_organisation")

    op.drop_table("booking")
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.drop_index("ix_workshop_state")

    op.drop_table("workshop")
    op.execute("DELETE FROM stored_file WHERE organisation_id IS NULL")  # files of workshops, and nothing else
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.alter_column("organisation_id", existing_type=sa.INTEGER(), nullable=False)
