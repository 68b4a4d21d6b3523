"""The clauses as they will print, Chinese beside English, each with why it is in."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import streamlit as st

from core.documents.composition import PrintedClause
from ui.contracts.parts import OTHER, PARTS, Part
from ui.texts import language, say, say_if_known

_STYLE = """<style>
.clause {display: grid; grid-template-columns: 3rem 1fr 1fr; gap: .2rem .8rem; padding: .5rem 0;
         border-top: 1px solid rgba(128, 128, 128, .3); font-size: .88rem; line-height: 1.55}
.clause .why {grid-column: 2 / 4; opacity: .7; font-size: .8rem}
.clause .missing {grid-column: 2 / 4; color: #B3261E}
@media (max-width: 640px) {.clause {grid-template-columns: 2.6rem 1fr} .clause > * {grid-column: 2}
  .clause > b {grid-column: 1} .clause .why, .clause .missing {grid-column: 2}}
</style>"""


def show(part: Part, clauses: Sequence[PrintedClause], terms: dict[str, Any]) -> None:
    """Draw the clauses of a part, and for service levels the texts of the annex."""
    taken = {article for one in PARTS for article in one.articles}
    chosen = [one for one in clauses if one.article in part.articles]
    if part.name == OTHER:
        chosen = [one for one in clauses if one.article not in taken]
    rows = list(_clauses(chosen))
    if part.name == "service_levels":
        rows += [_level(one) for one in terms.get("service_levels", ())]
    st.html(_STYLE + "".join(rows) if rows else f"<p>{escape(say('contracts.no_clause'))}</p>")


def _clauses(chosen: Iterable[PrintedClause]) -> Iterable[str]:
    title = ""
    for one in chosen:
        spoken = one.article_title.zh if language() == "zh" else one.article_title.en
        if spoken != title:
            title = spoken
            yield f"<p><b>{escape(title)}</b></p>"
        yield _clause(one)


def _clause(one: PrintedClause) -> str:
    because = one.because.zh if language() == "zh" else one.because.en
    why = escape(say("contracts.because", reason=because, clause=one.clause, version=one.version))
    if not one.text:
        return _row(one.number, f'<span class="missing">■ {escape(say("contracts.incomplete"))}</span>', why)
    return _row(one.number, _both(one.text.zh, one.text.en), why)


def _level(one: dict[str, Any]) -> str:
    text = one.get("text", {})
    pack = str(one.get("pack", ""))
    why = say("contracts.level_because", pack=say_if_known(f"package.procedure.{pack}", pack))
    return _row(one["obligation"], _both(text.get("zh", ""), text.get("en", "")), escape(why))


def _both(zh: str, en: str) -> str:
    """A text in both languages, each marked as what it is."""
    return f'<span lang="zh">{_lines(zh)}</span><span lang="en">{_lines(en)}</span>'


def _row(number: str, body: str, why: str) -> str:
    return f'<div class="clause"><b>{escape(number)}</b>{body}<span class="why">{why}</span></div>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
