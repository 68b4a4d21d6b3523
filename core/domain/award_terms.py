"""Contract terms filled from what was decided before: work package, awarded bid, packs, negotiated limits (OS-14)."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from core.domain.bid import Bid
from core.domain.bill_of_quantities import BillOfQuantities
from core.domain.contract_terms import ContractTerms
from core.domain.money import Money
from core.domain.obligation import Obligation
from core.domain.terms.price import PriceLine, Prices
from core.domain.terms.protection import PersonalData
from core.domain.terms.scope import Performance, WorkPackageTerms
from core.domain.terms.service_level import ServiceLevel
from core.domain.wording import Wording
from core.domain.work_package import PackageContent
from core.errors import InvalidInput

PER_YEAR = Wording("每年", "for a year")


def terms_from_award(
    package: WorkPackageTerms,
    content: PackageContent,
    bid: Bid,
    obligations: Mapping[str, Obligation],
    limits: Mapping[str, str],
    sheet: ContractTerms,
) -> ContractTerms:
    """Return `sheet` with what need not be typed again: scope, price lines and totals, service levels, targets.

    Where the sheet names service levels these are the ones agreed, else all `obligations` are; a promise of the bid
    becomes the target. Raises `InvalidInput` for a work package without a bill, or a bid that does not price it.
    """
    if content.bill is None:
        raise InvalidInput("work_package.missing", place="bill", part="bill")
    bid.check(content.bill)
    return replace(
        sheet,
        work_packages=sheet.work_packages or (package,),
        performance=_performance(sheet.performance, content),
        prices=_prices(sheet.prices, content.bill, bid),
        service_levels=_levels(sheet.service_levels, obligations, limits, bid),
        personal_data=_personal_data(sheet.personal_data, content),
    )


def _performance(written: Performance, content: PackageContent) -> Performance:
    scope = content.scope
    sites = Wording("、".join(scope.sites), ", ".join(scope.sites))
    hours = Wording(scope.hours, scope.hours)
    return replace(written, place=written.place or sites, service_hours=written.service_hours or hours)


def _prices(written: Prices, bill: BillOfQuantities, bid: Bid) -> Prices:
    """The bill's quantities at the bid's unit prices; VAT is rounded on each line."""
    offered = {one.code: one for one in bid.lines}
    lines = tuple(
        PriceLine.of(
            one.name,
            one.unit_name,
            one.quantity,
            offered[one.code].unit_price,
            offered[one.code].vat_rate,
        )
        for one in bill.lines
    )
    net, vat, gross = (
        Money.total((amount for one in lines if (amount := getattr(one, name)) is not None), bill.currency)
        for name in ("net", "vat", "gross")
    )
    return replace(written, lines=lines, net_total=net, vat_total=vat, gross_total=gross, per=written.per or PER_YEAR)


def _levels(
    written: tuple[ServiceLevel, ...], obligations: Mapping[str, Obligation], limits: Mapping[str, str], bid: Bid
) -> tuple[ServiceLevel, ...]:
    chosen = written or tuple(ServiceLevel(obligation=name) for name in obligations)
    known = {one.obligation for one in chosen}
    for name in limits:
        if name not in known:
            raise InvalidInput("contract.unknown_obligation", place=f"limits.{name}", value=name)
    return tuple(_level(one, limits, bid) for one in chosen)


def _level(one: ServiceLevel, limits: Mapping[str, str], bid: Bid) -> ServiceLevel:
    promised = bid.promised(one.obligation)
    target = promised / Decimal(100) if promised is not None else one.target
    return replace(one, limit=limits.get(one.obligation, one.limit), target=target)


def _personal_data(written: PersonalData, content: PackageContent) -> PersonalData:
    kinds = content.scope.personal_data
    if not kinds:
        return written
    return replace(written, processed=True, kinds=written.kinds or Wording("、".join(kinds), ", ".join(kinds)))
