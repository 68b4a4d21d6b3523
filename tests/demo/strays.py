"""Which words of a text belong to the other language, and what no reader should see in any."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import available_timezones

import yaml

from api.cli.demo.people import PEOPLE
from tests.demo.shown import Shown

PACKS = Path(__file__).parents[2] / "rules"
ALLOWED = Path(__file__).with_name("words.yaml")
LATIN = re.compile(r"[A-Za-z]{2,}")
CHINESE = re.compile(r"[㐀-鿿]+|[，。：；（）「」《》〔〕、！？“”‘’]")
_CHINESE_ALONE = re.compile(r"[㐀-鿿]+|[，。：；（）「」《》〔〕、！？]")
EDITED = frozenset(("text_input.default", "text_area.default", "dataframe.en", "dataframe.zh", "dataframe.code"))
"""Where both languages of a text are edited side by side, and codes that people chose."""
_ALONE_BEFORE, _ALONE_AFTER = "(?<![A-Za-z0-9])", "(?![A-Za-z0-9])"
SIGNED_IN = frozenset(name for name, _, _, _ in PEOPLE)
CUT = re.compile(r"[^\s·]*…")
_ALONE = r"(?<![\w./@-])"
NEVER = {
    "raw key": re.compile(rf"{_ALONE}(?:[a-z]+(?:_[a-z]+)+|[a-z_]{{3,}}(?:\.[a-z_]{{2,}})+)(?![\w/@-])"),
    "no value": re.compile(r"\b(?:None|nan|NaN|NaT|null|undefined|True|False)\b"),
    "placeholder": re.compile(r"\{[a-z_]*\}"),
    "instant of machines": re.compile(r"\d{4}-\d\d-\d\dT\d\d"),
    "code": re.compile(r"\[\]|\bDecimal\(|<class|\bdatetime\.|\(\'|\[\'|\{\'|<\w+ object"),
    "unit twice": re.compile(r"(%|元|小时|分钟|CNY|km²?|m²)\s?\1"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of one language: what he accepts of the other one, and the names of the world that he reads about."""

    language: str
    typed: Sequence[str]
    written: frozenset[str] = frozenset()
    codes: Sequence[str] = ()
    allowed: Sequence[re.Pattern[str]] = field(default_factory=tuple)
    _known: dict[str, str] = field(default_factory=dict)

    def strays(self, texts: Iterable[Shown]) -> list[str]:
        """What he stumbles over, with its place and text."""
        return [
            f"{place}: {what} in {text[:200]!r}"
            for place, text in texts
            if place.partition(":")[2] in ("", self.language)
            and not (place in EDITED and text in self.written)
            and not (place == "dataframe.person" and text in SIGNED_IN)
            and (what := self.stray(text))
        ]

    def stray(self, text: str) -> str:
        """What is wrong with a text, or nothing."""
        if text not in self._known:
            self._known[text] = self._look(text)
        return self._known[text]

    def _look(self, text: str) -> str:
        if not (LATIN.search(text) if self.language == "zh" else CHINESE.search(text)) and not _odd(text):
            return ""
        left = _without(text, self.codes)
        for one in self.allowed:  # before the names: a short one may stand within what is allowed
            left = one.sub(" ", left)
        left = self._without_names(left)
        if odd := _odd(left):
            return odd
        other = (LATIN if self.language == "zh" else _CHINESE_ALONE).findall(left)
        return ", ".join(other)

    def _without_names(self, text: str) -> str:
        left = _without(text, self.typed)
        cut = CUT.search(left)
        if cut and any(one.startswith(cut[0][:-1]) for one in self.typed):
            left = left.replace(cut[0], " ")
        return left


def allowed(language: str, part: str = "") -> list[re.Pattern[str]]:
    """What a reader of this language knows of the other one, each with its reason there; `part` is one more list."""
    found = {"PERSON": SIGNED_IN, "ID": _ids(), "ZONE": available_timezones()}
    names = {name: "|".join(map(re.escape, sorted(some, key=len, reverse=True))) for name, some in found.items()}
    listed = yaml.safe_load(ALLOWED.read_text("utf-8"))
    patterns = [str(one["pattern"]) for one in listed["both"] + listed[language] + listed.get(part, [])]
    return [
        re.compile(re.sub(r"<(PERSON|ID|ZONE)>", lambda one: f"{_ALONE_BEFORE}(?:{names[one[1]]}){_ALONE_AFTER}", each))
        for each in patterns
    ]


def _without(text: str, names: Sequence[str]) -> str:
    for one in names:
        if one in text:
            text = text.replace(one, " ")
    return text


def _ids() -> set[str]:
    """Ids as the packs write them, such as HK-04 and OT-06.contact."""
    written = (path.read_text("utf-8") for path in PACKS.rglob("*.yaml"))
    return {found for text in written for found in re.findall(r"\b[A-Z]{2}-\d{2}(?:\.[a-z_]+)?\b", text)}


def _odd(text: str) -> str:
    return next((f"{name} {found[0]!r}" for name, one in NEVER.items() if (found := one.search(text))), "")
