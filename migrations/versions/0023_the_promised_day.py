"""The day that was promised first, and releases that are set for an hour"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# What was promised before the first delay that was told; where there was none, the day that still stands.
FIRST = """UPDATE round SET promised_on = COALESCE(
(SELECT before_on FROM decision_delay WHERE decision_delay.round_id = round.id ORDER BY decision_delay.id LIMIT 1),
decision_on)"""


def upgrade() -> None:
    # Not in a batch: SQLite would build the table anew, without the triggers that guard it.
    op.add_column("round", sa.Column("promised_on", sa.Date(), nullable=True))
    op.execute(FIRST)
    op.create_table(
        "planned_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["planned_by_id"], ["account.id"], name=op.f("fk_planned_release_planned_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_planned_release_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_release")),
    )
    op.create_index(op.f("ix_planned_release_round_id"), "planned_release", ["round_id"])
    op.create_index("ix_planned_release_due", "planned_release", ["state", "at"])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_planned_release_waiting",
        "planned_release",
        ["round_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def downgrade() -> None:
    op.drop_table("planned_release")
    op.drop_column("round", "promised_on")
