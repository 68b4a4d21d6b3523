"""When a decision must be looked at again, whatever it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.domain.bounds import require_between
from core.domain.money import Money
from core.domain.reason import Reason, shown
from core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Triggers:
    """A price risen by `price_rise`, so many quarters in a row below target, a volume outside its range.

    The volume's range is a factor of the volume that was decided on.
    """

    volume_least: Decimal
    volume_most: Decimal
    price_rise: Decimal = Decimal("0.10")
    quarters_below: int = 2

    def __post_init__(self) -> None:
        require_between(self.price_rise, 0, 1, code="feasibility.range", place="triggers.price_rise")
        require_between(Decimal(self.quarters_below), 1, 8, code="feasibility.range", place="triggers.quarters_below")
        require_between(self.volume_least, 0, 100, code="feasibility.range", place="triggers.volume_least")
        require_between(self.volume_most, 0, 100, code="feasibility.range", place="triggers.volume_most")
        if self.volume_most < self.volume_least:
            raise InvalidInput("feasibility.range_reversed", place="triggers.volume_most",
                               value=str(self.volume_most), least=str(self.volume_least))  # fmt: skip

    def met(
        self, *, price_then: Money, price_now: Money, quarters_met: Sequence[bool], volume: Decimal
    ) -> tuple[Reason, ...]:
        """Return why to look again; `quarters_met` says for each quarter, oldest first, whether the target was met."""
        found = []
        if price_then.share(1 + self.price_rise) <= price_now:
            found.append(Reason.of("feasibility.trigger_price", "triggers.price_rise", before=str(price_then),
                                   now=str(price_now), pct=shown(100 * self.price_rise)))  # fmt: skip
        last = quarters_met[-self.quarters_below :]
        if len(last) == self.quarters_below and not any(last):
            found.append(Reason.of("feasibility.trigger_quarters", "triggers.quarters_below",
                                   quarters=self.quarters_below))  # fmt: skip
        if not self.volume_least <= volume <= self.volume_most:
            found.append(Reason.of("feasibility.trigger_volume", "triggers.volume", value=shown(volume),
                                   least=shown(self.volume_least), most=shown(self.volume_most)))  # fmt: skip
        return tuple(found)
