"""A case is found by the code that people read out, and knows which ended one it takes up again."""

import sqlalchemy as sa
from alembic import op

from bot.desk.calls import code_of

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

AT_ONCE = 1000


def upgrade() -> None:
    op.add_column("handover", sa.Column("code", sa.String(), server_default="", nullable=False))
    op.add_column("handover", sa.Column("resumes", sa.String(), server_default="", nullable=False))
    cases = sa.table("handover", sa.column("id", sa.String()), sa.column("code", sa.String()))
    bind = op.get_bind()
    write = sa.update(cases).where(cases.c.id == sa.bindparam("case")).values(code=sa.bindparam("its"))
    ids = list(bind.execute(sa.select(cases.c.id).order_by(cases.c.id)).scalars())
    for first in range(0, len(ids), AT_ONCE):
        bind.execute(write, [{"case": one, "its": code_of(one)} for one in ids[first : first + AT_ONCE]])
    op.create_index("handover_code", "handover", ["code"])


def downgrade() -> None:
    op.drop_index("handover_code", "handover")
    op.drop_column("handover", "resumes")
    op.drop_column("handover", "code")
