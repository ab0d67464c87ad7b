"""Panel meetings, what they agree and their minutes"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NEVER_CHANGED = ("panel_movement", "panel_score", "panel_minute_words", "panel_signature")
SQLITE = """
CREATE TRIGGER {table}_{verb}_refused BEFORE {event} ON {table} 
BEGIN SELECT RAISE(ABORT, '{table} rows are never changed'); END
"""
POSTGRES = """
CREATE TRIGGER {table}_{verb}_refused BEFORE {event} ON {table} FOR EACH ROW
EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "panel_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("chair_id <> deputy_id", name=op.f("ck_panel_meeting_deputy_is_another")),
        sa.CheckConstraint("quorum >= 1", name=op.f("ck_panel_meeting_quorum_is_someone")),
        sa.ForeignKeyConstraint(["chair_id"], ["account.id"], name=op.f("fk_panel_meeting_chair_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name=op.f("fk_panel_meeting_deputy_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_panel_meeting_made_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_panel_meeting_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_meeting")),
        sa.UniqueConstraint("reference", name=op.f("uq_panel_meeting_reference")),
    )
    with op.batch_alter_table("panel_meeting", schema=None) as batch_op:
        batch_op.create_index("ix_panel_meeting_round", ["round_id", "starts_at"], unique=False)

    op.create_table(
        "panel_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_with", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_panel_item_application_id")),
        sa.ForeignKeyConstraint(["chair_id"], ["account.id"], name=op.f("fk_panel_item_chair_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meeting.id"], name=op.f("fk_panel_item_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_item")),
        sa.UniqueConstraint("meeting_id", "application_id", name=op.f("uq_panel_item_meeting_id_application_id")),
    )
    with op.batch_alter_table("panel_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_item_application_id"), ["application_id"], unique=False)

    op.create_table(
        "panel_member",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_panel_member_account_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meeting.id"], name=op.f("fk_panel_member_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "account_id", name=op.f("pk_panel_member")),
    )
    with op.batch_alter_table("panel_member", schema=None) as batch_op:
        batch_op.create_index("ix_panel_member_account", ["account_id", "meeting_id"], unique=False)

    op.create_table(
        "panel_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_panel_signature_account_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meeting.id"], name=op.f("fk_panel_signature_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_signature")),
        sa.UniqueConstraint("meeting_id", "account_id", name=op.f("uq_panel_signature_meeting_id_account_id")),
        info={
            "guards": [
                {
                    "sqlite": [
                        "CREATE TRIGGER panel_signature_update_refused BEFORE UPDATE ON panel_signature \nBEGIN SELECT RAISE(ABORT, 'panel_signature rows are never changed'); END",
                        "CREATE TRIGGER panel_signature_delete_refused BEFORE DELETE ON panel_signature \nBEGIN SELECT RAISE(ABORT, 'panel_signature rows are never changed'); END",
                    ],
                    "postgresql": [
                        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS\n$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' rows are never changed'; END $$",
                        "CREATE TRIGGER panel_signature_update_refused BEFORE UPDATE ON panel_signature FOR EACH ROW \nEXECUTE FUNCTION refuse_change()",
                        "CREATE TRIGGER panel_signature_delete_refused BEFORE DELETE ON panel_signature FOR EACH ROW \nEXECUTE FUNCTION refuse_change()",
                    ],
                }
            ]
        },
    )
    op.create_table(
        "panel_minute_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_panel_minute_words_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["panel_item.id"], name=op.f("fk_panel_minute_words_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_minute_words")),
        info={
            "guards": [
                {
                    "sqlite": [
                        "CREATE TRIGGER panel_minute_words_update_refused BEFORE UPDATE ON panel_minute_words \nBEGIN SELECT RAISE(ABORT, 'panel_minute_words rows are never changed'); END",
                        "CREATE TRIGGER panel_minute_words_delete_refused BEFORE DELETE ON panel_minute_words \nBEGIN SELECT RAISE(ABORT, 'panel_minute_words rows are never changed'); END",
                    ],
                    "postgresql": [
                        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS\n$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' rows are never changed'; END $$",
                        "CREATE TRIGGER panel_minute_words_update_refused BEFORE UPDATE ON panel_minute_words FOR EACH ROW \nEXECUTE FUNCTION refuse_change()",
                        "CREATE TRIGGER panel_minute_words_delete_refused BEFORE DELETE ON panel_minute_words FOR EACH ROW \nEXECUTE FUNCTION refuse_change()",
                    ],
                }
            ]
        },
    )
    with op.batch_alter_table("panel_minute_words", schema=None) as batch_op:
        batch_op.create_index("ix_panel_minute_words_item", ["item_id", "id"], unique=False)

    op.create_table(
        "panel_movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_panel_movement_account_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_panel_movement_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["panel_item.id"], name=op.f("fk_panel_movement_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meeting.id"], name=op.f("fk_panel_movement_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_movement")),
        info={
            "guards": [
                {
                    "sqlite": [
                        "CREATE TRIGGER panel_movement_update_refused BEFORE UPDATE ON panel_movement \nBEGIN SELECT RAISE(ABORT, 'panel_movement rows are never changed'); END",
                        "CREATE TRIGGER panel_movement_delete_refused BEFORE DELETE ON panel_movement \nBEGIN SELECT RAISE(ABORT, 'panel_movement rows are never changed'); END",
                    ],
                    "postgresql": [
                        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS\n$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' rows are never changed'; END $$",
                        "CREATE TRIGGER panel_movement_update_refused BEFORE UPDATE ON panel_movement FOR EACH ROW \nEXECUTE FUNCTION refuse_change()",
                        "CREATE TRIGGER panel_movement_delete_refused BEFORE DELETE ON panel_movement FOR EACH ROW \nEXECUTE FUNCTION refuse_change()",
                    ],
                }
            ]
        },
    )
    with op.batch_alter_table("panel_movement", schema=None) as batch_op:
        batch_op.create_index("ix_panel_movement_meeting", ["meeting_id", "id"], unique=False)

    op.create_table(
        "panel_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("halves", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_panel_score_reason_given")),
        sa.CheckConstraint("halves >= 0 AND halves <= 10", name=op.f("ck_panel_score_halves_in_scale")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_panel_score_by_id")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_panel_score_criterion_id")),
        sa.ForeignKeyConstraint(["item_id"], ["panel_item.id"], name=op.f("fk_panel_score_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_score")),
        info={
            "guards": [
                {
                    "sqlite": [
                        "CREATE TRIGGER panel_score_update_refused BEFORE UPDATE ON panel_score \nBEGIN SELECT RAISE(ABORT, 'panel_score rows are never changed'); END",
                        "CREATE TRIGGER panel_score_delete_refused BEFORE DELETE ON panel_score \nBEGIN SELECT RAISE(ABORT, 'panel_score rows are never changed'); END",
                    ],
                    "postgresql": [
                        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS\n$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' rows are never changed'; END $$",
                        "CREATE TRIGGER panel_score_update_refused BEFORE UPDATE ON panel_score FOR EACH ROW \nEXECUTE FUNCTION refuse_change()",
                        "CREATE TRIGGER panel_score_delete_refused BEFORE DELETE ON panel_score FOR EACH ROW \nEXECUTE FUNCTION refuse_change()",
                    ],
                }
            ]
        },
    )
    with op.batch_alter_table("panel_score", schema=None) as batch_op:
        batch_op.create_index("ix_panel_score_item", ["item_id", "criterion_id", "id"], unique=False)
    statement = POSTGRES if op.get_bind().dialect.name == "postgresql" else SQLITE
    for table in NEVER_CHANGED:
        for verb, event in (("update", "UPDATE"), ("delete", "DELETE")):
            op.execute(statement.format(table=table, verb=verb, event=event).strip())


def downgrade() -> None:
    with op.batch_alter_table("panel_score", schema=None) as batch_op:
        batch_op.drop_index("ix_panel_score_item")

    op.drop_table("panel_score")
    with op.batch_alter_table("panel_movement", schema=None) as batch_op:
        batch_op.drop_index("ix_panel_movement_meeting")

    op.drop_table("panel_movement")
    with op.batch_alter_table("panel_minute_words", schema=None) as batch_op:
        batch_op.drop_index("ix_panel_minute_words_item")

    op.drop_table("panel_minute_words")
    op.drop_table("panel_signature")
    with op.batch_alter_table("panel_member", schema=None) as batch_op:
        batch_op.drop_index("ix_panel_member_account")

    op.drop_table("panel_member")
    with op.batch_alter_table("panel_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_item_application_id"))

    op.drop_table("panel_item")
    with op.batch_alter_table("panel_meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_panel_meeting_round")

    op.drop_table("panel_meeting")
