"""Small parts that screens share: states as colour, word and shape; instants and durations; tables as files."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from core.domain.duration import clock_time
from core.errors import OutpactError
from core.messages import sentence
from core.services.operations.views import ClockView
from ui.texts import colon, language, listed, say, say_if_known, spoken

SHAPES = {
    "running": "○", "at_risk": "◐", "overdue": "■", "missed": "■", "met": "●", "paused": "‖", "cancelled": "–",
    "early": "◇",
}  # fmt: skip
COLOURS = {
    "running": "#0F5C5C", "at_risk": "#B86E00", "overdue": "#B3261E", "missed": "#B3261E", "met": "#1E7B4B",
    "paused": "#6B7773", "cancelled": "#6B7773",
}  # fmt: skip
ON_DARK = {
    "running": "#4FB3A9", "at_risk": "#E39A3B", "overdue": "#EF6A61", "missed": "#EF6A61", "met": "#55B981",
    "paused": "#9AA8A2", "cancelled": "#9AA8A2",
}  # fmt: skip
MARKDOWN_COLOURS = {"at_risk": "orange", "overdue": "red", "missed": "red", "met": "green", "running": "blue"}
AT_RISK_PCT = 75
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>!|~$:&"} | {"\n": " "})


def standing(clock: ClockView) -> str:
    """How a clock stands, in one word of ours: overdue and at risk are running clocks."""
    if clock.state == "running" and (clock.breached or (clock.left_open_s or 0) < 0):
        return "overdue"
    if clock.state == "running" and clock.warned_pct >= AT_RISK_PCT:
        return "at_risk"
    return clock.state


def colours() -> dict[str, str]:
    """The colour of each state on the reader's background."""
    return ON_DARK if st.context.theme.type == "dark" else COLOURS


def ink() -> str:
    """The colour of text on the reader's background."""
    return "#E4EBE8" if st.context.theme.type == "dark" else "#1C2624"


def mark(state: str) -> str:
    """A state as shape and word."""
    return f"{SHAPES.get(state, '○')} {say('state.' + state)}"


def literal(text: str) -> str:
    """Text of others for Markdown: shown as it is, never read as Markdown, HTML, a link or a formula."""
    shown = text.translate(_MARKDOWN)
    return f"\\{shown}" if shown.startswith(("#", "+", "-", "=")) else shown


def coloured(state: str) -> str:
    """A state as shape and word in its colour, for Markdown."""
    return f":{MARKDOWN_COLOURS.get(state, 'gray')}[{mark(state)}]"


def table(rows: Sequence[Mapping[str, object]], status: str) -> Styler:
    """A table whose column `status` shows each state in its colour."""
    by_mark = {mark(state): colour for state, colour in colours().items()}
    shown = pd.DataFrame(rows)
    return shown.style.map(lambda value: f"color: {by_mark.get(str(value), '')}; font-weight: 600", subset=[status])


def at(at_ms: int | None, zone: str, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """An instant on the contract's wall clock."""
    if at_ms is None:
        return ""
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone)):{form}}"


def duration(seconds: int | None) -> str:
    """Seconds as hours, minutes and seconds; what has passed has a minus."""
    return "" if seconds is None else clock_time(seconds)


def uploader_words() -> None:
    """Streamlit's upload button speaks English only: put our word in its place."""
    zone = '[data-testid="stFileUploaderDropzone"]'
    st.html(
        f"<style>{zone} button p {{ font-size: 0 }} "
        f'{zone} button p::after {{ content: "{say("import.upload")}"; font-size: 0.9rem }} '
        '[data-testid="stFileUploaderDropzoneInstructions"] { display: none }</style>'
    )


def asked_number(name: str) -> int | None:
    """A whole number that the address names, None for anything else; no version of ours has ten digits."""
    said = st.query_params.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


def tell(error: OutpactError) -> None:
    """Show an error of ours."""
    st.error(literal(said(error)))


def said(error: OutpactError) -> str:
    """What is wrong, in the language of the session, with the words of its place if it has any."""
    sense, where = sentence(error.code, language(), error.spoken(language())), spoken(error.place)
    return f"{where}{colon()}{sense}" if where else sense


def download(label: str, rows: Sequence[Mapping[str, object]], name: str) -> None:
    """Offer a table as CSV that Excel opens with its Chinese intact; no cell begins a formula."""
    if not rows:
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows({key: _safe(value) for key, value in row.items()} for row in rows)
    st.download_button(label, text.getvalue().encode("utf-8-sig"), name, "text/csv", on_click="ignore")


def _safe(value: object) -> object:
    shown = "" if value is None else value
    return f"'{shown}" if isinstance(shown, str) and shown[:1] in ("=", "+", "-", "@", "\t", "\r", "\0") else shown


def word(words: Mapping[str, str], fallback: str) -> str:
    """A pack's own word in the language of the session, or what it stands for."""
    return words.get(language()) or fallback


_UNSAID = ("contract", "form", "by", "record")
"""What an event carries for the house alone."""
_SINCE = ("age", "days")
"""Fields whose form asks for an instant or a date, while the event carries the time that has passed since."""


def content(
    fields: Mapping[str, object], terms: Mapping[str, Mapping[str, str]], zone: str,
    labels: Mapping[str, Mapping[str, str]] | None = None, kinds: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """What an event carries, in words: fields by name, the packs' terms, instants on the contract's wall clock.

    `labels` and `kinds` are the words and the types of the fields of the form that sent it.
    """
    told = {name: value for name, value in fields.items() if name not in _UNSAID or (name == "by" and not labels)}
    typed = {name: (kinds or {}).get(name, "") for name in told}
    return " · ".join(
        f"{_field(name, labels or {}, typed[name])}{colon()}{_value(name, value, terms, zone, typed[name])}"
        for name, value in told.items()
    )


def _field(name: str, labels: Mapping[str, Mapping[str, str]], kind: str) -> str:
    """A field's own words without the hint in them for whoever fills it in; what is kept as time since has others."""
    said = "" if kind in _SINCE else labels.get(name, {}).get(language(), "")
    short = said.partition("（")[0].partition(" (")[0]
    return short or say_if_known(f"field.{name}", name)


def _value(name: str, value: object, terms: Mapping[str, Mapping[str, str]], zone: str, kind: str) -> str:
    if isinstance(value, bool):
        return say("value.yes") if value else say("value.no")
    if isinstance(value, int) and name.endswith("_ms"):
        return at(value, zone)
    if isinstance(value, int) and name.endswith("_s"):
        return duration(value)
    if isinstance(value, int) and (kind == "money" or name.endswith("_cents")):
        return f"{Decimal(value) / 100:,.2f}"
    if kind == "choices":
        return listed([word(terms.get(one, {}), one) for one in str(value).split(",")])
    known = say_if_known(f"value.{value}", say_if_known(f"outcome.{value}", str(value)))
    return word(terms.get(str(value), {}), known)


def lines(texts: Iterable[Mapping[str, str]]) -> None:
    """The arithmetic of a verdict, a line each."""
    st.markdown("\n".join(f"1. {literal(one[language()])}" for one in texts))
