"""Makes of terms and clause library what a template prints: numbered articles, annexes, cover and signatures.

Numbers are given after the conditions are decided, so that every reference names what is there.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from core.documents import wording
from core.documents.annexes import level_rows, price_rows, sum_of
from core.documents.guarantee_schedule import guarantee_blocks
from core.documents.key_terms import key_terms
from core.documents.library import Article, Clause, Library
from core.documents.lines import Edition, Line, Lines, Speaker, line
from core.documents.missing import Collector, missing_terms, not_stated, value_at
from core.documents.phrasing import phrase
from core.documents.signatures import cover_parties, signature_rows
from core.domain.contract_terms import ContractTerms
from core.domain.wording import Language, Wording
from core.errors import InvalidInput

ANNEXES = ("levels", "prices", "guarantees", "additions")
SHORT = ("number", "version", "hash", "seal", "signature", "date")
"""Labels that stand on one line in every edition."""
PAGES = {"zh": ("第", "页 共", "页"), "en": ("Page", "of", ""), "bilingual": ("页 Page", "/", "")}
"""What stands around the number of the page and the number of pages."""


@dataclass(frozen=True, slots=True)
class Included:
    """A clause that is in the contract: its number, its version and why it is in."""

    clause: str
    version: int
    number: str
    because: Wording
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PrintedClause:
    """A clause beside its reasons, for whoever works on the terms; `text` is empty while a value is missing."""

    article: str
    article_title: Wording
    clause: str
    version: int
    number: str
    text: Wording
    because: Wording
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Composition:
    """What the template prints, and which clauses that is made of."""

    edition: Edition
    terms_sha256: str
    context: Mapping[str, Any]
    included: tuple[Included, ...]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of the articles and clauses that are in, and of the annexes."""

    clauses: Mapping[str, str]
    annexes: Mapping[str, int]

    def functions(self, language: Language, place: str) -> Mapping[str, Any]:
        """`ref`, `refs` and `annex` as a clause calls them; `ref` takes the first of its ids that is in, `refs` all."""

        def ref(*ids: str) -> str:
            return wording.article(_first(ids, self.clauses, place), language)

        def annex(name: str) -> str:
            return wording.annex(_first((name,), self.annexes, place), language)

        def refs(*ids: str) -> str:
            return wording.listed([wording.article(self.clauses[one], language) for one in ids if one in self.clauses],
                                  language)  # fmt: skip

        return {"ref": ref, "refs": refs, "annex": annex, "has_additions": "additions" in self.annexes}


def compose(terms: ContractTerms, library: Library, edition: Edition) -> Composition:
    """Compose a contract in an edition.

    Raises `InvalidInput` naming the clause or the path whose value is missing, not translated or unknown.
    """
    if edition not in library.languages:
        raise InvalidInput(
            "document.unknown_edition", place="edition", value=edition, allowed=", ".join(library.languages)
        )
    speaker = Speaker(library, edition)
    chosen = _chosen(terms, library)
    numbers = _number(terms, chosen)
    sha256 = terms.terms_hash
    context = {
        "hash": sha256,
        "articles": tuple(_article(one, clauses, numbers, terms, speaker) for one, clauses in chosen),
        **_frame(terms, speaker),
        **_annexes(terms, speaker, numbers),
        "key_terms": key_terms(terms, speaker, numbers.clauses),
    }
    included = tuple(
        Included(one.id, one.version, numbers.clauses[one.id], one.because, one.when)
        for _, clauses in chosen
        for one in clauses
    )
    return Composition(edition, sha256, context, included)


def gaps(terms: ContractTerms, library: Library) -> tuple[InvalidInput, ...]:
    """Return everything that keeps the bilingual edition from being made, each by the path of the term in want."""
    speaker = Collector(library, "bilingual")
    chosen = _chosen(terms, library)
    numbers = _number(terms, chosen)
    found = [gap for _, clauses in chosen for one in clauses for gap in _wanting(one, numbers, terms, speaker)]
    makers: list[Callable[[], object]] = [
        partial(_frame, terms, speaker),
        partial(level_rows, terms, speaker),
        partial(_annexes, terms, speaker, numbers),
        partial(key_terms, terms, speaker, numbers.clauses),
    ]
    stopped = [one for one in map(_refusal, makers) if one is not None]
    repeated = bool(found)  # the key terms say again what the clauses say
    found += [
        _by_path(one, terms)
        for one in (*speaker.refused, *stopped)
        if not (repeated and one.place.startswith("key terms"))
    ]
    return tuple({one.place: one for one in reversed(found)}.values())[::-1]


def _wanting(clause: Clause, numbers: _Numbers, terms: ContractTerms, speaker: Speaker) -> list[InvalidInput]:
    """What keeps a clause from being printed: the terms in want, or the clause itself where it is at fault."""
    refused = _refusal(partial(_clause, clause, numbers, terms, speaker))
    if refused is None:
        return []
    return missing_terms(clause, terms, speaker.library, numbers.functions) or [refused]


def _by_path(one: InvalidInput, terms: ContractTerms) -> InvalidInput:
    return not_stated(one.place, value_at(terms, one.place)) if one.code == "document.not_stated" else one


def _refusal(make: Callable[[], object]) -> InvalidInput | None:
    try:
        make()
    except InvalidInput as refused:
        return refused
    return None


def clause_lines(terms: ContractTerms, library: Library) -> tuple[PrintedClause, ...]:
    """Return the clauses as the bilingual edition prints them; what is incomplete has no text yet."""
    speaker = Speaker(library, "bilingual")
    chosen = _chosen(terms, library)
    numbers = _number(terms, chosen)
    return tuple(_printed(article, one, numbers, terms, speaker) for article, clauses in chosen for one in clauses)


def _printed(
    article: Article, clause: Clause, numbers: _Numbers, terms: ContractTerms, speaker: Speaker
) -> PrintedClause:
    said: dict[Language, list[str]] = {"zh": [], "en": []}
    with suppress(InvalidInput):
        for one in _clause(clause, numbers, terms, speaker)["lines"]:
            said["zh" if one["zh"] else "en"].append(str(one["text"]))
    text = Wording("\n".join(said["zh"]), "\n".join(said["en"]))
    return PrintedClause(
        article.id, article.title, clause.id, clause.version, numbers.clauses[clause.id], text, clause.because,
        clause.when,
    )  # fmt: skip


def _chosen(terms: ContractTerms, library: Library) -> list[tuple[Article, list[Clause]]]:
    """The articles with the clauses that apply; an article without any is left out."""
    decided = [(one, [clause for clause in one.clauses if clause.applies(terms)]) for one in library.articles]
    return [(one, clauses) for one, clauses in decided if clauses]


def _number(terms: ContractTerms, chosen: list[tuple[Article, list[Clause]]]) -> _Numbers:
    numbers: dict[str, str] = {}
    for number, (article, clauses) in enumerate(chosen, 1):
        numbers[article.id] = str(number)
        numbers.update({one.id: f"{number}.{place}" for place, one in enumerate(clauses, 1)})
    annexes = [name for name in ANNEXES if name != "additions" or terms.additions]
    return _Numbers(numbers, {name: number for number, name in enumerate(annexes, 1)})


def _first(ids: tuple[str, ...], numbers: Mapping[str, Any], place: str) -> Any:
    for one in ids:
        if one in numbers:
            return numbers[one]
    raise InvalidInput("document.clause_unknown", place=place, reason=", ".join(ids))


def _article(
    article: Article, clauses: list[Clause], numbers: _Numbers, terms: ContractTerms, speaker: Speaker
) -> Mapping[str, Any]:
    number = numbers.clauses[article.id]
    return {
        "heading": tuple(
            line(language, f"{wording.article(number, language)}  {article.title.words(language)}")
            for language in speaker.languages
        ),
        "clauses": tuple(_clause(one, numbers, terms, speaker) for one in clauses),
    }


def _clause(clause: Clause, numbers: _Numbers, terms: ContractTerms, speaker: Speaker) -> Mapping[str, Any]:
    place = f"clause {clause.id}"
    lines: list[Line] = []
    for language in speaker.languages:
        context = {"t": terms, **numbers.functions(language, place)}
        said = phrase(speaker.library.phrases[clause.id, language], context, place)
        for place_in, text in enumerate(said):
            lines.append({**line(language, text), "opens": not lines, "begins": place_in == 0})
    return {"number": numbers.clauses[clause.id], "lines": tuple(lines)}


def _frame(terms: ContractTerms, speaker: Speaker) -> Mapping[str, Any]:
    """Cover, footer, signatures and properties."""
    return {
        "number": terms.number,
        "version": str(terms.version),
        "title": speaker.lines(terms.title, "title"),
        "kind": speaker.label("contract"),
        "property_title": f"{terms.number} {speaker.joined(terms.title)}",
        "property_author": " / ".join(filter(None, (terms.buyer.name.zh, terms.vendor.name.zh))),
        "property_language": {"zh": "zh-CN", "en": "en-GB", "bilingual": "zh-CN"}[speaker.edition],
        "page": dict(zip(("before", "between", "after"), PAGES[speaker.edition], strict=True)),
        "parties": cover_parties(terms, speaker),
        "signatures": signature_rows(terms, speaker),
        "labels": {
            name: speaker.label(name) for name in speaker.library.words["label"] if "{" not in _zh(speaker, name)
        },
        "short": {name: speaker.short(name) for name in SHORT},
    }


def _zh(speaker: Speaker, name: str) -> str:
    return speaker.word("label", name).zh


def _annexes(terms: ContractTerms, speaker: Speaker, numbers: _Numbers) -> Mapping[str, Any]:
    prices = terms.prices
    gross = prices.gross_total
    return {
        "annexes": {name: _annex_title(name, number, speaker) for name, number in numbers.annexes.items()},
        "levels": level_rows(terms, speaker),
        "price_lines": price_rows(terms, speaker),
        "price_totals": {
            name: sum_of(getattr(prices, f"{name}_total"), f"prices.{name}_total") for name in ("net", "vat", "gross")
        },
        "price_note": speaker.label(
            "prices_note", "prices", currency=gross.currency if gross is not None else "", per=prices.per
        ),
        "price_words": speaker.lines(Wording(*(wording.amount(gross, one) for one in ("zh", "en"))) if gross else None),
        "guarantees": guarantee_blocks(terms, speaker),
        "additions": tuple(_additions(terms, speaker)),
    }


def _annex_title(name: str, number: int, speaker: Speaker) -> Lines:
    label = {"guarantees": "guarantee_schedule"}.get(name, name)
    return tuple(
        line(one, f"{wording.annex(number, one)}  {speaker.word('label', label).words(one)}")
        for one in speaker.languages
    )


def _additions(terms: ContractTerms, speaker: Speaker) -> Iterator[Mapping[str, Any]]:
    for number, one in enumerate(terms.additions, 1):
        place = f"additions[{number - 1}]"
        yield {
            "number": str(number),
            "title": speaker.lines(one.title, f"{place}.title"),
            "lines": speaker.lines(one.text, f"{place}.text"),
        }
