"""Single terms as fields of a form: read from the written terms at a path, and put back there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, Literal

import streamlit as st

import contract_templates
from ui.texts import language, say, say_if_known

Kind = Literal["text", "line", "number", "share", "money", "choice", "choices", "names", "day", "flag"]
_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")
_NUMBER = re.compile(r"\[\d+\]")
HUNDRED = Decimal(100)
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
"""Days that a field offers."""
OWN_CHOICES = {
    "rate_change": ("net_price_stays", "gross_price_stays"),
    "invoice": ("special_vat", "ordinary"),
    "nature": ("price_reduction", "liquidated_damages"),
    "with_earnest_money": ("either", "both"),
    "prevails": ("zh", "en", "equal"),
}
"""Choices whose words no contract prints; the screen has its own."""
LONGEST_NUMBER = 19


@dataclass(frozen=True, slots=True)
class Field:
    """A term: its path, what it is, the words of a choice, and whether it is long."""

    path: str
    kind: Kind = "line"
    words: str = ""
    is_long: bool = False
    called: str = ""

    @property
    def name(self) -> str:
        """What the label is found by where its path has none: `called`, or the last step of the path."""
        return self.called or self.path.rpartition(".")[2].partition("[")[0]

    @property
    def label(self) -> str:
        """What the term is called on the screen, in the language of the session."""
        return say_if_known(f"term.{_NUMBER.sub('', self.path)}", "") or say(f"field.{self.name}")

    def of(self, rows: str, number: int) -> "Field":
        """Return the field as it stands in a row of the list at the path `rows`."""
        return replace(self, path=f"{rows}[{number}].{self.path}".removesuffix("."))


def ask(terms: dict[str, Any], fields: Sequence[Field], key: str) -> dict[Field, Any]:
    """Draw the fields with what the terms state; returns what is in them now."""
    return {one: _ask(one, value_at(terms, one.path), f"{key}.{one.path}") for one in fields}


def fill(terms: dict[str, Any], answers: dict[Field, Any]) -> None:
    """Put what was entered into the terms; what is empty is taken out, for then it is not agreed."""
    for one, value in reversed(list(answers.items())):  # a row that is emptied moves only what was put before
        put(terms, one.path, _written(one, value, value_at(terms, one.path)))


def value_at(terms: Any, path: str) -> Any:
    """Return what stands at a path such as `guarantees[0].surety.manner`, None if nothing does."""
    for step in _steps(path):
        if isinstance(terms, dict) and isinstance(step, str):
            terms = terms.get(step)
        elif isinstance(terms, list) and isinstance(step, int) and step < len(terms):
            terms = terms[step]
        else:
            return None
    return terms


def put(terms: dict[str, Any], path: str, value: Any) -> None:
    """Set, or with None take out, what stands at a path; mappings on the way are made, and go when they are empty."""
    if value is None:
        _take_out(terms, path)
        return
    steps = _steps(path)
    part: Any = terms
    for step, following in pairwise(steps):
        empty: Any = [] if isinstance(following, int) else {}
        part = part.setdefault(step, empty) if isinstance(part, dict) else part[step]
    if isinstance(part, list) and steps[-1] == len(part):
        part.append(value)
    else:
        part[steps[-1]] = value


def _take_out(terms: dict[str, Any], path: str) -> None:
    if value_at(terms, path) is None:
        return
    *before, last = _STEP.finditer(path)
    part: Any = value_at(terms, path[: before[-1].end()]) if before else terms
    part.pop(int(last[2]) if last[2] else last[1])
    if before and not part:
        _take_out(terms, path[: before[-1].end()])


def keep(written: dict[str, Any], path: str, dropped: list[int], added: list[Any]) -> None:
    """Take out the entries that were marked, and put new ones at the end."""
    head, _, last = path.rpartition(".")
    owner = written.setdefault(head, {}) if head else written
    kept = [one for number, one in enumerate(owner.get(last, [])) if number not in dropped]
    owner[last] = [*kept, *added]


def word(group: str, choice: str) -> str:
    """A choice in the contract's own words, in the language of the session."""
    text = contract_templates.load().words.get(group, {}).get(choice)
    if text is not None:
        return text.words(language())
    return say_if_known(f"choice.{group}.{choice}", say("contracts.not_agreed"))


def _choices(group: str) -> dict[str, str]:
    """The choices of a group with their words."""
    known = OWN_CHOICES.get(group) or tuple(contract_templates.load().words[group])
    return {each: word(group, each) for each in known}


def _steps(path: str) -> list[str | int]:
    return [int(index) if index else name for name, index in _STEP.findall(path)]


def _ask(one: Field, value: Any, key: str) -> Any:
    label = one.label
    if one.kind == "text":
        return _both(label, value or {}, key, is_long=one.is_long)
    if one.kind == "names":
        return _names(one, label, value or [], key)
    if one.kind in ("choice", "choices"):
        return _choose(one, label, value, key)
    if one.kind == "day":
        return ask_day(label, value or "", key)
    if one.kind == "flag":
        return st.checkbox(label, bool(value), key=key)
    title = say("contracts.percent", name=label) if one.kind == "share" else label
    return st.text_input(title, _shown(one, value), key=key)


def _choose(one: Field, label: str, value: Any, key: str) -> Any:
    """One of the words of a contract, or several of them."""
    choices = _choices(one.words)
    if one.kind == "choices":
        return st.multiselect(
            label, list(choices), value, key=key, format_func=choices.__getitem__, placeholder=say("contracts.choose"),
        )  # fmt: skip
    choices = {"": word(one.words, ""), **choices}
    at = list(choices).index(value) if value in choices else 0
    return st.selectbox(label, list(choices), at, key=key, format_func=choices.__getitem__)


def ask_day(label: str, shown: str, key: str) -> str:
    """Ask for a day, as the calendar offers it; returns it as the terms write it, empty for none."""
    day = date.fromisoformat(shown) if shown else None
    chosen = st.date_input(label, day, FIRST_DAY, LAST_DAY, key=key, format="YYYY-MM-DD")
    return chosen.isoformat() if isinstance(chosen, date) else ""


def _names(one: Field, label: str, value: list[dict[str, str]], key: str) -> list[dict[str, str]]:
    """Names of a list that is known word for word, and one name of another; what was there keeps its place."""
    known = {
        choice: {"zh": said.zh, "en": said.en} for choice, said in contract_templates.load().words[one.words].items()
    }
    called = {choice: word(one.words, choice) for choice in known}
    there = [choice for choice, said in known.items() if said in value]
    chosen = st.multiselect(
        label, list(known), there, key=key, format_func=called.__getitem__, placeholder=say("contracts.choose"),
    )  # fmt: skip
    others = [said for said in value if said not in known.values()] or [{}]
    own = [
        _both(say("contracts.other_name", name=label), said, f"{key}.other{number}", is_long=False)
        for number, said in enumerate(others)
    ]
    said = [known[choice] for choice in chosen] + [{name: text for name, text in one.items() if text} for one in own]
    return sorted((one for one in said if one), key=lambda one: value.index(one) if one in value else len(value))


def _both(label: str, value: dict[str, str], key: str, *, is_long: bool) -> dict[str, str]:
    draw = st.text_area if is_long else st.text_input
    said = {}
    for column, spoken in zip(st.columns(2), ("zh", "en"), strict=True):
        with column:
            title = f"{label} · {say('spoken.' + spoken)}"
            said[spoken] = str(draw(title, value.get(spoken, ""), key=f"{key}.{spoken}"))
    return said


def _shown(one: Field, value: Any) -> str:
    if value is None:
        return ""
    if one.kind == "money":
        return str(value["amount"])
    return f"{(Decimal(value) * HUNDRED).normalize():f}" if one.kind == "share" else str(value)


def _written(one: Field, value: Any, before: Any) -> Any:
    """What was entered as the terms write it; what cannot be read stays as it is, and is refused with its path."""
    if one.kind == "text":
        said = {name: text for name, text in value.items() if text.strip()}
        return said or None
    if one.kind in ("names", "choices", "flag"):
        return value or None
    entered = str(value).strip()
    if not entered:
        return None
    if one.kind == "money":
        return {"amount": entered.replace(",", ""), "currency": (before or {}).get("currency", "CNY")}
    if one.kind == "number":
        return int(entered) if entered.isdecimal() and len(entered) < LONGEST_NUMBER else entered
    return _share(entered) if one.kind == "share" else entered


def _share(entered: str) -> str:
    try:
        return f"{(Decimal(entered.rstrip('%')) / HUNDRED).normalize():f}"
    except InvalidOperation:
        return entered
