"""The bill of quantities: lines with unit, quantity, ceiling and VAT, their totals, and the adjustment for wages."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.domain.bill_of_quantities import UNITS, BillLine, BillOfQuantities
from core.domain.money import CURRENCIES
from core.domain.wage_adjustment import WageAdjustment
from core.domain.wording import Wording
from core.domain.work_package import PackageContent
from ui.amounts import full
from ui.fields import Form
from ui.tables import Column, Row, decimal, edited, money, percent, share
from ui.texts import language, say


def currency(there: PackageContent, key: str, *, may_edit: bool) -> str:
    """Ask for the one currency of bill and cost."""
    known = there.bill.currency if there.bill else there.cost.currency if there.cost else CURRENCIES[0]
    return st.selectbox(
        say("place.cost.currency"), CURRENCIES, CURRENCIES.index(known), key=f"{key}-currency", disabled=not may_edit
    )


def bill(
    form: Form, there: BillOfQuantities | None, chosen: str, key: str, *, may_edit: bool
) -> BillOfQuantities | None:
    """Draw the lines and their totals; None without lines or if one is refused."""
    lines = there.lines if there else ()
    rows = edited(f"{key}-bill", "bill.lines", _columns(lines), [_row(one) for one in lines], may_edit=may_edit)
    form.room("bill")
    st.caption(say("package.bill_help"))
    read = form.take(lambda: read_bill(rows, chosen))
    if read is not None:
        _totals(read)
    return read


def read_bill(rows: Sequence[Row], currency: str) -> BillOfQuantities | None:
    """The bill of these rows; None without any. Raises `InvalidInput` naming row and field."""
    return BillOfQuantities(tuple(_line(row, currency) for row in rows), currency) if rows else None


def adjustment(form: Form, there: WageAdjustment | None, key: str, *, may_edit: bool) -> WageAdjustment | None:
    """Ask whether unit prices follow a wage, by which share and from which change on."""
    follows = st.toggle(say("package.follows_wage"), there is not None, key=f"{key}-follows", disabled=not may_edit)
    if not follows:
        return None
    columns = st.columns(2)
    typed: list[float | None] = []
    for column, name in zip(columns, ("labour_share", "threshold"), strict=True):
        with column:
            value = percent(getattr(there, name)) if there else {"labour_share": 70.0, "threshold": 5.0}[name]
            asked = st.number_input(
                say(f"place.adjustment.{name}"), value=value, key=f"{key}-{name}", disabled=not may_edit, format="%g"
            )
            typed.append(asked)
            form.room(f"adjustment.{name}")
    return form.take(lambda: WageAdjustment(share(typed[0]), share(typed[1])))


def units(used: Sequence[str]) -> dict[str, str]:
    """Units with their words; those of the house's own are their own words."""
    return {code: UNITS[code].words(language()) if code in UNITS else code for code in dict.fromkeys((*UNITS, *used))}


def _columns(lines: Sequence[BillLine]) -> tuple[Column, ...]:
    return (
        Column("code"), Column("zh"), Column("en"),
        Column("unit", "choice", units([one.unit for one in lines]), takes_codes=True),
        Column("quantity", "number"), Column("ceiling", "money"), Column("vat_rate", "percent"),
    )  # fmt: skip


def _row(line: BillLine) -> Row:
    return {
        "code": line.code, "zh": line.name.zh, "en": line.name.en, "unit": line.unit,
        "quantity": float(line.quantity), "ceiling": float(line.ceiling.amount), "vat_rate": percent(line.vat_rate),
    }  # fmt: skip


def _line(row: Row, currency: str) -> BillLine:
    zh, en, code = row["zh"], row["en"], row["code"] or ""
    return BillLine(
        code, Wording(zh or en or code, en or zh or code), row["unit"] or "", decimal(row["quantity"]),
        money(row["ceiling"], currency), share(row["vat_rate"]),
    )  # fmt: skip


def _totals(bill: BillOfQuantities) -> None:
    ceiling = bill.ceiling
    for column, name in zip(st.columns(3), ("net", "vat", "gross"), strict=True):
        column.metric(say(f"package.{name}"), full(getattr(ceiling, name)), border=True)
    with st.expander(say("package.by_line")):
        st.dataframe(
            pd.DataFrame(
                {
                    say("place.bill.lines.code"): one.code,
                    say("package.item"): line.name.words(language()),
                    say("package.net"): full(one.net),
                    say("package.vat"): full(one.vat),
                }
                for one, line in zip(ceiling.lines, bill.lines, strict=True)
            ),
            hide_index=True,
        )
