"""Every sentence that the software can say is in one language, also those that no screen of the sample world shows."""

import re

import pytest
from starlette.requests import Request

from core.messages import catalogue as sentences
from tests.demo.shown import plain_markdown, told_in_html
from tests.demo.strays import Reader, allowed
from ui.server import show_form
from ui.texts import catalogue as texts

LANGUAGES = ("zh", "en")
ASKED = re.compile(r"\{\w[^{}]*\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_screens_can_say_is_in_one_language(language: str) -> None:
    reader = Reader(language, (), allowed=allowed(language))

    assert reader.strays((key, _bare(text)) for key, text in texts(language).items()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_errors_and_the_command_line_can_say_is_in_one_language(language: str) -> None:
    """The API's `detail` and `detail_zh` are these sentences; those for programs name keys as they are written."""
    reader = Reader(language, (), allowed=allowed(language, "programs"))

    assert reader.strays((code, _bare(both[language])) for code, both in sentences().items()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_to_sign_in_is_in_one_language(language: str) -> None:
    scope = {"type": "http", "method": "GET", "path": "/sign-in", "query_string": b"", "server": ("localhost", 80),
             "headers": [(b"accept-language", language.encode())]}  # fmt: skip
    page = bytes(show_form(Request(scope)).body).decode()
    reader = Reader(language, (), allowed=allowed(language))

    assert reader.strays(told_in_html(page)) == []


def _bare(text: str) -> str:
    """A sentence without the values that it asks for."""
    return ASKED.sub("1", plain_markdown(text))
