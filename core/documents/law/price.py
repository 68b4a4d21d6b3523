"""Price, VAT and the time of payment (VAT Law 7-11; SME Payment Regulation 9)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from core.documents.law.record import Hit
from core.domain.contract_terms import ContractTerms
from core.domain.money import Money
from core.domain.terms.price import PriceLine

SMALL = ("medium", "small", "micro")
PUBLIC = ("state_organ", "public_institution")


def adds_up(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """G01: net, VAT and gross agree on each line to the cent and in the totals; rates exist and fit the service."""
    for number, line in enumerate(terms.prices.lines):
        path = f"prices.lines[{number}]"
        yield from _arithmetic(line, path)
        yield from _rate(line, path, parameters)
    yield from _totals(terms)
    if terms.prices.lines and not terms.prices.rate_change:
        yield Hit("rate_change", "prices.rate_change")


def _arithmetic(line: PriceLine, path: str) -> Iterator[Hit]:
    if line.unit_price is not None and line.quantity is not None:
        yield from _differs("net", f"{path}.net", line.net, line.unit_price.times(line.quantity))
    if line.net is not None and line.vat_rate is not None:
        yield from _differs("vat", f"{path}.vat", line.vat, line.net.share(line.vat_rate))
    if line.net is not None and line.vat is not None:
        yield from _differs("gross", f"{path}.gross", line.gross, line.net + line.vat)


def _totals(terms: ContractTerms) -> Iterator[Hit]:
    prices = terms.prices
    for name, stated in (("net", prices.net_total), ("vat", prices.vat_total), ("gross", prices.gross_total)):
        amounts = [getattr(line, name) for line in prices.lines]
        if stated is not None and amounts and None not in amounts:
            yield from _differs("total", f"prices.{name}_total", stated, Money.total(amounts, stated.currency))


def _differs(statement: str, path: str, stated: Money | None, computed: Money) -> Iterator[Hit]:
    if stated is not None and stated != computed:
        yield Hit(statement, path, {"stated": stated, "computed": computed})


def _rate(line: PriceLine, path: str, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    at = f"{path}.vat_rate"
    if line.taxation == "exempt":
        if not line.exemption:
            yield Hit("exemption", f"{path}.exemption")
        return
    if line.vat_rate is None:
        return
    if line.vat_rate not in [Decimal(rate) for rate in parameters["rates"]]:
        yield Hit("rate", at, {"rate": _percent(line.vat_rate), "allowed": _allowed(parameters["rates"])})
    elif line.taxation == "general":
        usual = Decimal(parameters["usual"].get(line.service_class, line.vat_rate))
        if line.vat_rate != usual:
            yield Hit("unusual", at, {"rate": _percent(line.vat_rate), "usual": _percent(usual)})


def is_paid_in_time(terms: ContractTerms, parameters: Mapping[str, Any]) -> Iterator[Hit]:
    """G03: organs and institutions pay a smaller enterprise within 30 days, 60 if agreed; large ones within 60.

    A large enterprise may agree a longer time that is reasonable by the custom of the trade, so that is a warning.
    """
    days, size = terms.payment.days, terms.vendor.size_class
    is_public = terms.buyer.kind in PUBLIC
    if days is None or (size and size not in SMALL) or not (is_public or terms.buyer.size_class == "large"):
        return
    most = parameters["most_days"]
    usual = parameters["public_days"] if is_public else most
    if days <= usual:
        return
    if not size:
        yield Hit("unclassed", "vendor.size_class", {"days": days, "usual": usual})
    elif is_public:
        yield Hit("late" if days > most else "public", "payment.days", {"days": days, "usual": usual, "most": most})
    else:
        yield Hit("large", "payment.days", {"days": days, "usual": usual})


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f} %"


def _allowed(rates: list[str]) -> str:
    return ", ".join(_percent(Decimal(rate)) for rate in rates)
