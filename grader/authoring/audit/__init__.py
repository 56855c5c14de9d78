"""Proves that a suite catches what it should: `grade audit`."""

from grader.authoring.audit.auditing import audit
from grader.authoring.audit.findings import AssignmentAudit, Finding, Kind

__all__ = ["AssignmentAudit", "Finding", "Kind", "audit"]
