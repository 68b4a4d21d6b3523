"""What a reader of a Word document sees: hidden and struck text is left out, and what is no text leaves a sign."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OBJECT = "\ufffc"
"""Stands for a picture, a drawing or an embedded file: it may cover or add what no text says."""
_SIGNS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011",
    f"{W}drawing": OBJECT, f"{W}pict": OBJECT, f"{W}object": OBJECT, f"{W}altChunk": OBJECT,
}  # fmt: skip
_STRUCK = (f"{W}vanish", f"{W}strike", f"{W}dstrike")
_OFF = ("false", "0", "off")
_PAPER = "FFFFFF"
_UNREADABLE = 4
"""Half points: nobody reads two points on paper."""
_NOT_SAID = (f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr")
_BLOCKS = (f"{W}p", f"{W}tbl", f"{W}altChunk")


@dataclass(frozen=True, slots=True)
class VisibleText:
    """Reads elements of one document; `hiding` are the ids of its styles that hide their text."""

    hiding: frozenset[str]

    @classmethod
    def of(cls, parts: Iterable[Any]) -> Self:
        """Read which styles hide, from the roots of the parts that define styles."""
        styles = [one for root in parts for one in root.iter(f"{W}style")]
        hiding = {one.get(f"{W}styleId", "") for one in styles if _hides(one.find(f"{W}rPr"))}
        heirs = {one.get(f"{W}styleId", ""): _value(one, "basedOn") for one in styles}
        for _ in heirs:
            hiding |= {name for name, parent in heirs.items() if parent in hiding}
        return cls(frozenset(hiding - {""}))

    def said(self, element: Any) -> str:
        """Return the text; tabs and breaks are white space, a field shows its instruction in braces."""
        return "".join(self._said(element, _value(element.find(f"{W}pPr"), "pStyle") in self.hiding))

    def _said(self, element: Any, is_hidden: bool) -> Iterator[str]:
        if element.tag in _NOT_SAID:
            return
        if element.tag == f"{W}r":
            given = element.find(f"{W}rPr")
            is_hidden = is_hidden or _hides(given) or _value(given, "rStyle") in self.hiding
        if not is_hidden:
            yield from _own(element)
        for one in element:
            yield from self._said(one, is_hidden)


def blocks(element: Any) -> Iterator[Any]:
    """Yield the paragraphs, tables and embedded files below `element` in order, out of any wrapping."""
    for one in element:
        if one.tag in _BLOCKS:
            yield one
        elif one.tag not in _NOT_SAID:
            yield from blocks(one)


def style(paragraph: Any) -> str:
    """Return the id of a paragraph's style, "" for the default one."""
    return _value(paragraph.find(f"{W}pPr"), "pStyle")


def _own(element: Any) -> Iterator[str]:
    if element.tag == f"{W}t":
        yield element.text or ""
    elif element.tag == f"{W}instrText":
        yield f"{{{element.text or ''}}}"
    elif element.tag == f"{W}fldSimple":
        yield f"{{{element.get(f'{W}instr', '')}}}"
    elif element.tag == f"{W}sym":
        yield f"{OBJECT}{element.get(f'{W}char', '')}"
    else:
        yield _SIGNS.get(element.tag, "")


def _hides(properties: Any) -> bool:
    """Whether text with these properties is hidden, struck through, white on white, or too small to be read."""
    if properties is None:
        return False
    if any(one.tag in _STRUCK and one.get(f"{W}val", "true") not in _OFF for one in properties):
        return True
    size = _value(properties, "sz")
    return _value(properties, "color").upper() == _PAPER or (size.isdigit() and int(size) <= _UNREADABLE)


def _value(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}") if element is not None else None
    return found.get(f"{W}val", "") if found is not None else ""
