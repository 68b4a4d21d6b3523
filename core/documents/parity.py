"""Whether two languages say the same: numbers, days, references and names, clause by clause."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.documents.contract_text import Paragraph
from core.documents.wording import MONTHS
from core.domain.party import Party
from core.domain.wording import Language

_DAY_ZH = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_DAY_EN = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")
_HOUR_ZH = re.compile(r"(?<!\d)(\d{1,2})时")
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,4}-[A-Z]?\d+(?:\.[a-z_]+)?")
_NUMBER = re.compile(r"\d[\d,]*(?:[.:]\d+)*%?")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What only one language says at a place."""

    place: str
    zh: str
    en: str


def disagreements(
    zh: Iterable[Paragraph], en: Iterable[Paragraph], parties: Iterable[Party] = ()
) -> tuple[Disagreement, ...]:
    """Compare the Chinese paragraphs with the English ones; a place that stands in one language alone is left out."""
    chinese, english = _by_place(zh, "zh"), _by_place(en, "en")
    names = tuple(parties)
    return tuple(
        one for place in chinese if place in english for one in _compare(place, chinese[place], english[place], names)
    )


def facts(text: str) -> Counter[str]:
    """Return the days, codes and numbers of a text as often as they occur, in one form for both languages."""
    plain = unicodedata.normalize("NFKC", text)
    found: list[str] = []

    def keep(said: str) -> str:
        found.append(said)
        return " "

    plain = _DAY_ZH.sub(lambda day: keep(f"{int(day[1])}-{int(day[2]):02}-{int(day[3]):02}"), plain)
    plain = _DAY_EN.sub(lambda day: keep(f"{day[3]}-{MONTHS.index(day[2]) + 1:02}-{int(day[1]):02}"), plain)
    plain = _CODE.sub(lambda code: keep(code[0]), plain)
    plain = _HOUR_ZH.sub(r"\1:00", plain)
    _NUMBER.sub(lambda number: keep(number[0].replace(",", "").rstrip(".:")), plain)
    return Counter(found)


def _by_place(paragraphs: Iterable[Paragraph], language: Language) -> Mapping[str, str]:
    joined: dict[str, str] = {}
    for one in paragraphs:
        if one.language == language:
            joined[one.place] = f"{joined[one.place]}\n{one.text}" if one.place in joined else one.text
    return joined


def _compare(place: str, zh: str, en: str, parties: tuple[Party, ...]) -> Iterator[Disagreement]:
    in_zh, in_en = facts(zh), facts(en)
    if in_zh != in_en:
        yield Disagreement(place, _listed(in_zh - in_en), _listed(in_en - in_zh))
    for one in parties:
        if one.name.zh and one.name.en and (one.name.zh in zh) != (one.name.en in en):
            yield Disagreement(
                place, one.name.zh if one.name.zh in zh else "", one.name.en if one.name.en in en else ""
            )


def _listed(some: Counter[str]) -> str:
    return ", ".join(sorted(some.elements()))
