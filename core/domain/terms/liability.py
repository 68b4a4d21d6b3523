"""What a breach costs: service credits with their caps, liquidated damages in both directions."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.domain.money import Money
from core.domain.wording import NOTHING, Wording
from core.errors import InvalidInput

LONGEST_OBJECTION_DAYS = 90
CreditNature = Literal["", "price_reduction", "liquidated_damages"]


@dataclass(frozen=True, slots=True)
class Credits:
    """Service credits: what they are in law, their caps as shares of the fee (0.10), obligations outside the caps.

    `objection_days` are working days of the contract's calendar from the notice of a breach (sla.md 3.14), in which
    the vendor may object; `reply_days` those of the buyer's answer. Raises `InvalidInput` for days that are none.
    """

    nature: CreditNature = ""
    monthly_cap: Decimal | None = None
    annual_cap: Decimal | None = None
    uncapped: tuple[str, ...] = ()
    earn_back: bool = False
    objection_days: int | None = None
    reply_days: int | None = None

    def __post_init__(self) -> None:
        days = self.objection_days
        if days is not None and not 1 <= days <= LONGEST_OBJECTION_DAYS:
            raise InvalidInput("credits.objection_days", place="credits.objection_days", value=days, least=1,
                               most=LONGEST_OBJECTION_DAYS)  # fmt: skip


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
