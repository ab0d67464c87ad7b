"""What the virus scanner said of each file"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Files that are there already wait like new ones: a scanner that is set later looks at them too.
    with op.batch_alter_table("stored_file") as batch_op:
        batch_op.add_column(sa.Column("scan", sa.String(length=20), nullable=False, server_default="waiting"))
        batch_op.add_column(sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("scan_found", sa.String(length=100), nullable=False, server_default=""))
        batch_op.create_index("ix_stored_file_scan", ["scan", "id"], unique=False)
    with op.batch_alter_table("stored_file") as batch_op:
        batch_op.alter_column("scan", server_default=None)
        batch_op.alter_column("scan_found", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("stored_file") as batch_op:
        batch_op.drop_index("ix_stored_file_scan")
        batch_op.drop_column("scan_found")
        batch_op.drop_column("scanned_at")
        batch_op.drop_column("scan")
