"""An organisation's address for files belongs to the house that asked it: another house's word moves nobody's files."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OF_EACH = sa.text(
    """
    insert into partner_address_next (house, organisation, email, checked_by, checked_at)
    select o.id, p.organisation, p.email,
           case when m.worker_id is null then '' else p.checked_by end,
           case when m.worker_id is null then 0 else p.checked_at end
    from partner_address p cross join organisation o
    left join (select distinct worker_id, organisation_id from membership) m
           on m.worker_id = p.checked_by and m.organisation_id = o.id
    """
)
"""Each house has the address; checked it is only where somebody of that house did so."""
OF_ALL = sa.text(
    """
    insert into partner_address_next (organisation, email, checked_by, checked_at)
    select organisation, email, checked_by, checked_at from partner_address p
    where house = (select min(q.house) from partner_address q where q.organisation = p.organisation)
    """
)


def _made_anew(key: tuple[str, ...], rows: sa.TextClause) -> None:
    op.create_table(
        "partner_address_next",
        *(sa.Column(name, sa.String(), nullable=False) for name in key),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*key, name="partner_address_of_house" if "house" in key else "partner_address_key"),
    )
    op.execute(rows)
    op.drop_table("partner_address")
    op.rename_table("partner_address_next", "partner_address")


def upgrade() -> None:
    _made_anew(("house", "organisation"), OF_EACH)


def downgrade() -> None:
    _made_anew(("organisation",), OF_ALL)
