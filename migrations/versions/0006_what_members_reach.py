"""Districts, themes and communities of organisations as rows, what lists of members sort by, and notes about them"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REACH = sa.table(
    "organisation_reach",
    sa.column("organisation_id", sa.Integer()),
    sa.column("kind", sa.String()),
    sa.column("value", sa.String()),
)


def upgrade() -> None:
    op.create_table(
        "organisation_reach",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_reach_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "kind", "value", name=op.f("pk_organisation_reach")),
    )
    op.create_index("ix_organisation_reach", "organisation_reach", ["kind", "value", "organisation_id"])
    rows = op.get_bind().execute(sa.text("SELECT id, districts FROM organisation")).all()
    op.bulk_insert(
        REACH,
        [
            {"organisation_id": number, "kind": "district", "value": code}
            for number, codes in rows
            for code in (json.loads(codes) if isinstance(codes, str) else codes or [])
        ],
    )
    op.drop_column("organisation", "districts")
    op.add_column("organisation", sa.Column("by_and_for", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("round", sa.Column("shows_by_and_for", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_organisation_in_order", "organisation", [sa.text("lower(name)"), "id"])
    op.create_index("ix_organisation_kind", "organisation", ["kind"])
    op.create_index("ix_organisation_income_band", "organisation", ["income_band"])
    op.create_index("ix_organisation_by_and_for", "organisation", ["by_and_for"])
    op.create_index("ix_membership_applied_at", "membership", ["applied_at"])
    op.create_index("ix_membership_approved_until", "membership", ["approved_until"])
    op.create_table(
        "member_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_member_note_organisation_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_member_note_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_note")),
    )
    op.create_index("ix_member_note_organisation", "member_note", ["organisation_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_member_note_organisation", "member_note")
    op.drop_table("member_note")
    op.drop_column("round", "shows_by_and_for")
    op.drop_index("ix_membership_approved_until", "membership")
    op.drop_index("ix_membership_applied_at", "membership")
    for name in ("by_and_for", "income_band", "kind"):
        op.drop_index(f"ix_organisation_{name}", "organisation")
    op.drop_index("ix_organisation_in_order", "organisation")
    op.drop_column("organisation", "by_and_for")
    op.add_column("organisation", sa.Column("districts", sa.JSON(), nullable=False, server_default="[]"))
    reach: dict[int, list[str]] = {}
    bind = op.get_bind()
    districts = "SELECT organisation_id, value FROM organisation_reach WHERE kind = 'district'"
    for number, code in bind.execute(sa.text(districts)):
        reach.setdefault(number, []).append(code)
    organisation = sa.table("organisation", sa.column("id", sa.Integer()), sa.column("districts", sa.JSON()))
    for number, codes in reach.items():
        bind.execute(organisation.update().where(organisation.c.id == number).values(districts=codes))
    op.drop_index("ix_organisation_reach", "organisation_reach")
    op.drop_table("organisation_reach")
