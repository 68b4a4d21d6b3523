"""Reading another system's event log: what the mapping makes of it is shown before anything is written."""

import time
from typing import Any

import streamlit as st

from core.domain.actor import Actor
from core.errors import OutpactError
from core.services.imports import Preview, Progress, Report, row_refusal
from core.workbooks.event_log import EventLog
from ui.house import services
from ui.session import required_actor
from ui.texts import language, say
from ui.widgets import at, download, tell, uploader_words, word

SHOWN = 20


def main() -> None:
    """Draw the screen."""
    someone = required_actor()
    st.header(say("import.title"), anchor=False)
    st.caption(say("import.what"))
    uploader_words()
    columns = st.columns(2)
    log = columns[0].file_uploader(say("import.file"), type=["csv"], help=say("import.file_help"))
    mapping = columns[1].file_uploader(say("import.mapping"), type=["yaml", "yml"], help=say("import.mapping_help"))
    if log is None or mapping is None:
        st.info(say("import.empty"))
        return
    content, mapped = log.getvalue(), mapping.getvalue()
    try:
        previewed = services().imports.preview(someone, content, mapped)
    except OutpactError as error:
        tell(error)
        return
    _preview(previewed)
    _run(someone, content, mapped, previewed.log)


def _preview(previewed: Preview) -> None:
    read = previewed.log
    st.subheader(say("import.preview"), anchor=False)
    st.caption(say("import.read", rows=read.rows, cases=read.cases, events=len(read.events), refused=len(read.refused)))
    if read.refused:
        _refusals([row_refusal(one) for one in read.refused])
    rows = [
        {
            say("case.at"): at(one.occurred_ms, "UTC") + " UTC",
            say("monitor.case"): one.case,
            say("case.event"): word(previewed.words.get(one.type, {}), one.type),
            say("monitor.vendor"): one.vendor,
            say("case.data"): "  ".join(f"{key}={value}" for key, value in one.data.items()),
        }
        for one in read.events[:SHOWN]
    ]
    st.dataframe(rows, hide_index=True)


def _refusals(refused: list[dict[str, str | int]]) -> None:
    st.warning(say("import.refused", count=len(refused)))
    rows = [
        {say("import.row"): one["row"], say("import.column"): one["column"], say("import.reason"): one[language()]}
        for one in refused
    ]
    st.dataframe(rows[:500], hide_index=True)
    download(say("table.download"), rows, "refused-rows.csv")


def _run(someone: Actor, content: bytes, mapped: bytes, read: EventLog) -> None:
    """A press of either button runs the script anew, which ends an import between two chunks."""
    skip = bool(read.refused) and st.checkbox(say("import.skip", count=len(read.events)))
    ready = bool(read.events) and (skip or not read.refused)
    started = st.button(say("import.button", events=len(read.events)), type="primary", disabled=not ready)
    if not started:
        if st.session_state.pop("import_running", False):
            st.warning(say("import.cancelled"))
        return
    st.session_state["import_running"] = True
    bar = st.progress(0.0, say("import.running", done=0, of=len(read.events)))
    cancel = st.empty()
    cancel.button(say("import.cancel"))

    def tell_progress(done: int, of: int) -> None:
        bar.progress(done / of, say("import.running", done=done, of=of))

    began = time.monotonic()
    try:
        report = services().imports.run(someone, content, mapped, Progress(tell_progress), skip_refused=skip)
    except OutpactError as error:
        st.session_state["import_running"] = False
        tell(error)
        return
    finally:
        bar.empty()
        cancel.empty()
    st.session_state["import_running"] = False
    report.seconds = round(time.monotonic() - began, 2)
    _report(report)


def _report(report: Report) -> None:
    values: dict[str, Any] = {name: getattr(report, name) for name in report.__struct_fields__ if name != "refused"}
    st.success(say("import.done", **values))


main()
