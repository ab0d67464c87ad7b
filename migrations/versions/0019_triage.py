"""What the office keeps beside an application: owner, due date, flags, notes, hints set aside"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        """CREATE TRIGGER triage_note_update_refused BEFORE UPDATE ON triage_note WHEN (OLD.struck_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'triage_note rows are never changed'); END""",
        """CREATE TRIGGER triage_note_delete_refused BEFORE DELETE ON triage_note WHEN (OLD.struck_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'triage_note rows are never changed'); END""",
        """CREATE TRIGGER triage_set_aside_update_refused BEFORE UPDATE ON triage_set_aside 
BEGIN SELECT RAISE(ABORT, 'triage_set_aside rows are never changed'); END""",
        """CREATE TRIGGER triage_set_aside_delete_refused BEFORE DELETE ON triage_set_aside 
BEGIN SELECT RAISE(ABORT, 'triage_set_aside rows are never changed'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER triage_note_update_refused BEFORE UPDATE ON triage_note FOR EACH ROW WHEN (OLD.struck_at IS NOT NULL)
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER triage_note_delete_refused BEFORE DELETE ON triage_note FOR EACH ROW WHEN (OLD.struck_at IS NOT NULL)
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER triage_set_aside_update_refused BEFORE UPDATE ON triage_set_aside FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER triage_set_aside_delete_refused BEFORE DELETE ON triage_set_aside FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    op.create_table(
        "triage_case",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_triage_case_application_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_triage_case_owner_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_triage_case")),
    )
    op.create_index("ix_triage_case_owner", "triage_case", ["owner_id", "due_on"])
    op.create_table(
        "triage_flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("raised_by_name", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_by_name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name=op.f("ck_triage_flag_closed_when_not_open")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_triage_flag_application_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["account.id"], name=op.f("fk_triage_flag_raised_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["account.id"], name=op.f("fk_triage_flag_closed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_flag")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_triage_flag_application_id_number")),
    )
    op.create_index("ix_triage_flag_state", "triage_flag", ["state", "application_id"])
    op.create_table(
        "triage_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_by_id", sa.Integer(), nullable=True),
        sa.Column("struck_by_name", sa.String(length=200), nullable=False),
        sa.Column("struck_why", sa.String(), nullable=False),
        sa.CheckConstraint("(struck_at IS NULL) = (struck_why = '')", name=op.f("ck_triage_note_struck_with_reason")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_triage_note_application_id")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_triage_note_author_id")),
        sa.ForeignKeyConstraint(["struck_by_id"], ["account.id"], name=op.f("fk_triage_note_struck_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_note")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_triage_note_application_id_number")),
    )
    op.create_table(
        "triage_set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("other", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_triage_set_aside_application_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_triage_set_aside_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_set_aside")),
        sa.UniqueConstraint(
            "application_id", "kind", "other", name=op.f("uq_triage_set_aside_application_id_kind_other")
        ),
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("triage_set_aside")
    op.drop_table("triage_note")
    op.drop_index("ix_triage_flag_state", "triage_flag")
    op.drop_table("triage_flag")
    op.drop_index("ix_triage_case_owner", "triage_case")
    op.drop_table("triage_case")
