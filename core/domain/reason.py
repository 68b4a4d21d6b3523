"""A reason that is kept with a decision: a sentence of the catalogue with the values it names."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from core.domain.wording import Wording
from core.messages import sentence

Named = str | int | Wording


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something passed, failed or is asked; `place` is the path it concerns."""

    code: str
    place: str
    values: tuple[tuple[str, Named], ...]

    @classmethod
    def of(cls, code: str, place: str = "", **values: Named) -> Self:
        """Make a reason with the values that its sentence names."""
        return cls(code, place, tuple(values.items()))

    def words(self, language: str) -> str:
        """Say the reason in `language`, zh or en."""
        said = {name: one.words(language) if isinstance(one, Wording) else one for name, one in self.values}
        return sentence(self.code, language, said)


def shown(value: Decimal) -> str:
    """Return a number as a sentence shows it: at most two decimals, without trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
