"""What the append-only record never holds: phone numbers, and the names, phones and addresses of a case's people.

Personal facts live in tables of their own and are referred to by number (OT-04, OT-05; reliability D9).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from core.errors import InvalidInput

PERSONAL_KEYS = frozenset(
    (
        "address", "badge", "cell", "contact_name", "contact_phone", "customer_address", "customer_mobile",
        "customer_name", "customer_phone", "detailed_address", "email", "home_address", "id_card", "id_number",
        "mobile", "mobile_phone", "owner_name", "owner_phone", "phone", "phone_number", "recipient", "room",
        "room_number", "tel", "telephone", "wechat", "worker_address", "worker_badge", "worker_name", "worker_phone",
    )
)  # fmt: skip
"""Names under which other systems send personal facts; an event with one of them is refused."""

_DIGIT = re.compile("[0-9]")
_SEPARATORS = re.compile(r"(?<=\d)[\s().·_-]{1,3}(?=\d)")
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)?86)?(?:1[3-9]\d{9}|0[1-9]\d{1,2}[2-8]\d{6,7}|400\d{7})(?!\d)")
"""Mainland mobile numbers, land lines with their area code, and 400 numbers, their separators taken out."""
_HASHES = re.compile(r"(?<![0-9A-Za-z])(?=[0-9-]*[a-fA-F])[0-9a-fA-F-]{24,}(?![0-9A-Za-z])")
"""Hashes and ids, in which any run of digits may stand."""
_LOOSE = re.compile(r"[\s,，.。;；:：()（）_/\\·-]+")
_DIGITS_LEAST = 10
_HASH_LEAST = 24
SHORTEST = 2
"""One character alone, such as a family name, says nothing of a person."""


def check_key(name: str, place: str) -> None:
    """Refuse a field that other systems use for personal facts. Raises `InvalidInput` naming it."""
    if name.strip().lower().replace("-", "_") in PERSONAL_KEYS:
        raise InvalidInput("event.personal_key", place=place, value=name[:60])


def check_free_text(text: str, place: str) -> None:
    """Refuse a text that carries digits like a phone number; the error does not repeat them."""
    if len(text) >= _DIGITS_LEAST and holds_phone(text):
        raise InvalidInput("event.phone_in_text", place=place)


def holds_phone(text: str) -> bool:
    """Whether a text holds a phone number, also one in full-width digits or with separators in it."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if len(_DIGIT.findall(plain)) < _DIGITS_LEAST:  # nearly every text: events come by the thousand
        return False
    plain = _HASHES.sub("", plain) if len(plain) >= _HASH_LEAST else plain
    return _PHONE.search(plain) is not None or _PHONE.search(_SEPARATORS.sub("", plain)) is not None


def check_known(data: Mapping[str, object], known: Iterable[tuple[str, str]], prefix: str = "data.") -> None:
    """Refuse data that repeats one of the `known` personal facts (field, value) of its case.

    The error names the field that holds it and which fact it is, never the fact itself.
    """
    facts = [(name, loose(value)) for name, value in known if len(loose(value)) >= SHORTEST]
    for key, value in data.items():
        text = loose(value) if isinstance(value, str) else ""
        found = next((name for name, fact in facts if text and fact in text), None)
        if found is not None:
            raise InvalidInput("event.personal_text", place=f"{prefix}{key}", fact=found)


def loose(text: str) -> str:
    """A text without what people write differently: width, case, spaces and punctuation."""
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).casefold()
