"""A library of phrases, and feedback that is saved by itself"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        """CREATE TRIGGER phrase_version_update_refused BEFORE UPDATE ON phrase_version 
BEGIN SELECT RAISE(ABORT, 'phrase_version rows are never changed'); END""",
        """CREATE TRIGGER phrase_version_delete_refused BEFORE DELETE ON phrase_version 
BEGIN SELECT RAISE(ABORT, 'phrase_version rows are never changed'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER phrase_version_update_refused BEFORE UPDATE ON phrase_version FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER phrase_version_delete_refused BEFORE DELETE ON phrase_version FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
    ],
}


def upgrade() -> None:
    op.create_table(
        "phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
        sa.UniqueConstraint("key", name=op.f("uq_phrase_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_phrase_reference")),
    )
    op.create_table(
        "phrase_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phrase_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("principle", sa.String(length=40), nullable=False),
        sa.Column("band", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_phrase_version_by_id")),
        sa.ForeignKeyConstraint(["phrase_id"], ["phrase.id"], name=op.f("fk_phrase_version_phrase_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase_version")),
        sa.UniqueConstraint("phrase_id", "number", name=op.f("uq_phrase_version_phrase_id_number")),
    )
    op.create_table(
        "phrase_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phrase_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_phrase_use_application_id")),
        sa.ForeignKeyConstraint(["phrase_id"], ["phrase.id"], name=op.f("fk_phrase_use_phrase_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase_use")),
        sa.UniqueConstraint("phrase_id", "application_id", name=op.f("uq_phrase_use_phrase_id_application_id")),
    )
    op.create_index("ix_phrase_use_application_id", "phrase_use", ["application_id"])
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.add_column("feedback", sa.Column("tab_key", sa.String(length=40), server_default="", nullable=False))
    op.add_column("feedback", sa.Column("tab_count", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("feedback", "tab_count")
    op.drop_column("feedback", "tab_key")
    op.drop_table("phrase_use")
    op.drop_table("phrase_version")
    op.drop_table("phrase")
