"""An arbitration agreement that holds: one institution, and no court beside it (Arbitration Law 27, 29)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.documents.law.phrases import additions, says
from core.documents.law.record import Hit
from core.domain.contract_terms import ContractTerms
from core.domain.terms.dispute import Dispute
from core.domain.wording import Wording

_NOBODY = re.compile(
    r"^(当地|本地|所在地|有关|相关|有管辖权的?|.{0,8}所在地的?|.{0,8}(签订|履行)地的?).{0,6}仲裁(委员会|机构|部门|院)?$"
    r"|^.{0,6}仲裁(机构|部门)$|^(the )?(local|competent|relevant)\b.{0,20}arbitra",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[（(][^（()）]*[）)]")
_SEVERAL = re.compile(
    r"仲裁(委员会|院|中心)\s*(或|、|和|及|与|/|，|,|；|;).{0,40}仲裁(委员会|院|中心)"
    r"|\b(commission|cent(re|er)|court|association|institute)\s*(,|/|;|\bor\b|\band\b).{0,80}\barbitra",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"仲裁.{0,40}(起诉|提起诉讼|诉讼解决|法院(裁决|判决|管辖|解决|审理|处理))"
    r"|(起诉|提起诉讼|诉讼).{0,40}(申请|提请|提交|进行|或).{0,8}仲裁"
    r"|arbitra.{0,80}\b(or|and then|failing which)\b.{0,40}(court|litigat|sue)"
    r"|(court|litigat|\bsue\b).{0,60}\bor\b.{0,40}arbitra",
    re.IGNORECASE,
)
_FINE = re.compile(
    r"(不得|不可|不能|不再|不应|无权|放弃|排除)[^，；,;]{0,30}(起诉|提起诉讼|诉讼)"
    r"|[^，；,;]{0,12}(保全|强制执行|执行裁决|撤销[^，；,;]{0,6}裁决)[^，；,;]*"
    r"|\b(not?|never|neither)\b[^,;]{0,60}(court|litigat|sue)\w*"
    r"|[^,;]{0,40}\b(interim|enforce\w*|set(ting)? aside)\b[^,;]*",
    re.IGNORECASE,
)
"""What an agreement to arbitrate may say of courts: that nobody goes there, or that they help."""


def names_one_institution(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """J02: arbitration names exactly one institution that can be identified."""
    dispute = terms.dispute
    if dispute.mode != "arbitration":
        return
    named = [one.zh or one.en for one in dispute.institutions if one]
    if len(named) > 1:
        yield Hit("several", "dispute.institutions", {"named": "、".join(named)})
    elif not named:
        yield _unnamed(dispute)
    elif _SEVERAL.search(_ASIDE.sub("", named[0])):
        yield Hit("several", "dispute.institutions[0]", {"named": named[0]})
    elif _NOBODY.search(named[0]):
        yield Hit("nobody", "dispute.institutions[0]", {"named": named[0]})


def _unnamed(dispute: Dispute) -> Hit:
    if dispute.rules:
        return Hit("rules_only", "dispute.institutions", {"rules": dispute.rules.zh or dispute.rules.en})
    if dispute.city:
        return Hit("city_only", "dispute.institutions", {"city": dispute.city.zh or dispute.city.en})
    return Hit("none", "dispute.institutions")


def has_one_way(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """J03: a dispute goes to arbitration or to court, not to either at choice."""
    dispute = terms.dispute
    if dispute.mode == "arbitration" and dispute.court:
        yield Hit("both", "dispute.court")
    if dispute.mode == "litigation" and any(dispute.institutions):
        yield Hit("both", "dispute.institutions")
    if not dispute.mode and dispute.court and any(dispute.institutions):
        yield Hit("both", "dispute.mode")
    yield from _said("said", "dispute.wording", dispute.wording)
    for path, text in additions(terms):
        yield from _said("added", path, text)


def _said(statement: str, path: str, text: Wording) -> Iterator[Hit]:
    sentence = says(text, _EITHER, _FINE)
    if sentence:
        yield Hit(statement, path, {"said": sentence})
