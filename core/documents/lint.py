"""What the law says about terms, by the law in force on the day of signing; a lawyer approves the rules."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from core.documents.law import bond, counter_guarantee, dispute, earnest_money, house, price, suretyship
from core.documents.law.record import Check, Hit, Rule, load_rules
from core.documents.term_bounds import check_bounds
from core.documents.terms import read_terms
from core.domain.contract_terms import ContractTerms
from core.domain.finding import Finding
from core.errors import InvalidInput

CHECKS: Mapping[str, Check] = {
    "D05": earnest_money.is_within_a_fifth,
    "D07": earnest_money.is_alternative,
    "E02": suretyship.is_complete,
    "E04": suretyship.is_clear_in_manner,
    "E07": suretyship.outlasts_the_debt,
    "E10": suretyship.is_consented,
    "F14": counter_guarantee.is_linked,
    "G01": price.adds_up,
    "G03": price.is_paid_in_time,
    "G11": bond.is_within_a_tenth,
    "J02": dispute.names_one_institution,
    "J03": dispute.has_one_way,
    "OS-19": house.is_guaranteed,
}
FIRST_DAY = date(2021, 1, 1)
"""The Civil Code came into force; what was signed before is not judged here."""


def lint(terms: Mapping[str, Any], *, signed_on: date) -> list[Finding]:
    """Return what the rules in force on `signed_on` find in `terms` (plain values), errors first.

    Raises `InvalidInput` naming the path of what cannot be read as terms, or for a day before 2021.
    """
    return lint_terms(read_terms(terms), signed_on=signed_on)


def lint_terms(terms: ContractTerms, *, signed_on: date) -> list[Finding]:
    """Return what `lint` does, for terms that are read already; what the law cannot be asked about is refused."""
    if signed_on < FIRST_DAY:
        raise InvalidInput("law.too_early", place="signed_on", value=str(signed_on), first=str(FIRST_DAY))
    check_bounds(terms)
    findings = [one for rule in rules() if rule.in_force(signed_on) for one in _apply(rule, terms)]
    order = ("error", "warning", "info")
    return sorted(findings, key=lambda one: (order.index(one.severity), one.rule, one.path))


@cache
def rules() -> tuple[Rule, ...]:
    """Return all dated rules."""
    return load_rules()


def _apply(rule: Rule, terms: ContractTerms) -> Iterator[Finding]:
    for hit in CHECKS[rule.id](terms, rule.parameters):
        yield _finding(rule, hit)


def _finding(rule: Rule, hit: Hit) -> Finding:
    said = rule.findings[hit.statement]
    zh, en = said.zh.format_map(hit.values), said.en.format_map(hit.values)
    return Finding(
        rule.id,
        said.severity,
        hit.path,
        f"{hit.path}：{zh}（{rule.articles.zh}）。建议：{said.remedy.zh}。",
        f"{hit.path}: {en} ({rule.articles.en}). Remedy: {said.remedy.en}.",
        rule.status,
    )


__all__ = ["CHECKS", "FIRST_DAY", "Finding", "lint", "lint_terms", "rules"]
