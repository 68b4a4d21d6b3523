"""What the three selection screens share: choosing a selection, names, instants, numbers."""

from collections.abc import Sequence
from decimal import Decimal

from core.domain.ranking_record import RankingRecord
from core.domain.zone import HOUSE_ZONE
from core.services.procurement.selection_views import SelectionSummary, SelectionView
from ui.choice import choose
from ui.texts import language, say
from ui.widgets import at

QUERY = "selection"


def chosen(some: Sequence[SelectionSummary]) -> str:
    """Let the person choose a selection; one that the address names and that is none of them is returned as it is."""
    titles = {one.number: f"{one.number} · {one.title} · {say('stage.' + one.state)}" for one in some}
    return choose(QUERY, titles, say("selection.choose"))


def day(at_ms: int | None) -> str:
    """An instant to the minute, on the buyer's clock."""
    return at(at_ms, HOUSE_ZONE, "%Y-%m-%d %H:%M")


def short(name: str, most: int = 12) -> str:
    """A name that fits a column."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def fixed(value: Decimal, digits: int = 2) -> str:
    """A number with that many decimals."""
    return f"{value:,.{digits}f}"


def signed(value: Decimal) -> str:
    """A difference with its sign."""
    return f"{value:+,.2f}"


def criterion_names(record: RankingRecord) -> dict[str, str]:
    """Criteria in the language of the session, in the order of the rules."""
    return {one.code: one.name.words(language()) for one in record.criteria}


def codes(view: SelectionView) -> dict[str, str]:
    """Words for the codes that errors name: bidders by letter and name, criteria by name."""
    lines = view.rules.criteria.lines if view.rules else ()
    named = {line.criterion.code: line.criterion.name.words(language()) for line in lines}
    return named | {bid.vendor: f"{bid.alias} · {bid.name}" for bid in view.bids}
