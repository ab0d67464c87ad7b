"""The passport, who opened a file, handing over, asking to lead, how to contact people"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        """CREATE TRIGGER file_reading_update_refused BEFORE UPDATE ON file_reading 
BEGIN SELECT RAISE(ABORT, 'file_reading rows are never changed'); END""",
        """CREATE TRIGGER file_reading_delete_refused BEFORE DELETE ON file_reading 
BEGIN SELECT RAISE(ABORT, 'file_reading rows are never changed'); END""",
    ],
    "postgresql": [
        """CREATE TRIGGER file_reading_update_refused BEFORE UPDATE ON file_reading FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
        """CREATE TRIGGER file_reading_delete_refused BEFORE DELETE ON file_reading FOR EACH ROW 
EXECUTE FUNCTION refuse_change()""",
    ],
}
# The kinds that a passport kept when this was written.
KINDS = {"governing_document", "accounts", "bank_statement", "safeguarding_policy", "equality_policy",
         "public_liability", "data_protection", "health_safety"}  # fmt: skip


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "passport_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("dated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_by_name", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_passport_document_added_by_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_passport_document_file_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_passport_document_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passport_document")),
        sa.UniqueConstraint("file_id", name=op.f("uq_passport_document_file_id")),
    )
    with op.batch_alter_table("passport_document") as batch_op:
        batch_op.create_index("ix_passport_document_organisation", ["organisation_id", "kind"], unique=False)
        batch_op.create_index("ix_passport_document_expiry", ["expires_on"], unique=False)

    op.create_table(
        "file_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("reader_name", sa.String(length=200), nullable=False),
        sa.Column("reader_as", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_file_reading_file_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["account.id"], name=op.f("fk_file_reading_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_reading")),
    )
    with op.batch_alter_table("file_reading") as batch_op:
        batch_op.create_index(batch_op.f("ix_file_reading_file_id"), ["file_id"], unique=False)
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
    _keep_what_applications_gave()

    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("leaver_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["leaver_id"], ["account.id"], name=op.f("fk_handover_leaver_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_handover_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint(
            "organisation_id", "leaver_id", "open", name=op.f("uq_handover_organisation_id_leaver_id_open")
        ),
    )
    op.create_table(
        "lead_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("typed", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_lead_request_account_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_lead_request_decided_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_lead_request_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_request")),
        sa.UniqueConstraint("account_id", "open", name=op.f("uq_lead_request_account_id_open")),
        sa.UniqueConstraint("reference", name=op.f("uq_lead_request_reference")),
    )
    op.create_index("ix_lead_request_open", "lead_request", ["open", "id"], unique=False)
    op.add_column("account", sa.Column("contact_way", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("account", sa.Column("language", sa.String(length=60), nullable=False, server_default=""))


def downgrade() -> None:
    """Back."""
    op.drop_column("account", "language")
    op.drop_column("account", "contact_way")
    op.drop_table("lead_request")
    op.drop_table("handover")
    op.drop_table("file_reading")
    op.drop_table("passport_document")


def _keep_what_applications_gave() -> None:
    """The documents of earlier applications, those of drafts and those that were sent, into the passports."""
    bind = op.get_bind()
    files = {
        row.public_id: row
        for row in bind.execute(
            sa.text("SELECT id, public_id, organisation_id FROM stored_file WHERE removed_at IS NULL")
        )
    }
    found: dict[str, dict[str, Any]] = {}
    at = datetime.now(UTC).replace(microsecond=0)
    for source, sent, answers in _answers(bind):
        for kind, public_id in _documents(answers):
            if public_id in files and kind in KINDS:
                row = found.setdefault(public_id, {"kind": kind, "source": source, "sent": False})
                row["sent"] = row["sent"] or sent
    table = sa.table(
        "passport_document",
        sa.column("organisation_id", sa.Integer()), sa.column("kind", sa.String()), sa.column("file_id", sa.Integer()),
        sa.column("source", sa.String()), sa.column("added_at", sa.DateTime(timezone=True)),
        sa.column("added_by_name", sa.String()), sa.column("sent_at", sa.DateTime(timezone=True)),
    )  # fmt: skip
    rows = [
        {
            "organisation_id": files[public_id].organisation_id,
            "kind": row["kind"],
            "file_id": files[public_id].id,
            "source": row["source"],
            "added_at": at,
            "added_by_name": "",
            "sent_at": at if row["sent"] else None,
        }
        for public_id, row in found.items()
    ]
    if rows:
        op.bulk_insert(table, rows)


def _answers(bind: sa.Connection) -> Iterator[tuple[str, bool, Any]]:
    """(reference of the application, whether it was sent, answers) of every snapshot and every section."""
    sent = bind.execute(
        sa.text("SELECT a.reference, s.document FROM snapshot s JOIN application a ON a.id = s.application_id")
    )
    for row in sent:
        yield row.reference, True, json.loads(row.document)["answers"]
    saved = bind.execute(
        sa.text(
            "SELECT a.reference, s.answers FROM section_answers s JOIN application a ON a.response_id = s.response_id"
        )
    )
    for row in saved:
        yield row.reference, False, json.loads(row.answers) if isinstance(row.answers, str) else row.answers


def _documents(answers: Any) -> Iterator[tuple[str, str]]:
    """(kind, public id) of every file in a list of documents."""
    for value in answers.values() if isinstance(answers, dict) else ():
        for kind, given in value.items() if isinstance(value, dict) else ():
            file = given.get("file") if isinstance(given, dict) else None
            if isinstance(file, dict) and file.get("id"):
                yield kind, str(file["id"])
