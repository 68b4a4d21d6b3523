"""How a clause's marks are printed in one language: amounts, days, shares, words and references."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.documents import wording
from core.domain.money import Money
from core.domain.wording import Language, Wording
from core.errors import InvalidInput

Words = Mapping[str, Mapping[str, Wording]]
"""The words for choices: group, choice, text."""


class Unprintable(Exception):
    """A value that a clause needs is absent, or absent in this language."""


def printed(value: object, language: Language) -> str:
    """Return a value as a contract prints it. Raises `Unprintable` for None and for a text without this language."""
    if value is None or (isinstance(value, Wording) and not value.words(language)):
        raise Unprintable
    if isinstance(value, Wording):
        return value.words(language)
    if isinstance(value, Money):
        return wording.figures(value, language)
    if isinstance(value, date):
        return wording.day(value, language)
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return wording.number(value)
    return str(value)


def environment(language: Language, words: Words) -> ImmutableSandboxedEnvironment:
    """Return the environment of the clauses in `language`; a missing value is an error, nothing can be changed."""
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=lambda value: printed(value, language), autoescape=False
    )

    def word(choice: str, group: str) -> str:
        return words[group][choice].words(language)

    filters: Mapping[str, Callable[..., str]] = {
        "amount": lambda value: wording.amount(_present(value), language),
        "figures": lambda value: wording.figures(_present(value), language),
        "day": lambda value: wording.day(_present(value), language),
        "percent": lambda value: wording.percent(_present(value), language),
        "word": word,
        "currency": lambda value: word(_present(value).currency, "currency"),
        "optional": lambda value: printed(value, language) if value else "",
    }
    made.filters.update(filters)
    return made


def compile_clause(text: str, made: ImmutableSandboxedEnvironment, place: str) -> Template:
    """Compile a clause's text. Raises `InvalidInput` at `place` for a mark that cannot be read."""
    try:
        return made.from_string(text)
    except TemplateSyntaxError as error:
        raise InvalidInput("document.bad_template", place=place, reason=str(error.message)) from None


def phrase(template: Template, context: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """Return the paragraphs of a clause. Raises `InvalidInput` at `place` for a value that is absent or unknown."""
    try:
        text = template.render(context)
    except Unprintable:
        raise InvalidInput("document.clause_incomplete", place=place) from None
    except (TemplateError, KeyError, IndexError) as error:
        raise InvalidInput("document.clause_unknown", place=place, reason=str(error)) from None
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _present(value: Any) -> Any:
    if value is None:
        raise Unprintable
    return value
