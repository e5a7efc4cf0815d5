"""What belongs to a conversation is found at once, however much is stored; two columns that nothing used go."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("outbox_of_conversation", "outbox", ["conversation_id", "id"])
    op.create_index("inbound_of_conversation", "inbound", ["conversation_id"])
    op.drop_column("conversation", "busy_until")
    op.drop_column("handover", "alerted_at")


def downgrade() -> None:
    op.add_column("handover", sa.Column("alerted_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("conversation", sa.Column("busy_until", sa.BigInteger(), nullable=False, server_default="0"))
    op.drop_index("inbound_of_conversation", "inbound")
    op.drop_index("outbox_of_conversation", "outbox")
