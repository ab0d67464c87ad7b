"""Scenarios: a choice of what to fund, saved with its reason"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        """CREATE TRIGGER scenario_update_refused BEFORE UPDATE ON scenario 
BEGIN SELECT RAISE(ABORT, 'scenario rows are never changed'); END""",
        """CREATE TRIGGER scenario_delete_refused BEFORE DELETE ON scenario 
BEGIN SELECT RAISE(ABORT, 'scenario rows are never changed'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER scenario_update_refused BEFORE UPDATE ON scenario FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER scenario_delete_refused BEFORE DELETE ON scenario FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("chosen_pence", sa.Integer(), nullable=False),
        sa.Column("left_pence", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_scenario_round_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["account.id"], name=op.f("fk_scenario_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_scenario_round_id_number")),
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("scenario")
