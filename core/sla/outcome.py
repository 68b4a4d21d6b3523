"""What a step of the replay added to a case."""

from dataclasses import dataclass, field

from core.domain.clock import Finding, Milestone


@dataclass(slots=True)
class Outcome:
    """Milestones of clocks, and findings about single events."""

    milestones: list[Milestone] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
