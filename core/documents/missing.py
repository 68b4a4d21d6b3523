"""Which terms a clause asks for and does not find: by their paths, not by the clause alone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.documents.library import Clause, Library
from core.documents.lines import Lines, Speaker, line
from core.documents.phrasing import Unprintable, environment
from core.domain.contract_terms import ContractTerms
from core.domain.wording import LANGUAGES, Language, Wording
from core.errors import InvalidInput

NOT_STATED, ONE_LANGUAGE = "document.field_missing", "document.language_missing"
LANGUAGE = {"zh": Wording("中文", "Chinese"), "en": Wording("英文", "English")}
Functions = Callable[[Language, str], Mapping[str, Any]]
FILTERS = ("amount", "figures", "day", "percent", "word", "currency", "optional")
"""The marks of a clause that print a value."""


@dataclass(frozen=True)
class Collector(Speaker):
    """Says what is stated and keeps what is not, where a speaker would stop at the first."""

    refused: list[InvalidInput] = field(default_factory=list)

    def lines(self, value: object, place: str = "") -> Lines:
        """Return the lines of a value, a dash if it is not stated."""
        try:
            return super().lines(value, place)
        except InvalidInput as error:
            self.refused.append(error)
            return (line(None, "—"),)

    def filled(self, name: str, under: str = "", **values: object) -> Wording:
        """Return a label with its values, a dash if one of them is not stated."""
        try:
            return super().filled(name, under, **values)
        except InvalidInput as error:
            self.refused.append(error)
            return Wording("—", "—")


@dataclass
class _Watch:
    """The paths of the terms, and what a clause asked for in vain while it was printed."""

    paths: Mapping[int, str]
    asked: tuple[str, object] = ("", None)
    missing: dict[str, object] = field(default_factory=dict)

    def ask(self, owner: object, step: str, value: object) -> None:
        """Note what is asked for, so that it has a name if it turns out to be empty."""
        begin = self.paths.get(id(owner))
        if begin is not None:
            self.asked = (f"{begin}{step}".removeprefix("."), value)

    def miss(self, value: object) -> str:
        """Note an empty value by its path: the one asked for last, or where this very value stands."""
        path, last = self.asked
        self.missing.setdefault(path if last is value else self.paths.get(id(value), path), value)
        return ""


class _Watching(ImmutableSandboxedEnvironment):
    """The environment of the clauses; it notes an empty value and goes on."""

    watch: _Watch

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute, and note that it was asked for."""
        value = super().getattr(obj, attribute)
        self.watch.ask(obj, f".{attribute}", value)
        return value

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an entry, and note that it was asked for."""
        value = super().getitem(obj, argument)
        self.watch.ask(obj, f"[{argument}]", value)
        return value


def missing_terms(clause: Clause, terms: ContractTerms, library: Library, functions: Functions) -> list[InvalidInput]:
    """Return an error for each term that `clause` needs and that is not stated, or stated in one language alone."""
    paths = dict(_paths(terms, ""))
    found: dict[str, object] = {}
    for language in LANGUAGES:
        watch = _Watch(paths)
        context = {"t": terms, **functions(language, f"clause {clause.id}")}
        _print(getattr(clause, language), _watching(language, library, watch), context)
        found = watch.missing | found
    return [not_stated(path, value) for path, value in found.items()]


def not_stated(path: str, value: object) -> InvalidInput:
    """Say of a term that it is not stated, or which of its languages is missing."""
    lacking = [one for one in LANGUAGES if isinstance(value, Wording) and value and not value.words(one)]
    if not lacking:
        return InvalidInput(NOT_STATED, place=path)
    present = next(one for one in LANGUAGES if one not in lacking)
    return InvalidInput(ONE_LANGUAGE, place=path, missing=LANGUAGE[lacking[0]], present=LANGUAGE[present])


def value_at(terms: ContractTerms, path: str) -> object:
    """Return what stands at a path of the terms, None where there is nothing."""
    value: Any = terms
    for step in path.replace("]", "").replace("[", ".").split("."):
        if isinstance(value, tuple):
            value = value[int(step)] if step.isdecimal() and int(step) < len(value) else None
        else:
            value = getattr(value, step, None)
    return value


def _print(text: str, made: ImmutableSandboxedEnvironment, context: Mapping[str, Any]) -> None:
    with suppress(TemplateError, InvalidInput, IndexError):  # what comes after is found once this is mended
        made.from_string(text).render(context)


def _watching(language: Language, library: Library, watch: _Watch) -> _Watching:
    plain = environment(language, library.words)
    made = _Watching(undefined=StrictUndefined, autoescape=False)
    made.watch = watch
    made.finalize = _noting(plain.finalize, watch)
    made.filters.update({name: _noting(plain.filters[name], watch) for name in FILTERS})
    return made


def _noting(say: Any, watch: _Watch) -> Callable[..., str]:
    def said(value: Any, *rest: Any) -> str:
        try:
            return watch.miss(value) if isinstance(value, Undefined) else str(say(value, *rest))
        except (Unprintable, KeyError):
            return watch.miss(value)

    return said


def _paths(value: object, path: str) -> Iterator[tuple[int, str]]:
    """Yield which record, text or list stands at which path; what is empty is one and the same in many places."""
    if not value:
        return
    if is_dataclass(value):
        yield id(value), path
        for one in fields(value):
            yield from _paths(getattr(value, one.name), f"{path}.{one.name}" if path else one.name)
    elif isinstance(value, tuple):
        yield id(value), path
        for number, one in enumerate(value):
            yield from _paths(one, f"{path}[{number}]")
