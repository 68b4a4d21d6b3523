"""The contract workspace: all drafted versions; of one its parts, forms, clauses, findings, documents and steps."""

import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

import streamlit as st

from core.documents.composition import PrintedClause
from core.documents.terms import read_terms
from core.domain.actor import Actor
from core.errors import OutpactError
from core.services.access import ALLOWED
from core.services.legal.contract_desk import DraftSheet
from core.services.legal.draft_views import DraftSummary, DraftView
from core.services.page import MOST
from ui.contracts import clauses as printed
from ui.contracts import editions, findings, forms, hours, places, steps
from ui.contracts.days import read_day
from ui.contracts.fields import ask_day
from ui.contracts.parts import PARTS, Part, named
from ui.contracts.written import read_mapping
from ui.house import services
from ui.pressed import call_of, forget
from ui.session import required_actor
from ui.texts import language, listed, say
from ui.widgets import asked_number, tell, uploader_words

BUTTON = "contracts.begin"
MARKS = {"draft": "○", "linted": "◐", "approved": "◑", "signed": "◕", "active": "●"}
QUIET = '<style>[data-testid="InputInstructions"] {display: none}</style>'
"""Streamlit's hints beside an input speak English only."""


def main() -> None:
    """Draw the list, or the version that the address names."""
    someone = required_actor()
    st.html(QUIET)
    st.header(say("contracts.title"), anchor=False)
    number = st.query_params.get("contract", "")
    try:
        if number:
            _workspace(someone, number, asked_number("version"))
        else:
            _list(someone)
    except OutpactError as error:
        tell(error)


def _list(someone: Actor) -> None:
    st.caption(say("contracts.what"))
    found = services().desk.list(someone, limit=MOST)
    if found:
        st.html(_table(found))
    else:
        st.info(say("contracts.empty"))
    if someone.role in ALLOWED["draft.edit"]:
        _new(someone)


def _table(found: Sequence[DraftSummary]) -> str:
    heads = ("number", "version", "state", "name", "vendor", "effective_from", "open")
    rows = "".join(_line(one) for one in found)
    style = "text-align: left; padding: .35rem .6rem"
    head = "".join(f'<th style="{style}">{escape(say("list." + one))}</th>' for one in heads)
    table = f'<table style="border-collapse: collapse; width: 100%">{head}{rows}</table>'
    return f'<div style="overflow-x: auto">{table}</div>'


def _line(one: DraftSummary) -> str:
    link = f"/contracts?contract={quote(one.number)}&version={one.version}&lang={language()}"
    title, vendor = (text.zh if language() == "zh" else text.en or text.zh for text in (one.title, one.vendor))
    open_ones = say("list.counts", errors=one.errors, warnings=one.open_warnings)
    cells = (
        f'<a href="{escape(link, quote=True)}" target="_self">{escape(one.number)}</a>', str(one.version),
        f"{MARKS[one.state]} {escape(say('draft_state.' + one.state))}", escape(title), escape(vendor),
        one.effective_from, escape(open_ones),
    )  # fmt: skip
    style = "padding: .35rem .6rem; border-top: 1px solid rgba(128, 128, 128, .3)"
    row = "".join(f'<td style="{style}">{one}</td>' for one in cells)
    return f'<tr style="white-space: nowrap">{row}</tr>'


def _new(someone: Actor) -> None:
    """A contract is begun from a file of terms (YAML or JSON), or with a title alone and filled in the workspace."""
    with st.expander(say("contracts.new")):
        uploader_words()
        file = st.file_uploader(say("contracts.terms_file"), type=["yaml", "yml", "json"])
        first, second = st.columns(2)
        vendor = first.text_input(say("contracts.vendor_number"))
        with second:
            effective = ask_day(say("field.effective_from"), "", "new.effective_from")
        entered = hours.ask(None, "new")
        if st.button(say("contracts.begin"), type="primary", disabled=not (vendor and effective)):
            _begin(someone, file.getvalue() if file else b"{}", vendor, effective, entered)
        else:
            forget(BUTTON)


def _begin(someone: Actor, content: bytes, vendor: str, effective: str, entered: hours.Entered) -> None:
    written = read_mapping(content.decode("utf-8", "replace"), say("contracts.terms_file"))
    sheet = DraftSheet(read_terms(written), vendor, read_day(effective), vendor, hours.read(entered))
    call = call_of(BUTTON, hashlib.sha256(content).hexdigest(), vendor, effective, str(entered))
    st.query_params["contract"] = services().desk.draft(someone, sheet, call).number
    st.rerun()


def _workspace(someone: Actor, number: str, version: int | None) -> None:
    view = services().desk.get(someone, number, version)
    texts = services().desk.clauses(someone, number, view.version)
    people = services().desk.people(someone, _involved(view))
    _head(someone, view, people)
    left, middle, right = st.columns([1.15, 2.2, 2.45], gap="medium")
    with left:
        part = _chosen(view, texts)
        st.subheader(say("contracts.steps"), anchor=False)
        steps.show_steps(someone, view)
        editions.show_documents(someone, view)
    with middle:
        forms.draw(someone, view, part)
    with right:
        findings.draw(someone, view, texts, people)
        st.subheader(say("contracts.clauses"), anchor=False)
        printed.show(part, texts, dict(view.terms))


def _involved(view: DraftView) -> list[str]:
    """All who are named on the screen."""
    barred = (name for one in view.next for name in one.not_by)
    accepted = (one.acknowledged_by for one in view.findings if one.acknowledged_by)
    return sorted({*view.authors, *barred, *accepted})


def _head(someone: Actor, view: DraftView, people: Mapping[str, str]) -> None:
    authors = listed([people[one] for one in view.authors])
    st.text(say("contracts.head", number=view.number, version=view.version, sha256=view.terms_sha256[:12],
                day=view.effective_from, authors=authors))  # fmt: skip
    origin = view.terms.get("award", {})
    if origin:
        st.text(say("contracts.from_award", selection=origin["selection"], day=origin.get("decided_on", "—"),
                    sha256=origin.get("ranking_sha256", "")[:12]))  # fmt: skip
    steps.show_state(view, people)
    steps.show_changed(view, people)
    changed = services().desk.changes(someone, view.number, view.version)
    if changed:
        named = dict.fromkeys(places.in_words(one) or one for one in changed)
        st.text(say("contracts.changed", paths=listed(list(named))))


def _chosen(view: DraftView, texts: Sequence[PrintedClause]) -> Part:
    """The part that is chosen; its name stays the same while its findings come and go, and so it stays chosen."""
    names = {one.name: say(f"part.{one.name}") for one in PARTS}
    marks = [places.mark(one, view, texts) for one in PARTS]
    chosen = st.radio(say("contracts.parts"), list(names), format_func=names.__getitem__, key="part", captions=marks)
    return named(str(chosen))


main()
