"""All words that a run of a screen sends to the browser, read from the messages themselves, whatever the element."""

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
from docx import Document
from docx.oxml.ns import qn

from ui.texts import LANGUAGES, catalogue

UNSEEN = frozenset(
    (
        "id", "form_id", "key", "url", "uuid", "styles", "selection_state", "selection_default", "icon", "tag",
        "anchor", "theme", "gap", "query_param_key", "query_string", "page", "page_script_hash", "min", "max",
        "format", "element_id", "language", "shortcut", "deferred_file_id", "autocomplete", "raw_values", "raw_value",
        "column_order", "divider", "content_icon", "validate_regex", "type", "link", "default_tab_label",
        "stack_trace",
    )
)  # fmt: skip
"""Fields that a reader never sees: names of the page's machinery."""
DRAWN = frozenset(("name", "text", "subtext", "formatter", "data", "value", "title", "label", "description", "alt"))
"""Keys of a chart whose strings are drawn."""
STRING = 9
"""What Protocol Buffers call the type of a text."""
SIDES = ("zh", "en", "code")
"""Columns of a table that is edited: both languages of a name, and the code."""
_TEMPLATE = re.compile(r"\{[a-zA-Z]{1,4}\}")
_STYLE = re.compile(r"<(style|script|pre)\b.*?</\1>", re.DOTALL)
_SPOKEN = re.compile(r'\b(?:alt|title|placeholder|aria-label)="([^"]*)"')
_MARKED = re.compile(r"""<((?!html)\w+)\b[^>]*\blang="(zh|en)"[^>]*>(.*?)</\1>""", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_COLOUR = re.compile(r":[a-z]+(?:-background)?\[")
_MATERIAL = re.compile(r":material/\w+:")
_ADDRESS = re.compile(r"\]\([^)]*\)")
_ESCAPED = re.compile(r"\\(.)")
CODES = frozenset(catalogue(one)["place.bill.lines.code"] for one in LANGUAGES)
"""How the column of a line's code is headed where it is not edited."""
DOERS = frozenset(catalogue(one)["renewal.by"] for one in LANGUAGES)
"""How the column of who did it is headed."""
Shown = tuple[str, str]
"""Where a text stands, such as `selectbox.options`, and the text."""


def shown(messages: Iterable[Any]) -> Iterator[Shown]:
    """Each text of a run with its place."""
    for message in messages:
        kind = message.WhichOneof("type")
        if kind == "delta":
            yield from _delta(message.delta)
        elif kind == "navigation":
            yield from (("navigation.section", one) for one in message.navigation.sections)
            yield from (("navigation.page", one.page_name) for one in message.navigation.app_pages)
        elif kind == "page_config_changed":
            yield "page.title", message.page_config_changed.title


def plain_html(body: str) -> str:
    """The words of HTML: what stands between its tags and in the attributes that are told."""
    seen = _STYLE.sub(" ", body)
    told = " ".join(_SPOKEN.findall(seen))
    return html.unescape(f"{_TAG.sub(' ', seen)} {told}").strip()


def told_in_html(body: str) -> Iterator[Shown]:
    """The words of HTML, and apart from them what it marks as being in a language of its own."""
    for _, language, text in _MARKED.findall(body):
        yield f"html:{language}", plain_html(text)
    yield "html", plain_html(_MARKED.sub(" ", body))


def plain_markdown(text: str) -> str:
    """The words of Markdown, without colours, icons and the addresses of links."""
    bare = _ADDRESS.sub("]", _COLOUR.sub("[", _MATERIAL.sub("", text)))
    return _ESCAPED.sub(r"\1", bare).replace("**", "")


def _delta(delta: Any) -> Iterator[Shown]:
    kind = delta.WhichOneof("type")
    if kind == "new_element":
        yield from _element(delta.new_element)
    elif kind == "add_block":
        yield from _fields(delta.add_block, "")
    elif kind == "new_transient":
        for one in delta.new_transient.elements:
            yield from _element(one)


def _element(element: Any) -> Iterator[Shown]:
    kind = element.WhichOneof("type")
    one = getattr(element, kind)
    if kind == "html":
        yield from told_in_html(one.body)
    elif kind in ("echarts_chart", "vega_lite_chart", "plotly_chart"):
        yield f"{kind}.alt", one.alt
        yield from _drawn(kind, "", json.loads(one.spec))
    elif kind in ("dataframe", "table"):
        yield from _table(kind, one)
    else:
        yield from _fields(one, kind)
        yield from _unasked(kind, one)


def _unasked(kind: str, one: Any) -> Iterator[Shown]:
    """Where nothing is chosen, Streamlit says what to do in English unless it is given words."""
    is_open = kind == "multiselect" or (kind == "selectbox" and not one.HasField("default"))
    if is_open and not one.placeholder:
        yield f"{kind}.placeholder", "Choose an option"


def _fields(one: Any, path: str) -> Iterator[Shown]:
    """Each string of a message, at any depth."""
    for field, value in one.ListFields():
        place = f"{path}.{field.name}"
        if field.name in UNSEEN:
            continue
        if field.type == STRING:
            texts = [value] if isinstance(value, str) else value
            yield from ((place, plain_markdown(text)) for text in texts)
        elif field.message_type is not None:
            for each in [value] if hasattr(value, "ListFields") else value:
                yield from _fields(each, place)


def _drawn(kind: str, key: str, value: Any) -> Iterator[Shown]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _drawn(kind, name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _drawn(kind, key, inner)
    elif isinstance(value, str) and key in DRAWN:
        yield f"{kind}.{key}", _TEMPLATE.sub("", value)


def _table(kind: str, one: Any) -> Iterator[Shown]:
    """Headings as they are called, cells as they are shown; a cell that is a choice is told by its words."""
    yield f"{kind}.alt", one.alt
    columns: dict[str, Any] = json.loads(one.columns) if kind == "dataframe" and one.columns else {}
    for config in columns.values():
        yield from (("dataframe.column", str(config[name])) for name in ("label", "help") if (config or {}).get(name))
    held = one.arrow_data
    for content in (held.data, held.styler.display_values):
        if content:
            yield from _cells(kind, content, columns)


def _cells(kind: str, content: bytes, columns: Mapping[str, Any]) -> Iterator[Shown]:
    frame = pa.ipc.open_stream(io.BytesIO(content)).read_all()
    for place, name in enumerate(frame.column_names):
        config = columns.get(name) or columns.get(f"_pos:{place}") or {}
        is_index = name.startswith("__index_level_")
        if config.get("hidden") or (is_index and columns.get("_index", {}).get("hidden")):
            continue
        if not config.get("label") and not is_index:
            yield f"{kind}.heading", name
        words, side = _choices(config), _side(name)
        for cell in frame.column(place).to_pylist():
            for text in cell if isinstance(cell, list) else [cell]:
                if isinstance(text, str):
                    yield f"{kind}.{side}", words.get(text, text)


def _side(heading: str) -> str:
    """What kind of cells stand under a heading: those of one language, codes, people, or words like any other."""
    if heading in SIDES:
        return heading
    return "code" if heading in CODES else "person" if heading in DOERS else "cell"


def _choices(config: Mapping[str, Any]) -> dict[str, str]:
    options = (config.get("type_config") or {}).get("options") or []
    return {one["value"]: one["label"] for one in options if isinstance(one, Mapping) and one.get("label")}


def read_csv(content: bytes) -> list[str]:
    """The cells of a table that is downloaded, its headings first."""
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]


def read_docx(content: bytes) -> list[str]:
    """The paragraphs of a document, those in its tables, heads and feet too."""
    document = Document(io.BytesIO(content))
    parts = [document.element.body, *(one._element for section in document.sections
                                      for one in (section.header, section.footer))]  # fmt: skip
    return ["".join(run.text or "" for run in one.iter(qn("w:t"))) for part in parts for one in part.iter(qn("w:p"))]
