"""What the run itself has to say of a file, beside what was found in it: put with its other findings."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.coverage import Judged
from vstbcpn_cli.model.findings import RuleFailure
from vstbcpn_cli.model.problems import Noticed
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Problem
from vstbcpn_cli.rules.engine import judge_problem


def told_of(one: Judged, what: Noticed, *, severity: Severity | None = None, last: bool = False) -> Judged:
    """The file with one more finding, ahead of the others unless it comes `last`; the status is the caller's to set.

    A rule whose words cannot be put together is noted as failed on the file, like one that failed inside it.
    """
    failed: list[RuleFailure] = []
    finding = judge_problem(Problem(what.kind, shown=one.outcome.file.path, details=what.details), failed)
    finding = replace(finding, severity=severity or finding.severity)
    findings = (*one.findings, finding) if last else (finding, *one.findings)
    return replace(one, findings=findings, failed=(*one.failed, *failed))
