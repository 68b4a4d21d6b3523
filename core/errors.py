"""Every error that a user can cause or meet, in one tree; no HTTP in it.

    OutpactError
    ├── Malformed        the input cannot be read at all
    ├── InvalidInput     it can be read, but a value is not allowed
    ├── NotSignedIn      nobody is known to be asking
    ├── Forbidden        this person may not do this
    ├── NotFound         it is absent, or belongs to another organisation
    ├── Conflict         the state of things forbids it now
    ├── TooLarge         more than one call may carry
    ├── TooMany          more calls than allowed
    └── Unavailable      try again later

A code such as `event.naive_time` names one sentence in `core/messages`, in zh-CN and en.
"""

from typing import Protocol

from core.messages import sentence


class Spoken(Protocol):
    """A value that is said differently in each language, such as the name of a field."""

    def words(self, language: str) -> str:
        """Return it in `language`, zh or en."""


Value = str | int | float | bool | Spoken | None


class OutpactError(Exception):
    """An error with a code, the place it concerns and the values its sentence names."""

    def __init__(self, code: str, *, place: str = "", **values: Value) -> None:
        super().__init__(code, place, values)
        self.code = code
        self.place = place
        self.values = values

    def message(self, language: str = "en") -> str:
        """Say in `language` (zh or en) what is wrong, with which value, and what is allowed."""
        text = sentence(self.code, language, self.spoken(language))
        return f"{self.place}: {text}" if self.place else text

    def spoken(self, language: str) -> dict[str, object]:
        """Return the values of its sentence as they are said in `language`."""
        return {
            name: one if one is None or isinstance(one, str | int | float) else one.words(language)
            for name, one in self.values.items()
        }

    def __str__(self) -> str:
        return self.message("en")


class Malformed(OutpactError):
    """The input cannot be read."""


class InvalidInput(OutpactError):
    """A value is not allowed."""


class NotSignedIn(OutpactError):
    """Nobody is known to be asking."""


class Forbidden(OutpactError):
    """The actor's role does not allow this."""


class NotFound(OutpactError):
    """Absent, or another organisation's."""


class Conflict(OutpactError):
    """The present state forbids it."""


class TooLarge(OutpactError):
    """More than one call may carry."""


class TooMany(OutpactError):
    """More calls than the limit allows."""


class Unavailable(OutpactError):
    """Not possible at the moment; trying again later may succeed."""
