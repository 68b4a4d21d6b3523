"""What the bidders offered and how they were scored; the figures of the table from which the world's result follows."""

from collections.abc import Sequence
from decimal import Decimal

from api.cli.demo.vendors import EVIDENCE
from api.cli.demo.world import yuan
from core.domain.bid import Offer, PriceLine, Promise
from core.domain.bill_of_quantities import BillOfQuantities
from core.domain.qualification import Evidence, Requirement
from core.domain.wording import Wording

BIDDERS = {"A": "V-01", "B": "V-02", "C": "V-03", "D": "V-04", "E": "V-05"}
EMPLOYERS_LIABILITY = Requirement("employers_liability", Wording("雇主责任险", "employer's liability insurance"))
WEIGHTS = {
    code: Decimal(points)
    for code, points in {
        "price": 30, "quality": 15, "speed": 12, "service": 10, "technical_standard": 8, "management_service": 8,
        "stock_policy": 3, "flexibility": 6, "financial_stability": 4, "communication": 4,
    }.items()
}  # fmt: skip
PRICES = {
    "A": ("49", "17", "14", "168", "115", "13.2"),
    "B": ("46.5", "16.2", "13.2", "158", "108", "12.6"),
    "C": ("52", "17.8", "15", "180", "120", "14"),
    "D": ("23.5", "8.2", "6.6", "80", "54", "6.2"),
    "E": ("42", "14.5", "12", "145", "99", "11.5"),
}
"""Unit prices of WP-1 in the order of its bill."""
RATED = (
    "quality", "speed", "service", "technical_standard", "management_service", "stock_policy", "flexibility",
    "financial_stability", "communication",
)  # fmt: skip
SCORES = {
    "A": (92, 90, 91, 88, 90, 82, 80, 84, 92),
    "B": (87, 88, 88, 84, 84, 86, 86, 80, 86),
    "C": (90, 86, 87, 92, 93, 88, 76, 94, 85),
    "D": (66, 80, 70, 64, 62, 70, 84, 66, 72),
    "E": (78, 93, 80, 72, 74, 76, 92, 68, 78),
}
"""What the evaluators of WP-1 gave on the mean, in the order of `RATED`."""
FESTIVAL_PRICES = {"B": ("52", "18.2", "15.5"), "C": ("55", "18.8", "16"), "E": ("47", "16.5", "14")}
FESTIVAL_SCORES = {
    "B": (88, 87, 88, 84, 84, 85, 90, 80, 86),
    "C": (90, 82, 86, 92, 92, 86, 72, 93, 85),
    "E": (77, 92, 79, 73, 74, 76, 94, 68, 79),
}
SEATS_PRICES = {"V-05": ("8300", "4.60", "20"), "V-07": ("8800", "4.80", "21")}
PROMISES = {"A": "96", "B": "96", "C": "95", "D": "96", "E": "94"}


def bid(letter: str, vendor: str, bill: BillOfQuantities, prices: Sequence[str], promise: str = "HK-04") -> Offer:
    """A bid by the bill's lines, with the attainment promised and the insurance of the vendor's file."""
    lines = (PriceLine(one.code, yuan(price), one.vat_rate) for one, price in zip(bill.lines, prices, strict=True))
    promised = Promise(promise, Decimal(PROMISES.get(letter, "96")))
    return Offer(vendor, tuple(lines), (promised,), _insurance(vendor))


def _insurance(vendor: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(*one) for one in EVIDENCE[vendor] if one[0] == EMPLOYERS_LIABILITY.code)
