"""A dated rule of law: when it is in force, how far it is verified, and what its findings say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import yaml

from core.domain.contract_terms import ContractTerms
from core.domain.finding import Severity, Status
from core.domain.wording import Wording


@dataclass(frozen=True, slots=True)
class Statement:
    """What a finding says, with `{name}` for its values, and what to do about it."""

    severity: Severity
    zh: str
    en: str
    remedy: Wording


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in force from `since` to `until` (both included; None is open); `parameters` are the law's numbers."""

    id: str
    articles: Wording
    since: date
    status: Status
    findings: Mapping[str, Statement]
    until: date | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether the rule holds for a contract signed on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Hit:
    """A check found that `statement` of its rule applies at `path`."""

    statement: str
    path: str
    values: Mapping[str, object] = field(default_factory=dict)


Check = Callable[[ContractTerms, Mapping[str, Any]], Iterator[Hit]]
"""Looks for what a rule forbids, by the rule's parameters."""


def load_rules() -> tuple[Rule, ...]:
    """Read the dated records beside the check functions, in the order of their ids and days."""
    rules = [
        msgspec.convert(one, Rule)
        for path in sorted(Path(__file__).parent.glob("*.yaml"))
        for one in yaml.safe_load(path.read_text("utf-8"))
    ]
    return tuple(sorted(rules, key=lambda rule: (rule.id, rule.since)))
