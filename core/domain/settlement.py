"""The settlement of a month: what its breaches really take from the fee, under the caps as signed (sla.md 3.21).

All that counts today is reckoned anew, from the first month to this one; what that changes in a settled month is an
adjustment in this one, never a silent restatement (sla.md 3.15). So credits and adjustments together are always what
the final truth brings (sla.md R6).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.domain.contract_terms import ContractTerms
from core.domain.credit import Deduction, Spent, deduction
from core.domain.money import Money
from core.domain.month import Month
from core.domain.wording import Wording

Why = Literal["decided", "rescinded", "anew"]


@dataclass(frozen=True, slots=True)
class Fee:
    """What a vendor is owed for a month, by the invoice that it stands on, and who recorded it when."""

    amount: Money
    invoice: str
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class CountedBreach:
    """A breach that counts for money (sla.md 3.14), with the terms it was owed under; `share` is the part upheld.

    `place` is its number in the record, which orders breaches of the same instant; `id` is known outside.
    """

    id: str
    place: int
    case: str
    obligation: str
    month: Month
    on: date
    at_ms: int
    state: str
    share: Decimal | None
    terms: ContractTerms | None


@dataclass(frozen=True, slots=True)
class Line:
    """A breach of the month with what it takes from the fee; `steps` say how that was worked out."""

    breach: str
    case: str
    obligation: str
    on: date
    state: str
    share: Decimal | None
    amount: Money
    steps: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a breach of an earlier month takes beyond what was settled for it; a reversed credit is negative.

    `why`: it was `decided` since, it was `rescinded`, or it is reckoned `anew` because of these, or because the fee of
    the contract year has grown.
    """

    month: str
    breach: str
    case: str
    obligation: str
    on: date
    why: Why
    settled: Money
    revised: Money
    change: Money
    steps: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Cap:
    """How much of the fee of a month or contract year may be deducted, what was, and what is left of it."""

    period: Literal["month", "year"]
    share: Decimal
    fee: Money
    most: Money
    taken: Money
    left: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """A contract's month: its fee, each deduction in order, adjustments of earlier months, and what is to be paid.

    `waits_for` names the months whose fee is missing: until they are recorded no cap of theirs can be applied and the
    sums are None. `undecided` breaches of the month may enter a later statement; `without_money` counted ones bring
    points or rework and no deduction.
    """

    vendor: str
    contract: str
    month: str
    zone: str
    fee: Fee | None
    waits_for: tuple[str, ...]
    lines: tuple[Line, ...]
    adjustments: tuple[Adjustment, ...]
    deducted: Money | None
    adjusted: Money | None
    total: Money | None
    payable: Money | None
    caps: tuple[Cap, ...]
    undecided: int
    without_money: int


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of a contract: its breaches that count, the recorded fees, and the statements closed before."""

    vendor: str
    contract: str
    zone: str
    breaches: Sequence[CountedBreach]
    fees: Mapping[Month, Fee]
    settled: Sequence[Statement]


def statement(account: Account, month: Month, terms: ContractTerms | None, undecided: int) -> Statement:
    """Return the statement of a month; `terms` are those in force at its end, whose caps are told."""
    fees = {each: fee.amount for each, fee in account.fees.items() if each <= month}
    known = [one for one in account.breaches if one.month <= month]
    charges = tuple(_charges(known, fees))
    of_money = [one for one in charges if one.found.amount is not None]
    waits_for = sorted(({one.breach.month for one in of_money} | {month}) - set(fees))
    fee = account.fees.get(month)
    lines = tuple(_line(one) for one in of_money if one.breach.month == month)
    adjustments = tuple(_adjustments([one for one in of_money if one.breach.month < month], account.settled))
    deducted = adjusted = total = payable = None
    if fee is not None and not waits_for:
        currency = fee.amount.currency
        deducted = Money.total((one.amount for one in lines), currency)
        adjusted = Money.total((one.change for one in adjustments), currency)
        total = deducted + adjusted
        payable = fee.amount - total
    return Statement(
        vendor=account.vendor, contract=account.contract, month=str(month), zone=account.zone, fee=fee,
        waits_for=tuple(map(str, waits_for)), lines=lines, adjustments=adjustments, deducted=deducted,
        adjusted=adjusted, total=total, payable=payable,
        caps=tuple(_caps(terms, charges, fees, month)) if not waits_for else (), undecided=undecided,
        without_money=sum(one.breach.month == month and one.found.amount is None for one in charges),
    )  # fmt: skip


def contract_year(terms: ContractTerms | None, month: Month) -> int:
    """Return which year of the contract a month belongs to, from 0; it begins with the month in which the term does.

    Months before that belong to the first. Without a term it is the calendar year.
    """
    begins_on = terms.schedule.begins_on if terms is not None else None
    if begins_on is None:
        return month.year
    return max(0, (month.year - begins_on.year) * 12 + month.number - begins_on.month) // 12


@dataclass(frozen=True, slots=True)
class _Charge:
    """A breach with its deduction, and whether that counts towards the caps."""

    breach: CountedBreach
    found: Deduction
    year: int
    is_capped: bool


def _charges(breaches: Iterable[CountedBreach], fees: Mapping[Month, Money]) -> Iterator[_Charge]:
    """Reckon in the order of the breaches: who comes first takes first of what the caps leave."""
    misses: Counter[tuple[Month, str]] = Counter()
    of_month: dict[Month, Money] = {}
    of_year: dict[int, Money] = {}
    for one in sorted(breaches, key=lambda each: (each.at_ms, each.place)):
        misses[one.month, one.obligation] += 1
        year = contract_year(one.terms, one.month)
        year_fee = _year_fee(one.terms, fees, year)
        found = deduction(
            one.terms, one.obligation, one.on, nth=misses[one.month, one.obligation], share=one.share,
            month=_spent(fees.get(one.month), of_month.get(one.month)), year=_spent(year_fee, of_year.get(year)),
        )  # fmt: skip
        is_capped = one.terms is not None and one.obligation not in one.terms.credits.uncapped
        if found.amount is not None and is_capped:
            of_month[one.month] = _plus(of_month.get(one.month), found.amount)
            of_year[year] = _plus(of_year.get(year), found.amount)
        yield _Charge(one, found, year, is_capped)


def _year_fee(terms: ContractTerms | None, fees: Mapping[Month, Money], year: int) -> Money | None:
    """The fee of a contract year as far as its months are recorded."""
    ours = [fee for month, fee in fees.items() if contract_year(terms, month) == year]
    return Money.total(ours, ours[0].currency) if ours else None


def _spent(fee: Money | None, taken: Money | None) -> Spent | None:
    if fee is None:
        return None
    return Spent(fee, taken if taken is not None else Money(Decimal(0), fee.currency))


def _plus(taken: Money | None, amount: Money) -> Money:
    return amount if taken is None else taken + amount


def _line(one: _Charge) -> Line:
    breach, amount = one.breach, one.found.amount
    assert amount is not None  # noqa: S101 - only what brings money is a line
    return Line(
        breach.id, breach.case, breach.obligation, breach.on, breach.state, breach.share, amount, one.found.steps
    )


def _adjustments(charges: Sequence[_Charge], settled: Sequence[Statement]) -> Iterator[Adjustment]:
    """What the earlier months come to now, held against what their breaches were settled at."""
    held, known = _held(settled)
    withdrawn, counted = _withdrawn(settled), {one.breach.id for one in charges}
    for one in charges:
        breach, revised = one.breach, one.found.amount
        assert revised is not None  # noqa: S101 - as above
        before = held.get(breach.id)
        zero = Money(Decimal(0), revised.currency)
        if before is None or before != revised:
            why: Why = "decided" if before is None or breach.id in withdrawn else "anew"
            yield Adjustment(
                str(breach.month), breach.id, breach.case, breach.obligation, breach.on, why, before or zero, revised,
                revised - (before or zero), one.found.steps,
            )  # fmt: skip
    for breach_id, before in held.items():
        zero = Money(Decimal(0), before.currency)
        if breach_id not in counted and before != zero:
            month, said = known[breach_id]
            yield Adjustment(month, breach_id, said.case, said.obligation, said.on, "rescinded", before, zero,
                             zero - before, ())  # fmt: skip


def _held(settled: Sequence[Statement]) -> tuple[dict[str, Money], dict[str, tuple[str, Line | Adjustment]]]:
    """By breach: what the statements so far have taken for it, and where it stands in them."""
    held: dict[str, Money] = {}
    known: dict[str, tuple[str, Line | Adjustment]] = {}
    for one in settled:
        for line in one.lines:
            held[line.breach], known[line.breach] = line.amount, (one.month, line)
        for change in one.adjustments:
            held[change.breach], known[change.breach] = change.revised, (change.month, change)
    return held, known


def _withdrawn(settled: Sequence[Statement]) -> set[str]:
    """Breaches that were last adjusted because they were rescinded."""
    last = {change.breach: change.why for one in settled for change in one.adjustments}
    return {breach for breach, why in last.items() if why == "rescinded"}


def _caps(
    terms: ContractTerms | None, charges: Sequence[_Charge], fees: Mapping[Month, Money], month: Month
) -> Iterator[Cap]:
    """The caps of the month and of its contract year after this month, as far as they are agreed."""
    if terms is None:
        return
    year = contract_year(terms, month)
    capped = [one for one in charges if one.is_capped]
    periods: tuple[tuple[Literal["month", "year"], Decimal | None, Money | None, list[_Charge]], ...] = (
        ("month", terms.credits.monthly_cap, fees.get(month), [one for one in capped if one.breach.month == month]),
        ("year", terms.credits.annual_cap, _year_fee(terms, fees, year), [one for one in capped if one.year == year]),
    )
    for period, share, fee, ours in periods:
        if share is not None and fee is not None:
            most = fee.share(share)
            amounts = (one.found.amount for one in ours if one.found.amount is not None)
            taken = Money.total(amounts, fee.currency)
            left = max(most - taken, Money(Decimal(0), fee.currency))
            yield Cap(period, share, fee, most, taken, left)
