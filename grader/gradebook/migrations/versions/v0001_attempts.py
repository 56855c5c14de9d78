"""Students, assignments as they were graded, and attempts with their results."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the first release."""
    op.create_table(
        "students",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("recorded_at", sa.String, nullable=False),
    )
    op.create_table(
        "details",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("student_id", sa.Integer, sa.ForeignKey("students.id"), nullable=False, index=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("sortable", sa.String, nullable=False),
        sa.Column("section", sa.String, nullable=False),
        sa.Column("ids", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.String, nullable=False),
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("assignment", sa.String, nullable=False),
        sa.Column("edition", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("possible", sa.String, nullable=False),
        sa.Column("by_hand", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.String, nullable=False),
        sa.UniqueConstraint("assignment", "edition"),
    )
    op.create_table(
        "seeds",
        sa.Column("assignment", sa.String, primary_key=True),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("recorded_at", sa.String, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "results",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("edition_id", sa.Integer, sa.ForeignKey("editions.id"), nullable=False),
        sa.Column("source_sha256", sa.String(64), sa.ForeignKey("sources.sha256"), nullable=False),
        sa.Column("grader_version", sa.String, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("tried", sa.Integer, nullable=False),
        sa.Column("isolation", sa.String, nullable=False),
        sa.Column("graded_at", sa.String, nullable=False),
        sa.Column("points", sa.String, nullable=False),
        sa.Column("pending", sa.String, nullable=False),
        sa.Column("parts", sa.Text, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.UniqueConstraint("edition_id", "source_sha256", "grader_version", "seed", "tried"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("student_id", sa.Integer, sa.ForeignKey("students.id"), nullable=False),
        sa.Column("assignment", sa.String, nullable=False),
        sa.Column("source_sha256", sa.String(64), sa.ForeignKey("sources.sha256"), nullable=False),
        sa.Column("moment", sa.String, nullable=False),
        sa.Column("file", sa.String, nullable=False),
        sa.Column("handed_in", sa.String),
        sa.Column("time_source", sa.String, nullable=False),
        sa.Column("late", sa.Boolean),
        sa.Column("recorded_at", sa.String, nullable=False),
        sa.UniqueConstraint("student_id", "assignment", "source_sha256", "moment"),
    )
    op.create_index("attempts_of_assignment", "attempts", ["assignment"])
    op.create_table(
        "gradings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("attempt_id", sa.Integer, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("result_id", sa.Integer, sa.ForeignKey("results.id"), nullable=False),
        sa.Column("recorded_at", sa.String, nullable=False),
    )
    op.create_index("gradings_of_attempt", "gradings", ["attempt_id"])
