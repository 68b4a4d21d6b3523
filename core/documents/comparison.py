"""Holds a document against the record and the rules: what differs, where, and what each of them says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from core.documents.contract_text import HASH, ContractText, Paragraph, normalised
from core.domain.contract_terms import ContractTerms
from core.domain.duration import Limit
from core.domain.terms.service_level import ServiceLevel

Side = Literal["record", "rules"]
ABSENT = "—"
BLANKS = ("Seal", "Sign")
"""The styles of the lines that the parties fill in when they sign: seal, signature, day."""


@dataclass(frozen=True, slots=True)
class Difference:
    """At `place` (a clause number, a service level, the hash) the document says one thing, `side` another.

    `is_blank`: the record leaves a line there to be filled in by hand.
    """

    place: str
    side: Side
    document: str
    other: str
    is_blank: bool = False


def compare_terms(
    document: ContractText, terms: ContractTerms, enforced: Mapping[str, Limit] | None = None
) -> tuple[Difference, ...]:
    """Compare hash and service levels of a document with the record, and with the limits that the rules enforce.

    `enforced` maps obligation ids to limits; without it only document and record are compared.
    """
    return (*_hashes(document, terms), *_levels(document, terms.service_levels), *_rules(document, terms, enforced))


def compare_texts(document: ContractText, expected: ContractText) -> tuple[Difference, ...]:
    """Compare a document's text with what the record renders, paragraph by paragraph; each names its clause.

    Headers, footers and notes belong to it; the hash in the footer is compared elsewhere.
    """
    return (
        *_compared(document.paragraphs, expected.paragraphs),
        *_compared(_without_hash(document.margins), _without_hash(expected.margins)),
    )


def _compared(ours: tuple[Paragraph, ...], theirs: tuple[Paragraph, ...]) -> tuple[Difference, ...]:
    matcher = SequenceMatcher(
        None, [normalised(one.text) for one in ours], [normalised(one.text) for one in theirs], autojunk=False
    )
    return tuple(
        one
        for kind, start, stop, begin, end in matcher.get_opcodes()
        if kind != "equal"
        for one in _changed(ours[start:stop], theirs[begin:end])
    )


def _changed(ours: tuple[Paragraph, ...], theirs: tuple[Paragraph, ...]) -> Iterator[Difference]:
    for number in range(max(len(ours), len(theirs))):
        mine = ours[number] if number < len(ours) else None
        other = theirs[number] if number < len(theirs) else None
        place = (mine or other or ours[0]).place
        yield Difference(
            place, "record", normalised(mine.text) if mine else ABSENT, normalised(other.text) if other else ABSENT,
            is_blank=other is not None and other.style in BLANKS,
        )  # fmt: skip


def _without_hash(some: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    return tuple(replace(one, text=HASH.sub(ABSENT, one.text)) for one in some)


def _hashes(document: ContractText, terms: ContractTerms) -> Iterator[Difference]:
    for place, printed in (("property TermsSHA256", document.terms_hash), ("footer", document.footer_hash)):
        if printed != terms.terms_hash:
            yield Difference(place, "record", printed or ABSENT, terms.terms_hash)


def _levels(document: ContractText, levels: tuple[ServiceLevel, ...]) -> Iterator[Difference]:
    printed = document.limits
    for one in levels:
        agreed = _words(one.agreed_limit())
        shown = printed.get(one.obligation, ())
        if not shown or any(text not in agreed for text in shown):
            yield Difference(f"service_levels.{one.obligation}", "record", _said(shown), _said(agreed))
    recorded = {one.obligation for one in levels}
    for name, shown in printed.items():
        if name not in recorded:
            yield Difference(f"service_levels.{name}", "record", _said(shown), ABSENT)


def _rules(document: ContractText, terms: ContractTerms, enforced: Mapping[str, Limit] | None) -> Iterator[Difference]:
    if enforced is None:
        return
    printed = document.limits
    for one in terms.service_levels:
        if one.limit and enforced.get(one.obligation) != one.agreed_limit():
            shown = printed.get(one.obligation, ())
            yield Difference(
                f"service_levels.{one.obligation}", "rules", _said(shown), _said(_words(enforced.get(one.obligation)))
            )


def _words(limit: Limit | None) -> tuple[str, ...]:
    return (limit.words("zh"), limit.words("en")) if limit is not None else (ABSENT,)


def _said(some: tuple[str, ...]) -> str:
    return " / ".join(dict.fromkeys(some)) or ABSENT
