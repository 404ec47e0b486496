"""lockers."""

import sqlalchemy as sa
from alembic import op

revision = "lockers_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lockers_locker",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("pupil_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["person.id"], name=op.f("fk_lockers_locker_pupil_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lockers_locker")),
        sa.UniqueConstraint("number", name=op.f("uq_lockers_locker_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("lockers_locker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lockers_locker_pupil_id"), ["pupil_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lockers_locker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lockers_locker_pupil_id"))

    op.drop_table("lockers_locker")
