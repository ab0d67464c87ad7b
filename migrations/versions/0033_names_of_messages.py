"""A message is found by its Message-ID, and no two have the same"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_message_message_id"), "message", ["message_id"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_message_message_id"), table_name="message")
