"""The call behind a button, as the service that acts once knows it."""

import pytest
import streamlit as st

from ui import pressed


def test_a_button_is_one_call_until_the_screen_is_drawn_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    first = pressed.call_of("begin", "WP-1", "title")

    assert pressed.call_of("begin", "WP-1", "title") == first
    assert pressed.call_of("begin", "WP-1", "another title").key != first.key
    assert pressed.call_of("else", "WP-1", "title").key != first.key
    pressed.forget("begin")
    assert pressed.call_of("begin", "WP-1", "title").key != first.key
