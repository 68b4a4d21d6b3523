"""A rule pack: obligations, the rules that judge them, and examples that show it; pinned by the hash of its content."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from core.domain.case_form import CaseForm, read_forms
from core.domain.fields import Entry
from core.domain.obligation import Obligation
from core.errors import InvalidInput

_FILES = {"obligations": "obligations.yaml", "facts": "rules.yaml", "rules": "rules.yaml"}
Message = Mapping[str, str | int | bool]
"""What a rule judges: flat, and nothing in it but text, whole numbers, yes and no."""

ASKED = "decision"
"""The fact by which a message says which table it asks; a pack that declares it answers decisions."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition on one message in durable_rules' own form; its name is the verdict."""

    name: str
    pri: int
    when: Mapping[str, Any]
    obligation: str = ""
    layer: str = "policy"
    answer: Message = field(default_factory=dict)
    cites: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as it was published: `content` is its canonical JSON, `sha256` the hash of that.

    Its forms belong to the desks, not to what a contract agrees: they are no part of the content, and a contract that
    pinned the pack before it had them is served by them all the same.
    """

    name: str
    obligations: Mapping[str, Obligation]
    facts: Mapping[str, Mapping[str, Any]]
    rules: tuple[Rule, ...]
    examples: tuple[Mapping[str, Any], ...]
    words: Mapping[str, Mapping[str, str]]
    content: bytes
    sha256: str
    forms: tuple[CaseForm, ...] = ()


def parse(name: str, written: Mapping[str, Any]) -> Pack:
    """Read a pack from its written parts. Raises `InvalidInput` naming pack and key."""
    content = _canonical(name, written)
    obligations = {
        key: Obligation.from_dict(key, name, one) for key, one in _part(written, "obligations", name).items()
    }
    rules = tuple(_rule(name, key, one) for key, one in _part(written, "rules", name).items())
    facts = _part(written, "facts", name)
    words = Entry(written.get("words") or {}, f"{name}/words.yaml", "")
    spoken = {str(event): words.both_languages(str(event)) for event in words.mapping}
    sha256 = hashlib.sha256(content).hexdigest()
    forms = read_forms(name, written.get("forms"), spoken)
    return Pack(name, obligations, facts, rules, _examples(name, written), spoken, content, sha256, forms)


def from_content(name: str, content: bytes) -> Pack:
    """Read a pack back from its published copy."""
    return parse(name, msgspec.json.decode(content))


def _canonical(name: str, written: Mapping[str, Any]) -> bytes:
    agreed = {part: content for part, content in written.items() if part != "forms"}
    try:
        return msgspec.json.encode(agreed, order="sorted", enc_hook=str)
    except TypeError as error:  # a key that is no text, such as `yes:` or a list
        raise InvalidInput("pack.bad_rule", place=name, reason=str(error)) from None


def _part(written: Mapping[str, Any], part: str, name: str) -> dict[str, Any]:
    """The entries of one part, each a mapping."""
    entries = Entry(written.get(part) or {}, f"{name}/{_FILES[part]}", "")
    return {str(key): entries.child(str(key)).mapping for key in entries.mapping}


def _examples(name: str, written: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    examples = written.get("examples") or ()
    if not isinstance(examples, list | tuple) or not all(isinstance(one, Mapping) for one in examples):
        raise InvalidInput("pack.not_a_list", place=f"{name}/examples.yaml")
    return tuple(examples)


def _rule(pack: str, name: str, written: Mapping[str, Any]) -> Rule:
    try:
        return msgspec.convert({"name": name, **written}, Rule)
    except msgspec.ValidationError as error:
        raise InvalidInput("pack.bad_rule", place=f"{pack}/rules.yaml {name}", reason=str(error)) from None
