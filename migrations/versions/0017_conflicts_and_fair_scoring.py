"""Conflicts of interest, who knows what, who opened what, and scores that were changed or could not be given"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_GUARDS = {
    "sqlite": [
        """CREATE TRIGGER application_reading_update_refused BEFORE UPDATE ON application_reading 
BEGIN SELECT RAISE(ABORT, 'application_reading rows are never changed'); END""",
        """CREATE TRIGGER application_reading_delete_refused BEFORE DELETE ON application_reading 
BEGIN SELECT RAISE(ABORT, 'application_reading rows are never changed'); END""",
        """CREATE TRIGGER practice_update_refused BEFORE UPDATE ON practice 
BEGIN SELECT RAISE(ABORT, 'practice rows are never changed'); END""",
        """CREATE TRIGGER practice_delete_refused BEFORE DELETE ON practice 
BEGIN SELECT RAISE(ABORT, 'practice rows are never changed'); END""",
        """CREATE TRIGGER score_change_update_refused BEFORE UPDATE ON score_change 
BEGIN SELECT RAISE(ABORT, 'score_change rows are never changed'); END""",
        """CREATE TRIGGER score_change_delete_refused BEFORE DELETE ON score_change 
BEGIN SELECT RAISE(ABORT, 'score_change rows are never changed'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER application_reading_update_refused BEFORE UPDATE ON application_reading FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER application_reading_delete_refused BEFORE DELETE ON application_reading FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER practice_update_refused BEFORE UPDATE ON practice FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER practice_delete_refused BEFORE DELETE ON practice FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER score_change_update_refused BEFORE UPDATE ON score_change FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER score_change_delete_refused BEFORE DELETE ON score_change FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    op.add_column("round", sa.Column("scores_due_on", sa.Date(), nullable=True))
    op.add_column("round", sa.Column("practise_first", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("assignment", sa.Column("declined_reason", sa.String(), nullable=False, server_default=""))
    op.add_column("assignment", sa.Column("tab_key", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("assignment", sa.Column("tab_count", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("score", sa.Column("cannot", sa.String(length=20), nullable=False, server_default=""))
    _people()
    _conflicts()
    op.create_table(
        "score_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("score_id", sa.Integer(), nullable=False),
        sa.Column("points_before", sa.Integer(), nullable=True),
        sa.Column("cannot_before", sa.String(length=20), nullable=False),
        sa.Column("reason_before", sa.String(), nullable=False),
        sa.Column("points_after", sa.Integer(), nullable=True),
        sa.Column("cannot_after", sa.String(length=20), nullable=False),
        sa.Column("reason_after", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("compared", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["score_id"], ["score.id"], name=op.f("fk_score_change_score_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_change")),
    )
    op.create_index(op.f("ix_score_change_score_id"), "score_change", ["score_id"])
    for statement in _GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def _people() -> None:
    op.create_table(
        "assessor_expertise",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assessor_expertise_account_id")),
        sa.PrimaryKeyConstraint("account_id", "kind", "value", name=op.f("pk_assessor_expertise")),
    )
    op.create_table(
        "application_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("page", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_application_reading_account_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_reading_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_reading")),
    )
    op.create_index("ix_application_reading_application", "application_reading", ["application_id", "at"])
    op.create_index(op.f("ix_application_reading_account_id"), "application_reading", ["account_id"])

    op.create_table(
        "practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("example", sa.String(length=40), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_practice_account_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_practice_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    op.create_index("ix_practice_round", "practice", ["round_id", "account_id"])


def _conflicts() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_conflict_account_id")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_conflict_application_id")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["account.id"], name=op.f("fk_conflict_lifted_by_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_conflict_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint("application_id", "account_id", name=op.f("uq_conflict_application_id_account_id")),
    )
    op.create_index(op.f("ix_conflict_account_id"), "conflict", ["account_id"])
    op.execute(
        "INSERT INTO conflict (application_id, account_id, kind, text, pinned, late, recorded_at, recorded_by_id, "
        "lifted_reason) SELECT application_id, assessor_id, conflict_kind, conflict, false, "
        "submitted_at IS NOT NULL, COALESCE(declared_at, assigned_at), assessor_id, '' "
        "FROM assignment WHERE state = 'conflicted'"
    )
    for column in ("conflict_kind", "conflict"):
        op.drop_column("assignment", column)
    op.create_table(
        "suggestion_dismissal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_suggestion_dismissal_account_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_suggestion_dismissal_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["dismissed_by_id"], ["account.id"], name=op.f("fk_suggestion_dismissal_dismissed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_dismissal")),
        sa.UniqueConstraint(
            "application_id",
            "account_id",
            "ground",
            name=op.f("uq_suggestion_dismissal_application_id_account_id_ground"),
        ),
    )
    op.create_table(
        "round_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_round_declaration_account_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_declaration_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_declaration")),
        sa.UniqueConstraint("round_id", "account_id", name=op.f("uq_round_declaration_round_id_account_id")),
    )


def downgrade() -> None:
    op.add_column("assignment", sa.Column("conflict_kind", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("assignment", sa.Column("conflict", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE assignment SET conflict_kind = conflict.kind, conflict = conflict.text FROM conflict "
        "WHERE assignment.state = 'conflicted' AND conflict.application_id = assignment.application_id "
        "AND conflict.account_id = assignment.assessor_id"
    )
    for table in (
        "score_change",
        "practice",
        "round_declaration",
        "suggestion_dismissal",
        "conflict",
        "application_reading",
        "assessor_expertise",
    ):
        op.drop_table(table)
    op.drop_column("score", "cannot")
    for column in ("tab_count", "tab_key", "declined_reason"):
        op.drop_column("assignment", column)
    op.drop_column("round", "practise_first")
    op.drop_column("round", "scores_due_on")
