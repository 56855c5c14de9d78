"""The audit of a course's suites, `grade audit`: does each suite catch what it should, and nothing else?"""

from grader.authoring.audit.assignment_audit import audit_assignment
from grader.authoring.audit.findings import AssignmentAudit, Finding, FindingKind

__all__ = ["AssignmentAudit", "Finding", "FindingKind", "audit_assignment"]
