"""The volume: units a month with seasons, growth and dated peaks, and the days beyond the committed capacity."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import streamlit as st

from core.domain.period import months_after
from core.domain.volume import EVEN, Peak, Volume
from core.domain.wording import Wording
from ui.amounts import count
from ui.fields import Form
from ui.figures import expected_volume
from ui.package.bill import units
from ui.tables import Column, Row, day, decimal, edited, percent, share, written
from ui.texts import language, say

MONTHS = tuple(f"m{month}" for month in range(1, 13))
PEAKS = (Column("zh"), Column("en"), Column("first", "date"), Column("last", "date"), Column("factor", "number"))
SHOWN_MONTHS = 12


def volume(form: Form, there: Volume | None, today: date, key: str, *, may_edit: bool) -> Volume | None:
    """Draw the form; None without a volume or if something is refused."""
    columns = st.columns(4)
    with columns[0]:
        per_month = st.number_input(
            say("place.volume.per_month"), value=float(there.per_month) if there else None, key=f"{key}-per-month",
            disabled=not may_edit, format="%g",
        )  # fmt: skip
        form.room("volume.per_month")
    words = units([there.unit] if there else [])
    unit = columns[1].selectbox(
        say("place.volume.unit"), list(words), list(words).index(there.unit if there else "visit"),
        format_func=words.__getitem__, key=f"{key}-unit", disabled=not may_edit,
    )  # fmt: skip
    since = columns[2].date_input(
        say("place.volume.since"), there.since if there else today.replace(day=1), format="YYYY-MM-DD",
        key=f"{key}-since", disabled=not may_edit,
    )  # fmt: skip
    with columns[3]:
        growth = st.number_input(
            say("place.volume.growth"), value=percent(there.growth) if there else 0.0, key=f"{key}-growth",
            disabled=not may_edit, format="%g",
        )  # fmt: skip
        form.room("volume.growth")
    st.caption(say("package.seasons_help"))
    factors = dict(zip(MONTHS, map(float, there.seasons if there else EVEN), strict=True))
    months = tuple(Column(name, "number") for name in MONTHS)
    seasons = edited(f"{key}-seasons", "volume.season", months, [factors], may_edit=may_edit, is_fixed=True)
    form.room("volume.seasons")
    st.caption(say("package.peaks_help"))
    shown = [_row(one) for one in there.peaks] if there else []
    peaks = edited(f"{key}-peaks", "volume.peaks", PEAKS, shown, may_edit=may_edit)
    form.room("volume.peaks", "volume")
    if per_month is None:
        if peaks:
            form.take(lambda: written(per_month, "volume.per_month"))
        return None
    return form.take(
        lambda: Volume(
            decimal(per_month), unit, since, tuple(decimal(seasons[0][name]) for name in MONTHS), share(growth),
            read_peaks(peaks),
        )
    )  # fmt: skip


def read_peaks(rows: Sequence[Row]) -> tuple[Peak, ...]:
    """The peaks of these rows; without a last day a peak is one day. Raises `InvalidInput` naming row and field."""
    return tuple(_peak(f"volume.peaks[{index}]", row) for index, row in enumerate(rows))


def _peak(place: str, row: Row) -> Peak:
    first = written(row["first"], f"{place}.first")
    factor = decimal(written(row["factor"], f"{place}.factor"))
    name = Wording(row["zh"] or row["en"] or "", row["en"] or row["zh"] or "")
    return Peak(name, first, day(row["last"], first), factor)


def outlook(volume: Volume, capacity: Decimal | None) -> None:
    """Show what is expected month by month for a year, and on which days it is more than was committed."""
    first = volume.since.replace(day=1)
    starts = [months_after(first, month) for month in range(SHOWN_MONTHS + 1)]
    spans = [(begin, end - timedelta(days=1)) for begin, end in pairwise(starts)]
    beyond = [volume.days_beyond(capacity, *span) if capacity else () for span in spans]
    unit = units([volume.unit])[volume.unit]
    expected = [(f"{begin:%Y-%m}", volume.expected_between(begin, end)) for begin, end in spans]
    st.caption(say("package.expected", unit=unit, first=starts[0], last=spans[-1][1]))
    st.echarts_chart(
        expected_volume(expected, [len(days) for days in beyond], unit), height=260, alt=say("package.expected_alt")
    )
    total = sum((amount for _, amount in expected), Decimal(0))
    st.caption(say("package.expected_total", total=count(total), unit=unit))
    _beyond([one for days in beyond for one in days], capacity, unit)


def _beyond(days: Sequence[date], capacity: Decimal | None, unit: str) -> None:
    if capacity is None:
        st.info(say("package.no_capacity"))
    elif not days:
        st.success(say("package.within", capacity=count(capacity), unit=unit))
    else:
        comma = "、" if language() == "zh" else ", "
        said = comma.join(say("package.span", first=first, last=last) for first, last in spans(days))
        st.warning(say("package.beyond", days=len(days), capacity=count(capacity), unit=unit, spans=said))


def spans(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days in order as first and last days of unbroken spans."""
    found: list[tuple[date, date]] = []
    for one in days:
        if found and one - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], one)
        else:
            found.append((one, one))
    return found


def _row(peak: Peak) -> Row:
    return {
        "zh": peak.name.zh, "en": peak.name.en, "first": peak.first, "last": peak.last, "factor": float(peak.factor)
    }  # fmt: skip
