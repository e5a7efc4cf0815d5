"""A complaint knows whom its words name: they never see it. Of those filed before nobody can tell without reading them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("complaint", sa.Column("named", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("complaint", "named")
