"""Step 3: what outsourcing costs and saves; the figures, how probable it is that it is cheaper, and what drives it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from core.domain.cost import TodaysCost
from core.domain.feasibility.economic import EconomicCase
from core.domain.feasibility.uncertainty import DRIVERS, LogNormal, Triangular, Uncertainty
from core.domain.money import Money
from core.domain.work_package import PackageContent
from core.services.procurement.feasibility import StudyView
from ui.house import services
from ui.study.economic_figures import figures
from ui.study.step import Step
from ui.tables import Column, Row, chosen, decimal, edited, money, percent, replace_rows, share, typed_rows
from ui.texts import say

AMOUNTS = ("price", "monitoring", "transition", "severance", "exit")
SHARES = (
    "price_vat", "vat_recoverable", "discount_rate", "management", "growth", "wage_growth", "price_growth"
)  # fmt: skip
WHOLE = ("months", "double_running")
LAYOUT = (
    ("price", "price_vat", "vat_recoverable", "management"), ("monitoring", "transition", "severance", "exit"),
    ("months", "discount_rate", "double_running", "volume"), ("growth", "wage_growth", "price_growth"),
)  # fmt: skip
USUAL: Mapping[str, float] = {
    "price_vat": 6, "vat_recoverable": 100, "months": 36, "discount_rate": 5, "double_running": 1, "management": 6,
    "volume": 1,
}  # fmt: skip
"""What the form begins with: assumptions that are to be looked at."""
PERCENT_DRIVERS = (*SHARES, "in_house_vat")
SPREAD = {"price": (0.95, 1.0, 1.15), "volume": (0.8, 1.0, 1.25)}
"""Uncertainty that the form begins with, as multiples of the value itself."""


def draw(step: Step) -> None:
    """Draw the figures once there are any, and the inputs."""
    cost = step.content.cost
    if cost is None or not cost.lines:
        st.info(say("study.no_cost"))
        return
    review = step.study.economic
    economics = services().feasibility.economics(step.someone, step.study.package, step.study.version)
    if review is not None and economics is not None:
        figures(review, economics, step.content)
    with st.expander(say("study.inputs"), expanded=review is None):
        _inputs(step, cost)


def _inputs(step: Step, cost: TodaysCost) -> None:
    review = step.study.economic
    typed: dict[str, float | int | None] = {}
    start = _start(review.case if review else None, step.content)
    st.caption(say("study.economic_help"))
    for names in LAYOUT:
        for column, name in zip(st.columns(4), names, strict=False):
            with column:
                typed[name] = st.number_input(
                    say(f"place.economic.{name}"), value=start[name], key=step.key(name), disabled=not step.may_edit,
                    step=1 if name in WHOLE else 0.01 if name in AMOUNTS else None,
                    format="%d" if name in WHOLE else "%.2f" if name in AMOUNTS else "%g",
                )  # fmt: skip
                step.form.room(f"economic.{name}")
    st.caption(say("study.uncertain_help"))
    columns = (
        Column("driver", "choice", {name: say(f"study.driver.{name}") for name in DRIVERS}),
        Column("kind", "choice", {one: say(f"study.shape.{one}") for one in ("triangular", "lognormal")}),
        Column("low", "number"), Column("mode", "number"), Column("high", "number"),
    )  # fmt: skip
    shown = _uncertain(review.uncertainty) if review else _usual_spread(start)
    _follow(step.key("uncertain"), start, typed)
    rows = edited(step.key("uncertain"), "economic.uncertain", columns, shown, may_edit=step.may_edit)
    step.form.room("economic.uncertain", "economic")

    def review_it() -> StudyView:
        return services().feasibility.review_economics(
            step.someone, step.study.package, step.study.version, read_case(typed, cost), read_uncertainty(rows)
        )

    step.save(review_it)


def read_case(typed: Mapping[str, float | int | None], cost: TodaysCost) -> EconomicCase:
    """The case of these inputs, shares in per cent. Raises `InvalidInput` naming the field."""
    read: dict[str, Any] = {name: money(typed[name], cost.currency) for name in AMOUNTS}
    read |= {name: share(typed[name]) for name in SHARES}
    read |= {name: int(typed[name] or 0) for name in WHOLE}
    return EconomicCase(cost=cost, volume=decimal(typed["volume"]), **read)


def read_uncertainty(rows: Sequence[Row]) -> Uncertainty:
    """The uncertain drivers of these rows. Raises `InvalidInput` naming the driver."""
    triangular, lognormal = {}, {}
    for index, row in enumerate(rows):
        name = chosen(row["driver"], f"economic.uncertain[{index}].driver")
        low, mode, high = (_in_unit(name, row[one]) for one in ("low", "mode", "high"))
        if row["kind"] == "lognormal":
            lognormal[name] = LogNormal(low, high)
        else:
            triangular[name] = Triangular(low, mode, high)
    return Uncertainty(triangular, lognormal)


def _in_unit(driver: str, value: float | None) -> float:
    if value is None:
        return float("nan")
    return value / 100 if driver in PERCENT_DRIVERS else value


def _shown(driver: str, value: float) -> float:
    return round(100 * value, 6) if driver in PERCENT_DRIVERS else value


def _uncertain(there: Uncertainty) -> list[Row]:
    rows: list[Row] = []
    for name, one in there.drivers.items():
        if isinstance(one, LogNormal):
            ends = {"kind": "lognormal", "low": _shown(name, one.p10), "mode": None, "high": _shown(name, one.p90)}
        else:
            ends = {"kind": "triangular", **{end: _shown(name, getattr(one, end)) for end in ("low", "mode", "high")}}
        rows.append({"driver": name, **ends})
    return rows


def _usual_spread(start: Mapping[str, float | int | None]) -> list[Row]:
    return [{"driver": name, "kind": "triangular", **_around(start[name], times)} for name, times in SPREAD.items()]


def _follow(key: str, start: Mapping[str, float | int | None], now: Mapping[str, float | int | None]) -> None:
    """Rows that are still the usual spread around a value move with it; those that a person set stay as they are."""
    before: dict[str, float | int | None] = st.session_state.setdefault(f"{key}-around", dict(start))
    moved = {name for name in SPREAD if now[name] and now[name] != before[name]}
    if moved:
        rows = [_moved(row, before, now) if row["driver"] in moved else row for row in typed_rows(key)]
        replace_rows(key, rows)
        before.update({name: now[name] for name in moved})


def _moved(row: Row, before: Mapping[str, float | int | None], now: Mapping[str, float | int | None]) -> Row:
    name = row["driver"]
    usual = _around(before[name], SPREAD[name])
    is_usual = row["kind"] == "triangular" and all(row[end] == value for end, value in usual.items())
    return {**row, **_around(now[name], SPREAD[name])} if is_usual else row


def _around(value: float | int | None, times: Sequence[float]) -> Row:
    ends = zip(("low", "mode", "high"), times, strict=True)
    return {end: round(one * float(value or 0), 2) for end, one in ends}


def _start(there: EconomicCase | None, content: PackageContent) -> dict[str, float | int | None]:
    """What the form begins with: the stored case, else the package's ceiling and growth and our assumptions."""
    names = [name for row in LAYOUT for name in row]
    if there is not None:
        return {name: _number(name, getattr(there, name)) for name in names}
    begin: dict[str, float | int | None] = {}
    for name in names:
        begin[name] = int(USUAL[name]) if name in WHOLE else float(USUAL.get(name, 0))
    bill, volume = content.bill, content.volume
    growth = percent(volume.growth) if volume else 0.0
    return begin | {"price": float(bill.ceiling.net.amount) if bill else None, "growth": growth}


def _number(name: str, value: Any) -> float | int:
    if isinstance(value, Money):
        return float(value.amount)
    if isinstance(value, Decimal):
        return float(100 * value) if name in SHARES else float(value)
    return int(value)
