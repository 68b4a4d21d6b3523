"""Suretyship: its contents, its manner, its period, its giver's consent to a change (CC 684-695)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.documents.law.phrases import additions, says
from core.documents.law.record import Hit
from core.domain.contract_terms import ContractTerms
from core.domain.guarantee import Guarantee
from core.domain.wording import Wording

_GENERAL = re.compile(
    r"(债务人|乙方|被保证人).{0,12}(不能履行|无力(履行|偿还|清偿|承担))|先(就|以|执行).{0,12}(债务人|乙方).{0,6}财产"
    r"|\bunable to (perform|pay)|\bcannot (perform|pay)|first (exhaust|proceed)",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"无条件|连带责任|(债务人|乙方|被保证人).{0,12}(不履行|未履行).{0,8}(即|时|，)"
    r"|unconditional|on (first )?demand|jointly and severally|as (a )?principal debtor",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"不(承担|是|构成)[^，；,;]{0,6}(连带|一般)[^，；,;]*|放弃[^，；,;]{0,20}先诉抗辩|waive\w*[^,;]{0,40}\bprior\b"
    r"|\bnot (be )?(a )?(joint|general|uncondition)\w*",
    re.IGNORECASE,
)
"""The words of a manner where the clause says that it is not meant."""
_ABOUT_SURETY = re.compile(r"保证人|保证责任|\bsuret", re.IGNORECASE)


def is_complete(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """E02: kind and amount of the claim, the debtor's period, manner, scope and period are all stated."""
    for path, one in _sureties(terms):
        stated = {
            "claim": bool(one.claim),
            "amount": one.amount is not None or one.share is not None,
            "performance.due_on": one.performance.due_on is not None,
            "surety.manner": one.surety is not None and bool(one.surety.manner),
            "scope": bool(one.scope),
            "surety.agreed_until": one.surety is not None and one.surety.agreed_until is not None,
        }
        for name, present in stated.items():
            if not present:
                yield Hit(name.replace(".", "_"), f"{path}.{name}")


def is_clear_in_manner(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """E04: the manner is agreed, and no phrase of the clause says the other one."""
    for path, one in _sureties(terms):
        manner = one.surety.manner if one.surety is not None else ""
        if not manner:
            yield Hit("absent", f"{path}.surety.manner")
        for name, text in (("wording", one.wording), ("call", one.call)):
            yield from _against(manner, "contradiction", f"{path}.{name}", text)
    manners = {one.surety.manner for _, one in _sureties(terms) if one.surety is not None and one.surety.manner}
    if len(manners) == 1:
        for path, text in additions(terms):
            if _ABOUT_SURETY.search(text.zh + text.en):
                yield from _against(next(iter(manners)), "added", path, text)


def _against(manner: str, statement: str, path: str, text: Wording) -> Iterator[Hit]:
    """Find the phrase of the other manner; where none is agreed, a text that speaks of both contradicts itself."""
    general, joint = says(text, _GENERAL, _DENIED), says(text, _JOINT, _DENIED)
    if manner == "joint" and general:
        yield Hit(f"{statement}_joint", path, {"said": general})
    elif manner == "general" and joint:
        yield Hit(f"{statement}_general", path, {"said": joint})
    elif not manner and general and joint:
        yield Hit(f"{statement}_both", path, {"said": f"{general} / {joint}"})


def outlasts_the_debt(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """E07: an agreed end is later than the day on which the debt falls due; else the law's six months hold."""
    for path, one in _sureties(terms):
        period = one.period()
        if period is None or period.basis == "agreed":
            continue
        at = f"{path}.surety.agreed_until"
        values: dict[str, object] = {"due": one.performance.falls_due, "last_day": period.calendar_day}
        if one.surety is not None and one.surety.agreed_until is not None:
            values["end"] = one.surety.agreed_until
        yield Hit(period.basis, at, values)


def is_consented(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """E10: an amendment (any version after the first) of a contract with a surety needs his written consent."""
    if terms.version > 1:
        for path, one in _sureties(terms):
            name = one.guarantor.name if one.guarantor is not None else Wording()
            yield Hit("consent", path, {"guarantor": name.zh or name.en or one.id})


def _sureties(terms: ContractTerms) -> Iterator[tuple[str, Guarantee]]:
    return ((f"guarantees[{number}]", one) for number, one in enumerate(terms.guarantees) if one.kind == "surety")
