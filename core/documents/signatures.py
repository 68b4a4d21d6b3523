"""The parties on the cover and on the page of signatures."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from core.documents.lines import Line, Speaker, line
from core.domain.contract_terms import ContractTerms
from core.domain.party import Party

_FACTS = ("uscc", "size_class", "address", "representative", "contact", "phone", "email", "bank", "account")


def cover_parties(terms: ContractTerms, speaker: Speaker) -> tuple[Mapping[str, Any], ...]:
    """Return the two parties with their roles and codes."""
    return tuple(
        {
            "role": speaker.words("role", role),
            "name": speaker.name(party, f"{role}.name"),
            "uscc": party.uscc,
        }
        for role, party in (("buyer", terms.buyer), ("vendor", terms.vendor))
    )


def signature_rows(terms: ContractTerms, speaker: Speaker) -> tuple[Mapping[str, Any], ...]:
    """Return who signs, two beside each other: the parties, then the guarantors that are not parties."""
    blocks = [_block(role, place, party, speaker) for role, place, party in _signing(terms)]
    rows = []
    for left, right in zip_longest(blocks[::2], blocks[1::2], fillvalue=None):
        level = max(len(one["facts"]) for one in (left, right) if one is not None)
        rows.append({"left": _padded(left, level), "right": _padded(right, level)})
    return tuple(rows)


def _padded(block: Mapping[str, Any] | None, level: int) -> Mapping[str, Any]:
    """The block with its signature on the level of the one beside it; none is an empty place."""
    if block is None:
        return {"is_empty": True}
    missing = level - len(block["facts"])
    return {**block, "facts": (*block["facts"], *(line(None, "") for _ in range(missing)))}


def _signing(terms: ContractTerms) -> Iterator[tuple[str, str, Party]]:
    yield "buyer", "buyer", terms.buyer
    yield "vendor", "vendor", terms.vendor
    seen = [terms.buyer.name.zh, terms.vendor.name.zh]
    for number, one in enumerate(terms.guarantees):
        # an issuer of a letter signs the letter, not the contract
        if one.guarantor is None or one.kind == "independent_letter" or one.guarantor.name.zh in seen:
            continue
        seen.append(one.guarantor.name.zh)
        yield "guarantor", f"guarantees[{number}].guarantor", one.guarantor


def _block(role: str, place: str, party: Party, speaker: Speaker) -> Mapping[str, Any]:
    facts = [(name, getattr(party, name)) for name in _FACTS if getattr(party, name)]
    return {
        "is_empty": False,
        "role": speaker.words("role", role),
        "name": speaker.name(party, f"{place}.name"),
        "facts": tuple(one for name, value in facts for one in _fact(name, value, place, speaker)),
    }


def _fact(name: str, value: object, place: str, speaker: Speaker) -> Iterator[Line]:
    """A fact on a line of its own in each language; where it is the same in both, on one line with both labels."""
    said = speaker.words(name, str(value)) if name == "size_class" else speaker.lines(value, f"{place}.{name}")
    if len(said) < len(speaker.languages):
        yield line(None, f"{speaker.short(name)}：{said[0]['text']}")
        return
    label = speaker.word("label", name)
    for language, one in zip(speaker.languages, said, strict=True):
        yield line(language, f"{label.words(language)}{'：' if language == 'zh' else ': '}{one['text']}")
