"""Two versions of a work package side by side: each path at which they differ, with both values."""

import re
from typing import Any

import msgspec
import pandas as pd
import streamlit as st

from core.domain.actor import Actor
from core.domain.work_package import PackageContent
from core.services.procurement.work_packages import PackageView
from ui.house import services
from ui.texts import say, spoken
from ui.widgets import download

_STEP = re.compile(r"[^.\[\]]+")


def compare(someone: Actor, view: PackageView, key: str) -> None:
    """Let a person choose two versions and show where they differ."""
    versions = list(range(1, view.versions + 1))
    columns = st.columns(2)
    before = columns[0].selectbox(say("package.before"), versions, view.versions - 2, key=f"{key}-before")
    after = columns[1].selectbox(say("package.after"), versions, view.versions - 1, key=f"{key}-after")
    paths = services().work_packages.compare(someone, view.number, before, after)
    if not paths:
        st.info(say("package.same"))
        return
    old, new = (services().work_packages.get(someone, view.number, one).content for one in (before, after))
    rows = [
        {
            say("package.where"): spoken(path) or path,
            say("package.version_said", version=before): value_at(old, path),
            say("package.version_said", version=after) + ("" if before != after else "'"): value_at(new, path),
        }
        for path in paths
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    download(say("table.download"), rows, f"{view.number}-v{before}-v{after}.csv")


def value_at(content: PackageContent, path: str) -> str:
    """What a version says at a path such as `bill.lines[2].ceiling.amount`; "–" if it says nothing there."""
    value: Any = msgspec.to_builtins(content)
    for step in _STEP.findall(path):
        if isinstance(value, list | tuple) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return "–"
    return "–" if value in (None, [], (), {}, "") else str(value)
