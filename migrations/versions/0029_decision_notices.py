"""Numbered decision notices, and officers who sign for the Commissioner"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        """CREATE TRIGGER decision_notice_update_refused BEFORE UPDATE ON decision_notice 
BEGIN SELECT RAISE(ABORT, 'decision_notice rows are never changed'); END""",
        """CREATE TRIGGER decision_notice_delete_refused BEFORE DELETE ON decision_notice 
BEGIN SELECT RAISE(ABORT, 'decision_notice rows are never changed'); END""",
        """CREATE TRIGGER notice_line_update_refused BEFORE UPDATE ON notice_line 
BEGIN SELECT RAISE(ABORT, 'notice_line rows are never changed'); END""",
        """CREATE TRIGGER notice_line_delete_refused BEFORE DELETE ON notice_line 
BEGIN SELECT RAISE(ABORT, 'notice_line rows are never changed'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER decision_notice_update_refused BEFORE UPDATE ON decision_notice FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER decision_notice_delete_refused BEFORE DELETE ON decision_notice FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER notice_line_update_refused BEFORE UPDATE ON notice_line FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER notice_line_delete_refused BEFORE DELETE ON notice_line FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    op.create_table(
        "notice_count",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_notice_count")),
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_delegation_has_a_reason")),
        sa.ForeignKeyConstraint(["delegate_id"], ["account.id"], name=op.f("fk_delegation_delegate_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["account.id"], name=op.f("fk_delegation_given_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_delegation_round_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["account.id"], name=op.f("fk_delegation_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_round_id"), "delegation", ["round_id"])

    op.create_table(
        "decision_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("fund_title", sa.String(), nullable=False),
        sa.Column("round_name", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_name", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("delegation_reason", sa.String(), nullable=False),
        sa.Column("power", sa.String(length=40), nullable=False),
        sa.Column("power_words", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(capacity = 'commissioner' AND delegation_id IS NULL) OR (capacity = 'delegate' AND delegation_id IS NOT NULL AND delegation_reason <> '')",
            name=op.f("ck_decision_notice_delegate_says_why"),
        ),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegation.id"], name=op.f("fk_decision_notice_delegation_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_decision_notice_round_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["account.id"], name=op.f("fk_decision_notice_signed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_notice")),
        sa.UniqueConstraint("reference", name=op.f("uq_decision_notice_reference")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_decision_notice_year_number")),
    )
    op.create_index(op.f("ix_decision_notice_round_id"), "decision_notice", ["round_id"])

    op.create_table(
        "notice_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("promotion_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(decision_id IS NULL) <> (promotion_id IS NULL)", name=op.f("ck_notice_line_of_one_signature")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_notice_line_application_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_notice_line_decision_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["decision_notice.id"], name=op.f("fk_notice_line_notice_id")),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.id"], name=op.f("fk_notice_line_promotion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_line")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_notice_line_decision_id")),
        sa.UniqueConstraint("promotion_id", name=op.f("uq_notice_line_promotion_id")),
    )
    op.create_index("ix_notice_line_notice_id", "notice_line", ["notice_id"])

    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_notice_line_notice_id", "notice_line")

    op.drop_table("notice_line")
    op.drop_index(op.f("ix_decision_notice_round_id"), "decision_notice")

    op.drop_table("decision_notice")
    op.drop_index(op.f("ix_delegation_round_id"), "delegation")

    op.drop_table("delegation")
    op.drop_table("notice_count")
