"""Conditions of the money"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("recommendation", "decision"):
        op.add_column(table, sa.Column("conditions", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for table in ("decision", "recommendation"):
        op.drop_column(table, "conditions")
