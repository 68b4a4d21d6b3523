"""What past performance counts for vendors: their latest closed scores, with the hashes of the cards."""

from collections.abc import Sequence

from sqlalchemy import Connection

from core.domain.past_performance import LatestScore, PastPerformance, past_scores
from core.domain.scorecard import together
from core.services.performance.standings import pin
from core.storage.books import scorecards as cards
from core.storage.books.scorecards import ClosedCard


def past_performance(
    connection: Connection, organisation_id: int, vendors: Sequence[str]
) -> tuple[PastPerformance, ...]:
    """Return it for each of `vendors`, by number; a newcomer has the peers' mean, or 60 where there are no peers."""
    found: dict[str, list[ClosedCard]] = {}
    for one in cards.latest(connection, organisation_id):
        found.setdefault(one.card.vendor, []).append(one)
    latest = {vendor: _latest(ours) for vendor, ours in found.items()}
    return past_scores(vendors, latest)


def _latest(ours: Sequence[ClosedCard]) -> LatestScore:
    card = together(one.card for one in ours)
    return LatestScore(card.score, card.month, tuple(map(pin, ours)))
