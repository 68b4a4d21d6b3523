"""A service credit: by how much a breach reduces the fee, and how that was worked out (sla.md 3.21).

It is a reduction of the price or an agreed damage, by the nature that the contract gives it, and never a fine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.domain.contract_terms import ContractTerms
from core.domain.money import Money
from core.domain.period import months_after
from core.domain.terms.service_level import ServiceLevel
from core.domain.wording import LANGUAGES, Wording
from core.messages import sentence

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Spent:
    """A month or contract year so far: its fee, and what has been deducted from it under the cap."""

    fee: Money
    taken: Money


@dataclass(frozen=True, slots=True)
class Deduction:
    """What a breach brings; `amount` is None where the contract names no money for it. `steps` say why, in order."""

    amount: Money | None
    steps: tuple[Wording, ...]

    @property
    def sentence(self) -> Wording:
        """The steps as one sentence in each language."""
        return Wording("；".join(one.zh for one in self.steps), "; ".join(one.en for one in self.steps))


def deduction(
    terms: ContractTerms | None,
    obligation: str,
    on: date,
    *,
    nth: int = 1,
    share: Decimal | None = None,
    month: Spent | None = None,
    year: Spent | None = None,
) -> Deduction:
    """The deduction for the `nth` miss of an obligation in the calendar month of `on`, the day of the breach.

    `share` is the part that was upheld. A cap needs the fee of its time (`month`, `year`): while that is not known the
    cap is named and waits for the settlement. A contract year begins with the term.
    """
    level = _level(terms, obligation)
    if terms is None or level is None or level.credit.kind == "none":
        return Deduction(None, (_said("credit.none"),))
    if level.credit.kind != "each" or level.credit.amount is None:
        return Deduction(None, (_said(_WITHOUT_MONEY.get(level.credit.kind, "credit.none")), *_note(level)))
    amount = level.credit.amount
    if _is_trial(terms, on):
        months = terms.schedule.trial_months
        return Deduction(Money(Decimal(0), amount.currency), (_said("credit.trial", months=months),))
    if nth <= level.credit.free:
        nothing = Money(Decimal(0), amount.currency)
        return Deduction(nothing, (*_each(level, amount), _said("credit.free", nth=nth, free=level.credit.free)))
    steps = [*_each(level, amount), *((_said("credit.nth", nth=nth),) if level.credit.free else ())]
    if share is not None:
        amount = amount.share(share)
        steps.append(_said("credit.share", share=_percent(share), amount=amount))
    if obligation in terms.credits.uncapped:
        return Deduction(amount, (*steps, _said("credit.uncapped"), *_note(level)))
    for cap, spent, name in (
        (terms.credits.monthly_cap, month, "month"), (terms.credits.annual_cap, year, "year"),
    ):  # fmt: skip
        if cap is not None:
            amount, step = _capped(amount, cap, spent, name)
            steps.append(step)
    return Deduction(amount, (*steps, *_note(level)))


_WITHOUT_MONEY = {"score": "credit.score", "rework": "credit.rework"}


def _level(terms: ContractTerms | None, obligation: str) -> ServiceLevel | None:
    levels = terms.service_levels if terms is not None else ()
    return next((one for one in levels if one.obligation == obligation), None)


def _is_trial(terms: ContractTerms, on: date) -> bool:
    """Whether the day lies in the first months, in which nothing is deducted."""
    begins_on, months = terms.schedule.begins_on, terms.schedule.trial_months
    return begins_on is not None and months > 0 and on < months_after(begins_on, months)


def _each(level: ServiceLevel, amount: Money) -> Iterator[Wording]:
    if level.credit.free:
        yield _said("credit.each_from", amount=amount, first=level.credit.free + 1)
    else:
        yield _said("credit.each", amount=amount)


def _capped(amount: Money, cap: Decimal, spent: Spent | None, name: str) -> tuple[Money, Wording]:
    """What a cap leaves of the amount, and the sentence that says so."""
    if spent is None:
        return amount, _said(f"credit.cap_{name}", cap=_percent(cap))
    most = spent.fee.share(cap)
    left = max(most - spent.taken, Money(Decimal(0), most.currency))
    code = f"credit.within_{name}" if amount <= left else f"credit.capped_{name}"
    said = _said(
        code, cap=_percent(cap), fee=spent.fee, most=most, taken=spent.taken, left=left
    )  # fmt: skip
    return min(amount, left), said


def _note(level: ServiceLevel) -> Iterator[Wording]:
    note = level.credit.note
    if note:
        yield Wording(note.zh or note.en, note.en or note.zh)


def _percent(share: Decimal) -> str:
    text = f"{share * HUNDRED:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def _said(code: str, **values: object) -> Wording:
    return Wording(*(sentence(code, one, _printed(values, one)) for one in LANGUAGES))


def _printed(values: Mapping[str, object], language: str) -> dict[str, object]:
    """Amounts as each language writes them: 100.00 元, CNY 100.00."""
    yuan = {
        name: f"{value.amount:,.2f} 元"
        for name, value in values.items()
        if language == "zh" and isinstance(value, Money) and value.currency == "CNY"
    }
    return {**values, **yuan}
