"""The clause library: versioned clauses in both languages with their conditions, the words, and the template."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Self

import msgspec
import yaml
from jinja2 import Template

from core.documents.phrasing import Words, compile_clause, environment
from core.documents.renderer import CompiledTemplate
from core.domain.contract_terms import ContractTerms, is_stated
from core.domain.wording import LANGUAGES, Language, Wording
from core.errors import InvalidInput, Malformed


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: in the contract when `when` holds, `because` of what the text says."""

    id: str
    version: int
    because: Wording
    zh: str
    en: str
    when: Mapping[str, Any] = field(default_factory=dict)

    def applies(self, terms: ContractTerms) -> bool:
        """Whether every path of `when` has what it asks for: a value, one of several, `present` or `absent`."""
        return all(_holds(terms, path, wanted, self.id) for path, wanted in self.when.items())


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its title and its clauses in order."""

    id: str
    title: Wording
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that a kind of document is made of; read once, never changed."""

    kind: str
    version: int
    languages: tuple[str, ...]
    articles: tuple[Article, ...]
    words: Words
    template: CompiledTemplate
    phrases: Mapping[tuple[str, Language], Template]

    @classmethod
    def load(cls, folder: Path, kind: str = "service_contract") -> Self:
        """Read `manifest.yaml` and what it names. Raises an error naming file and clause for what cannot be read."""
        manifest = _yaml(folder / "manifest.yaml")[kind]
        words = msgspec.convert(_yaml(folder / "words.yaml"), dict[str, dict[str, Wording]])
        articles = tuple(_article(folder, name) for name in manifest["articles"])
        made = {language: environment(language, words) for language in LANGUAGES}
        phrases = {
            (clause.id, language): compile_clause(getattr(clause, language), made[language], f"clause {clause.id}")
            for article in articles
            for clause in article.clauses
            for language in LANGUAGES
        }
        template = CompiledTemplate.load((folder / manifest["template"]).read_bytes())
        return cls(kind, manifest["version"], tuple(manifest["languages"]), articles, words, template, phrases)


def _article(folder: Path, name: str) -> Article:
    path = folder / "clauses" / f"{name}.yaml"
    written = _yaml(path)
    try:
        return msgspec.convert({"id": name, "title": written["article"], "clauses": written["clauses"]}, Article)
    except (msgspec.ValidationError, KeyError, TypeError) as error:
        raise Malformed("document.bad_library", place=path.name, reason=str(error)) from None


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise Malformed("document.bad_library", place=path.name, reason=str(error)) from None


def _holds(terms: ContractTerms, path: str, wanted: Any, clause: str) -> bool:
    value: Any = terms
    stated = True
    for name in path.split("."):
        known = {one.name: one for one in fields(value)} if is_dataclass(value) else {}
        if name not in known:
            raise InvalidInput("document.clause_unknown", place=f"clause {clause}", reason=path)
        stated, value = is_stated(value, known[name]), getattr(value, name)
    if wanted in ("present", "absent"):
        return bool(stated == (wanted == "present"))
    if isinstance(value, tuple):
        return any(one == wanted for one in value)
    return any(value == one for one in (wanted if isinstance(wanted, list) else [wanted]))
