"""Checks a document that was made: nothing is left over or missing, every reference leads somewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.documents.contract_text import ContractText, normalised, read_contract
from core.documents.lines import Edition
from core.documents.parity import disagreements
from core.documents.wording import figures
from core.domain.contract_terms import ContractTerms
from core.domain.wording import LANGUAGES, Language
from core.errors import Value
from core.messages import sentence

_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bUndefined\b|\bTBD\b")
_REFERENCE = re.compile(r"(?<!》)第(\d+(?:\.\d+)?)条|\bArticles? (\d+(?:\.\d+)?)")
_HEADING = re.compile(r"第(\d+)条|Article (\d+)")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a document: a code of `core.messages`, where, and the values that its sentence names."""

    code: str
    place: str
    values: dict[str, Value] = field(default_factory=dict)

    def message(self, language: Language) -> str:
        """Say it."""
        return f"{self.place}: {sentence(self.code, language, self.values)}"


def check_contract(content: bytes, terms: ContractTerms, edition: Edition) -> tuple[Flaw, ...]:
    """Return what is wrong with a contract made of `terms`; nothing, if it can go out.

    Raises `Malformed` if the file cannot be read at all.
    """
    document = read_contract(content)
    languages = LANGUAGES if edition == "bilingual" else (edition,)
    flaws = [*_left_over(document), *_missing(document, terms, languages), *_references(document)]
    if edition == "bilingual":
        flaws.extend(_disagreements(document, terms))
    return tuple(flaws)


def _left_over(document: ContractText) -> Iterator[Flaw]:
    places = [(one.place, one.text) for one in document.paragraphs]
    places += [
        ("footer", document.footer),
        *((f"property {name}", value) for name, value in document.properties.items()),
    ]
    for place, text in places:
        found = _LEFT_OVER.search(text)
        if found:
            yield Flaw("document.left_over", place, {"value": found[0]})


def _missing(document: ContractText, terms: ContractTerms, languages: tuple[Language, ...]) -> Iterator[Flaw]:
    text = document.text
    for language in languages:
        wanted = {"buyer.name": terms.buyer.name.words(language), "vendor.name": terms.vendor.name.words(language)}
        if terms.prices.gross_total is not None:
            wanted["prices.gross_total"] = figures(terms.prices.gross_total, language)
        for path, value in wanted.items():
            if not value or normalised(value) not in text:
                yield Flaw("document.not_printed", path, {"value": value, "language": language})


def _references(document: ContractText) -> Iterator[Flaw]:
    there = {one.place for one in document.paragraphs}
    for one in document.paragraphs:
        heading = _HEADING.match(normalised(one.text)) if one.style.startswith("Article") else None
        if heading:
            there.add(heading[1] or heading[2])
    for one in document.paragraphs:
        for found in _REFERENCE.finditer(normalised(one.text)):
            number = found[1] or found[2]
            if number not in there:
                yield Flaw("document.dangling_reference", one.place, {"value": normalised(found[0])})


def _disagreements(document: ContractText, terms: ContractTerms) -> Iterator[Flaw]:
    for one in disagreements(document.paragraphs, document.paragraphs, (terms.buyer, terms.vendor)):
        yield Flaw("document.languages_differ", one.place, {"zh": one.zh, "en": one.en})
