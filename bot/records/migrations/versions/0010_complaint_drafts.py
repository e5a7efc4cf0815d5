"""An answer to a complaint is kept while it is written."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("complaint", sa.Column("draft", sa.LargeBinary(), server_default="", nullable=False))
