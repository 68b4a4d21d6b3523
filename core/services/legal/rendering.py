"""What the clause library makes of terms: documents in each edition, and what keeps them from being made."""

from collections.abc import Callable, Iterator
from datetime import date

from core.documents.composition import Composition, compose, gaps
from core.documents.contract_text import read_contract
from core.documents.library import Library
from core.documents.lines import EDITIONS, Edition
from core.documents.lint import lint_terms
from core.documents.output_check import Flaw, check_contract
from core.domain.contract_draft import ClausePin, Rendition
from core.domain.contract_terms import ContractTerms
from core.domain.finding import Finding, Severity
from core.errors import InvalidInput, Unavailable
from core.storage.files import Files

PATTERN = "document.languages_differ"
"""A pattern in free text may be meant: it is a warning, everything else about a document is an error."""


def required(library: Callable[[], Library] | None) -> Library:
    """Return the clause library. Raises `Unavailable` in a house that was built without one."""
    if library is None:
        raise Unavailable("draft.no_library")
    return library()


def rendered(terms: ContractTerms, library: Library, edition: str) -> tuple[bytes, Composition]:
    """Return an edition with what it is made of. Raises `InvalidInput` naming the clause that cannot be printed."""
    chosen: Edition = next((one for one in EDITIONS if one == edition), "bilingual")
    if chosen != edition:
        raise InvalidInput("document.unknown_edition", place="edition", value=edition, allowed=", ".join(EDITIONS))
    composition = compose(terms, library, chosen)
    return library.template.render(composition.context), composition


def keep_editions(
    terms: ContractTerms, library: Library, files: Files
) -> tuple[tuple[Rendition, ...], tuple[ClausePin, ...]]:
    """Render all editions, put them on disk, and return their hashes and the clauses that they are made of."""
    kept: list[Rendition] = []
    clauses: tuple[ClausePin, ...] = ()
    for edition in library.languages:
        content, composition = rendered(terms, library, edition)
        kept.append(Rendition(edition, files.put(content), read_contract(content).sha256))
        clauses = tuple(ClausePin(one.clause, one.version, one.number) for one in composition.included)
    return tuple(kept), clauses


def all_findings(terms: ContractTerms, library: Library, signed_on: date) -> tuple[Finding, ...]:
    """Return what the law of the day of signing says of the terms, and what is wrong with the documents made of them.

    Raises `InvalidInput` for a day of signing before the law that is known here.
    """
    return (*lint_terms(terms, signed_on=signed_on), *_document_findings(terms, library))


def _document_findings(terms: ContractTerms, library: Library) -> Iterator[Finding]:
    incomplete = gaps(terms, library)
    for one in incomplete:
        yield Finding(one.code, "error", one.place, one.message("zh"), one.message("en"), "house")
    if not incomplete:
        yield from (_flaw(one) for one in _once(_flaws(terms, library)))


def _flaws(terms: ContractTerms, library: Library) -> Iterator[Flaw]:
    for edition in EDITIONS:
        yield from check_contract(rendered(terms, library, edition)[0], terms, edition)


def _flaw(one: Flaw) -> Finding:
    severity: Severity = "warning" if one.code == PATTERN else "error"
    return Finding(one.code, severity, one.place, one.message("zh"), one.message("en"), "house")


def _once(flaws: Iterator[Flaw]) -> tuple[Flaw, ...]:
    """The same flaw in two editions is one."""
    return tuple({(one.code, one.place, str(one.values)): one for one in flaws}.values())
