"""A file that is to be fetched knows how often that was tried and when it is tried next: one that never ends holds up no other."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("media", sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
    op.add_column("media", sa.Column("next_at", sa.BigInteger(), server_default="0", nullable=False))
    wanted = sa.text("state = 'wanted'")
    op.create_index("media_wanted", "media", ["next_at"], sqlite_where=wanted, postgresql_where=wanted)


def downgrade() -> None:
    op.drop_index("media_wanted", "media")
    op.drop_column("media", "next_at")
    op.drop_column("media", "tries")
