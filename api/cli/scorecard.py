"""`outpact scorecard`: a vendor's month on the terminal."""

from decimal import Decimal
from typing import Annotated

import msgspec
import typer

from api.cli.shell import AsJson, Data, opened, put, text
from core.services.performance.scorecard_views import KpiView, ScorecardView


def scorecard(
    vendor: Annotated[str, typer.Argument(help="The vendor's number.")],
    period: Annotated[str, typer.Argument(help="The month, 2026-10.")],
    contract: Annotated[str, typer.Option(help="Under one contract alone.")] = "",
    data: Data = None, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Show a vendor's month: each KPI with its interval and evidence; a preview while it is not closed."""
    with opened(data) as shell:
        card = shell.app.scorecards.card(shell.actor, vendor, period, contract=contract)
    put(msgspec.to_builtins(card), as_json, lambda: "\n".join([_head(card), *map(_line, card.kpis)]))


def _head(card: ScorecardView) -> str:
    score = card.score
    points = text("scorecard.insufficient") if score.points is None else f"{score.points}"
    return text(
        "scorecard.head", vendor=card.vendor, name=card.name, month=card.month, score=points, low=_number(score.low),
        high=_number(score.high), closed=text("scorecard.closed" if card.is_closed else "scorecard.preview"),
        cases=card.cases, breaches=card.breaches, undecided=card.undecided,
    )  # fmt: skip


def _line(one: KpiView) -> str:
    name = f"  {one.code} {one.obligation}".rstrip()
    if one.state == "not_measured":
        return f"{name}: {text('scorecard.not_measured')}"
    state = text("scorecard.measured" if one.state == "measured" else "scorecard.insufficient")
    return text(
        "scorecard.line", name=name, value=_number(one.value), low=_number(one.low), high=_number(one.high), n=one.n,
        state=state,
    )  # fmt: skip


def _number(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")
