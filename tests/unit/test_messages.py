"""Every sentence stands in both languages and asks for the same values."""

import re
from string import Formatter

import pytest

from core.messages import LANGUAGES, catalogue


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_a_sentence_stands_in_both_languages_with_the_same_values(code: str) -> None:
    texts = catalogue()[code]
    asked = {language: {name for _, name, _, _ in Formatter().parse(texts[language]) if name} for language in LANGUAGES}

    assert set(texts) == set(LANGUAGES)
    assert asked["zh"] == asked["en"]


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_a_chinese_sentence_is_chinese(code: str) -> None:
    assert re.search(r"[\u4e00-\u9fff]", catalogue()[code]["zh"])
