"""Looking for what a text says, sentence by sentence, in both languages."""

import re
from collections.abc import Iterator

from core.domain.contract_terms import ContractTerms
from core.domain.wording import Wording

_ENDS = re.compile(r"[。；！？;!?\n]|\.(?:\s|$)")
Pattern = re.Pattern[str]
LONGEST_SAID = 200
"""Characters of a sentence that a finding quotes."""


def says(text: Wording, pattern: Pattern, fine: Pattern) -> str:
    """Return the first sentence of `text` that fits `pattern` once what is `fine` is left out; "" if none does."""
    for written in (text.zh, text.en):
        for sentence in _ENDS.split(written):
            if pattern.search(fine.sub("", sentence)):
                return _quoted(sentence.strip())
    return ""


def _quoted(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST_SAID else f"{sentence[:LONGEST_SAID]}…"


def additions(terms: ContractTerms) -> Iterator[tuple[str, Wording]]:
    """Yield the texts that the parties added, with their paths: there a pattern is a warning, not an error."""
    for number, one in enumerate(terms.additions):
        yield f"additions[{number}].text", one.text
