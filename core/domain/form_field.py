"""A field of a form on a case: what is asked, in which words, and how what was typed becomes a fact."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Self

from core.domain.event import Scalar
from core.domain.fields import Entry
from core.domain.personal_text import check_free_text
from core.domain.plain_text import LARGEST_NUMBER, check_text
from core.domain.wording import Wording
from core.domain.zone import find_zone
from core.errors import InvalidInput

MS = 1000
LONGEST = 500
SCORE = (1, 5)
LABELLED = ("text", "number", "flag", "choice", "choices", "instant", "age", "days", "minutes", "money", "score",
            "worker", "earlier", "pause_reason")  # fmt: skip
"""Types whose label the pack writes; what each stores stands in `_READERS`."""
PERSONAL: Mapping[str, Wording] = {
    "customer_name": Wording("客户姓名", "Customer's name"),
    "customer_phone": Wording("客户电话", "Customer's phone"),
    "customer_address": Wording("详细地址（含房号）", "Detailed address with room number"),
}
"""Facts about the customer: a form may ask for them, no event carries them."""
_KEYS = ("type", "label", "choices", "least", "most", "form")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a field, its words, and the event that it sends where that is another than the form's."""

    value: str
    words: Wording
    event: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """When and where a form is filled in: instants are of `at_ms`, days of the contract's zone."""

    at_ms: int
    zone: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. `age` asks for an instant and stores seconds since, `days` a date and stores whole days since,
    `minutes` stores seconds, `money` cents, `choices` a list joined by commas; `worker` and `earlier` refer by number.
    What must be given only if other fields have certain values is `required_when` they do.
    """  # noqa: D205

    name: str
    type: str
    label: Wording
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None
    form: str = ""
    required_when: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def from_entry(cls, entry: Entry, name: str, *, is_required: bool) -> Self:
        """Read one shared definition of `forms.yaml`. Raises `InvalidInput` naming file and key."""
        entry.only(_KEYS)
        kind = entry.choice("type", LABELLED)
        return cls(
            name, kind, Wording(**entry.both_languages("label")), is_required,
            _choices(entry) if kind in ("choice", "choices") else (),
            entry.number("least"), entry.number("most"),
            entry.text("form") if kind == "earlier" else "",
        )  # fmt: skip

    @classmethod
    def personal(cls, name: str, *, is_required: bool) -> Self:
        """A fact about the customer, in the house's own words."""
        return cls(name, "personal", PERSONAL[name], is_required)

    def read(self, value: object, asked: Asked) -> Scalar:
        """Return what the event stores of a value. Raises `InvalidInput` naming the field and what is allowed."""
        return _READERS[self.type](self, value, asked)

    def refuse(self, value: object, allowed: str) -> InvalidInput:
        """The error for a value that this field does not take."""
        return InvalidInput("form.not_allowed", place=self.name, value=str(value)[:60], allowed=allowed,
                            label=self.label)  # fmt: skip


def _choices(entry: Entry) -> tuple[Choice, ...]:
    given = entry.child("choices")
    if not given.mapping:
        raise InvalidInput("pack.missing_key", place=entry.place("choices"), value="choices")
    found = []
    for value in given.mapping:
        one = given.child(str(value))
        one.only(("zh", "en", "event"))
        words = Entry({"words": {key: one.mapping.get(key) for key in ("zh", "en")}}, one.file, one.key)
        found.append(Choice(str(value), Wording(**words.both_languages("words")), one.event("event", "")))
    return tuple(found)


def _personal(one: FormField, value: object, asked: Asked) -> str:
    if not isinstance(value, str):
        raise one.refuse(type(value).__name__, "text")
    text = value.strip()
    check_text(text, one.name, one.most or LONGEST)
    return text


def _text(one: FormField, value: object, asked: Asked) -> str:
    text = _personal(one, value, asked)
    check_free_text(text, one.name)
    return text


def _number(one: FormField, value: object, asked: Asked) -> int:
    least, most = SCORE if one.type == "score" else (one.least or 0, one.most or LARGEST_NUMBER)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise one.refuse(value, f"{least}..{most}")
    return value


def _minutes(one: FormField, value: object, asked: Asked) -> int:
    return _number(one, value, asked) * 60


def _flag(one: FormField, value: object, asked: Asked) -> bool:
    if not isinstance(value, bool):
        raise one.refuse(value, "true, false")
    return value


def _choice(one: FormField, value: object, asked: Asked) -> str:
    allowed = [choice.value for choice in one.choices]
    if value not in allowed:
        raise one.refuse(value, ", ".join(allowed))
    return str(value)


def _several(one: FormField, value: object, asked: Asked) -> str:
    if not isinstance(value, list | tuple):
        raise one.refuse(value, "list")
    return ",".join(dict.fromkeys(_choice(one, each, asked) for each in value))


def _instant(one: FormField, value: object, asked: Asked) -> int:
    """An instant in RFC 3339 with its zone."""
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise one.refuse(value, "2026-11-02T09:00:00+08:00")
    return int(at.timestamp()) * MS


def _age(one: FormField, value: object, asked: Asked) -> int:
    since_ms = _instant(one, value, asked)
    if since_ms > asked.at_ms:
        raise InvalidInput("form.from_the_future", place=one.name, value=str(value)[:60])
    return (asked.at_ms - since_ms) // MS


def _days(one: FormField, value: object, asked: Asked) -> int:
    try:
        since = date.fromisoformat(str(value))
    except ValueError:
        raise one.refuse(value, "2026-11-02") from None
    today = datetime.fromtimestamp(asked.at_ms / MS, find_zone(asked.zone)).date()
    if since > today:
        raise InvalidInput("form.from_the_future", place=one.name, value=str(value)[:60])
    return (today - since).days


def _money(one: FormField, value: object, asked: Asked) -> int:
    """An amount as text, such as 1280.00; floats are refused, for they are not exact."""
    try:
        amount = Decimal(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite() or not 0 <= amount <= LARGEST_NUMBER // 100:
        raise one.refuse(value, "1280.00")
    if amount != amount.quantize(Decimal("0.01")):
        raise one.refuse(value, "1280.00")
    return int(amount * 100)


_READERS: Mapping[str, Callable[[FormField, object, Asked], Scalar]] = {
    "text": _text, "personal": _personal, "worker": _text, "earlier": _text, "pause_reason": _text, "number": _number,
    "score": _number, "minutes": _minutes, "flag": _flag, "choice": _choice, "choices": _several, "instant": _instant,
    "age": _age, "days": _days, "money": _money,
}  # fmt: skip
