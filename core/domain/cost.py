"""What the work costs today, by line: the costs that go away when it is outsourced, and those that stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.domain.bill_of_quantities import HIGHEST_VAT
from core.domain.bounds import require_between, require_choice
from core.domain.money import Money
from core.domain.wording import Wording
from core.errors import InvalidInput

KINDS = ("labour", "material", "equipment", "overhead", "management", "quality")


@dataclass(frozen=True, slots=True)
class CostLine:
    """A yearly cost without VAT.

    `avoidable` is the share that ends with outsourcing (an office lease may stay), `with_volume` the share that
    follows the volume, `vat_rate` the input VAT on it (0 for wages).
    """

    kind: str
    name: Wording
    a_year: Money
    avoidable: Decimal = Decimal(1)
    with_volume: Decimal = Decimal(0)
    vat_rate: Decimal = Decimal(0)

    @property
    def saved(self) -> Money:
        """The part that ends with outsourcing."""
        return self.a_year.share(self.avoidable)

    def check(self, place: str) -> None:
        """Raise `InvalidInput` naming the field below `place` that is not allowed."""
        require_choice(self.kind, KINDS, code="work_package.cost_kind", place=f"{place}.kind")
        require_between(self.avoidable, 0, 1, code="work_package.share", place=f"{place}.avoidable")
        require_between(self.with_volume, 0, 1, code="work_package.share", place=f"{place}.with_volume")
        require_between(self.vat_rate, 0, HIGHEST_VAT, code="work_package.vat_rate", place=f"{place}.vat_rate")
        if self.a_year.amount < 0:
            raise InvalidInput("work_package.negative_cost", place=f"{place}.a_year", value=str(self.a_year.amount))


@dataclass(frozen=True, slots=True)
class TodaysCost:
    """The cost lines of a work package, in one currency."""

    lines: tuple[CostLine, ...]
    currency: str

    def __post_init__(self) -> None:
        for index, line in enumerate(self.lines):
            line.check(f"cost.lines[{index}]")

    @property
    def total(self) -> Money:
        """All lines, a year."""
        return self._sum(line.a_year for line in self.lines)

    @property
    def saved(self) -> Money:
        """What ends with outsourcing, a year."""
        return self._sum(line.saved for line in self.lines)

    @property
    def saved_with_volume(self) -> Money:
        """The part of it that follows the volume."""
        return self._sum(line.saved.share(line.with_volume) for line in self.lines)

    @property
    def saved_vat(self) -> Money:
        """The input VAT on what ends with outsourcing."""
        return self._sum(line.saved.share(line.vat_rate) for line in self.lines)

    def _sum(self, some: Iterable[Money]) -> Money:
        return Money.total(some, self.currency)
