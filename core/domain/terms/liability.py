"""What a breach costs: service credits with their caps, liquidated damages in both directions."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.domain.money import Money
from core.domain.wording import NOTHING, Wording

CreditNature = Literal["", "price_reduction", "liquidated_damages"]


@dataclass(frozen=True, slots=True)
class Credits:
    """Service credits: what they are in law, their caps as shares of the fee (0.10), obligations outside the caps."""

    nature: CreditNature = ""
    monthly_cap: Decimal | None = None
    annual_cap: Decimal | None = None
    uncapped: tuple[str, ...] = ()
    earn_back: bool = False
    objection_days: int | None = None
    reply_days: int | None = None


@dataclass(frozen=True, slots=True)
class LiquidatedDamages:
    """Damages promised: who owes, on what trigger, `rate` of `base` or a fixed `amount`, up to `cap` of the base."""

    owed_by: Literal["", "vendor", "buyer"] = ""
    trigger: Wording = NOTHING
    rate: Decimal | None = None
    per_day: bool = False
    base: Wording = NOTHING
    amount: Money | None = None
    cap: Decimal | None = None
    with_earnest_money: Literal["", "either", "both"] = ""
    wording: Wording = NOTHING


@dataclass(frozen=True, slots=True)
class Liability:
    """The cap of liability as a share of the year's fee, and what it never covers (CC 506)."""

    cap: Decimal | None = None
    never_capped: Wording = NOTHING
    wording: Wording = NOTHING
