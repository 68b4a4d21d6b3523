"""The prices of a bid: for each line of the bill a unit price beside its ceiling, VAT, and the total as it is typed."""

import streamlit as st

from core.domain.bid import PriceLine
from core.domain.bill_of_quantities import BillLine, BillOfQuantities
from core.domain.money import Money
from core.domain.price_schedule import PricedLine, PriceSchedule
from core.errors import InvalidInput
from core.messages import sentence
from ui.amounts import count, full
from ui.fields import Form
from ui.tables import money, percent, share
from ui.texts import language, say

WIDTHS = [4, 3, 2, 3, 3]


def ask_lines(form: Form, bill: BillOfQuantities, vendor: str, key: str) -> dict[str, PriceLine]:
    """Ask for every line; returns those that have a price, by code. What is not allowed is told at its line."""
    lines = {}
    for line in bill.lines:
        place = f"bids.{vendor}.lines.{line.code}"
        offered = _line(line, f"{key}.{line.code}")
        form.room(place, name=line.name.words(language()))
        if offered is not None:
            lines[line.code] = offered
            refusal = _refusal(offered, line, place)
            if refusal is not None:
                form.refuse(refusal)
    return lines


def refuse_missing(form: Form, bill: BillOfQuantities, lines: dict[str, PriceLine], vendor: str) -> None:
    """Tell at each line without a price that it needs one."""
    for line in bill.lines:
        if line.code not in lines:
            place = f"bids.{vendor}.lines.{line.code}"
            form.refuse(InvalidInput("selection.line_missing", place=place, value=line.code))


def totals(bill: BillOfQuantities, lines: dict[str, PriceLine]) -> PriceSchedule:
    """Draw the sums of the lines that have a price, and return them."""
    priced = PriceSchedule(tuple(_priced(bill.line(code), one) for code, one in lines.items()), bill.currency)
    for column, name in zip(st.columns(3), ("net", "vat", "gross"), strict=True):
        column.metric(say(f"package.{name}"), full(getattr(priced, name)), border=True)
    st.caption(say("bid.progress", priced=len(lines), of=len(bill.lines), ceiling=full(bill.ceiling.net)))
    return priced


def correction(stated: Money | None, right: Money) -> None:
    """Say that a total was written wrong: the unit price counts."""
    if stated is not None and stated != right:
        values = {"stated": full(stated), "right": full(right)}
        st.warning(sentence("selection.total_corrected", language(), values))


def _line(line: BillLine, key: str) -> PriceLine | None:
    what, price, vat, written, total = st.columns(WIDTHS, vertical_alignment="bottom")
    unit = line.unit_name.words(language())
    what.markdown(
        f"**{line.name.words(language())}**  \n"
        + say("bid.line", quantity=count(line.quantity), unit=unit, ceiling=full(line.ceiling))
    )
    unit_price = price.number_input(
        say("bid.unit_price", unit=unit), value=None, step=1.0, format="%.2f", key=f"{key}.price"
    )
    rate = vat.number_input(
        say("bid.vat"), value=percent(line.vat_rate), step=1.0, format="%g", key=f"{key}.vat"
    )  # fmt: skip
    stated = written.number_input(say("bid.stated"), value=None, step=1.0, format="%.2f", key=f"{key}.stated")
    if unit_price is None:
        total.metric(say("bid.line_total"), "–")
        return None
    currency = line.ceiling.currency
    offered = PriceLine(
        line.code, money(unit_price, currency), share(rate), None if stated is None else money(stated, currency)
    )
    net = _priced(line, offered).net
    total.metric(say("bid.line_total"), full(net))
    correction(offered.stated, net)
    return offered


def _priced(line: BillLine, offered: PriceLine) -> PricedLine:
    return PricedLine(line.code, line.quantity, offered.unit_price, offered.vat_rate)


def _refusal(offered: PriceLine, line: BillLine, place: str) -> InvalidInput | None:
    """What is not allowed of a price, before the whole bid is handed in."""
    try:
        offered.check(place, line.ceiling.currency)
    except InvalidInput as error:
        return error
    over = offered.excess(place, line.ceiling)
    return (
        None if over is None else InvalidInput(over.code, place=place, **{name: str(one) for name, one in over.values})
    )
