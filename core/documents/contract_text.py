"""Reads a contract back from its docx: the hash it carries, its text by clause, the limits that its annex prints."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from core.documents.package import read_package
from core.documents.renderer import check_well_formed
from core.documents.visible_text import VisibleText, W, blocks, style
from core.domain.wording import Language
from core.errors import Malformed

_CLAUSE = re.compile(r"(\d+(?:\.\d+)?)\t")
_FORMS = re.compile(r"(Open|Next)?(Zh|En)?$")
HASH = re.compile(r"\b[0-9a-f]{64}\b")
"""How the hash of the terms is printed."""
_PAGE = re.compile(r"\{\s*(?:PAGE|NUMPAGES)\b[^}]*\}\d*")
FOOTER = "footer"
"""Where the foot of the page stands."""
MARGINS = {f"{W}hdr": "header", f"{W}ftr": FOOTER, f"{W}footnotes": "footnote", f"{W}endnotes": "endnote"}
LEVELS = "service_levels"
"""The caption of the table of service levels, by which it is found in an edited document too."""
_SHAPES = {
    ("CoverRole", 1): "parties", ("Head", 3): "key_terms", ("Role", 2): "signatures", ("Head", 6): LEVELS,
    ("Head", 9): "prices", ("Head", 2): "guarantee",
}  # fmt: skip
"""Our tables by the style of their first line and their columns: LibreOffice keeps these and no caption."""


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
    """What a contract document says; `margins` is what stands in headers, footers and notes, page numbers left out."""

    paragraphs: tuple[Paragraph, ...]
    margins: tuple[Paragraph, ...]
    properties: Mapping[str, str]

    @property
    def footer(self) -> str:
        """The text of the footers, one paragraph a line."""
        return "\n".join(one.text for one in self.margins if one.place == FOOTER)

    @property
    def terms_hash(self) -> str:
        """The hash of the terms in the custom property; "" if the document carries none."""
        return self.properties.get("TermsSHA256", "")

    @property
    def footer_hash(self) -> str:
        """The hash of the terms that the footer prints; "" if it prints none."""
        found = HASH.search(self.footer)
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
    roots = {name: _root(blob) for name, blob in parts.items() if name.endswith((".xml", ".rels"))}
    seen = VisibleText.of(one for one in roots.values() if one.tag == f"{W}styles")
    custom = roots.get("docProps/custom.xml", ())
    return ContractText(
        tuple(_paragraphs(_main(roots), seen)),
        tuple(_margins(roots.values(), seen)),
        {one.get("name"): "".join(one.itertext()) for one in custom},
    )


def _main(roots: Mapping[str, Any]) -> Any:
    """The part that a word processor opens: the package names it, and nothing makes it `word/document.xml`."""
    targets = [one.get("Target", "").lstrip("/") for one in roots.get("_rels/.rels", ()) if _leads_to_main(one)]
    named = targets[0] if len(targets) == 1 else ", ".join(targets)
    if named not in roots:
        raise Malformed("document.not_docx", place="file", reason=f"officeDocument: {named or '-'}")
    return roots[named]


def _leads_to_main(relationship: Any) -> bool:
    return bool(relationship.get("Type", "").endswith("/officeDocument"))


def normalised(text: str) -> str:
    """Return a text in NFC with white space collapsed; a no-break space is a space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _paragraphs(document: Any, seen: VisibleText) -> Iterator[Paragraph]:
    clause = ""
    tables: dict[str, int] = {}
    for one in blocks(document):
        if one.tag == f"{W}tbl":
            name = _caption(one)
            tables[name] = tables.get(name, -1) + 1
            yield from _cells(one, f"{name}{tables[name] or ''}", seen)
        else:
            form, text = style(one), seen.said(one)
            numbered = _CLAUSE.match(text)
            if numbered:
                clause = numbered[1]
            elif form and not form.startswith("Clause"):
                clause = _FORMS.sub("", form)
            if text.strip():
                yield Paragraph(clause, form, text)


def _cells(table: Any, name: str, seen: VisibleText) -> Iterator[Paragraph]:
    for number, row in enumerate(table.iter(f"{W}tr")):
        for column, cell in enumerate(row.iter(f"{W}tc")):
            for one in cell.iter(f"{W}p", f"{W}altChunk"):
                text = seen.said(one)
                if text.strip():
                    yield Paragraph(f"{name}[{number}].{column}", style(one), text)


def _margins(roots: Iterable[Any], seen: VisibleText) -> Iterator[Paragraph]:
    """A word processor may write one footer for each kind of page: the same text counts once."""
    said: set[tuple[str, str]] = set()
    for root in roots:
        place = MARGINS.get(root.tag, "")
        for one in root.iter(f"{W}p") if place else ():
            text = _PAGE.sub("", seen.said(one))
            if text.strip() and (place, normalised(text)) not in said:
                said.add((place, normalised(text)))
                yield Paragraph(place, style(one), text)


def _caption(table: Any) -> str:
    """The table's name: its title, or what its head looks like where a word processor dropped the title."""
    found = table.find(f"{W}tblPr/{W}tblCaption")
    if found is not None:
        return str(found.get(f"{W}val", "table"))
    head = next(table.iter(f"{W}tr"), None)
    first = next(table.iter(f"{W}p"), None)
    if head is None or first is None:
        return "table"
    return _SHAPES.get((_FORMS.sub("", style(first)), len(head.findall(f"{W}tc"))), "table")


def _is_limit(one: Paragraph) -> bool:
    return not one.style.startswith("NoteCell")


def _root(blob: bytes) -> Any:
    try:
        return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:  # well-formed, but nested deeper than any document is
        raise Malformed("document.not_well_formed", place="file", reason=str(error)) from None
