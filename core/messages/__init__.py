"""Sentences for people, in zh-CN and en, by code.

One YAML file per area, read once: `code: {zh: ..., en: ...}` with `{name}` for values.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("zh", "en")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return all sentences by code; a code in two files is an error."""
    sentences: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        for code, texts in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader).items():
            if code in sentences:
                raise ValueError(f"{path.name}: {code} is already defined")
            sentences[code] = texts
    return sentences


def sentence(code: str, language: str, values: Mapping[str, object]) -> str:
    """Return the sentence of `code` in `language` with its values filled in."""
    return catalogue()[code][language].format_map(values)
