"""Bodies of the calls about scorecards, reviews, standing and renewal."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


def _example(**fields: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"example": fields})


class CloseIn(BaseModel):
    """Which month to close: of all contracts, of one vendor's, or of one; `weights` of the KPIs sum to 100."""

    model_config = _example(month="2026-10", vendor="V-21")
    month: str
    vendor: str = ""
    contract: str = ""
    weights: dict[str, Decimal] | None = None


class ReviewIn(BaseModel):
    """A review of the closed months `first` to `last`."""

    model_config = _example(
        vendor="V-21", first="2026-10", last="2026-12", assessment="On time throughout; two complaints about rework."
    )
    vendor: str = Field(min_length=1, max_length=64)
    first: str
    last: str
    assessment: str = ""


class AssessmentIn(BaseModel):
    """The assessment of a draft, worded anew."""

    model_config = _example(assessment="On time throughout; rework has to come within 24 h.")
    assessment: str


class SendIn(BaseModel):
    """Until when the vendor may reply: at least a day from now."""

    model_config = _example(reply_by="2027-01-20T18:00:00+08:00")
    reply_by: AwareDatetime

    def at_ms(self) -> int:
        """The instant in UTC milliseconds."""
        stated: datetime = self.reply_by
        return round(stated.timestamp() * 1000)


class ReplyIn(BaseModel):
    """What the vendor says; an appeal asks for another figure or decision."""

    model_config = _example(text="Two of the late visits were moved by the owner; records enclosed.", is_appeal=True)
    text: str
    is_appeal: bool = False


class DecisionIn(BaseModel):
    """The standing, A to D, with its reason and last day; `override` says why it is not the suggested one."""

    model_config = _example(
        grade="B", reason="Reliable; rework improved.", expires_on="2027-06-30", override="The sample is small."
    )
    grade: str
    reason: str
    expires_on: date | None = None
    override: str = ""


class BlockIn(BaseModel):
    """Why a vendor may not be invited to a selection, and until which day; without one until he is released."""

    model_config = _example(reason="Employer's liability insurance has expired.", expires_on="2027-03-31")
    reason: str
    expires_on: date | None = None


class ReleaseIn(BaseModel):
    """Why a block ends."""

    model_config = _example(reason="The policy was renewed.")
    reason: str


class RenewalIn(BaseModel):
    """What becomes of a contract: renew, renegotiate, retender or take_back, and why."""

    model_config = _example(choice="renegotiate", reason="Good work; the price is above the market.")
    choice: str
    reason: str


class FeeIn(BaseModel):
    """What the vendor is owed for a month, as an amount with two decimals, and the invoice that it stands on."""

    model_config = _example(amount="198420.50", currency="CNY", invoice="FP-2026-10-0117")
    amount: str
    currency: str
    invoice: str
