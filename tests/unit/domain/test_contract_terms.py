"""Terms have one byte form and one hash; service levels are made from obligations."""

import hashlib
from decimal import Decimal

import pytest

from core.domain.contract_terms import ContractTerms
from core.domain.money import Money
from core.domain.obligation import Obligation
from core.domain.terms.price import PriceLine, Prices
from core.domain.terms.service_level import ServiceLevel
from core.domain.wording import Wording
from core.errors import InvalidInput

SC_01 = {
    "source": "2.5.12", "kind": "deadline", "owed_by": "vendor", "severity": "major", "kpi": "response_on_time",
    "trigger": "complaint.received", "required": "complaint.responded", "basis": "service_hours",
    "limit": {"default": "15 min", "negotiable": ["5 min", "60 min"]},
    "wording": {"zh": "乙方应在{limit}内作出反应。", "en": "The Contractor shall react within {limit}."},
}  # fmt: skip


def obligation() -> Obligation:
    return Obligation.from_dict("SC-01", "soft_complaint", SC_01)


def test_the_canonical_form_is_sorted_and_leaves_out_what_is_not_agreed() -> None:
    terms = ContractTerms(number="C-1", title=Wording("家政", "Cleaning"))

    assert terms.canonical_json() == '{"number":"C-1","title":{"en":"Cleaning","zh":"家政"}}'.encode()
    assert terms.terms_hash == hashlib.sha256(terms.canonical_json()).hexdigest()


def test_equal_numbers_written_differently_hash_alike() -> None:
    def terms(rate: str, price: str) -> ContractTerms:
        return ContractTerms(prices=Prices((PriceLine(vat_rate=Decimal(rate), net=Money(Decimal(price), "CNY")),)))

    assert terms("0.06", "10").terms_hash == terms("0.060", "10.00").terms_hash
    assert terms("0.06", "10").terms_hash != terms("0.06", "10.01").terms_hash


def test_a_service_level_carries_the_obligation_at_the_agreed_limit() -> None:
    level = ServiceLevel.of(obligation(), "20 min", target=Decimal("0.97"))

    assert (level.obligation, level.limit, level.kpi, level.severity) == (
        "SC-01",
        "20 min",
        "response_on_time",
        "major",
    )
    assert level.text == Wording("乙方应在20分钟内作出反应。", "The Contractor shall react within 20 minutes.")


@pytest.mark.parametrize("limit", ["61 min", "2 days", "soon"])
def test_a_limit_that_may_not_be_agreed_is_refused_at_its_place(limit: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ServiceLevel.of(obligation(), limit)
    assert refused.value.place == "service_levels.SC-01.limit"


def test_vat_is_rounded_to_the_cent_on_each_line() -> None:
    # 3 x 33.35 = 100.05; 6 % are 6.003; each line rounds for itself
    line = PriceLine.of(Wording("保洁"), Wording("时"), Decimal(3), Money(Decimal("33.35"), "CNY"), Decimal("0.06"))

    assert [str(one) for one in (line.net, line.vat, line.gross)] == ["CNY 100.05", "CNY 6.00", "CNY 106.05"]
