"""What the screens say, in zh-CN and en, by key."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit as st
import yaml

LANGUAGES = {"zh": "中文", "en": "English"}
COOKIE = "outpact_language"
DEFAULT = "zh"
_ROW = re.compile(r"\[(\d+)\]")


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of one language; the files hold them by key, `key: {zh: ..., en: ...}`, one file a screen."""
    texts: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / "locale").glob("*.yaml")):
        for key, both in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader).items():
            if key in texts:
                raise ValueError(f"{path.name}: {key} is already said")
            texts[key] = both[language]
    return texts


def preferred(accepted: str) -> str:
    """The first language of an `Accept-Language` header that is spoken here; zh where none is."""
    for one in accepted.split(","):
        primary = one.partition(";")[0].strip().lower().partition("-")[0]
        if primary in LANGUAGES:
            return primary
    return DEFAULT


def language() -> str:
    """The language of the address, of this session, of the cookie or of the browser, in this order; zh at first."""
    for chosen in (st.query_params.get("lang"), st.session_state.get("language"), st.context.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            st.session_state["language"] = chosen
            return str(chosen)
    return preferred(st.context.headers.get("Accept-Language") or "")


def say(key: str, **values: object) -> str:
    """The text of `key` in the language of this session."""
    return catalogue(language())[key].format(**values)


def colon() -> str:
    """The sign between a name and what is said of it."""
    return "：" if language() == "zh" else ": "


def listed(names: Sequence[str]) -> str:
    """Several names as one text."""
    return ("、" if language() == "zh" else ", ").join(names)


def say_if_known(key: str, otherwise: str) -> str:
    """The text of `key`, or what stands for it where there is none."""
    return catalogue(language()).get(key, otherwise)


def bare(place: str) -> str:
    """A path without the numbers of its rows: `bill.lines.ceiling` for `bill.lines[2].ceiling`."""
    return _ROW.sub("", place)


def spoken(place: str) -> str:
    """A path in words, with its row counted from 1; a path without words is named by the part it belongs to."""
    known = bare(place)
    while known and f"place.{known}" not in catalogue(language()):
        known = known.rpartition(".")[0]
    if not known:
        return ""
    name, row = say(f"place.{known}"), _ROW.search(place)
    return say("form.row", row=int(row[1]) + 1, name=name) if row else name
