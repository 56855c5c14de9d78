"""Corrections, their revocation, and the regrade that gave an attempt its result."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of corrections; every grading there is came with its attempt."""
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("assignment", sa.String, nullable=False, index=True),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
        sa.Column("student_id", sa.Integer, sa.ForeignKey("students.id")),
        sa.Column("section", sa.String, nullable=False),
        sa.Column("part", sa.String, nullable=False),
        sa.Column("check", sa.String, nullable=False),
        sa.Column("points", sa.String),
        sa.Column("until", sa.String),
    )
    op.create_table(
        "revocations",
        sa.Column(
            "correction_id",
            sa.Integer,
            sa.ForeignKey("corrections.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
    )
    # Alembic would copy the table for the sake of the reference; both databases can add it as it is.
    op.execute("ALTER TABLE gradings ADD COLUMN correction_id INTEGER REFERENCES corrections (id)")
