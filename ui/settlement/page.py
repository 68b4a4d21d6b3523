"""The settlement of a month on the scorecard: fee, each deduction with its arithmetic, adjustments, caps, the close."""

from collections.abc import Sequence

import streamlit as st

from core.domain.actor import Actor
from core.domain.month import Month
from core.domain.settlement import Adjustment, Cap, Line, Statement
from core.domain.wording import Wording
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.performance.settlements import SettlementView
from ui.amounts import full, pct
from ui.house import services
from ui.settlement.acts import ask_close, ask_fee
from ui.texts import language, say, say_if_known
from ui.widgets import at, download, literal, tell

ROW_PX, MOST_PX = 36, 560
NOTHING = "—"


def show_settlement(someone: Actor, contract: str, month: str) -> None:
    """Draw the statement of one contract's month, and what may be done about it."""
    st.subheader(say("settlement.title", contract=contract), anchor=False)
    try:
        view = services().settlements.get(someone, contract, month)
    except OutpactError as error:
        tell(error)
        return
    made = view.statement
    st.caption(_state(view))
    if made.waits_for:
        st.warning(say("settlement.waits", months=", ".join(made.waits_for)))
    _tiles(made)
    if made.caps:
        st.dataframe([_cap(one) for one in made.caps], hide_index=True)
    _lines(made)
    _adjustments(made)
    st.caption(say("settlement.beside", undecided=made.undecided, without=made.without_money))
    if not view.is_closed:
        _acts(someone, view)


def _state(view: SettlementView) -> str:
    if view.is_closed:
        when = at(view.closed_ms, view.statement.zone, "%Y-%m-%d %H:%M")
        return say("settlement.closed", by=literal(view.closed_by), at=when, sha256=view.sha256[:12])
    return say("settlement.preview")


def _tiles(made: Statement) -> None:
    fee = made.fee
    told = (
        ("fee", fee.amount if fee else None, say("settlement.invoice", invoice=fee.invoice) if fee else NOTHING),
        ("deducted", made.deducted, say("settlement.count", count=len(made.lines))),
        ("adjusted", made.adjusted, say("settlement.count", count=len(made.adjustments))),
        ("payable", made.payable, say("settlement.payable_what")),
    )
    with st.container(key=f"tiles_{made.contract}"):
        columns = st.columns(len(told))
        for column, (name, amount, beside) in zip(columns, told, strict=True):
            column.metric(say(f"settlement.{name}"), NOTHING if amount is None else full(amount), beside,
                          delta_color="off", delta_arrow="off", border=True)  # fmt: skip


def _cap(one: Cap) -> dict[str, object]:
    return {
        say("settlement.cap"): say(f"settlement.cap_{one.period}"),
        say("settlement.cap_share"): pct(one.share),
        say("settlement.cap_fee"): full(one.fee),
        say("settlement.cap_most"): full(one.most),
        say("settlement.cap_taken"): full(one.taken),
        say("settlement.cap_left"): full(one.left),
    }


def _lines(made: Statement) -> None:
    if not made.lines:
        st.caption(say("settlement.no_lines"))
        return
    rows = [_line(place, one) for place, one in enumerate(made.lines, 1)]
    _table(rows)
    with st.expander(say("settlement.line_by_line")):
        st.markdown("\n".join(f"1. {literal(_told(one))}" for one in made.lines))
    download(say("table.download"), rows, f"settlement-{made.contract}-{made.month}.csv")


def _line(place: int, one: Line) -> dict[str, object]:
    return {
        say("settlement.place"): place,
        say("settlement.on"): f"{one.on}",
        say("perf.case"): one.case,
        say("perf.obligation"): one.obligation,
        say("perf.breach_state"): say_if_known(f"breach.{one.state}", one.state),
        say("settlement.share"): NOTHING if one.share is None else pct(one.share, 0),
        say("settlement.amount"): full(one.amount),
        say("settlement.steps"): _sentence(one.steps),
    }


def _told(one: Line) -> str:
    """A line with all of its arithmetic, for a table cuts it."""
    colon = "：" if language() == "zh" else ": "
    return f"{one.on} · {one.case} · {one.obligation} · {full(one.amount)}{colon}{_sentence(one.steps)}"


def _adjustments(made: Statement) -> None:
    if not made.adjustments:
        return
    st.markdown(f"**{say('settlement.adjustments')}**")
    st.caption(say("settlement.adjustments_what"))
    rows = [_change(one) for one in made.adjustments]
    _table(rows)
    download(say("settlement.download_changes"), rows, f"adjustments-{made.contract}-{made.month}.csv")


def _change(one: Adjustment) -> dict[str, object]:
    return {
        say("perf.month"): one.month,
        say("settlement.on"): f"{one.on}",
        say("perf.case"): one.case,
        say("perf.obligation"): one.obligation,
        say("settlement.why"): say(f"settlement.why.{one.why}"),
        say("settlement.settled"): full(one.settled),
        say("settlement.revised"): full(one.revised),
        say("settlement.change"): full(one.change),
        say("settlement.steps"): _sentence(one.steps),
    }


def _table(rows: Sequence[dict[str, object]]) -> None:
    st.dataframe(
        list(rows), hide_index=True, row_height=ROW_PX, height=min(ROW_PX * (len(rows) + 1) + 2, MOST_PX),
        column_config={say("settlement.steps"): st.column_config.TextColumn(width="large")},
    )  # fmt: skip


def _sentence(steps: Sequence[Wording]) -> str:
    return ("；" if language() == "zh" else "; ").join(one.words(language()) for one in steps) or NOTHING


def _acts(someone: Actor, view: SettlementView) -> None:
    made = view.statement
    if view.now_ms < Month.parse(made.month).bounds_ms(made.zone)[1]:
        st.caption(say("settlement.runs"))
        return
    if someone.role in ALLOWED["settlement.fee"]:
        with st.expander(say("settlement.fee_again" if made.fee else "settlement.fee_record"), expanded=not made.fee):
            ask_fee(someone, view)
    elif someone.vendor_id is None:
        st.caption(say("settlement.who_records"))
    if someone.role in ALLOWED["settlement.close"]:
        ask_close(someone, view)
