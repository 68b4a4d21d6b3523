"""What stands behind a guarantee by things or by money."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.domain.money import Money
from core.domain.wording import NOTHING, Wording

Perfection = Literal["", "registration", "delivery", "none"]
MoneyForm = Literal["", "cash", "bank_transfer", "letter_of_guarantee", "cheque", "insurance_bond"]
DepositType = Literal["", "breach", "formation", "effectiveness", "rescission"]
Base = Literal["", "gross_total", "net_total", "annual_estimate"]


@dataclass(frozen=True, slots=True)
class Asset:
    """The thing or right that is mortgaged, pledged, or held free of lien, and how the security is perfected.

    Real estate and most rights on registration (CC 402, 441-445), pledged movables on delivery (CC 429).
    """

    description: Wording = NOTHING
    quantity: Wording = NOTHING
    value: Money | None = None
    owner: Wording = NOTHING
    perfection: Perfection = ""
    perfect_by: date | None = None
    registration_number: str = ""
    delivery: Wording = NOTHING


@dataclass(frozen=True, slots=True)
class Fund:
    """Money that secures: earnest money, bond, retention, letter of guarantee or cash margin.

    `base` says what a share is taken of; `deposit_type` makes earnest money (定金) what it is (SPC Contract
    Interpretation 67); a letter of guarantee names its documents and expiry (Independent L/G Provisions 1, 3).
    """

    form: MoneyForm = ""
    base: Base = ""
    base_amount: Money | None = None
    deposit_type: DepositType = ""
    pay_by: date | None = None
    return_by: date | None = None
    account: str = ""
    documents: Wording = NOTHING
    expires_on: date | None = None
    reduction: Wording = NOTHING
    share_of_each_payment: Decimal | None = None
