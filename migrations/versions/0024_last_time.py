"""Ticks on last time's feedback, and whether people who score may see what changed"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "addressed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("principle", sa.String(length=60), nullable=False),
        sa.Column("addressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("addressed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_addressed_application_id")),
        sa.ForeignKeyConstraint(["addressed_by_id"], ["account.id"], name=op.f("fk_addressed_addressed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addressed")),
        sa.UniqueConstraint("application_id", "principle", name=op.f("uq_addressed_application_id_principle")),
    )
    op.create_table(
        "shared_change",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_shared_change_application_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["account.id"], name=op.f("fk_shared_change_said_by_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_shared_change")),
    )


def downgrade() -> None:
    op.drop_table("shared_change")
    op.drop_table("addressed")
