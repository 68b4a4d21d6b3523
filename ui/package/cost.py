"""Today's cost by line, and today's performance, typed in or counted from the clocks of a contract."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core.domain.actor import Actor
from core.domain.cost import KINDS, CostLine, TodaysCost
from core.domain.observation import Observation
from core.domain.wording import Wording
from core.services.page import MOST
from ui.amounts import full
from ui.fields import Form
from ui.house import services
from ui.tables import Column, Row, chosen, day, decimal, edited, extend, money, percent, share, written
from ui.texts import say

OBSERVED = (
    Column("obligation"), Column("met", "whole"), Column("cases", "whole"), Column("first", "date"),
    Column("last", "date"),
)  # fmt: skip
A_QUARTER = timedelta(days=91)


def cost(form: Form, there: TodaysCost | None, currency: str, key: str, *, may_edit: bool) -> TodaysCost | None:
    """Draw the lines and their totals; None without lines or if one is refused."""
    columns = (
        Column("kind", "choice", {one: say(f"package.kind.{one}") for one in KINDS}, takes_codes=True),
        Column("zh"), Column("en"),
        Column("a_year", "money"), Column("avoidable", "percent"), Column("with_volume", "percent"),
        Column("vat_rate", "percent"),
    )  # fmt: skip
    shown = [_row(one) for one in there.lines] if there else []
    rows = edited(f"{key}-cost", "cost.lines", columns, shown, may_edit=may_edit)
    form.room("cost")
    st.caption(say("package.cost_help"))
    read = form.take(lambda: read_cost(rows, currency))
    if read is not None:
        for column, name in zip(st.columns(3), ("total", "saved", "saved_vat"), strict=True):
            column.metric(say(f"package.amount.{name}"), full(getattr(read, name)), border=True)
    return read


def read_cost(rows: Sequence[Row], currency: str) -> TodaysCost | None:
    """The cost of these rows; None without any. Raises `InvalidInput` naming row and field."""
    if not rows:
        return None
    return TodaysCost(tuple(_line(f"cost.lines[{index}]", row, currency) for index, row in enumerate(rows)), currency)


def performance(
    form: Form, there: Sequence[Observation], today: date, key: str, *, may_edit: bool
) -> tuple[Observation, ...] | None:
    """Draw what is measured today; None if a row is refused."""
    shown = [_observed(one) for one in there]
    rows = edited(f"{key}-performance", "performance", OBSERVED, shown, may_edit=may_edit)
    form.room("performance")
    read = form.take(lambda: read_performance(rows, today))
    if read:
        st.dataframe(
            pd.DataFrame(
                {
                    say("place.performance.obligation"): one.obligation,
                    say("package.attainment"): say("package.no_cases")
                    if one.attainment_pct is None
                    else f"{one.attainment_pct:.1f} %",
                    say("package.evidence"): say("package.met_of", met=one.met, cases=one.cases),
                }
                for one in read
            ),
            hide_index=True,
        )
    return read


def read_performance(rows: Sequence[Row], today: date) -> tuple[Observation, ...]:
    """The observations of these rows. Raises `InvalidInput` for more cases in time than there were."""
    return tuple(
        Observation(
            written(row["obligation"], f"performance[{index}].obligation"), int(decimal(row["met"])),
            int(decimal(row["cases"])), day(row["first"], today), day(row["last"], today),
        )
        for index, row in enumerate(rows)
    )  # fmt: skip


def count_from_events(someone: Actor, form: Form, today: date, key: str) -> None:
    """Offer to count obligations met from the clocks of a contract."""
    contracts = services().contracts.list(someone, limit=MOST)
    if not contracts:
        st.caption(say("package.no_contracts"))
        return
    names = {one.number: f"{one.number} · {one.title}" for one in contracts}
    columns = st.columns([2, 1, 1, 1], vertical_alignment="bottom")
    chosen = columns[0].selectbox(
        say("package.contract"), list(names), format_func=names.__getitem__, key=f"{key}-from"
    )
    first = columns[1].date_input(
        say("place.performance.first"), today - A_QUARTER, format="YYYY-MM-DD", key=f"{key}-from-first"
    )
    last = columns[2].date_input(say("place.performance.last"), today, format="YYYY-MM-DD", key=f"{key}-from-last")
    pressed = columns[3].button(say("package.count"), key=f"{key}-count", width="stretch")
    form.room("last")
    if pressed:
        counted = form.take(lambda: services().work_packages.observed(someone, chosen, first, last))
        if counted:
            extend(f"{key}-performance", [_observed(one) for one in counted])
            st.rerun()
        if counted is not None:
            st.info(say("package.nothing_counted"))


def _row(line: CostLine) -> Row:
    return {
        "kind": line.kind, "zh": line.name.zh, "en": line.name.en, "a_year": float(line.a_year.amount),
        **{name: percent(getattr(line, name)) for name in ("avoidable", "with_volume", "vat_rate")},
    }  # fmt: skip


def _line(place: str, row: Row, currency: str) -> CostLine:
    kind = chosen(row["kind"], f"{place}.kind")
    words = {one: row[one] or row["zh"] or row["en"] for one in ("zh", "en")}
    avoidable = 100 if row["avoidable"] is None else row["avoidable"]
    return CostLine(
        kind, Wording(words["zh"] or kind, words["en"] or kind),
        money(written(row["a_year"], f"{place}.a_year"), currency),
        share(avoidable), share(row["with_volume"]), share(row["vat_rate"]),
    )  # fmt: skip


def _observed(one: Observation) -> Row:
    return {
        "obligation": one.obligation, "met": one.met, "cases": one.cases, "first": one.first, "last": one.last
    }  # fmt: skip
