"""Contract terms made of an award: parties, scope, prices and service levels as they were decided before (OS-14).

What was never decided stays empty: the contract is not complete without it, and says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.domain.award_scope import packages, performance, personal_data
from core.domain.bid import Bid
from core.domain.bill_of_quantities import BillOfQuantities
from core.domain.contract_terms import ContractTerms
from core.domain.money import Money
from core.domain.obligation import Obligation
from core.domain.party import Party
from core.domain.period import months_after
from core.domain.selection import Selection
from core.domain.selection_rules import MODES
from core.domain.terms.award import AwardOrigin
from core.domain.terms.price import PriceLine, Prices
from core.domain.terms.scope import Schedule
from core.domain.terms.service_level import ServiceLevel
from core.domain.wage_adjustment import WageAdjustment
from core.domain.wording import NOTHING, Wording
from core.domain.work_package import PackageContent
from core.errors import Conflict, InvalidInput

PER_YEAR = Wording("每年", "for a year")
A_YEAR = Decimal(12)


@dataclass(frozen=True, slots=True)
class Awarded:
    """What was decided: selection, package with its version's content, the two parties as they stand, ranking's hash.

    `months` is the term that the decided feasibility study counts with, None without one; `decided_on` the day of the
    award where the contract's hours are counted.
    """

    selection: Selection
    package_title: str
    content: PackageContent
    buyer: Party
    vendor: Party
    ranking_sha256: str
    decided_on: date
    months: int | None

    @property
    def bid(self) -> Bid:
        """The bid that won. Raises `Conflict` before the award."""
        award = self.selection.award
        if award is None:
            raise Conflict("selection.not_awarded", place=self.selection.number, value=self.selection.number)
        return next(one for one in self.selection.standing_bids if one.vendor == award.vendor)


def terms_from_award(
    awarded: Awarded,
    obligations: Mapping[str, Obligation],
    limits: Mapping[str, str],
    calendar: Mapping[str, Any],
    effective_from: date,
) -> ContractTerms:
    """Return the terms that need not be typed again; all `obligations` are agreed, at `limits` or their defaults.

    A promise of the bid becomes the target. Raises `InvalidInput` for a package without a bill, a bid that does not
    price it, or a limit of an obligation that is not in scope.
    """
    content, selection = awarded.content, awarded.selection
    if content.bill is None:
        raise InvalidInput("work_package.missing", place="bill", part="bill")
    awarded.bid.check(content.bill)
    title = Wording.in_its_language(awarded.package_title)
    return ContractTerms(
        title=title, subject=_sentence(title),
        buyer=awarded.buyer, vendor=awarded.vendor,
        work_packages=packages(selection.package_number, title, content),
        schedule=_schedule(effective_from, awarded.months),
        performance=performance(content, calendar),
        service_levels=_levels(obligations, limits, awarded.bid),
        prices=_prices(content.bill, awarded.bid, content.adjustment, awarded.months),
        personal_data=personal_data(content.scope),
        award=_origin(awarded),
    )  # fmt: skip


def negotiated(levels: Iterable[ServiceLevel], obligations: Mapping[str, Obligation]) -> bool:
    """Whether a limit is another than what holds where nothing is agreed."""
    return any(one.limit and one.agreed_limit() != obligations[one.obligation].limit for one in levels)


def _sentence(name: Wording) -> Wording:
    return Wording(name.zh and f"{name.zh}。", name.en and f"{name.en}.")


def _origin(awarded: Awarded) -> AwardOrigin:
    selection = awarded.selection
    return AwardOrigin(
        selection.number, MODES[selection.frozen_rules.mode], selection.package_number, selection.package_version,
        awarded.decided_on, awarded.ranking_sha256,
    )  # fmt: skip


def _schedule(effective_from: date, months: int | None) -> Schedule:
    """The first day is the day of effect; the last one as far as the study counts."""
    if months is None:
        return Schedule(begins_on=effective_from)
    same_day = months_after(effective_from, months)
    is_whole = same_day.day == effective_from.day  # 31 January and a month end with February
    return Schedule(begins_on=effective_from, ends_on=same_day - timedelta(1) if is_whole else same_day)


def _prices(bill: BillOfQuantities, bid: Bid, adjustment: WageAdjustment | None, months: int | None) -> Prices:
    """The bill's quantities, which are estimates, at the bid's unit prices; VAT is rounded on each line."""
    offered = {one.code: one for one in bid.lines}
    lines = tuple(
        PriceLine.of(one.name, one.unit_name, one.quantity, offered[one.code].unit_price, offered[one.code].vat_rate)
        for one in bill.lines
    )
    prices = Prices(lines=lines, per=PER_YEAR, estimated=True, adjustment=_adjustment(adjustment)).counted()
    return replace(prices, contract_total=_whole(prices.gross_total, months))


def _whole(a_year: Money | None, months: int | None) -> Money | None:
    """The price of the term; where that is a year, the priced time and the term are one."""
    if a_year is None or months is None or months == A_YEAR:
        return None
    return a_year.share(Decimal(months) / A_YEAR)


def _adjustment(one: WageAdjustment | None) -> Wording:
    if one is None:
        return NOTHING
    threshold, share = _pct(one.threshold), _pct(one.labour_share)
    return Wording(
        f"最低工资标准变动超过{threshold}的，新单价=原单价×（1+{share}×最低工资标准的变动幅度）。",
        f"once the minimum wage has changed by more than {threshold}, the new unit price is the old one × (1 + {share}"
        " × the change of the minimum wage).",
    )


def _pct(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"


def _levels(obligations: Mapping[str, Obligation], limits: Mapping[str, str], bid: Bid) -> tuple[ServiceLevel, ...]:
    for name in limits:
        if name not in obligations:
            raise InvalidInput("contract.unknown_obligation", place=f"limits.{name}", value=name)
    return tuple(_level(one, limits.get(one.id, ""), bid) for one in obligations.values())


def _level(obligation: Obligation, limit: str, bid: Bid) -> ServiceLevel:
    promised = bid.promised(obligation.id)
    return ServiceLevel.of(obligation, limit, target=promised / 100 if promised is not None else None)
