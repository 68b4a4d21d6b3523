"""Names the clauses at which a document differs from the record and from the rules, each once with its values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.documents.comparison import ABSENT, Difference, compare_terms, compare_texts
from core.documents.contract_text import LEVELS, ContractText, normalised
from core.documents.visible_text import OBJECT
from core.domain.contract_terms import ContractTerms
from core.domain.duration import Limit

COVER = "CoverNumber"
"""The line of the cover that carries number and version."""
_IDENTITY = ("property TermsSHA256", "footer")
_BY_HAND = "signatures["
_LONGEST_BY_HAND = 40
"""Characters of a name with its title; what is longer is a term."""
_SUMMARY = "key_terms["  # the clauses prevail, so they are named first


@dataclass(frozen=True, slots=True)
class ClauseDifference:
    """At `clause` document, record and rules do not say the same; `rules` is "" where no rule watches the clause."""

    clause: str
    document: str
    record: str
    rules: str = ""


def compare_clauses(
    document: ContractText, expected: ContractText, terms: ContractTerms, enforced: Mapping[str, Limit] | None
) -> tuple[ClauseDifference, ...]:
    """Compare a document with the text that the record renders, its terms, and the limits that the rules enforce.

    What the parties write into the signature block by hand is no difference; the hash is compared elsewhere.
    """
    levels: dict[str, list[Difference]] = {}
    for one in compare_terms(document, terms, enforced):
        if one.place not in _IDENTITY:
            levels.setdefault(one.place, []).append(one)
    texts: dict[str, list[Difference]] = {}
    ours, theirs = _rows(document), _rows(expected)
    for one in compare_texts(document, expected):
        row = one.place.rpartition(".")[0]  # counted in the record where the document has nothing
        clause = (theirs if one.document == ABSENT else ours).get(row, one.place)
        if clause not in levels and not _is_by_hand(one):
            texts.setdefault(clause, []).append(one)
    in_order = sorted(texts.items(), key=lambda one: one[0].startswith(_SUMMARY))
    watched = enforced is not None
    return (
        *(_level(clause, some, watched) for clause, some in levels.items()),
        *(_text(clause, some) for clause, some in in_order),
    )


def only_in_rules(terms: ContractTerms, enforced: Mapping[str, str]) -> Iterator[ClauseDifference]:
    """Name the obligations that are enforced, with their limits in words, though the terms do not name them."""
    named = {one.obligation for one in terms.service_levels}
    for obligation, limit in enforced.items():
        if obligation not in named:
            yield ClauseDifference(f"{LEVELS}.{obligation}", ABSENT, ABSENT, limit)


def _level(clause: str, some: list[Difference], watched: bool) -> ClauseDifference:
    by_side = {one.side: one.other for one in some}
    shown = some[0].document
    record = by_side.get("record", shown)
    return ClauseDifference(clause, shown, record, by_side.get("rules", record if watched else ""))


def _text(clause: str, some: list[Difference]) -> ClauseDifference:
    return ClauseDifference(clause, *(" / ".join(getattr(one, name) for one in some) for name in ("document", "other")))


def _rows(text: ContractText) -> Mapping[str, str]:
    """Where each row of the annex of service levels stands, and the clause that it is."""
    return {
        one.place.rpartition(".")[0]: f"{LEVELS}.{normalised(one.text)}"
        for one in text.paragraphs
        if one.place.startswith(f"{LEVELS}[") and one.place.endswith(".0") and not one.place.startswith(f"{LEVELS}[0]")
    }


def _is_by_hand(one: Difference) -> bool:
    """Whether a name, a seal or a day was written on a line that the signature block leaves blank, and nothing else."""
    if not one.place.startswith(_BY_HAND):
        return False
    if one.other == ABSENT:
        return not one.document.strip(OBJECT)  # a picture: a seal or a signature
    written = one.document.removeprefix(one.other)
    return one.is_blank and one.document.startswith(one.other) and len(written) <= _LONGEST_BY_HAND
