"""Fills a docx template: docxtpl's dialect, compiled once, nothing shared between renders but what never changes.

What docxtpl does to text it loses (parsing with recovery, no escaping, missing values printed as nothing) is an
error here.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import Any, NoReturn, Self
from xml.parsers import expat

from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree  # type: ignore[import-untyped]

from core.documents.package import Member, read_package, write_package
from core.documents.terms import check_printable, texts
from core.errors import InvalidInput, Malformed

_FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml|docProps/(core|custom)\.xml")
_GRID = re.compile(r"\{[%{]tc |\{%\s*(colspan|hm)\b")
_DRAWN = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d+(")')
_FIRST_DRAWING = 1001
_PRINTABLE = re.compile("[\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
_TAGS = re.compile(r"<[^>]+>")
_SAID = 80


class Empty(Exception):
    """A value that a template prints is None."""


def _printed(value: object) -> object:
    if value is None:
        raise Empty
    return value


ENVIRONMENT = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_printed)
"""Escapes what it prints, prints nothing that is missing or None, and lets a template change or call nothing."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part with marks: one line of `source` a paragraph, so that an error's line is the paragraph."""

    name: str
    source: str
    template: Template
    has_grid: bool
    has_drawings: bool

    def fill(self, context: Mapping[str, Any], stock: DocxTemplate) -> bytes:
        try:
            filled = self.template.render(context)
        except (UndefinedError, SecurityError, Empty) as error:
            self._refuse(error)
        if not _PRINTABLE.fullmatch(filled):
            _refuse_unprintable(context, self.name)
        filled = filled.replace("\n<w:p", "<w:p")
        if "\n" in filled or "\t" in filled:
            filled = stock.resolve_listing(filled)
        if self.has_drawings:
            numbers = count(_FIRST_DRAWING)
            filled = _DRAWN.sub(lambda found: f"{found[1]}{next(numbers)}{found[2]}", filled)
        written = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{filled}'.encode()
        check_well_formed(written, self.name)
        return self._with_grid(written, stock) if self.has_grid else written

    @staticmethod
    def _with_grid(written: bytes, stock: DocxTemplate) -> bytes:
        """Columns made by the template need their grid; what docxtpl parses here has been found well-formed."""
        tree = stock.fix_tables(written)
        return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))

    def _refuse(self, error: Exception) -> NoReturn:
        line = _template_line(error.__traceback__)
        text = _TAGS.sub("", self.source.split("\n")[line - 1])[:_SAID]
        place = f"{self.name}, paragraph {line - 1}"
        if isinstance(error, Empty):
            raise InvalidInput("document.no_value", place=place, text=text) from None
        code = "document.not_allowed" if isinstance(error, SecurityError) else "document.unknown_variable"
        raise InvalidInput(code, place=place, reason=str(error), text=text) from None


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A docx template ready to be filled, by any number of threads at once."""

    members: tuple[Member | _Part, ...]
    stock: DocxTemplate

    @classmethod
    def load(cls, content: bytes) -> Self:
        """Compile a template. Raises `Malformed` for what is no docx, `InvalidInput` for a mark that cannot be read."""
        stock = DocxTemplate(io.BytesIO(content))
        parts = read_package(content).items()
        return cls(tuple(_compiled(name, blob, stock) for name, blob in parts), stock)

    def render(self, context: Mapping[str, Any]) -> bytes:
        """Return the filled docx; the same context gives the same bytes.

        Raises `InvalidInput` naming the path of a text that cannot be printed, or part and paragraph of a value that
        is missing or None; `Malformed` if the result is not well-formed.
        """
        return write_package(self._filled(context))

    def _filled(self, context: Mapping[str, Any]) -> Iterator[Member]:
        for one in self.members:
            yield one if isinstance(one, Member) else Member.deflate(one.name, one.fill(context, self.stock))


def check_well_formed(written: bytes, place: str) -> None:
    """Parse strictly: no recovery, no document type. Raises `Malformed` at `place`."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(written, True)
    except (expat.ExpatError, ValueError) as error:
        raise Malformed("document.not_well_formed", place=place, reason=str(error)) from None


def _no_doctype(*_: object) -> NoReturn:
    raise ValueError("DOCTYPE")


def _compiled(name: str, blob: bytes, stock: DocxTemplate) -> Member | _Part:
    if name.endswith((".xml", ".rels")):
        check_well_formed(blob, name)
    if not _FILLED.fullmatch(name):
        return Member.deflate(name, blob)
    patched: str = stock.patch_xml(etree.tostring(etree.fromstring(blob), encoding="unicode"))
    if "{{" not in patched and "{%" not in patched:
        return Member.deflate(name, blob)
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", patched)
    try:
        template = ENVIRONMENT.from_string(source)
    except TemplateSyntaxError as error:
        raise InvalidInput("document.bad_template", place=f"{name}, paragraph {error.lineno - 1}",
                           reason=str(error.message)) from None  # fmt: skip
    has_grid = _GRID.search(etree.tostring(etree.fromstring(blob), encoding="unicode")) is not None
    return _Part(name, source, template, has_grid, "<wp:docPr" in patched)


def _refuse_unprintable(context: Mapping[str, Any], part: str) -> NoReturn:
    """Find the text that cannot be printed: only a document that holds one pays for the search."""
    for place, text in texts(context):
        check_printable(text, place)
    raise Malformed("document.not_well_formed", place=part, reason="control character")


def _template_line(trace: TracebackType | None) -> int:
    """The line of the template in which an error arose: its innermost frame that jinja rewrote."""
    line = 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
