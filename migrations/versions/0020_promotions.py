"""Money for the reserve list: proposals, and promotions that take from the budget"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

COMMIT = "UPDATE round SET committed_pence = committed_pence + NEW.amount_pence WHERE id = NEW.round_id"
GUARDS = {
    "sqlite": [
        """CREATE TRIGGER promotion_update_refused BEFORE UPDATE ON promotion 
BEGIN SELECT RAISE(ABORT, 'promotion rows are never changed'); END""",
        """CREATE TRIGGER promotion_delete_refused BEFORE DELETE ON promotion 
BEGIN SELECT RAISE(ABORT, 'promotion rows are never changed'); END""",
        f"CREATE TRIGGER promotion_commits AFTER INSERT ON promotion BEGIN {COMMIT}; END",
    ],
    "postgresql": [
        """CREATE TRIGGER promotion_update_refused BEFORE UPDATE ON promotion FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER promotion_delete_refused BEFORE DELETE ON promotion FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        "CREATE OR REPLACE FUNCTION commit_promotion() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {COMMIT}; RETURN NEW; END $$",
        "CREATE TRIGGER promotion_commits AFTER INSERT ON promotion FOR EACH ROW EXECUTE FUNCTION commit_promotion()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "promotion_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("order_reason", sa.String(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by_id", sa.Integer(), nullable=True),
        sa.Column("stopped_why", sa.String(), nullable=False),
        sa.CheckConstraint("amount_pence > 0", name=op.f("ck_promotion_proposal_amount_is_money")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_promotion_proposal_application_id")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name=op.f("fk_promotion_proposal_proposed_by_id")),
        sa.ForeignKeyConstraint(["stopped_by_id"], ["account.id"], name=op.f("fk_promotion_proposal_stopped_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_proposal")),
        sa.UniqueConstraint("application_id", name=op.f("uq_promotion_proposal_application_id")),
    )
    op.create_table(
        "promotion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("order_reason", sa.String(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("signed_by_id <> proposed_by_id", name=op.f("ck_promotion_signed_by_another")),
        sa.CheckConstraint(
            "outcome IN ('fund', 'part_fund') AND amount_pence > 0", name=op.f("ck_promotion_amount_fits_outcome")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_promotion_application_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_promotion_decision_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_promotion_round_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name=op.f("fk_promotion_proposed_by_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["account.id"], name=op.f("fk_promotion_signed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
        sa.UniqueConstraint("application_id", name=op.f("uq_promotion_application_id")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_promotion_decision_id")),
    )
    op.create_index(op.f("ix_promotion_round_id"), "promotion", ["round_id"])
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_promotion_round_id"), "promotion")
    op.drop_table("promotion")
    op.drop_table("promotion_proposal")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION commit_promotion()")
