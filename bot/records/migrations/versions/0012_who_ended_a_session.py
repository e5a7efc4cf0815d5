"""A session that somebody closed from elsewhere is kept until it is forgotten, so that its page says who closed it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("worker_session", sa.Column("ended_by", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.execute("delete from worker_session where ended_by <> ''")
    op.drop_column("worker_session", "ended_by")
