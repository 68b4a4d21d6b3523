"""Reads a contract back from its docx: the hash it carries, its text by clause, the limits that its annex prints."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from core.documents.package import read_package
from core.documents.renderer import check_well_formed
from core.domain.wording import Language

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CLAUSE = re.compile(r"(\d+(?:\.\d+)?)\t")
_FORMS = re.compile(r"(Open|Next)?(Zh|En)?$")
_HASH = re.compile(r"\b[0-9a-f]{64}\b")
LEVELS = "service_levels"
"""The caption of the table of service levels, by which it is found in an edited document too."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that is not empty: where it stands (clause number, table cell, or form), its style and its text."""

    place: str
    style: str
    text: str

    @property
    def language(self) -> Language | None:
        """The language whose style it has; None for what is the same in both."""
        return "zh" if self.style.endswith("Zh") else "en" if self.style.endswith("En") else None


@dataclass(frozen=True, slots=True)
class ContractText:
    """What a contract document says."""

    paragraphs: tuple[Paragraph, ...]
    footer: str
    properties: Mapping[str, str]

    @property
    def terms_hash(self) -> str:
        """The hash of the terms in the custom property; "" if the document carries none."""
        return self.properties.get("TermsSHA256", "")

    @property
    def footer_hash(self) -> str:
        """The hash of the terms that the footer prints; "" if it prints none."""
        found = _HASH.search(self.footer)
        return found[0] if found else ""

    @property
    def text(self) -> str:
        """The text, normalised: one paragraph a line, NFC, white space collapsed."""
        return "\n".join(normalised(one.text) for one in self.paragraphs)

    @property
    def sha256(self) -> str:
        """The hash of the normalised text, in hex: it stays when a word processor saves the file anew."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def limits(self) -> Mapping[str, tuple[str, ...]]:
        """The limits that the annex of service levels prints, by obligation id: one for each language that differs."""
        cells: dict[str, dict[str, list[Paragraph]]] = {}
        for one in self.paragraphs:
            row, _, column = one.place.rpartition(".")
            if row.startswith(f"{LEVELS}["):
                cells.setdefault(row, {}).setdefault(column, []).append(one)
        return {
            normalised(row["0"][0].text): tuple(normalised(one.text) for one in row.get("2", []) if _is_limit(one))
            for name, row in cells.items()
            if name != f"{LEVELS}[0]" and "0" in row
        }


def read_contract(content: bytes) -> ContractText:
    """Read a contract from its docx. Raises `Malformed` for what is no docx or not well-formed."""
    parts = read_package(content)
    for name, blob in parts.items():
        if name.endswith((".xml", ".rels")):
            check_well_formed(blob, name)
    body = _root(parts["word/document.xml"])[0]
    footers = [_text(_root(blob)) for name, blob in parts.items() if name.startswith("word/footer")]
    custom = _root(parts["docProps/custom.xml"]) if "docProps/custom.xml" in parts else ()
    properties = {one.get("name"): "".join(one.itertext()) for one in custom}
    return ContractText(tuple(_paragraphs(body)), "\n".join(footers), properties)


def normalised(text: str) -> str:
    """Return a text in NFC with white space collapsed; a no-break space is a space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _paragraphs(body: Any) -> Iterator[Paragraph]:
    clause = ""
    tables: dict[str, int] = {}
    for child in body:
        if child.tag == f"{_W}tbl":
            name = _caption(child)
            tables[name] = tables.get(name, -1) + 1
            yield from _cells(child, f"{name}{tables[name] or ''}")
        elif child.tag == f"{_W}p":
            style, text = _style(child), _text(child)
            numbered = _CLAUSE.match(text)
            if numbered:
                clause = numbered[1]
            elif not style.startswith("Clause"):
                clause = _FORMS.sub("", style)
            if text.strip():
                yield Paragraph(clause, style, text)


def _cells(table: Any, name: str) -> Iterator[Paragraph]:
    for number, row in enumerate(table.iter(f"{_W}tr")):
        for column, cell in enumerate(row.iter(f"{_W}tc")):
            for one in cell.iter(f"{_W}p"):
                text = _text(one)
                if text.strip():
                    yield Paragraph(f"{name}[{number}].{column}", _style(one), text)


def _caption(table: Any) -> str:
    found = table.find(f"{_W}tblPr/{_W}tblCaption")
    return found.get(f"{_W}val", "table") if found is not None else "table"


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return found.get(f"{_W}val", "") if found is not None else ""


def _text(element: Any) -> str:
    """The text of the runs; a tab and a break are white space, deleted text does not count."""
    marks = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}
    said = []
    for one in element.iter():
        if one.tag == f"{_W}t":
            said.append(one.text or "")
        elif one.tag in marks and one.getparent().tag == f"{_W}r":
            said.append(marks[one.tag])
    return "".join(said)


def _is_limit(one: Paragraph) -> bool:
    return not one.style.startswith("NoteCell")


def _root(blob: bytes) -> Any:
    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
