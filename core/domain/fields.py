"""Reading one entry of a data file by its keys, with errors that name the file and the key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from core.domain.event import Scalar
from core.errors import InvalidInput

_EVENT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_MISSING = "\0"


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping found in `file` under `key`; every reader raises `InvalidInput` at `file: key.name`."""

    content: object
    file: str
    key: str

    def place(self, name: str = "") -> str:
        """Where `name` stands: the file, then the path of keys."""
        path = ".".join(part for part in (self.key, name) if part)
        return f"{self.file}: {path}"

    @property
    def mapping(self) -> Mapping[str, object]:
        """The entry's keys and values."""
        if not isinstance(self.content, Mapping):
            raise InvalidInput("pack.not_a_mapping", place=self.place())
        return cast(Mapping[str, object], self.content)

    def only(self, allowed: tuple[str, ...]) -> None:
        """Refuse a key that nobody would read, such as a misspelt one."""
        for name in self.mapping:
            if name not in allowed:
                raise InvalidInput("pack.unknown_key", place=self.place(str(name)), value=str(name),
                                   allowed=", ".join(allowed))  # fmt: skip

    def required(self, name: str) -> object:
        """Return the value of a key that must be there."""
        if self.mapping.get(name) is None:
            raise InvalidInput("pack.missing_key", place=self.place(name), value=name)
        return self.mapping[name]

    def child(self, name: str) -> "Entry":
        """Return the mapping under `name`; empty if the key is absent."""
        return Entry(self.mapping.get(name, {}), self.file, f"{self.key}.{name}" if self.key else name)

    def text(self, name: str, default: str = _MISSING) -> str:
        """Return a text that is not empty; a whole number counts as its digits (`source: 3`)."""
        if name not in self.mapping and default is not _MISSING:
            return default
        value = self.required(name)
        if isinstance(value, bool) or not isinstance(value, str | int) or str(value).strip() == "":
            raise InvalidInput("pack.not_a_text", place=self.place(name), value=str(value))
        return str(value).strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, or one text as a list of one; absent is empty."""
        value = self.mapping.get(name)
        if value is None:
            return ()
        some = value if isinstance(value, list | tuple) else [value]
        if not all(isinstance(one, str) and one.strip() for one in some):
            raise InvalidInput("pack.not_a_text", place=self.place(name), value=str(value))
        return tuple(str(one).strip() for one in some)

    def choice(self, name: str, allowed: tuple[str, ...], default: str = _MISSING) -> str:
        """Return one of `allowed`."""
        value = self.text(name, default)
        self.one_of(name, value, allowed)
        return value

    def one_of(self, name: str, value: str, allowed: tuple[str, ...]) -> None:
        """Refuse a value outside `allowed`."""
        if value not in allowed:
            raise InvalidInput("pack.not_allowed", place=self.place(name), value=value, allowed=", ".join(allowed))

    def flag(self, name: str) -> bool:
        """Return true or false; absent is false."""
        value = self.mapping.get(name, False)
        if not isinstance(value, bool):
            raise InvalidInput("pack.not_a_bool", place=self.place(name), value=str(value))
        return value

    def number(self, name: str) -> int | None:
        """Return a whole number; absent is None."""
        value = self.mapping.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise InvalidInput("pack.not_a_number", place=self.place(name), value=str(value))
        return value

    def event(self, name: str, default: str = _MISSING) -> str:
        """Return one event type: dotted words such as `complaint.received`."""
        value = self.text(name, default)
        if value and not _EVENT.fullmatch(value):
            raise InvalidInput("pack.not_an_event", place=self.place(name), value=value)
        return value

    def events(self, name: str, least: int = 0) -> tuple[str, ...]:
        """Return event types, at least `least` of them."""
        values = self.texts(name)
        if len(values) < least:
            raise InvalidInput("pack.missing_key", place=self.place(name), value=name)
        for value in values:
            if not _EVENT.fullmatch(value):
                raise InvalidInput("pack.not_an_event", place=self.place(name), value=value)
        return values

    def both_languages(self, name: str) -> dict[str, str]:
        """Return a text in zh and en; a missing translation is an error."""
        self.required(name)
        part = self.child(name)
        part.only(("zh", "en"))
        for language in ("zh", "en"):
            if not part.mapping.get(language):
                raise InvalidInput("pack.missing_translation", place=part.place(language), value=language)
        return {language: part.text(language) for language in ("zh", "en")}

    def when(self, name: str) -> dict[str, Scalar | tuple[Scalar, ...]]:
        """Return a condition on flat facts: a value, or a list of the values that fulfil it."""
        part = self.child(name)
        return {key: self._wanted(part, key, value) for key, value in part.mapping.items()}

    @staticmethod
    def _wanted(part: "Entry", key: str, value: object) -> Scalar | tuple[Scalar, ...]:
        some = value if isinstance(value, list | tuple) else [value]
        if not some or not all(isinstance(one, str | int) for one in some):
            raise InvalidInput("pack.not_a_scalar", place=part.place(key), value=str(value))
        return tuple(cast("list[Scalar]", some)) if isinstance(value, list | tuple) else cast("Scalar", value)
