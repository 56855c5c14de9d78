"""Whether the recorded gradients of an assignment agree with central differences."""

from dataclasses import dataclass

from grader.audit.findings import Finding, Kind
from grader.course import Assignment
from grader.oracle.witness import witness_folder

__all__ = ["Gradients", "try_gradients"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradients:
    """What a comparison of gradients has shown.

    Attributes:
        compared: How many gradients were compared.
        findings: What is wrong.
    """

    compared: int
    findings: tuple[Finding, ...]


def try_gradients(assignment: Assignment) -> Gradients:
    """Compare every recorded gradient of both suites with central differences of its model.

    Without PyTorch there is nothing to compare with; that is a finding, for the audit is not complete then.
    """
    folders = [one for one in (assignment.visible, assignment.hidden) if (one / "oracle.py").is_file()]
    compared = 0
    findings: list[Finding] = []
    try:
        for folder in folders:
            for wrong in witness_folder(folder):
                compared += 1
                if wrong is not None:
                    text = (
                        f"seed {wrong.seed}: the recorded gradient of {wrong.name} gives a slope of "
                        f"{wrong.recorded:.6g}, central differences {wrong.measured:.6g}"
                    )
                    case = f"{folder.name}/{wrong.case}"
                    findings.append(Finding(kind=Kind.GRADIENT, subject=case, text=text))
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "torch":
            raise
        text = "PyTorch is not installed: the recorded gradients were not compared with central differences"
        findings.append(Finding(kind=Kind.INCOMPLETE, subject="gradients", text=text))
    return Gradients(compared=compared, findings=tuple(findings))
