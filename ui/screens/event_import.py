"""Reading another system's event log: what the mapping makes of it is shown before anything is written."""

import time
from typing import Any

import streamlit as st

from core.domain.actor import Actor
from core.errors import OutpactError
from core.services.operations.imports import Preview, Progress, Report, row_refusal
from core.workbooks.event_log import EventLog
from core.workbooks.mapping import parse_mapping
from ui.house import services
from ui.session import required_actor
from ui.texts import language, say
from ui.widgets import at, content, download, tell, uploader_words, word

SHOWN = 20
Files = tuple[str, str]
"""The ids of the two files that are chosen."""


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
    rows, mapped = log.getvalue(), mapping.getvalue()
    files = (log.file_id, mapping.file_id)
    try:
        previewed = _read(someone, files, rows, mapped)
    except OutpactError as error:
        tell(error)
        return
    _preview(previewed, parse_mapping(mapped).time.zone)
    _run(someone, files, rows, mapped, previewed.log)


def _read(someone: Actor, files: Files, log: bytes, mapped: bytes) -> Preview:
    """A file is read once, not again with every press of a button."""
    kept: tuple[Files, Preview] | None = st.session_state.get("import_preview")
    if kept is None or kept[0] != files:
        with st.spinner(say("import.reading")):
            kept = files, services().imports.preview(someone, log, mapped)
        st.session_state["import_preview"] = kept
    return kept[1]


def _preview(previewed: Preview, zone: str) -> None:
    read = previewed.log
    st.subheader(say("import.preview"), anchor=False)
    st.caption(say("import.read", rows=read.rows, cases=read.cases, events=len(read.events), refused=len(read.refused)))
    if read.refused:
        _refusals([row_refusal(one) for one in read.refused])
    rows = [
        {
            say("case.at_zone", zone=zone): at(one.occurred_ms, zone),
            say("monitor.case"): one.case,
            say("case.event"): word(previewed.words.get(one.type, {}), one.type),
            say("monitor.vendor"): one.vendor,
            say("case.data"): content(one.data, previewed.words, zone),
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


def _run(someone: Actor, files: Files, log: bytes, mapped: bytes, read: EventLog) -> None:
    """A press of either button runs the script anew, which ends an import between two chunks."""
    done: tuple[Files, Report] | None = st.session_state.get("import_done")
    skip = bool(read.refused) and st.checkbox(say("import.skip", count=len(read.events)))
    is_done = done is not None and done[0] == files
    ready = bool(read.events) and (skip or not read.refused) and not is_done
    started = st.session_state.pop("import_started", False)
    st.button(
        say("import.button", events=len(read.events)), type="primary", disabled=started or not ready,
        on_click=_start, key="import_start",
    )  # fmt: skip
    written = st.session_state.pop("import_written", None)
    if done is not None and is_done:
        _report(done[1])
    elif started:
        _write(someone, files, log, mapped, len(read.events), skip=skip)
    elif written is not None:
        st.warning(say("import.cancelled", done=written[0], of=len(read.events)))


def _start() -> None:
    """Before the screen is drawn anew, so that its button is drawn once, at rest."""
    st.session_state["import_started"] = True


def _write(someone: Actor, files: Files, log: bytes, mapped: bytes, events: int, *, skip: bool) -> None:
    """Import with its progress from the first second on; `import_written` is what a press of the button leaves."""
    written = st.session_state["import_written"] = [0]  # a press may end the script at any call of Streamlit's
    bar = st.progress(0.0, say("import.checking", of=events))
    cancel = st.empty()
    cancel.button(say("import.cancel"))

    def tell_progress(done: int, of: int) -> None:
        written[0] = done
        bar.progress(done / of, say("import.running", done=done, of=of))

    began = time.monotonic()
    try:
        report = services().imports.run(someone, log, mapped, Progress(tell_progress), skip_refused=skip)
    except OutpactError as error:
        st.session_state.pop("import_written")
        bar.empty()
        cancel.empty()
        tell(error)
        return
    st.session_state.pop("import_written")
    report.seconds = round(time.monotonic() - began, 2)
    st.session_state["import_done"] = files, report
    st.rerun()


def _report(report: Report) -> None:
    values: dict[str, Any] = {name: getattr(report, name) for name in report.__struct_fields__ if name != "refused"}
    st.success(say("import.done", **values))


main()
